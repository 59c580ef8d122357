"""A simple picture of a table: a bar a line, with its words before it and its number behind it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcirc.domain.figures import FigureTable
from deskcirc.domain.report import written
from deskcirc.text import gettext as _
from deskcirc.ui.theme import Theme

_MOST: Final = 5
_ROW: Final = 20  # pixels
_WORDS, _NUMBER = 0.3, 70  # the share of the words, and the pixels of the number


class Bars(QWidget):
    """The largest lines of a table; `chosen` carries the code of the line whose bar was clicked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bars: tuple[tuple[str, str, int, str], ...] = ()  # code, words, value, the value as it is read
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_table(self, table: FigureTable | None) -> None:
        """Show the table's bars, nothing for one that has no picture or a single line."""
        self.bars = () if table is None else _bars_of(table)
        self.setVisible(len(self.bars) > 1)
        self.setFixedHeight(self._theme.px(_ROW) * len(self.bars) + self._theme.px(4))
        if table is not None and table.bar is not None:
            told = "; ".join(f"{words} {number}" for _code, words, _value, number in self.bars)
            self.setAccessibleName(_("{heading}: {bars}").format(heading=table.columns[table.bar].heading, bars=told))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """A click on a bar opens what it counts."""
        place = int(event.position().y() // self._theme.px(_ROW))
        if 0 <= place < len(self.bars):
            self.chosen.emit(self.bars[place][0])

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the bars, the longest as long as there is room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(13))
        row, words_wide, number_wide = self._theme.px(_ROW), self.width() * _WORDS, self._theme.px(_NUMBER)
        room = max(1.0, self.width() - words_wide - number_wide)
        longest = max((value for _code, _words, value, _number in self.bars), default=1) or 1
        for place, (_code, words, value, number) in enumerate(self.bars):
            top = place * row
            painter.setPen(QColor(self._theme.palette.ink))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            told = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(words_wide) - 8)
            painter.drawText(QRectF(0, top, words_wide - self._theme.px(8), row), right, told)
            wide = room * max(0, value) / longest
            painter.drawText(
                QRectF(words_wide + wide + 6, top, number_wide, row), Qt.AlignmentFlag.AlignVCenter, number
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.palette.accent))
            painter.drawRoundedRect(QRectF(words_wide, top + row * 0.2, wide, row * 0.6), 2, 2)
        painter.end()


def _bars_of(table: FigureTable) -> tuple[tuple[str, str, int, str], ...]:
    if table.bar is None:
        return ()
    kind = table.columns[table.bar].kind
    values = [(line.name, line.words, line.figures[table.bar].value) for line in table.lines]
    known = [(name, words, value, written(value, kind)) for name, words, value in values if value]
    return tuple(sorted(known, key=lambda bar: -bar[2])[:_MOST])
