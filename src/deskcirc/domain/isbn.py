"""International Standard Book Numbers as people, dealers and spreadsheets write them.

A wrong or missing number never costs a book its place: real stock has misprints, numbers shared by the volumes of a
set, and books from before 1988 with none (domain.md §5). So everything is read, and what is doubtful is said.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from stdnum import isbn as _isbn
from stdnum import issn as _issn

_DASHES: Final = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_PREFIX: Final = re.compile(r"ISBN(?:[- ]?1[03](?=[\s:]))?[\s:]*", re.IGNORECASE)
_CANDIDATE: Final = re.compile(r"(?<![0-9A-Z])(?:97[89][- ]?)?(?:[0-9][- ]?){9}[0-9X](?![0-9A-Z])", re.IGNORECASE)
_EXPONENT: Final = re.compile(r"([0-9])(?:\.([0-9]+))?E\+?([0-9]{1,2})", re.IGNORECASE)
_WHOLE_FLOAT: Final = re.compile(r"([0-9]+)\.0+")
_ISSN: Final = re.compile(r"(?<![0-9])([0-9]{4}-?[0-9]{3}[0-9X])(?![0-9X])", re.IGNORECASE)
_UNIFIED: Final = re.compile(r"(?:统一书号|书号)?[\s:]*[A-Z]{0,2}[0-9]{3,6}[·•.・‧]\s?[0-9]{1,5}", re.IGNORECASE)

_DIGITS_OF_AN_ISBN: Final = 13


@dataclass(frozen=True, slots=True)
class Isbn:
    """One number as read: `value` is thirteen digits where `valid`, else what the file says.

    `ruined` means that a spreadsheet rounded the number (9.79E+12), so that no reading can bring it back.
    """

    value: str
    valid: bool
    ruined: bool


def read_isbn(text: str) -> Isbn:
    """The ISBN in `text`, with or without hyphens, blanks, the word ISBN or a binding around it.

    The first valid number wins; an ISBN-10 comes back with thirteen digits. A number of the right shape with a wrong
    check digit comes back without its hyphens, anything else as written.
    """
    written = _plain(text)
    if not written:
        return Isbn("", valid=False, ruined=False)
    exponent = _EXPONENT.fullmatch(written)
    if exponent:
        return _from_exponent(written, *exponent.groups())
    found = find_isbns(written)
    if found:
        return Isbn(found[0], valid=True, ruined=False)
    shaped = [_compact(match.group()) for match in _CANDIDATE.finditer(_PREFIX.sub(" ", written))]
    return Isbn(shaped[0] if len(shaped) == 1 else written, valid=False, ruined=False)


def find_isbns(text: str) -> tuple[str, ...]:
    """Every valid ISBN in `text`, each with thirteen digits and once, in the order of the text."""
    bare = _PREFIX.sub(" ", _plain(text))
    numbers = (_compact(match.group()) for match in _CANDIDATE.finditer(bare))
    valid = (number for number in numbers if _valid(number))
    return tuple(
        dict.fromkeys(number if len(number) == _DIGITS_OF_AN_ISBN else _isbn.to_isbn13(number) for number in valid)
    )


def hyphenated(number: str) -> str:
    """A valid ISBN with the hyphens of its parts, as it is printed; anything else as it is."""
    return str(_isbn.format(number)) if _valid(number) else number


def read_issn(text: str) -> str:
    """The International Standard Serial Number in `text` as `1000-1234`, "" if there is no valid one."""
    for match in _ISSN.finditer(_plain(text)):
        number = match.group(1).upper()
        if _issn.is_valid(number):
            return _issn.format(number)
    return ""


def is_unified_book_number(text: str) -> bool:
    """Whether `text` is a 统一书号 (`10019·3456`), the Chinese book number before the ISBN came in 1988."""
    return _UNIFIED.fullmatch(_plain(text)) is not None


def _plain(text: str) -> str:
    """Half-width, one kind of hyphen, single blanks, and without the `.0` that a number cell of a workbook grows."""
    half_width = unicodedata.normalize("NFKC", text).translate(_DASHES)
    trimmed = " ".join(half_width.split()).strip(" '\"`=")
    whole = _WHOLE_FLOAT.fullmatch(trimmed)
    return whole.group(1) if whole else trimmed


def _compact(number: str) -> str:
    return re.sub(r"[- ]", "", number).upper()


def _valid(number: str) -> bool:
    # 979-0 numbers are printed music (ISMN), a system of its own with the same bars.
    if number.startswith("9790"):
        return False
    if len(number) == _DIGITS_OF_AN_ISBN and number.isdigit():  # nothing that `is_valid` would have to clean first
        weighted = sum(map(int, number[::2])) + 3 * sum(map(int, number[1::2]))
        return number.startswith(("978", "979")) and weighted % 10 == 0
    return bool(_isbn.is_valid(number))


def _from_exponent(written: str, lead: str, fraction: str | None, exponent: str) -> Isbn:
    """`9.787020002207E+12` still holds every digit; with one digit fewer the end is a guess."""
    digits = lead + (fraction or "")
    if len(digits) == _DIGITS_OF_AN_ISBN and int(exponent) == _DIGITS_OF_AN_ISBN - 1:
        return Isbn(digits, valid=_valid(digits), ruined=False)
    return Isbn(written, valid=False, ruined=True)
