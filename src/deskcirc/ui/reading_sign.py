"""A calm sign that something is being read beside the desk: a line of words and a bar, no sooner than it is felt."""

from __future__ import annotations

from typing import Any, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QWidget

from deskcirc.desk.reading import Reading
from deskcirc.text import gettext as _
from deskcirc.ui.elided import ElidedLabel
from deskcirc.ui.theme import Theme

SHOWN_AFTER: Final = 500
"""Milliseconds that a reading may take without a word."""
_EVERY: Final = 100  # milliseconds between two looks at how far it is
_BAR: Final = 120  # pixels, and half of them where there is little room


class ReadingSign(QWidget):
    """Follows the reading that a page waits for; nothing is to be seen of one that ends soon."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._reading: Reading[Any] | None = None
        self.words, self.bar = ElidedLabel(), QProgressBar()
        self.words.setText(_("Reading … scans go on meanwhile"))
        self.bar.setMinimumWidth(theme.px(_BAR // 2))
        self.bar.setMaximumWidth(theme.px(_BAR))
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("How far the reading is"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.bar)
        row.addWidget(self.words)
        self._soon = QTimer(self, singleShot=True, interval=SHOWN_AFTER)
        self._soon.timeout.connect(self._appear)
        self._looks = QTimer(self, interval=_EVERY)
        self._looks.timeout.connect(self.look)
        self.hide()

    def follow(self, reading: Reading[Any] | None) -> None:
        """Show how far this reading is; None is none."""
        if reading is self._reading:
            return
        self._reading = reading
        if reading is None:
            self._soon.stop()
            self._looks.stop()
            self.hide()
        elif self.isHidden():
            self._soon.start()

    def look(self) -> None:
        """Paint how far it is by now."""
        if self._reading is not None:
            far = self._reading.how_far
            self.bar.setMaximum(far.total)
            self.bar.setValue(far.done)

    def _appear(self) -> None:
        self.look()
        self.show()
        self._looks.start()
