"""A page by which a person reads off how far a printer puts things beside the labels of a sheet.

Every cell's outline is printed where the definition says, with rulers in millimetres across the edges of the first
and the last cell. Laid over a sheet of labels against the light, a label's own edge stands at a number of the ruler:
that number is the offset, to the right and down from 0. A line of known length shows whether the printer scales.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from deskcirc.labels.paper import Align, Box, Paper, Shape, Words
from deskcirc.labels.sheets import Place, Sheet
from deskcirc.text import gettext as _

FARTHEST: Final = 20.0
"""The most millimetres that an offset may be; a printer that is farther off has another paper in it."""
_REACH: Final = 5  # millimetres that a ruler goes to either side
_HAIR: Final = 0.1
_LINE: Final = 0.2
_CROSS: Final = 3.0
_NUMBERS: Final = 2.6
_LENGTHS: Final = (100, 50, 20, 10)  # of the line that shows whether the printer scales


def calibration_paper(sheet: Sheet) -> Paper:
    """One page for the sheet; nothing is moved on it, `shifted` shows whether an offset is right."""
    shapes: list[Shape] = []
    for cell in range(1, sheet.cells + 1):
        place = sheet.place(cell)
        shapes.append(Box(place.x, place.y, *sheet.cell, _LINE))
    for cell in dict.fromkeys((1, sheet.cells)):
        shapes += _rulers(sheet, sheet.place(cell))
    shapes += _crosses(sheet)
    shapes += _scale(sheet)
    on_paper = tuple(shape for shape in shapes if shape.x >= 0 and shape.y >= 0)
    return Paper(_("Calibration page"), (on_paper,), sheet.paper[0], sheet.paper[1])


def _rulers(sheet: Sheet, place: Place) -> Iterator[Shape]:
    """One across the cell's left edge, one across its upper edge."""
    width, height = sheet.cell
    reach_across, reach_down = min(_REACH, width / 2 - 2), min(_REACH, height / 2 - 2)
    y, x = place.y + height * 0.66, place.x + width * 0.66
    left, top = max(0.0, place.x - reach_across), max(0.0, place.y - reach_down)
    yield Box(left, y, place.x + reach_across - left, 0, _HAIR)
    yield Box(x, top, 0, place.y + reach_down - top, _HAIR)
    for half in range(-2 * _REACH, 2 * _REACH + 1):
        at = half / 2
        long = 2.4 if half % 10 == 0 else 1.5 if half % 2 == 0 else 0.8
        if abs(at) <= reach_across + 0.01:
            yield Box(place.x + at, y - long, 0, long, _HAIR)
            yield from _number(half, place.x + at - 2, y + 0.2, Align.CENTRE)
        if abs(at) <= reach_down + 0.01:
            yield Box(x - long, place.y + at, long, 0, _HAIR)
            yield from _number(half, x + 0.4, place.y + at - _NUMBERS / 2, Align.LEFT)


def _number(half: int, x: float, y: float, align: Align) -> Iterator[Shape]:
    if half % 10 == 0:
        yield Words(x, y, 4, _NUMBERS, f"{half // 2:+d}" if half else "0", _NUMBERS, align=align)


def _crosses(sheet: Sheet) -> Iterator[Shape]:
    """Cross hairs through the four outer corners of the cells."""
    first, last = sheet.place(1), sheet.place(sheet.cells)
    for x in (first.x, last.x + sheet.cell[0]):
        for y in (first.y, last.y + sheet.cell[1]):
            yield Box(max(0.0, x - _CROSS), y, _CROSS + min(_CROSS, x), 0, _HAIR)
            yield Box(x, max(0.0, y - _CROSS), 0, _CROSS + min(_CROSS, y), _HAIR)


def _scale(sheet: Sheet) -> Iterator[Shape]:
    """A line of known length in the middle of the paper, in a cell's lower part."""
    length = next((each for each in _LENGTHS if each <= sheet.paper[0] - 10), _LENGTHS[-1])
    x, y = (sheet.paper[0] - length) / 2, sheet.paper[1] / 2
    yield Box(x, y, length, 0, _LINE)
    for end in (x, x + length):
        yield Box(end, y - 1.5, 0, 3, _LINE)
    yield Words(x, y - 3.6, length, 3.2, _("{length} mm").format(length=length), 3, align=Align.CENTRE)
