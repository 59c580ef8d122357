"""A model for lists of any length: every row's key is known at once, the rows are read as they are seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from deskcirc.domain.report import NUMBERS, Kind
from deskcirc.ui.headed_rows import HeadedRows, Index
from deskcirc.ui.lines_model import Cell, Column

PAGE: Final = 100
"""How many rows are read at a time; a screen shows some fifteen."""

_KEPT_PAGES: Final = 50


class PagedModel(HeadedRows):
    """Rows by key. `wanted` carries a tuple of keys; whoever reads them answers with `fill`.

    While a person drags the scroll bar only the pages under it at the end are asked for, not every page passed.
    """

    wanted = Signal(object)

    def __init__(
        self, columns: Sequence[Column], cells: Callable[[object], Sequence[Cell]], parent: QObject | None = None
    ) -> None:
        super().__init__(columns, parent)
        self._cells = cells
        self._held: Sequence[int] = ()  # the keys of the rows
        self._rows: dict[int, Sequence[Cell]] = {}
        self._asked: dict[int, None] = {}
        self._ask_soon = QTimer(self, singleShot=True, interval=0)
        self._ask_soon.timeout.connect(self._ask)

    def set_keys(self, keys: Sequence[int]) -> None:
        """Show these rows, in this order; none has been read yet."""
        self.beginResetModel()
        self._held = keys
        self._rows.clear()
        self._asked.clear()
        self.endResetModel()

    def forget(self) -> None:
        """Read every row anew when it is next seen: something was changed."""
        self._rows.clear()
        self._asked.clear()

    def fill(self, lines: Mapping[int, object]) -> None:
        """Take in lines that were read, by their keys."""
        self._rows |= {key: self._cells(line) for key, line in lines.items()}
        while len(self._rows) > _KEPT_PAGES * PAGE:
            del self._rows[next(iter(self._rows))]
        if self._held:
            last = self.index(len(self._held) - 1, len(self._columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last, [Qt.ItemDataRole.DisplayRole])

    def data(self, index: Index, role: int = 0) -> object:
        """The words of a cell; `…` and a request for its page where they have not been read yet."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = index.row()
        cells = self._rows.get(self._held[row])
        if cells is None:
            page = row // PAGE
            self._asked.pop(page, None)
            self._asked[page] = None
            self._ask_soon.start()
            return "…"
        return cells[index.column()].text

    def key(self, row: int) -> int:
        """The key of a row."""
        return self._held[row]

    def _ask(self) -> None:
        """Ask for the two pages seen last: a screen can lie across the edge of two."""
        pages = list(self._asked)[-2:]
        self._asked.clear()
        keys = tuple(key for page in sorted(pages) for key in self._held[page * PAGE : (page + 1) * PAGE])
        missing = tuple(key for key in keys if key not in self._rows)
        if missing:
            self.wanted.emit(missing)


class PagedTable(PagedModel):
    """Rows of a table of words and numbers: numbers stand at the right, as does their heading; a tip says all of it."""

    def __init__(
        self,
        columns: Sequence[Column],
        kinds: Sequence[Kind],
        cells: Callable[[object], Sequence[Cell]],
        parent: QObject,
    ) -> None:
        super().__init__(columns, cells, parent)
        self._kinds = tuple(kinds)

    def data(self, index: Index, role: int = 0) -> object:
        """The words of a cell, its side, and the whole of it as a tip."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return super().data(index, Qt.ItemDataRole.DisplayRole)
        return super().data(index, role)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802  Qt's name
        """A heading stands where its numbers stand."""
        if role == Qt.ItemDataRole.TextAlignmentRole and orientation == Qt.Orientation.Horizontal:
            return self._side(section)
        return super().headerData(section, orientation, role)

    def _side(self, column: int) -> int:
        right = self._kinds[column] in NUMBERS
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)
