"""MARC-8, the older encoding of MARC 21: ASCII and ANSEL with escapes to other alphabets and to East Asian EACC.

The tables are pymarc's (`pymarc.marc8_mapping`, from the Library of Congress code tables). The walk over the octets is
our own, because pymarc's turns what it can't read into blanks without telling.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from deskcirc.exchange.marc_fields import LOST

_ASCII_SET = 0x42
_ANSEL_SET = 0x45
_EAST_ASIAN_SET = 0x31
_HALF_MARKS = {0xFE20, 0xFE21, 0xFE22, 0xFE23}

# ISO 2022 escapes of MARC 21, "Character Sets: MARC-8 Encoding Environment": to G0, to G1, and the four short ones.
_ESCAPE = re.compile(rb"\x1b(?:\$[,]?([1-9])|[(,](!?[0-9A-Z])|(?:\$[)-]|[)-])(!?[0-9A-Z])|([gbps]))")

_ASCII_RUN = re.compile(rb"[\x00-\x1a\x1c-\x7f]+")
_ESCAPE_SIGN = 0x1B
_WIDE = re.compile(rb"[\x21-\x7e]{3}")


@cache
def _tables() -> tuple[dict[int, dict[int, tuple[int, int]]], dict[int, int]]:
    """pymarc's tables, loaded only when a file needs them (16 000 East Asian characters)."""
    from pymarc import marc8_mapping

    return marc8_mapping.CODESETS, marc8_mapping.ODD_MAP


def has_escapes(octets: bytes) -> bool:
    """Whether an escape sequence of MARC-8 stands in the octets."""
    return _ESCAPE.search(octets) is not None


def decode_marc8(octets: bytes) -> str:
    """The text of one subfield; U+FFFD for each character that is in no table. Marks follow their letter."""
    if octets.isascii() and b"\x1b" not in octets:
        return octets.decode("ascii")
    low, high = _ASCII_SET, _ANSEL_SET
    text: list[str] = []
    waiting: list[str] = []
    position = 0
    while position < len(octets):
        run = _ASCII_RUN.match(octets, position) if low == _ASCII_SET else None
        if run:
            text.append(_with_marks(run.group().decode("ascii"), waiting))
            position = run.end()
        elif octets[position] != _ESCAPE_SIGN:
            position += _take(octets, position, low, high, text, waiting)
        elif escape := _ESCAPE.match(octets, position):
            low, high = _switched(escape, low, high)
            position = escape.end()
        else:
            text.append(LOST)
            position += 1
    return "".join(text + waiting)


def _with_marks(letters: str, waiting: list[str]) -> str:
    """The letters with the marks that stood before them behind their first."""
    if not waiting:
        return letters
    marked = letters[0] + "".join(waiting) + letters[1:]
    waiting.clear()
    return marked


def _switched(escape: re.Match[bytes], low: int, high: int) -> tuple[int, int]:
    """The two character sets in force after an escape."""
    wide, narrow, upper, short = escape.groups()
    if wide:
        return wide[0], high
    if narrow:
        return narrow[-1], high
    if upper:
        return low, upper[-1]
    return (_ASCII_SET if short == b"s" else short[0]), high


def _take(octets: bytes, position: int, low: int, high: int, text: list[str], waiting: list[str]) -> int:
    """Read one character into `text`, or a mark into `waiting`; how many octets it took."""
    codesets, odd = _tables()
    first = octets[position]
    width = 3 if low == _EAST_ASIAN_SET and _WIDE.match(octets, position) else 1
    code = int.from_bytes(octets[position : position + width], "big")
    if first <= 0x20:
        found: tuple[int, int] | None = (first, 0)
    else:
        found = codesets.get(low if first < 0x80 else high, {}).get(code)
        if found is None and code in odd:
            found = (odd[code], 0)
    if found is None:
        text.append(LOST)
    elif found[1]:
        waiting.append(chr(found[0]))
    else:
        text.append(_with_marks(chr(found[0]), waiting))
    return width


def plausible(text: str) -> bool:
    """Whether decoded text looks like the fruit of MARC-8: its marks stand on letters that really carry them.

    Latin-1 or Cyrillic octets taken for MARC-8 give marks over letters that no language writes.
    """
    composed = unicodedata.normalize("NFC", text)
    marks = [one for one in composed if unicodedata.combining(one) and ord(one) not in _HALF_MARKS]
    letters = sum(1 for one in composed if ord(one) > 0x7F and one.isalpha())
    return composed.count(LOST) + len(marks) <= max(1, letters)
