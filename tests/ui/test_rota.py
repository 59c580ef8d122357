"""The rota section: begun, made from wishes and looked at before it is saved, changed by hand, by key and by file."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_patron, set_up_act

from deskcirc.domain.operators import Role
from deskcirc.domain.rota import Week
from deskcirc.domain.rota_clashes import ClashKind
from deskcirc.store.database import Library
from deskcirc.store.tables import classes
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.school_year.rota_page import RotaPage
from deskcirc.ui.tabs.school_year.rota_state import RotaPart
from deskcirc.ui.theme import Theme


class School:
    """Two classes in each of six grades, with the section open at the counter."""

    def __init__(self, library: Library) -> None:
        with library.writing(set_up_act(library)) as writing:
            for grade in range(1, 7):
                for number in (1, 2):
                    writing.insert(classes, entry_year=2026 - grade, number=number)
        self.station = Station(library, "counter")
        self._seconds = 0
        self.shown = self.take("section:rota", tab="school_year")

    def take(self, act: str = "", values: dict[str, str] | None = None, **given: Any) -> Shown:
        self._seconds += 3
        at = NOON + timedelta(seconds=self._seconds)
        self.shown = self.station.take(Input(at, act=act, values=values or {}, **given))
        return self.shown

    @property
    def part(self) -> RotaPart:
        part = self.shown.state.parts["rota"]  # type: ignore[attr-defined]
        assert isinstance(part, RotaPart)
        return part

    def make(self) -> None:
        self.take("rota.example")
        self.take("rota.plan", {"keep": "yes"})
        self.take("rota.save_plan")


@pytest.fixture
def school(library: Library) -> School:
    return School(library)


def test_a_made_rota_is_looked_at_before_it_is_saved(school: School) -> None:
    school.take("rota.example")
    shown = school.take("rota.plan", {"keep": "yes"})
    assert shown.message.headline == "A rota of 12 turns"
    assert (len(school.part.turns), len(school.part.facts.turns)) == (12, 0)
    school.take("rota.drop_plan")
    assert school.part.turns == ()
    school.take("rota.plan", {"keep": "yes"})
    assert school.take("rota.save_plan").message.headline == "The rota is saved: 12 turns"
    assert (len(school.part.facts.turns), school.part.plan, school.part.clashes) == (12, None, ())


def test_a_saved_rota_is_undone_from_the_banner(school: School) -> None:
    school.make()
    (offer,) = school.shown.state.offers
    assert school.take(offer.act).message.tone is Tone.DONE
    assert school.part.turns == ()


def test_the_undo_key_takes_the_rota_back_where_it_is_made_and_nowhere_else(school: School) -> None:
    school.make()
    school.station.take(Input(NOON, act="tab:checkout"))
    assert school.station.take(Input(NOON, act="undo")).told.outcome == "nothing-to-undo"
    school.station.take(Input(NOON, act="tab:school_year"))
    school.take("section:rules")
    assert school.take("undo").told.outcome == "nothing-to-undo"
    school.take("section:rota")
    assert school.take("undo").told.outcome == "undone"
    assert school.part.facts.turns == ()
    assert school.take("undo").told.outcome == "undone"  # the rota's beginning


def test_a_wish_without_room_is_named_on_the_banner(school: School) -> None:
    school.take("rota.example")
    school.take("rota.wish:1", {"times": "2", "every": "week", "activity": "borrow"})
    shown = school.take("rota.plan", {"keep": "yes"})
    assert shown.message.headline == "Not every wish has room"
    assert "9 turns are missing" in shown.message.details[0]
    assert school.part.advice[0].remedies


def test_a_plan_follows_a_changed_slot(school: School) -> None:
    school.take("rota.example")
    school.take("rota.plan", {"keep": "yes"})
    school.take("rota.end_slot:1")
    assert {turn.slot.id for turn in school.part.turns} == {2, 3}


def test_what_a_person_puts_into_a_full_slot_is_marked(school: School) -> None:
    school.make()
    turn = next(each for each in school.part.turns if each.weekday == 1)
    other = next(each for each in school.part.turns if each.weekday == 2)
    school.take(f"rota.move:{turn.id}", {"week": "", "weekday": "2", "slot": str(other.slot.id)})
    (clash,) = school.part.clashes
    assert (clash.kind, set(clash.turns)) == (ClashKind.TOO_MANY, {turn.id, other.id})


def test_only_the_librarian_changes_the_rota_and_everybody_prints_it(school: School) -> None:
    school.make()
    school.station.operator = replace(school.station.operator, role=Role.HELPER)
    for act in ("example", "save_plan", "end:1", "slot:0", "import_yes"):
        shown = school.take(f"rota.{act}")
        assert (shown.message.tone, shown.message.headline) == (Tone.STOP, "Only the librarian may change the rota.")
    assert school.take("rota.print").state.paper is not None


def test_a_slot_that_cannot_be_is_refused_with_its_reason(school: School) -> None:
    school.take("rota.example")
    for opens, sentence in (
        ("noon", "“noon” is not a time like 12:10."),
        ("13:00", "A slot from 13:00 to 12:50 is none"),
    ):
        shown = school.take("rota.slot:0", {"opens": opens, "closes": "12:50", "room": "1"})
        assert shown.message.headline.startswith(sentence)
        assert school.part.refusal == shown.message.headline


@pytest.mark.parametrize(
    ("act", "values"),
    [
        ("rota.move:1", {"week": "C", "weekday": "1", "slot": "1"}),
        ("rota.move:1", {"week": "", "weekday": "9", "slot": "1"}),
        ("rota.move:1", {}),
        ("rota.move:x", {"week": "", "weekday": "1", "slot": "1"}),
        ("rota.add", {"week": "", "weekday": "1", "slot": "1", "who": "school:1"}),
        ("rota.wish:0", {"weekdays": "18"}),
        ("rota.wish:0", {"every": "month"}),
        ("rota.swap:1", {}),
        ("rota.nothing", {}),
    ],
)
def test_an_act_that_means_nothing_changes_nothing(school: School, act: str, values: dict[str, str]) -> None:
    school.make()
    before = school.part.turns
    assert school.take(act, values).told.outcome == "not-an-input"
    assert school.part.turns == before


def test_a_card_scanned_here_tells_when_the_turn_is(school: School, library: Library) -> None:
    school.make()
    a_patron(library, grade=3, card="K0001")
    a_patron(library, "周老师", category="teacher", card="K0002")
    assert school.take(scan="K0001").message.headline.startswith("The turn of Grade 3, class 1: ")
    assert school.take(scan="K0002").message.headline == "周老师 is in no class."


def test_the_rota_goes_out_and_in_as_a_file(school: School, tmp_path: Path) -> None:
    school.make()
    before = [(turn.weekday, turn.slot.opens, turn.class_id) for turn in school.part.turns]
    file = tmp_path / "rota.toml"
    school.take("rota.export", {"file": str(file)})
    school.take("rota.end_slot:1")
    shown = school.take("rota.import", {"file": str(file)})
    assert shown.message.headline == "Take over the rota of rota.toml?"
    school.take(shown.state.offers[0].act)
    assert sorted((turn.weekday, turn.slot.opens, turn.class_id) for turn in school.part.turns) == sorted(before)


def test_a_flawed_file_is_told_by_its_lines_and_changes_nothing(school: School, tmp_path: Path) -> None:
    school.make()
    file = tmp_path / "rota.toml"
    school.take("rota.export", {"file": str(file)})
    text = file.read_text(encoding="utf-8").replace('class = "2025级1班"', 'class = "九（9）班"')
    file.write_text(text, encoding="utf-8")
    shown = school.take("rota.import", {"file": str(file)})
    assert shown.message.tone is Tone.STOP
    assert shown.message.headline.endswith("There is no class “九（9）班” here.")
    assert school.take("rota.import_yes").told.outcome == "not-an-input"
    assert len(school.part.turns) == 12


@pytest.fixture
def page(qtbot: QtBot, school: School) -> RotaPage:
    """The section's page as wide as on the common screen, its acts going to the station."""
    made = RotaPage(Theme())
    qtbot.addWidget(made)
    made.resize(1110, 480)

    def act(name: str, values: object) -> None:
        assert isinstance(values, dict)
        school.take(f"rota.{name}", values)
        made.show_state(school.part)

    made.acted.connect(act)
    made.show_state(school.part)
    made.show()
    return made


def centre(page: RotaPage, turn_id: int) -> QPointF:
    chips = [chip for cell in page.grid.cursor_.layout.cells for chip in cell.chips]
    area = next(chip.area for chip in chips if chip.turn.id == turn_id)
    return QPointF(area.x + area.width / 2, area.y + area.height / 2)


def test_a_school_without_a_rota_begins_with_one_click(page: RotaPage, school: School) -> None:
    assert page._stack.currentIndex() == 0
    page._empty.begin.click()
    assert len(school.part.facts.slots) == 3
    assert page._stack.currentIndex() == 1


def test_a_chip_dropped_on_another_in_a_full_slot_changes_places_with_it(page: RotaPage, school: School) -> None:
    school.make()
    page.show_state(school.part)
    one = next(turn for turn in school.part.turns if turn.weekday == 1)
    other = next(turn for turn in school.part.turns if turn.weekday == 2)
    page.grid.drop(one.id, centre(page, other.id))
    now = {turn.id: (turn.weekday, turn.slot.id) for turn in school.part.turns}
    assert now[one.id] == (2, other.slot.id)
    assert now[other.id] == (1, one.slot.id)


def test_a_chip_dropped_where_there_is_room_moves_and_is_pinned(page: RotaPage, school: School) -> None:
    school.make()
    page.show_state(school.part)
    taken = {(turn.weekday, turn.slot.id) for turn in school.part.turns}
    cell = next(each for each in page.grid.cursor_.layout.cells if (each.weekday, each.slot.id) not in taken)
    moved = school.part.turns[0]
    page.grid.drop(moved.id, QPointF(cell.area.x + 5, cell.area.y + 5))
    (found,) = [turn for turn in school.part.turns if turn.id == moved.id]
    assert (found.weekday, found.slot.id, found.pinned) == (cell.weekday, cell.slot.id, True)


def test_the_keyboard_takes_a_chip_up_and_puts_it_down(page: RotaPage, school: School) -> None:
    school.make()
    page.show_state(school.part)
    page.grid.setFocus()
    cursor = page.grid.cursor_
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Return):
        QTest.keyClick(page.grid, key)
    held = cursor.held
    assert held
    QTest.keyClick(page.grid, Qt.Key.Key_Escape)
    assert not cursor.held
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Right, Qt.Key.Key_Return):
        QTest.keyClick(page.grid, key)
    assert [turn.weekday for turn in school.part.turns if turn.id == held] == [2]
    assert page.grid.accessibleDescription().startswith("Tue 12:00–12:15: ")
    QTest.keyClick(page.grid, Qt.Key.Key_Delete)
    assert held not in {turn.id for turn in school.part.turns}


def test_each_week_can_be_looked_at_alone(page: RotaPage, school: School) -> None:
    school.take("rota.example")
    school.take("rota.wish:1", {"every": "second_week", "times": "1", "activity": "borrow"})
    school.take("rota.plan", {"keep": "yes"})
    school.take("rota.save_plan")
    page.show_state(school.part)

    def shown() -> set[Week]:
        return {chip.turn.week for cell in page.grid.cursor_.layout.cells for chip in cell.chips}

    assert shown() == {Week.A, Week.B}
    page.tools.weeks[Week.A].click()
    assert shown() == {Week.A}


def test_what_clashes_is_listed_under_the_grid(page: RotaPage, school: School) -> None:
    school.make()
    school.take("rota.add", {"who": "grade:1", "week": "", "weekday": "6", "slot": "1", "activity": "read"})
    page.show_state(school.part)
    lines = [page.wrong.item(row).text() for row in range(page.wrong.count())]
    assert lines == [
        "Sat 12:00–12:15: the library is closed then.",
        "Sat 12:00–12:15: 2 classes at once, and room for 1.",
    ]


def test_under_a_wish_without_room_stands_what_would_help(page: RotaPage, school: School) -> None:
    school.take("rota.example")
    school.take("rota.wish:1", {"times": "2", "every": "week", "activity": "borrow"})
    school.take("rota.plan", {"keep": "yes"})
    page.show_state(school.part)
    lines = [page.wrong.item(row).text() for row in range(page.wrong.count())]
    assert lines[0].startswith("No room for the wish “Each class: borrows, each week, times: 2”: 9 turns are missing")
    assert lines[1:] == [
        "Let it come every second week.",
        "Let it come 1 time.",
        "Let 1 more into each slot at once.",
        "Add slots to the day: 2 more.",
    ]


def test_the_wishes_dialog_leads_to_a_plan(page: RotaPage, school: School) -> None:
    school.take("rota.example")
    page.show_state(school.part)
    page.tools.buttons["wishes"].click()
    assert page.wishes is not None
    assert page.wishes.slots.count() == 3
    page.wishes.slots.setCurrentRow(2)
    page.wishes.end("slot")
    assert page.wishes.slots.count() == 2
    page.wishes.make.click()
    assert len(school.part.turns) == 10
    assert "Not saved yet" in page.tools.note.text()
