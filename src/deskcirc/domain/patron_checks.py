"""Reasons not to lend that lie with the patron: standing, card, what is late, and how much the rule allows."""

from __future__ import annotations

from deskcirc.domain.checkout_facts import Block, BlockCode, CheckoutFacts
from deskcirc.domain.patrons import CardState, PatronState, card_sentence
from deskcirc.domain.rules import OverdueEffect
from deskcirc.text import day_words
from deskcirc.text import gettext as _


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
    remedy = _("A librarian can set one in School year, Circulation rules.")
    return Block(BlockCode.NO_RULE, sentence, remedy, overridable=False)


def loan_limit_reached(facts: CheckoutFacts) -> Block | None:
    """The patron holds as many copies as the rule allows."""
    held = len(facts.counted_loans)
    if facts.rule is None or held < facts.loan_limit:
        return None
    numbers = {"held": held, "limit": facts.loan_limit, "rule": facts.rule.loan_limit}
    sentence = _("{held} of {limit} copies are already on loan.").format(**numbers)
    if facts.patron.loan_limit is not None and facts.patron.loan_limit != facts.rule.loan_limit:
        words = _(
            "{held} of {limit} copies are already on loan: this patron's own limit, where the rule allows {rule}."
        )
        sentence = words.format(**numbers)
    return Block(BlockCode.LOAN_LIMIT, sentence, _("Return one first."))


def type_limit_reached(facts: CheckoutFacts) -> Block | None:
    """The patron holds as many copies of this item type as the rule allows."""
    if facts.rule is None or facts.rule.type_limit is None:
        return None
    held = sum(1 for loan in facts.counted_loans if loan.item_type_id == facts.copy.item_type_id)
    if held < facts.rule.type_limit:
        return None
    sentence = _("{item_type}: {held} of {limit} copies are already on loan.").format(
        held=held, limit=facts.rule.type_limit, item_type=facts.copy.item_type
    )
    return Block(BlockCode.TYPE_LIMIT, sentence, _("Return one first."))


def lending_to_leavers_has_stopped(facts: CheckoutFacts) -> Block | None:
    """Leavers bring back and borrow nothing more, from some days before the finals on."""
    if facts.leavers_stop is None or facts.today < facts.leavers_stop:
        return None
    sentence = _("Lending to leavers stopped on {day}, before the finals.").format(
        day=day_words(facts.leavers_stop, facts.today)
    )
    remedy = _("Everything comes back now; “Classes”, “Leavers” gives the clearance.")
    return Block(BlockCode.LEAVER_STOPPED, sentence, remedy)
