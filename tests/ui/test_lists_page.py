"""Lists and figures on the screen, and the large preview: every row can be reached, every page can be turned to."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from tests.builders import a_copy

from deskcirc.desk.book_numbers import claim_book_number
from deskcirc.desk.desk import Desk
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.labels.report_paper import report_paper
from deskcirc.ui.outcome import UnknownActError
from deskcirc.ui.printing import PrintDialog
from deskcirc.ui.tabs.classes import lists_state
from deskcirc.ui.tabs.classes.lists_page import ListsPage
from deskcirc.ui.tabs.classes.lists_state import ListsPart
from deskcirc.ui.theme import Theme

COLUMNS = (ReportColumn("Class", 30), ReportColumn("Title", 60), ReportColumn("Due", 26, Kind.DAY))


def a_report(rows: int) -> Report:
    told = "school · 15 Jun 2026"
    lines = tuple(("五年级", f"《故事 {number}》", date(2026, 6, 26)) for number in range(rows))
    return Report("who_has_what", "Who has what", told, COLUMNS, lines, True, "Nothing is on loan.")


def shown(page: ListsPage, row: int) -> list[str]:
    model = page.table.model()
    return [str(model.index(row, column).data()) for column in range(model.columnCount())]


def test_a_list_of_a_hundred_thousand_rows_is_read_where_it_is_looked_at(qtbot: QtBot) -> None:
    page = ListsPage(Theme())
    qtbot.addWidget(page)
    page.resize(1100, 500)
    page.show()
    page.show_state(ListsPart("who_has_what", a_report(100_000)))
    assert page.table.model().rowCount() == 100_000
    page.table.scrollToBottom()
    shown(page, 99_999)  # asks for it
    qtbot.waitUntil(lambda: shown(page, 99_999) == ["五年级", "《故事 99999》", "26 Jun 2026"])


def test_another_list_is_asked_for_by_its_name_and_an_empty_one_says_so(qtbot: QtBot) -> None:
    page = ListsPage(Theme())
    qtbot.addWidget(page)
    page.show()
    page.show_state(ListsPart("who_has_what", a_report(0)))
    assert page.empty.isVisible()
    assert page.empty.text() == "Nothing is on loan."
    with qtbot.waitSignal(page.acted) as caught:
        page.kinds.activated.emit(0)
    assert caught.args == ["choose:who_has_what", {}]
    page.show_state(ListsPart("who_has_what", a_report(3)))
    assert not page.empty.isVisible()
    assert "15 Jun" in page.told.text()


def test_a_list_of_the_shelves_is_asked_for_from_one_call_number_to_another(qtbot: QtBot) -> None:
    page = ListsPage(Theme())
    qtbot.addWidget(page)
    page.show()
    page.show_state(ListsPart("who_has_what", a_report(1)))
    assert not page.span.isVisible()
    page.show_state(ListsPart("shelf_list", a_report(1), "I2", ""))
    assert page.span.isVisible()
    assert page.first.text() == "I2"
    page.last.setText("I287")
    with qtbot.waitSignal(page.acted) as caught:
        page.last.returnPressed.emit()
    assert caught.args == ["between", {"first": "I2", "last": "I287"}]


def test_only_a_list_of_the_shelves_goes_from_one_call_number_to_another(desk: Desk) -> None:
    a_copy(desk.library, "甲", call_number="I2/1", shelf_key=shelf_key("I2/1"))
    a_copy(desk.library, "乙", call_number="J2/1", shelf_key=shelf_key("J2/1"))
    part = lists_state.on_act(desk, ListsPart("shelf_list"), "between", {"first": " I ", "last": "I"}).part
    report = lists_state.refresh(desk, part).report
    assert report is not None
    assert [row[2] for row in report.rows] == ["《甲》"]
    with pytest.raises(UnknownActError):
        lists_state.on_act(desk, ListsPart("who_has_what"), "between", {})


def test_the_librarian_releases_the_call_numbers_that_are_reserved(desk: Desk) -> None:
    claim_book_number(desk, "I287.45")
    part = lists_state.refresh(desk, ListsPart("reserved_call_numbers"))
    answer = lists_state.on_act(desk, part, "release", {})
    assert answer.message is not None
    assert answer.message.headline == "1 call number is free again"
    report = lists_state.refresh(desk, part).report
    assert report is not None
    assert report.rows == ()
    helper = replace(desk, operator=Operator(2, "小明", Role.HELPER))
    assert "librarian" in getattr(lists_state.on_act(helper, part, "release", {}).message, "headline", "")
    with pytest.raises(UnknownActError):
        lists_state.on_act(desk, ListsPart("shelf_list"), "release", {})


def test_numbers_are_released_on_their_own_list_alone(qtbot: QtBot) -> None:
    page = ListsPage(Theme())
    qtbot.addWidget(page)
    page.show()
    for name, rows, offered in (("who_has_what", 1, False), ("reserved_call_numbers", 0, False),
                                ("reserved_call_numbers", 1, True)):  # fmt: skip
        page.show_state(ListsPart(name, a_report(rows)))
        assert page.release.isVisible() is offered


def test_the_pages_of_a_paper_are_turned_in_the_preview(qtbot: QtBot) -> None:
    paper = report_paper(a_report(100))
    dialog = PrintDialog(paper)
    qtbot.addWidget(dialog)
    dialog.show()
    preview = dialog._preview
    preview.turn(1)
    assert preview.view.currentPage() == 2
    preview.turn(99)
    assert preview.view.currentPage() == len(paper.pages)
    onward = next(each for each in dialog.findChildren(QPushButton) if each.text() == "Next page")
    assert not onward.isEnabled()
    wide = preview.view.zoomFactor()
    preview.show_whole()
    assert preview.view.zoomFactor() < wide
