"""Losses: what is looked for, lost, replaced or found, whose it was, and which overdue loans may be losses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Integer, Select, bindparam, func, literal_column, select, text

from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.loans import in_the_corner
from deskcirc.domain.losses import Loss, LossOrigin, LossState, LossWay, MissingCopy, ProposedLoss
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.domain.rules import Lending
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.lookups.copies import copies_by_ids, copy_by_id
from deskcirc.store.lookups.loans import last_return_of_copy, open_loans_where
from deskcirc.store.lookups.patrons import class_label, patron_by_id
from deskcirc.store.lookups.set_prices import set_price_of
from deskcirc.store.tables import (
    charges,
    classes,
    clearances,
    copies,
    corner_loans,
    corners,
    journal_changes,
    loans,
    losses,
    patrons,
    withdrawal_copies,
    withdrawals,
)

_DEFAULT_PERCENT: Final = 100
_OPEN_WORDS: Final = text("losses.state IN ('claimed', 'lost', 'replaced')")  # those of the partial index
_new = copies.alias("new_copy")
_OWED = (
    select(func.coalesce(func.sum(charges.c.amount - charges.c.paid), 0))
    .where(charges.c.loss_id == losses.c.id, charges.c.state == "open")
    .correlate(losses)
    .scalar_subquery()
)
# A charge that was noted as paid before payments were kept has none: all of it was received.
_RECEIVED = literal_column(
    "(CASE WHEN charges.state = 'paid' AND charges.paid = 0 THEN charges.amount ELSE charges.paid END)", Integer
)
_KEPT = (
    select(func.coalesce(func.sum(_RECEIVED - charges.c.refunded), 0))
    .where(charges.c.loss_id == losses.c.id)
    .correlate(losses)
    .scalar_subquery()
)
_reader = patrons.alias("reader")
_PUPIL = (
    select(_reader.c.name)
    .select_from(corner_loans.join(_reader, corner_loans.c.patron_id == _reader.c.id))
    .where(corner_loans.c.loan_id == losses.c.loan_id, corner_loans.c.returned_at.is_(None))
    .correlate(losses)
    .scalar_subquery()
)
_ALL = select(
    losses,
    patrons.c.name,
    classes.c.entry_year,
    classes.c.number.label("class_number"),
    classes.c.name.label("own_class_name"),
    loans.c.lent_at,
    loans.c.due,
    loans.c.corner_id,
    loans.c.patron_id.label("loan_patron_id"),
    _PUPIL.label("pupil"),
    _new.c.accession_number.label("new_number"),
    _OWED.label("owed"),
    _KEPT.label("kept"),
).select_from(
    losses.outerjoin(patrons, losses.c.patron_id == patrons.c.id)
    .outerjoin(classes, patrons.c.class_id == classes.c.id)
    .outerjoin(loans, losses.c.loan_id == loans.c.id)
    .outerjoin(_new, losses.c.replaced_by == _new.c.id)
)
_BY_ID = _ALL.where(losses.c.id == bindparam("loss_id"))
_OPEN_OF_COPY = _ALL.where(losses.c.copy_id == bindparam("copy_id"), _OPEN_WORDS)
_OPEN = _ALL.where(_OPEN_WORDS).order_by(losses.c.reported_at.desc(), losses.c.id.desc())
_IN_STATE = _ALL.where(losses.c.state == bindparam("state")).order_by(losses.c.reported_at.desc(), losses.c.id.desc())
_OF_PATRON = _ALL.where(losses.c.patron_id == bindparam("patron_id")).order_by(losses.c.id.desc())
_OF_COPY = _ALL.where(losses.c.copy_id == bindparam("copy_id")).order_by(losses.c.id.desc())
_MISSING = select(copies.c.id).where(copies.c.state == CopyState.MISSING.value)
_COMPENSATION = (
    select(charges.c.copy_id, func.sum(_RECEIVED - charges.c.refunded).label("kept"))
    .select_from(charges.join(losses, charges.c.loss_id == losses.c.id))
    .where(losses.c.copy_id.in_(bindparam("copy_ids", expanding=True)), _OPEN_WORDS)
    .group_by(charges.c.copy_id)
)
_PROPOSED_AS_LOST = (
    select(withdrawal_copies.c.id, withdrawals.c.number)
    .select_from(withdrawal_copies.join(withdrawals))
    .where(
        withdrawal_copies.c.copy_id == bindparam("copy_id"),
        ~withdrawal_copies.c.ended,
        withdrawals.c.state == "proposed",
        withdrawals.c.reason == WithdrawalReason.LOST.value,
    )
)
_FOUND_SINCE = select(losses.c.id).where(
    losses.c.copy_id == bindparam("copy_id"),
    losses.c.state == LossState.FOUND.value,
    losses.c.ended_at >= bindparam("start"),
)
_CLEARED_SINCE = select(clearances.c.number).where(
    clearances.c.patron_id == bindparam("patron_id"), clearances.c.at >= bindparam("start")
)
_CORNER_CLOSED = (
    select(corners.c.id)
    .select_from(loans.join(corners, loans.c.corner_id == corners.c.id))
    .where(loans.c.id == bindparam("loan_id"), corners.c.closed_at >= bindparam("start"))
)
_CHANGES_OF_ROW = (
    select(journal_changes.c.entry_id, journal_changes.c.before, journal_changes.c.after)
    .where(journal_changes.c.table_name == bindparam("table_name"), journal_changes.c.row_id == bindparam("row_id"))
    .order_by(journal_changes.c.id.desc())
)
_OPEN_OF_COPIES = _ALL.where(losses.c.copy_id.in_(bindparam("copy_ids", expanding=True)), _OPEN_WORDS)
_SEARCHES = (
    select(losses.c.id, losses.c.searches)
    .where(losses.c.id.in_(bindparam("loss_ids", expanding=True)), _OPEN_WORDS)
    .order_by(losses.c.id)
)


def loss_by_id(connection: Connection, loss_id: int, policy: Policy, today: date) -> Loss | None:
    """One loss, open or ended."""
    return _one(connection, _BY_ID, {"loss_id": loss_id}, policy, today)


def open_loss_of_copy(connection: Connection, copy_id: int, policy: Policy, today: date) -> Loss | None:
    """The loss of a copy that is looked for, lost, or replaced and not found yet; there is at most one."""
    return _one(connection, _OPEN_OF_COPY, {"copy_id": copy_id}, policy, today)


def open_losses(
    connection: Connection, policy: Policy, today: date, state: LossState | None = None
) -> tuple[Loss, ...]:
    """What is looked for, lost or replaced, the newest first; or all of one state, ended ones too."""
    if state is None:
        return _many(connection, _OPEN, {}, policy, today)
    return _many(connection, _IN_STATE, {"state": state.value}, policy, today)


def searches_of(connection: Connection, loss_ids: Sequence[int]) -> dict[int, int]:
    """How often each of these was looked for, by its id; without what was found or settled since."""
    return {row.id: row.searches for row in connection.execute(_SEARCHES, {"loss_ids": list(loss_ids)})}


def losses_of_patron(connection: Connection, patron_id: int, policy: Policy, today: date) -> tuple[Loss, ...]:
    """Every loss of what the patron had, the newest first."""
    return _many(connection, _OF_PATRON, {"patron_id": patron_id}, policy, today)


def losses_of_copy(connection: Connection, copy_id: int, policy: Policy, today: date) -> tuple[Loss, ...]:
    """Every loss of the copy, the newest first."""
    return _many(connection, _OF_COPY, {"copy_id": copy_id}, policy, today)


def proposed_losses(connection: Connection, policy: Policy, today: date) -> tuple[ProposedLoss, ...]:
    """Loans home that are overdue for the school's days and more, the oldest first; nothing is declared by it.

    What is said to be returned is looked for instead, and what stands in a class corner is called in with it.
    """
    latest = today - timedelta(days=policy.lost_after_days)
    late = (
        loans.c.due <= latest,
        loans.c.claimed_at.is_(None),
        loans.c.corner_id.is_(None),
        loans.c.lending == Lending.HOME.value,
    )
    found = open_loans_where(connection, policy, today, *late)
    known = {copy.id: copy for copy in copies_by_ids(connection, [loan.copy_id for loan in found])}

    @cache
    def percent(patron_id: int, item_type_id: int) -> int:
        return loss_percent_of(connection, patron_id, item_type_id, policy, today)

    set_prices = {  # of any copy of a title the same
        title_id: set_price_of(connection, copy_id)
        for title_id, copy_id in {copy.title_id: copy.id for copy in known.values()}.items()
    }
    return tuple(
        ProposedLoss(
            loan,
            (today - loan.due).days,
            percent(loan.patron_id, copy.item_type_id),
            copy.price,
            set_prices[copy.title_id],
        )
        for loan in found
        for copy in (known[loan.copy_id],)
    )


def loss_percent_of(
    connection: Connection, patron_id: int | None, item_type_id: int, policy: Policy, today: date
) -> int:
    """What percent of the price a loss costs this patron by the circulation rules; 100 where none speaks of them."""
    patron = None if patron_id is None else patron_by_id(connection, patron_id, policy, today)
    rule = None if patron is None else policy.rule_for(patron.category_id, patron.grade, item_type_id)
    return _DEFAULT_PERCENT if rule is None else rule.loss_percent


def missing_copies(connection: Connection, policy: Policy, today: date) -> tuple[MissingCopy, ...]:
    """Copies that are not in their place, in shelf order, with who had each last."""
    missing = copies_by_ids(connection, list(connection.execute(_MISSING).scalars()))
    return tuple(_missing(connection, copy, policy, today) for copy in missing)


def compensation_of(connection: Connection, copy_ids: Sequence[int]) -> dict[int, int]:
    """What was received for lost copies and not given back, in fen, by copy id; nothing for a copy without it."""
    rows = connection.execute(_COMPENSATION, {"copy_ids": list(copy_ids)})
    return {row.copy_id: row.kept for row in rows if row.kept}


def losses_of_copies(connection: Connection, copy_ids: Sequence[int], policy: Policy, today: date) -> dict[int, Loss]:
    """The open loss of each of these copies, by copy id; nothing for a copy without one."""
    found = _many(connection, _OPEN_OF_COPIES, {"copy_ids": list(copy_ids)}, policy, today)
    return {loss.copy.id: loss for loss in found}


def found_since(connection: Connection, copy_id: int, start: datetime) -> bool:
    """Whether a loss of the copy ended since `start`, for it was found."""
    return connection.execute(_FOUND_SINCE, {"copy_id": copy_id, "start": start}).first() is not None


def proposed_as_lost(connection: Connection, copy_id: int) -> tuple[int, str] | None:
    """The line by which a batch not approved yet proposes to withdraw the copy as lost, and the batch's number."""
    row = connection.execute(_PROPOSED_AS_LOST, {"copy_id": copy_id}).first()
    return None if row is None else (row.id, row.number)


def cleared_since(connection: Connection, patron_id: int, start: datetime) -> bool:
    """Whether the patron was given a clearance certificate since `start`: nothing was out or owed then."""
    return connection.execute(_CLEARED_SINCE, {"patron_id": patron_id, "start": start}).first() is not None


def corner_closed_since(connection: Connection, loan_id: int, start: datetime) -> bool:
    """Whether the class corner that a loan was lent to was closed since `start`; False for a loan of no corner."""
    return connection.execute(_CORNER_CLOSED, {"loan_id": loan_id, "start": start}).first() is not None


def was_missing_before(connection: Connection, loss: Loss) -> bool:
    """Whether the copy was missing when this loss was declared, as the journal tells."""
    given = {"table_name": losses.name, "row_id": loss.id}
    declared = (row.entry_id for row in connection.execute(_CHANGES_OF_ROW, given) if _declares(row))
    entry_id = next(declared, None)
    of_copy = connection.execute(_CHANGES_OF_ROW, {"table_name": copies.name, "row_id": loss.copy.id})
    before = [_state_in(row.before) for row in of_copy if row.entry_id == entry_id]
    return CopyState.MISSING.value in before


def _declares(row: Any) -> bool:
    """Whether a change makes a new loss, or one that was only claimed, a lost one; no undo of its end does."""
    before = _state_in(row.before)
    return _state_in(row.after) == LossState.LOST.value and before in ("", LossState.CLAIMED.value)


def _state_in(image: str | None) -> str:
    return "" if image is None else str(json.loads(image)["state"])


def _missing(connection: Connection, copy: Copy, policy: Policy, today: date) -> MissingCopy:
    last = last_return_of_copy(connection, copy.id, policy, today)
    if last is None:
        return MissingCopy(copy)
    loan, returned_at = last
    return MissingCopy(copy, loan.holder, loan.patron_id, policy.day_of(returned_at))


def _one(
    connection: Connection, statement: Select[Any], given: dict[str, Any], policy: Policy, today: date
) -> Loss | None:
    row = connection.execute(statement, given).one_or_none()
    if row is None:
        return None
    copy = copy_by_id(connection, row.copy_id)
    return None if copy is None else _loss(row, copy, policy, today)


def _many(
    connection: Connection, statement: Select[Any], given: dict[str, Any], policy: Policy, today: date
) -> tuple[Loss, ...]:
    rows = connection.execute(statement, given).all()
    known = {copy.id: copy for copy in copies_by_ids(connection, list({row.copy_id for row in rows}))}
    return tuple(_loss(row, known[row.copy_id], policy, today) for row in rows)


def _loss(row: Any, copy: Copy, policy: Policy, today: date) -> Loss:
    def day(instant: Any) -> date | None:
        return None if instant is None else policy.day_of(instant)

    label = class_label(row.entry_year, row.class_number, row.own_class_name, policy, today)
    in_corner = row.corner_id is not None and row.patron_id == row.loan_patron_id
    named = "" if row.patron_id is None else patron_label(row.name, label)
    return Loss(
        id=row.id,
        copy=copy,
        state=LossState(row.state),
        origin=LossOrigin(row.origin),
        way=LossWay(row.way),
        reported_on=policy.day_of(row.reported_at),
        patron_id=row.patron_id,
        patron=in_the_corner(label or row.name) if in_corner else named,
        loan_id=row.loan_id,
        lent_on=day(row.lent_at),
        due=row.due,
        claimed_on=day(row.claimed_at),
        lost_on=day(row.lost_at),
        ended_on=day(row.ended_at),
        searches=row.searches,
        searched_on=day(row.searched_at),
        replaced_by=row.new_number or "",
        owed=row.owed,
        paid=row.kept,
        note=row.note,
        ended_note=row.ended_note,
        in_corner=in_corner,
        pupil=row.pupil or "",
    )
