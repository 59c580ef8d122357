"""Which copies are known to be in the house since an instant: seen at a shelf, or gone over the counter.

The three streams of `domain.stocktake`, and the acts by which somebody had the copy in hand besides. A loan that
ended because its copy was declared lost is no return.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import BindParameter, Connection, Select, bindparam, case, exists, select, text, union

from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossState
from deskcirc.domain.repair import RepairOrigin
from deskcirc.domain.stocktake import DecisionKind, Group, Stocktake
from deskcirc.store.lookups.carried import carried_of, carried_since
from deskcirc.store.lookups.stocktakes import frozen_groups
from deskcirc.store.tables import (
    copies,
    in_house_uses,
    loans,
    losses,
    repairs,
    stocktake_decisions,
    stocktake_scans,
    stocktakes,
)

_ON_PAPER: Final = (RepairOrigin.REGISTER.value, RepairOrigin.STOCKTAKE.value)
"""Damage that is written down with nothing in hand: whoever counts says days later what the line had shown then."""
_SINCE: Final[BindParameter[datetime]] = bindparam("since")
_MOST: Final = 200  # copies that are asked after one by one
_GIVEN_UP: Final = exists().where(
    losses.c.loan_id == loans.c.id,
    losses.c.lost_at.is_not(None),
    losses.c.lost_at == loans.c.returned_at,
)
_OPENED: Final = (
    select(stocktakes.c.opened_at).where(stocktakes.c.id == stocktake_scans.c.stocktake_id).scalar_subquery()
)
_SEEN: Final = (
    select(stocktake_scans.c.copy_id)
    .where(
        stocktake_scans.c.copy_id.is_not(None),
        # Nobody knows when a line without a time was scanned: surely after its own count was opened, so it shows
        # nothing to a count that was opened between the shelf and the loading.
        case((text("stocktake_scans.untimed"), _OPENED), else_=stocktake_scans.c.at) >= _SINCE,
        stocktake_scans.c.kind != "refused",
        text("NOT stocktake_scans.ended"),
    )
    .execution_options(yield_per=2000)
)  # of all lines: handed on as they come, not gathered
# Decided missing and at hand again, though nobody took that back: it was found, which the register alone says.
_FOUND_AFTER_ALL: Final = (
    select(stocktake_decisions.c.copy_id)
    .select_from(stocktake_decisions.join(copies, stocktake_decisions.c.copy_id == copies.c.id))
    .where(
        stocktake_decisions.c.kind == DecisionKind.MISSING.value,
        stocktake_decisions.c.at >= _SINCE,
        stocktake_decisions.c.reversed_at.is_(None),
        copies.c.state.not_in((CopyState.MISSING.value, CopyState.LOST.value, CopyState.WITHDRAWN.value)),
    )
)
# What pupils take out of their class corner says nothing more: the corner has the copy on loan itself, since before the
# opening, and then nobody expects it on a shelf, or since after it.
_HANDLED: Final = union(
    select(loans.c.copy_id).where(loans.c.lent_at >= _SINCE),
    select(loans.c.copy_id).where(loans.c.returned_at >= _SINCE, ~_GIVEN_UP),
    select(in_house_uses.c.copy_id).where(in_house_uses.c.at >= _SINCE),
    select(repairs.c.copy_id).where(repairs.c.reported_at >= _SINCE, repairs.c.origin.not_in(_ON_PAPER)),
    select(repairs.c.copy_id).where(repairs.c.started_at >= _SINCE),
    select(repairs.c.copy_id).where(repairs.c.mended_at >= _SINCE),
    select(losses.c.copy_id).where(losses.c.ended_at >= _SINCE, losses.c.state == LossState.FOUND.value),
    _FOUND_AFTER_ALL,
)


# Asked of a few copies: each stream looks them up by its own index instead of being read whole.
_FEW: Final[BindParameter[Sequence[int]]] = bindparam("copy_ids", expanding=True)
_SEEN_OF: Final = _SEEN.where(stocktake_scans.c.copy_id.in_(_FEW))
_HANDLED_OF: Final = union(
    *(each.where(next(iter(each.selected_columns)).in_(_FEW)) for each in _HANDLED.selects if isinstance(each, Select))
)


def seen_since(connection: Connection, since: datetime) -> set[int]:
    """The copies, by number, that were scanned in any count since then; lines taken back and refused ones aside."""
    return set(connection.execute(_SEEN, {"since": since}).scalars())


def handled_since(connection: Connection, since: datetime) -> set[int]:
    """The copies, by number, that somebody had in hand since then: at the counter, for a class, at the repair table."""
    return over_the_counter_since(connection, since) | carried_since(connection, since)


def over_the_counter_since(connection: Connection, since: datetime) -> set[int]:
    """The copies, by number, of which a row tells that somebody had them in hand since then, whenever that was."""
    return set(connection.execute(_HANDLED, {"since": since}).scalars())


def present_in(connection: Connection, stocktake: Stocktake) -> set[int]:
    """The copies, by number, of which is known that they were in the house after the count was opened."""
    return seen_since(connection, stocktake.opened_at) | handled_since(connection, stocktake.opened_at)


def missed_in(connection: Connection, stocktake: Stocktake) -> tuple[int, ...]:
    """The copies, by number, that had to stand on a shelf at the opening and of which nothing is known since."""
    present = present_in(connection, stocktake)
    return tuple(each for each in frozen_groups(connection, stocktake.id).copies_in(Group.SHELF) if each not in present)


def present_one_by_one(connection: Connection, stocktake: Stocktake) -> Iterator[int]:
    """The copies of `present_in`, some of them more than once: for who needs no set of all of them."""
    for stream in (_SEEN, _HANDLED):
        yield from connection.execute(stream, {"since": stocktake.opened_at}).scalars()
    yield from carried_since(connection, stocktake.opened_at)


def present_of(connection: Connection, stocktake: Stocktake, copy_ids: Sequence[int]) -> set[int]:
    """Those of these copies of which is known that they were in the house after the count was opened."""
    if len(copy_ids) > _MOST:
        return present_in(connection, stocktake).intersection(copy_ids)
    asked = {"since": stocktake.opened_at, "copy_ids": list(copy_ids)}
    seen = set(connection.execute(_SEEN_OF, asked).scalars())
    handled = set(connection.execute(_HANDLED_OF, asked).scalars())
    return seen | handled | carried_of(connection, stocktake.opened_at, copy_ids)
