"""The order of the shelves as they were scanned: per run of a person on a shelf the fewest moves that put it right."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import Connection, String, bindparam, select, text, type_coerce

from deskcirc.domain.call_numbers import has_place
from deskcirc.domain.count_findings import Move, ShelfMoves
from deskcirc.domain.search_places import Neighbour
from deskcirc.domain.shelf_order import Placed, moves_of
from deskcirc.domain.stocktake import CountKind, DecisionKind, Stocktake
from deskcirc.domain.title_names import quoted
from deskcirc.store.columns import instant_text
from deskcirc.store.lookups.count_decisions import decisions_of
from deskcirc.store.lookups.count_places import Rooms, all_rooms
from deskcirc.store.lookups.in_parts import in_parts
from deskcirc.store.tables import copies, stocktake_scans, titles

_LINES: Final = (
    select(
        stocktake_scans.c.id,
        stocktake_scans.c.copy_id,
        stocktake_scans.c.shelf_id,
        stocktake_scans.c.location_id,
        stocktake_scans.c.person,
        stocktake_scans.c.file_id,
        type_coerce(stocktake_scans.c.at, String).label("at"),  # as it is stored: a hundred thousand are only compared
        copies.c.location_id.label("home_id"),
        copies.c.shelf_key,
    )
    .select_from(stocktake_scans.join(copies, stocktake_scans.c.copy_id == copies.c.id))
    .where(
        stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
        text("stocktake_scans.copy_id IS NOT NULL AND NOT stocktake_scans.ended"),
        stocktake_scans.c.kind != CountKind.REFUSED.value,
    )
    .order_by(stocktake_scans.c.at, stocktake_scans.c.id)
    .execution_options(yield_per=2000)  # of all lines: handed on as they come
)
_NAMES: Final = (
    select(
        copies.c.id,
        copies.c.accession_number,
        copies.c.barcode,
        copies.c.call_number,
        copies.c.volume.label("part"),
        titles.c.title,
        titles.c.volume,
    )
    .select_from(copies.join(titles))
    .where(copies.c.id.in_(bindparam("copy_ids", expanding=True)))
)


def moves(connection: Connection, stocktake: Stocktake) -> tuple[ShelfMoves, ...]:
    """The runs that are out of order, shelf by shelf as one walks, each with the fewest moves.

    A copy that belongs to another shelf is no matter of order (`misplaced`), and one put in its place since stands
    there. A copy seen on two shelves stands on the last.
    """
    rooms = all_rooms(connection)
    runs = _runs(connection, stocktake, rooms)
    untidy = [run for run in runs.values() if any(row.shelf_key < before.shelf_key for before, row in pairwise(run))]
    wanted = [(run, moved) for run in untidy if (moved := moves_of([_placed(row) for row in run]))]
    ids = {each for _run, moved in wanted for move in moved for each in move if each is not None}
    names = _names(connection, sorted(ids))
    lines = {row.copy_id: row.id for run, _moved in wanted for row in run}
    found = [
        ShelfMoves(
            rooms.place(run[0].shelf_id, run[0].location_id),
            rooms.shelves.get(run[0].shelf_id or 0),
            run[0].person,
            len(run),
            tuple(_move(move, names, lines) for move in moved),
        )
        for run, moved in wanted
    ]
    return tuple(sorted(found, key=lambda each: (each.shelf is None, each.shelf.place if each.shelf else 0)))


def standing_lines(connection: Connection, stocktake_id: int) -> list[Any]:
    """Where every copy of the count stands as far as it was seen: its first line in the place where it was last.

    A copy scanned twice in one place stands in the order in which it was scanned first.
    """
    last: dict[int, Any] = {}
    for row in connection.execute(_LINES, {"stocktake_id": stocktake_id}):
        before = last.get(row.copy_id)
        if before is None or (before.shelf_id, before.location_id) != (row.shelf_id, row.location_id):
            last.pop(row.copy_id, None)  # it stands where this line was scanned, after all before
            last[row.copy_id] = row
    return list(last.values())


def _runs(connection: Connection, stocktake: Stocktake, rooms: Rooms) -> dict[tuple[Any, ...], list[Any]]:
    """The lines as they were scanned, by shelf and by who scanned it with what."""
    put_back = _put_back(connection, stocktake.id)
    runs: dict[tuple[Any, ...], list[Any]] = {}
    for row in standing_lines(connection, stocktake.id):
        moved_at = put_back.get(row.copy_id)
        if not has_place(row.shelf_key) or (moved_at is not None and moved_at >= row.at):
            continue
        if rooms.is_wrong(row.shelf_id, row.location_id, row.home_id, row.shelf_key):
            continue
        room = None if row.shelf_id is not None else row.location_id
        runs.setdefault((row.shelf_id, room, row.file_id, "" if row.file_id else row.person), []).append(row)
    return runs


def _placed(row: Any) -> Placed:
    return Placed(row.copy_id, row.shelf_key)


def _put_back(connection: Connection, stocktake_id: int) -> dict[int, str]:
    """When each copy was put in its place, as instants are stored."""
    return {
        decision.copy_id: instant_text(decision.at)
        for decision in decisions_of(connection, stocktake_id, standing=True)
        if decision.kind is DecisionKind.MOVED and decision.copy_id is not None
    }


def _names(connection: Connection, ids: Sequence[int]) -> dict[int, Any]:
    return {row.id: row for part in in_parts(ids) for row in connection.execute(_NAMES, {"copy_ids": part})}


def _move(move: tuple[int, int | None, int | None], names: dict[int, Any], lines: dict[int, int]) -> Move:
    copy_id, after, before = move
    row = names[copy_id]
    return Move(
        lines[copy_id],
        copy_id,
        quoted(row.title, row.part or row.volume),
        row.barcode or row.accession_number,
        row.call_number,
        _beside(names, after),
        _beside(names, before),
    )


def _beside(names: dict[int, Any], copy_id: int | None) -> Neighbour | None:
    if copy_id is None:
        return None
    row = names[copy_id]
    return Neighbour(quoted(row.title, row.part or row.volume), row.call_number)
