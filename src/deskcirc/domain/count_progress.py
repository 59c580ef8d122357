"""How far a count has come: shelf by shelf, person by person, how fast, and how long it will take.

The whole is read once, when a screen opens; each scan carries it forward in memory, at a cost that does not grow with
the lines already counted. For that it knows of every copy that is still missed in which row of the shelves it belongs:
two bytes a copy, of which a scan replaces one block.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from deskcirc.domain.stocktake import BLOCK, CountedLine, CountKind, CountSums, Group, Remark, Shelf

PAUSE: Final = 10
"""Minutes without a scan after which people have a break; it does not count for their speed."""

_ACTIVE: Final = 60  # minutes in which people scanned, by which their speed is told
_ENOUGH: Final = 3  # active minutes before a time left is told: the first scans say nothing about it
_NO_ROW: Final = 0


@dataclass(frozen=True, slots=True)
class ShelfProgress:
    """One shelf; or, with `shelf` None, what belongs to a location and to none of its shelves.

    `expected` and `found` are of the copies that belong here, found wherever they were seen or handed over; `scanned`
    and `wrong` are lines noted here, `wrong` those of copies that belong elsewhere.
    """

    shelf: Shelf | None
    location: str = ""  # its name; "" for copies of which no location is known
    location_id: int | None = None
    expected: int = 0
    found: int = 0
    wrong: int = 0
    scanned: int = 0
    last_at: datetime | None = None  # UTC, when somebody scanned here last

    @property
    def done(self) -> bool:
        """Whether every copy that belongs here is found."""
        return 0 < self.expected <= self.found

    @property
    def missed(self) -> int:
        """Copies that belong here and are not found yet."""
        return self.expected - self.found

    @property
    def label(self) -> str:
        """What people call it."""
        return self.shelf.label if self.shelf is not None else self.location

    def with_line(self, line: CountedLine) -> ShelfProgress:
        """The row after a line was noted here."""
        wrong = self.wrong + (line.remark is Remark.WRONG_SHELF)
        last_at = max(self.last_at, line.at) if self.last_at else line.at
        return replace(self, wrong=wrong, scanned=self.scanned + 1, last_at=last_at)


@dataclass(frozen=True, slots=True)
class PersonProgress:
    """What one person counted, live or with a handheld: lines, those found, the first and the last instant, UTC."""

    person: str
    lines: int
    found: int
    since: datetime
    last_at: datetime

    def with_line(self, line: CountedLine) -> PersonProgress:
        """The same after one more line."""
        found = self.found + (line.kind is CountKind.FOUND)
        return PersonProgress(self.person, self.lines + 1, found, min(self.since, line.at), max(self.last_at, line.at))


@dataclass(frozen=True, slots=True)
class MinuteLines:
    """The lines of one minute, numbered since 1970, and how many of them found a copy."""

    minute: int
    lines: int
    found: int


@dataclass(frozen=True, slots=True)
class Pace:
    """The last hour in which people scanned, minute by minute, their pauses left out."""

    minutes: tuple[MinuteLines, ...] = ()  # ascending, those with a line only

    @property
    def active(self) -> int:
        """How many minutes people were at it: from scan to scan, where no pause lies between."""
        return sum(length for _minute, length in self._lengths())

    @property
    def per_hour(self) -> int:
        """Lines an hour; 0 where nobody has scanned yet."""
        return self._an_hour(sum(minute.lines for minute in self.minutes))

    def minutes_for(self, copies: int) -> int | None:
        """How long so many copies will take at the speed at which copies were found; None while nobody can say."""
        found = sum(minute.found for minute in self.minutes)
        if not copies:
            return 0
        active = self.active
        return None if not found or active < _ENOUGH else -(-copies * active // found)

    def with_line(self, at: datetime, found: bool) -> Pace:
        """The pace after a line of this instant; one older than what is known of says nothing about it."""
        minute = minute_of(at)
        last = self.minutes[-1] if self.minutes else None
        if last is None or minute > last.minute:
            return pace_of((*self.minutes, MinuteLines(minute, 1, int(found))))
        if minute < last.minute:
            return self
        return Pace((*self.minutes[:-1], MinuteLines(minute, last.lines + 1, last.found + found)))

    def _an_hour(self, count: int) -> int:
        active = self.active
        return round(count * _ACTIVE / active) if active else 0

    def _lengths(self) -> Iterator[tuple[MinuteLines, int]]:
        """Each minute, the latest first, with the active minutes from it to the next scan."""
        following = None
        for minute in reversed(self.minutes):
            length = 1 if following is None else following.minute - minute.minute
            yield minute, length if length <= PAUSE else 1
            following = minute


def pace_of(minutes: Iterable[MinuteLines]) -> Pace:
    """The pace of these minutes, ascending, cut to the last active hour."""
    whole = Pace(tuple(minutes))
    kept, active = [], 0
    for minute, length in whole._lengths():  # noqa: SLF001  of its own class
        active += length
        if active > _ACTIVE:
            break
        kept.append(minute)
    return Pace(tuple(kept[::-1]))


def minute_of(at: datetime) -> int:
    """The minute of an instant, numbered since 1970."""
    return int(at.timestamp()) // 60


@dataclass(frozen=True, slots=True)
class Missed:
    """The copies that are expected and not found yet, each with its row of the shelves, in blocks by their number."""

    blocks: Mapping[int, array[int]] = field(default_factory=dict)

    def row_of(self, copy_id: int) -> int | None:
        """The row, from 0, where the copy belongs; None for one that is found, or that nobody expects."""
        block = self.blocks.get(copy_id // BLOCK)
        row = _NO_ROW if block is None else block[copy_id % BLOCK]
        return None if row == _NO_ROW else row - 1

    def without(self, copy_id: int) -> Missed:
        """The same but for a copy that was found."""
        block = self.blocks[copy_id // BLOCK][:]
        block[copy_id % BLOCK] = _NO_ROW
        return Missed({**self.blocks, copy_id // BLOCK: block})

    def copy_ids(self) -> list[int]:
        """The copies, by number, ascending."""
        return [
            number * BLOCK + place
            for number, block in sorted(self.blocks.items())
            for place, row in enumerate(block)
            if row != _NO_ROW
        ]


def missed_of(rows: array[int]) -> Missed:
    """The missed copies from a row for each copy's number: 1 for the first row, 0 for a copy that is not missed."""
    whole = array("H", rows)
    whole.extend([_NO_ROW] * (-len(rows) % BLOCK))
    starts = range(0, len(whole), BLOCK)
    return Missed(
        {start // BLOCK: whole[start : start + BLOCK] for start in starts if any(whole[start : start + BLOCK])}
    )


RowKey = tuple[bool, int | None]
"""Which row: True and the number of a shelf, or False and that of a location, None for no location."""


@dataclass(frozen=True, slots=True)
class CountProgress:
    """How far one count has come, as of an instant, UTC."""

    stocktake_id: int
    as_of: datetime
    expected: int  # copies that had to stand on a shelf at the opening
    found: int  # of them those that were seen or handed over since
    sums: CountSums
    shelves: tuple[ShelfProgress, ...]  # in walking order; the locations after them
    people: tuple[PersonProgress, ...]  # as they began
    groups: Mapping[Group, int]  # all copies of the count by where they were at the opening
    pace: Pace = field(default_factory=Pace)
    missed: Missed = field(default_factory=Missed, repr=False)
    rows: Mapping[RowKey, int] = field(default_factory=dict, repr=False)  # place in `shelves`
    last_line: int = 0  # the number of the last line that is in it

    @property
    def per_hour(self) -> int:
        """Lines an hour over the last active hour; 0 where nobody has scanned yet."""
        return self.pace.per_hour

    @property
    def minutes_left(self) -> int | None:
        """How many minutes of counting are left at this speed; None while nobody can say."""
        return self.pace.minutes_for(self.expected - self.found)

    def with_line(self, line: CountedLine, shelf: Shelf | None = None) -> CountProgress:
        """The progress after one more live line; `shelf` is where it was scanned, for one that is new to the rows.

        A line that is known already, or of another count, changes nothing.
        """
        if line.id <= self.last_line or line.stocktake_id != self.stocktake_id:
            return self
        is_found = line.kind is CountKind.FOUND
        counted = replace(
            self,
            as_of=max(self.as_of, line.at),
            sums=replace(self.sums, **{line.kind.value: getattr(self.sums, line.kind.value) + 1}),
            people=_with_person(self.people, line),
            pace=self.pace if line.kind is CountKind.REFUSED else self.pace.with_line(line.at, is_found),
            last_line=line.id,
        )
        placed = _at_its_place(counted, line, shelf)
        return placed if line.copy_id is None or line.kind is CountKind.REFUSED else placed.with_copy(line.copy_id)

    def with_copy(self, copy_id: int) -> CountProgress:
        """The progress after a copy was seen or handed over: found in the row where it belongs, if it was missed."""
        place = self.missed.row_of(copy_id)
        if place is None:
            return self
        row = self.shelves[place]
        return replace(
            self,
            found=self.found + 1,
            shelves=_changed(self.shelves, place, replace(row, found=row.found + 1)),
            missed=self.missed.without(copy_id),
        )


def row_key(line: CountedLine) -> RowKey | None:
    """The row of where a line was scanned; None where nobody said where."""
    if line.shelf_id is not None:
        return True, line.shelf_id
    return None if line.location_id is None else (False, line.location_id)


def _at_its_place(progress: CountProgress, line: CountedLine, shelf: Shelf | None) -> CountProgress:
    """With the line in the row of where it was scanned; where nobody said where, in none."""
    key = row_key(line)
    if key is None:
        return progress
    place = progress.rows.get(key)
    if place is not None:
        row = progress.shelves[place].with_line(line)
        return replace(progress, shelves=_changed(progress.shelves, place, row))
    if shelf is None or shelf.id != line.shelf_id:
        return progress
    row = ShelfProgress(shelf, shelf.location, shelf.location_id).with_line(line)
    number = len(progress.shelves)
    return replace(progress, shelves=(*progress.shelves, row), rows={**progress.rows, key: number})


def _changed(shelves: tuple[ShelfProgress, ...], place: int, row: ShelfProgress) -> tuple[ShelfProgress, ...]:
    return (*shelves[:place], row, *shelves[place + 1 :])


def _with_person(people: tuple[PersonProgress, ...], line: CountedLine) -> tuple[PersonProgress, ...]:
    if all(each.person != line.person for each in people):
        people = (*people, PersonProgress(line.person, 0, 0, line.at, line.at))
    return tuple(each.with_line(line) if each.person == line.person else each for each in people)
