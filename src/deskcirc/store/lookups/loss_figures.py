"""What the figures of losses are reckoned from: the losses that touch some days, their ends, and the money for them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from deskcirc.domain.ledgers import Span
from deskcirc.domain.loss_figures import LossFact, MoneyFact, MoneyKind, WayOut
from deskcirc.domain.losses import LossState
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.repair_figures import instants_of
from deskcirc.store.tables import charges, copies, losses, payments, withdrawal_copies, withdrawals

_newer = copies.alias("newer")
_LOSSES = (
    select(
        losses.c.copy_id,
        losses.c.state,
        func.coalesce(withdrawal_copies.c.price, copies.c.price).label("price"),
        losses.c.claimed_at,
        losses.c.lost_at,
        losses.c.ended_at,
        _newer.c.added_at.label("replaced_at"),
        withdrawals.c.approved_on,
    )
    .select_from(
        losses.join(copies, copies.c.id == losses.c.copy_id)
        .outerjoin(_newer, _newer.c.id == losses.c.replaced_by)
        .outerjoin(
            withdrawal_copies,
            (withdrawal_copies.c.copy_id == losses.c.copy_id) & ~withdrawal_copies.c.ended,
        )
        .outerjoin(
            withdrawals,
            (withdrawals.c.id == withdrawal_copies.c.withdrawal_id) & (withdrawals.c.state == "approved"),
        )
    )
    .where(
        losses.c.reported_at < bindparam("end"),
        or_(losses.c.ended_at.is_(None), losses.c.ended_at >= bindparam("start")),
    )
    .order_by(losses.c.reported_at, losses.c.id)
)
_ABOUT = or_(charges.c.kind == "lost", charges.c.kind == "damaged", charges.c.loss_id.is_not(None))
_IS_LOST = or_(charges.c.kind == "lost", charges.c.loss_id.is_not(None)).label("lost")
_MOVED = (
    select(charges.c.copy_id, payments.c.kind, payments.c.amount, payments.c.at, _IS_LOST)
    .select_from(payments.join(charges, charges.c.id == payments.c.charge_id))
    .where(_ABOUT, payments.c.at >= bindparam("start"), payments.c.at < bindparam("end"))
    .order_by(payments.c.at, payments.c.id)
)
_SETTLED = (
    select(charges.c.copy_id, charges.c.state, charges.c.amount, charges.c.paid, charges.c.settled_at, _IS_LOST)
    .where(
        _ABOUT,
        charges.c.settled_at >= bindparam("start"),
        charges.c.settled_at < bindparam("end"),
        or_(charges.c.state == "waived", (charges.c.state == "paid") & (charges.c.paid == 0)),
    )
    .order_by(charges.c.settled_at, charges.c.id)
)


def loss_facts(connection: Connection, policy: Policy, span: Span) -> tuple[LossFact, ...]:
    """Every loss and claim that was open on one of these days, by the day it was reported."""
    return tuple(_fact(row, policy) for row in connection.execute(_LOSSES, instants_of(policy, span)))


def money_facts(connection: Connection, policy: Policy, span: Span) -> tuple[MoneyFact, ...]:
    """Money that was taken, given back or let go in these days for lost and damaged copies.

    A charge settled as paid before payments were kept has none: all of it was taken when it was settled.
    """
    asked = instants_of(policy, span)
    moved = [
        MoneyFact(row.copy_id, MoneyKind(row.kind), row.amount, policy.day_of(row.at), bool(row.lost))
        for row in connection.execute(_MOVED, asked)
    ]
    for row in connection.execute(_SETTLED, asked):
        waived = row.state == MoneyKind.WAIVED
        kind, amount = (MoneyKind.WAIVED, row.amount - row.paid) if waived else (MoneyKind.PAID, row.amount)
        moved.append(MoneyFact(row.copy_id, kind, amount, policy.day_of(row.settled_at), bool(row.lost)))
    return tuple(moved)


def _fact(row: Any, policy: Policy) -> LossFact:
    lost_on = None if row.lost_at is None else policy.day_of(row.lost_at)
    return LossFact(
        copy_id=row.copy_id,
        price=row.price,
        claimed_on=None if row.claimed_at is None else policy.day_of(row.claimed_at),
        lost_on=lost_on,
        ways=tuple(_ways(row, policy, lost_on)),
    )


def _ways(row: Any, policy: Policy, lost_on: date | None) -> Iterator[tuple[date, WayOut]]:
    """The ends it came to; a withdrawal before the loss is none of it."""
    if row.replaced_at is not None:
        yield policy.day_of(row.replaced_at), WayOut.REPLACED
    if row.ended_at is not None:
        found = row.state == LossState.FOUND.value
        yield policy.day_of(row.ended_at), WayOut.FOUND if found else WayOut.MISTAKE
    if row.approved_on is not None and lost_on is not None and row.approved_on >= lost_on:
        yield row.approved_on, WayOut.WITHDRAWN
