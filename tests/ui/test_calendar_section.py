"""The calendar on the screen: set by words and by painted days, each change told with the loans it would date anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.builders import a_copy, a_patron, change_rules

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.domain.calendar import DayKind, OpenDays
from deskcirc.domain.opening import OpeningPeriod
from deskcirc.domain.operators import Role
from deskcirc.ui.calendar_words import day_sentence, open_now
from deskcirc.ui.outcome import Tone, UnknownActError
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.school_year import calendar_state as state
from deskcirc.ui.tabs.school_year.calendar_page import CalendarPage
from deskcirc.ui.tabs.school_year.calendar_values import hours_in, hours_values
from deskcirc.ui.theme import Theme

SPRING = {"name": "春季学期", "starts": "2026-03-02", "ends": "2026-07-03", "return_by": "2026-06-26"}
HOLIDAY = {"name": "劳动节", "first": "2026-05-01", "last": "2026-05-05", "kind": "holiday"}


def act(desk: Desk, act_name: str, /, **values: Any) -> Answer:
    return state.on_act(desk, state.refresh(desk, state.first()), act_name, values)


def said(answer: Answer) -> tuple[Tone, str]:
    assert answer.message is not None
    return answer.message.tone, " ".join((answer.message.headline, *answer.message.details))


def test_a_library_without_a_calendar_says_what_to_do(desk: Desk) -> None:
    part = state.refresh(desk, state.first())
    assert part.is_empty
    assert "term" in part.note


def test_a_term_is_added_changed_and_taken_out_by_hand(desk: Desk) -> None:
    assert said(act(desk, "add_term", **SPRING))[0] is Tone.DONE
    (term,) = desk.policy.terms
    assert said(act(desk, f"change_term:{term.id}", **{**SPRING, "ends": "2026年7月10日"}))[0] is Tone.DONE
    assert desk.policy.terms[0].ends == date(2026, 7, 10)
    act(desk, "take_out", lines=f"term:{term.id}")
    assert desk.policy.terms == ()


@pytest.mark.parametrize(
    ("name", "values", "word"),
    [
        ("add_term", {**SPRING, "ends": "2026-02-29"}, "2026-02-29"),
        ("add_term", {**SPRING, "ends": "26-07-03"}, "26-07-03"),
        ("add_term", {**SPRING, "starts": ""}, "missing"),
        ("add_hours", {"weekdays": "1", "times": "noon-13:00"}, "noon"),
        ("add_hours", {"weekdays": "1", "times": ""}, "missing"),
        ("add_hours", {"weekdays": "1, 8", "times": "12:10-13:00"}, "8"),
        ("add_hours", {"weekdays": "1", "times": "12:10-13:00, 16:00"}, "16:00"),
        ("add_hours", {"weekdays": "", "times": "12:10-13:00"}, "weekday"),
        ("add_hours", {"weekdays": "1", "times": "12:10-13:00", "months": "May"}, "May"),
        ("clear", {"first": "2026-05-01", "last": "2026-05-05"}, "marked"),
    ],
)
def test_what_cannot_be_read_is_said_and_nothing_is_changed(
    desk: Desk, name: str, values: dict[str, str], word: str
) -> None:
    tone, words = said(act(desk, name, **values))
    assert tone is Tone.STOP
    assert word in words
    assert state.refresh(desk, state.first()).is_empty


def test_a_line_of_hours_is_changed_where_it_stands_into_several_periods_and_months(desk: Desk) -> None:
    act(desk, "add_hours", weekdays="1-5", times="12:10-13:00")
    act(desk, "add_hours", weekdays="1，5", times="12:10-13:00", months="5月-6月")
    answer = act(desk, "change_hours:0", weekdays="1-4", times="12:10～13:00，16:00-17:00", months="")
    assert said(answer)[0] is Tone.DONE
    assert [(hours.weekdays, hours.opens, hours.month_from) for hours in state.refresh(desk, state.first()).hours] == [
        ((1, 2, 3, 4), 730, None),
        ((1, 2, 3, 4), 960, None),
        ((1, 5), 730, 5),
    ]
    act(desk, "change_hours:2", weekdays="5-1", times="12:10-13:00", months="5-6, 9")
    shown = state.refresh(desk, state.first()).hours
    assert [hours.month_from for hours in shown] == [None, None, 5, 9]
    assert shown[2].weekdays == (1, 5, 6, 7)
    assert hours_in(hours_values(shown[2])) == (shown[2],)


def test_several_lines_are_taken_out_in_one_act_and_come_back_in_one(desk: Desk) -> None:
    act(desk, "add_term", **SPRING)
    act(desk, "add_hours", weekdays="1-5", times="12:10-13:00, 16:00-17:00")
    before = desk.policy.terms, desk.policy.opening
    answer = act(desk, "take_out", lines=f"term:{desk.policy.terms[0].id} hours:0")
    assert said(answer)[1] == "2 lines are taken out"
    assert desk.policy.terms == ()
    assert {period.opens for period in desk.policy.opening} == {960}
    act(desk, answer.offers[0].act.removeprefix("calendar."))
    assert (desk.policy.terms, desk.policy.opening) == before
    for nothing in ("", "hours:9", "loan:1"):
        with pytest.raises(UnknownActError):
            act(desk, "take_out", lines=nothing)


def test_the_list_offers_to_change_one_line_and_to_take_out_several(desk: Desk, qtbot: QtBot) -> None:
    act(desk, "add_term", **SPRING)
    act(desk, "add_hours", weekdays="1-5", times="12:10-13:00")
    page = CalendarPage(Theme())
    qtbot.addWidget(page)
    page.show_state(state.refresh(desk, state.first()))
    acts: list[tuple[str, Any]] = []
    page.acted.connect(lambda name, values: acts.append((name, values)))
    assert not page.buttons["change"].isEnabled()
    page.lines.select(1)
    page.buttons["change"].click()
    assert page.dialog is not None
    assert page.dialog.values() == {"weekdays": "12345", "times": "12:10-13:00", "months": ""}
    page.dialog.accept()
    page.show()
    page.lines.setFocus()
    qtbot.waitUntil(page.lines.hasFocus)
    page.lines.selectAll()
    assert not page.buttons["change"].isEnabled()
    QTest.keyClick(page.lines, Qt.Key.Key_Delete)
    assert [name for name, _values in acts] == ["change_hours:0", "take_out"]
    assert acts[1][1] == {"lines": f"term:{desk.policy.terms[0].id} hours:0"}


def test_a_holiday_over_a_due_date_offers_to_move_it_and_moves_it_only_then(desk: Desk) -> None:
    change_rules(desk.library, loan_days=60)
    check_out(desk, a_patron(desk.library), a_copy(desk.library).id)
    answer = act(desk, "mark", **HOLIDAY)
    assert said(answer)[0] is Tone.LOOK
    assert [offer.act.partition(":")[0] for offer in answer.offers] == ["calendar.take_back", "calendar.move"]
    assert len(state.refresh(desk, state.first()).loans.to_move) == 1
    moved = act(desk, "move")
    assert said(moved)[0] is Tone.DONE
    assert state.refresh(desk, state.first()).loans.to_move == ()
    assert said(act(desk, moved.offers[0].act.removeprefix("calendar.")))[0] is Tone.DONE
    assert len(state.refresh(desk, state.first()).loans.to_move) == 1
    assert said(act(desk, "move_longer"))[0] is Tone.DONE
    assert said(act(desk, "move"))[0] is Tone.LOOK


def test_the_official_holidays_are_one_click_and_one_undo(desk: Desk) -> None:
    answer = act(desk, "official:2026")
    assert desk.policy.open_days.kind_of(date(2026, 5, 9)) is DayKind.MAKE_UP
    act(desk, answer.offers[0].act.removeprefix("calendar."))
    assert state.refresh(desk, state.first()).is_empty
    with pytest.raises(UnknownActError):
        act(desk, "official:1999")
    with pytest.raises(UnknownActError):
        act(desk, "nonsense")


def test_a_file_with_slips_is_refused_with_its_lines(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "year.toml"
    file.write_text('[[term]]\nname = "春"\nstarts = 2026-03-02\nends = 2062-07-03\n', encoding="utf-8")
    tone, words = said(act(desk, "import", file=str(file)))
    assert tone is Tone.STOP
    assert "line 4" in words
    assert said(act(desk, "export", file=str(file)))[0] is Tone.DONE


def test_the_foot_knows_when_the_library_opens_and_closes() -> None:
    hours = tuple(OpeningPeriod(day, day, 730, 780) for day in range(1, 6))
    calendar, friday = OpenDays(frozenset({5, 6}), opening=hours), date(2026, 3, 6)
    assert open_now(calendar, friday, 740) == "Open until 13:00"
    assert open_now(calendar, friday, 700) == "Closed, opens today at 12:10"
    assert open_now(calendar, friday, 780) == "Closed, opens Mon 9 Mar 12:10"
    assert open_now(OpenDays(), friday, 740) == ""
    assert open_now(OpenDays(frozenset(range(7))), friday, 740) == "Closed"


def test_a_day_says_what_it_is(desk: Desk) -> None:
    act(desk, "add_term", **SPRING)
    act(desk, "mark", **HOLIDAY)
    calendar, today = desk.policy.open_days, desk.today
    assert day_sentence(calendar, date(2026, 5, 5), today) == (
        "Tue 5 May: 劳动节: holiday, closed. Next open day: Wed 6 May."
    )
    assert "Everything must be back." in day_sentence(calendar, date(2026, 6, 26), today)
    assert "not set" in day_sentence(calendar, date(2028, 2, 29), today)


def test_days_are_chosen_by_click_drag_and_keys(desk: Desk, qtbot: QtBot) -> None:
    page = CalendarPage(Theme())
    qtbot.addWidget(page)
    page.resize(1120, 430)
    page.show()
    page.show_state(state.refresh(desk, state.first()))
    grid = page.grid
    for day in (date(2025, 9, 1), date(2026, 2, 28), date(2026, 8, 31)):
        centre = grid.area_of(day).center()
        assert grid.day_at(centre.x(), centre.y()) == day
    QTest.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.area_of(date(2026, 5, 1)).center().toPoint())
    for _step in range(4):
        QTest.keyClick(grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert grid.chosen == (date(2026, 5, 1), date(2026, 5, 5))
    QTest.keyClick(grid, Qt.Key.Key_Return)
    assert page.dialog is not None
    assert page.dialog.values() == {"name": "", "first": "2026-05-01", "last": "2026-05-05"}
    page.dialog.reject()
    page.buttons["term"].click()
    page.dialog.reject()
    page.buttons["later"].click()
    assert grid.start == date(2026, 9, 1)


def test_a_helper_changes_nothing(desk: Desk) -> None:
    helper = replace(desk, operator=replace(desk.operator, role=Role.HELPER))
    assert said(act(helper, "add_term", **SPRING))[0] is Tone.STOP
    assert desk.policy.terms == ()


@pytest.mark.parametrize(("scale", "room", "beside"), [(1.0, 1136, True), (1.5, 1004, False), (2.0, 1120, False)])
def test_large_letters_put_the_list_below_the_year_and_make_no_page_wider_than_the_window(
    desk: Desk, qtbot: QtBot, scale: float, room: int, *, beside: bool
) -> None:
    page = CalendarPage(Theme(scale=scale))
    qtbot.addWidget(page)
    page.resize(room, 700)
    page.show()
    page.show_state(state.refresh(desk, state.first()))
    assert page.minimumSizeHint().width() <= room
    qtbot.waitUntil(lambda: (page.lines.x() > page.grid.geometry().right()) is beside)
