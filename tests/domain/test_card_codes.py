"""The next card's code goes on where the pattern in use ended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.card_codes import next_code, next_code_of_patron


def free_but(*taken: str) -> Callable[[str], bool]:
    return lambda code: code not in taken


@pytest.mark.parametrize(
    ("codes", "expected"),
    [
        (("P001", "P002", "P007"), "P008"),
        (("S20240101", "P001", "P002"), "P003"),
        (("K0998", "K0999"), "K1000"),
        (("0010201",), "0010202"),
        ((), ""),
        (("ABC",), ""),
    ],
)
def test_the_next_code_has_the_prefix_and_the_zeros_of_most_cards(codes: tuple[str, ...], expected: str) -> None:
    assert next_code(codes, free_but(*codes)) == expected


def test_a_number_that_a_copy_bears_is_passed_over() -> None:
    assert next_code(("P001",), free_but("P001", "P002", "P003")) == "P004"


def test_a_patron_whose_card_is_their_number_gets_it_again_with_a_mark() -> None:
    assert next_code_of_patron("20240101", free_but("20240101")) == "20240101-2"
    assert next_code_of_patron("20240101", free_but("20240101", "20240101-2")) == "20240101-3"


@given(st.lists(st.from_regex(r"\A[A-Z]{0,3}[0-9]{1,12}\Z"), max_size=30))
def test_no_code_in_use_is_ever_proposed(codes: list[str]) -> None:
    assert next_code(codes, free_but(*codes)) not in codes
