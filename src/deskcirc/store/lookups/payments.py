"""Money taken and given back: the payments of a day, a charge or a patron, what is still owed, what lies in the box."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, func, select, text

from deskcirc.domain.charges import Charge, ChargeKind, Payment, PaymentKind, about_words
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.domain.title_names import quoted
from deskcirc.store.lookups.charges import ALL_CHARGES, charge_of
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import (
    charges,
    classes,
    copies,
    journal,
    journal_changes,
    losses,
    operators,
    patrons,
    payments,
    titles,
)

_ALL = select(
    payments,
    charges.c.kind.label("charge_kind"),
    charges.c.note.label("charge_note"),
    titles.c.title,
    titles.c.volume,
    patrons.c.name,
    classes.c.entry_year,
    classes.c.number.label("class_number"),
    classes.c.name.label("own_class_name"),
    operators.c.name.label("operator"),
).select_from(
    payments.join(charges, charges.c.id == payments.c.charge_id)
    .join(patrons, patrons.c.id == payments.c.patron_id)
    .outerjoin(classes, classes.c.id == patrons.c.class_id)
    .outerjoin(copies, copies.c.id == charges.c.copy_id)
    .outerjoin(titles, titles.c.id == copies.c.title_id)
    .outerjoin(operators, operators.c.id == payments.c.taken_by)
)
_BETWEEN = _ALL.where(payments.c.at >= bindparam("begin"), payments.c.at < bindparam("end")).order_by(
    payments.c.at, payments.c.id
)
_OF_CHARGE = _ALL.where(payments.c.charge_id == bindparam("charge_id")).order_by(payments.c.id)
_BY_ID = _ALL.where(payments.c.id == bindparam("payment_id"))
_LAST = _ALL.order_by(payments.c.id.desc()).limit(bindparam("most"))
_INTO_THE_BOX = func.sum(case((payments.c.kind == PaymentKind.PAID.value, payments.c.amount), else_=-payments.c.amount))
_BOX = select(func.coalesce(_INTO_THE_BOX, 0)).where(payments.c.at < bindparam("before"))
_OPEN: Select[Any] = (
    ALL_CHARGES.add_columns(
        copies.c.accession_number,
        copies.c.barcode,
        patrons.c.name,
        patrons.c.number.label("patron_number"),
        patrons.c.search_words,
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
    )
    .join(patrons, patrons.c.id == charges.c.patron_id)
    .outerjoin(classes, classes.c.id == patrons.c.class_id)
    .where(text("charges.state = 'open'"))
    .order_by(classes.c.entry_year.desc(), classes.c.number, patrons.c.number, patrons.c.id, charges.c.id)
)
_OF_LOSS = ALL_CHARGES.where(charges.c.loss_id == bindparam("loss_id")).order_by(charges.c.id)
_OF_REPAIR = ALL_CHARGES.where(charges.c.repair_id == bindparam("repair_id")).order_by(charges.c.id)
_LOSS_STATE = select(losses.c.state).where(losses.c.id == bindparam("loss_id"))
_GIVEN = func.json_extract(journal_changes.c.after, "$.receipt")
_TAKEN_BACK = (
    select(_GIVEN)
    .select_from(journal_changes.join(journal, journal.c.id == journal_changes.c.entry_id))
    .where(
        journal_changes.c.table_name == payments.name,
        journal_changes.c.before.is_(None),
        journal.c.at >= bindparam("begin"),
        journal.c.at < bindparam("end"),
        ~select(payments.c.id).where(payments.c.receipt == _GIVEN).exists(),
    )
    .order_by(journal_changes.c.id)
)
_WRITES_PAYMENTS = (
    select(journal_changes.c.id)
    .where(journal_changes.c.entry_id == bindparam("entry_id"), journal_changes.c.table_name == payments.name)
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class OpenChargeLine:
    """A charge that is not settled, with who owes it and, where it is about a copy, that copy's codes."""

    charge: Charge
    patron: str
    patron_name: str
    patron_number: str
    class_name: str
    search_words: str
    raised_on: date
    accession_number: str = ""
    barcode: str = ""


def payments_between(connection: Connection, begin: datetime, end: datetime, policy: Policy) -> tuple[Payment, ...]:
    """Every payment from `begin` up to, not with, `end`, the oldest first."""
    return _payments(connection, _BETWEEN, {"begin": begin, "end": end}, policy)


def payments_of_charge(connection: Connection, charge_id: int, policy: Policy) -> tuple[Payment, ...]:
    """What was taken and given back for a charge, the oldest first."""
    return _payments(connection, _OF_CHARGE, {"charge_id": charge_id}, policy)


def last_payments(connection: Connection, policy: Policy, most: int) -> tuple[Payment, ...]:
    """The newest payments of all, the newest first."""
    return _payments(connection, _LAST, {"most": most}, policy)


def payment_by_id(connection: Connection, payment_id: int, policy: Policy) -> Payment | None:
    """One payment; None where there is none of that id."""
    found = _payments(connection, _BY_ID, {"payment_id": payment_id}, policy)
    return found[0] if found else None


def box_before(connection: Connection, instant: datetime) -> int:
    """What all payments before the instant left in the cash box, in fen."""
    return int(connection.execute(_BOX, {"before": instant}).scalar_one())


def receipts_taken_back(connection: Connection, begin: datetime, end: datetime) -> tuple[str, ...]:
    """Numbers of receipts given between two instants whose payments were undone; they are never given again."""
    return tuple(connection.execute(_TAKEN_BACK, {"begin": begin, "end": end}).scalars())


def writes_payments(connection: Connection, entry_id: int) -> bool:
    """Whether a journal entry took or gave back money."""
    return connection.execute(_WRITES_PAYMENTS, {"entry_id": entry_id}).first() is not None


def open_charges(connection: Connection, policy: Policy, today: date) -> tuple[OpenChargeLine, ...]:
    """Every charge that is not settled, by class and patron; classes as they are called today."""
    return tuple(_open_line(row, policy, today) for row in connection.execute(_OPEN))


def charges_of_loss(connection: Connection, loss_id: int) -> tuple[Charge, ...]:
    """The charges for a loss, the oldest first."""
    return tuple(charge_of(row) for row in connection.execute(_OF_LOSS, {"loss_id": loss_id}))


def charges_of_repair(connection: Connection, repair_id: int) -> tuple[Charge, ...]:
    """The charges for a damage, the oldest first."""
    return tuple(charge_of(row) for row in connection.execute(_OF_REPAIR, {"repair_id": repair_id}))


def loss_state(connection: Connection, loss_id: int | None) -> str:
    """How far a loss has come, as stored; "" for none."""
    return "" if loss_id is None else str(connection.execute(_LOSS_STATE, {"loss_id": loss_id}).scalar() or "")


def _payments(connection: Connection, query: Select[Any], facts: dict[str, Any], policy: Policy) -> tuple[Payment, ...]:
    rows: Sequence[Any] = connection.execute(query, facts).all()
    return tuple(_payment(row, policy) for row in rows)


def _payment(row: Any, policy: Policy) -> Payment:
    title = "" if row.title is None else quoted(row.title, row.volume)
    note = "" if title else row.charge_note  # it may say how the damage came about: nothing for a receipt
    on = policy.day_of(row.at)
    return Payment(
        id=row.id,
        charge_id=row.charge_id,
        patron_id=row.patron_id,
        patron=patron_label(row.name, class_label(row.entry_year, row.class_number, row.own_class_name, policy, on)),
        kind=PaymentKind(row.kind),
        amount=row.amount,
        receipt=row.receipt,
        at=row.at,
        taken_by=row.operator or "",
        about=about_words(ChargeKind(row.charge_kind), title, note),
        note=row.note,
    )


def _open_line(row: Any, policy: Policy, today: date) -> OpenChargeLine:
    class_name = class_label(row.entry_year, row.class_number, row.own_class_name, policy, today)
    return OpenChargeLine(
        charge=charge_of(row),
        patron=patron_label(row.name, class_name),
        patron_name=row.name,
        patron_number=row.patron_number or "",
        class_name=class_name,
        search_words=row.search_words,
        raised_on=policy.day_of(row.raised_at),
        accession_number=row.accession_number or "",
        barcode=row.barcode or "",
    )
