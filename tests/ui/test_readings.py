"""Reading beside the desk: on another thread, with another connection, fetched when it has ended, over at the end."""

from __future__ import annotations

import threading

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_desk

from deskcirc.desk.desk import Desk
from deskcirc.desk.reading import OnProgress, Reading
from deskcirc.errors import CancelledError
from deskcirc.store.database import Library
from deskcirc.store.lookups.copies import has_copies
from deskcirc.ui.reading_sign import SHOWN_AFTER, ReadingSign
from deskcirc.ui.readings import Readings
from deskcirc.ui.theme import Theme

_LONG = 20.0  # seconds after which something hangs


def test_a_desk_writes_while_a_reading_goes_on_and_the_reading_sees_what_was_there(library: Library) -> None:
    fetched, began, go_on = threading.Event(), threading.Event(), threading.Event()
    acts: list[str] = []

    def fetch(act: str) -> None:
        acts.append(act)
        fetched.set()

    def read(desk: Desk, _progress: OnProgress) -> tuple[bool, bool, bool]:
        with desk.library.reading() as connection:
            before = has_copies(connection)
            began.set()
            assert go_on.wait(_LONG)
            return before, has_copies(connection), desk.library is library

    readings = Readings(fetch)
    reading = readings.begin(a_desk(library), read, "in:stocktake:section:files")
    assert began.wait(_LONG)
    a_copy(library)
    assert not reading.has_ended
    go_on.set()
    assert fetched.wait(_LONG)
    assert reading.result() == (False, False, False)
    assert acts == ["in:stocktake:section:files"]
    readings.stop()


def test_a_window_that_closes_stops_what_is_being_read_and_fetches_nothing(library: Library) -> None:
    acts: list[str] = []
    began = threading.Event()

    def read(_desk: Desk, progress: OnProgress) -> None:
        began.set()
        while True:
            progress(0, 0, "")

    readings = Readings(acts.append)
    reading = readings.begin(a_desk(library), read)
    assert began.wait(_LONG)
    readings.stop()
    assert reading.has_ended
    with pytest.raises(CancelledError):
        reading.result()
    assert acts == []


def test_the_sign_of_a_reading_comes_only_when_it_is_felt_and_says_how_far_it_is(qtbot: QtBot) -> None:
    sign = ReadingSign(Theme())
    qtbot.addWidget(sign)
    short: Reading[int] = Reading()
    sign.follow(short)
    sign.follow(None)
    assert sign.isHidden()
    long: Reading[int] = Reading()
    long.tell(2, 7)
    sign.follow(long)
    assert sign.isHidden()
    qtbot.waitUntil(lambda: not sign.isHidden(), timeout=SHOWN_AFTER + 20_000)
    assert (sign.bar.value(), sign.bar.maximum()) == (2, 7)
    sign.follow(None)
    assert sign.isHidden()
