"""What the number on a book tells by itself: the country or language of an ISBN, its publisher's prefix, a magazine.

The parts of an ISBN are those of the International ISBN Agency's range message, as python-stdnum carries it. A number
says neither title nor price, but all books of one prefix come from one publisher; who that is, the stock tells.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from stdnum import isbn as _isbn
from stdnum import issn as _issn

from deskcirc.text import marked

_GROUPS: Final = {
    "978-7": (marked("China"), "chi"),
    "978-0": (marked("English-speaking countries"), "eng"),
    "978-1": (marked("English-speaking countries"), "eng"),
    "979-8": (marked("United States"), "eng"),
    "978-2": (marked("French-speaking countries"), "fre"),
    "979-10": (marked("France"), "fre"),
    "978-3": (marked("German-speaking countries"), "ger"),
    "978-4": (marked("Japan"), "jpn"),
    "978-5": (marked("Russia and its neighbours"), "rus"),
    "978-89": (marked("Korea"), "kor"),
    "979-11": (marked("Korea"), "kor"),
    "978-957": (marked("Taiwan"), "chi"),
    "978-986": (marked("Taiwan"), "chi"),
    "978-626": (marked("Taiwan"), "chi"),
    "978-962": (marked("Hong Kong"), "chi"),
    "978-988": (marked("Hong Kong"), "chi"),
    "978-99937": (marked("Macao"), "chi"),
    "978-99965": (marked("Macao"), "chi"),
    "978-981": (marked("Singapore"), ""),
}
_MAGAZINE: Final = re.compile(r"977([0-9]{7})[0-9]{3}([0-9]{2}|[0-9]{5})?")


@dataclass(frozen=True, slots=True)
class IsbnFacts:
    """The parts of a valid ISBN: its group as `978-7`, its publisher's prefix as digits, and what the group means.

    `country` is marked for translation, `language` a code of three letters; both "" for a group that is not usual here.
    `publisher` begins the thirteen digits of every number of that publisher's range; "" where it was never given out.
    """

    group: str
    publisher: str
    country: str = ""
    language: str = ""

    @property
    def publisher_shown(self) -> str:
        """The prefix as it is printed: `978-7-02`."""
        digits = self.group.replace("-", "")
        return f"{self.group}-{self.publisher.removeprefix(digits)}" if self.publisher else self.group


@dataclass(frozen=True, slots=True)
class MagazineCode:
    """The bars of a magazine: its ISSN, and the two digits of the issue where the small bars were read too."""

    issn: str
    issue: str = ""


def facts_of_isbn(isbn: str) -> IsbnFacts | None:
    """What thirteen valid digits tell; None for anything else."""
    if len(isbn) != 13 or not isbn.isdigit() or not _isbn.is_valid(isbn):
        return None
    prefix, group, publisher, _number, _check = _isbn.split(isbn)
    name = f"{prefix}-{group}" if group else prefix
    country, language = _GROUPS.get(name, ("", ""))
    return IsbnFacts(name, f"{prefix}{group}{publisher}" if publisher else "", country, language)


def magazine_of(code: str) -> MagazineCode | None:
    """The magazine whose bars were read: EAN-13 with 977, with or without the two or five digits of the issue."""
    found = _MAGAZINE.fullmatch(code)
    if found is None or not _check_digit_is_right(code[:13]):
        return None
    number = found[1]
    return MagazineCode(_issn.format(number + _issn.calc_check_digit(number)), found[2] or "")


def _check_digit_is_right(digits: str) -> bool:
    return (sum(map(int, digits[::2])) + 3 * sum(map(int, digits[1::2]))) % 10 == 0
