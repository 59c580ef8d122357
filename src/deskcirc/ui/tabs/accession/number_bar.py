"""A bar that shows which numbers of a series are in use: filled where they are, empty where they are missing."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from deskcirc.store.lookups.number_gaps import SeriesFigures
from deskcirc.ui.lines_model import LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.theme import Theme


class NumberBar(QStyledItemDelegate):
    """Paints the last column of a list of series; gaps without an explanation are marked beneath the bar."""

    def __init__(self, theme: Theme, lines: LinesView[SeriesFigures]) -> None:
        super().__init__(lines)
        self._theme = theme
        self._lines = lines

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The row's own look, and the bar upon it."""
        super().paint(painter, option, index)
        lines = self._lines.lines
        if index.row() < len(lines):
            room = QRectF(option.rect).adjusted(8, 9, -12, -9)
            draw_bar(painter, room, lines[index.row()], self._theme)


def draw_bar(painter: QPainter, room: QRectF, figures: SeriesFigures, theme: Theme) -> None:
    """Draw the bar of a series into `room` (pixels)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.fillRect(room, QColor(theme.palette.line))
    if figures.used and figures.runs:
        pattern = figures.series.pattern
        first = min(figures.lowest, *(pattern.value(gap.run.first) or 0 for gap in figures.gaps), figures.lowest)
        last = max(figures.highest, *(pattern.value(gap.run.last) or 0 for gap in figures.gaps), figures.highest)
        scale = room.width() / (last - first + 1)
        ink, warning = QColor(theme.palette.accent), QColor(theme.tone(Tone.STOP).ink)
        for low, high in figures.runs:
            painter.fillRect(_stretch(room, low - first, high - first + 1, scale), ink)
        for gap in figures.gaps:
            if not gap.reason:
                start = (pattern.value(gap.run.first) or 0) - first
                stretch = _stretch(room, start, start + gap.run.count, scale)
                painter.fillRect(QRectF(stretch.left(), room.bottom() - 4, stretch.width(), 4), warning)
    painter.restore()


def _stretch(room: QRectF, start: int, end: int, scale: float) -> QRectF:
    """At least two pixels wide, or a single missing number could not be seen."""
    width = max(2.0, (end - start) * scale)
    left = min(room.left() + start * scale, room.right() - width)
    return QRectF(left, room.top(), width, room.height())
