"""Codes that hands, eyes and guns take for one another: a digit wrong, swapped, left out, doubled, another prefix.

An unknown code of a count is mostly a label that was typed or read wrongly, and the copy it belongs to is mostly one
that nobody has seen yet.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from enum import StrEnum
from typing import Final

from deskcirc.text import marked

_LONGEST: Final = 32  # of a code whose misreads are worth making
_SHORTEST_NUMBER: Final = 3  # digits, without zeros in front, that make one number of two prefixes
_LAST_NUMBER: Final = re.compile(r"0*([0-9]+)\Z")


class Misread(StrEnum):
    """How a code came to be another; the likeliest first."""

    ISBN = "isbn"  # of its title: the code that the publisher printed was scanned in place of the label
    PREFIX = "prefix"  # the same number behind another prefix, or with other zeros
    SWAPPED = "swapped"
    WRONG_DIGIT = "wrong_digit"
    MISSING_DIGIT = "missing_digit"
    EXTRA_DIGIT = "extra_digit"


MISREAD_WORDS: Final = {
    Misread.ISBN: marked("the ISBN printed on it"),
    Misread.PREFIX: marked("the same number with other letters or zeros"),
    Misread.SWAPPED: marked("two digits swapped"),
    Misread.WRONG_DIGIT: marked("one digit other"),
    Misread.MISSING_DIGIT: marked("one digit left out"),
    Misread.EXTRA_DIGIT: marked("one digit too many"),
}


def misreads(code: str) -> Iterator[tuple[str, Misread]]:
    """Codes for which `code` may have been read, with how; the same one may come twice, `code` itself never does."""
    if len(code) > _LONGEST:
        return
    digits = [place for place, mark in enumerate(code) if "0" <= mark <= "9"]
    for place in digits:
        if place + 1 in digits and code[place] != code[place + 1]:
            yield code[:place] + code[place + 1] + code[place] + code[place + 2 :], Misread.SWAPPED
    for place in digits:
        for digit in "0123456789":
            if digit != code[place]:
                yield code[:place] + digit + code[place + 1 :], Misread.WRONG_DIGIT
    for place in sorted({*digits, *(place + 1 for place in digits)}):
        for digit in "0123456789":
            yield code[:place] + digit + code[place:], Misread.MISSING_DIGIT
    for place in digits:
        yield code[:place] + code[place + 1 :], Misread.EXTRA_DIGIT


def number_of(code: str) -> str:
    """The number at the end of a code without zeros in front, by which two prefixes are compared; "" for too short."""
    found = _LAST_NUMBER.search(code)
    return found[1] if found is not None and len(found[1]) >= _SHORTEST_NUMBER else ""


def candidates_for(code: str, known: Mapping[str, int], by_number: Mapping[str, Collection[int]]) -> dict[int, Misread]:
    """Which copies an unknown code may be, by the codes that are `known` and by their numbers; the likeliest first.

    Each copy comes once, by the likeliest way. `by_number` is what `numbers_known` makes of those known.
    """
    found: dict[int, Misread] = {}
    for bearer in by_number.get(number_of(code), ()):
        found[bearer] = Misread.PREFIX
    for other, how in misreads(code):
        if (copy_id := known.get(other)) is not None:
            found.setdefault(copy_id, how)
    return found


def numbers_known(known: Mapping[str, int]) -> dict[str, set[int]]:
    """The same codes by the numbers at their end."""
    found: dict[str, set[int]] = {}
    for code, copy_id in known.items():
        if number := number_of(code):
            found.setdefault(number, set()).add(copy_id)
    return found
