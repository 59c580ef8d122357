"""The lists of the section "resolving", one a kind: the cursor stays where it is, and goes on where its line left.

Lines in another order begin with the first, which is what the order was wanted for.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget

from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell
from deskcirc.ui.long_lines import LongLines
from deskcirc.ui.tabs.stocktake.resolving_lists import cells_of, columns_of
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter, ResolvingPart, key_of
from deskcirc.ui.tabs.stocktake.resolving_words import MATTER_WORDS, empty_words
from deskcirc.ui.theme import Theme

TickedLine = tuple[Line, bool]


class ResolvingStack(QStackedWidget):
    """`ticked` carries the key of a line whose tick was pressed; `moved` comes when the cursor went to another line."""

    ticked = Signal(int)
    moved = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._part = ResolvingPart()
        self._row = 0  # where the cursor was, for the next line to take the place of one that left
        self.lists = {matter: self._list(matter) for matter in Matter}

    @property
    def lines(self) -> LongLines[TickedLine]:
        """The list on top."""
        return self.lists[self._part.matter]

    @property
    def line(self) -> Line | None:
        """The line under the cursor."""
        chosen = self.lines.selected_line()
        return None if chosen is None else chosen[0]

    def show_part(self, part: ResolvingPart) -> None:
        """Paint the list on top."""
        same = part.matter is self._part.matter
        sorted_anew = part.by_chance is not self._part.by_chance
        self._part = part
        before = None if sorted_anew else self.line
        place = next((row for row, each in enumerate(part.shown) if _is_same(before, each)), None)
        if place is None and part.shown:
            place = min(self._row if same and before is not None else 0, len(part.shown) - 1)
        lines = self.lines
        lines.blockSignals(True)
        lines.show_lines([(line, key_of(line) in part.ticked) for line in part.shown])
        lines.set_empty_words(empty_words(part))
        lines.blockSignals(False)
        self.setCurrentWidget(lines)
        lines.select(place)
        if sorted_anew:
            lines.scrollToTop()

    def _list(self, matter: Matter) -> LongLines[TickedLine]:
        lines = LongLines[TickedLine](self._theme, columns_of(matter), self._cells)
        lines.take_what_is_left()
        lines.fit_rows()
        lines.setAccessibleName(_(MATTER_WORDS[matter]))
        lines.clicked.connect(self._click)
        lines.ticked.connect(self._tick)
        lines.selectionModel().selectionChanged.connect(self._move)
        self.addWidget(lines)
        return lines

    def _click(self, index: QModelIndex) -> None:
        """A click on the tick ticks; anywhere else it puts the cursor there. Space is its key."""
        if index.column() == 0:
            self._tick(self.lines.lines[index.row()])

    def _tick(self, line: TickedLine) -> None:
        self.ticked.emit(key_of(line[0]))

    def _move(self, *_selected: object) -> None:
        rows = self.lines.selectionModel().selectedRows()
        if rows:
            self._row = rows[0].row()
            self.moved.emit()

    def _cells(self, line: TickedLine) -> Sequence[Cell]:
        return cells_of(self._part, line[0], ticked=line[1])


def _is_same(before: Line | None, line: Line) -> bool:
    return before is not None and type(before) is type(line) and key_of(before) == key_of(line)
