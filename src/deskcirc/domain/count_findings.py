"""What a count has brought to light, as the lists show it: what was not seen, what stands wrong, what nobody knows.

Each is a fact with all that a person needs to decide about it; deciding is `desk.count_decisions`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcirc.domain.code_misreads import Misread
from deskcirc.domain.copies import Copy
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.search_places import Neighbour
from deskcirc.domain.stocktake import CountedLine, Decision, DecisionKind, Shelf
from deskcirc.text import gettext as _
from deskcirc.text import marked

SETTLED: Final = frozenset({DecisionKind.MISSING, DecisionKind.LOST, DecisionKind.WITHDRAWAL})
"""What is decided about a copy that was not seen; looking for it once more decides nothing."""
_FRESH_DAYS: Final = 60
"""A copy that came back within them is found far more often: it was shelved lately, and perhaps wrongly."""


@dataclass(frozen=True, slots=True)
class LikelyCode:
    """An unknown code of this count that is likely this copy's, misread, and where it was noted."""

    scan_id: int
    code: str
    place: str
    misread: Misread


@dataclass(frozen=True, slots=True)
class NotSeen:
    """A copy that had to stand on a shelf at the opening and of which nothing is known since.

    `searches` is how often it was looked for in vain in this count.
    `places`, `before`, `after` and `alike` are known only of a copy that is shown or printed.
    """

    copy: Copy
    shelf: Shelf | None = None  # where it belongs; None where no shelf of its location takes it
    location: str = ""  # by name
    places: tuple[str, ...] = ()  # where to look, in words and in the order of the walk
    before: Neighbour | None = None
    after: Neighbour | None = None
    alike: tuple[str, ...] = ()  # call numbers of other copies that read alike
    likely: tuple[LikelyCode, ...] = ()
    last_patron_id: int | None = None
    last_patron: str = ""
    last_returned_on: date | None = None
    searches: int = 0
    decided: Decision | None = None  # the last that stands, of those that settle it
    chance: int = 0  # of finding it, in percent, see `chance_of_finding`

    @property
    def place(self) -> str:
        """Where it belongs, in words."""
        return place_words(self.shelf, self.location)


def chance_of_finding(found: NotSeen, today: date) -> int:
    """How likely somebody finds it who looks, in percent. A rule of thumb, to walk where it pays first.

    An unknown code that may be its own is nearly found; a return of late was shelved wrongly more often than an old
    one; each search in vain halves the hope. What stands beside its place says nothing of it, and is known of few.
    """
    chance = 25
    if found.likely:
        chance += 45
    if found.last_returned_on is not None and (today - found.last_returned_on).days <= _FRESH_DAYS:
        chance += 15
    return chance >> min(found.searches, 6)


def by_chance(not_seen: Iterable[NotSeen]) -> tuple[NotSeen, ...]:
    """The likeliest to be found first; those alike stay in walking order."""
    return tuple(sorted(not_seen, key=lambda found: -found.chance))


@dataclass(frozen=True, slots=True)
class FoundOtherwise:
    """A copy that stood on a shelf though it is lost, missing, in repair, damaged, kept for somebody or in process."""

    line: CountedLine
    copy: Copy
    place: str  # where it stood
    why: str  # what the register says of it, in words
    decided: Decision | None = None


@dataclass(frozen=True, slots=True)
class OnLoanHere:
    """A copy that stood on a shelf though it is on loan since before: likely a return that nobody scanned."""

    line: CountedLine
    copy: Copy
    loan: OpenLoan
    place: str


@dataclass(frozen=True, slots=True)
class Misplaced:
    """A copy that stood on another shelf, or in another location, than it belongs to."""

    line: CountedLine
    copy: Copy
    place: str  # where it stood
    belongs: str  # where it belongs
    other_location: bool = False
    decided: Decision | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """One copy to be taken from where it stands and put between two others; None is the end of the shelf."""

    scan_id: int
    copy_id: int
    name: str
    code: str
    call_number: str
    after: Neighbour | None = None
    before: Neighbour | None = None


@dataclass(frozen=True, slots=True)
class ShelfMoves:
    """The fewest moves that put one scanned shelf in order, in the order in which to make them."""

    place: str
    shelf: Shelf | None
    person: str
    copies: int  # that were scanned in this run
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A copy that an unknown code may be, and why."""

    copy: Copy
    misread: Misread
    not_seen: bool  # it is missed in this count: then it is likely this one


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """A code that no copy has, with the place and time of its first scan, and what it may be."""

    line: CountedLine
    place: str
    repeats: int = 0  # how often it was scanned again
    photo_id: int | None = None
    proposals: tuple[Proposal, ...] = ()
    decided: Decision | None = None  # it was set aside


@dataclass(frozen=True, slots=True)
class Double:
    """One code that was seen on two shelves or more: two labels may be alike, or somebody moved the copy between."""

    copy: Copy
    lines: tuple[CountedLine, ...]
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision with what it is about, for lists and reports; `copy` is None for an unknown code."""

    decision: Decision
    copy: Copy | None
    code: str
    place: str = ""


NOWHERE: Final = marked("no place said")


def place_words(shelf: Shelf | None, location: str) -> str:
    """A place as people say it: the shelf with its location, or the location alone."""
    if shelf is None:
        return location or _(NOWHERE)
    return shelf.label if not shelf.location else f"{shelf.location} {shelf.label}"
