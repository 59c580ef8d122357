"""What the section "resolving" says: the names of the kinds, what is known of a line, and lists that are empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deskcirc.domain.code_misreads import MISREAD_WORDS
from deskcirc.domain.copies import Copy
from deskcirc.domain.count_findings import (
    DecisionLine,
    Double,
    FoundOtherwise,
    Misplaced,
    NotSeen,
    OnLoanHere,
    UnknownCode,
)
from deskcirc.domain.prices import format_fen
from deskcirc.domain.search_places import its_place
from deskcirc.domain.stocktake import DECISION_WORDS
from deskcirc.labels.count_lists import order_words
from deskcirc.text import day_words, marked, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter, OutOfOrder, ResolvingPart

MATTER_WORDS: Final = {
    Matter.NOT_SEEN: marked("Not seen"),
    Matter.ON_LOAN: marked("On loan, yet here"),
    Matter.FOUND: marked("Turned up again"),
    Matter.MISPLACED: marked("On the wrong shelf"),
    Matter.ORDER: marked("Out of order"),
    Matter.UNKNOWN: marked("Unknown codes"),
    Matter.ALIKE: marked("On two shelves"),
    Matter.KEPT: marked("Set apart, yet here"),
    Matter.DECIDED: marked("Decided so far"),
}
_EMPTY: Final = {
    Matter.NOT_SEEN: marked(
        "Every copy was seen: nothing is missed.\nWhat is left when the walk is done stands here with where to look."
    ),
    Matter.ON_LOAN: marked(
        "Nothing stands on a shelf that is on loan.\n"
        "A book that was put back without a scan shows up here, and is returned by this evidence."
    ),
    Matter.FOUND: marked(
        "Nothing lost has turned up yet.\nA lost or missing copy that somebody scans at a shelf is found from here."
    ),
    Matter.MISPLACED: marked(
        "Every copy stands on its shelf.\n"
        "Scan a shelf label before its books, and what belongs elsewhere is listed here."
    ),
    Matter.ORDER: marked(
        "Every shelf that was scanned is in order.\n"
        "Where one is not, the fewest moves that put it right are listed: the longest row stays as it stands."
    ),
    Matter.UNKNOWN: marked(
        "Every code is known.\n"
        "A label that nobody knows is kept with its place; name it here by scanning the right copy."
    ),
    Matter.ALIKE: marked(
        "No copy was seen on two shelves.\nTwo labels that are alike, or a book that was carried on, show up here."
    ),
    Matter.KEPT: marked("Nothing stands on a shelf that belongs to repair, to the hold shelf or to the new books."),
    Matter.DECIDED: marked("Nothing is decided yet. Every decision stands here, and can be taken back."),
}


def empty_words(part: ResolvingPart) -> str:
    """What an empty list says."""
    if part.stocktake is None:
        return _("No count is open. Open one under “Counts”, scan its shelves, and what is left to decide stands here.")
    if part.awaits_reading(part.matter):
        return _("This list is being read. Scans go on meanwhile, here too.")
    return _(_EMPTY[part.matter])


def facts_of(part: ResolvingPart, line: Line) -> tuple[str, ...]:
    """What is known of a line, a sentence each, the most useful first."""
    return tuple(said for said in _facts(part, line) if said)


def _facts(part: ResolvingPart, line: Line) -> Iterator[str]:
    if isinstance(line, NotSeen):
        yield from _not_seen(part, line)
    elif isinstance(line, OutOfOrder):
        yield _("Stands on {shelf}").format(shelf=line.shelf.place)
        yield order_words(line.move)
    elif isinstance(line, UnknownCode):
        yield from _unknown(part, line)
    elif isinstance(line, DecisionLine):
        yield from _decided(part, line)
    else:
        yield from _seen(part, line)


def _not_seen(part: ResolvingPart, found: NotSeen) -> Iterator[str]:
    placed = part.placed if part.placed is not None and part.placed.copy.id == found.copy.id else found
    yield its_place(found.place, placed.before, placed.after)
    yield _("Chance to find it: {chance} %").format(chance=found.chance)
    for likely in found.likely:
        words = _("Perhaps scanned as {code} on {shelf}: {why}")
        yield words.format(code=likely.code, shelf=likely.place, why=_(MISREAD_WORDS[likely.misread]))
    if found.last_returned_on is not None:
        yield _("Last came back: {day}").format(day=day_words(found.last_returned_on, part.today))
    if part.sees_patrons and found.last_patron:
        yield _("Had it last: {patron}").format(patron=found.last_patron)
    if placed.alike:
        yield _("Where the number reads alike: {numbers}").format(numbers=_(", ").join(placed.alike))
    if found.searches:
        times = ngettext("Looked for in vain once", "Looked for in vain {count} times", found.searches)
        yield times.format(count=found.searches)
    yield _price(found.copy)


def _seen(part: ResolvingPart, line: OnLoanHere | FoundOtherwise | Misplaced | Double) -> Iterator[str]:
    if isinstance(line, Double):
        for at, place in zip(line.lines, line.places, strict=True):
            yield _("Seen on {shelf} by {person}").format(shelf=place, person=at.person or "–")
        yield _("Two labels may be alike: look at both. Where it is one copy, it was carried on meanwhile.")
        return
    yield _("Stood on {shelf}, seen by {person}").format(shelf=line.place, person=line.line.person or "–")
    if isinstance(line, Misplaced):
        yield _("Belongs to {shelf}").format(shelf=line.belongs)
    elif isinstance(line, FoundOtherwise):
        yield _("By the register: {state}").format(state=line.why)
    elif part.sees_patrons:
        words = _("On loan to {patron} since {day}")
        yield words.format(patron=line.loan.holder, day=day_words(line.loan.lent_on, part.today))
    else:
        yield _("On loan since {day}").format(day=day_words(line.loan.lent_on, part.today))
    yield _price(line.copy)


def _unknown(part: ResolvingPart, unknown: UnknownCode) -> Iterator[str]:
    yield _("Stood on {shelf}, seen by {person}").format(shelf=unknown.place, person=unknown.line.person or "–")
    if unknown.repeats:
        words = ngettext("Scanned again once", "Scanned again {count} times", unknown.repeats)
        yield words.format(count=unknown.repeats)
    if part.registered is not None and part.chosen == unknown.line.id:
        yield _("This code is registered by now: {title}").format(title=part.registered.name)


def _decided(part: ResolvingPart, line: DecisionLine) -> Iterator[str]:
    decision = line.decision
    yield _(DECISION_WORDS[decision.kind])
    yield _("Decided by {person}").format(person=decision.by or "–")
    if decision.at_closing:
        yield _("Decided by closing the count")
    yield decision.note
    if line.place:
        yield line.place
    if line.copy is not None:
        yield _("Now: {state}").format(state=line.copy.state_words)


def _price(copy: Copy) -> str:
    price = format_fen(copy.price) if copy.price is not None else _("not known")
    return _("Price: {price}").format(price=price)
