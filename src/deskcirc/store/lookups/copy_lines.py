"""Copies as they are registered: number, label, place, price, batch; for the lists of whoever numbers and labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, select

from deskcirc.domain.copies import CopyState
from deskcirc.store.tables import batches, copies, copy_codes, item_types, loans, locations, titles

_ON_LOAN = exists().where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None))
_into = copies.alias("into")
_BOUND_INTO = select(_into.c.accession_number).where(_into.c.id == copies.c.bound_into).scalar_subquery()
_PLACE = func.coalesce(func.nullif(locations.c.name, ""), locations.c.code)
_ALL = select(
    copies.c.id,
    copies.c.title_id,
    titles.c.title,
    copies.c.accession_number,
    copies.c.barcode,
    copies.c.volume,
    copies.c.item_type_id,
    item_types.c.name.label("item_type"),
    copies.c.location_id,
    _PLACE.label("place"),
    copies.c.state,
    copies.c.price,
    copies.c.note,
    copies.c.registered,
    batches.c.number.label("batch"),
    copies.c.wants_label,
    _ON_LOAN.label("on_loan"),
    _BOUND_INTO.label("bound_into"),
).select_from(copies.join(titles).join(item_types).outerjoin(locations).outerjoin(batches))
_OF_TITLE = _ALL.where(copies.c.title_id == bindparam("title_id")).order_by(copies.c.accession_number)
_BY_IDS = _ALL.where(copies.c.id.in_(bindparam("copy_ids", expanding=True))).order_by(copies.c.accession_number)
_OLD_CODES = (
    select(copy_codes.c.code, copy_codes.c.ended_at, copy_codes.c.reason)
    .where(copy_codes.c.copy_id == bindparam("copy_id"))
    .order_by(copy_codes.c.id)
)


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy with everything that is registered about it; `price` in fen."""

    id: int
    title_id: int
    title: str
    number: str
    barcode: str  # "" where it is not labelled yet
    volume: str
    item_type_id: int
    item_type: str
    location_id: int | None
    place: str
    state: CopyState
    price: int | None
    note: str
    registered: date | None
    batch: str
    wants_label: bool
    on_loan: bool
    bound_into: str = ""  # the accession number of the bound copy that this issue is a part of now


@dataclass(frozen=True, slots=True)
class OldLabel:
    """A barcode that the copy once bore."""

    code: str
    ended_at: datetime
    reason: str


def copy_lines_of_title(connection: Connection, title_id: int) -> tuple[CopyLine, ...]:
    """The copies of a title by number, withdrawn ones too."""
    return tuple(_line(row) for row in connection.execute(_OF_TITLE, {"title_id": title_id}))


def copy_lines(connection: Connection, copy_ids: Sequence[int]) -> tuple[CopyLine, ...]:
    """These copies by number; an id that no copy has is left out."""
    return tuple(_line(row) for row in connection.execute(_BY_IDS, {"copy_ids": list(copy_ids)}))


def old_labels(connection: Connection, copy_id: int) -> tuple[OldLabel, ...]:
    """The barcodes that the copy bore before, the first one first."""
    rows = connection.execute(_OLD_CODES, {"copy_id": copy_id})
    return tuple(OldLabel(row.code, row.ended_at, row.reason) for row in rows)


def _line(row: Any) -> CopyLine:
    return CopyLine(
        id=row.id,
        title_id=row.title_id,
        title=row.title,
        number=row.accession_number,
        barcode=row.barcode or "",
        volume=row.volume,
        item_type_id=row.item_type_id,
        item_type=row.item_type,
        location_id=row.location_id,
        place=row.place or "",
        state=CopyState(row.state),
        price=row.price,
        note=row.note,
        registered=row.registered,
        batch=row.batch or "",
        wants_label=row.wants_label,
        on_loan=row.on_loan,
        bound_into=row.bound_into or "",
    )
