"""The list that goes along to the shelves: copies that somebody waits for, in shelf order, with a box to tick."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, Protocol

from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _

_EDGE: Final = 15.0
_FIRST, _ROW = 40.0, 8.0  # millimetres: the first row, and from row to row
_ROWS: Final = 29
# Place and width of the box, the call number, the title, the barcode, and who waits.
_COLUMNS: Final = ((_EDGE, 8.0), (_EDGE + 8, 34.0), (_EDGE + 43, 68.0), (_EDGE + 112, 28.0), (_EDGE + 141, 39.0))
_LETTERS: Final = 3.9


class PullLine(Protocol):
    """One copy to be taken from its shelf."""

    @property
    def call_number(self) -> str:
        """Where it stands among its neighbours; "" for a copy without one."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def code(self) -> str:
        """What stands under its bars."""

    @property
    def patron(self) -> str:
        """Who waits for it: name and class."""


def pull_list(lines: Sequence[PullLine], library_name: str, on: date) -> Paper:
    """The list in the order of `lines`; where nothing is to be pulled, one page that says so."""
    parts = [lines[start : start + _ROWS] for start in range(0, len(lines), _ROWS)] or [lines]
    count = ngettext("{count} copy", "{count} copies", len(lines)).format(count=len(lines))
    told = " · ".join(part for part in (library_name, day_words(on), count) if part)
    pages = tuple((*_head(told), *_rows(part), *_foot(number, len(parts))) for number, part in enumerate(parts, 1))
    return Paper(_("To pull from the shelves"), pages)


def _head(told: str) -> Iterator[Shape]:
    width = A4[0] - 2 * _EDGE
    yield Words(_EDGE, 12, width, 10, _("To pull from the shelves"), 7, bold=True)
    yield Words(_EDGE, 22, width, 6, told, _LETTERS, grey=True)
    headings = (_("Call number"), _("Title"), _("Barcode"), _("Reserved by"))
    for (x, room), heading in zip(_COLUMNS[1:], headings, strict=True):
        yield Words(x, _FIRST - 8, room, 7, heading, 3.4, bold=True, grey=True)
    yield Box(_EDGE, _FIRST - 1, width, 0, 0.4)


def _rows(lines: Sequence[PullLine]) -> Iterator[Shape]:
    for place, line in enumerate(lines):
        y = _FIRST + place * _ROW
        yield Box(_EDGE + 0.5, y + 1.7, 4.2, 4.2)
        cells = (line.call_number or "–", line.title, line.code, line.patron)
        for (x, room), text in zip(_COLUMNS[1:], cells, strict=True):
            yield Words(x, y, room - 1, _ROW - 0.5, text, _LETTERS)
        yield Box(_EDGE, y + _ROW - 0.3, A4[0] - 2 * _EDGE, 0, 0.1)
    if not lines:
        nothing = _("Nothing that somebody waits for stands on the shelves.")
        yield Words(_EDGE, _FIRST + 2, A4[0] - 2 * _EDGE, 8, nothing, 4.5)


def _foot(number: int, pages: int) -> Iterator[Shape]:
    width = A4[0] - 2 * _EDGE
    hint = _("Scan each copy in Holds: the screen says on which number it is put.")
    text = _("Page {number} of {pages}").format(number=number, pages=pages)
    yield Words(_EDGE, A4[1] - 18, width, 6, hint, 3.4, grey=True)
    yield Words(_EDGE, A4[1] - 18, width, 6, text, 3.4, align=Align.RIGHT, grey=True)
