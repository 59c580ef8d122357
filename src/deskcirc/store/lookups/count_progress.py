"""How far a count has come, read whole: for opening a screen; a scan carries it forward by `with_line`, in memory.

A copy belongs to the shelf that `domain.shelf_places` names; where none takes it, to its location. So every expected
copy is in exactly one row.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, case, func, select, text

from deskcirc.domain.count_progress import (
    CountProgress,
    MinuteLines,
    Missed,
    Pace,
    PersonProgress,
    RowKey,
    ShelfProgress,
    minute_of,
    missed_of,
    pace_of,
)
from deskcirc.domain.shelf_places import map_of
from deskcirc.domain.stocktake import CountKind, CountSums, FrozenGroups, Group, Remark, Stocktake
from deskcirc.store.lookups.presence import present_one_by_one
from deskcirc.store.lookups.shelves import all_shelves, shelves_by_ids
from deskcirc.store.lookups.stocktakes import frozen_groups
from deskcirc.store.tables import copies, locations, stocktake_scans

_MOST_MINUTES: Final = 61  # those of an active hour, and one more that says whether a pause lies before it
_OF_COUNT: Final = and_(stocktake_scans.c.stocktake_id == bindparam("stocktake_id"), text("NOT stocktake_scans.ended"))
# Of all copies: handed on as they come, not gathered.
_HOMES: Final = select(copies.c.id, copies.c.location_id, copies.c.shelf_key).execution_options(yield_per=2000)
_LOCATIONS: Final = select(locations.c.id, locations.c.code, locations.c.name).order_by(locations.c.code)
_TALLIES: Final = (
    select(
        stocktake_scans.c.person,
        stocktake_scans.c.shelf_id,
        stocktake_scans.c.location_id,
        stocktake_scans.c.kind,
        (stocktake_scans.c.remark == Remark.WRONG_SHELF.value).label("wrong"),
        func.count().label("lines"),
        func.min(stocktake_scans.c.at).label("since"),
        func.max(stocktake_scans.c.at).label("last_at"),
        func.max(stocktake_scans.c.id).label("last_id"),
    )
    .where(_OF_COUNT)
    .group_by(text("1, 2, 3, 4, 5"))
)
_MINUTE: Final = func.substr(stocktake_scans.c.at, 1, 16)
# A handheld without a clock says nothing about how fast somebody counted.
_MINUTES: Final = (
    select(
        _MINUTE.label("minute"),
        func.count().label("lines"),
        func.sum(case((stocktake_scans.c.kind == CountKind.FOUND.value, 1), else_=0)).label("found"),
    )
    .where(
        _OF_COUNT,
        stocktake_scans.c.kind != CountKind.REFUSED.value,
        text("NOT stocktake_scans.untimed"),
    )
    .group_by(text("1"))
    .order_by(text("1 DESC"))
    .limit(_MOST_MINUTES)
)


def count_progress(connection: Connection, stocktake: Stocktake, now: datetime) -> CountProgress:
    """How far the count has come, as of now; reads the frozen groups, the copies and the lines once each."""
    groups = frozen_groups(connection, stocktake.id)
    tallies = connection.execute(_TALLIES, {"stocktake_id": stocktake.id}).all()
    rows, missed = _rows(connection, stocktake, groups, tallies)
    kinds = dict.fromkeys(CountKind, 0)
    for tally in tallies:
        kinds[CountKind(tally.kind)] += tally.lines
    return CountProgress(
        stocktake_id=stocktake.id,
        as_of=now,
        expected=sum(row.expected for row in rows),
        found=sum(row.found for row in rows),
        sums=CountSums(**{kind.value: lines for kind, lines in kinds.items()}),
        shelves=rows,
        people=_people(tallies),
        groups=groups.sums(),
        pace=_pace(connection, stocktake.id),
        missed=missed,
        rows={_key(row): place for place, row in enumerate(rows)},
        last_line=max((tally.last_id for tally in tallies), default=0),
    )


def _rows(
    connection: Connection, stocktake: Stocktake, groups: FrozenGroups, tallies: Sequence[Any]
) -> tuple[tuple[ShelfProgress, ...], Missed]:
    """The rows that have anything to say, and the copies that are still missed in each."""
    noted: dict[RowKey | None, list[Any]] = {}
    for tally in tallies:
        noted.setdefault(_key_of_lines(tally), []).append(tally)
    drafts = [_with_lines(row, noted.get(_key(row), ())) for row in _all_rows(connection, tallies)]
    homes = _homes_of(connection, groups, _Homes(drafts))
    expected = Counter(homes)
    for copy_id in present_one_by_one(connection, stocktake):
        if copy_id < len(homes):
            homes[copy_id] = 0
    still = Counter(homes)
    counted = [
        replace(row, expected=expected[place], found=expected[place] - still[place])
        for place, row in enumerate(drafts, start=1)
    ]
    shown = [place for place, row in enumerate(counted) if row.expected or row.scanned]
    place_of = [0] * (len(counted) + 1)
    for number, place in enumerate(shown):
        place_of[place + 1] = number + 1
    return tuple(counted[place] for place in shown), missed_of(array("H", map(place_of.__getitem__, homes)))


def _all_rows(connection: Connection, tallies: Sequence[Any]) -> Iterator[ShelfProgress]:
    """Every shelf in use, or scanned before it ended, in walking order; then the locations, and none at all."""
    standing = all_shelves(connection)
    gone = {tally.shelf_id for tally in tallies if tally.shelf_id} - {shelf.id for shelf in standing}
    ended = shelves_by_ids(connection, sorted(gone)) if gone else ()
    for shelf in sorted((*standing, *ended), key=attrgetter("place", "id")):
        yield ShelfProgress(shelf, shelf.location, shelf.location_id)
    for location in connection.execute(_LOCATIONS):
        yield ShelfProgress(None, location.name or location.code, location.id)
    yield ShelfProgress(None)


def _with_lines(row: ShelfProgress, here: Sequence[Any]) -> ShelfProgress:
    """The row with the lines that were noted there."""
    if not here:
        return row
    return replace(
        row,
        wrong=sum(tally.lines for tally in here if tally.wrong),
        scanned=sum(tally.lines for tally in here),
        last_at=max(tally.last_at for tally in here),
    )


class _Homes:
    """Which row a copy belongs to, by its location and its place in the shelf order."""

    def __init__(self, rows: Sequence[ShelfProgress]) -> None:
        self._locations = {row.location_id: place for place, row in enumerate(rows) if row.shelf is None}
        self._shelves = {row.shelf.id: place for place, row in enumerate(rows) if row.shelf is not None}
        self._map = map_of(row.shelf for row in rows if row.shelf is not None)

    def of(self, location_id: int | None, shelf_key: str) -> int:
        """The row, from 0."""
        shelf = self._map.shelf_of(location_id, shelf_key)
        return self._locations[location_id] if shelf is None else self._shelves[shelf.id]


def _homes_of(connection: Connection, groups: FrozenGroups, homes: _Homes) -> array[int]:
    """The row of every copy that had to stand on a shelf, by the copy's number, from 1; 0 for all others."""
    frozen = groups.whole()
    shelf, most, home_of = Group.SHELF.value, len(frozen), homes.of
    rows = array("H", bytes(2 * most))
    for copy_id, location_id, shelf_key in connection.execute(_HOMES):
        if copy_id < most and frozen[copy_id] == shelf:
            rows[copy_id] = home_of(location_id, shelf_key) + 1
    return rows


def _people(tallies: Sequence[Any]) -> tuple[PersonProgress, ...]:
    """Everybody who counted, as they began."""
    people: dict[str, PersonProgress] = {}
    for tally in tallies:
        found = tally.lines if tally.kind == CountKind.FOUND.value else 0
        before = people.get(tally.person, PersonProgress(tally.person, 0, 0, tally.since, tally.last_at))
        people[tally.person] = PersonProgress(
            tally.person,
            before.lines + tally.lines,
            before.found + found,
            min(before.since, tally.since),
            max(before.last_at, tally.last_at),
        )
    return tuple(sorted(people.values(), key=attrgetter("since", "person")))


def _pace(connection: Connection, stocktake_id: int) -> Pace:
    rows = connection.execute(_MINUTES, {"stocktake_id": stocktake_id}).all()
    return pace_of(
        MinuteLines(minute_of(datetime.fromisoformat(row.minute).replace(tzinfo=UTC)), row.lines, int(row.found))
        for row in reversed(rows)
    )


def _key(row: ShelfProgress) -> RowKey:
    return (False, row.location_id) if row.shelf is None else (True, row.shelf.id)


def _key_of_lines(tally: Any) -> RowKey | None:
    if tally.shelf_id is not None:
        return True, tally.shelf_id
    return None if tally.location_id is None else (False, tally.location_id)
