"""The line at the foot: today's figures, until when the library is open by the clock, and which library it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from deskcirc.ui.calendar_words import HoursByClock
from deskcirc.ui.theme import Theme
from deskcirc.ui.turn_strip import LOOKED_AT


class Foot(QStatusBar):
    """Two texts, each kept until it is replaced; `clock` gives the instant, UTC, for the hours in the first."""

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._figures = ""
        self._hours: HoursByClock | None = None
        self._timer = QTimer(self, interval=LOOKED_AT)
        self._timer.timeout.connect(self.look)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(theme.px(32))
        self._today = QLabel()
        self._library = QLabel()
        self.addWidget(self._today, 1)
        self.addPermanentWidget(self._library)

    @property
    def words(self) -> str:
        """What stands at the left."""
        return self._today.text()

    def show_today(self, figures: str, hours: HoursByClock | None) -> None:
        """Today's figures, as one sentence, and the hours that from now on are told by the clock."""
        self._figures, self._hours = figures, hours
        if hours is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self.look()

    def look(self) -> None:
        """Say by the clock whether the library is open."""
        hours = self._hours.words(self._clock()) if self._hours is not None else ""
        words = f"{self._figures}   ·   {hours}" if hours else self._figures
        if words != self._today.text():
            self._today.setText(words)

    def show_library(self, name: str, place: str) -> None:
        """The library's name, and where its file lies when the mouse rests on it."""
        self._library.setText(name)
        self._library.setToolTip(place)
