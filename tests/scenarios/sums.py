"""Sums that stand at the end of a transcript: cash sheets, figures of repairs and losses, debts, states.

Whoever wrote the transcript counted them on the fingers; here they are compared with what the program says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from deskcirc.domain.figures import FigureTable
from deskcirc.domain.ledgers import Span
from deskcirc.domain.prices import format_fen
from deskcirc.reports.cash_sheet import read_sheet
from deskcirc.store.database import Library
from deskcirc.ui.tabs.repair.figures_reading import read_table

_SUM: Final = re.compile(r"(cash|repairs|losses) +(\S+)(?: to (\S+))?: (.+)$")
_OWES: Final = re.compile(r"owes +(\S+)  +(\S+)$")
_STATE: Final = re.compile(r"state +(\S+)  +(\S+)$")
_MONEY: Final = ("paid_", "refunded_", "waived_")
_OWED: Final = (
    "SELECT coalesce(sum(amount - paid), 0) FROM charges JOIN patrons ON patrons.id = patron_id "
    "WHERE charges.state = 'open' AND name = ?"
)


def is_sum(line: str) -> bool:
    """Whether the line is one of these sums."""
    return any(form.match(line) for form in (_SUM, _OWES, _STATE))


def as_it_is(library: Library, line: str) -> str:
    """The line as it would have to stand, by what the program says."""
    if found := _OWES.match(line):
        return line[: found.start(2)] + format_fen(int(_value(library, _OWED, found[1])))
    if found := _STATE.match(line):
        return line[: found.start(2)] + str(
            _value(library, "SELECT state FROM copies WHERE ? IN (barcode, accession_number)", found[1])
        )
    found = _SUM.match(line)
    assert found is not None
    first, last = date.fromisoformat(found[2]), date.fromisoformat(found[3] or found[2])
    known = _OF[found[1]](library, Span(first, last))
    names = [each.rpartition(" ")[0] for each in found[4].split(", ")]
    return line[: found.start(4)] + ", ".join(f"{name} {known[name]}" for name in names)


def _value(library: Library, query: str, about: str) -> Any:
    with library.reading() as connection:
        return connection.exec_driver_sql(query, (about,)).scalar_one()


def _cash(library: Library, span: Span) -> Mapping[str, str]:
    assert span.first is not None
    with library.reading() as connection:
        sheet = read_sheet(connection, library.policy, span.first, span.last)
    fen = {"before": sheet.opening, "in": sheet.came_in, "out": sheet.went_out, "in the box": sheet.closing}
    return {name: format_fen(amount) for name, amount in fen.items()} | {
        "receipts": str(len(sheet.lines)),
        "undone": str(len(sheet.taken_back)),
    }


def _figures(library: Library, span: Span, name: str) -> FigureTable:
    with library.reading() as connection:
        return read_table(connection, library.policy, name, span)


def _repairs(library: Library, span: Span) -> Mapping[str, str]:
    known = {line.name: str(line.figures[0].value or 0) for line in _figures(library, span, "repair_flow").lines}
    for line in _figures(library, span, "repair_kinds").lines:
        known[line.name or "not_said"] = str(line.figures[0].value or 0)
    return known


def _losses(library: Library, span: Span) -> Mapping[str, str]:
    return {
        line.name: format_fen(line.figures[1].value or 0)
        if line.name.startswith(_MONEY)
        else str(line.figures[0].value or 0)
        for line in _figures(library, span, "loss_flow").lines
    }


_OF: Final[Mapping[str, Callable[[Library, Span], Mapping[str, str]]]] = {
    "cash": _cash,
    "repairs": _repairs,
    "losses": _losses,
}
