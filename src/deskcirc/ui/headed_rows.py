"""What the table models of ours have in common: so many rows, so many columns, and the headings over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from deskcirc.ui.lines_model import Column

Index: TypeAlias = QModelIndex | QPersistentModelIndex


class HeadedRows(QAbstractTableModel):
    """A row for each of `_held`, whatever that holds, under the headings of the columns."""

    def __init__(self, columns: Sequence[Column], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self._held: Sequence[Any] = ()

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802  Qt's name
        """As many as there are rows held."""
        return 0 if parent is not None and parent.isValid() else len(self._held)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802  Qt's name
        """As many as were given."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802  Qt's name
        """The headings."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section].heading
        return None
