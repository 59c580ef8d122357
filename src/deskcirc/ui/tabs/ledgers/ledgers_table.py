"""The lines of a ledger as a table: numbers stand at the right, headings of several columns above their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject

from deskcirc.domain.ledgers import LedgerColumn, LedgerLine
from deskcirc.domain.report import NUMBERS, Kind
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column
from deskcirc.ui.paged_model import PagedTable

_PIXELS_A_MILLIMETRE: Final = 3.7
_DAY, _NUMBER, _DIVISION, _MONEY, _PRICE, _WORDS = 88, 64, 50, 92, 70, 66
_WIDE_NUMBER: Final = 13  # millimetres; narrower is the share of one division
_WIDE_MONEY: Final = 22  # millimetres; narrower is the price of one copy
_OWN_WIDTH: Final = {
    "source": 106,
    "number": 100,
    "batch": 78,
    "call_number": 92,
    "withdrawal": 164,
    "author": 86,
    "publisher": 124,
    "numbers": 150,
    "invoice": 122,
    "year": 56,
    "note": 56,
    "reason": 150,
    "letter": 56,
}
_AS_WIDE_AS_THEY_ARE: Final = (*NUMBERS, Kind.DAY)


def table_columns(columns: Sequence[LedgerColumn]) -> tuple[Column, ...]:
    """The widest column of words of no width of its own takes what is left, else the last one."""
    free = [column for column in columns if not _is_fixed(column)]
    widest = max(free, key=lambda column: column.width, default=columns[-1])
    return tuple(Column(_heading(column), 0 if column is widest else _pixels(column)) for column in columns)


def _is_fixed(column: LedgerColumn) -> bool:
    return column.kind in _AS_WIDE_AS_THEY_ARE or column.name in _OWN_WIDTH


def _heading(column: LedgerColumn) -> str:
    """Under the side of the balance that it is of; a division is named well enough by its letters."""
    of_division = column.name.startswith("division_")
    return "\n".join(_(words) for words in ("" if of_division else column.group, column.heading) if words)


def _pixels(column: LedgerColumn) -> int:
    """Days, numbers and money as wide as they are, words by their share of the paper."""
    if column.kind is Kind.DAY:
        return _DAY
    if column.name in _OWN_WIDTH:
        return _OWN_WIDTH[column.name]
    if column.kind is Kind.NUMBER:
        return _DIVISION if column.group and column.width < _WIDE_NUMBER else _NUMBER
    if column.kind is Kind.MONEY:
        return _PRICE if column.width < _WIDE_MONEY else _MONEY
    return max(_WORDS, int(column.width * _PIXELS_A_MILLIMETRE))


def ledger_model(columns: Sequence[LedgerColumn], parent: QObject) -> PagedTable:
    """Pages of a ledger's lines."""

    def cells(line: object) -> Sequence[Cell]:
        if not isinstance(line, LedgerLine):
            raise TypeError(line)
        return tuple(Cell(column.text(value)) for column, value in zip(columns, line.values, strict=True))

    return PagedTable(table_columns(columns), [column.kind for column in columns], cells, parent)
