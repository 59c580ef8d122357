"""Keys of a gun become scans at the window, keys of a person stay a person's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Keys

from deskcirc.ui.scan_box import ScanBox, ScanLine
from deskcirc.ui.theme import Theme
from deskcirc.ui.wedge import Wedge, prepare_input_methods

GUN = 8
HAND = 140


class Counter(QWidget):
    """A scan box, a field where Chinese is written, a button: what any tab has."""

    def __init__(self) -> None:
        super().__init__()
        layout = QVBoxLayout(self)
        self.box = ScanBox(Theme())
        self.name = QLineEdit()
        self.button = QPushButton("x")
        for widget in (self.box, self.name, self.button):
            layout.addWidget(widget)
        self.pressed: list[str] = []
        self.button.clicked.connect(lambda: self.pressed.append("pressed"))


@pytest.fixture
def counter(qtbot: QtBot) -> Counter:
    """A counter with the keyboard in its scan box."""
    window = Counter()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is window.windowHandle())
    window.box.setFocus()
    return window


@pytest.fixture
def scans(qapp: QApplication, counter: Counter) -> Iterator[list[str]]:
    """Every line the filter takes for a scan."""
    wedge = Wedge()
    wedge.install(qapp)
    lines: list[str] = []
    wedge.scanned.connect(lines.append)
    yield lines
    wedge.remove()


@pytest.mark.parametrize("place", ["box", "name", "button"])
def test_a_scan_is_caught_whatever_has_the_focus(counter: Counter, scans: list[str], strike: Keys, place: str) -> None:
    getattr(counter, place).setFocus()
    strike("TSG0012345\r", GUN, 1_000)
    assert scans == ["TSG0012345"]
    assert counter.box.line.text() == counter.name.text() == ""
    assert counter.pressed == []


def test_a_scan_goes_through_a_dialog_and_answers_nothing_in_it(
    counter: Counter, scans: list[str], strike: Keys, qtbot: QtBot
) -> None:
    dialog = QDialog(counter)
    layout = QVBoxLayout(dialog)
    layout.addWidget(QLineEdit())
    layout.addWidget(QPushButton("yes", default=True))
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    strike("9787020002207\r", GUN, 1_000)
    assert scans == ["9787020002207"]
    assert dialog.isVisible()
    dialog.reject()
    counter.activateWindow()  # without a screen there is no window manager to do so
    qtbot.waitUntil(lambda: QApplication.focusWindow() is counter.windowHandle())
    strike("0021846\r", GUN, 5_000)
    assert scans == ["9787020002207", "0021846"]


@pytest.mark.parametrize("keys_before", [2, 4, 9])
def test_a_scan_that_a_dialog_opens_under_stays_whole(
    counter: Counter, scans: list[str], strike: Keys, qtbot: QtBot, keys_before: int
) -> None:
    counter.button.setFocus()
    code = "TSG0012345\r"
    after = strike(code[:keys_before], GUN, 1_000)
    dialog = QDialog(counter)
    name = QLineEdit()
    QVBoxLayout(dialog).addWidget(name)
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is dialog.windowHandle())
    strike(code[keys_before:], GUN, after)
    assert scans == ["TSG0012345"]
    assert name.text() == ""


def test_two_codes_thirty_milliseconds_apart_are_two_scans(counter: Counter, scans: list[str], strike: Keys) -> None:
    after = strike("S2024030217\r", GUN, 1_000)
    strike("0021846\r", GUN, after - GUN + 30)
    assert scans == ["S2024030217", "0021846"]


def test_a_name_typed_by_hand_stays_in_its_field(
    counter: Counter, scans: list[str], strike: Keys, qtbot: QtBot
) -> None:
    counter.name.setFocus()
    strike("zhangxiaoyu", HAND, 1_000)
    qtbot.waitUntil(lambda: counter.name.text() == "zhangxiaoyu", timeout=2_000)
    assert scans == []


def test_a_code_typed_by_hand_is_entered_with_return(
    counter: Counter, scans: list[str], strike: Keys, qtbot: QtBot
) -> None:
    entered: list[str] = []
    counter.box.entered.connect(entered.append)
    strike("0021846\r", HAND, 1_000)
    qtbot.waitUntil(lambda: entered == ["0021846"], timeout=2_000)
    assert scans == []
    assert counter.box.line.text() == ""


def test_the_space_bar_presses_a_button_and_lets_it_go(
    counter: Counter, scans: list[str], strike: Keys, qtbot: QtBot
) -> None:
    counter.button.setFocus()
    strike(" ", HAND, 1_000)
    qtbot.waitUntil(lambda: counter.pressed == ["pressed"], timeout=2_000)
    assert not counter.button.isDown()
    assert scans == []


def test_a_slow_bluetooth_gun_is_understood_away_from_text_fields(
    counter: Counter, scans: list[str], strike: Keys
) -> None:
    counter.button.setFocus()
    strike("0021846\r", 250, 1_000)
    assert scans == ["0021846"]


def test_a_gun_without_an_end_is_understood_by_its_silence(
    counter: Counter, scans: list[str], strike: Keys, qtbot: QtBot
) -> None:
    strike("TSG0012345", GUN, 1_000)
    qtbot.waitUntil(lambda: scans == ["TSG0012345"], timeout=2_000)


def test_no_input_method_reaches_the_scan_line(counter: Counter) -> None:
    assert ScanLine().inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is False
    assert counter.name.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is True


def test_a_thousand_scans_come_whole_and_in_order(counter: Counter, scans: list[str], strike: Keys) -> None:
    codes = [f"TSG{number:07}" for number in range(1_000)]
    at = 1_000
    for code in codes:
        at = strike(code + "\r", GUN, at) + 30
    QCoreApplication.processEvents()
    assert scans == codes


def test_a_scan_whose_first_keys_came_apart_on_a_busy_machine_is_whole(
    counter: Counter, scans: list[str], strike: Keys
) -> None:
    later = strike("00", 60, 1_000)
    strike("05001\r", GUN, later)
    assert scans == ["0005001"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a session bus")
@pytest.mark.parametrize(("identity", "modules"), [("", "compose"), ("0123abcd\n", "fcitx;ibus")])
def test_a_system_without_a_machine_id_is_not_asked_for_an_input_method(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, identity: str, modules: str
) -> None:
    for name in ("QT_IM_MODULES", "DBUS_SESSION_BUS_ADDRESS", "DBUS_FATAL_WARNINGS"):
        monkeypatch.setenv(name, "")  # so that what is set below goes with the test
        monkeypatch.delenv(name)
    (tmp_path / "machine-id").write_text(identity, encoding="utf-8")
    prepare_input_methods([tmp_path / "none", tmp_path / "machine-id"])
    assert os.environ["QT_IM_MODULES"] == modules
