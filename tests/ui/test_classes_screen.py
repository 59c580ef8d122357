"""The class list and the leavers at the counter."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_desk, a_patron

from deskcirc.desk.circulation import check_out
from deskcirc.domain.operators import Operator, Role
from deskcirc.store.database import Library
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.classes.leavers_page import LeaversPage
from deskcirc.ui.tabs.classes.leavers_state import LeaversPart
from deskcirc.ui.tabs.classes.overview_page import OverviewPage
from deskcirc.ui.tabs.classes.overview_state import OverviewPart
from deskcirc.ui.theme import Theme


@pytest.fixture
def station(library: Library) -> Station:
    for place, (name, grade) in enumerate((("陈子墨", 6), ("王欣怡", 6), ("李浩然", 3)), start=1):
        patron = a_patron(library, name, card=f"K{place}", grade=grade)
        if place != 1:
            check_out(a_desk(library), patron, a_copy(library, f"书{place}").id)
    opened = Station(library, "counter")
    opened.take(Input(NOON, act="tab:classes"))
    return opened


def act(station: Station, name: str, **values: str) -> Shown:
    return station.take(Input(NOON, act=name, values=values))


def overview(shown: Shown) -> OverviewPart:
    part = shown.state.parts["overview"]  # type: ignore[attr-defined]
    assert isinstance(part, OverviewPart)
    return part


def leavers(shown: Shown) -> LeaversPart:
    part = shown.state.parts["leavers"]  # type: ignore[attr-defined]
    assert isinstance(part, LeaversPart)
    return part


def test_the_class_list_says_what_each_class_holds(station: Station) -> None:
    part = overview(act(station, "refresh"))
    assert [(line.name, line.pupils, line.out, line.overdue) for line in part.classes] == [
        ("Grade 3, class 1", 1, 1, 0),
        ("Grade 6, class 1", 2, 1, 0),
    ]


def test_a_card_opens_the_class_of_its_pupil(station: Station) -> None:
    part = overview(station.take(Input(NOON, scan="K2")))
    assert part.opened is not None
    assert (part.opened.name, [line.name for line in part.pupils]) == ("Grade 6, class 1", ["陈子墨", "王欣怡"])
    assert part.marked_id == 2
    assert station.take(Input(NOON, scan="K0099")).message.tone is Tone.LOOK
    assert overview(act(station, "overview.close")).opened is None


def test_pupils_are_put_into_a_class_by_its_name_or_its_label(station: Station) -> None:
    part = overview(station.take(Input(NOON, scan="K2")))
    assert part.open_id is not None
    moved = act(station, f"overview.move:{part.open_id}", pupils="2", **{"class": "Grade 3, class 1"})
    assert [(line.name, line.pupils) for line in overview(moved).classes] == [
        ("Grade 3, class 1", 2),
        ("Grade 6, class 1", 1),
    ]
    refused = act(station, f"overview.move:{part.open_id}", pupils="1", **{"class": "Mensa"})
    assert refused.message.tone is Tone.STOP
    assert act(station, f"overview.change:{part.open_id}", teacher="周老师").message.tone is Tone.DONE
    assert act(station, f"overview.end:{part.open_id}").told.outcome == "refused"


def test_the_page_asks_for_the_teacher_and_for_another_class(station: Station, qtbot: QtBot) -> None:
    page = OverviewPage(Theme())
    qtbot.addWidget(page)
    acted: list[tuple[str, object]] = []
    page.acted.connect(lambda name, values: acted.append((name, values)))
    page.show_state(overview(station.take(Input(NOON, scan="K2"))))
    page.change.click()
    dialog = _dialog(page)
    dialog.accept()
    page.transfer.click()
    dialog = _dialog(page)
    dialog.accept()
    assert dialog.isVisible()  # no class is proposed: a click too many moves nobody
    for box in dialog.findChildren(QComboBox):
        box.setCurrentText("Grade 3, class 1")
    dialog.accept()
    assert acted == [
        ("change:1", {"teacher": "", "name": ""}),
        ("move:1", {"class": "Grade 3, class 1", "pupils": "2"}),
    ]


def _dialog(page: OverviewPage) -> QuestionDialog:
    (found,) = [one for one in page.findChildren(QDialog) if one.isVisible()]
    assert isinstance(found, QuestionDialog)
    QApplication.processEvents()
    return found


def test_a_leavers_card_clears_them_and_the_undo_label_takes_it_back(station: Station) -> None:
    act(station, "section:leavers")
    shown = station.take(Input(NOON, scan="K1"))
    assert (shown.told.outcome, shown.told.patron) == ("cleared", "陈子墨")
    assert [line.certificate for line in leavers(shown).pupils] == [1, None]
    printed = act(station, shown.state.offers[0].act)
    assert printed.state.paper is not None
    assert act(station, "undo").told.outcome == "undone"
    assert [line.certificate for line in leavers(act(station, "refresh")).pupils] == [None, None]


def test_a_leaver_with_a_copy_is_refused_and_the_copy_named(station: Station) -> None:
    act(station, "section:leavers")
    shown = station.take(Input(NOON, scan="K2"))
    assert (shown.message.tone, shown.told.outcome) == (Tone.STOP, "not-cleared")
    assert "书2" in shown.message.details[0]


def test_who_is_not_in_the_last_grade_is_asked_about_first(station: Station, library: Library) -> None:
    a_patron(library, "转学生", card="K9", grade=3)
    act(station, "section:leavers")
    shown = station.take(Input(NOON, scan="K9"))
    assert (shown.message.tone, shown.told.outcome) == (Tone.LOOK, "no-leaver")
    assert act(station, shown.state.offers[0].act).told.outcome == "cleared"
    again = station.take(Input(NOON, scan="K1"))
    assert again.told.outcome == "cleared"
    assert station.take(Input(NOON, scan="K9")).told.outcome == "left"


def test_a_class_is_cleared_at_once_but_for_who_still_has_something(station: Station, qtbot: QtBot) -> None:
    page = LeaversPage(Theme())
    qtbot.addWidget(page)
    acted: list[str] = []
    page.acted.connect(lambda name, _values: acted.append(name))
    page.show_state(leavers(act(station, "section:leavers")))
    assert not page.print.isEnabled()
    page.clear_class.click()
    assert acted == ["clear_class"]
    shown = act(station, "leavers.clear_class")
    assert (shown.message.tone, shown.told.outcome) == (Tone.LOOK, "cleared")
    assert "王欣怡" in shown.message.details[0]
    page.show_state(leavers(shown))
    assert page.print.isEnabled()
    assert not page.clear_class.isEnabled()
    assert act(station, "leavers.print_class").state.paper is not None
    page.pupils.select(1)
    page.clear.click()
    assert acted[-1] == "clear:2"


def test_a_helper_clears_nobody(station: Station) -> None:
    station.operator = Operator(1, "helper", Role.HELPER)
    act(station, "section:leavers")
    assert station.take(Input(NOON, scan="K1")).told.outcome == "refused"
    assert act(station, "leavers.clear_class").told.outcome == "refused"
