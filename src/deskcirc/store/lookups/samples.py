"""Codes that this library knows, any that can be found at once; for trying something out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, exists, select

from deskcirc.domain.copies import CopyState
from deskcirc.domain.patrons import CardState
from deskcirc.store.lookups.holds import OPEN_HOLD
from deskcirc.store.tables import cards, copies, holds, loans

_OUT = exists().where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None))
_HAS_LOANS = exists().where(loans.c.patron_id == cards.c.patron_id, loans.c.returned_at.is_(None))
_WANTED = exists().where(holds.c.title_id == copies.c.title_id, OPEN_HOLD)
_CARD = select(cards.c.code).where(cards.c.state == CardState.VALID.value, ~_HAS_LOANS).limit(1)
_COPY = select(copies.c.accession_number).where(copies.c.state == CopyState.IN_STOCK.value, ~_WANTED).limit(1)
_COPY_IN = _COPY.where(~_OUT)
_COPY_OUT = _COPY.join(loans).where(loans.c.returned_at.is_(None))


@dataclass(frozen=True, slots=True)
class Samples:
    """The card of somebody with empty hands, a copy that is in and one that is out, neither wanted by another.

    "" where the library has none.
    """

    card: str
    copy_in: str
    copy_out: str


def sample_codes(connection: Connection) -> Samples:
    """One code of each kind."""
    return Samples(_any(connection, _CARD), _any(connection, _COPY_IN), _any(connection, _COPY_OUT))


def _any(connection: Connection, statement: Select[Any]) -> str:
    return connection.execute(statement).scalar() or ""
