"""The recall list of a class, for the class teacher: who has to bring what by when, on one page.

Rows get smaller before a second page is begun. Who has several copies is named once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import paragraph
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _

_EDGE, _FIRST, _LAST = 14.0, 48.5, 270.0  # millimetres: margin, first row, end of the last
_WIDTH: Final = A4[0] - 2 * _EDGE
_LOWEST, _HIGHEST = 3.7, 8.5
_A_PAGE: Final = int((_LAST - _FIRST) / _LOWEST)
_COLUMNS: Final = (24.0, 19.0, 57.0, 28.0, 21.0, 24.0, 9.0)
"""Number, name, title, call number, barcode, due day, a box to tick."""


@dataclass(frozen=True, slots=True)
class RecallLine:
    """One copy to come back."""

    patron_number: str
    patron: str
    name: str  # of the title
    call_number: str
    code: str
    due: date
    is_late: bool


@dataclass(frozen=True, slots=True)
class RecallClass:
    """What one class has to bring; `corner` copies stand in its corner and are not listed singly.

    `is_class` is no for those who are in none: their list is for themselves, not for a class teacher.
    """

    name: str
    teacher: str
    lines: tuple[RecallLine, ...]
    corner: int = 0
    is_class: bool = True


def recall_lists(classes: Sequence[RecallClass], library: str, return_by: date | None, on: date) -> Paper:
    """One page a class, those with nothing out left out; where no day is set, room is left to write it in."""
    pages: list[tuple[Shape, ...]] = []
    wanted = [each for each in classes if each.lines or each.corner]
    for each in wanted:
        count = max(1, math.ceil(len(each.lines) / _A_PAGE))
        share = math.ceil(len(each.lines) / count)  # two pages are filled alike, so that both can be read
        for number in range(1, count + 1):
            page = _("Page {number} of {pages}").format(number=number, pages=count) if count > 1 else ""
            rows = _rows(each.lines[(number - 1) * share : number * share])
            pages.append((*_head(each, return_by), *rows, *_foot(each, library, on, page)))
    if not pages:
        pages.append((Words(_EDGE, 20, _WIDTH, 10, _("Everything is back."), 6, bold=True),))
    name = _("Recall list of {name}").format(name=wanted[0].name) if len(wanted) == 1 else _("Recall lists")
    return Paper(name, tuple(pages))


def _head(each: RecallClass, return_by: date | None) -> Iterator[Shape]:
    title = _("Recall list of {name}").format(name=each.name)
    yield Words(_EDGE, 12, _WIDTH, 11, title, 7.5, bold=True, align=Align.CENTRE)
    if each.is_class:
        words = _("Dear {teacher}, please remind these pupils to bring their books back to the library by {day}.")
    else:
        words = _("Please bring these books back to the library by {day}.")
    day = full_date(return_by) if return_by is not None else "__________"
    teacher = each.teacher or _("class teacher")
    yield from paragraph(words.format(teacher=teacher, day=day), _EDGE, 27, _WIDTH, 4.4, 6.5, indent=0)
    headings = (_("Number"), _("Name"), _("Title"), _("Call number"), _("Barcode"), _("Due"), _("Here"))
    for (x, width), heading in zip(_places(), headings, strict=True):
        yield Words(x, _FIRST - 7.5, width, 6, heading, 3.4, bold=True, grey=True)
    yield Box(_EDGE, _FIRST - 1, _WIDTH, 0, 0.3)


def _rows(lines: Sequence[RecallLine]) -> Iterator[Shape]:
    pitch = min(_HIGHEST, max(_LOWEST, (_LAST - _FIRST) / max(1, len(lines))))
    letters = min(3.9, pitch * 0.8)
    before: tuple[str, str] | None = None
    for place, line in enumerate(lines):
        y, who = _FIRST + place * pitch, (line.patron_number, line.patron)
        if before is not None and who != before:
            yield Box(_EDGE, y - 0.3, _WIDTH, 0, 0.12)
        yield from _row(line, y, pitch, letters, named=who != before)
        before = who
    if lines:
        yield Box(_EDGE, _FIRST + len(lines) * pitch - 0.3, _WIDTH, 0, 0.3)


def _row(line: RecallLine, y: float, pitch: float, letters: float, *, named: bool) -> Iterator[Shape]:
    due = _("{month}/{day}").format(month=line.due.month, day=line.due.day)
    who = (line.patron_number, line.patron) if named else ("", "")
    cells = (*who, line.name, line.call_number, line.code, _("{day} late").format(day=due) if line.is_late else due)
    for column, ((x, width), text) in enumerate(zip(_places(), cells, strict=False)):
        if text:
            bold = column == 1 or (column == 5 and line.is_late)
            yield Words(x, y, width, pitch - 0.3, text, letters, bold=bold)
    side = min(3.6, pitch - 1.2)
    x, _width = tuple(_places())[-1]
    yield Box(x + 1, y + (pitch - side) / 2 - 0.2, side, side, 0.15)


def _foot(each: RecallClass, library: str, on: date, page: str) -> Iterator[Shape]:
    count = ngettext("{count} copy", "{count} copies", len(each.lines)).format(count=len(each.lines))
    holders = len({(line.patron_number, line.patron) for line in each.lines})
    patrons = ngettext("{count} patron", "{count} patrons", holders).format(count=holders)
    parts = [count, patrons] if each.lines else []
    if each.corner:
        words = ngettext("and {count} copy of the class corner", "and {count} copies of the class corner", each.corner)
        parts.append(words.format(count=each.corner))
    yield Words(_EDGE, 272, _WIDTH, 6, " · ".join(parts), 3.8)
    if each.is_class:
        yield Words(_EDGE, 279, 22, 7, _("Class teacher"), 4.0)
        yield Box(_EDGE + 22, 285.4, 50, 0, 0.15)
    told = " · ".join(part for part in (library, full_date(on), page) if part)
    yield Words(_EDGE + 76, 279, _WIDTH - 76, 7, told, 3.4, align=Align.RIGHT, grey=True)


def _places() -> Iterator[tuple[float, float]]:
    x = _EDGE
    for width in _COLUMNS:
        yield x, width - 1.5
        x += width
