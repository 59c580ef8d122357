"""The screen the tests are given is one a librarian could sit at: windows get the focus, keys arrive, Chinese shows."""

from __future__ import annotations

import subprocess

import pytest
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.screen


def test_keys_typed_on_the_screen_arrive_in_the_window_that_has_the_focus(qtbot: QtBot) -> None:
    edit = QLineEdit()
    qtbot.addWidget(edit)
    with qtbot.waitActive(edit, timeout=10_000):
        edit.show()
    with qtbot.waitSignal(edit.returnPressed, timeout=10_000):
        subprocess.run(["xdotool", "type", "--delay", "5", "TSG0012345\r"], check=True)
    assert QGuiApplication.platformName() == "xcb"
    assert edit.text() == "TSG0012345"


@pytest.mark.usefixtures("qapp")
def test_the_machine_has_a_font_with_simplified_chinese() -> None:
    assert QFontDatabase.families(QFontDatabase.WritingSystem.SimplifiedChinese)
