"""Shelves as a library sets them up: their names, how the stock is divided over them, and where their ranges clash.

A range is only where a shelf begins: it ends where the next one of its location begins, so no book falls between two.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge
from itertools import accumulate, product
from typing import Final, NamedTuple

from deskcirc.domain.stocktake import Shelf
from deskcirc.text import gettext as _
from deskcirc.text import marked

_NAMES: Final = {
    (True, True, True): marked("{row}-{bay}-{board}"),
    (True, True, False): marked("{row}-{bay}"),
    (True, False, True): marked("Row {row}, board {board}"),
    (False, True, True): marked("Bay {bay}, board {board}"),
    (True, False, False): marked("Row {row}"),
    (False, True, False): marked("Bay {bay}"),
    (False, False, True): marked("Board {board}"),
}


@dataclass(frozen=True, slots=True)
class ShelfGrid:
    """Shelves that are made in one go; a count of 0 leaves that part out of the names.

    `before` stands before every name ("Hall 2"); rows are counted from `first_row`.
    """

    rows: int = 0
    bays: int = 0
    boards: int = 0
    first_row: int = 1
    before: str = ""

    @property
    def count(self) -> int:
        """How many shelves these are; 0 where no part has a count."""
        counts = [count for count in (self.rows, self.bays, self.boards) if count]
        total = 1 if counts else 0
        for count in counts:
            total *= count
        return total

    def names(self) -> tuple[str, ...]:
        """Their names in walking order: row by row, bay by bay, each from the upper board to the lower."""
        if not self.count:
            return ()
        words = _(_NAMES[bool(self.rows), bool(self.bays), bool(self.boards)])
        parts = [
            range(self.first_row, self.first_row + max(1, self.rows)),
            range(1, 1 + max(1, self.bays)),
            range(1, 1 + max(1, self.boards)),
        ]
        before = f"{self.before.strip()} " if self.before.strip() else ""
        return tuple(before + words.format(row=row, bay=bay, board=board) for row, bay, board in product(*parts))


class StandsHere(NamedTuple):
    """All copies of one call number at one location; `key` is its place in the shelf order."""

    key: str
    call_number: str
    copies: int


@dataclass(frozen=True, slots=True)
class ShelfFill:
    """What belongs on a shelf by its range: how many copies, and the last call number of them."""

    copies: int = 0
    last_call_number: str = ""


@dataclass(frozen=True, slots=True)
class ShelfRange:
    """What a shelf would hold; `stands` is None for one for which nothing is left. `over` is beyond its capacity."""

    shelf: Shelf
    stands: StandsHere | None = None
    last_call_number: str = ""
    copies: int = 0
    over: int = 0

    @property
    def begins_anew(self) -> bool:
        """Whether it would begin elsewhere than it does now."""
        return (self.stands.key if self.stands else "") != self.shelf.first_key


Stock = Mapping[int | None, Sequence[StandsHere]]
"""What stands at each location, by its number, in shelf order; None for copies of which no location is known."""


def stock_for(location_id: int | None, stock: Stock, shelves: Iterable[Shelf]) -> list[StandsHere]:
    """What the shelves of a location divide among them; those of no location hold all that has no shelves elsewhere."""
    if location_id is not None:
        return list(stock.get(location_id, ()))
    elsewhere = {shelf.location_id for shelf in shelves} - {None}
    rest = [groups for place, groups in stock.items() if place not in elsewhere]
    return _together(merge(*rest, key=lambda group: group.key))


def _together(groups: Iterable[StandsHere]) -> list[StandsHere]:
    """Groups in shelf order with those of the same key made one: a key stands on one shelf, whatever its location."""
    found: list[StandsHere] = []
    for group in groups:
        if found and found[-1].key == group.key:
            found[-1] = found[-1]._replace(copies=found[-1].copies + group.copies)
        else:
            found.append(group)
    return found


def fills(shelves: Sequence[Shelf], stock: Stock) -> dict[int, ShelfFill]:
    """What belongs on each shelf whose range is known, by its number."""
    found: dict[int, ShelfFill] = {}
    for location_id in {shelf.location_id for shelf in shelves}:
        groups = stock_for(location_id, stock, shelves)
        keys = [group.key for group in groups]
        before = [0, *accumulate(group.copies for group in groups)]
        for shelf in shelves:
            if shelf.location_id == location_id and shelf.first_key:
                first = bisect_left(keys, shelf.first_key)
                end = max(first, bisect_left(keys, shelf.end_key) if shelf.end_key else len(keys))
                last = groups[end - 1].call_number if end > first else ""
                found[shelf.id] = ShelfFill(before[end] - before[first], last)
    return found


def copies_placed(shelves: Sequence[Shelf], stock: Stock) -> int:
    """How many copies have a shelf; one that falls into two ranges that overlap counts once."""
    placed = 0
    for location_id in {shelf.location_id for shelf in shelves}:
        groups = stock_for(location_id, stock, shelves)
        keys = [group.key for group in groups]
        held: set[int] = set()
        for shelf in shelves:
            if shelf.location_id == location_id and shelf.first_key:
                end = bisect_left(keys, shelf.end_key) if shelf.end_key else len(keys)
                held.update(range(bisect_left(keys, shelf.first_key), end))
        placed += sum(groups[place].copies for place in held)
    return placed


def range_flaws(shelves: Sequence[Shelf]) -> dict[int, str]:
    """What is wrong with the ranges of shelves in walking order, as a sentence by the shelf's number."""
    last: dict[int | None, Shelf] = {}
    flaws: dict[int, str] = {}
    for shelf in shelves:
        before = last.get(shelf.location_id)
        if not shelf.first_key:
            continue
        if before is not None and shelf.first_key < before.first_key:
            words = _("{shelf} begins with {first}, which comes before the beginning of {before} ({other}).")
            flaws[shelf.id] = _compared(words, shelf, before)
        elif before is not None and shelf.first_key == before.first_key:
            words = _("{shelf} and {before} both begin with {first}: nothing is left for {before}.")
            flaws[shelf.id] = _compared(words, shelf, before)
        last[shelf.location_id] = shelf
    return flaws


def _compared(words: str, shelf: Shelf, before: Shelf) -> str:
    numbers = {"first": shelf.first_call_number, "other": before.first_call_number}
    return words.format(shelf=shelf.label, before=before.label, **numbers)


def divide(shelves: Sequence[Shelf], groups: Sequence[StandsHere], capacity: int = 0) -> tuple[ShelfRange, ...]:
    """The stock divided over the shelves in their order: evenly, or each filled up to `capacity` copies.

    A call number is never divided; where more stands than fits, the last shelf takes the rest and says how much.
    """
    begins = _filled(groups, len(shelves), capacity) if capacity else _even(groups, len(shelves))
    ends = [*begins[1:], len(groups)]
    ranges = []
    for place, shelf in enumerate(shelves):
        if place >= len(begins):
            ranges.append(ShelfRange(shelf))
            continue
        own = groups[begins[place] : ends[place]]
        copies = sum(group.copies for group in own)
        over = max(0, copies - capacity) if capacity else 0
        ranges.append(ShelfRange(shelf, own[0], own[-1].call_number, copies, over))
    return tuple(ranges)


def _even(groups: Sequence[StandsHere], count: int) -> list[int]:
    """Where each shelf begins: as near as can be to its even share; fewer than `count` where nothing is left."""
    before = [0, *accumulate(group.copies for group in groups)]
    begins: list[int] = []
    for place in range(count):
        share = before[-1] * place / count
        least = begins[-1] + 1 if begins else 0
        near = bisect_left(before, share)
        if near and share - before[near - 1] <= before[min(near, len(groups))] - share:
            near -= 1
        begin = max(least, near)
        if begin >= len(groups):
            break
        begins.append(begin)
    return begins


def _filled(groups: Sequence[StandsHere], count: int, capacity: int) -> list[int]:
    begins: list[int] = []
    room = 0
    for place, group in enumerate(groups):
        if not begins or (group.copies > room and len(begins) < count):
            begins.append(place)
            room = capacity
        room -= group.copies
    return begins


def moved(shelves: Sequence[Shelf], shelf_ids: Iterable[int], before_id: int | None) -> list[Shelf]:
    """The shelves in another walking order: those of these numbers, in theirs, before another, or at the end."""
    wanted = set(shelf_ids)
    going = [shelf for shelf in shelves if shelf.id in wanted]
    staying = [shelf for shelf in shelves if shelf.id not in wanted]
    ids = [shelf.id for shelf in shelves]
    if before_id in wanted:  # dropped on itself: before the next one that stays
        before_id = next((each for each in ids[ids.index(before_id) :] if each not in wanted), None)
    at = next((place for place, shelf in enumerate(staying) if shelf.id == before_id), len(staying))
    return [*staying[:at], *going, *staying[at:]]
