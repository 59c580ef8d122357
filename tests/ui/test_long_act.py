"""An act that takes long at the desk: the window shows how far it is, and stops it where a person cancels it."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskcirc.errors import CancelledError
from deskcirc.ui.long_act import SHOWN_AFTER, LongAct
from deskcirc.ui.runner import Runner

_LONG = 20_000  # milliseconds after which something hangs


class PatientDesk:
    """A desk whose acts last until they are let go or cancelled; a short one tells once and is over."""

    def __init__(self, long_act: LongAct) -> None:
        self.long_act = long_act
        self.go_on = threading.Event()

    def take(self, given: Any, /) -> Any:
        """Do the input."""
        if given == "short":
            self.long_act.tell(1, 2, "Counting")
            return given
        ends = time.monotonic() + _LONG / 1000
        while not self.go_on.is_set() and time.monotonic() < ends:
            self.long_act.tell(1, 2, "Counting")
        return given

    def idle(self) -> None:
        """Nothing to tidy up."""

    def close(self) -> None:
        """Nothing to let go of."""


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def long_act(window: QWidget) -> LongAct:
    return LongAct(window)


@pytest.fixture
def desk(long_act: LongAct) -> PatientDesk:
    return PatientDesk(long_act)


@pytest.fixture
def runner(desk: PatientDesk, long_act: LongAct) -> Iterator[Runner]:
    made = Runner(lambda: desk, "short", begin=long_act.begin)
    for signal in (made.shown, made.failed, made.crashed):
        signal.connect(long_act.end)
    made.start()
    yield made
    desk.go_on.set()
    made.stop()


def test_a_short_act_shows_no_dialog(runner: Runner, long_act: LongAct, qtbot: QtBot) -> None:
    with qtbot.waitSignal(runner.shown, timeout=_LONG):
        runner.submit("short")
    assert long_act.dialog is None


def test_a_long_act_shows_how_far_it_is_and_the_dialog_goes_with_its_end(
    runner: Runner, desk: PatientDesk, long_act: LongAct, qtbot: QtBot
) -> None:
    assert SHOWN_AFTER == 0.5
    runner.submit("long")
    qtbot.waitUntil(lambda: long_act.dialog is not None, timeout=_LONG)
    with qtbot.waitSignal(long_act.ended, timeout=_LONG):
        desk.go_on.set()
    assert long_act.dialog is None


def test_a_long_act_that_is_cancelled_fails_and_the_next_one_is_done(
    runner: Runner, desk: PatientDesk, long_act: LongAct, qtbot: QtBot
) -> None:
    runner.submit("long")
    qtbot.waitUntil(lambda: long_act.dialog is not None, timeout=_LONG)
    with qtbot.waitSignal(runner.failed, timeout=_LONG) as failed:
        assert long_act.dialog is not None
        long_act.dialog.reject()
    assert isinstance(failed.args[0], CancelledError)
    assert long_act.dialog is None
    with qtbot.waitSignal(runner.shown, timeout=_LONG):
        runner.submit("short")
