"""Whether a patron may be put into a title's queue, and every reason why not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import Patron, PatronState
from deskcirc.domain.rules import CirculationRule
from deskcirc.text import day_words
from deskcirc.text import gettext as _


class HoldBlockCode(StrEnum):
    """The reasons, as `replay` prints them."""

    PATRON_LEFT = "patron-left"
    PATRON_STOPPED = "patron-stopped"
    CARD_EXPIRED = "card-expired"
    SUSPENDED = "suspended"
    NO_COPY = "no-copy"
    ALREADY_WAITING = "already-waiting"
    HAS_COPY = "has-copy"
    NO_RULE = "no-rule"
    NO_HOLDS = "no-holds"
    HOLD_LIMIT = "hold-limit"


@dataclass(frozen=True, slots=True)
class HoldBlock:
    """One reason against a hold and its sentence."""

    code: HoldBlockCode
    sentence: str


@dataclass(frozen=True, slots=True)
class HoldFacts:
    """What the library knew when the title was asked for."""

    patron: Patron
    name: str  # of the title, in its brackets
    today: date
    copies: tuple[Copy, ...]  # of the title; of a hold on one very copy that one alone
    queue: tuple[Hold, ...]
    loans: tuple[OpenLoan, ...]  # all the patron has
    holds: tuple[Hold, ...]  # all the patron waits for
    rule: CirculationRule | None  # the winning rule for the patron and the copies' item type
    title_id: int
    of_type: int = 0  # how many of `holds` are on titles of that item type


def patron_has_left(facts: HoldFacts) -> HoldBlock | None:
    """Leavers reserve nothing more."""
    if facts.patron.state is not PatronState.LEFT:
        return None
    return HoldBlock(HoldBlockCode.PATRON_LEFT, _("{patron} has left the school.").format(patron=facts.patron.name))


def patron_is_stopped(facts: HoldFacts) -> HoldBlock | None:
    """A patron stopped by the librarian."""
    if facts.patron.state is not PatronState.STOPPED:
        return None
    sentence = _("Lending to {patron} has been stopped.").format(patron=facts.patron.name)
    return HoldBlock(HoldBlockCode.PATRON_STOPPED, sentence)


def card_has_expired(facts: HoldFacts) -> HoldBlock | None:
    """The patron's right to borrow has ended."""
    expires = facts.patron.expires
    if expires is None or facts.today <= expires:
        return None
    sentence = _("The card expired on {day}.").format(day=day_words(expires, facts.today))
    return HoldBlock(HoldBlockCode.CARD_EXPIRED, sentence)


def patron_is_suspended(facts: HoldFacts) -> HoldBlock | None:
    """Lending is suspended up to and including a day; what is reserved today might be ready before it."""
    until = facts.patron.suspended_until
    if until is None or facts.today > until:
        return None
    sentence = _("Lending is suspended until {day}.").format(day=day_words(until, facts.today))
    return HoldBlock(HoldBlockCode.SUSPENDED, sentence)


def no_copy_can_come(facts: HoldFacts) -> HoldBlock | None:
    """Every copy is lost or withdrawn: nobody should wait for what never comes."""
    if any(copy.state not in (CopyState.LOST, CopyState.WITHDRAWN) for copy in facts.copies):
        return None
    return HoldBlock(HoldBlockCode.NO_COPY, _("The library has no copy of {title} any more.").format(title=facts.name))


def patron_waits_already(facts: HoldFacts) -> HoldBlock | None:
    """Nobody stands twice in one queue."""
    if all(hold.patron_id != facts.patron.id for hold in facts.queue):
        return None
    sentence = _("{patron} is already waiting for this title.").format(patron=facts.patron.name)
    return HoldBlock(HoldBlockCode.ALREADY_WAITING, sentence)


def patron_has_a_copy(facts: HoldFacts) -> HoldBlock | None:
    """Who has the title in hand renews it instead."""
    if all(loan.title_id != facts.title_id for loan in facts.loans):
        return None
    sentence = _("{patron} already has a copy of this title.").format(patron=facts.patron.name)
    return HoldBlock(HoldBlockCode.HAS_COPY, sentence)


def no_rule_applies(facts: HoldFacts) -> HoldBlock | None:
    """Nobody has said how this patron may borrow this type."""
    if facts.rule is not None or not facts.copies:
        return None
    sentence = _("There is no circulation rule for {category} and {item_type}.").format(
        category=facts.patron.category, item_type=facts.copies[0].item_type
    )
    return HoldBlock(HoldBlockCode.NO_RULE, sentence)


def no_holds_of_this_kind(facts: HoldFacts) -> HoldBlock | None:
    """The rule allows no holds at all for this patron and item type."""
    if facts.rule is None or facts.rule.holds > 0 or not facts.copies:
        return None
    sentence = _("{category}: {item_type} cannot be reserved.").format(
        category=facts.patron.category, item_type=facts.copies[0].item_type
    )
    return HoldBlock(HoldBlockCode.NO_HOLDS, sentence)


def hold_limit_reached(facts: HoldFacts) -> HoldBlock | None:
    """The patron waits for as many titles as the rule allows; a rule of one item type counts holds of that type."""
    if facts.rule is None or facts.rule.holds == 0:
        return None
    counted = len(facts.holds) if facts.rule.item_type_id is None else facts.of_type
    if counted < facts.rule.holds:
        return None
    sentence = _("{patron} may have at most {limit} holds at a time.").format(
        patron=facts.patron.name, limit=facts.rule.holds
    )
    return HoldBlock(HoldBlockCode.HOLD_LIMIT, sentence)


CHECKS: tuple[Callable[[HoldFacts], HoldBlock | None], ...] = (
    patron_has_left,
    patron_is_stopped,
    card_has_expired,
    patron_is_suspended,
    no_copy_can_come,
    patron_waits_already,
    patron_has_a_copy,
    no_rule_applies,
    no_holds_of_this_kind,
    hold_limit_reached,
)


def decide_hold(facts: HoldFacts) -> tuple[HoldBlock, ...]:
    """Every reason why the patron cannot be put into the queue; none means they can."""
    return tuple(block for check in CHECKS if (block := check(facts)) is not None)
