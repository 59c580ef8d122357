"""What a patron owes and owed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from deskcirc.domain.charges import Charge, ChargeKind, ChargeState
from deskcirc.domain.title_names import quoted
from deskcirc.store.tables import charges, copies, titles

ALL_CHARGES = select(charges, titles.c.title, titles.c.volume).select_from(
    charges.outerjoin(copies, charges.c.copy_id == copies.c.id).outerjoin(titles, copies.c.title_id == titles.c.id)
)
"""Every charge, with the title it is about."""
_OF_PATRON = ALL_CHARGES.where(charges.c.patron_id == bindparam("patron_id")).order_by(charges.c.id.desc())
_BY_ID = ALL_CHARGES.where(charges.c.id == bindparam("charge_id"))
_OPEN_FEN = select(func.coalesce(func.sum(charges.c.amount - charges.c.paid), 0)).where(
    charges.c.patron_id == bindparam("patron_id"), text("charges.state = 'open'")
)


def charges_of_patron(connection: Connection, patron_id: int) -> tuple[Charge, ...]:
    """Every charge of the patron, the newest first."""
    return tuple(charge_of(row) for row in connection.execute(_OF_PATRON, {"patron_id": patron_id}))


def open_fen_of_patron(connection: Connection, patron_id: int) -> int:
    """What the patron still owes, in fen."""
    return int(connection.execute(_OPEN_FEN, {"patron_id": patron_id}).scalar_one())


def charge_by_id(connection: Connection, charge_id: int) -> Charge | None:
    """One charge."""
    row = connection.execute(_BY_ID, {"charge_id": charge_id}).one_or_none()
    return None if row is None else charge_of(row)


def charge_of(row: Any) -> Charge:
    """The charge of a row of ALL_CHARGES."""
    name = "" if row.title is None else quoted(row.title, row.volume)
    return Charge(
        id=row.id,
        patron_id=row.patron_id,
        kind=ChargeKind(row.kind),
        amount=row.amount,
        state=ChargeState(row.state),
        note=row.note,
        title=name,
        raised_at=row.raised_at,
        settled_at=row.settled_at,
        settled_note=row.settled_note,
        received=row.paid,
        refunded=row.refunded,
        copy_id=row.copy_id,
        loan_id=row.loan_id,
        loss_id=row.loss_id,
        repair_id=row.repair_id,
    )
