"""One QApplication with the theme on, and helpers to press keys as the window system does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication

from deskcirc import text
from deskcirc.ui import theme
from deskcirc.ui.dress import dress

Keys = Callable[[str, int, int], int]


@pytest.fixture(scope="session", autouse=True)
def dressed(qapp: QApplication) -> QApplication:
    """The application in the light theme."""
    dress(qapp, theme.Theme())
    return qapp


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Sentences in the language of the source."""
    text.use_language("en")
    yield
    text.use_language("en")


_SPECIAL = {"\r": Qt.Key.Key_Return, "\t": Qt.Key.Key_Tab, "\x1b": Qt.Key.Key_Escape, " ": Qt.Key.Key_Space}


def send_key(window: QWindow, letter: str, at: int, kind: QEvent.Type = QEvent.Type.KeyPress) -> None:
    """One press (or release) at `at` milliseconds on the clock of the keys, sent to the window as Qt does."""
    key = _SPECIAL.get(letter) or Qt.Key(ord(letter.upper()) if letter.isascii() else Qt.Key.Key_unknown)
    event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, letter)
    event.setTimestamp(at)
    QCoreApplication.sendEvent(window, event)


@pytest.fixture
def strike() -> Keys:
    """Strike letters with a gap in milliseconds from an instant on; returns the instant after the last."""

    def strike(letters: str, gap: int, start: int) -> int:
        at = start
        for letter in letters:
            window = QApplication.focusWindow()
            if window is None:
                raise AssertionError("no window has the keyboard")
            send_key(window, letter, at)
            send_key(window, letter, at + min(gap, 4), QEvent.Type.KeyRelease)
            at += gap
        return at

    return strike
