"""A list of thousands of frozen lines that are all known: opened and sorted at once, for only what is seen is painted.

Unlike `lines_model.LinesView` it makes no item a cell, and unlike `paged_model` it asks nobody for its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QWidget

from deskcirc.ui import icons
from deskcirc.ui.headed_rows import HeadedRows, Index
from deskcirc.ui.lines_model import Cell, Column, TableOfLines
from deskcirc.ui.theme import TONE_ICONS, Theme

Line = TypeVar("Line")
_WORDS: Final = frozenset({Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole})
_LOOKS: Final = frozenset({Qt.ItemDataRole.ForegroundRole, Qt.ItemDataRole.FontRole, Qt.ItemDataRole.DecorationRole})


class _LinesModel(HeadedRows):
    """The lines; a row's cells are made when it is first painted."""

    def __init__(
        self, theme: Theme, columns: Sequence[Column], cells: Callable[[Any], Sequence[Cell]], parent: QObject
    ) -> None:
        super().__init__(columns, parent)
        self._theme = theme
        self._cells = cells
        self._held: Sequence[Any] = ()
        self._made: dict[int, Sequence[Cell]] = {}

    @property
    def lines(self) -> Sequence[Any]:
        """All of them, in their order."""
        return self._held

    def show(self, lines: Sequence[Any]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._held = lines
        self._made.clear()
        self.endResetModel()

    def data(self, index: Index, role: int = 0) -> object:
        """The words of a cell; its colour, weight and shape where it has a tone."""
        if role not in _WORDS and role not in _LOOKS:
            return None
        cell = self._cell(index)
        if role in _WORDS:
            return cell.text
        if cell.tone is None:
            return None
        ink = self._theme.tone(cell.tone, cell.shape).ink
        if role == Qt.ItemDataRole.ForegroundRole:
            return QColor(ink)
        if role == Qt.ItemDataRole.FontRole:
            return self._theme.font(15, bold=True)
        return QIcon(icons.pixmap(cell.shape or TONE_ICONS[cell.tone], ink, self._theme.px(18)))

    def _cell(self, index: Index) -> Cell:
        row = index.row()
        if row not in self._made:
            self._made[row] = self._cells(self._held[row])
        return self._made[row][index.column()]


class LongLines(TableOfLines[Line]):
    """A long list of frozen lines; `chosen` carries the line clicked, or the one Return was pressed on."""

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column],
        cells: Callable[[Line], Sequence[Cell]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, columns, parent)
        self._rows = _LinesModel(theme, columns, cells, self)
        self.show_model(self._rows)
        self.clicked.connect(self._choose)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines, in their order."""
        return self._rows.lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; the list stays where it was scrolled to. The same lines again cost nothing.

        They are kept as they are: a sequence that makes each line when it is asked for one is never read whole.
        """
        if lines is self._rows.lines:
            return
        self._rows.show(tuple(lines) if isinstance(lines, list) else lines)
        self._empty.setVisible(not lines)

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
