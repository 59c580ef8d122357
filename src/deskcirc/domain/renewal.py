"""Whether a loan may be renewed, until when, and every reason why not."""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.domain.calendar import DueDate
from deskcirc.domain.checkout import next_term_is_not_set
from deskcirc.domain.checkout_facts import Block, BlockCode, CheckoutFacts
from deskcirc.domain.due_dates import loan_due
from deskcirc.domain.holds import Waiting
from deskcirc.domain.patron_checks import (
    card_has_expired,
    card_is_not_valid,
    lending_to_leavers_has_stopped,
    no_rule_applies,
    patron_has_left,
    patron_has_overdue_loans,
    patron_is_stopped,
    patron_is_suspended,
)
from deskcirc.domain.rules import Lending
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class RenewalDecision:
    """Renew or not; `already_today` means the copy was lent or renewed today and nothing is to be done."""

    blocks: tuple[Block, ...]
    due: DueDate | None
    already_today: bool = False
    warnings: tuple[str, ...] = ()  # said beside the renewal, and stop nothing

    @property
    def renew(self) -> bool:
        """Whether the due date moves."""
        return not self.blocks and not self.already_today


def renewals_are_used(facts: CheckoutFacts) -> Block | None:
    """The rule allows no further renewal."""
    if facts.rule is None or facts.loan_of_copy is None or facts.loan_of_copy.renewals < facts.rule.renewals:
        return None
    sentence = _("{title} has already been renewed {count} of {limit} times.").format(
        title=facts.copy.name, count=facts.loan_of_copy.renewals, limit=facts.rule.renewals
    )
    return Block(BlockCode.RENEWALS_USED, sentence, _("Return it on time; it can be lent again afterwards."))


def somebody_waits(facts: CheckoutFacts) -> Block | None:
    """Another patron waits for this copy, or for any of the title; the school may only warn, or not mind."""
    waiting = facts.others_waiting
    if not waiting or facts.waiting_renewal is not Waiting.BLOCK:
        return None
    sentence = _("Patrons waiting for {title}: {count}.").format(count=len(waiting), title=facts.copy.name)
    return Block(BlockCode.SOMEBODY_WAITS, sentence, _("Return it on time."))


def copy_waits_for_repair(facts: CheckoutFacts) -> Block | None:
    """A damaged copy is not kept longer by accident: it is awaited at the repair table, as at checkout."""
    if not facts.copy.damaged:
        return None
    sentence = _("{title} waits for repair.").format(title=facts.copy.name)
    return Block(BlockCode.COPY_IN_REPAIR, sentence, _("Return it: it goes to the repair shelf."))


def renewal_warnings(facts: CheckoutFacts) -> tuple[str, ...]:
    """What is said beside a renewal that is done all the same."""
    waiting = facts.others_waiting
    if not waiting or facts.waiting_renewal is Waiting.IGNORE:
        return ()
    return (_("Patrons waiting for {title}: {count}.").format(count=len(waiting), title=facts.copy.name),)


CHECKS = (
    patron_has_left,
    patron_is_stopped,
    card_is_not_valid,
    card_has_expired,
    patron_is_suspended,
    lending_to_leavers_has_stopped,
    patron_has_overdue_loans,
    no_rule_applies,
    renewals_are_used,
    copy_waits_for_repair,
    somebody_waits,
    next_term_is_not_set,
)


def decide_renewal(facts: CheckoutFacts, overridden: frozenset[BlockCode] = frozenset()) -> RenewalDecision:
    """Renew or refuse with all reasons. The new date counts from today and never shortens the loan.

    A copy lent or renewed today and scanned again is said to be out already, as is one whose date would not move:
    a second scan by mistake neither moves a date nor is refused.
    """
    loan, due = facts.loan_of_copy, due_of_renewal(facts)
    if loan is not None and (loan.lent_on == facts.today or (due is not None and due.date <= loan.due)):
        return RenewalDecision((), None, already_today=True)
    found = [block for check in CHECKS if (block := check(facts)) is not None]
    blocks = tuple(block for block in found if not (block.overridable and block.code in overridden))
    return RenewalDecision(blocks, None if blocks else due, warnings=() if blocks else renewal_warnings(facts))


def due_of_renewal(facts: CheckoutFacts) -> DueDate | None:
    """The due date by rule and calendar, from today; a copy that stays in the house is due today. None for no rule."""
    if facts.rule is None:
        return None
    if facts.rule.lending is not Lending.HOME:
        return DueDate(facts.today)
    return loan_due(facts.today, facts.rule.renewal_days, facts.open_days, facts.due_rules, facts.last_day)
