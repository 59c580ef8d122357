"""The class sheet: one page a class with every pupil's code, for a counter where no pupil needs a card.

Codes of one column stand apart, and every second column stands half a row lower, so that no level line crosses two
neighbouring codes: a gun held too far away would else read the one beside.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.labels.barcode import MODULES, QUIET_MODULES, code128, fits_code128, module_for, modules_wide
from deskcirc.labels.paper import A4, Align, Bars, Box, Paper, Shape, Words
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

_EDGE, _TOP, _BOTTOM = 10.0, 30.0, 284.0  # millimetres: page margin, first row, end of the last
_ROWS: Final = 16
_LOWEST, _HIGHEST = 15.0, 24.0  # from row to row
_NAME, _GAP = 4.6, 0.6


@dataclass(frozen=True, slots=True)
class ClassPupil:
    """One pupil of the sheet; `code` is that of the card, or the number where there is none."""

    name: str
    number: str
    code: str


def class_sheet(classes: Sequence[tuple[str, Sequence[ClassPupil]]], library: str) -> Paper:
    """One page for each class, given as its name and its pupils; more than 64 pupils take another page."""
    pages: list[tuple[Shape, ...]] = []
    for name, pupils in classes:
        columns = 3 if len(pupils) <= 3 * _ROWS else 4
        each = columns * _ROWS
        for start in range(0, max(1, len(pupils)), each):
            pages.append(tuple(_page(name, library, pupils[start : start + each], len(pupils), columns)))
    title = _("Class sheet of {name}").format(name=classes[0][0]) if len(classes) == 1 else _("Class sheets")
    return Paper(title, tuple(pages))


def _page(name: str, library: str, pupils: Sequence[ClassPupil], count: int, columns: int) -> Iterator[Shape]:
    width = A4[0] - 2 * _EDGE
    told = ngettext("{count} pupil", "{count} pupils", count).format(count=count)
    yield Words(_EDGE, 9, width - 70, 11, name, 7.5, bold=True)
    yield Words(_EDGE + width - 70, 9, 70, 5.5, library, 3.6, align=Align.RIGHT, grey=True)
    yield Words(_EDGE + width - 70, 14.5, 70, 5.5, told, 3.6, align=Align.RIGHT, grey=True)
    yield Box(_EDGE, 22.5, width, 0, 0.3)
    if not pupils:
        yield Words(_EDGE, _TOP, width, 8, _("Nobody is in this class."), 4.5)
        return
    rows = math.ceil(len(pupils) / columns)
    pitch = min(_HIGHEST, max(_LOWEST, (_BOTTOM - _TOP) / (rows + 0.5)))
    column_width = width / columns
    for place, pupil in enumerate(pupils):
        column, row = divmod(place, rows)
        lower = pitch / 2 if column % 2 else 0.0
        yield from _cell(pupil, _EDGE + column * column_width, _TOP + lower + row * pitch, column_width, pitch)


def _cell(pupil: ClassPupil, x: float, y: float, width: float, pitch: float) -> Iterator[Shape]:
    """Name and number above, the bars below, both beginning at one line."""
    top, height = y + _NAME + _GAP, pitch / 2 - 1.0
    module = module_for(pupil.code, width) if fits_code128(pupil.code) else None
    widths = code128(pupil.code) if module else ()
    module = min(module or 0.0, MODULES[1])
    quiet, room = QUIET_MODULES * module, modules_wide(widths) * module
    inside = max(width * 0.6, room - 2 * quiet)
    yield Words(x + 4, y, inside * 0.58, _NAME, pupil.name, 4.2, bold=True)
    yield Words(x + 4 + inside * 0.58, y, inside * 0.42, _NAME, pupil.number, 3.1, align=Align.RIGHT, grey=True)
    if widths:
        yield Bars(x + max(0.0, min(4 - quiet, width - room)), top, room, height, module, widths)
    else:
        yield Words(x + 4, top, inside, height, _("no code that bars can say here"), 3.1, grey=True)
