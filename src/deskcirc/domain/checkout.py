"""Whether a copy may be lent to a patron, until when, and every reason why not.

A new reason to refuse is one function from facts to a block, listed in `CHECKS`. All checks are always asked, so
that the counter hears every reason at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskcirc.domain.calendar import ClosedDueRule, DueDate, OpenDays, days_late
from deskcirc.domain.copies import COPY_STATE_WORDS, Copy, CopyState
from deskcirc.domain.due_dates import DueRules, loan_due, next_term_wanted
from deskcirc.domain.holds import Hold, Waiting, next_in_line, waiting_for
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import CardState, Patron, PatronState, card_sentence
from deskcirc.domain.rota import OutsideTurn
from deskcirc.domain.rules import CirculationRule, Lending, OverdueEffect
from deskcirc.domain.turns import OutsideFacts
from deskcirc.text import day_words, in_a_row
from deskcirc.text import gettext as _


class BlockCode(StrEnum):
    """The reasons, as `replay` prints them."""

    PATRON_LEFT = "patron-left"
    PATRON_STOPPED = "patron-stopped"
    CARD_EXPIRED = "card-expired"
    CARD_NOT_VALID = "card-not-valid"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    NO_RULE = "no-rule"
    LOAN_LIMIT = "loan-limit"
    TYPE_LIMIT = "type-limit"
    IN_HOUSE_ONLY = "in-house-only"
    COPY_WITHDRAWN = "copy-withdrawn"
    COPY_IN_PROCESS = "copy-in-process"
    COPY_IN_REPAIR = "copy-in-repair"
    COPY_LOST = "copy-lost"
    ON_LOAN = "on-loan"
    HELD_FOR_ANOTHER = "held-for-another"
    RENEWALS_USED = "renewals-used"
    SOMEBODY_WAITS = "somebody-waits"
    OUTSIDE_TURN = "outside-turn"
    NEXT_TERM_NOT_SET = "next-term-not-set"


@dataclass(frozen=True, slots=True)
class Block:
    """One reason against, its sentence, what would allow it, and whether an operator with the right may pass it."""

    code: BlockCode
    sentence: str
    remedy: str = ""
    overridable: bool = True


@dataclass(frozen=True, slots=True)
class CheckoutFacts:
    """What the library knew when the copy was scanned."""

    patron: Patron
    copy: Copy
    today: date
    rule: CirculationRule | None  # the winning rule for this patron and item type
    loans: tuple[OpenLoan, ...]  # all the patron holds
    loan_of_copy: OpenLoan | None
    holds: tuple[Hold, ...]  # open holds of the title, in the order of the queue
    open_days: OpenDays
    closed_due: ClosedDueRule
    waiting_renewal: Waiting = Waiting.BLOCK
    waiting_checkout: Waiting = Waiting.WARN
    outside_turn: OutsideFacts | None = None  # a pupil who came while it is not the turn of the class
    returned_first: bool = False  # the copy would be taken back from another patron and lent on at once
    cap_by_term: bool = True
    vacation_due_days: int = 4

    @property
    def loan_limit(self) -> int:
        """Copies in all this patron may hold: the patron's own limit, else the rule's."""
        if self.patron.loan_limit is not None:
            return self.patron.loan_limit
        return self.rule.loan_limit if self.rule else 0

    @property
    def last_day(self) -> date | None:
        """The day no loan outlives: the card's last; None once it has passed and an operator lends all the same."""
        expires = self.patron.expires
        return None if expires is None or expires < self.today else expires

    @property
    def due_rules(self) -> DueRules:
        """What the school has set about due dates."""
        return DueRules(self.closed_due, self.cap_by_term, self.vacation_due_days)

    def is_late(self, loan: OpenLoan) -> bool:
        """Whether a loan is overdue today, forgiven over closed days where the school forgives them."""
        forgive = self.closed_due is ClosedDueRule.KEEP
        return days_late(loan.due, self.today, self.open_days, forgive=forgive) > 0

    def is_same_title(self, loan: OpenLoan) -> bool:
        """Whether a loan is of this title; another ISBN of the same book counts, as a reader sees it."""
        same_name = (loan.title, loan.volume) == (self.copy.title, self.copy.volume)
        return loan.title_id == self.copy.title_id or same_name

    @property
    def held_loans(self) -> int:
        """Copies the patron has taken home apart from this one; what is read in the room counts for no limit."""
        return sum(1 for loan in self.loans if loan.copy_id != self.copy.id and loan.lending is Lending.HOME)

    @property
    def others_waiting(self) -> list[Hold]:
        """Holds of other patrons that this copy would do for, unless it is kept for this patron, who waited first."""
        kept = any(hold.copy_id == self.copy.id and hold.patron_id == self.patron.id for hold in self.holds)
        return [] if kept else waiting_for(self.holds, self.copy.id, self.patron.id)


@dataclass(frozen=True, slots=True)
class CheckoutDecision:
    """Lend or not: `blocks` empty means lend; `warnings` are said and stop nothing."""

    blocks: tuple[Block, ...]
    warnings: tuple[str, ...]
    due: DueDate | None
    rule: CirculationRule | None

    @property
    def lend(self) -> bool:
        """Whether the copy goes out."""
        return not self.blocks


def patron_has_left(facts: CheckoutFacts) -> Block | None:
    """Leavers borrow nothing more."""
    if facts.patron.state is not PatronState.LEFT:
        return None
    return Block(BlockCode.PATRON_LEFT, _("{patron} has left the school.").format(patron=facts.patron.name))


def patron_is_stopped(facts: CheckoutFacts) -> Block | None:
    """A patron stopped by the librarian."""
    if facts.patron.state is not PatronState.STOPPED:
        return None
    sentence = _("Lending to {patron} has been stopped.").format(patron=facts.patron.name)
    return Block(BlockCode.PATRON_STOPPED, sentence, facts.patron.note)


def card_is_not_valid(facts: CheckoutFacts) -> Block | None:
    """The scanned card was reported lost, replaced or stopped."""
    if facts.patron.card is CardState.VALID:
        return None
    remedy = _("Find {patron} by name, or scan the new card.").format(patron=facts.patron.name)
    return Block(BlockCode.CARD_NOT_VALID, card_sentence(facts.patron.card), remedy)


def card_has_expired(facts: CheckoutFacts) -> Block | None:
    """The patron's right to borrow ended, as cards do on graduation."""
    if facts.patron.expires is None or facts.today <= facts.patron.expires:
        return None
    sentence = _("The card expired on {day}.").format(day=day_words(facts.patron.expires, facts.today))
    return Block(BlockCode.CARD_EXPIRED, sentence, _("Somebody with the right may lend all the same."))


def patron_is_suspended(facts: CheckoutFacts) -> Block | None:
    """Lending is suspended up to and including a day."""
    until = facts.patron.suspended_until
    if until is None or facts.today > until:
        return None
    sentence = _("Lending is suspended until {day}.").format(day=day_words(until, facts.today))
    return Block(BlockCode.SUSPENDED, sentence, facts.patron.suspension_reason)


def patron_has_overdue_loans(facts: CheckoutFacts) -> Block | None:
    """Something is late, and the rule blocks or suspends for it."""
    late = [loan for loan in facts.loans if facts.is_late(loan) and loan.copy_id != facts.copy.id]
    effect = facts.rule.overdue_effect if facts.rule else OverdueEffect.BLOCK
    if not late or effect not in (OverdueEffect.BLOCK, OverdueEffect.SUSPEND):
        return None
    oldest = min(late, key=lambda loan: loan.due)
    sentence = _("{count} overdue: {title} was due on {day}.").format(
        count=len(late), title=oldest.name, day=day_words(oldest.due, facts.today)
    )
    return Block(BlockCode.OVERDUE, sentence, _("Return or renew it first."))


def no_rule_applies(facts: CheckoutFacts) -> Block | None:
    """Nobody has said how this patron may borrow this type."""
    if facts.rule is not None:
        return None
    sentence = _("There is no circulation rule for {category} and {item_type}.").format(
        category=facts.patron.category, item_type=facts.copy.item_type
    )
    return Block(BlockCode.NO_RULE, sentence, _("It can be lent once there is such a rule."), overridable=False)


def loan_limit_reached(facts: CheckoutFacts) -> Block | None:
    """The patron holds as many copies as the rule allows."""
    if facts.rule is None or facts.held_loans < facts.loan_limit:
        return None
    sentence = _("{held} of {limit} copies are already on loan.").format(held=facts.held_loans, limit=facts.loan_limit)
    return Block(BlockCode.LOAN_LIMIT, sentence, _("Return one first."))


def type_limit_reached(facts: CheckoutFacts) -> Block | None:
    """The patron holds as many copies of this item type as the rule allows."""
    if facts.rule is None or facts.rule.type_limit is None:
        return None
    same = [loan for loan in facts.loans if loan.item_type_id == facts.copy.item_type_id]
    held = sum(1 for loan in same if loan.copy_id != facts.copy.id and loan.lending is Lending.HOME)
    if held < facts.rule.type_limit:
        return None
    sentence = _("{item_type}: {held} of {limit} copies are already on loan.").format(
        held=held, limit=facts.rule.type_limit, item_type=facts.copy.item_type
    )
    return Block(BlockCode.TYPE_LIMIT, sentence, _("Return one first."))


def copy_stays_in_house(facts: CheckoutFacts) -> Block | None:
    """Reference works are read in the room (schools' work plans: 工具书不外借)."""
    if facts.rule is None or facts.rule.lending is not Lending.IN_HOUSE:
        return None
    sentence = _("{item_type}: for use in the library only.").format(item_type=facts.copy.item_type)
    return Block(BlockCode.IN_HOUSE_ONLY, sentence)


_STATE_BLOCKS = {
    CopyState.IN_PROCESS: (BlockCode.COPY_IN_PROCESS, True),
    CopyState.IN_REPAIR: (BlockCode.COPY_IN_REPAIR, True),
    CopyState.LOST: (BlockCode.COPY_LOST, False),
    CopyState.WITHDRAWN: (BlockCode.COPY_WITHDRAWN, False),
}


def copy_is_not_for_loan(facts: CheckoutFacts) -> Block | None:
    """The copy is in process, in repair, lost or withdrawn; a missing copy in hand is found and may be lent."""
    if facts.copy.state not in _STATE_BLOCKS:
        return None
    code, overridable = _STATE_BLOCKS[facts.copy.state]
    sentence = _("{title} is registered as {state}.").format(
        title=facts.copy.name, state=_(COPY_STATE_WORDS[facts.copy.state])
    )
    remedy = "" if overridable else _("Scan it in Returns and put it aside for the librarian.")
    return Block(code, sentence, remedy, overridable)


def copy_is_on_loan_to_another(facts: CheckoutFacts) -> Block | None:
    """The register says somebody else has the copy that lies on the counter."""
    loan = facts.loan_of_copy
    if loan is None or loan.patron_id == facts.patron.id:
        return None
    sentence = _("{title} has been on loan to {patron} since {day}.").format(
        title=facts.copy.name, patron=loan.patron, day=day_words(loan.lent_on, facts.today)
    )
    return Block(BlockCode.ON_LOAN, sentence, _("It can be returned for them and lent here."), overridable=False)


def copy_is_held_for_another(facts: CheckoutFacts) -> Block | None:
    """The copy waits on the hold shelf for another patron."""
    ready = next((hold for hold in facts.holds if hold.copy_id == facts.copy.id and hold.is_ready), None)
    if ready is None or ready.patron_id == facts.patron.id:
        return None
    sentence = _("{title} is kept for {patron} on hold shelf {number}.").format(
        title=facts.copy.name, patron=ready.patron, number=ready.shelf_number
    )
    return Block(BlockCode.HELD_FOR_ANOTHER, sentence, _("Put it back on the hold shelf."))


def others_are_first_in_line(facts: CheckoutFacts) -> Block | None:
    """A copy that comes back belongs to who has waited longest, not to who stands at the counter.

    Of a copy from the shelf the school says so itself: nothing, a warning, or this block.
    """
    first = next_in_line(facts.holds, facts.copy.id)
    if not facts.others_waiting or first is None or first.patron_id == facts.patron.id:
        return None
    if facts.waiting_checkout is Waiting.IGNORE:
        return None
    if not facts.returned_first and facts.waiting_checkout is not Waiting.BLOCK:
        return None
    sentence = _("{patron} reserved {title} first.").format(patron=first.patron, title=facts.copy.name)
    return Block(BlockCode.SOMEBODY_WAITS, sentence, _("Return it in Returns; it goes to the hold shelf."))


def comes_outside_own_turn(facts: CheckoutFacts) -> Block | None:
    """The school lets pupils borrow in the turn of their class only (图书借阅轮流表)."""
    outside = facts.outside_turn
    if outside is None or outside.effect is not OutsideTurn.BLOCK:
        return None
    return Block(BlockCode.OUTSIDE_TURN, outside.sentence, outside.when)


def next_term_is_not_set(facts: CheckoutFacts) -> Block | None:
    """A vacation loan falls due in the next term, and nobody has said yet when that begins: asked for, not guessed."""
    takes_home = facts.rule is not None and facts.rule.lending is Lending.HOME
    if not takes_home or not next_term_wanted(facts.open_days, facts.today):
        return None
    sentence = _("Vacation loans have begun, and the next term is not in the calendar yet.")
    return Block(BlockCode.NEXT_TERM_NOT_SET, sentence, _("Set it in School year, Calendar."))


Check = Callable[[CheckoutFacts], Block | None]

CHECKS: tuple[Check, ...] = (
    patron_has_left,
    patron_is_stopped,
    card_is_not_valid,
    card_has_expired,
    patron_is_suspended,
    patron_has_overdue_loans,
    no_rule_applies,
    loan_limit_reached,
    type_limit_reached,
    copy_stays_in_house,
    copy_is_not_for_loan,
    copy_is_on_loan_to_another,
    copy_is_held_for_another,
    others_are_first_in_line,
    comes_outside_own_turn,
    next_term_is_not_set,
)


def decide_checkout(facts: CheckoutFacts, overridden: frozenset[BlockCode] = frozenset()) -> CheckoutDecision:
    """Lend or refuse with all reasons; blocks in `overridden` are passed where an operator may pass them."""
    found = [block for check in CHECKS if (block := check(facts)) is not None]
    blocks = tuple(block for block in found if not (block.overridable and block.code in overridden))
    due = due_of_new_loan(facts) if facts.rule is not None and not blocks else None
    return CheckoutDecision(blocks, (*checkout_warnings(facts), *calendar_warnings(facts, due)), due, facts.rule)


def due_of_new_loan(facts: CheckoutFacts) -> DueDate | None:
    """The due date by rule and calendar; a same-day loan is due today, and no loan outlives the term or the card."""
    if facts.rule is None:
        return None
    days = 0 if facts.rule.lending is not Lending.HOME else facts.rule.loan_days
    return loan_due(facts.today, days, facts.open_days, facts.due_rules, facts.last_day)


def checkout_warnings(facts: CheckoutFacts) -> tuple[str, ...]:
    """What is said beside the loan: a second copy of the title, damage, others waiting, a missing copy found."""
    said = []
    if facts.outside_turn is not None and facts.outside_turn.effect is OutsideTurn.WARN:
        said.append(in_a_row(facts.outside_turn.sentence, facts.outside_turn.when))
    if any(facts.is_same_title(loan) and loan.copy_id != facts.copy.id for loan in facts.loans):
        said.append(_("{patron} already has another copy of this title.").format(patron=facts.patron.name))
    if facts.copy.damaged:
        said.append(_("Damaged: {note}").format(note=facts.copy.damage_note or _("no note")))
    if facts.copy.state is CopyState.MISSING:
        said.append(_("This copy was missing and has now been found."))
    waiting = facts.others_waiting
    own = any(hold.patron_id == facts.patron.id for hold in facts.holds)
    if waiting and not own and facts.waiting_checkout is not Waiting.IGNORE:
        said.append(_("Patrons waiting for this title: {count}.").format(count=len(waiting)))
    return tuple(said)


def calendar_warnings(facts: CheckoutFacts, due: DueDate | None) -> tuple[str, ...]:
    """What is said of a due date on a day for which the school has set neither term nor holidays."""
    until = facts.open_days.set_until
    if due is None or until is None or facts.open_days.is_set(due.date):
        return ()
    sentence = _("The calendar is set up to {day}; set the next term.")
    return (sentence.format(day=day_words(until, facts.today)),)
