"""Class labels as they stand in real rosters, and the grade that follows from the date."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc import text
from deskcirc.domain.classes import (
    FIVE_FOUR_THREE,
    Schooling,
    Stage,
    class_name,
    entry_year_for,
    grade_on,
    read_class,
)

AUTUMN = date(2024, 10, 1)


@pytest.mark.parametrize(
    ("written", "grade", "number"),
    [
        ("三（2）班", 3, 2),
        ("三(2)班", 3, 2),
        ("三年级（2）班", 3, 2),
        ("三年级二班", 3, 2),
        ("三年二班", 3, 2),
        ("3.2", 3, 2),
        ("3-2", 3, 2),
        ("302班", 3, 2),
        ("302", 3, 2),
        ("0302", 3, 2),
        ("３０２", 3, 2),
        ("3a", 3, 1),
        ("五甲", 5, 1),
        ("六 丙", 6, 3),
        ("一年级", 1, None),
        ("七年级3班", 7, 3),
        ("初二(1)班", 8, 1),
        ("初中二年级1班", 8, 1),
        ("高一3班", 10, 3),
        ("高三（12）班", 12, 12),
        ("1002", 10, 2),
        ("2班", None, 2),
        ("十二班", None, 12),
    ],
)
def test_a_label_gives_its_grade_and_number(written: str, grade: int | None, number: int | None) -> None:
    label = read_class(written)
    assert label is not None
    assert (label.entry_year, label.grade, label.number) == (None, grade, number)


@pytest.mark.parametrize(
    ("written", "entry_year", "number"),
    [
        ("2024级2班", 2024, 2),
        ("2024级（2）班", 2024, 2),
        ("24级2班", 2024, 2),
        ("202402", 2024, 2),
        ("2024级", 2024, None),
    ],
)
def test_a_label_with_a_year_gives_the_year_of_entry(written: str, entry_year: int, number: int | None) -> None:
    label = read_class(written)
    assert label is not None
    assert (label.entry_year, label.grade, label.number) == (entry_year, None, number)


@pytest.mark.parametrize("written", ["", "教师", "食堂", "三年级语文组", "初五", "三（99）班", "TSG0012345"])
def test_what_is_no_class_is_not_taken_for_one(written: str) -> None:
    assert read_class(written) is None


def test_a_label_gives_the_year_of_entry_of_the_day_it_was_written() -> None:
    label = read_class("三（2）班")
    assert label is not None
    assert label.entry_year_on(date(2024, 9, 1)) == 2022
    assert label.entry_year_on(date(2024, 8, 31)) == 2021


def test_a_year_of_entry_into_the_senior_stage_counts_from_the_schools_first_grade() -> None:
    label = read_class("高2024级3班")
    assert label is not None
    assert label.stage is Stage.SENIOR
    assert label.entry_year_on(AUTUMN, Schooling(first_grade=7)) == 2021
    assert label.entry_year_on(AUTUMN, Schooling(first_grade=10)) == 2024


def test_junior_school_begins_a_year_earlier_where_primary_school_has_five_years() -> None:
    label = read_class("初二(1)班", FIVE_FOUR_THREE)
    assert label is not None
    assert label.grade == 7
    assert class_name(2018, 1, AUTUMN, FIVE_FOUR_THREE) == "Junior 2, class 1"


@pytest.mark.parametrize(
    ("written", "first_grade", "grade"),
    [
        ("三（2）班", 7, 9),
        ("302", 7, 9),
        ("1a", 7, 7),
        ("九（1）班", 7, 9),
        ("高一3班", 7, 10),
        ("302", 10, 12),
        ("高三2班", 10, 12),
        ("初三2班", 10, 9),
        ("三（2）班", 1, 3),
    ],
)
def test_a_bare_grade_counts_from_the_stage_in_which_the_school_begins(
    written: str, first_grade: int, grade: int
) -> None:
    label = read_class(written, Schooling(first_grade=first_grade))
    assert label is not None
    assert label.grade == grade


@pytest.mark.parametrize(
    ("written", "grade"),
    [("五（1）班", 5), ("六年级1班", 6), ("初一1班", 6), ("初四1班", 9), ("高一3班", 10), ("601", 6)],
)
def test_grades_of_a_five_four_school(written: str, grade: int) -> None:
    label = read_class(written, FIVE_FOUR_THREE)
    assert label is not None
    assert label.grade == grade
    assert FIVE_FOUR_THREE.stage_of(6) is Stage.JUNIOR


def test_the_leap_day_belongs_to_the_school_year_under_way() -> None:
    assert grade_on(2022, date(2028, 2, 29)) == grade_on(2022, date(2028, 3, 1)) == 6
    assert entry_year_for(6, date(2028, 2, 29)) == 2022


def test_everybody_moves_up_on_the_first_of_september() -> None:
    assert grade_on(2022, date(2024, 8, 31)) == 2
    assert grade_on(2022, date(2024, 9, 1)) == 3


def test_a_class_is_called_by_its_grade_and_after_it_has_left_by_its_year() -> None:
    assert class_name(2022, 2, AUTUMN) == "Grade 3, class 2"
    assert class_name(2022, None, AUTUMN) == "Grade 3"
    assert class_name(2024, 3, AUTUMN, Schooling(first_grade=10)) == "Senior 1, class 3"
    assert class_name(2000, 2, AUTUMN) == "Entry of 2000, class 2"


def test_a_class_has_a_name_in_every_language() -> None:
    before = text.language()
    try:
        for language in text.LANGUAGES:
            text.use_language(language)
            assert "2" in class_name(2022, 2, AUTUMN)
    finally:
        text.use_language(before)


@given(st.integers(1, 12), st.dates(date(1990, 1, 1), date(2090, 12, 31)), st.sampled_from([1, 7, 10]))
def test_grade_and_year_of_entry_answer_each_other(grade: int, day: date, first_grade: int) -> None:
    schooling = Schooling(first_grade=first_grade)
    assert grade_on(entry_year_for(grade, day, schooling), day, schooling) == grade


@given(st.text())
def test_no_text_makes_reading_fail(words: str) -> None:
    label = read_class(words)
    assert label is None or label.number is None or 1 <= label.number <= 60
