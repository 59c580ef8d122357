"""A small primary school for the tests of the rota: six grades, three slots at lunch, open Monday to Friday."""

from __future__ import annotations

from typing import Any

from deskcirc.domain.classes import grade_name
from deskcirc.domain.rota import Slot, Turn, Week, Wish
from deskcirc.domain.rota_facts import ClassHere, RotaFacts

LUNCH = (Slot(1, 720, 735), Slot(2, 735, 750), Slot(3, 750, 765))
"""12:00, 12:15 and 12:30, as schools write them (domain.md, chapter 7)."""


def a_school(classes_a_grade: int) -> RotaFacts:
    """Six grades of so many classes, with no wish and no turn yet."""
    classes = tuple(
        ClassHere((grade - 1) * classes_a_grade + number, f"{grade_name(grade)}, class {number}", grade)
        for grade in range(1, 7)
        for number in range(1, classes_a_grade + 1)
    )
    places = frozenset((weekday, slot.id) for weekday in range(1, 6) for slot in LUNCH)
    return RotaFacts(classes, LUNCH, places, (), ())


SCHOOL = a_school(2)


def a_wish(number: int, **facts: Any) -> Wish:
    """Each class once a week, but for what is changed."""
    return Wish(number, **facts)


def a_turn(number: int, **facts: Any) -> Turn:
    """The first class on Monday at twelve each week, but for what is changed."""
    usual: dict[str, Any] = {"week": Week.EVERY, "weekday": 1, "slot": LUNCH[0]}
    if "grade" not in facts:
        usual["class_id"] = 1
    return Turn(number, **{**usual, **facts})
