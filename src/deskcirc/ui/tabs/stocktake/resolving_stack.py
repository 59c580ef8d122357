"""The lists of the section "resolving", one a kind: the cursor stays where it is, and goes on where its line left.

Lines in another order begin with the first, which is what the order was wanted for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import overload

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QStackedWidget

from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell
from deskcirc.ui.long_lines import LongLines
from deskcirc.ui.tabs.stocktake.resolving_lists import cells_of, columns_of
from deskcirc.ui.tabs.stocktake.resolving_part import Line, Matter, ResolvingPart, key_of, keys_in
from deskcirc.ui.tabs.stocktake.resolving_words import MATTER_WORDS, empty_words
from deskcirc.ui.theme import Theme

TickedLine = tuple[Line, bool]


class _TickedLines(Sequence[TickedLine]):
    """The lines of a list with their ticks, each made when it is painted: there may be a hundred thousand."""

    def __init__(self, lines: Sequence[Line], ticked: frozenset[int]) -> None:
        self._lines, self._ticked = lines, ticked

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, at: int) -> TickedLine: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[TickedLine]: ...
    def __getitem__(self, at: int | slice) -> TickedLine | Sequence[TickedLine]:
        """One line with its tick, or some of them."""
        if isinstance(at, slice):
            return _TickedLines(self._lines[at], self._ticked)
        line = self._lines[at]
        return line, key_of(line) in self._ticked

    def is_of(self, lines: Sequence[Line], ticked: frozenset[int]) -> bool:
        """Whether these are the very lines, with the same ticks."""
        return self._lines is lines and self._ticked == ticked


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
        keys = list(keys_in(part.shown))
        at = -1 if before is None else key_of(before)
        place = keys.index(at) if at in keys else None
        if place is None and part.shown:
            place = min(self._row if same and before is not None else 0, len(part.shown) - 1)
        lines = self.lines
        lines.blockSignals(True)
        held = lines.lines
        is_shown = isinstance(held, _TickedLines) and held.is_of(part.shown, part.ticked)
        lines.show_lines(held if is_shown else _TickedLines(part.shown, part.ticked))
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
