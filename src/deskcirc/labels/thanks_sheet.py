"""A thank-you sheet for the wall: who has mended copies, and how many. Nobody else is named on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from deskcirc.domain.mending_lessons import HelperCredit
from deskcirc.labels.paper import A4, Align, Box, Fill, Paper, Shape, Words
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

_EDGE: Final = 20.0
_WIDTH: Final = A4[0] - 2 * _EDGE
_COLUMN: Final = (_WIDTH - 8) / 2
_FIRST, _LAST, _ROW = 82.0, 262.0, 12.0  # millimetres: the first row, the end of the last, row to row
_ROWS: Final = int((_LAST - _FIRST) // _ROW)
_PAGE: Final = 2 * _ROWS
_TINTS: Final = ("#fdf3dc", "#e6f2ea")
_BAND: Final = "#d9822b"


def thanks_sheet(credited: Sequence[HelperCredit], about: str, library: str) -> Paper:
    """The sheet, `about` saying for which term or lesson; as many pages as the names take."""
    starts = range(0, max(len(credited), 1), _PAGE)
    whole = sum(each.copies for each in credited)
    pages = tuple(tuple(_page(credited[start : start + _PAGE], about, library, whole)) for start in starts)
    return Paper(_("Thank-you sheet"), pages)


def _page(credited: Sequence[HelperCredit], about: str, library: str, whole: int) -> Iterator[Shape]:
    yield Fill(_EDGE - 8, 14, _WIDTH + 16, 34, _TINTS[0], 4)
    yield Fill(_EDGE - 8, 48, _WIDTH + 16, 1.6, _BAND)
    yield Words(_EDGE, 18, _WIDTH, 16, _("Thank you for mending our books!"), 12, bold=True, align=Align.CENTRE)
    yield Words(_EDGE, 36, _WIDTH, 8, about, 5.4, align=Align.CENTRE)
    words = ngettext(
        "{count} book can be read again because of you.", "{count} books can be read again because of you.", whole
    )
    yield Words(_EDGE, 56, _WIDTH, 9, words.format(count=whole), 6.4, bold=True, align=Align.CENTRE)
    # Short lists stand in the middle, one below the other, in larger letters of their own row.
    columns = 1 if len(credited) <= _ROWS else 2
    for place, each in enumerate(credited):
        column, row = divmod(place, _ROWS)
        width = _WIDTH if columns == 1 else _COLUMN
        yield from _name(each, _EDGE + column * (_COLUMN + 8), _FIRST + row * _ROW, width, place)
    if not credited:
        yield Words(_EDGE, _FIRST, _WIDTH, 10, _("Nobody has mended a copy in these days."), 5, align=Align.CENTRE)
    yield Box(_EDGE, 276, _WIDTH, 0, 0.2)
    yield Words(_EDGE, 278, _WIDTH, 6, library, 4.4, align=Align.CENTRE, grey=True)


def _name(credit: HelperCredit, x: float, y: float, width: float, place: int) -> Iterator[Shape]:
    yield Fill(x, y, width, _ROW - 2, _TINTS[place % 2], 2)
    count = ngettext("{count} book", "{count} books", credit.copies).format(count=credit.copies)
    yield Words(x + 4, y + 1, width - 34, _ROW - 4, credit.helper, 5.4, bold=True)
    yield Words(x + width - 29, y + 1, 25, _ROW - 4, count, 5, align=Align.RIGHT)
