"""Copies whose labels are to be printed: those that want one, and those that somebody names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from deskcirc.domain.copies import CopyState
from deskcirc.domain.label_copies import LabelCopy
from deskcirc.domain.number_ranges import NumberRange
from deskcirc.store.tables import batches, copies, locations, titles

_GONE = (CopyState.WITHDRAWN.value, CopyState.LOST.value)
_earlier = copies.alias("earlier")
# Counted by the order of registering and with copies that are gone: what a label says once stays true.
_COPY_NUMBER = (
    select(func.count() + 1)
    .select_from(_earlier)
    .where(_earlier.c.title_id == copies.c.title_id, _earlier.c.volume == copies.c.volume, _earlier.c.id < copies.c.id)
    .correlate(copies)
    .scalar_subquery()
)
_ALL = select(
    copies.c.id,
    titles.c.title,
    copies.c.volume,
    titles.c.volume.label("title_volume"),
    copies.c.accession_number,
    copies.c.barcode,
    copies.c.call_number,
    copies.c.shelf_key,
    copies.c.batch_id,
    batches.c.number.label("batch"),
    copies.c.location_id,
    locations.c.name.label("location"),
    locations.c.code.label("location_code"),
    copies.c.state,
    copies.c.wants_label,
    _COPY_NUMBER.label("copy_number"),
).select_from(copies.join(titles).outerjoin(batches).outerjoin(locations))
# Word for word the condition of the partial index, for it to be taken.
_WANTING = _ALL.where(text("copies.wants_label"), copies.c.state.not_in(_GONE)).order_by(copies.c.accession_number)
_BY_IDS = _ALL.where(copies.c.id.in_(bindparam("copy_ids", expanding=True)))
_NUMBERED = (
    select(copies.c.id)
    .where(
        copies.c.accession_number.between(bindparam("first"), bindparam("last")),
        func.length(copies.c.accession_number) == bindparam("length"),
        copies.c.state.not_in(_GONE),
    )
    .order_by(copies.c.accession_number)
)


def copies_wanting_labels(connection: Connection) -> tuple[LabelCopy, ...]:
    """Every copy at hand that wants a label, by accession number."""
    return tuple(_label_copy(row) for row in connection.execute(_WANTING))


def label_copies(connection: Connection, copy_ids: Sequence[int]) -> tuple[LabelCopy, ...]:
    """These copies in the order given; an id that no copy has is left out."""
    found: dict[int, LabelCopy] = {}
    for start in range(0, len(copy_ids), 500):
        rows = connection.execute(_BY_IDS, {"copy_ids": list(copy_ids[start : start + 500])})
        found.update((row.id, _label_copy(row)) for row in rows)
    return tuple(found[each] for each in dict.fromkeys(copy_ids) if each in found)


def copies_numbered(connection: Connection, ranges: Sequence[NumberRange]) -> tuple[int, ...]:
    """The copies at hand whose accession number lies in one of the ranges."""
    found: dict[int, None] = {}
    for each in ranges:
        given = {"first": each.first, "last": each.last, "length": len(each.first)}
        found.update(dict.fromkeys(connection.execute(_NUMBERED, given).scalars()))
    return tuple(found)


def _label_copy(row: Any) -> LabelCopy:
    return LabelCopy(
        id=row.id,
        title=row.title,
        volume=row.volume or row.title_volume,
        accession_number=row.accession_number,
        code=row.barcode or row.accession_number,
        call_number=row.call_number,
        shelf_key=row.shelf_key,
        batch_id=row.batch_id,
        batch=row.batch or "",
        location_id=row.location_id,
        location=row.location or row.location_code or "",
        state=CopyState(row.state),
        wants_label=row.wants_label,
        copy_number=row.copy_number,
    )
