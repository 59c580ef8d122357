"""One bar of a whole count: what was found, what was not seen, what left the stock, each as long as its share."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from deskcirc.domain.stocktake_report import Tally
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Tone
from deskcirc.ui.theme import Theme

_HIGH: Final = 14  # pixels
_LEAST: Final = 3
"""Pixels of the smallest share that is not nothing: one copy of a hundred thousand is seen too."""


class CountStrip(QWidget):
    """Paints a tally; nothing where nothing was expected."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.tally, self._counting = Tally(), True
        self.setFixedHeight(theme.px(_HIGH))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_tally(self, tally: Tally, *, counting: bool) -> None:
        """Show what became of the expected copies; while people count, what is not seen yet alarms nobody."""
        self.tally, self._counting = tally, counting
        self.setVisible(bool(tally.expected.copies))
        words = ngettext(
            "{found} of {expected} copy found, {missing} not seen",
            "{found} of {expected} copies found, {missing} not seen",
            tally.expected.copies,
        )
        counts = {"found": tally.found.copies, "expected": tally.expected.copies, "missing": tally.missing.copies}
        self.setAccessibleName(words.format(**counts))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802  Qt's name
        """Paint the shares from the left: found, not seen, gone."""
        painter = QPainter(self)
        x = 0.0
        for colour, wide in self._shares():
            painter.fillRect(QRectF(x, 0, wide, self.height()), QColor(colour))
            x += wide
        painter.end()

    def _shares(self) -> list[tuple[str, float]]:
        tally, whole, quiet = self.tally, self.tally.expected.copies, self._theme.palette.line
        colours = (
            (self._theme.tone(Tone.DONE).solid, tally.found.copies),
            (quiet if self._counting else self._theme.tone(Tone.STOP).solid, tally.missing.copies),
            (quiet, tally.gone.copies),
        )
        shown = [(colour, copies) for colour, copies in colours if copies]
        room = self.width() - _LEAST * len(shown)
        return [(colour, _LEAST + room * copies / whole) for colour, copies in shown]
