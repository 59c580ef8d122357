"""Codes that are taken for one another, and which of the known ones an unknown code may be."""

from __future__ import annotations

import pytest

from deskcirc.domain.code_misreads import Misread, candidates_for, misreads, number_of, numbers_known


def candidates(code: str, *known: str) -> dict[int, Misread]:
    """The places, among those known, of what the code may be."""
    by_code = {each: place for place, each in enumerate(known)}
    return candidates_for(code, by_code, numbers_known(by_code))


@pytest.mark.parametrize(
    ("read", "how"),
    [
        ("B1324", Misread.SWAPPED),
        ("B1235", Misread.WRONG_DIGIT),
        ("B134", Misread.MISSING_DIGIT),
        ("B123", Misread.MISSING_DIGIT),
        ("B12344", Misread.EXTRA_DIGIT),
        ("TSG001234", Misread.PREFIX),
    ],
)
def test_a_code_read_wrongly_in_one_way_is_told_with_the_way(read: str, how: Misread) -> None:
    assert candidates(read, "B1234") == {0: how}


@pytest.mark.parametrize("read", ["B1243X", "C1235", "B4321"])
def test_a_code_read_wrongly_in_two_ways_is_no_misread(read: str) -> None:
    assert candidates(read, "B1234") == {}


def test_of_two_ways_the_likelier_is_told() -> None:
    assert candidates("1001", "1010", "A1001", "1101") == {
        0: Misread.SWAPPED,
        1: Misread.PREFIX,
        2: Misread.WRONG_DIGIT,
    }
    assert candidates("0123", "123") == {0: Misread.PREFIX}


def test_short_numbers_are_no_number_of_two_prefixes() -> None:
    assert (number_of("A0012"), number_of("A0123"), number_of("ABC")) == ("", "123", "")
    assert candidates("AB", "ABC", "B12") == {}


def test_of_a_code_as_long_as_a_sentence_no_misreads_are_made() -> None:
    assert list(misreads("1" * 33)) == []
    assert list(misreads("1" * 32))
    assert candidates("1" * 33, "A" + "1" * 33) == {0: Misread.PREFIX}
