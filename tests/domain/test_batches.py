"""Batches: their numbers, their discount as people write it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from deskcirc.domain.batches import discount_words, next_number, read_discount
from deskcirc.text import use_language


@pytest.fixture
def in_chinese() -> Iterator[None]:
    use_language("zh_CN")
    yield
    use_language("en")


def test_the_first_batch_of_a_year_begins_at_one() -> None:
    assert next_number(2026, ["2025-001", "2025-017"]) == "2026-001"


def test_a_number_follows_the_highest_ever_given_also_beyond_three_digits_and_beside_foreign_ones() -> None:
    assert next_number(2026, ["2026-007", "2026-002", "old 12"]) == "2026-008"
    assert next_number(2026, ["2026-999"]) == "2026-1000"
    assert next_number(2026, ["2026-1000", "2026-999"]) == "2026-1001"


@pytest.mark.parametrize("text", ["七八折", "7.8折", "78折", "78%", "78 %", "７８％", "0.78", "7.8", "78"])
def test_a_discount_is_understood_as_dealers_write_it(text: str) -> None:
    assert read_discount(text) == 780


@pytest.mark.parametrize(
    ("text", "thousandths"), [("八折", 800), ("1", 1000), ("100%", 1000), ("120%", 1200), ("65.5%", 655), ("0", 0)]
)
def test_other_discounts(text: str, thousandths: int) -> None:
    assert read_discount(text) == thousandths


@pytest.mark.parametrize("text", ["", "cheap", "折", "-5", "300%", "nan", "1e3", "9" * 50])
def test_what_is_no_discount_is_none(text: str) -> None:
    assert read_discount(text) is None


def test_a_discount_is_said_in_percent() -> None:
    assert [discount_words(each) for each in (780, 655, 1000, None)] == ["78 %", "65.5 %", "list price", ""]


@pytest.mark.usefixtures("in_chinese")
def test_a_discount_is_said_in_tenths_in_chinese() -> None:
    assert [discount_words(each) for each in (780, 800, 655)] == ["七八折", "八折", "六五五折"]
    assert read_discount(discount_words(655)) == 655
