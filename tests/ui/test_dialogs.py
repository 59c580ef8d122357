"""Dialogs ask what is needed, take the keyboard, and answer once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDateEdit, QLineEdit
from pytestqt.qtbot import QtBot

from deskcirc.ui.crash import CrashReports
from deskcirc.ui.dialogs.file_choice import ask_file_to_open
from deskcirc.ui.dialogs.pick import PickDialog
from deskcirc.ui.dialogs.progress import ProgressDialog
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.first_start import WAYS, FirstStart
from deskcirc.ui.jobs import Job, Progress
from deskcirc.ui.outcome import Choice
from deskcirc.ui.tabs.checkout.finder_dialog import FinderDialog
from deskcirc.ui.theme import Theme


def test_an_override_wants_a_reason_and_a_pin(qtbot: QtBot) -> None:
    fields = (Field("reason", "Reason", choices=("teacher asked",)), Field("pin", "PIN", "pin"))
    dialog = QuestionDialog("Lend all the same?", ["Limit reached"], fields, "Lend")
    qtbot.addWidget(dialog)
    answers: list[object] = []
    dialog.answered.connect(answers.append)
    dialog.accept()
    assert answers == []
    for edit, words in zip(dialog._edits.values(), ("for the contest", "1234"), strict=True):
        QTest.keyClicks(edit.lineEdit() if hasattr(edit, "lineEdit") else edit, words)
    dialog.accept()
    assert answers == [{"reason": "for the contest", "pin": "1234"}]


def test_a_question_begins_where_something_is_still_wanted(qtbot: QtBot) -> None:
    fields = (Field("reason", "Reason", value="teacher asked", choices=("teacher asked",)), Field("pin", "PIN", "pin"))
    dialog = QuestionDialog("Lend all the same?", [], fields, "Lend")
    qtbot.addWidget(dialog)
    assert dialog.focusWidget() is dialog._edits["pin"]


def test_a_date_comes_back_as_a_date(qtbot: QtBot) -> None:
    dialog = QuestionDialog("Book drop", [], [Field("date", "Emptied on", "date", "2026-11-20")], "Begin")
    qtbot.addWidget(dialog)
    assert dialog.values() == {"date": "2026-11-20"}


@pytest.mark.parametrize(("key", "place"), [(Qt.Key.Key_1, 0), (Qt.Key.Key_3, 2)])
def test_a_number_picks_its_line(qtbot: QtBot, key: Qt.Key, place: int) -> None:
    dialog = PickDialog(Theme(), "Which copy?", [Choice(f"lend:{number}", f"copy {number}") for number in range(3)])
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.picked) as picked:
        QTest.keyClick(dialog.lines, key)
    assert picked.args == [f"lend:{place}"]
    assert not dialog.isVisible()


def test_return_picks_the_line_under_the_cursor_and_a_missing_number_nothing(qtbot: QtBot) -> None:
    dialog = PickDialog(Theme(), "Which copy?", [Choice("lend:1", "a"), Choice("lend:2", "b")])
    qtbot.addWidget(dialog)
    picked: list[str] = []
    dialog.picked.connect(picked.append)
    dialog.show()
    QTest.keyClick(dialog.lines, Qt.Key.Key_7)
    QTest.keyClick(dialog.lines, Qt.Key.Key_Down)
    QTest.keyClick(dialog.lines, Qt.Key.Key_Return)
    assert picked == ["lend:2"]


def test_large_letters_leave_the_buttons_of_the_finder_on_the_screen(qtbot: QtBot) -> None:
    dialog = FinderDialog(Theme(scale=2))
    qtbot.addWidget(dialog)
    room = dialog.screen().availableSize()
    assert dialog.width() < room.width()
    assert dialog.height() < room.height()


def test_a_long_work_is_followed_to_its_end(qtbot: QtBot) -> None:
    def work(progress: Progress) -> None:
        progress(3, 10, "row 3")

    job = Job(work)
    dialog = ProgressDialog("Importing", job)
    qtbot.addWidget(dialog)
    dialog.open()
    job.run(lambda call: call())
    assert not dialog.isVisible()
    assert dialog._count.text() == "3 of 10"


def test_closing_the_progress_asks_the_work_to_stop(qtbot: QtBot) -> None:
    failed: list[object] = []
    job = Job(lambda progress: progress(1, 10))
    job.failed.connect(failed.append)
    dialog = ProgressDialog("Importing", job)
    qtbot.addWidget(dialog)
    dialog.open()
    dialog.close()
    assert dialog.isVisible()
    job.run(lambda call: call())
    assert [type(trouble).__name__ for trouble in failed] == ["CancelledError"]
    assert not dialog.isVisible()


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_first_page_leads_on_by_a_number(qtbot: QtBot, number: int) -> None:
    page = FirstStart(Theme(), "The last library is not there.")
    qtbot.addWidget(page)
    page.show()
    page.cards[0].setFocus()
    with qtbot.waitSignal(page.wanted) as wanted:
        QTest.keyClicks(page.cards[0], str(number))
    assert wanted.args == [WAYS[number - 1][0]]


@pytest.fixture
def reports(qtbot: QtBot) -> Iterator[CrashReports]:
    """The crash reports, their dialog closed at the end."""
    made = CrashReports()
    yield made
    if made.dialog is not None:
        made.dialog.accept()


def test_a_bug_shows_a_report_that_can_be_copied_and_blocks_nothing(reports: CrashReports) -> None:
    reports.show_report("Traceback: ZeroDivisionError")
    reports.show_report("Traceback: KeyError")
    dialog = reports.dialog
    assert dialog is not None
    assert not dialog.isModal()
    dialog.copy()
    copied = QApplication.clipboard().text()
    assert "deskcirc 0" in copied
    assert copied.index("ZeroDivisionError") < copied.index("KeyError")


def test_one_tab_leaves_the_day_so_that_the_next_words_are_not_typed_into_the_month(qtbot: QtBot) -> None:
    fields = (Field("day", "Received on", "date", "2026-11-20"), Field("fund", "Fund", required=False))
    dialog = QuestionDialog("Open a batch", (), fields, "Open it")
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    day = dialog.findChild(QDateEdit)
    fund = dialog.findChild(QLineEdit, "", Qt.FindChildOption.FindDirectChildrenOnly)
    assert day is not None
    assert fund is not None
    day.setFocus()
    QTest.keyClick(day, Qt.Key.Key_Tab)
    assert dialog.focusWidget() is fund


def test_no_list_of_names_hangs_under_the_path_that_is_typed(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "abcdef").mkdir()
    dialog = ask_file_to_open(None, "Open", tmp_path, ["All files (*)"], lambda _path: None)
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert line is not None
    line.setFocus()
    QTest.keyClicks(line, "ab")
    QApplication.processEvents()
    assert line.completer() is None
    assert QApplication.activePopupWidget() is None
    dialog.reject()
