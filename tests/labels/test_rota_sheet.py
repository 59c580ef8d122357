"""The rota for the wall: both weeks, every class in its place, letters that are read from two metres."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.domain.rota_samples import LUNCH, SCHOOL, a_school, a_turn

from deskcirc.domain.rota import Activity, Slot, Turn, Week
from deskcirc.domain.rota_facts import RotaFacts
from deskcirc.labels.paper import Box, Paper, Shape, Words
from deskcirc.labels.rota_sheet import rota_sheet

TODAY = date(2026, 3, 2)


def sheet(facts: RotaFacts, *turns: Turn) -> Paper:
    return rota_sheet(facts, turns, "Red Star School", "Spring term", TODAY)


def words(page: tuple[Shape, ...]) -> dict[str, Words]:
    return {shape.text: shape for shape in page if isinstance(shape, Words)}


def test_each_week_has_a_page_with_its_own_classes() -> None:
    paper = sheet(SCHOOL, a_turn(1, week=Week.A), a_turn(2, class_id=2, week=Week.B), a_turn(3, class_id=3, weekday=2))
    assert (paper.width, paper.height) == (297.0, 210.0)
    first, second = map(words, paper.pages)
    assert {"week A", "Grade 1, class 1", "Grade 2, class 1"} <= set(first)
    assert {"week B", "Grade 1, class 2", "Grade 2, class 1"} <= set(second)
    assert "Grade 1, class 2" not in first


def test_weeks_that_are_the_same_take_one_page() -> None:
    (page,) = sheet(SCHOOL, a_turn(1)).pages
    assert "Red Star School · Spring term · Mon 2 Mar" in words(page)
    assert not {"week A", "week B"} & set(words(page))


def test_a_class_with_a_usual_name_is_read_from_two_metres() -> None:
    facts = replace(SCHOOL, classes=tuple(replace(each, short="三（2）班") for each in SCHOOL.classes))
    (page,) = sheet(facts, a_turn(1)).pages
    assert words(page)["三(2)班"].size >= 10  # millimetres; a two-hundredth of two metres


def test_who_comes_to_read_stands_in_a_frame_and_the_foot_says_so() -> None:
    (borrows,) = sheet(SCHOOL, a_turn(1)).pages
    (reads,) = sheet(SCHOOL, a_turn(1, activity=Activity.READ)).pages
    frames = [
        [shape for shape in page if isinstance(shape, Box) and shape.thickness > 0.7] for page in (borrows, reads)
    ]
    assert [len(found) for found in frames] == [0, 1]
    assert any("reads in the library" in text for text in words(reads))


def test_everything_stays_on_the_paper_however_many_come_at_once() -> None:
    slots = tuple(Slot(number, 480 + 20 * number, 500 + 20 * number, 12) for number in range(1, 21))
    big = a_school(10)
    facts = replace(big, slots=slots, places=frozenset((day, slot.id) for day in range(1, 8) for slot in slots))
    turns = [
        a_turn(each.id, class_id=each.id, slot=slots[each.id % 20], weekday=each.id % 7 + 1) for each in big.classes
    ]
    turns += [a_turn(100 + number, class_id=number, slot=slots[0]) for number in range(1, 13)]
    paper = sheet(facts, *turns)
    assert len(paper.pages) == 2
    for page in paper.pages:
        for shape in page:
            if isinstance(shape, Words | Box):
                assert shape.x >= 0
                assert shape.x + shape.width <= paper.width
                assert shape.y + shape.height <= paper.height


def test_a_school_without_slots_gets_a_page_that_says_so() -> None:
    (page,) = sheet(replace(SCHOOL, slots=(), places=frozenset())).pages
    assert "Nobody has a turn yet." in words(page)
    assert len(sheet(SCHOOL).pages) == 1
    assert LUNCH[0].opens == 720
