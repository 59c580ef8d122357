"""Book numbers: one of two kinds, and the next running number of a class."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.book_numbers import MOST, book_number_flaw, next_running, read_book_number


@pytest.mark.parametrize(
    ("typed", "running", "addition"),
    [("238", 238, ""), ("238:2", 238, ":2"), ("00238", 238, ""), ("２３８：２", 238, ":2"), ("238(2)", 238, "(2)"),
     ("Z763", None, ""), ("", None, ""), ("毛", None, ""), ("238Y", None, ""), ("1234567", None, "")],
)  # fmt: skip
def test_a_volume_counts_as_the_number_of_its_title(typed: str, running: int | None, addition: str) -> None:
    read = read_book_number(typed)
    assert (read.running, read.addition) == (running, addition)


@pytest.mark.parametrize("typed", ["", "1", "99999", "238:2"])
def test_running_numbers_of_a_library_that_counts(typed: str) -> None:
    assert book_number_flaw(typed, running=True) == ""


@pytest.mark.parametrize("typed", ["", "Z763", "C451", "毛", "Z763-2"])
def test_author_numbers_of_a_library_that_types_them(typed: str) -> None:
    assert book_number_flaw(typed, running=False) == ""


@pytest.mark.parametrize(("typed", "running"), [("Z763", True), ("0", True), ("100000", True), ("238", False)])
def test_a_title_has_the_kind_of_number_the_library_uses(typed: str, running: bool) -> None:
    assert typed in book_number_flaw(typed, running=running)


@pytest.mark.parametrize("running", [True, False])
@pytest.mark.parametrize("typed", ["238/Z763", "Z763/238"])
def test_never_both_kinds(typed: str, running: bool) -> None:
    assert "never both" in book_number_flaw(typed, running=running)


def test_the_next_number_is_one_above_the_highest_or_the_lowest_free() -> None:
    assert next_running([], fill=False) == next_running([], fill=True) == 1
    assert next_running([1, 2, 5], fill=False) == 6
    assert next_running([1, 2, 5], fill=True) == 3
    assert next_running([1, 2, 200_000], fill=False) == 3


def test_a_full_class_has_no_next_number() -> None:
    assert next_running([MOST], fill=False) is None
    assert next_running(range(1, MOST + 1), fill=True) is None
    assert next_running([MOST], fill=True) == 1


@given(st.sets(st.integers(-5, MOST + 5), max_size=30), st.booleans())
def test_the_next_number_is_never_one_that_is_given(used: set[int], fill: bool) -> None:
    number = next_running(used, fill=fill)
    assert number is None or (1 <= number <= MOST and number not in used)
