"""Reckoning the report of a count from plain facts: every expected copy is found, missing or gone, and counted once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from deskcirc.domain.call_numbers import main_class
from deskcirc.domain.copies import CopyState
from deskcirc.domain.count_progress import PAUSE
from deskcirc.domain.stocktake import FrozenGroups, Group
from deskcirc.domain.stocktake_report import Comparison, GroupLine, StocktakeReport, TableLine, Tally, Worth

_PAUSE: Final = timedelta(minutes=PAUSE)
_LOOKED_FOR: Final = (Group.MISSING, Group.LOST)


@dataclass(frozen=True, slots=True)
class CopyFact:
    """What the report asks of every copy of the scope; `price` in fen."""

    id: int
    call_number: str
    shelf_key: str
    location_id: int | None
    item_type_id: int
    price: int | None
    state: str


@dataclass(frozen=True, slots=True)
class Fates:
    """The expected copies, by number, and what became of each; `of` says it of one."""

    found: frozenset[int]
    missing: frozenset[int]
    gone: frozenset[int]

    @property
    def expected(self) -> int:
        """How many had to stand on a shelf."""
        return len(self.found) + len(self.missing) + len(self.gone)


def fates_of(expected: Iterable[int], present: Set[int], settled: Set[int], withdrawn: Set[int]) -> Fates:
    """What became of each expected copy.

    `settled` are those that were decided missing, lost or to be withdrawn in this count: one of them that has been
    withdrawn since is still one that the count missed. `withdrawn` are no longer of the stock.
    """
    expected = frozenset(expected)
    found = expected & present
    gone = ((expected - found) & withdrawn) - settled
    return Fates(found, expected - found - gone, gone)


@dataclass(slots=True)
class _Sum:
    """A worth that is added up."""

    copies: int = 0
    fen: int = 0
    unpriced: int = 0

    def add(self, price: int | None) -> None:
        self.copies += 1
        if price is None:
            self.unpriced += 1
        else:
            self.fen += price

    @property
    def worth(self) -> Worth:
        return Worth(self.copies, self.fen, self.unpriced)


@dataclass(slots=True)
class _Tally:
    """The three sums behind an expected one."""

    found: _Sum = field(default_factory=_Sum)
    missing: _Sum = field(default_factory=_Sum)
    gone: _Sum = field(default_factory=_Sum)

    @property
    def tally(self) -> Tally:
        parts = (self.found.worth, self.missing.worth, self.gone.worth)
        return Tally(worth_together(parts), *parts)


def worth_together(parts: Iterable[Worth]) -> Worth:
    """What they are together."""
    listed = list(parts)
    return Worth(
        sum(each.copies for each in listed), sum(each.fen for each in listed), sum(each.unpriced for each in listed)
    )


def tallies(copies: Iterable[CopyFact], fates: Fates, key: Callable[[CopyFact], str]) -> dict[str, Tally]:
    """The expected copies by a key of theirs, each with what became of them."""
    sums: dict[str, _Tally] = {}
    for copy in copies:
        tally = sums.setdefault(key(copy), _Tally())
        if copy.id in fates.found:
            tally.found.add(copy.price)
        elif copy.id in fates.missing:
            tally.missing.add(copy.price)
        else:
            tally.gone.add(copy.price)
    return {code: each.tally for code, each in sums.items()}


def table(found: Mapping[str, Tally], names: Mapping[str, str]) -> tuple[TableLine, ...]:
    """The lines of a table in the order of its names; what has no name stands at the end, by its code."""
    places = {code: place for place, code in enumerate(names)}
    codes = sorted(found, key=lambda code: (places.get(code, len(places)), code))
    return tuple(TableLine(code, names.get(code, ""), found[code]) for code in codes)


def class_of(copy: CopyFact) -> str:
    """The main class it stands in; "" for a call number that has none."""
    return _class_of(copy.call_number.partition("/")[0])


@lru_cache(maxsize=65_536)
def _class_of(class_number: str) -> str:
    """Few numbers stand on many spines."""
    return main_class(class_number) or ""


def groups_of(groups: FrozenGroups, prices: Mapping[int, int | None]) -> tuple[GroupLine, ...]:
    """What was accounted for from the start, group by group."""
    lines = []
    for group in Group:
        in_group = groups.copies_in(group) if group is not Group.SHELF else []
        if in_group:
            total = _Sum()
            for copy_id in in_group:
                total.add(prices.get(copy_id))
            lines.append(GroupLine(int(group), total.worth))
    return tuple(lines)


def compared(
    before: StocktakeReport, now: Fates, groups: FrozenGroups, present: Set[int], rate_now: int | None
) -> Comparison:
    """This count beside the last: what became of every copy that it missed, and what is missed anew."""
    then = {line.copy_id for line in before.missing}
    again = {each for each in then if each in now.missing or _still_looked_for(each, groups, present)}
    left = {each for each in then - again - present if each in now.gone or groups.group_of(each) is None}
    return Comparison(
        number=before.head.number,
        name=before.head.name,
        closed_at=before.head.closed_at,
        expected_then=before.total.expected.copies,
        missing_then=len(then),
        found_now=len(then - again - left),
        missing_again=len(again),
        left=len(left),
        missing_anew=len(now.missing - then),
        rate_then=before.total.rate,
        rate_now=rate_now,
    )


def _still_looked_for(copy_id: int, groups: FrozenGroups, present: Set[int]) -> bool:
    """Missing or lost at the opening already, and nobody has seen it since."""
    return copy_id not in present and groups.group_of(copy_id) in _LOOKED_FOR


def minutes_at_work(instants: Iterable[datetime]) -> int:
    """How long somebody scanned, in minutes; a pause is none of it, and one scan is no time."""
    worked, before = timedelta(), None
    for instant in sorted(instants):
        if before is not None and instant - before <= _PAUSE:
            worked += instant - before
        before = instant
    return round(worked.total_seconds() / 60)


def is_withdrawn(copy: CopyFact) -> bool:
    """Whether it is no longer of the stock."""
    return copy.state == CopyState.WITHDRAWN.value
