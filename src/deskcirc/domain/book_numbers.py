"""Book numbers 书次号: the running number of a title in its class 种次号, or the number of its author 著者号.

A library uses one of the two, never both (domain.md §4). A running number goes from 1 to 99999; what follows it, as in
238:2 or 238(2), tells volumes and editions of the one title apart, so 238:2 is number 238.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.call_numbers import call_number
from deskcirc.text import gettext as _

LEAST: Final = 1
MOST: Final = 99_999

_RUNNING: Final = re.compile(r"([0-9]+)((?:[-=:+(.\s].*)?)")
_AUTHOR: Final = re.compile(r"[A-Z\u3400-\u9fff][^/]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class BookNumber:
    """A book number taken apart; `running` is None for an author number and for one that is neither."""

    text: str
    running: int | None = None
    addition: str = ""  # ":2" of 238:2


def read_book_number(text: str) -> BookNumber:
    """The parts of a book number as typed or stored."""
    plain = call_number("", text)
    found = _RUNNING.fullmatch(plain)
    if found is None or len(found[1]) > len(str(MOST)):
        return BookNumber(plain)
    return BookNumber(plain, int(found[1]), found[2])


def book_number_flaw(text: str, *, running: bool) -> str:
    """Why this can't be a book number of a library with running, or else author, numbers; "" where it can, or is none.

    The sentence tells the way out as well.
    """
    read = read_book_number(text)
    if not read.text:
        return ""
    if "/" in read.text:
        return _("{number} is two book numbers: a title has a running number or an author number, never both.").format(
            number=read.text
        )
    if running:
        if read.running is None or not LEAST <= read.running <= MOST:
            return _("{number} is no running number: 1 to {most}, with an addition such as :2 where needed.").format(
                number=read.text, most=MOST
            )
        return ""
    if _AUTHOR.fullmatch(read.text) is None:
        return _("{number} is no author number: it begins with a letter, as Z763, or with the author's name.").format(
            number=read.text
        )
    return ""


def next_running(used: Iterable[int], *, fill: bool) -> int | None:
    """The running number a new title of the class gets; None where all up to `MOST` are given.

    Max + 1, or with `fill` the lowest that is free. Numbers beyond `MOST`, slips of an old list, don't count as the
    highest.
    """
    taken = {number for number in used if LEAST <= number <= MOST}
    if fill:
        return next((number for number in range(LEAST, MOST + 1) if number not in taken), None)
    highest = max(taken, default=LEAST - 1)
    return highest + 1 if highest < MOST else None
