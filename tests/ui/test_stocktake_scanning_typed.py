"""A number typed at the shelf: it takes what the banner offers, and is no copy's number meanwhile."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from tests.builders import OPENED, a_copy, a_desk, a_patron
from tests.desk.counts import a_count

from deskcirc import settings, text
from deskcirc.app import Program
from deskcirc.desk.circulation import check_out
from deskcirc.desk.set_up import make_library


def test_the_number_on_the_button_is_typed_and_no_copy_of_that_number_is_counted(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "school.deskcirc"
    with make_library(file, "实验小学图书馆", OPENED) as library:
        lent, other = a_copy(library, barcode="B00001"), a_copy(library, barcode="1")
        check_out(a_desk(library), a_patron(library), lent.id)
        a_count(a_desk(library))
    settings.save_station_settings(tmp_path / "settings", {"language": '"en"', "sound": "false"})
    program = Program(qapp, tmp_path / "settings")
    try:
        program.open(file)
        assert program.counter is not None
        opened = program.counter
        with qtbot.waitSignal(opened.counter.opened, timeout=20_000):
            pass

        def said_after(line: str, *, typed: bool) -> str:
            box = opened.window.scan_box.line
            with qtbot.waitSignal(opened.runner.shown, timeout=10_000):
                if typed:
                    box.setText(line)
                    box.returnPressed.emit()
                else:
                    opened.scans.line.emit(line)
            message = opened.window.banner.message
            return message.headline if message else ""

        said_after("DC-STOCKTAKE", typed=False)
        assert "is on loan to" in said_after(lent.code, typed=False)
        buttons = [each.text() for each in opened.window.banner.findChildren(QPushButton)]
        assert "1  It was returned" in buttons
        assert said_after("1", typed=True) == f"{lent.name} is returned"
        assert said_after("1", typed=True) == f"{other.name} is here"
    finally:
        program.shut()
        program.deleteLater()
        text.use_language("en")
