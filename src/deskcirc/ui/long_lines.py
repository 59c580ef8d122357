"""A list of thousands of frozen lines that are all known: opened and sorted at once, for only what is seen is painted.

Unlike `lines_model.LinesView` it makes no item a cell, and unlike `paged_model` it asks nobody for its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QTableView, QVBoxLayout, QWidget

from deskcirc.ui import icons
from deskcirc.ui.lines_model import Cell, Column, dress_table, hide_what_yields
from deskcirc.ui.theme import TONE_ICONS, Theme

Line = TypeVar("Line")
_Index: TypeAlias = QModelIndex | QPersistentModelIndex
_WORDS: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole})
_LOOKS: Final = frozenset({Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole, Qt.ItemDataRole.DecorationRole})


class _LinesModel(QAbstractTableModel):
    """The lines; a row's cells are made when it is first painted."""

    def __init__(
        self, theme: Theme, columns: Sequence[Column], cells: Callable[[Any], Sequence[Cell]], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = tuple(columns)
        self._cells = cells
        self.lines: tuple[Any, ...] = ()
        self._made: dict[int, Sequence[Cell]] = {}

    def show(self, lines: tuple[Any, ...]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines = lines
        self._made.clear()
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:  # noqa: N802  Qt's name
        """As many as there are lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index | None = None) -> int:  # noqa: N802  Qt's name
        """As many as were given."""
        return 0 if parent is not None and parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802  Qt's name
        """The headings."""
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self._columns[section].heading
        return None

    def data(self, index: _Index, role: int = 0) -> object:
        """The words of a cell; its colour, weight and shape where it has a tone."""
        if role not in _WORDS and role not in _LOOKS:
            return None
        cell = self._cell(index)
        if role in _WORDS:
            return cell.text
        if cell.tone is None:
            return None
        ink = self._theme.tone(cell.tone).ink
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(ink)
        if role == Qt.ItemDataRole.FontRole:
            return self._theme.font(15, bold=True)
        return QIcon(icons.pixmap(TONE_ICONS[cell.tone], ink, self._theme.px(18)))

    def _cell(self, index: _Index) -> Cell:
        row = index.row()
        if row not in self._made:
            self._made[row] = self._cells(self.lines[row])
        return self._made[row][index.column()]


class LongLines(QTableView, Generic[Line]):
    """A long list of frozen lines; `chosen` carries the line clicked, or the one Return was pressed on."""

    chosen = Signal(object)

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column],
        cells: Callable[[Line], Sequence[Cell]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = tuple(columns)
        self._rows = _LinesModel(theme, columns, cells, self)
        self.setModel(self._rows)
        dress_table(self, theme, columns)
        self.clicked.connect(self._choose)
        self.activated.connect(self._choose)
        self._empty = QLabel()
        self._empty.setProperty("part", "quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        QVBoxLayout(self.viewport()).addWidget(self._empty)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines, in their order."""
        return self._rows.lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; the list stays where it was scrolled to. The same lines again cost nothing."""
        if lines is self._rows.lines:
            return
        self._rows.show(tuple(lines))
        self._empty.setVisible(not lines)

    def set_empty_words(self, words: str) -> None:
        """What an empty list says."""
        self._empty.setText(words)

    @property
    def empty_words(self) -> str:
        """What the list says in place of lines; "" where it has some."""
        return "" if self._rows.lines else self._empty.text()

    def select(self, place: int | None) -> None:
        """Put the cursor on a line without choosing it, and show it; on none with None."""
        if place is None:
            self.clearSelection()
            return
        self.selectRow(place)
        self.scrollTo(self._rows.index(place, 0))

    def selected_line(self) -> Line | None:
        """The line under the cursor, if one is selected."""
        rows = self.selectionModel().selectedRows()
        line: Line | None = self._rows.lines[rows[0].row()] if rows else None
        return line

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Hide what yields where the list is narrow, show it again where there is room."""
        super().resizeEvent(event)
        hide_what_yields(self, self._theme, self._columns, event.size().width())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Letters and digits are not for searching the list; a scanner may be typing them."""
        if event.text().isprintable() and event.text().strip():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self._rows.lines[index.row()])
