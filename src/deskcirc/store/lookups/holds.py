"""The queue of a title, a patron's holds, and the hold shelf."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, exists, func, literal_column, select, text

from deskcirc.domain.holds import Hold, HoldState
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, copies, holds, in_house_uses, loans, patrons, titles

# Written into the statement, not bound: SQLite takes a partial index only where the statement itself says so.
_WAITING: ColumnElement[str] = literal_column(f"'{HoldState.WAITING}'")
_READY: ColumnElement[str] = literal_column(f"'{HoldState.READY}'")
OPEN_HOLD = holds.c.state.in_([_WAITING, _READY])
_ANY = select(
    holds,
    titles.c.title,
    titles.c.volume,
    patrons.c.name,
    classes.c.entry_year,
    classes.c.number.label("class_number"),
    classes.c.name.label("own_class_name"),
).select_from(
    holds.join(titles, holds.c.title_id == titles.c.id)
    .join(patrons, holds.c.patron_id == patrons.c.id)
    .outerjoin(classes, patrons.c.class_id == classes.c.id)
)
_OPEN = _ANY.where(OPEN_HOLD).order_by(holds.c.place, holds.c.placed_at, holds.c.id)
_OF_TITLE = _OPEN.where(holds.c.title_id == bindparam("title_id"))
_OF_PATRON = _OPEN.where(holds.c.patron_id == bindparam("patron_id"))
_BY_ID = _OPEN.where(holds.c.id == bindparam("hold_id"))
_PAST = (
    _OPEN.where(holds.c.state == _READY, holds.c.expires < bindparam("today"))
    .order_by(None)
    .order_by(holds.c.shelf_number)
)
_OF_TYPE = select(func.count()).where(
    holds.c.patron_id == bindparam("patron_id"),
    OPEN_HOLD,
    exists().where(copies.c.title_id == holds.c.title_id, copies.c.item_type_id == bindparam("item_type_id")),
)
_ALL_READY = _OPEN.where(holds.c.state == _READY).order_by(None).order_by(holds.c.shelf_number)
_ALL_WAITING = _OPEN.where(holds.c.state == _WAITING)
_OVER: ColumnElement[str] = literal_column(f"'{HoldState.EXPIRED}'")
_EXPIRED = _ANY.where(holds.c.state == _OVER).order_by(holds.c.ended_at, holds.c.id)
_EXPIRED_SINCE = _EXPIRED.where(holds.c.ended_at >= bindparam("since"))
_EXPIRED_OF_PATRON = _EXPIRED_SINCE.where(
    holds.c.patron_id == bindparam("patron_id"),
    ~exists().where(loans.c.patron_id == holds.c.patron_id, loans.c.lent_at > holds.c.ended_at),
)
_NEVER_COLLECTED = select(holds.c.copy_id).where(
    holds.c.state == _OVER,
    ~exists().where(loans.c.copy_id == holds.c.copy_id, loans.c.lent_at > holds.c.ready_at),
    ~exists().where(in_house_uses.c.copy_id == holds.c.copy_id, in_house_uses.c.at > holds.c.ended_at),
)
_UNCOLLECTED = _NEVER_COLLECTED.where(holds.c.copy_id == bindparam("copy_id")).limit(1)
_UNCOLLECTED_ON_TROLLEY = _NEVER_COLLECTED.where(
    holds.c.copy_id.in_(select(copies.c.id).where(text("copies.awaits_shelving")).correlate(None))
)
_KEPT = select(holds.c.id).where(holds.c.copy_id == bindparam("copy_id"), holds.c.state == _READY)
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


def patrons_holds_of_type(connection: Connection, patron_id: int, item_type_id: int) -> int:
    """How many open holds of the patron are on titles with copies of this item type."""
    return connection.execute(_OF_TYPE, {"patron_id": patron_id, "item_type_id": item_type_id}).scalar_one()


def past_holds(connection: Connection, policy: Policy, today: date) -> tuple[Hold, ...]:
    """Holds whose copy has stood on the hold shelf for longer than the school allows, by shelf number."""
    return tuple(_hold(row, policy, today) for row in connection.execute(_PAST, {"today": today}))


def ready_holds(connection: Connection, policy: Policy, today: date) -> tuple[Hold, ...]:
    """What stands on the hold shelf, by its numbers."""
    return tuple(_hold(row, policy, today) for row in connection.execute(_ALL_READY))


def waiting_holds(connection: Connection, policy: Policy, today: date) -> tuple[Hold, ...]:
    """Who waits for a copy, in the order of the queues."""
    return tuple(_hold(row, policy, today) for row in connection.execute(_ALL_WAITING))


def expired_since(connection: Connection, since: datetime, policy: Policy, today: date) -> tuple[Hold, ...]:
    """Holds that ended uncollected at `since` or later."""
    return tuple(_hold(row, policy, today) for row in connection.execute(_EXPIRED_SINCE, {"since": since}))


def missed_holds(
    connection: Connection, patron_id: int, since: datetime, policy: Policy, today: date
) -> tuple[Hold, ...]:
    """Holds of the patron that ended uncollected at `since` or later, and after which they have borrowed nothing."""
    given = {"patron_id": patron_id, "since": since}
    return tuple(_hold(row, policy, today) for row in connection.execute(_EXPIRED_OF_PATRON, given))


def was_never_collected(connection: Connection, copy_id: int) -> bool:
    """Whether the copy comes from the hold shelf, where a hold on it ended, and has not been used since."""
    return connection.execute(_UNCOLLECTED, {"copy_id": copy_id}).first() is not None


def stands_on_hold_shelf(connection: Connection, copy_id: int) -> bool:
    """Whether the copy is kept for somebody who has not collected it yet."""
    return connection.execute(_KEPT, {"copy_id": copy_id}).first() is not None


def copies_never_collected(connection: Connection) -> frozenset[int]:
    """Ids of the copies on the trolley that come from the hold shelf, where nobody collected them."""
    return frozenset(connection.execute(_UNCOLLECTED_ON_TROLLEY).scalars())


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
