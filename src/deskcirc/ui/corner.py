"""The corner at the top right: how the scanner is doing, who is at the counter, help, and a menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui import icons
from deskcirc.ui.outcome import Tone
from deskcirc.ui.theme import Theme


class ScannerHealth(StrEnum):
    """What can be said of a scanner: it types like a keyboard, is connected, is being looked for, or is gone."""

    KEYBOARD = "keyboard"
    CONNECTED = "connected"
    CONNECTING = "connecting"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class ScannerSign:
    """The scanner's health and the sentence about it, in the language of the screen; `more` when the mouse rests."""

    health: ScannerHealth
    sentence: str
    more: str = ""


_SHAPE: Final = 38
"""Pixels at 96 dots an inch that one shape takes with the room around it."""


class Corner(QWidget):
    """Scanner, operator, help and menu, side by side."""

    help_wanted = Signal()
    operator_wanted = Signal()
    words_changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._narrow = False
        self._words: dict[QPushButton, str] = {}
        self._shape = QLabel()
        self._scanner = QLabel()
        self._operator = self._flat_button("person", "")
        self._operator.setAccessibleName(_("Operator"))
        self._operator.clicked.connect(self.operator_wanted)
        help_button = self._flat_button("help", _("Help") + " F1")
        help_button.clicked.connect(self.help_wanted)
        more = self._flat_button("more", _("More"))
        self._menu = QMenu(more)
        more.setMenu(self._menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(6))
        for widget in (self._shape, self._scanner, self._operator, help_button, more):
            row.addWidget(widget)
        self.show_scanner(ScannerSign(ScannerHealth.KEYBOARD, _("Keyboard scanner")))

    def show_scanner(self, sign: ScannerSign) -> None:
        """Show the scanner's state by shape, colour and words."""
        shape, tone, part = {
            ScannerHealth.KEYBOARD: ("keyboard", Tone.READY, "quiet"),
            ScannerHealth.CONNECTED: ("check", Tone.DONE, "done"),
            ScannerHealth.CONNECTING: ("repeat", Tone.LOOK, "look"),
            ScannerHealth.GONE: ("plug", Tone.STOP, "stop"),
        }[sign.health]
        self._shape.setPixmap(icons.pixmap(shape, self._theme.tone(tone).ink, self._theme.px(20)))
        self._scanner.setText(sign.sentence)
        for label in (self._shape, self._scanner):
            label.setToolTip(sign.more or sign.sentence)
        self._scanner.setProperty("part", part)
        self._scanner.style().unpolish(self._scanner)
        self._scanner.style().polish(self._scanner)
        self.words_changed.emit()

    @property
    def scanner_sentence(self) -> str:
        """What is said of the scanner now."""
        return self._scanner.text()

    def add_entry(self, words: str, call: Callable[[], None]) -> None:
        """One more line of the menu."""
        self._menu.addAction(words).triggered.connect(call)

    def wanted_width(self, words: bool) -> int:
        """The width it needs, with or without the words."""
        metrics = self.fontMetrics()
        buttons = [text for button, text in self._words.items() if text]
        said = [self._scanner.text(), *buttons] if words else []
        shapes = (len(buttons) + 1) * self._theme.px(_SHAPE)
        return shapes + sum(metrics.horizontalAdvance(text) + self._theme.px(6) for text in said)

    def set_narrow(self, narrow: bool) -> None:
        """Show shapes only, their words when the mouse rests on them; for a narrow window."""
        self._narrow = narrow
        self._scanner.setVisible(not narrow)
        for button, words in self._words.items():
            button.setText("" if narrow else words)

    def show_operator(self, name: str) -> None:
        """Show who is at the counter."""
        self._words[self._operator] = name
        self._operator.setText("" if self._narrow else name)
        self._operator.setToolTip(name)
        self._operator.setVisible(bool(name))
        self.words_changed.emit()

    def _flat_button(self, icon: str, words: str) -> QPushButton:
        made = QPushButton(QIcon(icons.pixmap(icon, self._theme.palette.accent, self._theme.px(20))), words)
        made.setIconSize(QSize(self._theme.px(20), self._theme.px(20)))
        made.setProperty("part", "link")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        made.setToolTip(words)
        made.setAccessibleName(words)
        self._words[made] = words
        return made
