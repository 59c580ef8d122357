"""What stands where by its call number, and when each shelf was counted last: for the list of shelves."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, text

from deskcirc.domain.copies import CopyState
from deskcirc.domain.shelves import StandsHere
from deskcirc.store.tables import copies, journal_changes, stocktake_scans

_GONE: Final = (CopyState.WITHDRAWN.value, CopyState.LOST.value)
_STOCK: Final = (
    select(
        copies.c.location_id,
        copies.c.shelf_key,
        func.min(copies.c.call_number).label("call_number"),
        func.count().label("copies"),
    )
    .where(copies.c.state.not_in(_GONE), copies.c.shelf_key != "", copies.c.call_number != "")
    .group_by(copies.c.location_id, copies.c.shelf_key)
    .order_by(copies.c.location_id, copies.c.shelf_key)
)
_WITHOUT: Final = select(func.count()).where(copies.c.state.not_in(_GONE), copies.c.call_number == "")
_HIGHEST: Final = select(func.max(copies.c.id))
_CHANGED: Final = (
    select(journal_changes.c.id)
    .where(journal_changes.c.entry_id > bindparam("entry_id"), text("+journal_changes.table_name = 'copies'"))
    .limit(1)
)
_COUNTED: Final = (
    select(stocktake_scans.c.shelf_id, func.max(stocktake_scans.c.at).label("at"))
    .where(stocktake_scans.c.shelf_id.is_not(None), text("NOT stocktake_scans.ended"))
    .group_by(stocktake_scans.c.shelf_id)
)


def stock_by_location(connection: Connection) -> dict[int | None, tuple[StandsHere, ...]]:
    """All copies that have a place on a shelf, by location and call number in shelf order; lost ones take no room."""
    found: dict[int | None, list[StandsHere]] = {}
    for location_id, *group in connection.execute(_STOCK).all():
        found.setdefault(location_id, []).append(StandsHere(*group))
    return {location_id: tuple(groups) for location_id, groups in found.items()}


def copies_at_most(connection: Connection) -> int:
    """How many copies there may be, by the highest number that one has: told at once, unlike how many there are."""
    return int(connection.execute(_HIGHEST).scalar() or 0)


def copies_without_call_number(connection: Connection) -> int:
    """How many copies no range can hold, for nobody gave them a call number."""
    return int(connection.execute(_WITHOUT).scalar_one())


def copies_changed_after(connection: Connection, entry_id: int) -> bool:
    """Whether any act after this entry of the journal wrote a copy: only then is the stock to be read again."""
    return connection.execute(_CHANGED, {"entry_id": entry_id}).first() is not None


def last_counted(connection: Connection) -> dict[int, datetime]:
    """When something was last scanned at each shelf, UTC, by the shelf's number."""
    return {row.shelf_id: row.at for row in connection.execute(_COUNTED)}
