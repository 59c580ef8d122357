"""What copies that are registered inherit from their batch."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, select

from deskcirc.store.tables import batches

_BATCH = select(batches).where(batches.c.id == bindparam("batch_id"))


@dataclass(frozen=True, slots=True)
class BatchToFill:
    """A batch as the copies registered into it know it."""

    id: int
    number: str
    giver: str  # the dealer or the donor
    received: date
    is_closed: bool  # nothing may be added


def batch_to_fill(connection: Connection, batch_id: int) -> BatchToFill | None:
    """The batch of that id."""
    row = connection.execute(_BATCH, {"batch_id": batch_id}).one_or_none()
    if row is None:
        return None
    return BatchToFill(row.id, row.number, row.dealer or row.donor, row.received, row.state in ("closed", "cancelled"))
