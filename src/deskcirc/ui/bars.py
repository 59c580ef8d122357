"""A simple picture of a few numbers: a bar a line, with its words before it and its number behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.theme import Theme

MOST_BARS: Final = 5
_ROW: Final = 20  # pixels
_WORDS, _NUMBER = 0.3, 70  # the share of the words, and the pixels of the number


class Bar(NamedTuple):
    """One bar: the code that a click on it carries, its words, its length, and the number as it is read."""

    code: str
    words: str
    value: int
    number: str


class Bars(QWidget):
    """Some bars, the first on top; `chosen` carries the code of the one that was clicked."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.bars: tuple[Bar, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_bars(self, bars: Sequence[Bar], heading: str) -> None:
        """Show the first of these bars, nothing for a single one; `heading` says what their numbers are."""
        self.bars = tuple(bars)[:MOST_BARS]
        self.setVisible(len(self.bars) > 1)
        self.setFixedHeight(self._theme.px(_ROW) * len(self.bars) + self._theme.px(4))
        told = "; ".join(f"{bar.words} {bar.number}" for bar in self.bars)
        self.setAccessibleName(_("{heading}: {bars}").format(heading=heading, bars=told))
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802  Qt's name
        """A click on a bar opens what it counts."""
        place = int(event.position().y() // self._theme.px(_ROW))
        if 0 <= place < len(self.bars):
            self.chosen.emit(self.bars[place].code)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the bars, the longest as long as there is room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.font(13))
        row, words_wide, number_wide = self._theme.px(_ROW), self.width() * _WORDS, self._theme.px(_NUMBER)
        room = max(1.0, self.width() - words_wide - number_wide)
        longest = max((bar.value for bar in self.bars), default=1) or 1
        for place, bar in enumerate(self.bars):
            top = place * row
            painter.setPen(QColor(self._theme.palette.ink))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            told = painter.fontMetrics().elidedText(bar.words, Qt.TextElideMode.ElideRight, int(words_wide) - 8)
            painter.drawText(QRectF(0, top, words_wide - self._theme.px(8), row), right, told)
            wide = room * max(0, bar.value) / longest
            painter.drawText(
                QRectF(words_wide + wide + 6, top, number_wide, row), Qt.AlignmentFlag.AlignVCenter, bar.number
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(self._theme.palette.accent))
            painter.drawRoundedRect(QRectF(words_wide, top + row * 0.2, wide, row * 0.6), 2, 2)
        painter.end()
