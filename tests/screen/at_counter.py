"""Somebody at the counter whose program runs in the test's own process: keys come from outside, the window is seen."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Final

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint
from PySide6.QtGui import QAction, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.exceptions import TimeoutError as TooLong
from pytestqt.qtbot import QtBot
from tests.screen import keys
from tests.screen.school import SchoolFile, Visit

from deskcirc.app import Program
from deskcirc.ui.open_counter import OpenCounter
from deskcirc.ui.outcome import Message

PATIENCE = 15_000
"""Milliseconds."""
_STUMBLE: Final = 30  # ms; a common gun never waits as long between two keys
_ENDS: Final = ("\r", "\t", "\x1b", " ")  # a space presses a button: no code holds one


class Stopwatch(QObject):
    """Measures the beat of the test's own gun where the program hears it, in whatever window."""

    def __init__(self) -> None:
        super().__init__()
        self.gaps: list[int] = []
        """Milliseconds from each key of a code to its next, its end included."""
        self._last: int | None = None

    def follow(self, window: QWindow | None) -> None:
        """Listen at this window too."""
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Note the gap and let the key pass."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.text():
            if self._last is not None:
                self.gaps.append(event.timestamp() - self._last)
            self._last = None if event.text() in _ENDS else event.timestamp()
        return False

    @property
    def stumbled(self) -> bool:
        """Whether the machine was too busy to strike keys as a gun does, so that nothing can be said of one."""
        return any(_STUMBLE < gap < keys.HAND - 1 for gap in self.gaps)


class AtCounter:
    """Scans, types, opens and closes dialogs, looks at the window and into the library file."""

    def __init__(self, program: Program, school: SchoolFile, qtbot: QtBot) -> None:
        self.program = program
        self.school = school
        self._qtbot = qtbot
        self.watch = Stopwatch()

    @property
    def counter(self) -> OpenCounter:
        """The counter that is open."""
        assert self.program.counter is not None
        return self.program.counter

    @property
    def message(self) -> Message:
        """What the banner says."""
        shown = self.counter.window.banner.message
        assert shown is not None
        return shown

    def start_watch(self) -> None:
        """Measure the gun from now on: after the program began to listen, for who listens last hears first."""
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusWindowChanged.connect(self.watch.follow)
        self.watch.follow(application.focusWindow())

    def wait(self, true: Callable[[], bool]) -> None:
        """Let the program run until it is so."""
        try:
            self._qtbot.waitUntil(true, timeout=PATIENCE)
        except TooLong as too_long:
            if self.watch.stumbled:
                pytest.skip(f"this machine was too busy to be a gun: {self.watch.gaps}")
            top = self.top()
            seen = f"on top {top and top.windowTitle()!r}, the banner says {self.counter.window.banner.message}"
            raise AssertionError(f"not so in time: {seen}; done: {self.school.acts()}") from too_long

    def strike(self, *codes: str, gap: int = keys.GUN, end: str = "\r", pause: int = 40) -> None:
        """Strike codes from outside while the program runs; back when the last key was let go."""
        self._run(keys.strokes(*codes, gap=gap, end=end, pause=pause))

    def press(self, *names: str) -> None:
        """Press keys by their X names."""
        self._run(["xdotool", "key", *names])

    def press_and_strike(self, name: str, *codes: str) -> None:
        """Press a key, and strike codes no later than any hand can, whatever the key opens or closes."""
        self._run(["xdotool", "key", name, "sleep", "0.05", *keys.strokes(*codes, pause=30)[1:]])

    def click(self, place: QPoint, button: int) -> None:
        """Click there on the screen with that button of the mouse."""
        self._run(["xdotool", "mousemove", str(place.x()), str(place.y()), "click", str(button)])

    def lands(self, visit: Visit) -> None:
        """Wait until exactly these copies are lent to exactly this patron, each by one act."""
        self.wait(lambda: self.school.on_loan(visit) == set(visit.copies))

    def top(self) -> QWidget | None:
        """The window of ours that has the keyboard."""
        return QApplication.activeWindow()

    def settled_top(self) -> QWidget:
        """The same, once there is one: between two windows none has the keyboard for a moment."""
        self.wait(lambda: self.top() is not None)
        found = self.top()
        assert found is not None
        return found

    def wait_for_dialog(self) -> QWidget:
        """Wait until another window than the counter's has the keyboard."""
        self.wait(lambda: self.top() not in (None, self.counter.window))
        return self.settled_top()

    def wait_for_counter(self) -> None:
        """Wait until the counter's own window has the keyboard."""
        self.wait(lambda: self.top() is self.counter.window)

    def choose_in_menu(self, words: str) -> None:
        """Choose an entry of the menu at the top right."""
        actions = [action for action in self.counter.window.findChildren(QAction) if action.text() == words]
        assert len(actions) == 1, words
        actions[0].trigger()

    def text_field(self) -> QLineEdit:
        """The field a person writes in now."""
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        return field

    def _run(self, command: list[str]) -> None:
        process = subprocess.Popen(command)
        try:
            self.wait(lambda: process.poll() is not None)
        finally:
            process.kill()
        assert process.wait() == 0, command
