"""Days and classes as a Chinese school says them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from deskcirc import text
from deskcirc.domain.classes import class_name
from deskcirc.text import day_words

LONG_GONE = date(2030, 1, 1)


@pytest.fixture(autouse=True)
def chinese() -> Iterator[None]:
    before = text.language()
    text.use_language("zh_CN")
    yield
    text.use_language(before)


def test_a_due_day_is_read_with_its_weekday() -> None:
    assert day_words(date(2025, 12, 6), date(2025, 11, 20)) == "12月6日 周六"


def test_a_day_of_another_year_names_the_year() -> None:
    assert day_words(date(2026, 1, 7), date(2025, 12, 20)) == "2026年1月7日"


def test_a_class_is_called_by_grade_and_number_until_it_leaves() -> None:
    assert class_name(2023, 2, date(2025, 11, 20)) == "三年级（2）班"
    assert class_name(2012, 2, LONG_GONE) == "2012级（2）班"


def test_english_says_the_same_day() -> None:
    text.use_language("en")
    assert day_words(date(2025, 12, 6), date(2025, 11, 20)) == "Sat 6 Dec"
    assert day_words(date(2026, 1, 7), date(2025, 12, 20)) == "7 Jan 2026"


def test_sentences_side_by_side_have_a_blank_only_where_the_language_writes_one() -> None:
    assert text.in_a_row("限借 5 册。", "", "请先还一册。") == "限借 5 册。请先还一册。"
    text.use_language("en")
    assert text.in_a_row("5 of 5 copies are on loan.", "", "Return one first.") == (
        "5 of 5 copies are on loan. Return one first."
    )
