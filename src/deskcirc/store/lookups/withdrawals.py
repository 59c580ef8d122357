"""Withdrawal batches and their copies; what stands in the way of withdrawing one; whose last copy goes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, and_, bindparam, exists, func, select

from deskcirc.domain.policy import Policy
from deskcirc.domain.withdrawal import (
    CopyStanding,
    LastCopies,
    Withdrawal,
    WithdrawalLine,
    WithdrawalReason,
    WithdrawalState,
)
from deskcirc.store.lookups.copies import copies_by_ids, copy_by_id
from deskcirc.store.lookups.corners import sub_loan_of_copy
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.ledger_days import ledger_day
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.tables import copies, titles, withdrawal_copies, withdrawals

_lines = withdrawal_copies
_LIVE = ~_lines.c.ended
_VALUE = func.coalesce(_lines.c.price, copies.c.price, 0)
_BATCHES = (
    select(
        withdrawals,
        func.count(_lines.c.id).label("copies"),
        func.count(func.distinct(copies.c.title_id)).label("titles"),
        func.coalesce(func.sum(_VALUE), 0).label("value"),
    )
    .select_from(
        withdrawals.outerjoin(_lines, and_(_lines.c.withdrawal_id == withdrawals.c.id, _LIVE)).outerjoin(
            copies, copies.c.id == _lines.c.copy_id
        )
    )
    .group_by(withdrawals.c.id)
    .order_by(withdrawals.c.id.desc())
)
_BATCH = _BATCHES.where(withdrawals.c.id == bindparam("withdrawal_id"))
_LINES = (
    select(
        _lines,
        copies.c.price.label("own_price"),
        copies.c.registered,
        copies.c.acquired,
        copies.c.added_at,
        titles.c.publisher,
        titles.c.year,
    )
    .select_from(_lines.join(copies, copies.c.id == _lines.c.copy_id).join(titles))
    .where(_lines.c.withdrawal_id == bindparam("withdrawal_id"), _LIVE)
)
_LINE_OF_COPY = (
    select(_lines.c.number, withdrawals.c.id, withdrawals.c.number.label("batch"), withdrawals.c.approved_on)
    .select_from(_lines.join(withdrawals))
    .where(_lines.c.copy_id == bindparam("copy_id"), _LIVE)
)
_COPIES_IN_BATCHES = select(_lines.c.copy_id).where(_LIVE)
_HELD: Final = ("in_stock", "in_repair", "in_process")
_others = copies.alias("others")
# Titles of these copies of which nothing else is held: a lost or missing copy is none that anybody could have.
_LAST = (
    select(func.min(copies.c.id))
    .where(
        copies.c.id.in_(bindparam("copy_ids", expanding=True)),
        ~exists().where(
            _others.c.title_id == copies.c.title_id,
            _others.c.state.in_(_HELD),
            _others.c.id.not_in(bindparam("copy_ids", expanding=True)),
        ),
    )
    .group_by(copies.c.title_id)
)


def all_withdrawals(connection: Connection, policy: Policy) -> tuple[Withdrawal, ...]:
    """Every batch, the newest first."""
    return tuple(_withdrawal(row, policy) for row in connection.execute(_BATCHES))


def withdrawal_by_id(connection: Connection, withdrawal_id: int, policy: Policy) -> Withdrawal | None:
    """One batch; None where there is none of that id."""
    row = connection.execute(_BATCH, {"withdrawal_id": withdrawal_id}).one_or_none()
    return None if row is None else _withdrawal(row, policy)


def lines_of_withdrawal(connection: Connection, withdrawal_id: int, policy: Policy) -> tuple[WithdrawalLine, ...]:
    """The copies of a batch in shelf order."""
    rows = {row.copy_id: row for row in connection.execute(_LINES, {"withdrawal_id": withdrawal_id})}
    return tuple(
        WithdrawalLine(
            id=row.id,
            copy=copy,
            evidence=row.evidence,
            came_on=ledger_day(row.registered, row.acquired, row.added_at, policy.utc_offset),
            number=row.number or "",
            price=row.price if row.number else row.own_price,
            compensation=row.compensation,
            publisher=row.publisher,
            year=row.year,
        )
        for copy in copies_by_ids(connection, list(rows))
        for row in (rows[copy.id],)
    )


def copies_in_withdrawals(connection: Connection) -> frozenset[int]:
    """Ids of all copies that are in a batch, proposed or approved."""
    return frozenset(connection.execute(_COPIES_IN_BATCHES).scalars())


def standing_of(connection: Connection, copy_id: int, policy: Policy, today: date) -> CopyStanding | None:
    """What is known of a copy that somebody wants to withdraw; None where there is no such copy."""
    copy = copy_by_id(connection, copy_id)
    if copy is None:
        return None
    line = connection.execute(_LINE_OF_COPY, {"copy_id": copy_id}).one_or_none()
    sub_loan = sub_loan_of_copy(connection, copy_id, policy)
    held = holds_of_title(connection, copy.title_id, policy, today)
    return CopyStanding(
        copy=copy,
        loan=loan_of_copy(connection, copy_id, policy, today),
        lent_on_to=sub_loan.patron if sub_loan else "",
        holds=tuple(hold for hold in held if copy_id in (hold.copy_id, hold.wanted_copy_id)),
        batch=line.batch if line else "",
        batch_id=line.id if line else 0,
        number=(line.number or "") if line else "",
        withdrawn_on=line.approved_on if line else None,
    )


def last_copies(
    connection: Connection, copy_ids: Collection[int], policy: Policy, today: date
) -> tuple[LastCopies, ...]:
    """The titles of which nothing would be left without these copies, and who waits for them."""
    if not copy_ids:
        return ()
    wanted: Sequence[int] = list(copy_ids)
    last = list(connection.execute(_LAST, {"copy_ids": wanted}).scalars())
    return tuple(
        LastCopies(copy.name, tuple(hold.patron for hold in holds_of_title(connection, copy.title_id, policy, today)))
        for copy in copies_by_ids(connection, last)
    )


def _withdrawal(row: Any, policy: Policy) -> Withdrawal:
    return Withdrawal(
        id=row.id,
        number=row.number,
        reason=WithdrawalReason(row.reason),
        state=WithdrawalState(row.state),
        opened_on=policy.day_of(row.opened_at),
        receiver=row.receiver,
        note=row.note,
        document=row.document,
        approved_by=row.approved_by,
        approved_on=row.approved_on,
        copies=row.copies,
        titles=row.titles,
        value=row.value,
    )
