"""The board: one tile a class with what it still has to bring, a check mark where everything is back.

The tiles fill whatever room there is, so the same board hangs in the tab and, by a projector, on the wall.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QPushButton, QWidget

from deskcirc.store.lookups.end_of_term import ClassDue
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui import icons
from deskcirc.ui.outcome import Tone
from deskcirc.ui.theme import Theme

_GAP: Final = 8
_SHAPE: Final = 1.75
"""How much wider than high a tile is at best: a class name is long, two lines stand below it."""


_LOW: Final = 74
"""Pixels of height below which a tile has two lines, for a third could not be read."""


class Board(QWidget):
    """Shows the classes; `chosen` carries the id of the one that was clicked."""

    chosen = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tiles: list[ClassTile] = []
        self.setAccessibleName(_("Who still has what"))

    @property
    def tiles(self) -> Sequence[ClassTile]:
        """The tiles, in the order of the classes."""
        return self._tiles

    def show_classes(self, classes: Sequence[ClassDue]) -> None:
        """Show these classes; a tile that stays only changes its words."""
        while len(self._tiles) > len(classes):
            self._tiles.pop().deleteLater()
        while len(self._tiles) < len(classes):
            tile = ClassTile(self._theme, self)
            tile.pressed_class.connect(self.chosen)
            tile.show()
            self._tiles.append(tile)
        for tile, each in zip(self._tiles, classes, strict=True):
            tile.show_class(each)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Fill the new room."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        count = len(self._tiles)
        if not count:
            return
        columns = best_columns(count, self.width(), self.height())
        rows = math.ceil(count / columns)
        width, height = self.width() / columns, min(self.height() / rows, self.width() / columns)
        for place, tile in enumerate(self._tiles):
            row, column = divmod(place, columns)
            left, top = round(column * width), round(row * height)
            right, bottom = round((column + 1) * width), round((row + 1) * height)
            tile.setGeometry(left, top, right - left - _GAP, bottom - top - _GAP)


def best_columns(count: int, width: int, height: int) -> int:
    """How many tiles stand beside each other so that their letters come out as large as can be."""

    def size(columns: int) -> float:
        return min(width / columns / _SHAPE, height / math.ceil(count / columns))

    return max(range(1, count + 1), key=size)


class ClassTile(QPushButton):
    """One class: its name, how many copies are out, who has them; by keyboard and screen reader a button."""

    pressed_class = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._due: ClassDue | None = None
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._choose)

    def show_class(self, due: ClassDue) -> None:
        """Show what a class has to bring now."""
        if due == self._due:
            return
        self._due = due
        name, main, rest = tile_words(due)
        self.setAccessibleName(" ".join(part for part in (name, main, rest) if part))
        self.setToolTip(due.teacher)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """A sheet in the colour of the state, its shape beside the words."""
        if self._due is None:
            return
        tone = Tone.DONE if self._due.is_clear else Tone.LOOK if self._due.overdue else Tone.READY
        palette, colours = self._theme.palette, self._theme.tone(tone)
        fill = palette.paper if tone is Tone.READY else colours.fill
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = palette.accent if self.hasFocus() or self.underMouse() else palette.line
        painter.setPen(QPen(QColor(edge), 3 if self.hasFocus() else 1))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(room, 8, 8)
        self._paint_words(painter, room.adjusted(8, 4, -8, -4), palette.ink if tone is Tone.READY else colours.ink)
        painter.end()

    def _paint_words(self, painter: QPainter, room: QRectF, ink: str) -> None:
        if self._due is None:
            return
        name, main, rest = tile_words(self._due)
        painter.setPen(QColor(ink))
        if room.height() < self._theme.px(_LOW):
            upper, lower = _parts_of(room, 0.5, 0.5)
            late = _("{count} overdue").format(count=self._due.overdue) if self._due.overdue else ""
            mark = "✓ " if self._due.is_clear else ""
            self._line(painter, upper, name, 0.64, bold=True)
            self._line(painter, lower, " · ".join(part for part in (mark + main, late) if part), 0.64)
            return
        upper, middle, lower = _parts_of(room, 0.34, 0.38, 0.26)
        self._line(painter, upper, name, 0.72, bold=True)
        if self._due.is_clear:
            side = int(min(middle.height(), middle.width() / 3))
            shape = icons.pixmap("check", ink, max(12, side))
            painter.drawPixmap(int(middle.x() + (middle.width() - side) / 2), int(middle.y()), shape)
        else:
            self._line(painter, middle, main, 0.82, bold=True)
        self._line(painter, lower, main if self._due.is_clear else rest, 0.68)

    def _line(self, painter: QPainter, room: QRectF, words: str, share: float, *, bold: bool = False) -> None:
        """Words in the middle of their room, as large as it allows."""
        font = self._theme.font(12, bold=bold)
        pixels = max(10, int(room.height() * share))
        font.setPixelSize(pixels)
        painter.setFont(font)
        wide = painter.fontMetrics().horizontalAdvance(words)
        if wide > room.width():
            font.setPixelSize(max(10, int(pixels * room.width() / wide)))
            painter.setFont(font)
        text = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter), text)

    def _choose(self) -> None:
        if self._due is not None:
            self.pressed_class.emit(self._due.class_id)


def _parts_of(room: QRectF, *shares: float) -> list[QRectF]:
    """The room in strips below each other, each with its share of the height."""
    parts, y = [], room.y()
    for share in shares:
        parts.append(QRectF(room.x(), y, room.width(), room.height() * share))
        y += room.height() * share
    return parts


def tile_words(due: ClassDue) -> tuple[str, str, str]:
    """The three lines of a tile: the class, what is out, who has it and what is late."""
    name = due.name or _("Teachers and others")
    if due.is_clear:
        return name, _("all back"), ""
    corner = ngettext("{count} in the corner", "{count} in the corner", due.corner).format(count=due.corner)
    if not due.copies:
        return name, corner, ""
    out = ngettext("{count} copy", "{count} copies", due.copies).format(count=due.copies)
    parts = [ngettext("{count} patron", "{count} patrons", due.pupils).format(count=due.pupils)]
    if due.overdue:
        parts.append(_("{count} overdue").format(count=due.overdue))
    if due.corner:
        parts.append(corner)
    return name, out, " · ".join(parts)
