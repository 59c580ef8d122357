"""What the screen of scanning shows: the count and the shelf in hand, the last scans, and how far it has come."""

from __future__ import annotations

from bisect import bisect_right, insort
from dataclasses import dataclass, field
from typing import Final

from deskcirc.desk.counting import CountOutcome
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.call_numbers import has_place
from deskcirc.domain.copies import Copy
from deskcirc.domain.count_progress import CountProgress, ShelfProgress
from deskcirc.domain.operators import Right
from deskcirc.domain.scanning import Scan
from deskcirc.domain.shelf_places import map_of
from deskcirc.domain.shelf_runs import Run
from deskcirc.domain.stocktake import CountedLine, CountKind, CountSums, Remark, Shelf, Stocktake
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.stocktake.progress_beside import Following

MOST_LINES: Final = 200
"""Scans that stay on the screen."""
_NEIGHBOURS: Final = 2000


@dataclass(frozen=True, slots=True)
class ScanLine:
    """One scan of the running list, in the language of the screen."""

    id: int
    clock: str  # wall clock, hh:mm:ss
    code: str
    title: str
    call_number: str
    result: str
    tone: Tone
    person: str
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Walk:
    """The shelf in hand as far as it was scanned: the live order, and between which call numbers a copy belongs."""

    run: Run = field(default_factory=Run)
    seen: tuple[tuple[str, str], ...] = ()  # shelf keys with their call numbers, in shelf order
    last: str = ""  # the call number scanned last

    def scanned(self, key: str, call_number: str) -> Walk:
        """The walk with one more copy."""
        if not has_place(key):
            return self
        seen = list(self.seen)
        insort(seen, (key, call_number))
        return Walk(self.run.scanned(key), tuple(seen[-_NEIGHBOURS:]), call_number)

    def in_order(self, key: str) -> bool:
        """Whether a copy of this shelf key stands in order after what was scanned; one without a key always does."""
        return not has_place(key) or self.run.in_order(key)

    def neighbours(self, key: str) -> tuple[str, str]:
        """The call numbers after and before which a copy belongs, among what was scanned; "" where there is none."""
        place = bisect_right([each[0] for each in self.seen], key)
        before = self.seen[place - 1][1] if place else ""
        after = self.seen[place][1] if place < len(self.seen) else ""
        return before, after


@dataclass(frozen=True, slots=True)
class LastScan:
    """The copy that was scanned last: what "damaged" and the offers are about."""

    line: CountedLine
    copy: Copy


@dataclass(frozen=True, slots=True)
class ScanningPart:
    """Everything the section shows.

    `person` is who counts, "" for whoever is at the counter; `pending` was scanned before a count was chosen or
    continued, and is counted as soon as one is.
    """

    stocktake: Stocktake | None = None
    running: tuple[Stocktake, ...] = ()
    shelf: Shelf | None = None
    location_id: int | None = None
    person: str = ""
    walk: Walk = field(default_factory=Walk)
    lines: tuple[ScanLine, ...] = ()
    progress: CountProgress | None = None
    following: Following | None = None  # how far the count is, while that is read beside the desk
    last: LastScan | None = None
    unknown: int | None = None  # the line of the code scanned last, where no copy has it
    pending: tuple[Scan, Identified] | None = None
    named_count: int | None = None  # the count of which it was said here that scans go into it
    asked_damage: bool = False
    shelves: tuple[Shelf, ...] = ()
    locations: dict[int, str] = field(default_factory=dict)
    named: tuple[str, ...] = ()  # who was named here before
    operator: str = ""
    may_open: bool = False
    entry: int = -1  # of the journal, when all this was read
    stale: bool = True  # what is shown is of another shelf or person
    begun: bool = False  # where this station stopped was looked for

    @property
    def who(self) -> str:
        """Who counts."""
        return self.person or self.operator

    @property
    def people(self) -> tuple[str, ...]:
        """Everybody who counts or was named, each once."""
        counted = () if self.progress is None else tuple(each.person for each in self.progress.people)
        return tuple(dict.fromkeys((*self.named, *counted)))

    @property
    def sums(self) -> CountSums:
        """What was read in the count so far, by kind."""
        return CountSums() if self.progress is None else self.progress.sums

    @property
    def here(self) -> ShelfProgress | None:
        """How far the shelf in hand is, or the location; None where nothing is known of it."""
        if self.progress is None:
            return None
        key = (True, self.shelf.id) if self.shelf is not None else (False, self.location_id)
        place = self.progress.rows.get(key)
        return None if place is None or key == (False, None) else self.progress.shelves[place]

    @property
    def is_blind(self) -> bool:
        """Whether whoever counts does not see what is expected."""
        return self.stocktake is not None and self.stocktake.blind

    @property
    def place(self) -> str:
        """The shelf in hand, or the location, in words; "" where nobody said."""
        if self.shelf is not None:
            return self.shelf.label
        return "" if self.location_id is None else self.locations.get(self.location_id, "")

    def shelf_of(self, copy: Copy, location_id: int | None) -> Shelf | None:
        """The shelf on which a copy belongs by its call number, as far as anybody said where shelves begin."""
        return map_of(self.shelves).shelf_of(location_id, copy.shelf_key)


def stands_here(outcome: CountOutcome, shelf: Shelf | None) -> bool:
    """Whether the copy scanned is one whose place on this shelf says something about the order."""
    decision = outcome.decision
    if decision is None or outcome.copy is None or decision.remark is Remark.WRONG_SHELF:
        return False
    if shelf is not None and not shelf.holds(outcome.copy.shelf_key):
        return False
    return decision.kind in (CountKind.FOUND, CountKind.ON_LOAN, CountKind.ELSEWHERE)


def clock_of(desk: Desk, line: CountedLine) -> str:
    """The school's wall clock, with the day where it is not today's; the day alone of a line that bore no time."""
    local = desk.policy.clock_of(line.at)
    if line.untimed:
        return f"{local:%m-%d}"
    return f"{local:%H:%M:%S}" if local.date() == desk.today else f"{local:%m-%d %H:%M}"


def may_open(desk: Desk) -> bool:
    """Whether whoever is at the counter opens and decides counts."""
    return desk.operator.may(Right.STOCKTAKE)
