"""Ranges of accession numbers as people write them: "T002267–T002300, T002310" or "T002267-300"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from deskcirc.text import gettext as _

_FULL_WIDTH: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: " "}
_BETWEEN_RANGES: Final = re.compile(r"[,;、；，\n]+")
_CERTAIN_DASH: Final = re.compile(r"\s*(?:[–—~至到]|\.\.|\s-|-\s)+\s*")
_NUMBER: Final = re.compile(r"(.*?)([0-9]+)")
_LONGEST: Final = 40  # signs of an accession number


@dataclass(frozen=True, slots=True)
class NumberRange:
    """The numbers from `first` to `last`, both of them in; they are of one length and begin with the same letters."""

    first: str
    last: str

    def holds(self, number: str) -> bool:
        """Whether a number lies in the range."""
        return len(number) == len(self.first) and self.first <= number <= self.last


@dataclass(frozen=True, slots=True)
class RangesRead:
    """What somebody typed: its ranges, or the sentence why they can't be read (then there are none)."""

    ranges: tuple[NumberRange, ...]
    why_not: str = ""


def read_ranges(text: str) -> RangesRead:
    """The ranges in a line; "" has none. The end of a range may be its last digits alone."""
    found = []
    for part in _BETWEEN_RANGES.split(text.translate(_FULL_WIDTH)):
        if part.strip():
            one = _read(part.strip().upper())
            if isinstance(one, str):
                return RangesRead((), one)
            found.append(one)
    return RangesRead(tuple(found))


def _read(text: str) -> NumberRange | str:
    first, last = _ends(text)
    start = _NUMBER.fullmatch(first)
    if start is None or len(first) > _LONGEST or len(last) > _LONGEST:
        return _("“{text}” is no accession number and no range such as T002267–T002300.").format(text=text[:_LONGEST])
    if last.isdecimal() and last.isascii() and len(last) <= len(start[2]):
        last = first[: len(first) - len(last)] + last
    end = _NUMBER.fullmatch(last)
    if end is None or end[1] != start[1] or len(last) != len(first):
        words = _("{first} and {last} are not of one kind: a range begins and ends with the same letters.")
        return words.format(first=first, last=last)
    if last < first:
        return _("The range {first}–{last} ends before it begins.").format(first=first, last=last)
    return NumberRange(first, last)


def _ends(text: str) -> tuple[str, str]:
    """Beginning and end; a hyphen may also be a sign of the numbers themselves: "XZ-001-XZ-009"."""
    parts = _CERTAIN_DASH.split(text, maxsplit=1)
    if len(parts) == 2:
        return parts[0], parts[1]
    pieces = text.split("-")
    half = len(pieces) // 2
    if len(pieces) % 2 == 0 and any(sign.isdigit() for sign in pieces[half - 1]):
        return "-".join(pieces[:half]), "-".join(pieces[half:])
    return text, text
