"""What is sealed of a month: the balance and every line of every ledger, as canonical JSON that never changes again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, select

from deskcirc.domain.ledger_sums import Stock, balances, month_span, within
from deskcirc.domain.ledgers import COLUMNS, Amount, Balance, LedgerLine, LedgerName
from deskcirc.domain.report import Kind, Value
from deskcirc.store.lookups.ledgers import LedgerPages, copy_lines, read_ledger, read_stock
from deskcirc.store.tables import ledger_seals

NO_SEAL: Final = "0" * 64
"""What the first seal goes on from."""
_OF_COPIES: Final = (LedgerName.COPIES, LedgerName.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Seal:
    """A sealed month, "2026-03", without its content."""

    month: str
    sealed_at: datetime
    operator: str
    hash: str


def month_content(connection: Connection, month: str, library: str, stock: Stock | None = None) -> str:
    """Everything the ledgers say of a month, as it is sealed. Raises ValueError for what is no month."""
    span = month_span(month)
    stock = stock or read_stock(connection)
    of_classes = balances(stock, span)
    moved = within(stock, span)
    ledgers: dict[str, Any] = {}
    balance = Balance()
    for name in LedgerName:
        pages = read_ledger(connection, name, span, moved, of_classes)
        balance = pages.balance
        lines: Iterable[LedgerLine] = pages.lines
        if name in _OF_COPIES:
            lines = copy_lines(connection, name, pages.copies, span.last)
        ledgers[name.value] = [[line.key, *map(_plain, line.values)] for line in lines]
    content = {"month": month, "library": library, "balance": balance.values, "ledgers": ledgers}
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _plain(value: Value) -> Value:
    return value.isoformat() if isinstance(value, date) else value


def seal_hash(previous: str, content: str) -> str:
    """SHA-256 over the hash of the month before and the content."""
    return hashlib.sha256(f"{previous}{content}".encode()).hexdigest()


def all_seals(connection: Connection) -> tuple[Seal, ...]:
    """The sealed months, the first one first."""
    table = ledger_seals.c
    query = select(table.month, table.sealed_at, table.operator, table.hash).order_by(table.month)
    return tuple(Seal(*row) for row in connection.execute(query))


def sealed_content(connection: Connection, month: str) -> str | None:
    """What was sealed of the month; None for one that is not sealed."""
    query = select(ledger_seals.c.content).where(ledger_seals.c.month == month)
    return connection.execute(query).scalar()


@dataclass(frozen=True, slots=True)
class SealedMonth:
    """The content of a seal, read back."""

    month: str
    library: str
    balance: Balance
    ledgers: Mapping[LedgerName, Sequence[LedgerLine]]

    def pages(self, name: LedgerName) -> LedgerPages:
        """One ledger of the month, all of its lines with it."""
        return LedgerPages(name, month_span(self.month), self.balance, tuple(self.ledgers[name]))


def read_content(content: str) -> SealedMonth:
    """The content of a seal as values; raises ValueError or KeyError where it was tampered with."""
    found = json.loads(content)
    ledgers = {name: tuple(_line(name, row) for row in found["ledgers"][name.value]) for name in LedgerName}
    sides = found["balance"]
    balance = Balance(*(Amount(*sides[at : at + 3]) for at in (0, 3, 6, 9)))
    return SealedMonth(found["month"], found["library"], balance, ledgers)


def _line(name: LedgerName, row: Sequence[Any]) -> LedgerLine:
    days = [column.kind is Kind.DAY for column in COLUMNS[name]]
    values = (
        date.fromisoformat(value) if is_day and value else value for value, is_day in zip(row[1:], days, strict=True)
    )
    return LedgerLine(row[0], tuple(values))
