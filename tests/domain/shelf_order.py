"""The shelf order once more, as the manual words it: two call numbers compared sign by sign, with no key at all.

Written for the tests alone and in another way than `domain.call_numbers`, so that the two can be held against each
other. It knows the form on the shelf (`shelf_form`) of call numbers whose class number is well-formed.
"""

from __future__ import annotations

import re

AFTER_EQUAL = {"-": 3, "(": 4, '"': 5, "=": 6, "<": 7, ":": 8, "+": 9}
"""The order of symbols after equal positions (5th edition, 排架规则); a closing sign ends what it closes."""
CLOSES = {")": 1, ">": 1}
IN_BOOK_NUMBERS = {"/": 1, ")": 2, ".": 3, "-": 5, "(": 6, '"': 7, "=": 8, "<": 9, ":": 10, "+": 11}
RUN = re.compile(r"[0-9]+|[A-Z]+|.")


def compared(one: str, other: str) -> int:
    """-1, 0 or 1 as one call number stands before, at, or after the other."""
    class_one, _slash, book_one = one.partition("/")
    class_other, _slash, book_other = other.partition("/")
    return compared_classes(class_one, class_other) or compared_books(book_one, book_other)


def compared_classes(one: str, other: str) -> int:
    """From left to right; the first position that differs decides."""
    for place in range(max(len(one), len(other))):
        if one[place : place + 1] != other[place : place + 1]:
            return 1 if weight(one, place) > weight(other, place) else -1
    return 0


def weight(number: str, place: int) -> tuple[int, str]:
    """What stands at a position: nothing, a letter after digits, a symbol, a digit, another letter."""
    if place >= len(number):
        return 0, ""
    sign, before = number[place], number[place - 1 : place] if place else ""
    if sign.isdigit():
        return 10, sign
    if sign.isalpha():
        return (2 if before.isdigit() else 11), sign
    if sign == '"' and number[:place].count('"') % 2:
        return 1, ""
    return CLOSES.get(sign) or AFTER_EQUAL[sign], ""


def compared_books(one: str, other: str) -> int:
    """Numbers by value, letters right-aligned, symbols in their order; nothing stands before everything."""
    runs, others = RUN.findall(one), RUN.findall(other)
    for place in range(max(len(runs), len(others))):
        left, right = run_weight(runs, place), run_weight(others, place)
        if left != right:
            return 1 if left > right else -1
    return 0


def run_weight(runs: list[str], place: int) -> tuple[int, int, str]:
    """The kind of the run, then its value."""
    if place >= len(runs):
        return 0, 0, ""
    run = runs[place]
    if run.isdigit():
        return 20, int(run), ""
    if run.isalpha():
        after_digits = place > 0 and runs[place - 1].isdigit()
        return (4 if after_digits else 30), len(run), run
    return IN_BOOK_NUMBERS[run], 0, ""
