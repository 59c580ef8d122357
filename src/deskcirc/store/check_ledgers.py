"""Proving the ledgers: they balance, the chain of seals is whole, and sealed months are still what the rows say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import Connection, select

from deskcirc.domain.ledger_sums import Stock, contradictions, next_month
from deskcirc.domain.ledgers import COLUMNS, LEDGER_WORDS, LedgerLine, LedgerName, Span
from deskcirc.domain.report import Value
from deskcirc.store.breach import Breach, Rule
from deskcirc.store.lookups.ledger_content import NO_SEAL, SealedMonth, month_content, read_content, seal_hash
from deskcirc.store.lookups.ledgers import read_ledger, read_stock
from deskcirc.store.tables import ledger_seals
from deskcirc.text import gettext as _

_LAST_DAY: Final = date.max
_FACTS: Final[Mapping[LedgerName, frozenset[str]]] = {
    LedgerName.CAME: frozenset({"number", "invoice", "source", "copies", "fen", "numbers"}),
    LedgerName.GONE: frozenset({"day", "document", "number", "copies", "fen", "reason"}),
    LedgerName.COPIES: frozenset({"day", "accession_number", "fen", "source", "batch"}),
    LedgerName.WITHDRAWN: frozenset(
        {"day", "number", "approved_by", "accession_number", "fen", "reason", "compensation"}
    ),
}
"""What may not differ; a description put right since, or a book that was classified anew, is no breach."""


def ledger_breaches(connection: Connection) -> Iterator[Breach]:
    """Every breach of the ledgers' promises."""
    stock = read_stock(connection)
    balance = read_ledger(connection, LedgerName.CLASSES, Span(None, _LAST_DAY), stock).balance
    if any(balance.difference.values):
        sentence = _("The ledgers do not balance: {titles} titles, {copies} copies, {fen} fen more or less are held.")
        names = ("titles", "copies", "fen")
        facts = dict(zip(names, balance.difference.values, strict=True))
        yield Breach(Rule.LEDGER_BALANCE, sentence.format(**facts), "copies")
    for copy_id, number in contradictions(stock, _LAST_DAY):
        sentence = _("Copy {number} is not in the state, or not of the price, that the ledgers of withdrawal say.")
        yield Breach(Rule.LEDGER_BALANCE, sentence.format(number=number), "copies", copy_id)
    yield from _seals(connection, stock)


def _seals(connection: Connection, stock: Stock) -> Iterator[Breach]:
    previous, following = NO_SEAL, ""
    table = ledger_seals.c
    for row in connection.execute(select(table.id, table.month, table.hash, table.content).order_by(table.month)):
        if seal_hash(previous, row.content) != row.hash or (following and row.month != following):
            sentence = _("The seal of {month} was changed, or one before it was taken out.")
            yield Breach(Rule.SEAL_CHAIN, sentence.format(month=row.month), "ledger_seals", row.id)
        previous = row.hash
        try:
            following = next_month(row.month)
            sealed = read_content(row.content)
            live = read_content(month_content(connection, row.month, sealed.library, stock))
        except (ValueError, KeyError, TypeError):
            sentence = _("The seal of {month} cannot be read.").format(month=row.month)
            yield Breach(Rule.SEAL_CHAIN, sentence, "ledger_seals", row.id)
            continue
        for said in _differences(sealed, live):
            sentence = _("Sealed month {month}: {what}").format(month=row.month, what=said)
            yield Breach(Rule.SEALED_LEDGER, sentence, "ledger_seals", row.id)


def _differences(sealed: SealedMonth, live: SealedMonth) -> Iterator[str]:
    if sealed.balance != live.balance:
        yield _("opening, additions, withdrawals or closing are not what was sealed")
    for name, facts in _FACTS.items():
        before, now = ({line.key: line for line in month.ledgers[name]} for month in (sealed, live))
        ledger = _(LEDGER_WORDS[name])
        for key in sorted(before.keys() | now.keys()):
            if key not in now:
                yield _("{ledger}: {line} was sealed and is gone").format(ledger=ledger, line=_told(name, before[key]))
            elif key not in before:
                yield _("{ledger}: {line} came in later").format(ledger=ledger, line=_told(name, now[key]))
            else:
                yield from _changed(name, facts, before[key], now[key])


def _changed(name: LedgerName, facts: frozenset[str], before: LedgerLine, now: LedgerLine) -> Iterator[str]:
    for column, old, new in zip(COLUMNS[name], before.values, now.values, strict=True):
        if column.name in facts and old != new:
            sentence = _("{ledger}: {line} was sealed with {heading} “{old}” and now says “{new}”")
            words = {"ledger": _(LEDGER_WORDS[name]), "line": _told(name, before), "heading": _(column.heading)}
            yield sentence.format(**words, old=column.text(old), new=column.text(new))


def _told(name: LedgerName, line: LedgerLine) -> Value:
    """The number by which people know the line."""
    columns: Sequence[str] = [column.name for column in COLUMNS[name]]
    at = columns.index("accession_number" if "accession_number" in columns else "number")
    return line.values[at] or line.key
