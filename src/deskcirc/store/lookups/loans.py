"""Open loans of a patron and of a copy, and the last one that ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, ScalarSelect, bindparam, func, literal_column, select

from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.domain.rules import Lending
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, copies, in_house_uses, loans, losses, patrons, titles

_COLUMNS = (
    loans.c.id,
    loans.c.copy_id,
    copies.c.title_id,
    titles.c.title,
    titles.c.volume,
    copies.c.barcode,
    copies.c.accession_number,
    copies.c.call_number,
    copies.c.item_type_id,
    loans.c.patron_id,
    patrons.c.name,
    classes.c.entry_year,
    classes.c.number.label("class_number"),
    classes.c.name.label("own_class_name"),
    loans.c.lent_at,
    loans.c.due,
    loans.c.renewals,
    loans.c.lending,
    loans.c.returned_at,
    loans.c.corner_id,
    loans.c.claimed_at,
)
_LOANS = (
    loans.join(copies, loans.c.copy_id == copies.c.id)
    .join(titles, copies.c.title_id == titles.c.id)
    .join(patrons, loans.c.patron_id == patrons.c.id)
    .outerjoin(classes, patrons.c.class_id == classes.c.id)
)
_OPEN = select(*_COLUMNS).select_from(_LOANS).where(loans.c.returned_at.is_(None))
_OF_PATRON = _OPEN.where(loans.c.patron_id == bindparam("patron_id")).order_by(loans.c.due, loans.c.id)
_OF_COPIES = _OPEN.where(loans.c.copy_id.in_(bindparam("copy_ids", expanding=True)))
_ALL_OPEN = _OPEN.order_by(loans.c.due, loans.c.id)
_OF_COPY = _OPEN.where(loans.c.copy_id == bindparam("copy_id"))
# The words of the partial index itself, for SQLite to take it.
OPEN_ON_SITE = _OPEN.where(literal_column("loans.lending <> 'home'")).order_by(loans.c.lent_at, loans.c.id)
# A copy that was declared lost did not come back: its loan ended at that very instant.
ENDED_BY_LOSS = (
    select(losses.c.id)
    .where(losses.c.loan_id == loans.c.id, losses.c.lost_at == loans.c.returned_at)
    .correlate(loans)
    .exists()
)
_LAST_RETURN = (
    select(*_COLUMNS)
    .select_from(_LOANS)
    .where(loans.c.copy_id == bindparam("copy_id"), loans.c.returned_at.is_not(None))
    .order_by(loans.c.lent_at.desc())
    .limit(1)
)


def _count_between(instant: Column[datetime]) -> ScalarSelect[int]:
    """How many rows of the column's table have it from the bound `start` to before the bound `end`."""
    counted = select(func.count()).select_from(instant.table)
    return counted.where(instant >= bindparam("start"), instant < bindparam("end")).scalar_subquery()


_RETURNS = (
    select(func.count())
    .select_from(loans)
    .where(loans.c.returned_at >= bindparam("start"), loans.c.returned_at < bindparam("end"), ~ENDED_BY_LOSS)
    .scalar_subquery()
)
# One statement, for it is asked after every input.
_FIGURES = select(_count_between(loans.c.lent_at), _RETURNS, _count_between(in_house_uses.c.at))
_READ_SINCE = select(func.count()).where(
    in_house_uses.c.copy_id == bindparam("copy_id"), in_house_uses.c.at >= bindparam("start")
)


@dataclass(frozen=True, slots=True)
class DayFigures:
    """How many copies went out, came back and were read in the room on one day."""

    lent: int = 0
    returned: int = 0
    read_in_house: int = 0


def loans_of_patron(connection: Connection, patron_id: int, policy: Policy, today: date) -> tuple[OpenLoan, ...]:
    """What the patron holds, the most urgent first."""
    rows = connection.execute(_OF_PATRON, {"patron_id": patron_id})
    return tuple(open_loan(row, policy, today) for row in rows)


def open_loans(connection: Connection, policy: Policy, today: date) -> tuple[OpenLoan, ...]:
    """Everything that is out, in the order in which it is due."""
    return tuple(open_loan(row, policy, today) for row in connection.execute(_ALL_OPEN))


def open_loans_where(
    connection: Connection, policy: Policy, today: date, *conditions: ColumnElement[bool]
) -> tuple[OpenLoan, ...]:
    """What is out and fulfils these conditions on the loan, in the order in which it is due."""
    return tuple(open_loan(row, policy, today) for row in connection.execute(_ALL_OPEN.where(*conditions)))


def loan_of_copy(connection: Connection, copy_id: int, policy: Policy, today: date) -> OpenLoan | None:
    """The open loan of a copy; there is at most one."""
    row = connection.execute(_OF_COPY, {"copy_id": copy_id}).one_or_none()
    return None if row is None else open_loan(row, policy, today)


def loans_of_copies(
    connection: Connection, copy_ids: Sequence[int], policy: Policy, today: date
) -> dict[int, OpenLoan]:
    """The open loans of these copies, by copy."""
    rows = connection.execute(_OF_COPIES, {"copy_ids": list(copy_ids)})
    return {row.copy_id: open_loan(row, policy, today) for row in rows}


def last_return_of_copy(
    connection: Connection, copy_id: int, policy: Policy, today: date
) -> tuple[OpenLoan, datetime] | None:
    """The loan that ended last, with the instant it came back; None where the copy was never lent."""
    row = connection.execute(_LAST_RETURN, {"copy_id": copy_id}).one_or_none()
    return None if row is None else (open_loan(row, policy, today), row.returned_at)


def read_in_house_since(connection: Connection, copy_id: int, start: datetime) -> bool:
    """Whether the copy was counted as read in the room since `start`."""
    return connection.execute(_READ_SINCE, {"copy_id": copy_id, "start": start}).scalar_one() > 0


def figures_between(connection: Connection, start: datetime, end: datetime) -> DayFigures:
    """Copies lent, returned and read in the room from `start` to before `end`."""
    lent, returned, read_in_house = connection.execute(_FIGURES, {"start": start, "end": end}).one()
    return DayFigures(lent, returned, read_in_house)


def open_loan(row: Any, policy: Policy, today: date) -> OpenLoan:
    """A row of these columns as the desk knows a loan."""
    label = class_label(row.entry_year, row.class_number, row.own_class_name, policy, today)
    return OpenLoan(
        id=row.id,
        copy_id=row.copy_id,
        title_id=row.title_id,
        title=row.title,
        volume=row.volume,
        code=row.barcode or row.accession_number,
        call_number=row.call_number,
        item_type_id=row.item_type_id,
        patron_id=row.patron_id,
        patron=label if row.corner_id is not None and label else patron_label(row.name, label),
        lent_at=row.lent_at,
        lent_on=policy.day_of(row.lent_at),
        due=row.due,
        renewals=row.renewals,
        lending=Lending(row.lending),
        corner_id=row.corner_id,
        claimed_on=None if row.claimed_at is None else policy.day_of(row.claimed_at),
    )
