"""How many of the copies allowed are in hand, as a bar; QProgressBar repaints at once, two milliseconds a scan."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from deskcirc.ui.outcome import Tone
from deskcirc.ui.theme import Theme


class Gauge(QWidget):
    """Filled in proportion; in the colour of a look when it is full."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._share = 0.0
        self.setFixedHeight(theme.px(10))

    @property
    def share(self) -> float:
        """The part that is filled, 0 to 1."""
        return self._share

    def show_share(self, part: int, whole: int) -> None:
        """Fill `part` of `whole`; a whole of nothing is full."""
        self._share = min(1.0, part / whole) if whole else 1.0
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the groove and what of it is filled."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        radius = self.height() / 2
        full = self._theme.tone(Tone.LOOK).solid if self._share >= 1 else self._theme.palette.accent
        for share, colour in ((1.0, self._theme.palette.line), (self._share, full)):
            if share:
                painter.setBrush(QColor(colour))
                painter.drawRoundedRect(QRectF(0, 0, self.width() * share, self.height()), radius, radius)
        painter.end()
