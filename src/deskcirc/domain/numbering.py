"""Accession numbers: a prefix and a number of a fixed width, counted up in series, and what is missing among them.

Seen in schools (domain.md §3): `T002267`, `D001669`, `0010201`, `20295403`. Copies enter as a start and a count,
consecutive; a number belongs to one copy for ever, and what is missing between two numbers is explained.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

WIDEST: Final = 12
"""Digits of a number; more is an ISBN or two labels scanned in one."""
LONGEST_PREFIX: Final = 12
_WIDE_HOLE: Final = 10_000
_TAIL: Final = re.compile(r"(?P<prefix>.*?)(?P<digits>[0-9]{1,12})")


@dataclass(frozen=True, slots=True)
class Pattern:
    """How the numbers of a series look: what stands before, and how many digits follow."""

    prefix: str
    width: int

    @property
    def highest(self) -> int:
        """The last value that the digits can say."""
        return int(10**self.width) - 1

    def number(self, value: int) -> str:
        """The value as it stands on the label."""
        return f"{self.prefix}{value:0{self.width}}"

    def value(self, number: str) -> int | None:
        """What the digits of a number of this pattern say; None for a number of another one."""
        digits = number.removeprefix(self.prefix)
        fits = number.startswith(self.prefix) and len(digits) == self.width
        return int(digits) if fits and digits.isascii() and digits.isdigit() else None

    def overlaps(self, other: Pattern) -> bool:
        """Whether one number could be of both patterns."""
        short, long = sorted((self, other), key=lambda pattern: len(pattern.prefix))
        between = long.prefix.removeprefix(short.prefix)
        same_length = len(self.prefix) + self.width == len(other.prefix) + other.width
        reached = long.prefix.startswith(short.prefix) and (between == "" or between.isdigit())
        return same_length and reached

    def run(self, first: int, last: int) -> Run:
        """From one value to another."""
        return Run(self.number(first), self.number(last), last - first + 1)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive numbers, from the first to the last."""

    first: str
    last: str
    count: int

    @property
    def label(self) -> str:
        """As it is read: `T002267–T002271`, or one number alone."""
        return self.first if self.count == 1 else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class NumberSeries:
    """A series of numbers and what it is for; None stands for every item type, every location."""

    id: int
    code: str
    name: str
    pattern: Pattern
    next: int
    item_type_id: int | None = None
    location_id: int | None = None
    ended: bool = False

    @property
    def next_number(self) -> str:
        """The number that the series has come to."""
        return self.pattern.number(self.next)

    def suits(self, item_type_id: int, location_id: int | None) -> bool:
        """Whether copies of this type at this place take their numbers from it."""
        return self.item_type_id in (None, item_type_id) and self.location_id in (None, location_id)


@dataclass(frozen=True, slots=True)
class Explained:
    """Numbers of one pattern that are missing for a known reason; `first` and `last` are values."""

    first: int
    last: int
    reason: str
    day: date | None = None
    id: int = 0  # of an explanation that a person wrote; 0 where the journal tells it


@dataclass(frozen=True, slots=True)
class Gap:
    """Missing numbers with one explanation for all of them; `reason` is "" where there is none."""

    run: Run
    reason: str = ""
    day: date | None = None


def read_number(number: str) -> tuple[Pattern, int] | None:
    """Pattern and value of a number that ends in digits; None for one that does not."""
    found = _TAIL.fullmatch(number)
    if found is None:
        return None
    return Pattern(found["prefix"], len(found["digits"])), int(found["digits"])


def series_that_suits(
    series: Iterable[NumberSeries], item_type_id: int, location_id: int | None
) -> NumberSeries | None:
    """The series that fits best: of type and location, of the type, of the location, the general one; else None."""
    suiting = [each for each in series if not each.ended and each.suits(item_type_id, location_id)]
    return max(
        suiting,
        key=lambda each: (each.item_type_id is not None, each.location_id is not None, -each.id),
        default=None,
    )


def series_of(series: Iterable[NumberSeries], number: str) -> NumberSeries | None:
    """The open series whose pattern the number has."""
    return next((each for each in series if not each.ended and each.pattern.value(number) is not None), None)


def runs_of(values: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Rising values as runs, each its first and its last."""
    first = last = None
    for value in values:
        if first is None or last is None:
            first = last = value
        elif value <= last + 1:
            last = max(last, value)
        else:
            yield first, last
            first = last = value
    if first is not None and last is not None:
        yield first, last


def numbers_in_words(numbers: Iterable[str], most: int = 6) -> str:
    """Numbers as runs: `T002267–T002271, D001669`; after `most` runs an ellipsis."""
    labels: list[str] = []
    known = (read_number(number) for number in numbers)
    found = [each for each in known if each is not None]
    for pattern in dict.fromkeys(pattern for pattern, _value in found):
        values = sorted(value for other, value in found if other == pattern)
        labels += [pattern.run(first, last).label for first, last in runs_of(values)]
    return ", ".join(labels[:most]) + (" …" if len(labels) > most else "")


def first_free_run(start: int, count: int, taken: Iterable[int], highest: int) -> int | None:
    """The first value from `start` with `count` free ones in a row; `taken` rises; None where there is no room."""
    candidate = start
    for value in taken:
        if value >= candidate + count:
            break
        candidate = max(candidate, value + 1)
    return candidate if candidate + count - 1 <= highest else None


def reached(values: Iterable[int], following: int, *, afresh: bool) -> int:
    """Where a series really stands that was to go on at `following`: behind the rising `values` in use from there on.

    An old ledger has holes that are nobody's to fill, so its numbers are passed with their holes; but a stray one far
    away (a slip of the pen in an old list) is not. `afresh` says that no lower number is in use: then the first one
    may lie anywhere.
    """
    come_to, seen = following, 0
    for value in values:
        hole = value - come_to
        if hole > max(_WIDE_HOLE, 10 * seen) and not (afresh and seen == 0):
            break
        come_to, seen = max(come_to, value + 1), seen + 1
    return come_to


def gaps_between(pattern: Pattern, used: Sequence[int], upto: int, explained: Sequence[Explained]) -> tuple[Gap, ...]:
    """What is missing from the lowest value used or explained up to `upto`, cut where the explanation changes.

    `used` rises. Where two explanations speak of one number, the one that was written by a person is told.
    """
    known = sorted(explained, key=lambda each: (each.first, -each.id))
    lowest = min([*used[:1], *(each.first for each in known[:1])], default=None)
    if lowest is None:
        return ()
    found: list[Gap] = []
    awaited = lowest
    for first, last in (*runs_of(used), (upto + 1, upto + 1)):
        if awaited <= min(first - 1, upto):
            found += _cut(pattern, awaited, min(first - 1, upto), known)
        awaited = max(awaited, last + 1)
    return tuple(found)


def _cut(pattern: Pattern, first: int, last: int, known: Sequence[Explained]) -> Iterator[Gap]:
    near = [each for each in known if each.first <= last and each.last >= first]
    edges = {first, last + 1}
    for each in near:
        edges.update(edge for edge in (each.first, each.last + 1) if first < edge <= last)
    cuts = sorted(edges)
    for start, end in pairwise(cuts):
        told = [each for each in near if each.first <= start and each.last >= end - 1]
        best = max(told, key=lambda each: each.id, default=None)
        run = pattern.run(start, end - 1)
        yield Gap(run, best.reason, best.day) if best else Gap(run)


def bars_can_say(code: str) -> bool:
    """Whether Code 128 can hold it: printable ASCII, at least one sign."""
    return bool(code) and code.isascii() and code.isprintable()
