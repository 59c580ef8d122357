"""The lines of a ledger as a table: numbers stand at the right, headings of several columns above their own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt

from deskcirc.domain.ledgers import LedgerColumn, LedgerLine
from deskcirc.domain.report import Kind
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column
from deskcirc.ui.paged_model import PagedModel

_PIXELS_A_MILLIMETRE: Final = 4.0
_NUMBERS: Final = (Kind.NUMBER, Kind.MONEY)


def table_columns(columns: Sequence[LedgerColumn]) -> tuple[Column, ...]:
    """The widest column takes what is left."""
    widest = max(column.width for column in columns)
    wide = next(column.name for column in columns if column.width == widest)
    return tuple(
        Column(
            "\n".join(_(words) for words in (column.group, column.heading) if words),
            0 if column.name == wide else max(44, int(column.width * _PIXELS_A_MILLIMETRE)),
        )
        for column in columns
    )


class LedgerModel(PagedModel):
    """Pages of a ledger's lines."""

    def __init__(self, columns: Sequence[LedgerColumn], parent: QObject) -> None:
        self._of_ledger = tuple(columns)
        super().__init__(table_columns(columns), self._texts, parent)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = 0) -> object:
        """The words of a cell, its alignment, and the whole of it as a tip."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = self._of_ledger[index.column()].kind in _NUMBERS
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.ToolTipRole:
            return super().data(index, Qt.ItemDataRole.DisplayRole)
        return super().data(index, role)

    def _texts(self, line: object) -> Sequence[Cell]:
        if not isinstance(line, LedgerLine):
            raise TypeError(line)
        return tuple(Cell(column.text(value)) for column, value in zip(self._of_ledger, line.values, strict=True))
