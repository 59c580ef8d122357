"""Labels of shelves on any sheet or on big strips: the name, from which call number to which, and the bars.

    ShelfLabelOrder(faces)

is what a section gives to its `paper`, as with the labels of copies (`labels.copy_labels`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Final

from deskcirc.labels.barcode import MODULES, SHORTEST_CODE, code128, fits_code128, module_for, modules_wide, narrowest
from deskcirc.labels.copy_labels import Problem
from deskcirc.labels.fitting import width_of
from deskcirc.labels.label_faces import EDGE, LOWEST_BARCODE, Cell
from deskcirc.labels.paper import Align, Bars, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import at_most
from deskcirc.labels.sheets import Place, Sheet, SheetError
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

USUAL_SHEET: Final = "strips_1x8"
_LETTERS: Final = 3.3  # the line under the bars
_FLATTEST: Final = 6.0  # millimetres of bars that a hand can hit
_LINE: Final = 1.12  # height of a line for letters of size 1
_SMALLEST: Final = 2.1  # 6 pt; nobody reads less on a shelf
_STRIP: Final = 90.0  # millimetres of width from which words and bars stand side by side
_FLAT: Final = 2.2  # times as wide as it is high
_LARGEST_NAME: Final = 14.0
_LARGEST_RANGE: Final = 6.4
_MOST_FOR_BARS: Final = 0.5  # of a strip's width
_MOST_NAME_LINES: Final = 4
_UNEVEN: Final = 0.85  # of their width that lines fill, broken between words
_GAIN: Final = 1.25  # by how much larger a name must become for a line more


@dataclass(frozen=True, slots=True)
class ShelfFace:
    """A shelf as its label shows it; `first` and `last` are call numbers, "" where nobody said what stands there."""

    shelf_id: int
    code: str
    name: str = ""
    location: str = ""
    first: str = ""
    last: str = ""

    @property
    def title(self) -> str:
        """The words that stand largest on the label."""
        return self.name or self.code


@dataclass(frozen=True, slots=True)
class ShelfLabelOrder:
    """Labels of shelves that somebody wants printed; on which sheet and from which cell on is asked before."""

    faces: tuple[ShelfFace, ...]

    @property
    def cells_a_face(self) -> int:
        """How many cells each face takes."""
        return 1

    @property
    def memory(self) -> str:
        """Under which name a station remembers the sheet and the cell."""
        return "shelves"

    @property
    def name(self) -> str:
        """What is printed, as the title of a window."""
        if len(self.faces) == 1:
            return _("Label of the shelf {shelf}").format(shelf=self.faces[0].title)
        return _("Shelf labels")

    @property
    def question(self) -> str:
        """How many there are, and what is to be chosen."""
        count = len(self.faces)
        words = ngettext(
            "{count} label: which sheet is in the printer?", "{count} labels: which sheet is in the printer?", count
        )
        return words.format(count=count)

    def paper(self, sheet: Sheet, skip: Collection[int] = frozenset()) -> Paper:
        """The labels on a sheet, one a cell; the cells in `skip` are used up on the first page.

        Raises SheetError where the sheet is too small for any label, or with the first of `problems`.
        """
        for problem in self.problems(sheet):
            raise SheetError(problem.sentence, _("Choose a sheet with larger labels, or leave these shelves out."))
        pages: list[list[Shape]] = []
        for face, place in zip(self.faces, sheet.places(len(self.faces), skip), strict=True):
            while len(pages) <= place.page:
                pages.append([])
            if sheet.cut:
                pages[place.page].append(Box(place.x, place.y, *sheet.cell, 0.1))
            pages[place.page] += shelf_label(face, place, sheet.cell)
        return Paper(self.name, tuple(tuple(page) for page in pages) or ((),), sheet.paper[0], sheet.paper[1])

    def problems(self, sheet: Sheet) -> tuple[Problem, ...]:
        """What can't be printed on this sheet; raises SheetError where its cells are too small for any label."""
        if sheet.cell[1] < LOWEST_BARCODE:
            words = _("These labels need cells at least {least} mm high; those of this sheet are {height} mm.")
            numbers = {"least": f"{LOWEST_BARCODE:g}", "height": f"{sheet.cell[1]:g}"}
            raise SheetError(words.format(**numbers), _("Choose another sheet."))
        found = ((face, why_no_label(face, sheet.cell)) for face in self.faces)
        return tuple(Problem(face.shelf_id, sentence) for face, sentence in found if sentence)

    def without(self, shelf_ids: Collection[int]) -> ShelfLabelOrder:
        """The same order without some of the shelves."""
        return replace(self, faces=tuple(face for face in self.faces if face.shelf_id not in shelf_ids))


def why_no_label(face: ShelfFace, cell: Cell) -> str:
    """Why this shelf has no label on a cell of this size; "" where it has one."""
    facts = {"code": face.code, "shelf": face.title}
    if not fits_code128(face.code):
        return _("Bars can't say the code “{code}” of {shelf}: Latin letters and digits only.").format(**facts)
    if len(face.code) < SHORTEST_CODE:
        words = _("The code “{code}” of {shelf} is too short for a scanner: it must have {least} signs at least.")
        return words.format(least=SHORTEST_CODE, **facts)
    if module_for(face.code, cell[0]) is None:
        words = _("The code {code} of {shelf} needs labels {needed} mm wide to be read; these are {width} mm.")
        return words.format(needed=f"{narrowest(face.code):.1f}", width=f"{cell[0]:g}", **facts)
    return ""


def shelf_label(face: ShelfFace, place: Place, cell: Cell) -> Iterator[Shape]:
    """Words at the left and bars at the right of a strip; on a smaller label the words over the bars."""
    best = modules_wide(code128(face.code)) * MODULES[0]
    bars = min(best, cell[0] * _MOST_FOR_BARS)
    if cell[0] >= max(_STRIP, _FLAT * cell[1]) and module_for(face.code, bars) is not None:
        return _strip(face, place, cell, bars)
    return _stacked(face, place, cell)


def _strip(face: ShelfFace, place: Place, cell: Cell, bars: float) -> Iterator[Shape]:
    width, height = cell
    inside, room = width - bars - 2 * EDGE, height - 2 * EDGE
    x, y = place.x + EDGE, place.y + EDGE
    if face.location and room >= 20:
        yield Words(x, y, inside, 4.6, face.location, 3.8, grey=True)
        y, room = y + 4.8, room - 4.8
    lines = _range_lines(face, inside, min(_LARGEST_RANGE, room * 0.3))
    names = _name_lines(face.title, inside, room - _height(lines))
    spare = (room - _height(names) - _height(lines)) / 2
    yield from _painted(names, x, y + spare, inside, Align.LEFT, bold=True)
    yield from _painted(lines, x, y + spare + _height(names), inside, Align.LEFT)
    yield from _bars(face.code, place.x + width - bars, place.y + EDGE, bars, height - 2 * EDGE)


def _stacked(face: ShelfFace, place: Place, cell: Cell) -> Iterator[Shape]:
    width, height = cell
    x, y, inside = place.x + EDGE, place.y + EDGE, width - 2 * EDGE
    room = height - 2 * EDGE - _LETTERS - _FLATTEST - 0.6
    lines = _range_lines(face, inside, min(_LARGEST_RANGE, room * 0.28))
    if room - _height(lines) < _SMALLEST * _LINE:
        lines = ()
    names = _name_lines(face.title, inside, (room - _height(lines)) * 0.8)
    if min(size for _text, size in names) >= _SMALLEST:
        yield from _painted(names, x, y, inside, Align.CENTRE, bold=True)
        y += _height(names)
        yield from _painted(lines, x, y, inside, Align.CENTRE)
        y += _height(lines)
    yield from _bars(face.code, place.x, y + 0.4, width, place.y + height - EDGE - y - 0.4)


def _bars(code: str, x: float, y: float, width: float, height: float) -> Iterator[Shape]:
    module = module_for(code, width)
    if module is None:
        raise ValueError(code)
    yield Bars(x, y, width, height - _LETTERS - 0.2, module, code128(code))
    yield Words(x, y + height - _LETTERS, width, _LETTERS, code, _LETTERS * 0.94, align=Align.CENTRE)


_Lines = tuple[tuple[str, float], ...]
"""Lines of words, each with its size."""


def _range_lines(face: ShelfFace, width: float, largest: float) -> _Lines:
    """From which call number to which: in one line, or in two where they become a good deal larger by it."""
    if not face.first or largest < _SMALLEST:
        return ()
    last = face.last if face.last != face.first else ""
    if not last:
        return ((face.first, _size(face.first, width, largest)),)
    whole = f"{face.first} – {last}"
    size = _size(whole, width, largest)
    if size > _SMALLEST * 1.2 or largest < 2 * _SMALLEST:
        return ((whole, size),)
    half = min(_size(part, width, largest * 0.8) for part in (f"{face.first} –", last))
    return ((f"{face.first} –", half), (last, half))


def _name_lines(name: str, width: float, room: float) -> _Lines:
    """The name in one line, or in as many as make a long one a good deal larger."""
    best: _Lines = ((name, _size(name, width, min(_LARGEST_NAME, room / _LINE))),)
    for count in range(2, _MOST_NAME_LINES + 1):
        wanted = min(room / count / _LINE, count * width / width_of(name, 1.0) * _UNEVEN)
        lines = at_most(name, width * _UNEVEN, wanted, count) if wanted >= _SMALLEST else []
        size = min((_size(line, width, wanted) for line in lines), default=0.0)
        if size > best[0][1] * _GAIN:
            best = tuple((line, size) for line in lines)
    return best


def _painted(lines: _Lines, x: float, y: float, width: float, align: Align, *, bold: bool = False) -> Iterator[Shape]:
    for text, size in lines:
        yield Words(x, y, width, size * _LINE, text, size, bold=bold, align=align)
        y += size * _LINE


def _height(lines: _Lines) -> float:
    return sum(size for _text, size in lines) * _LINE


def _size(text: str, width: float, largest: float) -> float:
    """As large as the words fit, never smaller than can be read: longer ones are cut by the painter."""
    return min(largest, max(_SMALLEST, width / max(0.1, width_of(text, 1.0))))
