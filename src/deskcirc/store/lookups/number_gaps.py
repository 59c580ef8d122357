"""What is in use and what is missing in each number series, and numbers that no series counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from deskcirc.domain.numbering import Explained, Gap, NumberSeries, Pattern, Run, gaps_between, read_number, runs_of
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.numbering import (
    all_locations,
    explanations,
    numbers_but_of,
    numbers_taken_back,
    open_item_types,
    series_of_copies,
    series_stands_at,
    values_in_use,
)
from deskcirc.store.tables import journal
from deskcirc.text import gettext as _

_MOST_RUNS: Final = 300
"""Runs that a bar can show; beyond that neighbours are drawn as one."""
_LAST_ENTRY = select(func.max(journal.c.id))


@dataclass(frozen=True, slots=True)
class SeriesFigures:
    """A series with its numbers: how many are in use, the runs they stand in (values), what is missing.

    `lowest` and `highest` are values; both 0 where none is in use. `stray` counts numbers beyond the next one.
    """

    series: NumberSeries
    next_number: str
    item_type: str
    place: str
    used: int = 0
    lowest: int = 0
    highest: int = 0
    runs: tuple[tuple[int, int], ...] = ()
    gaps: tuple[Gap, ...] = ()
    stray: int = 0

    @property
    def missing(self) -> int:
        """How many numbers are missing, explained or not."""
        return sum(gap.run.count for gap in self.gaps)

    @property
    def unexplained(self) -> int:
        """How many numbers are missing without an explanation."""
        return sum(gap.run.count for gap in self.gaps if not gap.reason)


@dataclass(frozen=True, slots=True)
class LooseNumbers:
    """Numbers of one pattern that no series counts, from the lowest to the highest in use."""

    run: Run
    used: int

    @property
    def following(self) -> str:
        """The number that would come next, if a series counted them; "" where there is no room for one."""
        read = read_number(self.run.last)
        return "" if read is None or read[1] == read[0].highest else read[0].number(read[1] + 1)


def last_entry(connection: Connection) -> int:
    """The journal's last entry: where it is the same, nothing has changed."""
    return int(connection.execute(_LAST_ENTRY).scalar() or 0)


def series_figures(connection: Connection, policy: Policy) -> tuple[SeriesFigures, ...]:
    """Every open series with its numbers; days are the school's."""
    types = {each.id: each.name for each in open_item_types(connection)}
    places = {each.id: each.name for each in all_locations(connection)}
    return tuple(
        _figures(
            connection,
            policy,
            each,
            types.get(each.item_type_id or 0, ""),
            places.get(each.location_id or 0, ""),
        )
        for each in series_of_copies(connection)
    )


def loose_numbers(connection: Connection) -> tuple[LooseNumbers, ...]:
    """Patterns in use that are of no open series, the most used first; a number of another form is left out."""
    patterns = [each.pattern for each in series_of_copies(connection)]
    values: dict[Pattern, tuple[int, int]] = {}
    counts: Counter[Pattern] = Counter()
    for number in numbers_but_of(connection, patterns):
        read = read_number(number)
        if read is None:
            continue
        pattern, value = read
        low, high = values.get(pattern, (value, value))
        values[pattern] = min(low, value), max(high, value)
        counts[pattern] += 1
    loose = [each for each in counts if not any(pattern.overlaps(each) for pattern in patterns)]
    return tuple(
        LooseNumbers(each.run(*values[each]), counts[each]) for each in sorted(loose, key=lambda p: -counts[p])
    )


def _figures(connection: Connection, policy: Policy, series: NumberSeries, item_type: str, place: str) -> SeriesFigures:
    pattern = series.pattern
    used = values_in_use(connection, pattern)
    stands_at = series_stands_at(connection, series)
    within = [value for value in used if value < stands_at]
    known = (*explanations(connection, pattern, policy.utc_offset), *_taken_back(connection, policy, pattern))
    gaps = gaps_between(pattern, within, stands_at - 1, [each for each in known if each.first < stands_at])
    ends = (within[0], within[-1]) if within else (0, 0)
    next_number = pattern.number(stands_at)
    figures = (len(used), *ends, _drawn(within), gaps, len(used) - len(within))
    return SeriesFigures(series, next_number, item_type, place, *figures)


def _taken_back(connection: Connection, policy: Policy, pattern: Pattern) -> tuple[Explained, ...]:
    days: dict[int, Explained] = {}
    for each in numbers_taken_back(connection):
        value = pattern.value(each.number)
        if value is not None:
            days[value] = Explained(value, value, _("taken back"), policy.day_of(each.at))
    found: list[Explained] = []
    for value in sorted(days):
        now = days[value]
        if found and found[-1].last == value - 1 and found[-1].day == now.day:
            found[-1] = Explained(found[-1].first, value, now.reason, now.day)
        else:
            found.append(now)
    return tuple(found)


def _drawn(values: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """The runs of the values; where there are too many to be seen, those nearest to each other as one."""
    runs = list(runs_of(values))
    if len(runs) <= _MOST_RUNS:
        return tuple(runs)
    step = max(1, (runs[-1][1] - runs[0][0]) // _MOST_RUNS)
    joined = [runs[0]]
    for first, last in runs[1:]:
        if first - joined[-1][1] <= step:
            joined[-1] = (joined[-1][0], last)
        else:
            joined.append((first, last))
    return tuple(joined)
