"""Slips to cut, one for each pupil who still has something: two beside each other, as high as they need to be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.recall_list import RecallClass, RecallLine
from deskcirc.text import full_date
from deskcirc.text import gettext as _

_EDGE, _TOP, _BOTTOM = 8.0, 8.0, 289.0  # millimetres: margins
_WIDTH: Final = (A4[0] - 2 * _EDGE) / 2
_HEAD, _LINE, _FOOT = 17.0, 5.6, 9.0
_MOST: Final = int((_BOTTOM - _TOP - _HEAD - _FOOT) / _LINE)


def recall_slips(classes: Sequence[RecallClass], library: str, return_by: date | None) -> Paper:
    """The slips in the order of the classes and their lines; who has more than a page holds gets another slip."""
    slips = [
        (each.name, held[start : start + _MOST])
        for each in classes
        for held in _by_patron(each.lines)
        for start in range(0, len(held), _MOST)
    ]
    pages: list[list[Shape]] = [[]]
    y = _TOP
    for start in range(0, len(slips), 2):
        pair = slips[start : start + 2]
        height = _HEAD + _FOOT + _LINE * max(len(lines) for _name, lines in pair)
        if y + height > _BOTTOM:
            pages.append([])
            y = _TOP
        for column, (class_name, lines) in enumerate(pair):
            x = _EDGE + column * _WIDTH
            pages[-1] += [Box(x, y, _WIDTH, height, 0.1), *_slip(class_name, lines, library, return_by, x, y, height)]
        y += height
    if not slips:
        pages[0].append(Words(_EDGE, 20, 2 * _WIDTH, 10, _("Everything is back."), 6, bold=True))
    return Paper(_("Recall slips"), tuple(tuple(page) for page in pages))


def _by_patron(lines: Sequence[RecallLine]) -> list[tuple[RecallLine, ...]]:
    held: dict[tuple[str, str], list[RecallLine]] = {}
    for line in lines:
        held.setdefault((line.patron_number, line.patron), []).append(line)
    return [tuple(each) for each in held.values()]


def _slip(
    class_name: str,
    lines: Sequence[RecallLine],
    library: str,
    return_by: date | None,
    x: float,
    y: float,
    height: float,
) -> Iterator[Shape]:
    inside, left = _WIDTH - 10, x + 5
    who = "  ".join(part for part in (class_name, lines[0].patron) if part)
    yield Words(left, y + 2.5, inside * 0.7, 6, who, 4.6, bold=True)
    yield Words(
        left + inside * 0.7, y + 2.5, inside * 0.3, 6, lines[0].patron_number, 3.3, align=Align.RIGHT, grey=True
    )
    day = full_date(return_by) if return_by is not None else "__________"
    yield Words(left, y + 9, inside, 5.5, _("Please bring these back to the library by {day}:").format(day=day), 3.6)
    for place, line in enumerate(lines):
        row = y + _HEAD - 1.5 + place * _LINE
        yield Box(left + 0.4, row + 1.2, 2.8, 2.8, 0.15)
        yield Words(left + 5, row, inside - 30, _LINE - 0.4, line.name, 3.6)
        yield Words(left + inside - 24, row, 24, _LINE - 0.4, line.code, 3.1, align=Align.RIGHT, grey=True)
    if library:
        yield Words(left, y + height - 7, inside, 5, library, 3.2, align=Align.RIGHT, grey=True)
