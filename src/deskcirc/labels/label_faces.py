"""What stands on one label: the lines of a spine, the bars of a copy, a few plain words; and what can't stand there.

Nothing comes nearer to a label's edge than EDGE: printers and knives are not exact. A line of words that is too long
for its box is made smaller and then cut by the painter, so no word leaves its label.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from deskcirc.labels.barcode import (
    SHORTEST_CODE,
    Symbology,
    code39,
    code128,
    fits_code39,
    fits_code128,
    module_for,
    narrowest,
)
from deskcirc.labels.fitting import fitted, width_of
from deskcirc.labels.paper import Align, Bars, Box, Shape, Words
from deskcirc.labels.sheets import Place
from deskcirc.text import gettext as _

EDGE: Final = 1.4
"""Millimetres of white inside a label's edge."""
LOWEST_BARCODE: Final = 12.8
LOWEST_WORDS: Final = 8.0
"""Millimetres of height that a label needs to be of use."""
_LARGEST: Final = 6.4  # of the letters on a spine, millimetres a line
_SMALLEST: Final = 2.1  # 6 pt; nobody reads less on a shelf
_LINE: Final = 1.12  # height of a line for letters of size 1
_VOLUME: Final = 4.4  # the line of the volume, at most
_LETTERS: Final = 3.3  # the line under the bars
_SMALL: Final = 2.9  # library and title over them
_FLATTEST: Final = 6.0  # millimetres of bars that a hand can hit

Cell = tuple[float, float]
"""Width and height of a label in millimetres."""


@dataclass(frozen=True, slots=True)
class LabelLook:
    """What stands on labels besides: the library's name over the spine's lines, title or call number by the bars.

    `copy_mark` sets a mark (c.2) on the spines of all copies of a title but its first; `code39` prints the bars in
    Code 39 in place of Code 128.
    """

    library_on_spine: bool = False
    title_by_bars: bool = True
    call_number_by_bars: bool = False
    copy_mark: bool = False
    code39: bool = False

    @property
    def symbology(self) -> Symbology:
        """What reckons the bars."""
        return code39 if self.code39 else code128


@dataclass(frozen=True, slots=True)
class CopyFace:
    """A copy as its labels show it; `call_number` with the slash between class number and book number."""

    copy_id: int
    code: str
    title: str
    call_number: str = ""
    volume: str = ""
    library: str = ""
    copy_number: int = 1  # of the copies of this title and volume


@dataclass(frozen=True, slots=True)
class TextFace:
    """A label of plain words in a frame, the first line the largest; `copy_id` is 0 where it is about no copy."""

    lines: tuple[str, ...]
    copy_id: int = 0


@dataclass(frozen=True, slots=True)
class _Spine:
    """Where things stand on a spine: the lines and their size, the top of the first, the volume's height (0: none)."""

    lines: tuple[str, ...]
    size: float
    top: float
    volume: float


def spine_why_not(face: CopyFace, look: LabelLook, cell: Cell) -> str:
    """Why this copy has no spine label on a cell of this size; "" where it has one."""
    if not face.call_number.strip("/ "):
        return _("{code} {title} has no call number yet.").format(code=face.code, title=face.title)
    if _laid_out(face, look, cell).size < _SMALLEST:
        words = _("The call number {number} of {code} can't be read on labels of {width} × {height} mm.")
        return words.format(number=face.call_number, code=face.code, width=f"{cell[0]:g}", height=f"{cell[1]:g}")
    return ""


def bars_why_not(face: CopyFace, look: LabelLook, cell: Cell) -> str:
    """Why this copy has no barcode label on a cell of this size; "" where it has one."""
    facts = {"code": face.code, "title": face.title}
    if not fits_code128(face.code):
        return _("Bars can't say the code “{code}” of {title}: Latin letters and digits only.").format(**facts)
    if look.code39 and not fits_code39(face.code):
        words = _(
            "Code 39 can't say the code “{code}” of {title}: capital letters and digits only. Print it in Code 128."
        )
        return words.format(**facts)
    if len(face.code) < SHORTEST_CODE:
        words = _("The code “{code}” of {title} is too short for a scanner: it must have {least} signs at least.")
        return words.format(least=SHORTEST_CODE, **facts)
    if module_for(face.code, cell[0], look.symbology) is None:
        words = _("The code {code} of {title} needs labels {needed} mm wide to be read; these are {width} mm.")
        return words.format(needed=f"{narrowest(face.code, look.symbology):.1f}", width=f"{cell[0]:g}", **facts)
    return ""


def spine_label(face: CopyFace, look: LabelLook, place: Place, cell: Cell) -> Iterator[Shape]:
    """The library over a line, where wanted; the call number in lines; the volume below."""
    laid = _laid_out(face, look, cell)
    x, inside = place.x + EDGE, cell[0] - 2 * EDGE
    if _with_library(face, look):
        yield Words(x, place.y + EDGE, inside, _SMALL, face.library, _SMALL * 0.9, align=Align.CENTRE)
        yield Box(x, place.y + EDGE + _SMALL + 0.2, inside, 0, 0.2)
    y, line = place.y + laid.top, laid.size * _LINE
    for text in laid.lines:
        yield Words(x, y, inside, line, text, laid.size, bold=True, align=Align.CENTRE)
        y += line
    if laid.volume:
        yield Words(
            x, y, inside, laid.volume, _last_line(face, look), laid.volume / _LINE, bold=True, align=Align.CENTRE
        )


def barcode_label(face: CopyFace, look: LabelLook, place: Place, cell: Cell) -> Iterator[Shape]:
    """Library and title where there is room for them, the bars with white on both sides, the number below."""
    (width, height), inside = cell, cell[0] - 2 * EDGE
    x, y = place.x + EDGE, place.y + EDGE
    room = height - 2 * EDGE - _LETTERS - _FLATTEST - 0.6
    title = face.title if look.title_by_bars and room >= _SMALL else ""
    library = face.library if room >= _SMALL * (2 if title else 1) else ""
    for text, bold in ((library, False), (title, True)):
        if text:
            yield Words(x, y, inside, _SMALL, text, _SMALL * 0.94, bold=bold, align=Align.CENTRE)
            y += _SMALL + 0.1
    bottom = place.y + height - EDGE - _LETTERS
    module = module_for(face.code, width, look.symbology)
    if module is None:
        raise ValueError(face.code)
    y += 0.4
    yield Bars(place.x, y, width, bottom - 0.2 - y, module, look.symbology(face.code))
    yield Words(x, bottom, inside, _LETTERS, _under_bars(face, look, inside), _LETTERS * 0.94, align=Align.CENTRE)


def text_label(face: TextFace, place: Place, cell: Cell) -> Iterator[Shape]:
    """The words in a frame, the first line larger than the others."""
    width, height = cell
    yield Box(place.x + EDGE / 2, place.y + EDGE / 2, width - EDGE, height - EDGE, 0.35)
    inside, room = width - 2 * EDGE, height - 2 * EDGE
    shares = (1.5, *(1.0 for _line in face.lines[1:]))
    line = min(room / sum(shares[: len(face.lines)] or (1.0,)), _LARGEST)
    y = place.y + (height - line * sum(shares[: len(face.lines)])) / 2
    for share, text in zip(shares, face.lines, strict=False):
        size = min(line * share / _LINE, max(_SMALLEST, inside / max(0.1, width_of(text, 1.0))))
        yield Words(place.x + EDGE, y, inside, line * share, text, size, bold=share > 1, align=Align.CENTRE)
        y += line * share


def _laid_out(face: CopyFace, look: LabelLook, cell: Cell) -> _Spine:
    width, height = cell[0] - 2 * EDGE, cell[1] - 2 * EDGE
    top = EDGE
    if _with_library(face, look):
        top, height = top + _SMALL + 0.6, height - _SMALL - 0.6
    volume = min(_VOLUME, height / 4) if _last_line(face, look) else 0.0
    parts = tuple(part for part in face.call_number.split("/", 1) if part.strip())
    lines, size = fitted(parts, width, height - volume, _LARGEST, _LINE)
    taken = len(lines) * size * _LINE + volume
    return _Spine(lines, size, top + (height - taken) / 2, volume)


def _last_line(face: CopyFace, look: LabelLook) -> str:
    """The volume, and which copy it is where that is wanted."""
    mark = _("c.{number}").format(number=face.copy_number) if look.copy_mark and face.copy_number > 1 else ""
    return f"{face.volume} {mark}".strip()


def _with_library(face: CopyFace, look: LabelLook) -> bool:
    return look.library_on_spine and bool(face.library)


def _under_bars(face: CopyFace, look: LabelLook, width: float) -> str:
    both = f"{face.code}  {face.call_number}"
    if look.call_number_by_bars and face.call_number and width_of(both, _LETTERS * 0.94) <= width:
        return both
    return face.code
