"""Collector files on the screen: chosen, looked at, taken in and back with progress, their columns corrected."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.builders import OPENED, a_copy, a_desk
from tests.desk.counts import a_count
from tests.exchange.tables import text_table

from deskcirc.app import Program
from deskcirc.desk.set_up import make_library
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.tabs.stocktake.files_page import FilesPage

PATIENCE = 20_000
"""Milliseconds."""


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path, qtbot: QtBot) -> Iterator[Program]:
    """The counter of a library of three copies and an open count, at its collector files."""
    file = tmp_path / "school.deskcirc"
    with make_library(file, "实验小学图书馆", OPENED) as library:
        for title in ("草房子", "昆虫记", "夏洛的网"):
            a_copy(library, title)
        a_count(a_desk(library), name="期末盘点")
    made = Program(qapp, tmp_path / "settings")
    try:
        made.open(file)
        assert made.counter is not None
        with qtbot.waitSignal(made.counter.counter.opened, timeout=PATIENCE):
            pass
        made.counter.counter.act("tab:stocktake", {})
        made.counter.counter.act("section:files", {})
        qtbot.waitUntil(lambda: bool(_pages(made)), timeout=PATIENCE)
        yield made
    finally:  # a worker that goes on would keep the whole run from ending
        made.shut()
        made.deleteLater()


def _pages(program: Program) -> list[FilesPage]:
    return [] if program.counter is None else program.counter.window.findChildren(FilesPage)


def page_of(program: Program) -> FilesPage:
    assert program.counter is not None
    (page,) = program.counter.window.findChildren(FilesPage)
    return page


def test_a_file_is_looked_at_taken_in_and_taken_back(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    page = page_of(program)
    page.try_file(text_table(tmp_path / "scans.csv", "条码,数量\nB00001,1\nB00002,1\nT1,1\n"))
    qtbot.waitUntil(lambda: page.take_in.isVisibleTo(page), timeout=PATIENCE)
    assert [figure.count for figure in page.trial.figures.figures] == [3, 2, 0, 0, 0, 1, 0]
    assert [each.counted.code for each in page.trial.samples.lines] == ["T1", "B00001", "B00002"]
    page.trial.device.setEditText("采集器1")
    page.take_in.click()
    qtbot.waitUntil(lambda: len(page.files.lines) == 1, timeout=PATIENCE)
    (file,) = page.files.lines
    assert (file.device, file.lines, page.take_in.isVisibleTo(page)) == ("采集器1", 3, False)
    page.files.select(0)
    page.take_back.click()
    dialog = page.window().findChild(QuestionDialog)
    assert dialog is not None
    dialog.accept()
    qtbot.waitUntil(lambda: page.files.lines[0].ended, timeout=PATIENCE)
    assert not page.take_back.isEnabled()


def test_a_column_is_corrected_by_its_combo(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    page = page_of(program)
    page.try_file(text_table(tmp_path / "scans.csv", "X1,B00001\nX2,B00002\n"))
    qtbot.waitUntil(lambda: page.trial.preview.columnCount() == 2, timeout=PATIENCE)
    combo = page.trial.preview.combo(0)
    combo.setCurrentIndex(combo.findData("code"))
    combo.activated.emit(combo.currentIndex())
    qtbot.waitUntil(
        lambda: [figure.count for figure in page.trial.figures.figures] == [2, 0, 0, 0, 0, 2, 0], timeout=PATIENCE
    )
    assert page.trial.preview.combo(1).currentData() == ""


def test_a_file_that_counts_nothing_is_asked_about_first(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    page = page_of(program)
    page.try_file(text_table(tmp_path / "other.txt", "".join(f"X{number:05}\n" for number in range(40))))
    qtbot.waitUntil(lambda: page.take_in.isVisibleTo(page), timeout=PATIENCE)
    page.take_in.click()
    dialog = page.window().findChild(QuestionDialog)
    assert dialog is not None
    dialog.reject()
    page.put_aside.click()
    qtbot.waitUntil(lambda: not page.take_in.isVisibleTo(page), timeout=PATIENCE)
    assert page.files.lines == ()
