"""The strip at the counter that says whose turn it is and who comes next; it goes on by itself, minute by minute."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.theme import Theme

if TYPE_CHECKING:
    from deskcirc.domain.turns import DaySchedule

LOOKED_AT: Final = 5_000
"""Milliseconds from look to look at the clock; a turn begins on the screen at most so much late."""


def now() -> datetime:
    """The instant on this computer's clock."""
    return datetime.now(UTC)


class TurnStrip(QFrame):
    """One quiet line, there only on a day on which somebody has a turn; `clock` gives the instant, UTC."""

    def __init__(self, theme: Theme, clock: Callable[[], datetime], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._schedule: DaySchedule | None = None
        self._is_low = False
        self.setProperty("part", "turns")
        self.words = QLabel()
        self.words.setAccessibleName(_("Whose turn it is"))
        picture = QLabel()
        picture.setPixmap(icons.pixmap("people", theme.palette.accent, theme.px(20)))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(12), theme.px(4), theme.px(12), theme.px(4))
        row.setSpacing(theme.px(8))
        row.addWidget(picture)
        row.addWidget(self.words, 1)
        self._timer = QTimer(self, interval=LOOKED_AT)
        self._timer.timeout.connect(self.look)
        self.hide()

    def show_schedule(self, schedule: DaySchedule | None) -> None:
        """Show the turns of this day from now on; None for none."""
        self._schedule = schedule
        if schedule is None:
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self.look()

    def set_low(self, low: bool) -> None:
        """A window with next to no height gives the strip up."""
        self._is_low = low
        self.look()

    def look(self) -> None:
        """Say whose turn it is by the clock."""
        words = self._schedule.words(self._clock()) if self._schedule is not None else ""
        if words != self.words.text():
            self.words.setText(words)
        self.setVisible(bool(words) and not self._is_low)
