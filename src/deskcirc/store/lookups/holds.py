"""The queue of a title, a patron's holds, and the hold shelf."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, literal_column, select

from deskcirc.domain.holds import Hold, HoldState
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, holds, patrons, titles

# Written into the statement, not bound: SQLite takes a partial index only where the statement itself says so.
_WAITING: ColumnElement[str] = literal_column(f"'{HoldState.WAITING}'")
_READY: ColumnElement[str] = literal_column(f"'{HoldState.READY}'")
OPEN_HOLD = holds.c.state.in_([_WAITING, _READY])
_OPEN = (
    select(
        holds,
        titles.c.title,
        titles.c.volume,
        patrons.c.name,
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
    )
    .select_from(
        holds.join(titles, holds.c.title_id == titles.c.id)
        .join(patrons, holds.c.patron_id == patrons.c.id)
        .outerjoin(classes, patrons.c.class_id == classes.c.id)
    )
    .where(OPEN_HOLD)
    .order_by(holds.c.place, holds.c.placed_at, holds.c.id)
)
_OF_TITLE = _OPEN.where(holds.c.title_id == bindparam("title_id"))
_OF_PATRON = _OPEN.where(holds.c.patron_id == bindparam("patron_id"))
_BY_ID = _OPEN.where(holds.c.id == bindparam("hold_id"))
_SHELF_NUMBERS = select(holds.c.shelf_number).where(holds.c.state == _READY)


def holds_of_title(connection: Connection, title_id: int, policy: Policy, today: date) -> tuple[Hold, ...]:
    """Open holds of the title, in the order of the queue."""
    return tuple(_hold(row, policy, today) for row in connection.execute(_OF_TITLE, {"title_id": title_id}))


def holds_of_patron(connection: Connection, patron_id: int, policy: Policy, today: date) -> tuple[Hold, ...]:
    """Open holds of the patron, the oldest first."""
    return tuple(_hold(row, policy, today) for row in connection.execute(_OF_PATRON, {"patron_id": patron_id}))


def open_hold_by_id(connection: Connection, hold_id: int, policy: Policy, today: date) -> Hold | None:
    """One hold; None where it has ended."""
    row = connection.execute(_BY_ID, {"hold_id": hold_id}).one_or_none()
    return None if row is None else _hold(row, policy, today)


def shelf_numbers_in_use(connection: Connection) -> tuple[int, ...]:
    """Numbers of the hold shelf that hold a copy."""
    return tuple(number for (number,) in connection.execute(_SHELF_NUMBERS))


def _hold(row: Any, policy: Policy, today: date) -> Hold:
    label = class_label(row.entry_year, row.class_number, row.own_class_name, policy, today)
    return Hold(
        id=row.id,
        title_id=row.title_id,
        title=row.title,
        patron_id=row.patron_id,
        patron=patron_label(row.name, label),
        state=HoldState(row.state),
        placed_at=row.placed_at,
        copy_id=row.copy_id,
        shelf_number=row.shelf_number,
        expires=row.expires,
        volume=row.volume,
        wanted_copy_id=row.wanted_copy_id,
        place=row.place,
    )
