"""Reading here: whether a copy may be given to a patron for the day, and whether they may take it home after all."""

from __future__ import annotations

from dataclasses import replace

from deskcirc.domain.checkout import (
    CheckoutDecision,
    copy_is_held_for_another,
    copy_is_not_for_loan,
    copy_is_on_loan_to_another,
    decide_checkout,
)
from deskcirc.domain.checkout_facts import Block, BlockCode, CheckoutFacts
from deskcirc.domain.patron_checks import card_is_not_valid, patron_has_left
from deskcirc.domain.rules import CirculationRule, Lending
from deskcirc.text import gettext as _

# A suspended pupil, or one who is late, may read in the room: limits and rules speak of what leaves it.
CHECKS = (
    patron_has_left,
    card_is_not_valid,
    copy_is_not_for_loan,
    copy_is_on_loan_to_another,
    copy_is_held_for_another,
)


def decide_on_site(facts: CheckoutFacts) -> tuple[Block, ...]:
    """Every reason why the copy cannot be read here by this patron; none means it may."""
    return tuple(block for check in CHECKS if (block := check(facts)) is not None)


def lending_out(rule: CirculationRule | None) -> Lending:
    """How a copy leaves the room: home, or until the evening where its rule knows no loans home."""
    return Lending.HOME if rule is not None and rule.lending is Lending.HOME else Lending.SAME_DAY


def leaves_the_room(facts: CheckoutFacts) -> bool:
    """Whether the copy on the counter is read here by this very patron and would go further out than it is."""
    loan = facts.loan_of_copy
    if loan is None or loan.patron_id != facts.patron.id or loan.lending is Lending.HOME:
        return False
    return loan.lending is not lending_out(facts.rule)


def stays_until_evening(facts: CheckoutFacts) -> Block | None:
    """The rule lets copies of this type out of the room, but not overnight."""
    if facts.rule is None or facts.rule.lending is not Lending.SAME_DAY:
        return None
    sentence = _("{item_type}: back the same day, not for taking home.").format(item_type=facts.copy.item_type)
    return Block(BlockCode.IN_HOUSE_ONLY, sentence, overridable=False)


def decide_taking_out(
    facts: CheckoutFacts, overridden: frozenset[BlockCode] = frozenset(), *, home: bool = False
) -> CheckoutDecision:
    """Whether the copy this patron reads here may leave the room: all of a checkout, as if it stood on its shelf.

    `home` asks for a loan home, which a rule for the same day does not give.
    """
    loan = facts.loan_of_copy
    others = tuple(other for other in facts.loans if loan is None or other.id != loan.id)
    decision = decide_checkout(replace(facts, loan_of_copy=None, loans=others), overridden)
    overnight = stays_until_evening(facts) if home else None
    if overnight is None:
        return decision
    return replace(decision, blocks=(*decision.blocks, overnight), due=None)
