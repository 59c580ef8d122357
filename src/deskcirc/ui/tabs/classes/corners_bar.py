"""How far a corner is filled, as a bar in the list: the copies there, the target, the room on the classroom's shelf."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from deskcirc.domain.corners import Corner
from deskcirc.ui.outcome import Tone
from deskcirc.ui.theme import Theme


class CornerBar(QStyledItemDelegate):
    """Paints the bar of the corner in a row; a line marks the target, so no meaning hangs on a colour alone."""

    def __init__(self, theme: Theme, corner_at: Callable[[int], Corner]) -> None:
        super().__init__()
        self._theme = theme
        self._corner_at = corner_at

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint the cell, then the bar in it."""
        super().paint(painter, option, index)
        corner = self._corner_at(index.row())
        rect = option.rect
        edge, height = self._theme.px(8), self._theme.px(12)
        groove = QRectF(rect.x() + edge, rect.center().y() - height / 2, rect.width() - 2 * edge, height)
        whole = max(corner.capacity or 0, corner.target, corner.held, 1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        reached = corner.held >= corner.target
        full = self._theme.tone(Tone.DONE).solid if reached else self._theme.palette.accent
        if corner.too_many():
            full = self._theme.tone(Tone.LOOK).solid
        for share, colour in ((1.0, self._theme.palette.line), (corner.held / whole, full)):
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(
                QRectF(groove.x(), groove.y(), groove.width() * share, height), height / 2, height / 2
            )
        painter.setPen(QPen(QColor(self._theme.palette.ink), self._theme.px(2)))
        mark = groove.x() + groove.width() * corner.target / whole
        painter.drawLine(round(mark), round(groove.y() - 3), round(mark), round(groove.bottom() + 3))
        painter.restore()
