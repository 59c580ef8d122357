"""The counter on a real screen: keys typed at a scanner's speed, a scanner on a cable, no mouse, no key of a person."""

from __future__ import annotations

import os
import pty
import subprocess
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot
from tests.builders import OPENED, a_copy, a_patron

from deskcirc import settings, text
from deskcirc.app import Program
from deskcirc.desk.set_up import make_library
from deskcirc.ui.open_counter import OpenCounter
from deskcirc.ui.tabs.checkout.tab import CheckoutPage

pytestmark = pytest.mark.screen


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Two patrons and two copies."""
    file = tmp_path / "school.deskcirc"
    with make_library(file, "实验小学图书馆", OPENED) as made:
        for number in range(2):
            a_patron(made, f"读者{number}", grade=3)
        for number in range(2):
            a_copy(made, f"书{number}")
    return file


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[Program]:
    """The program, silent, with settings of its own."""
    settings.save_station_settings(tmp_path / "settings", {"language": '"en"', "sound": "false"})
    made = Program(qapp, tmp_path / "settings")
    yield made
    made.shut()
    made.deleteLater()
    text.use_language("en")


def opened(program: Program, library: Path, qtbot: QtBot) -> OpenCounter:
    """The counter, open, in front, with the keyboard."""
    program.open(library)
    counter = program.counter
    assert counter is not None
    with qtbot.waitSignal(counter.counter.opened, timeout=20_000):
        pass
    counter.window.activateWindow()
    qtbot.waitUntil(counter.window.isActiveWindow, timeout=10_000)
    return counter


def wedge(*codes: str) -> list[str]:
    """The command that types these codes as a keyboard scanner does, 8 ms a key."""
    return ["xdotool", "type", "--delay", "8", "".join(f"{code}\r" for code in codes)]


def test_a_scan_lands_while_a_person_has_a_text_field_open(program: Program, library: Path, qtbot: QtBot) -> None:
    counter = opened(program, library, qtbot)
    counter.counter.act("finder", {})
    page = counter.window.show_tab("checkout")
    assert isinstance(page, CheckoutPage)
    qtbot.waitUntil(lambda: page.finder is not None and page.finder.isActiveWindow(), timeout=10_000)
    finder = page.finder
    assert finder is not None
    lines: list[str] = []
    counter.scans.line.connect(lines.append)
    subprocess.run(wedge("K0001"), check=True)
    qtbot.waitUntil(lambda: lines == ["K0001"], timeout=10_000)
    qtbot.waitUntil(lambda: page.finder is None and page.patron.name.text() == "读者0", timeout=10_000)
    subprocess.run(wedge("B00001"), check=True)
    qtbot.waitUntil(lambda: len(page.lines.lines) == 1, timeout=10_000)


def test_a_card_number_typed_by_hand_into_the_scan_box_brings_its_patron(
    program: Program, library: Path, qtbot: QtBot
) -> None:
    counter = opened(program, library, qtbot)
    line = counter.window.scan_box.line
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    subprocess.run(["xdotool", "type", "--delay", "120", "K0002"], check=True)
    qtbot.waitUntil(lambda: line.text() == "K0002", timeout=10_000)
    with qtbot.waitSignal(counter.runner.shown, timeout=10_000):
        subprocess.run(["xdotool", "key", "Return"], check=True)
    page = counter.window.show_tab("checkout")
    assert isinstance(page, CheckoutPage)
    assert page.patron.name.text() == "读者1"


def test_a_scanner_on_a_cable_needs_no_focus_at_all(program: Program, library: Path, qtbot: QtBot) -> None:
    scanner, port = pty.openpty()
    tty.setraw(port)
    program.change("serial_port", os.ttyname(port))
    counter = opened(program, library, qtbot)
    answers: list[str] = []
    counter.runner.shown.connect(lambda _given, shown: answers.append(shown.told.outcome))
    qtbot.waitUntil(lambda: "on" in counter.window.header.corner.scanner_sentence, timeout=10_000)
    counter.window.showMinimized()
    os.write(scanner, b"K0001\r\nB00001\r\nB00002\r\n")
    qtbot.waitUntil(lambda: answers.count("lent") == 2, timeout=10_000)
    for end in (scanner, port):
        os.close(end)
