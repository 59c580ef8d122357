"""Call numbers: their form, the division they fall in, and the order in which they stand on the shelf.

The order is that of the official manual of the Chinese Library Classification, fifth edition, as noted in the project's
facts of the trade: letters A-Z, digits one by one as a decimal fraction, dots ignored, and after equal beginnings
nothing < - < ( ) < " " < = < < > < : < + < next digit, where a letter right after a digit comes before any symbol.
After the class number comes the book number, its digits by value and its letters right-aligned.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

SHELF_KEY_VERSION: Final = 1
"""Raised whenever `shelf_key` changes, so that the store knows that the keys it holds are stale."""

_SOCIAL_SCIENCES: Final = frozenset("CDEFGHIJK")

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_ALIKE: Final = str.maketrans("\u3000、．。·“”〈〉《》【】〔〕–—−‐", ' ,...""<><>[]()----')
_HALF_WIDTH: Final = {**_FULL_WIDTH, **_ALIKE}
_WITHOUT_DOTS: Final = {ord(sign): None for sign in ".[]"}
_UPPER: Final = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_SHELF_FORM: Final = {**{code: _UPPER.get(half, half) for code, half in _FULL_WIDTH.items()}, **_ALIKE, **_UPPER}

_PLAIN: Final = r"[0-9A-Z:=\-/+]"
_CLASS_SHAPE: Final = re.compile(
    rf"(?:[TD][A-Z]?|[A-CE-KN-SUVXZ])(?![A-Z])(?:{_PLAIN}|\({_PLAIN}*\)|<{_PLAIN}*>|\"{_PLAIN}*\")*"
)
_CLASS_CHARACTERS: Final = re.compile(r"\[?[A-Z][0-9aA-Z:=\-/.\[\]()\"<>+]*")

_FIRST_LETTERS: Final = re.compile(r"^\[?[a-z]{1,2}(?![A-Za-z])")
_BLANK_AFTER_LETTERS: Final = re.compile(r"^(\[?[A-Z]{1,2}) (?=[0-9][^/]*/)")
_BLANK_AT_SYMBOL: Final = re.compile(r" (?=[^0-9A-Z~-\U0010ffff])|(?<=[^0-9A-Z~-\U0010ffff]) ")
_LEADING_ZEROS: Final = re.compile(r"(?<![0-9])0+(?=[0-9])")
_SLASHES: Final = re.compile(r"/+")

_LETTER_AFTER_DIGIT: Final = re.compile(r"(?<=[0-9])(?=[A-Z])")
_QUOTED: Final = re.compile(r'"([^"]*)"')
_CLASS_SYMBOLS: Final = str.maketrans("-(=<:+)>", "$%'()*!!")
_BOOK_SYMBOLS: Final = dict(zip('/).-("=<:+>,;', " !\"$%&'()*+,;", strict=True))
_BOOK_RUN: Final = re.compile(r"[0-9]+|[A-Z]+|.")
_LENGTHS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_ODD: Final = "~"  # what begins the keys that come after all others


def shelf_key(call_number: str) -> str:
    """The key that puts call numbers into shelf order when keys are compared byte by byte (SQLite's BINARY).

    Printable ASCII only. Two keys are equal exactly when `shelf_form` of both call numbers is the same. A call number
    whose class number is not well-formed, an empty one too, comes after all others, by its text; what is odd in a
    book number (an author's name in characters, 修订版) comes after all that is not, in its own class.
    """
    class_form, rest = _shelf_parts(call_number)
    if not class_form:
        return _ODD + _as_text(rest)
    return f"{_class_key(class_form)} {_book_key(rest)}" if rest else _class_key(class_form)


def has_place(key: str) -> bool:
    """Whether a shelf key says where a copy stands; that of a copy without a call number says nothing."""
    return key not in ("", _ODD)


def shelf_form(call_number: str) -> str:
    """The call number without all that makes no difference on the shelf; taking it twice changes nothing.

    Half-width, upper-case, no dots and brackets in the class number, no leading zeros in the book number; a line break
    or blank between class number and book number, as on a spine label, counts as the slash.
    """
    class_form, rest = _shelf_parts(call_number)
    return f"{class_form}/{rest}" if class_form and rest else class_form or rest


def call_number(class_number: str, book_number: str) -> str:
    """Class number and book number as printed on the spine: half-width, with one slash where both are there."""
    parts = (" ".join(part.translate(_HALF_WIDTH).split()).strip("/ ") for part in (class_number, book_number))
    return "/".join(part for part in parts if part)


def keys_in_class(class_number: str) -> tuple[str, str]:
    """Between which keys, the first included, the call numbers of just this class with a book number lie."""
    key = shelf_key(class_number)
    return key + " ", key + "!"


def running_number_of_key(key: str) -> int | None:
    """The running number at the beginning of the book number, read off a key; None where there is none."""
    _class_form, _blank, book_form = ("", "", "") if key.startswith("~") else key.partition(" ")
    length = _LENGTHS.find(book_form[:1]) if book_form else -1
    digits = book_form[1 : 1 + length]
    return int(digits) if length > 0 and digits.isdigit() else None


def plain_class_number(text: str) -> str:
    """A class number as people type it, as it is printed: half-width, no blanks around it, its letters capital ones."""
    return _FIRST_LETTERS.sub(lambda found: found[0].upper(), call_number(text, ""))


def class_number_is_well_formed(text: str) -> bool:
    """Whether the text can be a class number of the CLC, the check in use in Chinese libraries.

    The first letter is one of the 22 main classes, a second one stands only after T and D, all characters are of the
    allowed ones, and brackets and quotation marks come in pairs. Full-width characters count as half-width.
    """
    half_width = text.translate(_HALF_WIDTH).strip()
    if not _CLASS_CHARACTERS.fullmatch(half_width) or half_width.count("[") != half_width.count("]"):
        return False
    return _CLASS_SHAPE.fullmatch(half_width.translate(_WITHOUT_DOTS).upper()) is not None


def main_class(class_number: str) -> str | None:
    """The main class, one of the 22 letters of the CLC, of a class or call number; None where it is odd or empty."""
    return _shelf_parts(class_number)[0][:1] or None


def division(class_number: str) -> str | None:
    """The division of the CLC the ledgers count by: "A", "B", "C-K", "N-X" or "Z"; None where the class is odd."""
    letter = main_class(class_number)
    if letter is None or letter in "ABZ":
        return letter
    return "C-K" if letter in _SOCIAL_SCIENCES else "N-X"


def _shelf_parts(call_number: str) -> tuple[str, str]:
    """Class number and book number as they count on the shelf; "" and the tidied text where the class number is odd."""
    text = " ".join(call_number.translate(_SHELF_FORM).split())
    text = _BLANK_AFTER_LETTERS.sub(r"\1", _BLANK_AT_SYMBOL.sub("", text))
    class_number, _slash, book_number = _SLASHES.sub("/", text.replace(" ", "/")).partition("/")
    class_form = class_number.translate(_WITHOUT_DOTS)
    if not _CLASS_SHAPE.fullmatch(class_form):
        return "", text
    return class_form, _LEADING_ZEROS.sub("", book_number.rstrip("/"))


@lru_cache(maxsize=4096)
def _class_key(class_form: str) -> str:
    """Digits and letters stand for themselves; symbols, closings and "a letter comes" go to codes below the digits."""
    quoted = _QUOTED.sub(r"&\1!", class_form)
    return _LETTER_AFTER_DIGIT.sub("#", quoted).translate(_CLASS_SYMBOLS)


def _book_key(book_form: str) -> str:
    """Each run as its length and itself, so that digits compare by value and letters from the right.

    From the first sign on that has no place in the order (修订版), the rest stands as text, after all that has one.
    """
    key = ""
    after_digit = False
    for found in _BOOK_RUN.finditer(book_form):
        run = found[0]
        if run in _BOOK_SYMBOLS:
            key += _BOOK_SYMBOLS[run]
        elif not (run.isascii() and run.isalnum() and len(run) < len(_LENGTHS)):
            return f"{key}~{_as_text(book_form[found.start() :])}"
        else:
            marker = ("#" if after_digit else "a") if run.isalpha() else ""
            key += marker + _LENGTHS[len(run)] + run
        after_digit = run.isdigit()
    return key


def _as_text(text: str) -> str:
    """The text in printable ASCII, in the same order and without a loss: other characters as ~ and six hex digits."""
    return "".join(sign if " " <= sign < "~" else f"~{ord(sign):06x}" for sign in text)
