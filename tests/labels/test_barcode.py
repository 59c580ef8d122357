"""Bars of Code 128 and of Code 39: which texts they hold, and how wide they are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.labels.barcode import QUIET_MODULES, code39, code128, fits_code39, fits_code128, modules_wide, narrowest

PRINTABLE = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=40)


@given(PRINTABLE)
def test_bars_begin_and_end_with_a_bar_and_are_whole_symbols(text: str) -> None:
    widths = code128(text)
    assert len(widths) % 2 == 1
    assert all(1 <= width <= 4 for width in widths)
    assert (sum(widths) - 13) % 11 == 0  # every symbol is 11 modules, the stop 13


@pytest.mark.parametrize("text", ["", "小王子", "DC\n", "é"])
def test_what_bars_cannot_say_is_told_apart_before_printing(text: str) -> None:
    assert not fits_code128(text)
    with pytest.raises(ValueError, match="no Code 128"):
        code128(text)


def test_long_numbers_are_packed_two_digits_a_symbol() -> None:
    assert sum(code128("20240215")) < sum(code128("ABCDEFGH"))


def test_the_white_on_both_sides_belongs_to_the_width() -> None:
    widths = code128("T002267")
    assert modules_wide(widths) == sum(widths) + 2 * QUIET_MODULES


@pytest.mark.parametrize("text", ["", "小王子", "t002267", "A*1", "A_1"])
def test_what_code_39_cannot_say_is_told_apart_before_printing(text: str) -> None:
    assert not fits_code39(text)
    with pytest.raises(ValueError, match="no Code 39"):
        code39(text)


@given(st.text("0123456789ABCXYZ -.$/+%", min_size=1, max_size=20))
def test_code_39_has_nine_elements_a_sign_two_asterisks_and_no_check_digit(text: str) -> None:
    widths = code39(text)
    assert len(widths) == 10 * (len(text) + 2) - 1
    assert set(widths) == {1, 3}


def test_code_39_takes_more_room() -> None:
    assert narrowest("T002267", code39) > 1.4 * narrowest("T002267")
