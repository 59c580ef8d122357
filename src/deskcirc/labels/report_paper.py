"""Any report on paper: a head on every page, thin lines, groups under their heading, numbered pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.report import NUMBERS, Report, ReportColumn, Value, written
from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import broken_lines
from deskcirc.text import gettext as _

_EDGE, _FIRST, _LAST = 15.0, 41.0, 276.0  # millimetres: margin, first row, end of the last
_ROW, _HEADING = 6.6, 9.0
_LETTERS: Final = 3.5
_WIDTH: Final = A4[0] - 2 * _EDGE
_NOTE, _NOTE_LETTERS = 5.2, 3.3


@dataclass(frozen=True, slots=True)
class _Line:
    """A row, or the heading of a group where `row` is empty, or a line of a note."""

    heading: str
    row: tuple[Value, ...] = ()
    note: str = ""


def report_paper(report: Report) -> Paper:
    """The report on A4; one without rows is a page that says so."""
    columns = report.columns[1:] if report.grouped else report.columns
    parts = list(_parts(report)) or [[]]
    pages = []
    for number, part in enumerate(parts, 1):
        shapes = [*_head(report, columns), *_body(part, columns), *_foot(number, len(parts))]
        if not part:
            shapes.append(Words(_EDGE, _FIRST + 2, _WIDTH, 8, report.empty or _("Nothing to list."), 4.5))
        pages.append(tuple(shapes))
    return Paper(report.title, tuple(pages))


def _parts(report: Report) -> Iterator[list[_Line]]:
    """The lines of each page; a heading is never the last line of one, and comes again on the next."""
    part: list[_Line] = []
    room = _LAST - _FIRST
    group: Value = None
    for row in report.rows:
        opens = report.grouped and (not part or row[0] != group)
        needed = _ROW + (_HEADING if opens else 0)
        if needed > room:
            yield part
            part, room, opens = [], _LAST - _FIRST, report.grouped
            needed = _ROW + (_HEADING if opens else 0)
        if opens:
            again = row[0] == group
            heading = str(row[0] or "–")
            part.append(_Line(_("{name} (continued)").format(name=heading) if again else heading))
        part.append(_Line("", row[1:] if report.grouped else row))
        group, room = row[0], room - needed
    for note in _note_lines(report):
        if room < _NOTE:
            yield part
            part, room = [], _LAST - _FIRST
        part.append(note)
        room -= _NOTE
    if part:
        yield part


def _note_lines(report: Report) -> Iterator[_Line]:
    """What is said under the last row, broken into lines of the paper's width; nothing under an empty list."""
    for note in report.notes if report.rows else ():
        for line in broken_lines(note, _WIDTH, _NOTE_LETTERS):
            yield _Line("", (), line)


def _head(report: Report, columns: Sequence[ReportColumn]) -> Iterator[Shape]:
    yield Words(_EDGE, 12, _WIDTH, 10, report.title, 7, bold=True)
    yield Words(_EDGE, 22, _WIDTH, 6, report.told, 3.6, grey=True)
    for x, width, column in _places(columns):
        align = Align.RIGHT if column.kind in NUMBERS else Align.LEFT
        yield Words(x, _FIRST - 8, width, 6, column.heading, 3.3, bold=True, grey=True, align=align)
    yield Box(_EDGE, _FIRST - 1.5, _WIDTH, 0, 0.3)


def _body(lines: Sequence[_Line], columns: Sequence[ReportColumn]) -> Iterator[Shape]:
    y = _FIRST
    for line in lines:
        if line.note:
            yield Words(_EDGE, y + 0.8, _WIDTH, _NOTE - 0.4, line.note, _NOTE_LETTERS, grey=True)
            y += _NOTE
            continue
        if not line.row:
            yield Words(_EDGE, y + 1.6, _WIDTH, _HEADING - 2.2, line.heading, 4.4, bold=True)
            y += _HEADING
            yield Box(_EDGE, y - 0.4, _WIDTH, 0, 0.15)
            continue
        for (x, width, column), value in zip(_places(columns), line.row, strict=True):
            align = Align.RIGHT if column.kind in NUMBERS else Align.LEFT
            yield Words(x, y, width, _ROW - 0.4, written(value, column.kind), _LETTERS, align=align)
        y += _ROW
        yield Box(_EDGE, y - 0.3, _WIDTH, 0, 0.08)


def _places(columns: Sequence[ReportColumn]) -> Iterator[tuple[float, float, ReportColumn]]:
    """Where each column begins and how wide it is, with two millimetres of white to the next."""
    whole, x = sum(column.width for column in columns), _EDGE
    for column in columns:
        share = column.width / whole * _WIDTH
        yield x, share - 2, column
        x += share


def _foot(number: int, pages: int) -> Iterator[Shape]:
    text = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE, A4[1] - 15, _WIDTH, 5, text, 3.2, align=Align.RIGHT, grey=True)
