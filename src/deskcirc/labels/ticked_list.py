"""Lists that somebody walks the shelves with: one thing after another, each with a box to tick and what to do there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import at_most, broken_lines
from deskcirc.text import gettext as _

_EDGE: Final = 15.0
_WIDTH: Final = A4[0] - 2 * _EDGE
_FIRST, _BOTTOM = 41.0, 270.0  # millimetres: where the first line begins under one line of words, where the last ends
_LEFT: Final = _EDGE + 9.0
_PLACES: Final = _WIDTH - 9.0 - 7.0
_HEAD, _LINE, _AFTER, _GROUP = 6.6, 5.2, 3.4, 9.0
_LETTERS, _SMALL = 4.2, 3.6
_GROUP_LETTERS, _GROUP_LINE = 4.8, 6.0
_TOLD, _TOLD_LINE, _MOST_TOLD = 3.9, 5.0, 4
_NUMBER, _NAME, _CODE = 44.0, 88.0, 36.0  # millimetres across: the call number, the title, the code
_MOST_LINES: Final = 4  # of one of them


@dataclass(frozen=True, slots=True)
class TickedLine:
    """One thing to look for or to carry: its box, its names, a quiet line, and places that have a box each.

    `group` is where one stands; the lines of one group follow one another under their heading.
    """

    call_number: str
    name: str
    code: str
    told: str = ""
    places: tuple[str, ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class TickedList:
    """The whole list; `told` says of which library, which day and how many, `hint` what to do with it."""

    name: str  # of the print job and of the proposed file
    title: str
    told: str
    hint: str
    lines: tuple[TickedLine, ...]
    empty: str
    signed: str = ""


def ticked_paper(wanted: TickedList) -> Paper:
    """The list on A4 in its order; a line never runs over two pages. An empty list is one page that says so."""
    told = at_most(wanted.told, _WIDTH * 0.96, _TOLD, _MOST_TOLD)
    first = _FIRST + _TOLD_LINE * max(0, len(told) - 1)
    parts = _parts(wanted.lines, first)
    pages = tuple(
        (*_head(wanted, told, first), *_body(part, wanted.empty, first), *_foot(wanted, number, len(parts)))
        for number, part in enumerate(parts, 1)
    )
    return Paper(wanted.name, pages)


def _parts(lines: Sequence[TickedLine], first: float) -> list[list[TickedLine]]:
    parts: list[list[TickedLine]] = [[]]
    y = first
    for line in lines:
        height = _height(line) + (_heading_height(line) if _opens(parts[-1], line) else 0)
        if y + height > _BOTTOM and parts[-1]:
            parts.append([])
            y = first
            height = _height(line) + (_heading_height(line) if _opens(parts[-1], line) else 0)
        parts[-1].append(line)
        y += height
    if len(parts) > 1 and len(parts[-1]) == 1 < len(parts[-2]):
        parts[-1].insert(0, parts[-2].pop())  # no line stands alone on the last page
    return parts


def _opens(before: Sequence[TickedLine], line: TickedLine) -> bool:
    """Whether the line stands under a heading of its own: the first of its group, and of a page."""
    return bool(line.group) and (not before or before[-1].group != line.group)


def _heading(line: TickedLine) -> list[str]:
    return at_most(line.group, _WIDTH * 0.94, _GROUP_LETTERS, _MOST_LINES)


def _heading_height(line: TickedLine) -> float:
    return _GROUP + (len(_heading(line)) - 1) * _GROUP_LINE


def _height(line: TickedLine) -> float:
    named = (max(1, *(len(each) for each in _named(line))) - 1) * _LINE
    told = len(_lines_of(line.told, _WIDTH - 9)) * _LINE
    return _HEAD + named + told + sum(len(_lines_of(place, _PLACES)) for place in line.places) * _LINE + _AFTER


def _named(line: TickedLine) -> tuple[list[str], ...]:
    """Its call number, title and code, each in as many lines as it needs: half a code finds no book."""
    widths = (line.call_number or "–", _NUMBER), (line.name, _NAME), (line.code, _CODE)
    return tuple(at_most(words, width * 0.94, _LETTERS, _MOST_LINES) for words, width in widths)


def _lines_of(words: str, width: float) -> list[str]:
    return broken_lines(words, width * 0.96, _SMALL) if words else []


def _head(wanted: TickedList, told: Sequence[str], first: float) -> Iterator[Shape]:
    yield Words(_EDGE, 12, _WIDTH, 10, wanted.title, 7, bold=True)
    for place, words in enumerate(told):
        yield Words(_EDGE, 22 + place * _TOLD_LINE, _WIDTH, 6, words, _TOLD, grey=True)
    yield Words(_EDGE, first - 12, _WIDTH, 6, wanted.hint, _SMALL)
    yield Box(_EDGE, first - 3, _WIDTH, 0, 0.4)


def _body(lines: Sequence[TickedLine], empty: str, first: float) -> Iterator[Shape]:
    y = first
    for place, line in enumerate(lines):
        if _opens(lines[:place][-1:], line):
            for number, words in enumerate(_heading(line)):
                yield Words(_EDGE, y + 0.6 + number * _GROUP_LINE, _WIDTH, 6.4, words, _GROUP_LETTERS, bold=True)
            y += _heading_height(line)
        yield from _shapes(line, y)
        y += _height(line)
        yield Box(_EDGE, y - _AFTER / 2, _WIDTH, 0, 0.1)
    if not lines:
        yield Words(_EDGE, first + 2, _WIDTH, 8, empty, 4.5)


def _shapes(line: TickedLine, y: float) -> Iterator[Shape]:
    yield Box(_EDGE + 0.4, y + 0.9, 4.6, 4.6, 0.4)
    numbers, names, codes = _named(line)
    for number, words in enumerate(numbers):
        yield Words(_LEFT, y + number * _LINE, _NUMBER, _HEAD, words, _LETTERS, bold=True)
    for number, words in enumerate(names):
        yield Words(_LEFT + 46, y + number * _LINE, _NAME, _HEAD, words, _LETTERS, bold=True)
    for number, words in enumerate(codes):
        yield Words(_EDGE + _WIDTH - _CODE, y + number * _LINE, _CODE, _HEAD, words, _LETTERS, align=Align.RIGHT)
    row = y + _HEAD + (max(len(numbers), len(names), len(codes)) - 1) * _LINE
    for told in _lines_of(line.told, _WIDTH - 9):
        yield Words(_LEFT, row, _WIDTH - 9, _LINE, told, _SMALL, grey=True)
        row += _LINE
    for place in line.places:
        yield Box(_LEFT + 0.5, row + 0.8, 3.2, 3.2, 0.2)
        for words in _lines_of(place, _PLACES):
            yield Words(_LEFT + 6, row, _PLACES, _LINE, words, _SMALL)
            row += _LINE


def _foot(wanted: TickedList, number: int, pages: int) -> Iterator[Shape]:
    signed = wanted.signed or _("Looked for by ____________      Date ____________")
    yield Words(_EDGE, A4[1] - 18, _WIDTH / 2 + 20, 6, signed, _SMALL)
    text = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE + _WIDTH / 2, A4[1] - 18, _WIDTH / 2, 6, text, 3.4, align=Align.RIGHT, grey=True)
