"""What a station needs to go on counting where it stopped: its last line, and what was scanned on the shelf in hand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, bindparam, func, select, text

from deskcirc.domain.changes import ActName
from deskcirc.domain.stocktake import Remark
from deskcirc.store.tables import copies, journal, journal_changes, stocktake_scans

_REMEMBERED: Final = 5000
"""Entries of the journal, and lines without a shelf, beyond which nobody goes on where they stopped."""
_STANDS_THERE: Final = ("found", "on_loan", "elsewhere")
_LAST: Final = (
    select(
        stocktake_scans.c.stocktake_id,
        stocktake_scans.c.shelf_id,
        stocktake_scans.c.location_id,
        stocktake_scans.c.person,
    )
    .select_from(
        journal.join(journal_changes, journal_changes.c.entry_id == journal.c.id).join(
            stocktake_scans, stocktake_scans.c.id == journal_changes.c.row_id
        )
    )
    .where(
        journal.c.station == bindparam("station"),
        journal.c.id > select(func.max(journal.c.id)).scalar_subquery() - _REMEMBERED,
        journal.c.act == ActName.COUNT_COPY.value,
        journal_changes.c.table_name == stocktake_scans.name,
        text("NOT stocktake_scans.ended"),
    )
    .order_by(journal.c.id.desc())
    .limit(1)
)
_ON_SHELF: Final = (
    select(copies.c.shelf_key, copies.c.call_number)
    .select_from(stocktake_scans.join(copies, stocktake_scans.c.copy_id == copies.c.id))
    .where(
        stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
        stocktake_scans.c.shelf_id.is_not_distinct_from(bindparam("shelf_id")),
        stocktake_scans.c.location_id.is_not_distinct_from(bindparam("location_id")),
        stocktake_scans.c.person == bindparam("person"),
        stocktake_scans.c.kind.in_(_STANDS_THERE),
        stocktake_scans.c.remark != Remark.WRONG_SHELF.value,
        stocktake_scans.c.id > select(func.max(stocktake_scans.c.id)).scalar_subquery() - _REMEMBERED,
        text("NOT stocktake_scans.ended"),
        copies.c.call_number != "",
    )
    .order_by(stocktake_scans.c.at, stocktake_scans.c.id)
)
_LOCATION_OF_COPY: Final = select(copies.c.location_id).where(copies.c.id == bindparam("copy_id"))


@dataclass(frozen=True, slots=True)
class LastPlace:
    """Where a station counted last, and for whom; ids of the count, the shelf and the location."""

    stocktake_id: int
    shelf_id: int | None
    location_id: int | None
    person: str


def last_place(connection: Connection, station: str) -> LastPlace | None:
    """Where this station scanned last in any count; None where it did not lately."""
    row = connection.execute(_LAST, {"station": station}).one_or_none()
    return None if row is None else LastPlace(row.stocktake_id, row.shelf_id, row.location_id, row.person)


def scanned_on_shelf(connection: Connection, place: LastPlace) -> list[tuple[str, str]]:
    """Shelf keys and call numbers of what this person scanned on the shelf, in the order it stands there."""
    asked = {
        "stocktake_id": place.stocktake_id,
        "shelf_id": place.shelf_id,
        "location_id": place.location_id,
        "person": place.person,
    }
    return [(row.shelf_key, row.call_number) for row in connection.execute(_ON_SHELF, asked)]


def location_of_copy(connection: Connection, copy_id: int) -> int | None:
    """The location a copy belongs to, by number; None where nobody said."""
    return connection.execute(_LOCATION_OF_COPY, {"copy_id": copy_id}).scalar_one_or_none()
