"""Whether a copy may be lent to a patron, until when, and every reason why not.

A new reason to refuse is one function from facts to a block, listed in `CHECKS`. All checks are always asked, so
that the counter hears every reason at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from deskcirc.domain.calendar import DueDate
from deskcirc.domain.checkout_facts import Block, BlockCode, CheckoutFacts
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.due_dates import loan_due, next_term_wanted
from deskcirc.domain.holds import Waiting, next_in_line
from deskcirc.domain.patron_checks import (
    card_has_expired,
    card_is_not_valid,
    lending_to_leavers_has_stopped,
    loan_limit_reached,
    no_rule_applies,
    patron_has_left,
    patron_has_overdue_loans,
    patron_is_stopped,
    patron_is_suspended,
    type_limit_reached,
)
from deskcirc.domain.rota import OutsideTurn
from deskcirc.domain.rules import CirculationRule, Lending
from deskcirc.text import day_words, in_a_row
from deskcirc.text import gettext as _


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
        return _waits_for_repair(facts.copy)
    code, overridable = _STATE_BLOCKS[facts.copy.state]
    sentence = _("{title} is registered as {state}.").format(title=facts.copy.name, state=facts.copy.state_words)
    remedy = "" if overridable else _("Scan it in Returns and put it aside for the librarian.")
    if facts.copy.state is CopyState.IN_REPAIR:
        remedy = _("If it is mended, scan it in Returns: it goes back to its place.")
    if facts.copy.state is CopyState.LOST:
        remedy = _("Scan it in Returns: it is found again then.")
    return Block(code, sentence, remedy, overridable)


def _waits_for_repair(copy: Copy) -> Block | None:
    """A damaged copy that stands in the queue still counts as in stock, and is not lent by accident."""
    if not copy.damaged:
        return None
    sentence = _("{title} waits for repair.").format(title=copy.name)
    return Block(BlockCode.COPY_IN_REPAIR, sentence, _("Put it on the repair shelf."))


def copy_is_on_loan_to_another(facts: CheckoutFacts) -> Block | None:
    """The register says somebody else has the copy that lies on the counter."""
    loan = facts.loan_of_copy
    if loan is None or loan.patron_id == facts.patron.id:
        return None
    sentence = _("{title} has been on loan to {patron} since {day}.").format(
        title=facts.copy.name, patron=loan.holder, day=day_words(loan.lent_on, facts.today)
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
    lending_to_leavers_has_stopped,
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


def reasons_against(facts: CheckoutFacts) -> tuple[Block, ...]:
    """Every reason not to lend, whoever may pass it."""
    return tuple(block for check in CHECKS if (block := check(facts)) is not None)


def decide_checkout(facts: CheckoutFacts, overridden: frozenset[BlockCode] = frozenset()) -> CheckoutDecision:
    """Lend or refuse with all reasons; blocks in `overridden` are passed where an operator may pass them."""
    blocks = tuple(block for block in reasons_against(facts) if not (block.overridable and block.code in overridden))
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
