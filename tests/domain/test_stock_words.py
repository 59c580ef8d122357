"""Titles and copies in words: one is one, and several are several."""

from __future__ import annotations

import pytest

from deskcirc.domain.stock_words import arrived_words, copies_words, titles_and_copies


@pytest.mark.parametrize(
    ("titles", "copies", "said"),
    [
        (1, 1, "1 title, 1 copy"),
        (1, 2, "1 title, 2 copies"),
        (2, 1, "2 titles, 1 copy"),
        (0, 0, "0 titles, 0 copies"),
    ],
)
def test_each_of_the_two_has_its_own_number(titles: int, copies: int, said: str) -> None:
    assert titles_and_copies(titles, copies) == said


def test_thousands_are_parted_on_the_screen_and_not_on_paper() -> None:
    assert (copies_words(12345, grouped=True), copies_words(12345)) == ("12,345 copies", "12345 copies")


def test_one_copy_that_was_expected_arrived() -> None:
    assert (arrived_words(0, 1), arrived_words(1, 2)) == ("0 of 1 copy arrived", "1 of 2 copies arrived")
