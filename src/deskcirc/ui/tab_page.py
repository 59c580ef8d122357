"""What every tab's page is: a widget that paints its frozen state and says which act a person asked for."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from deskcirc.ui import icons
from deskcirc.ui.theme import Theme


class TabPage(QWidget):
    """`acted` carries the act's name and the values it needs (a mapping of words to words)."""

    acted = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def show_state(self, state: object) -> None:
        """Paint the state; each tab knows its own kind of state and no other."""
        raise NotImplementedError  # Qt's metaclass allows no abstract classes

    def act(self, name: str) -> None:
        """Ask the station for an act that needs no values."""
        self.acted.emit(name, {})

    def key(self, keys: str, act: str) -> None:
        """Keys that ask for an act while this page is on top."""
        QShortcut(QKeySequence(keys), self).activated.connect(partial(self.act, act))

    def button(self, words: str, act: str, icon: str = "", *, main: bool = False) -> QPushButton:
        """A button that asks for an act."""
        made = self.plain_button(words, icon, main=main)
        made.clicked.connect(lambda: self.act(act))
        return made

    def toggle(self, words: str, act: str, icon: str = "") -> QPushButton:
        """A button that asks for an act and stays down while what it asks for is so."""
        made = self.button(words, act, icon)
        made.setCheckable(True)
        return made

    def plain_button(self, words: str, icon: str = "", *, main: bool = False) -> QPushButton:
        """A button with our look; a click on it never takes the scan focus away."""
        made = QPushButton(words)
        palette = self._theme.palette
        if main:
            made.setProperty("part", "main")
        if icon:
            colour = palette.on_accent if main else palette.ink
            made.setIcon(QIcon(icons.pixmap(icon, colour, self._theme.px(20))))
            made.setIconSize(QSize(self._theme.px(20), self._theme.px(20)))
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return made


class Card(QFrame):
    """A white sheet with a title, words at its right, and room for content below."""

    def __init__(self, theme: Theme, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("part", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(12))
        self.body.setSpacing(theme.px(8))
        self.title = label("title", title)
        self.aside = label("quiet")
        self.head = QHBoxLayout()
        if title:
            self.head.addWidget(self.title)
            self.head.addStretch()
            self.head.addWidget(self.aside)
            self.body.addLayout(self.head)


def label(part: str, words: str = "") -> QLabel:
    """A label of one part of the style sheet."""
    made = QLabel(words)
    made.setProperty("part", part)
    return made


def row_of(*widgets: QWidget | None) -> QHBoxLayout:
    """A row of widgets; None is room between them, as much as there is."""
    row = QHBoxLayout()
    for widget in widgets:
        if widget is None:
            row.addStretch()
        else:
            row.addWidget(widget)
    return row
