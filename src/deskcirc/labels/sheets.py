"""Sheets of labels and cards in millimetres: small TOML files, the usual ones in resources, the school's own beside.

    paper = [210, 297]      # width and height
    corner = [19.4, 13.5]   # where the first cell begins, from the paper's left and upper edge
    columns = 2
    rows = 5
    cell = [85.6, 54]       # width and height
    pitch = [85.6, 54]      # from a cell to the next one; left out where cells touch
    cut = true              # thin lines to cut along; left out for sheets that are cut already
    name = "…"              # left out: the sheet is called by its numbers

Cells are numbered from 1, along the rows.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from deskcirc import paths
from deskcirc.errors import DeskcircError, reason_of
from deskcirc.text import gettext as _

_KEYS: Final = frozenset({"paper", "corner", "columns", "rows", "cell", "pitch", "cut", "name"})
_LARGEST: Final = 1000.0  # millimetres; no office prints on more
_MOST_CELLS: Final = 100  # in one direction
_SLACK: Final = 0.01  # millimetres lost where a third of the paper is written with two digits
_USUAL: Final = "cards_2x5"


class SheetError(DeskcircError):
    """A sheet's definition can't be read or doesn't fit its paper, or what shall be printed doesn't fit its cells."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell of a page (the first is 0), and where it begins, in millimetres."""

    page: int
    cell: int
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; lengths in millimetres, pairs are across and down. `code` is the name of its file."""

    code: str
    paper: tuple[float, float]
    corner: tuple[float, float]
    columns: int
    rows: int
    cell: tuple[float, float]
    pitch: tuple[float, float]
    cut: bool = False
    own_name: str = ""

    @property
    def cells(self) -> int:
        """How many cells a page has."""
        return self.columns * self.rows

    @property
    def name(self) -> str:
        """What the sheet is called on the screen: its own name, or its numbers."""
        if self.own_name:
            return self.own_name
        numbers = {"columns": self.columns, "rows": self.rows}
        sizes = {"width": _short(self.cell[0]), "height": _short(self.cell[1])}
        if self.cells == 1:
            return _("single, {width} × {height} mm").format(**sizes)
        return _("{columns} × {rows}, each {width} × {height} mm").format(**numbers, **sizes)

    def place(self, cell: int, page: int = 0) -> Place:
        """Where a cell stands; raises IndexError for one the sheet has not."""
        if not 1 <= cell <= self.cells:
            raise IndexError(cell)
        row, column = divmod(cell - 1, self.columns)
        return Place(page, cell, self.corner[0] + column * self.pitch[0], self.corner[1] + row * self.pitch[1])

    def places(self, count: int, skip: Collection[int] = ()) -> Iterator[Place]:
        """The places of `count` cells in a row; the cells in `skip` are used up on the first page."""
        page, cell = 0, 0
        while count:
            cell += 1
            if cell > self.cells:
                page, cell = page + 1, 1
            if page or cell not in skip:
                yield self.place(cell, page)
                count -= 1


def usual_sheets() -> tuple[Sheet, ...]:
    """The sheets that come with the program, cards to cut out first; then the school's own that can be read."""
    shipped = [read_sheet(file) for file in sorted((paths.resources() / "sheets").glob("*.toml"))]
    own = [sheet for file in sorted(own_sheets_folder().glob("*.toml")) if (sheet := _read_or_none(file))]
    return (*sorted(shipped, key=lambda sheet: sheet.code != _USUAL), *own)


def own_sheets_folder() -> Path:
    """Where the school's own definitions lie on this computer; the folder need not be there."""
    return paths.settings_folder() / "sheets"


def add_own_sheet(file: Path) -> Sheet:
    """Read a definition and keep a copy of it for the next time; raises SheetError for one that doesn't fit."""
    sheet = read_sheet(file)
    folder = own_sheets_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / file.name).write_bytes(file.read_bytes())
    except OSError as error:
        raise SheetError(
            _("{name} could not be kept: {reason}.").format(name=file.name, reason=reason_of(error))
        ) from None
    return sheet


def read_sheet(file: Path) -> Sheet:
    """The sheet in a file; raises SheetError with the number or the key that is wrong."""
    try:
        text = file.read_text(encoding="utf-8-sig")
        values = tomllib.loads(text)
    except OSError as error:
        raise _unreadable(file.name, reason_of(error)) from None
    except (ValueError, RecursionError) as error:  # no UTF-8, no TOML, a number or brackets without end
        raise _unreadable(file.name, str(error)) from None
    return sheet_of(values, file.stem, file.name)


def sheet_of(values: Mapping[str, Any], code: str, file_name: str) -> Sheet:
    """The sheet that these values describe; raises SheetError as `read_sheet` does."""
    strange = sorted(set(values) - _KEYS)
    if strange:
        raise _wrong(file_name, _("“{key}” is not a key of a sheet.").format(key=strange[0]))
    reader = _Values(values, file_name)
    cell = reader.pair("cell")
    sheet = Sheet(
        code=code,
        paper=reader.pair("paper"),
        corner=reader.pair("corner", least=0.0),
        columns=reader.count("columns"),
        rows=reader.count("rows"),
        cell=cell,
        pitch=reader.pair("pitch") if "pitch" in values else cell,
        cut=values.get("cut") is True,
        own_name=str(values.get("name", "")),
    )
    _check_fit(sheet, file_name)
    return sheet


def _check_fit(sheet: Sheet, file_name: str) -> None:
    counts, names = (sheet.columns, sheet.rows), (_("across"), _("down"))
    for place, way in enumerate(names):
        pitch, cell = sheet.pitch[place], sheet.cell[place]
        if counts[place] > 1 and pitch < cell - _SLACK:
            words = _("{way}, the cells are {cell} mm but the next one begins after {pitch} mm: they would overlap.")
            raise _wrong(file_name, words.format(way=way, cell=_short(cell), pitch=_short(pitch)))
        needed = sheet.corner[place] + (counts[place] - 1) * pitch + cell
        if needed > sheet.paper[place] + _SLACK:
            words = _("{way}, {count} cells end {needed} mm from the edge, but the paper has only {paper} mm.")
            numbers = {"count": counts[place], "needed": _short(needed), "paper": _short(sheet.paper[place])}
            raise _wrong(file_name, words.format(way=way, **numbers))


@dataclass(frozen=True, slots=True)
class _Values:
    """The values of a file, each checked as it is taken."""

    values: Mapping[str, Any]
    file_name: str

    def pair(self, key: str, least: float = 1.0) -> tuple[float, float]:
        value = self._given(key)
        if not (isinstance(value, Sequence) and len(value) == 2 and all(_is_length(each, least) for each in value)):
            words = _(
                "“{key}” must be two numbers of millimetres from {least} to {most}, as in [85.6, 54]; it is {value}."
            )
            shown = {"least": _short(least), "most": _short(_LARGEST), "value": value}
            raise _wrong(self.file_name, words.format(key=key, **shown))
        return float(value[0]), float(value[1])

    def count(self, key: str) -> int:
        value = self._given(key)
        if not (type(value) is int and 1 <= value <= _MOST_CELLS):
            words = _("“{key}” must be a whole number from 1 to {most}; it is {value}.")
            raise _wrong(self.file_name, words.format(key=key, most=_MOST_CELLS, value=value))
        return value

    def _given(self, key: str) -> Any:
        if key not in self.values:
            raise _wrong(self.file_name, _("“{key}” is missing.").format(key=key))
        return self.values[key]


def _is_length(value: object, least: float) -> bool:
    return type(value) in (int, float) and math.isfinite(value) and least <= value <= _LARGEST  # type: ignore[operator, arg-type]


def _read_or_none(file: Path) -> Sheet | None:
    try:
        return read_sheet(file)
    except SheetError:
        return None  # it was readable when it was added; one that somebody spoilt must not stop all printing


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _unreadable(name: str, reason: str) -> SheetError:
    return SheetError(_("{name} could not be read: {reason}.").format(name=name, reason=reason.rstrip(".")))


def _wrong(file_name: str, sentence: str) -> SheetError:
    return SheetError(
        _("{name}: {sentence}").format(name=file_name, sentence=sentence),
        _("Measure the sheet with a ruler and correct the number in the file."),
    )
