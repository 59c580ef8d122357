"""Copies that wait to be handed over to the stacks, and the hand-overs there were."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, func, select

from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.hand_over import HandOver, WaitingCopy
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.store.tables import batches, copies, hand_overs, titles

_WAITING = (
    select(
        copies.c.id,
        copies.c.registered,
        copies.c.wants_label,
        titles.c.awaits_cataloguing,
        batches.c.number.label("batch"),
    )
    .select_from(copies.join(titles).outerjoin(batches, batches.c.id == copies.c.batch_id))
    .where(copies.c.state == CopyState.IN_PROCESS.value)
)
_ALL = (
    select(
        hand_overs, func.count(copies.c.id).label("copies"), func.coalesce(func.sum(copies.c.price), 0).label("value")
    )
    .select_from(hand_overs.outerjoin(copies, copies.c.hand_over_id == hand_overs.c.id))
    .group_by(hand_overs.c.id)
    .order_by(hand_overs.c.id.desc())
)
_ONE = _ALL.where(hand_overs.c.id == bindparam("hand_over_id"))
_HANDED = select(copies.c.id).where(copies.c.hand_over_id == bindparam("hand_over_id"))
_AT_A_TIME = 5000  # ids in one statement; SQLite takes 32 766


def copies_to_hand_over(connection: Connection) -> tuple[WaitingCopy, ...]:
    """Every copy in process, by batch, the newest batch first, then in shelf order."""
    rows = {row.id: row for row in connection.execute(_WAITING)}
    waiting = [_waiting(copy, rows[copy.id]) for copy in _copies(connection, list(rows))]
    return tuple(sorted(waiting, key=lambda each: each.batch, reverse=True))


def all_hand_overs(connection: Connection, policy: Policy) -> tuple[HandOver, ...]:
    """Every hand-over, the newest first."""
    return tuple(_hand_over(row, policy) for row in connection.execute(_ALL))


def hand_over_by_id(connection: Connection, hand_over_id: int, policy: Policy) -> HandOver | None:
    """One hand-over; None where there is none of that id."""
    row = connection.execute(_ONE, {"hand_over_id": hand_over_id}).one_or_none()
    return None if row is None else _hand_over(row, policy)


def copies_handed_over(connection: Connection, hand_over_id: int) -> tuple[Copy, ...]:
    """The copies of a hand-over in shelf order."""
    ids = connection.execute(_HANDED, {"hand_over_id": hand_over_id}).scalars()
    return _copies(connection, list(ids))


def _copies(connection: Connection, copy_ids: list[int]) -> tuple[Copy, ...]:
    parts = [copy_ids[start : start + _AT_A_TIME] for start in range(0, len(copy_ids), _AT_A_TIME)]
    found = [copy for part in parts for copy in copies_by_ids(connection, part)]
    return tuple(sorted(found, key=lambda copy: (copy.shelf_key, copy.accession_number)))


def _waiting(copy: Copy, row: Any) -> WaitingCopy:
    return WaitingCopy(copy, row.batch or "", row.registered, row.wants_label, row.awaits_cataloguing)


def _hand_over(row: Any, policy: Policy) -> HandOver:
    return HandOver(row.id, row.number, policy.day_of(row.at), row.receiver, row.note, row.copies, row.value)
