"""What each class borrowed, brought late, lost, damaged and mended in some days; nobody's name is read."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, bindparam, exists, func, literal_column, or_, select

from deskcirc.domain.class_figures import ClassRecord
from deskcirc.domain.figures import counted
from deskcirc.domain.ledgers import Span
from deskcirc.domain.losses import LossState
from deskcirc.domain.policy import Policy
from deskcirc.domain.repair import Duty, RepairOrigin, RepairState
from deskcirc.store.lookups.repair_figures import class_names, instants_of
from deskcirc.store.tables import classes, loans, losses, patrons, repairs

_LONGEST: Final = timedelta(days=400)  # after which nobody brings back what was late when the days were over
_OF_PATRON = loans.join(patrons, patrons.c.id == loans.c.patron_id)
_OWN = (patrons.c.class_id.is_not(None), loans.c.corner_id.is_(None))
_NO_RETURN = exists().where(losses.c.loan_id == loans.c.id, losses.c.lost_at.is_not(None))
_START: BindParameter[Any] = bindparam("start")
_END: BindParameter[Any] = bindparam("end")

# All loans are counted within an index, and those of corners, few of them, taken off again. The plus keeps SQLite from
# looking for these few through the index of all loans.
_LOANS = (
    select(loans.c.patron_id, func.count())
    .where(loans.c.lent_at >= _START, loans.c.lent_at < _END)
    .group_by(loans.c.patron_id)
)
_LENT_AT = literal_column("+loans.lent_at", loans.c.lent_at.type)
_BY_PATRON = literal_column("+loans.patron_id", loans.c.patron_id.type)
_CORNER_LOANS = (
    select(_BY_PATRON.label("patron_id"), func.count())
    .where(loans.c.corner_id.is_not(None), _LENT_AT >= _START, _LENT_AT < _END)
    .group_by(_BY_PATRON)
)
_PATRONS = select(patrons.c.id, patrons.c.class_id).where(patrons.c.class_id.is_not(None))
_LATE = (
    select(patrons.c.class_id, loans.c.copy_id, loans.c.days_late)
    .select_from(_OF_PATRON)
    .where(*_OWN, loans.c.returned_at >= _START, loans.c.returned_at < _END, loans.c.days_late > 0, ~_NO_RETURN)
)
_OUT = (
    select(patrons.c.class_id, loans.c.copy_id, loans.c.due)
    .select_from(_OF_PATRON)
    .where(*_OWN, loans.c.claimed_at.is_(None), loans.c.due < bindparam("day"))
)
_STILL_OUT = _OUT.where(loans.c.returned_at.is_(None))
_THEN_OUT = _OUT.where(loans.c.returned_at >= _END, loans.c.returned_at < bindparam("until"))
_LOST = (
    select(patrons.c.class_id, losses.c.copy_id)
    .select_from(losses.join(patrons, patrons.c.id == losses.c.patron_id))
    .where(
        patrons.c.class_id.is_not(None),
        losses.c.lost_at >= _START,
        losses.c.lost_at < _END,
        losses.c.state.in_([LossState.LOST.value, LossState.REPLACED.value]),
    )
)
_DAMAGED = (
    select(patrons.c.class_id, repairs.c.copy_id)
    .select_from(repairs.join(patrons, patrons.c.id == repairs.c.patron_id))
    .where(
        patrons.c.class_id.is_not(None),
        repairs.c.reported_at >= _START,
        repairs.c.reported_at < _END,
        repairs.c.state != RepairState.CANCELLED.value,
        repairs.c.duty != Duty.NOTHING.value,
        or_(
            repairs.c.origin == RepairOrigin.RETURNS.value,
            repairs.c.duty.in_([Duty.MENDS.value, Duty.PAYS.value]),
        ),
    )
)
_MENDED = (
    select(patrons.c.class_id, repairs.c.copy_id)
    .select_from(repairs.join(patrons, patrons.c.id == repairs.c.helper_id))
    .where(patrons.c.class_id.is_not(None), repairs.c.mended_at >= _START, repairs.c.mended_at < _END)
)
_CURRENT = select(classes.c.id).where(~classes.c.ended)
_LENT = (
    select(loans.c.copy_id)
    .select_from(_OF_PATRON)
    .where(*_OWN, patrons.c.class_id == bindparam("class_id"), loans.c.lent_at >= _START, loans.c.lent_at < _END)
    .distinct()
)


def class_records(connection: Connection, policy: Policy, span: Span) -> tuple[ClassRecord, ...]:
    """Every class at school and every other one that borrowed in these days, the youngest first; () for no figure."""
    asked = {**instants_of(policy, span), "day": span.last}
    lent = _lent(connection, asked)
    late: dict[int, list[int]] = defaultdict(list)
    days: Counter[int] = Counter()
    for class_id, copy_id, days_late in connection.execute(_LATE, asked):
        late[class_id].append(copy_id)
        days[class_id] += days_late
    out = _out(connection, policy, span, asked, days)
    lost, damaged, mended = (_by_class(connection.execute(query, asked)) for query in (_LOST, _DAMAGED, _MENDED))
    touched = {*lent, *late, *out, *lost, *damaged, *mended}
    if not touched:
        return ()
    shown = touched | set(connection.execute(_CURRENT).scalars())
    return tuple(
        ClassRecord(
            class_id=class_id,
            name=name,
            loans=lent[class_id],
            late=counted(late[class_id]),
            days_late=days[class_id],
            still_out=counted(out[class_id]),
            lost=counted(lost[class_id]),
            damaged=counted(damaged[class_id]),
            mended=counted(mended[class_id]),
        )
        for class_id, name in class_names(connection, policy, span.last).items()
        if class_id in shown
    )


def copies_lent(connection: Connection, policy: Policy, span: Span, class_id: int) -> tuple[int, ...]:
    """The copies that a class borrowed in these days, once each."""
    asked = {**instants_of(policy, span), "class_id": class_id}
    return tuple(connection.execute(_LENT, asked).scalars())


def _lent(connection: Connection, asked: dict[str, Any]) -> Counter[int]:
    """Loans by class; counted by patron first, for a term has many loans and few patrons."""
    class_of = {row.id: row.class_id for row in connection.execute(_PATRONS)}
    lent: Counter[int] = Counter()
    for query, sign in ((_LOANS, 1), (_CORNER_LOANS, -1)):
        for patron_id, count in connection.execute(query, asked):
            if patron_id in class_of:
                lent[class_of[patron_id]] += sign * count
    return +lent


def _out(
    connection: Connection, policy: Policy, span: Span, asked: dict[str, Any], days: Counter[int]
) -> dict[int, list[int]]:
    """Copies that were late and not back when the days were over; their days late are added to `days`."""
    found: dict[int, list[int]] = defaultdict(list)
    late_by_due: dict[date, int] = {}
    given = {**asked, "until": asked["end"] + _LONGEST}
    for query in (_STILL_OUT, _THEN_OUT):
        for class_id, copy_id, due in connection.execute(query, given):
            if due not in late_by_due:
                late_by_due[due] = policy.days_late(due, span.last)
            if late_by_due[due]:
                found[class_id].append(copy_id)
                days[class_id] += late_by_due[due]
    return found


def _by_class(rows: Iterable[Any]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    for class_id, copy_id in rows:
        found[class_id].append(copy_id)
    return found
