"""The line at the foot of the window: today's figures, and the library that is open."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from deskcirc.ui.theme import Theme


class Foot(QStatusBar):
    """Two texts, each kept until it is replaced."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setFixedHeight(theme.px(32))
        self._today = QLabel()
        self._library = QLabel()
        self.addWidget(self._today, 1)
        self.addPermanentWidget(self._library)

    def show_today(self, figures: str) -> None:
        """Today's figures, as one sentence."""
        self._today.setText(figures)

    def show_library(self, name: str, place: str) -> None:
        """The library's name, and where its file lies when the mouse rests on it."""
        self._library.setText(name)
        self._library.setToolTip(place)
