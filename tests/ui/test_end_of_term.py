"""The end of a term at the counter: the board, a class that brings its pile, lists, slips, files, amnesty."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, TODAY, a_copy, a_desk, a_patron, all_rows, set_up_act

from deskcirc.desk.access import add_operator
from deskcirc.desk.circulation import check_out
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.operators import Role
from deskcirc.domain.scanning import CodeShape
from deskcirc.labels.paper import Paper, Words
from deskcirc.store.database import Library
from deskcirc.store.lookups.end_of_term import NO_CLASS, ClassDue
from deskcirc.store.tables import terms
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.classes.end_of_term_board import Board, best_columns, tile_words
from deskcirc.ui.tabs.classes.end_of_term_page import EndOfTermPage
from deskcirc.ui.tabs.classes.end_of_term_state import EndOfTermPart
from deskcirc.ui.theme import Theme

BY = TODAY + timedelta(days=9)


class Counter:
    """A station at the Classes tab, five seconds between two inputs."""

    def __init__(self, library: Library) -> None:
        self.station = Station(library, "counter 1", CodeShape())
        self.at: datetime = NOON + timedelta(minutes=1)
        self.act("tab:classes")

    def act(self, name: str, **values: str) -> Shown:
        self.at += timedelta(seconds=5)
        return self.station.take(Input(self.at, act=name, values=values))

    def scan(self, code: str) -> Shown:
        self.at += timedelta(seconds=5)
        return self.station.take(Input(self.at, scan=code))


def parts_of(shown: Shown) -> Mapping[str, Any]:
    assert isinstance(shown.state, SectionedState)
    return shown.state.parts


def part_of(shown: Shown) -> EndOfTermPart:
    part = parts_of(shown)["end_of_term"]
    assert isinstance(part, EndOfTermPart)
    return part


def paper_of(shown: Shown) -> Paper:
    assert isinstance(shown.state.paper, Paper)
    return shown.state.paper


def words(paper: Paper) -> list[str]:
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


@pytest.fixture
def school(library: Library) -> Library:
    """Two classes and a teacher: 陈子墨 of grade 5 has two copies, 李小 of grade 1 none, 王老师 one."""
    desk = a_desk(library)
    pupil = a_patron(library, "陈子墨", grade=5)
    a_patron(library, "李小", grade=1)
    teacher = a_patron(library, "王老师", category="teacher")
    for patron, title in ((pupil, "草房子"), (pupil, "夏洛的网"), (teacher, "教参")):
        assert check_out(desk, patron, a_copy(library, title).id).due is not None
    return library


def set_term(library: Library) -> None:
    days = {"starts": date(2026, 2, 23), "ends": TODAY + timedelta(days=20), "return_by": BY}
    with library.writing(set_up_act(library)) as writing:
        writing.insert(terms, name="spring", **days)


def test_the_board_says_what_each_class_still_has(school: Library) -> None:
    board = part_of(Counter(school).act("section:end_of_term")).classes
    assert [(each.copies, each.pupils, each.is_clear) for each in board] == [(0, 0, True), (2, 1, False), (1, 1, False)]
    assert board[-1].class_id == NO_CLASS


def test_a_class_that_brings_its_pile_clears_itself_on_the_board(school: Library) -> None:
    counter = Counter(school)
    counter.act("section:end_of_term")
    first = counter.scan("B00001")
    assert (first.message.tone, first.told.outcome) == (Tone.DONE, "returned")
    assert part_of(first).classes[1].copies == 1
    assert part_of(first).said == "《草房子》 is back"
    assert part_of(counter.scan("B00002")).classes[1].is_clear
    counter.act("undo")
    assert part_of(counter.act("refresh")).classes[1].copies == 1


def test_a_card_opens_the_class_with_its_copies(school: Library) -> None:
    counter = Counter(school)
    counter.act("section:end_of_term")
    opened = part_of(counter.scan("K0001"))
    assert opened.opened is not None
    assert [copy.name for copy in opened.copies] == ["《草房子》", "《夏洛的网》"]
    assert part_of(counter.act("end_of_term.close")).copies == ()


def test_an_unknown_code_is_said_and_changes_nothing(school: Library) -> None:
    counter = Counter(school)
    counter.act("section:end_of_term")
    before = all_rows(school)
    assert counter.scan("NOBODY").message.tone is Tone.STOP
    assert all_rows(school) == before


def test_lists_are_made_for_every_class_that_has_something_out(school: Library) -> None:
    set_term(school)
    shown = Counter(school).act("end_of_term.lists")
    paper = paper_of(shown)
    assert len(paper.pages) == 2
    assert any(f"{BY.day} Mar 2026" in text for text in words(paper))
    assert {"《草房子》", "《夏洛的网》", "《教参》"} <= set(words(paper))


def test_the_list_of_the_open_class_holds_that_class_alone(school: Library) -> None:
    set_term(school)
    counter = Counter(school)
    counter.act("section:end_of_term")
    counter.scan("K0001")
    paper = paper_of(counter.act("end_of_term.lists"))
    assert len(paper.pages) == 1
    assert "《教参》" not in words(paper)
    assert "《教参》" not in words(paper_of(counter.act("end_of_term.slips")))


def test_without_a_day_to_return_by_the_lists_leave_room_and_the_way_to_the_calendar_is_offered(
    school: Library,
) -> None:
    shown = Counter(school).act("end_of_term.lists")
    assert shown.message.tone is Tone.LOOK
    assert [offer.act for offer in shown.state.offers] == ["in:school_year:section:calendar"]
    assert any("__________" in text for text in words(paper_of(shown)))


def test_what_is_out_is_saved_as_a_table(school: Library, tmp_path: Path) -> None:
    shown = Counter(school).act("end_of_term.save", file=str(tmp_path / "recall.xlsx"))
    assert shown.told.outcome == "saved"
    sheet = load_workbook(tmp_path / "recall.xlsx").active
    assert sheet is not None
    assert [row[3] for row in sheet.iter_rows(min_row=4, values_only=True)] == [
        "《草房子》",
        "《夏洛的网》",
        "《教参》",
    ]


def test_a_table_that_cannot_be_saved_is_told(school: Library, tmp_path: Path) -> None:
    shown = Counter(school).act("end_of_term.save", file=str(tmp_path / "gone" / "recall.csv"))
    assert (shown.message.tone, shown.told.outcome) == (Tone.STOP, "trouble")
    assert Counter(school).act("end_of_term.save").told.outcome == "not-an-input"
    assert Counter(school).act("lists.save", file="a\0b").told.outcome == "not-an-input"


def test_an_amnesty_is_declared_by_a_librarian_alone_and_shown(school: Library) -> None:
    counter = Counter(school)
    days = {"starts": TODAY.isoformat(), "ends": BY.isoformat(), "reason": "end of term", "lift": "no"}
    amnesty = part_of(counter.act("end_of_term.amnesty", **days)).amnesty
    assert amnesty is not None
    assert amnesty.ends == BY
    assert school.last_entry is not None
    assert undo_by_id(a_desk(school, counter.at), school.last_entry).done
    assert part_of(counter.act("refresh")).amnesty is None
    add_operator(a_desk(school, counter.at), "小帮手", Role.HELPER, card="OP-7")
    counter.scan("OP-7")
    assert counter.act("end_of_term.amnesty", **days).told.outcome == "refused"


def test_an_amnesty_with_its_days_the_wrong_way_round_is_refused_with_a_sentence(school: Library) -> None:
    counter = Counter(school)
    shown = counter.act("end_of_term.amnesty", starts=BY.isoformat(), ends=TODAY.isoformat())
    assert (shown.message.tone, shown.told.outcome) == (Tone.STOP, "refused")
    assert counter.act("end_of_term.amnesty", starts="tomorrow", ends="").told.outcome == "not-an-input"


def test_a_list_is_chosen_printed_and_saved(school: Library, tmp_path: Path) -> None:
    counter = Counter(school)
    counter.act("section:lists")
    shown = counter.act("lists.choose:who_has_what")
    assert len(parts_of(shown)["lists"].report.rows) == 3
    assert "Who has what" in words(paper_of(counter.act("lists.print")))
    counter.act("lists.save", file=str(tmp_path / "who.csv"))
    assert "《草房子》" in (tmp_path / "who.csv").read_text(encoding="utf-8-sig")
    assert counter.act("lists.choose:nothing").told.outcome == "not-an-input"


def due(number: int, copies: int = 0, overdue: int = 0, corner: int = 0) -> ClassDue:
    return ClassDue(number, f"五年级（{number}）班", "王丽", min(copies, 3), copies, overdue, corner, 40)


def test_a_tile_says_in_words_what_its_colour_says() -> None:
    assert tile_words(due(1)) == ("五年级（1）班", "all back", "")
    assert tile_words(due(2, 5, 2, 50)) == ("五年级（2）班", "5 copies", "3 patrons · 2 overdue · 50 in the corner")
    assert tile_words(due(3, corner=50)) == ("五年级（3）班", "50 in the corner", "")


@pytest.mark.parametrize("count", [1, 2, 11, 36, 60])
def test_every_tile_of_the_board_stands_inside_it_and_none_on_another(count: int, qtbot: QtBot) -> None:
    board = Board(Theme())
    qtbot.addWidget(board)
    board.resize(1100, 420)
    board.show_classes([due(number) for number in range(count)])
    boxes = [tile.geometry() for tile in board.tiles]
    assert len(boxes) == count
    assert all(board.rect().contains(box) for box in boxes)
    assert not any(one.intersects(other) for place, one in enumerate(boxes) for other in boxes[:place])
    assert best_columns(count, 1100, 420) <= count


def test_a_click_on_a_tile_opens_the_class_and_the_wall_shows_the_same_board(qtbot: QtBot) -> None:
    page = EndOfTermPage(Theme())
    qtbot.addWidget(page)
    page.show()
    page.show_state(EndOfTermPart(today=TODAY, classes=(due(1), due(2, 5, 2))))
    assert page.figures.text() == "5 copies still out · 1 of 2 classes are through"
    with qtbot.waitSignal(page.acted) as caught:
        page.board.tiles[1].click()
    assert caught.args == ["open:2", {}]
    page.project()
    assert page.projected is not None
    page.show_state(EndOfTermPart(today=TODAY, classes=(due(1), due(2)), said="《草房子》 is back"))
    assert page.projected.title.text() == "Everything is back"
    assert "《草房子》 is back" in page.projected.told.text()
    QTest.keyClick(page.projected, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: page.projected is not None and not page.projected.isVisible())


def test_a_school_without_classes_is_told_how_they_come(qtbot: QtBot) -> None:
    page = EndOfTermPage(Theme())
    qtbot.addWidget(page)
    page.show_state(EndOfTermPart(today=TODAY))
    assert page.stack.currentWidget() is page.empty
