"""The scanner on a serial cable, the marker, and the focus that comes back: on a real pseudo-terminal."""

from __future__ import annotations

import contextlib
import os
import pty
import tty
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskcirc.ui import focus as focus_module
from deskcirc.ui.corner import ScannerHealth, ScannerSign
from deskcirc.ui.focus import ScanFocus
from deskcirc.ui.outcome import Message, Tone
from deskcirc.ui.scan_box import ScanBox
from deskcirc.ui.scans import Scans
from deskcirc.ui.theme import Theme
from deskcirc.ui.wedge import Wedge


class Cable:
    """A serial cable: what the scanner writes into one end, a port at the other."""

    def __init__(self) -> None:
        self.scanner, self._port = pty.openpty()
        tty.setraw(self._port)
        self.port = os.ttyname(self._port)

    def scan(self, text: str) -> None:
        """Let the scanner send these bytes."""
        os.write(self.scanner, text.encode())

    def pull(self) -> None:
        """Take the cable out."""
        for end in (self.scanner, self._port):
            os.close(end)


@pytest.fixture
def cable() -> Iterator[Cable]:
    """A cable that is plugged in."""
    made = Cable()
    yield made
    with contextlib.suppress(OSError):  # pulled by the test already
        made.pull()


class Heard:
    """What the stream said, in its order."""

    def __init__(self, scans: Scans) -> None:
        self.lines: list[str] = []
        self.signs: list[ScannerSign] = []
        self.messages: list[Message] = []
        scans.line.connect(self.lines.append)
        scans.sign.connect(self.signs.append)
        scans.told.connect(self.messages.append)

    def health(self) -> ScannerHealth | None:
        """How the scanner is doing now."""
        return self.signs[-1].health if self.signs else None


@pytest.fixture
def scans() -> Iterator[Scans]:
    """The stream, its port closed at the end."""
    made = Scans(Wedge())
    yield made
    made.stop()


def test_scans_from_the_cable_come_in_order(scans: Scans, cable: Cable, qtbot: QtBot) -> None:
    heard = Heard(scans)
    scans.use_port(cable.port, 9600)
    qtbot.waitUntil(lambda: heard.health() is ScannerHealth.CONNECTED)
    codes = [f"TSG{number:07}" for number in range(100)]
    for code in codes:
        cable.scan(code + "\r\n")
    qtbot.waitUntil(lambda: heard.lines == codes)


def test_a_pulled_cable_is_told_with_what_to_do(scans: Scans, cable: Cable, qtbot: QtBot) -> None:
    heard = Heard(scans)
    scans.use_port(cable.port, 9600)
    qtbot.waitUntil(lambda: heard.health() is ScannerHealth.CONNECTED)
    cable.pull()
    qtbot.waitUntil(lambda: heard.health() is ScannerHealth.GONE)
    assert [message.tone for message in heard.messages] == [Tone.DEVICE]
    assert heard.messages[0].headline
    assert heard.messages[0].details[0]


def test_without_a_port_the_scanner_is_a_keyboard(scans: Scans) -> None:
    heard = Heard(scans)
    scans.use_port("", 9600)
    assert heard.health() is ScannerHealth.KEYBOARD


class Page(QWidget):
    """A scan box, a field and a list."""

    def __init__(self) -> None:
        super().__init__()
        self.box, self.name, self.list = ScanBox(Theme()), QLineEdit(), QListWidget()
        layout = QVBoxLayout(self)
        for widget in (self.box, self.name, self.list):
            layout.addWidget(widget)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    """A page that has the keyboard in its scan box."""
    made = Page()
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.box.setFocus()
    return made


def test_the_marker_says_whether_a_scan_would_land(page: Page, qapp: QApplication, qtbot: QtBot) -> None:
    watch = ScanFocus(qapp, page.box)
    watch.changed.connect(page.box.show_readiness)

    def ready() -> bool:
        return page.box.readiness is not None and page.box.readiness.ready

    assert not ready(), "no library is open"
    watch.set_open(True)
    assert ready()
    page.name.setFocus()
    qtbot.waitUntil(lambda: not ready())
    watch.set_serial(True)
    assert ready(), "a serial scanner needs no focus"
    watch.set_serial(False)
    page.box.setFocus()
    qtbot.waitUntil(ready)


@pytest.mark.parametrize("place", ["name", "list"])
def test_the_keyboard_comes_back_to_the_scan_box_by_itself(
    page: Page, qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    monkeypatch.setattr(focus_module, "BACK_AFTER_SECONDS", 0.05)
    watch = ScanFocus(qapp, page.box)
    getattr(page, place).setFocus()
    qtbot.waitUntil(page.box.line.hasFocus)
    watch.deleteLater()
