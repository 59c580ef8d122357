"""Lists of a class corner on paper: what stands in it, for the classroom wall, and how the pile that came back was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.text import day_words
from deskcirc.text import gettext as _

_EDGE: Final = 15.0
_WIDTH: Final = A4[0] - 2 * _EDGE
_FIRST, _ROW = 38.0, 6.6  # millimetres: the first row, and from row to row
_ROWS: Final = 36
_COLUMNS: Final = ((_EDGE, 9.0), (_EDGE + 10, 38.0), (_EDGE + 49, 78.0), (_EDGE + 128, 24.0), (_EDGE + 153, 27.0))
_LETTERS: Final = 3.5


@dataclass(frozen=True, slots=True)
class ListedCopy:
    """One copy on the list; `remark` is who has it, or what is to be done with it."""

    call_number: str
    title: str
    code: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the list under its heading; a part of no copies is left out."""

    heading: str
    copies: tuple[ListedCopy, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    heading: str = ""
    number: int = 0
    copy: ListedCopy | None = None


def corner_list(class_name: str, library_name: str, copies: Sequence[ListedCopy], on: date) -> Paper:
    """What stands in the corner, in the order of `copies`, numbered, for the classroom wall."""
    title = _("Class corner of {name}").format(name=class_name)
    told = _("{count} copies").format(count=len(copies))
    empty = _("Nothing is lent to this corner yet.")
    return _paper(title, (library_name, day_words(on), told), (Part("", tuple(copies)),), empty)


def corner_result(class_name: str, library_name: str, parts: Sequence[Part], on: date) -> Paper:
    """How the pile of a corner came back: a part each for what is short, extra, swapped, damaged and so on."""
    title = _("Taken back from the class corner of {name}").format(name=class_name)
    told = " · ".join(f"{part.heading} {len(part.copies)}" for part in parts if part.heading)
    return _paper(title, (library_name, day_words(on), told), parts, _("Nothing was taken back."))


def _paper(title: str, told: Sequence[str], parts: Sequence[Part], empty: str) -> Paper:
    rows = list(_rows_of(parts)) or [_Row(heading=empty)]
    pages = [rows[start : start + _ROWS] for start in range(0, len(rows), _ROWS)]
    words = " · ".join(part for part in told if part)
    shapes = tuple(
        (*_head(title, words), *_table(page), *_foot(number, len(pages))) for number, page in enumerate(pages, 1)
    )
    return Paper(title, shapes)


def _rows_of(parts: Sequence[Part]) -> Iterator[_Row]:
    for part in parts:
        if part.heading and part.copies:
            yield _Row(heading=part.heading)
        for number, copy in enumerate(part.copies, 1):
            yield _Row(number=number, copy=copy)


def _head(title: str, told: str) -> Iterator[Shape]:
    yield Words(_EDGE, 11, _WIDTH, 10, title, 7, bold=True)
    yield Words(_EDGE, 21, _WIDTH, 6, told, 3.8, grey=True)
    headings = (_("No."), _("Call number"), _("Title"), _("Barcode"), _("Remark"))
    for (x, room), heading in zip(_COLUMNS, headings, strict=True):
        yield Words(x, _FIRST - 7, room, 6, heading, 3.2, bold=True, grey=True)
    yield Box(_EDGE, _FIRST - 0.5, _WIDTH, 0, 0.4)


def _table(rows: Sequence[_Row]) -> Iterator[Shape]:
    for place, row in enumerate(rows):
        y = _FIRST + place * _ROW
        if row.copy is None:
            yield Words(_EDGE, y, _WIDTH, _ROW - 0.3, row.heading, 4.2, bold=True)
        else:
            copy = row.copy
            cells = (str(row.number), copy.call_number or "–", copy.title, copy.code, copy.remark)
            for (x, room), text in zip(_COLUMNS, cells, strict=True):
                yield Words(x, y, room, _ROW - 0.5, text, _LETTERS)
        yield Box(_EDGE, y + _ROW - 0.3, _WIDTH, 0, 0.1)


def _foot(number: int, pages: int) -> Iterator[Shape]:
    text = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE, A4[1] - 16, _WIDTH, 6, text, 3.4, align=Align.RIGHT, grey=True)
