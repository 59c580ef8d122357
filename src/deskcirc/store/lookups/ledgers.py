"""The ledgers read from the rows that only the journal's acts write; acts taken back left none, or ended ones.

`read_stock` reads two covering indices from end to end (100 000 copies in an eighth of a second); the lines of copies
are read for those that are seen or printed.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, text

from deskcirc.domain.call_numbers import main_class
from deskcirc.domain.ledger_sums import (
    CameLine,
    GoneLine,
    Stock,
    balance_rows,
    balances,
    came_lines,
    copies_behind,
    division_of,
    gone_lines,
    stock_of,
    total,
)
from deskcirc.domain.ledgers import DIVISIONS, LETTERS, Balance, LedgerLine, LedgerName, Span
from deskcirc.domain.report import Value
from deskcirc.store.lookups.ledger_days import LEDGER_DAY, offset_of, utc_offset

_CAME: Final = (
    f"SELECT copies.id, title_id, {LEDGER_DAY}, coalesce(price, 0), batch_id, accession_number,"  # noqa: S608  ours
    " state = 'withdrawn' FROM copies"
)
_GONE: Final = (
    "SELECT withdrawal_copies.id, copy_id, title_id, approved_on, coalesce(withdrawal_copies.price, 0), withdrawal_id"
    " FROM withdrawals JOIN withdrawal_copies ON withdrawal_id = withdrawals.id JOIN copies ON copies.id = copy_id"
    " WHERE withdrawals.state = 'approved' AND NOT withdrawal_copies.ended"
)
_CLASSES: Final = "SELECT id, class_number FROM titles"
_BATCHES: Final = text("SELECT id, number, invoice, source, dealer, donor, note FROM batches")
_WITHDRAWALS: Final = text("SELECT id, number, document, receiver, reason, note FROM withdrawals")
_LINES_OF_COPIES: Final = text(
    f"SELECT copies.id, {LEDGER_DAY} AS day, accession_number, title, titles.volume AS title_volume,"  # noqa: S608  ours
    " copies.volume AS copy_volume, author, publisher, year, copies.price, copies.source,"
    " batches.source AS batch_source,"
    " dealer, donor, batches.number AS batch, copies.call_number, copies.note, withdrawals.number AS withdrawal,"
    " approved_on, approved_by, reason, withdrawal_copies.number AS line_number, withdrawal_copies.price AS frozen,"
    " compensation, receiver"
    " FROM json_each(:ids) JOIN copies ON copies.id = json_each.value JOIN titles ON titles.id = title_id"
    " LEFT JOIN batches ON batches.id = batch_id"
    " LEFT JOIN withdrawal_copies ON copy_id = copies.id AND NOT withdrawal_copies.ended"
    " LEFT JOIN withdrawals ON withdrawals.id = withdrawal_id AND withdrawals.state = 'approved'"
    " AND approved_on <= :last ORDER BY json_each.key"
)
_AT_ONCE: Final = 5000


@dataclass(frozen=True, slots=True)
class LedgerPages:
    """One ledger over a span: the balance, and either its lines or, of those with a line a copy, the copies' ids."""

    name: LedgerName
    span: Span
    balance: Balance
    lines: tuple[LedgerLine, ...] = ()
    copies: tuple[int, ...] = ()

    @property
    def keys(self) -> Sequence[int]:
        """What a list of its lines counts by: the ids of copies, or places of lines."""
        return self.copies or range(len(self.lines))


def read_stock(connection: Connection) -> Stock:
    """All that ever came and went."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  a library file is SQLite
    letter_of = lru_cache(maxsize=None)(lambda number: main_class(number) or "")  # a class number has many titles
    letters = {title_id: letter_of(number) for title_id, number in raw.execute(_CLASSES)}
    came = raw.execute(_CAME, {"offset": offset_of(utc_offset(connection))}).fetchall()
    return stock_of(came, raw.execute(_GONE).fetchall(), letters)


def read_ledger(
    connection: Connection,
    name: LedgerName,
    span: Span,
    stock: Stock | None = None,
    of_classes: Mapping[str, Balance] | None = None,
) -> LedgerPages:
    """One ledger over a span as it stands now; `of_classes` where the balances of the span are known already."""
    stock = stock or read_stock(connection)
    of_classes = of_classes or balances(stock, span)
    whole = total(of_classes.values())
    if name is LedgerName.COPIES:
        return LedgerPages(name, span, whole, copies=tuple(copies_behind(stock, span, "came")))
    if name is LedgerName.WITHDRAWN:
        return LedgerPages(name, span, whole, copies=tuple(copies_behind(stock, span, "gone")))
    lines = {
        LedgerName.CAME: lambda: _came(connection, came_lines(stock, span)),
        LedgerName.GONE: lambda: _gone(connection, gone_lines(stock, span)),
        LedgerName.BALANCE: lambda: _balance_lines(stock, span, whole),
        LedgerName.CLASSES: lambda: _class_lines(of_classes),
    }[name]()
    return LedgerPages(name, span, whole, tuple(lines))


def _came(connection: Connection, lines: Iterable[CameLine]) -> Iterator[LedgerLine]:
    known = {row["id"]: row for row in connection.execute(_BATCHES).mappings()}
    for line in lines:
        batch = None if line.batch_id is None else known[line.batch_id]
        head: tuple[Value, ...] = ("", "", "stock:") if batch is None else (*_voucher(batch),)
        key = f"day:{line.day.isoformat()}" if batch is None else f"batch:{line.batch_id}"
        note = "" if batch is None else batch["note"]
        yield LedgerLine(key, (line.day, *head, *line.amount.values, *line.divisions, line.numbers, note))


def _voucher(batch: Mapping[Any, Any]) -> tuple[str, str, str]:
    return batch["number"], batch["invoice"], f"{batch['source']}:{batch['dealer'] or batch['donor']}"


def _gone(connection: Connection, lines: Iterable[GoneLine]) -> Iterator[LedgerLine]:
    known = {row["id"]: row for row in connection.execute(_WITHDRAWALS).mappings()}
    for line in lines:
        row = known[line.withdrawal_id]
        amount = (line.amount.copies, line.amount.fen, *line.divisions)
        reason = f"{row['reason']}:{row['receiver']}"
        key = f"withdrawal:{line.withdrawal_id}"
        yield LedgerLine(key, (line.day, row["document"], row["number"], *amount, reason, row["note"]))


def _balance_lines(stock: Stock, span: Span, whole: Balance) -> Iterator[LedgerLine]:
    for key, balance in balance_rows(stock, span, whole):
        yield LedgerLine(f"span:{key}", (key, *balance.values))


def _class_lines(of_classes: Mapping[str, Balance]) -> Iterator[LedgerLine]:
    """Every main class, after the last of a division of several the division as a whole."""
    for division in DIVISIONS:
        letters = [letter for letter in LETTERS if division_of(letter) == division]
        for letter in letters:
            if letter or any(of_classes[letter].values):
                yield LedgerLine(f"class:{letter}", (letter, letter, *of_classes[letter].values))
        if len(letters) > 1:
            whole = total(of_classes[letter] for letter in letters)
            yield LedgerLine(f"division:{division}", (division, division, *whole.values))


def copy_lines(connection: Connection, name: LedgerName, ids: Sequence[int], last: date) -> Iterator[LedgerLine]:
    """The lines of these copies in the accession ledger or the withdrawal ledger, in the order of `ids`.

    A withdrawal after `last` is not told of.
    """
    offset, make = offset_of(utc_offset(connection)), _copy_line if name is LedgerName.COPIES else _withdrawn_line
    for at in range(0, len(ids), _AT_ONCE):
        values = {"ids": json.dumps(ids[at : at + _AT_ONCE]), "last": last.isoformat(), "offset": offset}
        for row in connection.execute(_LINES_OF_COPIES, values).mappings():
            yield LedgerLine(f"copy:{row['id']}", make(row))


def _copy_line(row: Mapping[Any, Any]) -> tuple[Value, ...]:
    source = f"{row['batch_source']}:{row['dealer'] or row['donor']}" if row["batch"] is not None else row["source"]
    gone = "" if row["withdrawal"] is None else f"{row['reason']}:{row['approved_on']} {row['line_number'] or ''}"
    return (
        date.fromisoformat(row["day"]),
        row["accession_number"],
        _title(row),
        row["author"],
        row["publisher"],
        row["year"],
        row["price"],
        source,
        row["batch"] or "",
        row["call_number"],
        gone,
        row["note"],
    )


def _withdrawn_line(row: Mapping[Any, Any]) -> tuple[Value, ...]:
    return (
        date.fromisoformat(row["approved_on"]),
        row["line_number"] or row["withdrawal"],
        row["approved_by"],
        row["accession_number"],
        _title(row),
        row["frozen"],
        f"{row['reason']}:{row['receiver']}",
        row["compensation"],
        row["note"],
    )


def _title(row: Mapping[Any, Any]) -> str:
    return " ".join(part for part in (row["title"], row["title_volume"], row["copy_volume"]) if part)
