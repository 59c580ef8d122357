"""Lists on the screen: a session's lines, newest on top, and long lists that are read a page at a time.

A table model written in Python spends 8 to 12 ms a repaint in `data()`, QStandardItemModel 2: so the lists that are
repainted at every scan are of the second kind, and rows are never sized by their contents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QIcon, QKeyEvent, QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QSizePolicy, QTableView, QVBoxLayout, QWidget

from deskcirc.ui import icons
from deskcirc.ui.outcome import Tone
from deskcirc.ui.theme import TONE_ICONS, Theme

Line = TypeVar("Line")

ROW_PIXELS: Final = 36
_LEAST: Final = 90
"""Pixels of the heading and a row and a half: less of a list is none."""
_LOW_ROW: Final = 28
_FEW: Final = 7
"""Where there is no room for so many rows of the usual height, they are of the height above, in pixels."""
_ROOM_TO_READ: Final = 170
"""What the column that takes the rest needs for a title to be read."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading and its width in pixels at 96 dots an inch; a width of 0 takes what is left.

    A column is never narrower than its heading, in whatever language that is.
    Where too little is left for that one, the columns that `yields` are hidden, the last first.
    """

    heading: str
    width: int = 0
    yields: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its words, and a tone that gives them its colour and its shape, or a shape of their own."""

    text: str
    tone: Tone | None = None
    shape: str = ""


class TableOfLines(QTableView, Generic[Line]):
    """A list of frozen lines; `chosen` carries the line a person chose by the mouse or pressed Return on.

    `ticked` carries the line under the cursor when Space is pressed: where lines have a tick, that is its key.
    """

    chosen = Signal(object)
    ticked = Signal(object)

    def __init__(self, theme: Theme, columns: Sequence[Column], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._columns = tuple(columns)
        self._fits_rows = False
        self._empty = QLabel()
        self._empty.setProperty("part", "quiet")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        QVBoxLayout(self.viewport()).addWidget(self._empty)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines on the screen, in their order; each kind of list holds them its own way."""
        raise NotImplementedError  # Qt's metaclass allows no abstract classes

    def show_model(self, model: QAbstractItemModel) -> None:
        """Show the rows of a model in the look of our lists."""
        self.setModel(model)
        dress_table(self, self._theme, self._columns)
        self.activated.connect(self._choose)

    def set_empty_words(self, words: str) -> None:
        """What an empty list says: what will stand here, and how it comes to."""
        self._empty.setText(words)

    def take_what_is_left(self) -> None:
        """For a list beside words that wrap: a page that scrolls would give it the height it would like instead."""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.setMinimumHeight(self._theme.px(_LEAST))

    def fit_rows(self) -> None:
        """Show whole rows only: they share what is left of the height, and are lower where there is little of it."""
        self._fits_rows = True

    def selected_line(self) -> Line | None:
        """The line under the cursor, if one is selected."""
        rows = self.selectionModel().selectedRows()
        return self.lines[rows[0].row()] if rows else None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Hide what yields where the list is narrow, show it again where there is room."""
        super().resizeEvent(event)
        hide_what_yields(self, self._theme, self._columns, event.size().width())
        if self._fits_rows:
            share_height(self, event.size().height(), self._theme.px(ROW_PIXELS), self._theme.px(_LOW_ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """Letters and digits are not for searching the list; a scanner, or whoever holds it, may want them."""
        if event.text().isprintable() and event.text().strip():
            event.ignore()
            return
        line = self.selected_line() if event.key() == Qt.Key.Key_Space else None
        if line is not None:
            self.ticked.emit(line)
        super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.lines[index.row()])


class LinesView(TableOfLines[Line]):
    """A list that is repainted at every scan: what did not change is not touched."""

    def __init__(
        self,
        theme: Theme,
        columns: Sequence[Column],
        cells: Callable[[Line], Sequence[Cell]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, columns, parent)
        self._cells = cells
        self._lines: tuple[Line, ...] = ()
        self._rows = QStandardItemModel(0, len(columns), self)
        self._rows.setHorizontalHeaderLabels([column.heading for column in columns])
        self.show_model(self._rows)

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines on the screen, newest first."""
        return self._lines

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines; only what lies between the first and the last line that changed is touched.

        So a copy put in its place on a long trolley costs one row. A line that came on top is scrolled to.
        """
        new, old = tuple(lines), self._lines
        self._lines = new
        top = _same_at_start(new, old)
        bottom = _same_at_start(new[top:][::-1], old[top:][::-1])
        self._rows.removeRows(top, len(old) - top - bottom)
        for place in range(top, len(new) - bottom):
            self._rows.insertRow(place, [self._item(cell) for cell in self._cells(new[place])])
        self._empty.setVisible(not new)
        if not top and bottom < len(new):
            self.scrollToTop()

    def selected_lines(self) -> tuple[Line, ...]:
        """All lines selected, from the top; where a list lets one be selected at a time, that one."""
        return tuple(self._lines[place] for place in sorted(row.row() for row in self.selectionModel().selectedRows()))

    def select(self, place: int) -> None:
        """Put the cursor on a line, 0 being the newest."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._rows.index(place, 0), flags)

    def _item(self, cell: Cell) -> QStandardItem:
        item = QStandardItem(cell.text)
        item.setToolTip(cell.text)
        if cell.tone is not None:
            ink = self._theme.tone(cell.tone, cell.shape).ink
            item.setForeground(QBrush(QColor(ink)))
            item.setFont(self._theme.font(15, bold=True))
            item.setIcon(QIcon(icons.pixmap(cell.shape or TONE_ICONS[cell.tone], ink, self._theme.px(18))))
        return item


def _same_at_start(some: Sequence[object], others: Sequence[object]) -> int:
    """How many lines two lists have in common before they part."""
    for place, (one, other) in enumerate(zip(some, others, strict=False)):
        if one is not other and one != other:
            return place
    return min(len(some), len(others))


def dress_table(view: QTableView, theme: Theme, columns: Sequence[Column]) -> None:
    """Give a table the look of our lists: fixed rows, no grid, whole rows selected, nothing editable."""
    view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setAlternatingRowColors(True)
    view.setShowGrid(False)
    view.setWordWrap(False)
    view.setTabKeyNavigation(False)
    view.setIconSize(QSize(theme.px(18), theme.px(18)))
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    rows = view.verticalHeader()
    rows.hide()
    rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    rows.setMinimumSectionSize(theme.px(ROW_PIXELS))
    rows.setDefaultSectionSize(theme.px(ROW_PIXELS))
    header = view.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setHighlightSections(False)
    header.setSectionsClickable(False)
    for place, column in enumerate(columns):
        if column.width:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
            header.resizeSection(place, column_width(view, theme, place, column))
        else:
            header.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)


def hide_what_yields(view: QTableView, theme: Theme, columns: Sequence[Column], width: int) -> None:
    """Hide what yields in a list of `width` pixels that is too narrow, the last first; show it where there is room."""
    widths = [column_width(view, theme, place, column) for place, column in enumerate(columns)]
    spare = width - theme.px(_ROOM_TO_READ) - sum(widths)
    for place in reversed(range(len(columns))):
        hide = columns[place].yields and spare < 0
        view.setColumnHidden(place, hide)
        spare += widths[place] if hide else 0


def share_height(view: QTableView, room: int, usual: int, least: int) -> None:
    """Give rows that are `usual` pixels high a height of which `room` pixels hold whole rows only.

    Where that were but a few of them, a row is lower, down to `least` pixels.
    """
    rows = view.verticalHeader()
    height = usual if room >= _FEW * usual else least
    pixels = min(room // max(1, room // height), usual * 5 // 4)
    rows.setMinimumSectionSize(pixels)
    rows.setDefaultSectionSize(pixels)


def column_width(view: QTableView, theme: Theme, place: int, column: Column) -> int:
    """How many pixels the column is wide, no less than its heading needs; 0 for the one that takes what is left."""
    if not column.width:
        return 0
    view.ensurePolished()
    header = view.horizontalHeader()
    header.ensurePolished()
    return max(theme.px(column.width), header.sectionSizeHint(place))
