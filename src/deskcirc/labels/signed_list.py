"""A list of copies that somebody signs: head, columns, rows that wrap, page totals, a sum, and boxes for signatures.

The approval form of a withdrawal, the list to cross out labels by, the hand-over sheet and the transfer list are all
of this shape (custom of the trade: page totals and signatures on each such sheet, domain.md §3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.prices import format_fen
from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import broken_lines, width_of
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

_EDGE: Final = 15.0
_WIDTH: Final = A4[0] - 2 * _EDGE
_LETTERS, _LEADING, _WHITE = 3.3, 4.3, 1.7  # millimetres: letters, from line to line, above and below a row
_TOLD: Final = 5.2
_HEADING: Final = 8.0
_BOTTOM: Final = 272.0  # where the last row ends
_SIGNATURES: Final = 34.0
_MOST_LINES: Final = 3


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column; `width` is its share of the line in millimetres of 180."""

    heading: str
    width: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class ListRow:
    """One copy with its value in fen; a row of no cells is a heading."""

    cells: tuple[str, ...]
    value: int | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class SignedList:
    """What the paper says; `told` are the lines under its title, `signatures` who signs, `tick` puts a box before."""

    title: str
    library: str
    told: tuple[str, ...]
    columns: tuple[ListColumn, ...]
    rows: tuple[ListRow, ...]
    total: str
    signatures: tuple[str, ...] = ()
    tick: bool = False
    empty: str = ""


def signed_list(listed: SignedList) -> Paper:
    """The list on A4, as many pages as it takes; the signatures stand on the last."""
    pages = _divided(listed)
    return Paper(
        listed.title,
        tuple(tuple(_page(listed, rows, number, len(pages))) for number, rows in enumerate(pages, 1)),
    )


def _divided(listed: SignedList) -> list[list[ListRow]]:
    """The rows of each page; a heading is never the last of one, the last leaves room for sum and signatures."""
    pages: list[list[ListRow]] = [[]]
    y = _first(listed)
    for place, row in enumerate(listed.rows):
        needed = _height(listed, row)
        following = listed.rows[place + 1 : place + 2] if row.heading else ()
        if y + needed + sum(_height(listed, each) for each in following) > _BOTTOM and pages[-1]:
            pages.append([])
            y = _first(listed)
        pages[-1].append(row)
        y += needed
    if y + _end_height(listed) > _BOTTOM + 4:
        pages.append([])
    return pages


def _page(listed: SignedList, rows: Sequence[ListRow], number: int, pages: int) -> Iterator[Shape]:
    yield from _head(listed)
    y = _first(listed)
    if rows or not listed.rows:
        yield from _column_heads(listed, y)
    if not listed.rows:
        yield Words(_EDGE, y + 2, _WIDTH, 8, listed.empty or _("Nothing to list."), 4.2)
        y += 12
    for row in rows:
        yield from _row(listed, row, y)
        y += _height(listed, row)
    if number == pages:
        yield from _end(listed, y)
    yield from _foot(rows, number, pages)


def _head(listed: SignedList) -> Iterator[Shape]:
    yield Words(_EDGE, 11, _WIDTH, 6, listed.library, 3.8, grey=True, align=Align.CENTRE)
    yield Words(_EDGE, 17, _WIDTH, 10, listed.title, 7, bold=True, align=Align.CENTRE)
    for place, line in enumerate(listed.told):
        yield Words(_EDGE, 30 + place * _TOLD, _WIDTH, _TOLD, line, 3.6)


def _first(listed: SignedList) -> float:
    return 30 + len(listed.told) * _TOLD + 10


def _column_heads(listed: SignedList, y: float) -> Iterator[Shape]:
    yield Box(_EDGE, y - 7.5, _WIDTH, 0, 0.3)
    for x, column in _places(listed):
        yield Words(x, y - 7, column.width - 1.5, 6, column.heading, 3.3, bold=True, align=column.align)
    yield Box(_EDGE, y - 0.6, _WIDTH, 0, 0.3)


def _row(listed: SignedList, row: ListRow, y: float) -> Iterator[Shape]:
    height = _height(listed, row)
    if row.heading:
        yield Words(_EDGE, y + 1.2, _WIDTH, height - 1.6, row.heading, 4, bold=True)
    else:
        if listed.tick:
            yield Box(_EDGE + 0.4, y + 1.1, 3.8, 3.8)
        for (x, column), text in zip(_places(listed), row.cells, strict=True):
            for place, line in enumerate(_lines(text, column)):
                top = y + _WHITE / 2 + place * _LEADING
                yield Words(x, top, column.width - 1.5, _LEADING, line, _LETTERS, align=column.align)
    yield Box(_EDGE, y + height - 0.1, _WIDTH, 0, 0.08)


def _places(listed: SignedList) -> Iterator[tuple[float, ListColumn]]:
    x = _EDGE + (6.0 if listed.tick else 0.0)
    share = (_WIDTH - (x - _EDGE)) / sum(column.width for column in listed.columns)
    for column in listed.columns:
        yield x, ListColumn(column.heading, column.width * share, column.align)
        x += column.width * share


def _lines(text: str, column: ListColumn) -> list[str]:
    room = column.width - 1.5
    if width_of(text, _LETTERS) <= room * 1.04:  # a little too long is drawn a little smaller
        return [text]
    lines = broken_lines(text, room * 0.95, _LETTERS)
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], " ".join(lines[_MOST_LINES - 1 :])]


def _height(listed: SignedList, row: ListRow) -> float:
    if row.heading:
        return _HEADING
    most = max(len(_lines(text, column)) for (_x, column), text in zip(_places(listed), row.cells, strict=True))
    return most * _LEADING + _WHITE


def _end_height(listed: SignedList) -> float:
    return 10 + (_SIGNATURES + 4 if listed.signatures else 0)


def _end(listed: SignedList, y: float) -> Iterator[Shape]:
    yield Words(_EDGE, y + 1.5, _WIDTH, 7, listed.total, 4.2, bold=True)
    if not listed.signatures:
        return
    top, width = y + 11, _WIDTH / len(listed.signatures)
    yield Box(_EDGE, top, _WIDTH, _SIGNATURES, 0.3)
    for place, who in enumerate(listed.signatures):
        x = _EDGE + place * width
        if place:
            yield Box(x, top, 0.01, _SIGNATURES, 0.15)
        yield Words(x + 2, top + 1.5, width - 4, 6, who, 3.8, bold=True)
        yield Words(x + 2, top + _SIGNATURES - 7.5, width - 4, 6, _("date:"), 3.2, grey=True)


def _foot(rows: Sequence[ListRow], number: int, pages: int) -> Iterator[Shape]:
    copies = [row for row in rows if not row.heading]
    words = ngettext("This page: {count} copy, {amount} yuan", "This page: {count} copies, {amount} yuan", len(copies))
    amount = format_fen(sum(row.value or 0 for row in copies))
    yield Words(_EDGE, A4[1] - 14, _WIDTH / 2, 5, words.format(count=len(copies), amount=amount), 3.2, grey=True)
    text = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE + _WIDTH / 2, A4[1] - 14, _WIDTH / 2, 5, text, 3.2, align=Align.RIGHT, grey=True)
