"""Counts of the shelves, what each has frozen, and which copies of the stock fall into a scope, with their groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Select, and_, bindparam, case, exists, or_, select, text

from deskcirc.domain.call_numbers import has_place, shelf_key
from deskcirc.domain.copies import CopyState
from deskcirc.domain.stocktake import (
    BLOCK,
    RUNNING,
    FrozenGroups,
    Group,
    Scope,
    Shelf,
    Stocktake,
    StocktakeState,
    stored_scope,
)
from deskcirc.store.tables import copies, holds, loans, operators, stocktake_blocks, stocktakes

_AFTER_ALL: Final = "\U0010ffff"  # follows every key that begins alike
_ALL: Final = (
    select(
        # Its report, as long as a book, is read where it is shown.
        *(column for column in stocktakes.c if column is not stocktakes.c.report),
        operators.c.name.label("opener"),
    )
    .select_from(stocktakes.outerjoin(operators, stocktakes.c.opened_by == operators.c.id))
    .order_by(stocktakes.c.id.desc())
)
_BY_ID: Final = _ALL.where(stocktakes.c.id == bindparam("stocktake_id"))
_RUNNING: Final = _ALL.where(stocktakes.c.state.in_([state.value for state in RUNNING]))
_BLOCKS: Final = select(stocktake_blocks.c.block, stocktake_blocks.c.groups).where(
    stocktake_blocks.c.stocktake_id == bindparam("stocktake_id")
)
_BLOCK: Final = _BLOCKS.where(stocktake_blocks.c.block == bindparam("block"))
_OPEN_LOAN: Final = loans.alias("open_loan")
_READY: Final = exists().where(holds.c.copy_id == copies.c.id, text("holds.state = 'ready'"))
_GROUP: Final = case(
    (copies.c.state == CopyState.LOST.value, Group.LOST.value),
    (_OPEN_LOAN.c.corner_id.is_not(None), Group.CORNER.value),
    (_OPEN_LOAN.c.lending == "in_house", Group.READING_ROOM.value),
    (_OPEN_LOAN.c.id.is_not(None), Group.ON_LOAN.value),
    (copies.c.state == CopyState.MISSING.value, Group.MISSING.value),
    (copies.c.state == CopyState.IN_PROCESS.value, Group.IN_PROCESS.value),
    (or_(copies.c.state == CopyState.IN_REPAIR.value, copies.c.damaged), Group.REPAIR.value),
    (_READY, Group.HOLD_SHELF.value),
    (copies.c.awaits_shelving, Group.TROLLEY.value),
    else_=Group.SHELF.value,
)
_GROUPS: Final = (
    select(copies.c.id, _GROUP.label("group"), copies.c.location_id, copies.c.shelf_key)
    .select_from(
        copies.outerjoin(_OPEN_LOAN, and_(_OPEN_LOAN.c.copy_id == copies.c.id, _OPEN_LOAN.c.returned_at.is_(None)))
    )
    .where(copies.c.state != CopyState.WITHDRAWN.value)
)


def all_stocktakes(connection: Connection) -> tuple[Stocktake, ...]:
    """Every count, the latest first."""
    return tuple(_stocktake(row) for row in connection.execute(_ALL))


def running_stocktakes(connection: Connection) -> tuple[Stocktake, ...]:
    """The counts that are open or paused, the latest first."""
    return tuple(_stocktake(row) for row in connection.execute(_RUNNING))


def stocktake_by_id(connection: Connection, stocktake_id: int) -> Stocktake | None:
    """One count."""
    row = connection.execute(_BY_ID, {"stocktake_id": stocktake_id}).one_or_none()
    return None if row is None else _stocktake(row)


def frozen_groups(connection: Connection, stocktake_id: int) -> FrozenGroups:
    """What the count expects, whole: for lists and reports; a scan asks `frozen_group`."""
    rows = connection.execute(_BLOCKS, {"stocktake_id": stocktake_id})
    return FrozenGroups({row.block: bytes(row.groups) for row in rows})


def frozen_group(connection: Connection, stocktake_id: int, copy_id: int) -> Group | None:
    """Where the copy was when the count was opened; None for one out of scope, and for one that came later."""
    asked = {"stocktake_id": stocktake_id, "block": copy_id // BLOCK}
    row = connection.execute(_BLOCK, asked).one_or_none()
    return None if row is None else FrozenGroups({row.block: bytes(row.groups)}).group_of(copy_id)


def groups_in_scope(connection: Connection, scope: Scope, shelves: Sequence[Shelf] = ()) -> list[tuple[int, Group]]:
    """Every copy that falls into the scope now, by number, with its group; withdrawn copies fall into none.

    `shelves` are those the scope names. The class range is that of call numbers, by which copies stand.
    """
    rows = connection.execute(_narrowed(scope))
    if not scope.shelves:
        return [(row.id, Group(row.group)) for row in rows]
    return [(row.id, Group(row.group)) for row in rows if any(_stands_on(shelf, row) for shelf in shelves)]


def _narrowed(scope: Scope) -> Select[Any]:
    statement = _GROUPS
    if scope.locations:  # 0 stands for copies of which no location is known
        known = copies.c.location_id.in_(scope.locations)
        statement = statement.where(or_(known, copies.c.location_id.is_(None)) if 0 in scope.locations else known)
    if scope.item_types:
        statement = statement.where(copies.c.item_type_id.in_(scope.item_types))
    if scope.class_from:
        statement = statement.where(copies.c.shelf_key >= shelf_key(scope.class_from))
    if scope.class_to:
        statement = statement.where(copies.c.shelf_key <= shelf_key(scope.class_to) + _AFTER_ALL)
    return statement


def _stands_on(shelf: Shelf, row: Any) -> bool:
    in_location = shelf.location_id is None or row.location_id == shelf.location_id
    return in_location and shelf.holds(row.shelf_key) and (has_place(row.shelf_key) or not shelf.first_key)


def _stocktake(row: Any) -> Stocktake:
    return Stocktake(
        id=row.id,
        number=row.number,
        name=row.name,
        scope=stored_scope(row.scope),
        blind=bool(row.blind),
        state=StocktakeState(row.state),
        opened_at=row.opened_at,
        opened_by=row.opener or "",
        state_at=row.state_at,
        copies=row.copies,
        expected=row.expected,
        backup=row.backup,
        note=row.note,
        previous_id=row.previous_id,
        closed_at=row.closed_at,
        seal=row.seal,
    )
