"""Who may stand at the counter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.operators import Operator, Role
from deskcirc.store.tables import operators

_ALL = select(operators).where(operators.c.ended.is_(False)).order_by(operators.c.id)
_BY_NAME = select(operators.c.id).where(operators.c.name == bindparam("name"))
_CARDS = select(operators.c.name, operators.c.card).where(operators.c.ended.is_(False), operators.c.card.is_not(None))
_BY_CARD = _ALL.where(operators.c.card == bindparam("code"))


def all_operators(connection: Connection) -> tuple[Operator, ...]:
    """Everybody who may work here, the first librarian first."""
    return tuple(_operator(row) for row in connection.execute(_ALL))


def is_name_taken(connection: Connection, name: str) -> bool:
    """Whether somebody works or worked here under that name; the journal knows people by it."""
    return connection.execute(_BY_NAME, {"name": name}).first() is not None


def operator_by_code(connection: Connection, codes: Sequence[str]) -> Operator | None:
    """The operator whose card is one of `codes`."""
    for code in codes:
        row = connection.execute(_BY_CARD, {"code": code}).one_or_none()
        if row is not None:
            return _operator(row)
    return None


def cards_of_operators(connection: Connection) -> tuple[tuple[str, str], ...]:
    """Name and code of everybody here who has a card, in the order they came."""
    return tuple((row.name, row.card) for row in connection.execute(_CARDS.order_by(operators.c.id)))


def _operator(row: Any) -> Operator:
    return Operator(row.id, row.name, Role(row.role), row.pin_hash, row.class_id)
