"""The shelves with their labels, each with the place in the shelf order where what stands on it ends."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, text

from deskcirc.domain.stocktake import Shelf
from deskcirc.store.tables import locations, shelves

_NEXT: Final = shelves.alias("next_shelf")
_END: Final = (
    select(_NEXT.c.first_key)
    .where(
        _NEXT.c.location_id.is_not_distinct_from(shelves.c.location_id),
        text("NOT next_shelf.ended"),
        _NEXT.c.place > shelves.c.place,
        _NEXT.c.first_key != "",
    )
    .order_by(_NEXT.c.place)
    .limit(1)
    .correlate(shelves)
    .scalar_subquery()
)
_ALL: Final = (
    select(shelves, locations.c.code.label("location"), locations.c.name.label("location_name"), _END.label("end_key"))
    .select_from(shelves.outerjoin(locations, shelves.c.location_id == locations.c.id))
    .order_by(shelves.c.place, shelves.c.id)
)
_STANDING: Final = _ALL.where(text("NOT shelves.ended"))
_BY_CODE: Final = _STANDING.where(shelves.c.code == bindparam("code"))
_LAST_CODE: Final = select(shelves.c.code).order_by(shelves.c.id.desc()).limit(1)
_LAST_PLACE: Final = select(func.max(shelves.c.place))
_EVER_BY_CODE: Final = _ALL.where(shelves.c.code == bindparam("code"))
_BY_IDS: Final = _ALL.where(shelves.c.id.in_(bindparam("shelf_ids", expanding=True)))


def all_shelves(connection: Connection) -> tuple[Shelf, ...]:
    """Every shelf that is in use, in walking order."""
    return tuple(_shelf(row) for row in connection.execute(_STANDING))


def shelf_of_code(connection: Connection, code: str) -> Shelf | None:
    """The shelf in use whose label says so."""
    row = connection.execute(_BY_CODE, {"code": code}).one_or_none()
    return None if row is None else _shelf(row)


def shelf_ever_of_code(connection: Connection, code: str) -> Shelf | None:
    """The shelf whose label says so, also one that has ended: its code is given to nothing else."""
    row = connection.execute(_EVER_BY_CODE, {"code": code}).one_or_none()
    return None if row is None else _shelf(row)


def all_shelf_codes(connection: Connection) -> frozenset[str]:
    """The codes of all shelves, also of those that have ended."""
    return frozenset(connection.execute(select(shelves.c.code)).scalars())


def last_shelf_code(connection: Connection) -> str:
    """The code of the shelf that was made last; "" where there is none."""
    return connection.execute(_LAST_CODE).scalar() or ""


def last_place(connection: Connection) -> int:
    """The last place of the walking order that any shelf ever had; 0 where there is none."""
    return connection.execute(_LAST_PLACE).scalar() or 0


def location_ids(connection: Connection) -> dict[str, int]:
    """Every location by its name and by its code; a name goes before a code that is spelled alike."""
    rows = connection.execute(select(locations.c.id, locations.c.code, locations.c.name).order_by(locations.c.id)).all()
    named = {row.name: row.id for row in rows if row.name}
    return {**named, **{row.code: row.id for row in rows if row.code not in named}}


def shelves_by_ids(connection: Connection, shelf_ids: Sequence[int]) -> tuple[Shelf, ...]:
    """These shelves in walking order, also those that have ended."""
    return tuple(_shelf(row) for row in connection.execute(_BY_IDS, {"shelf_ids": list(shelf_ids)}))


def _shelf(row: Any) -> Shelf:
    return Shelf(
        id=row.id,
        code=row.code,
        name=row.name,
        location_id=row.location_id,
        location=row.location_name or row.location or "",
        place=row.place,
        first_call_number=row.first_call_number,
        first_key=row.first_key,
        end_key=row.end_key or "",
        ended=bool(row.ended),
    )
