"""How large a workbook may become when it is unpacked: known before a reader puts it into memory.

A sheet is read as a rectangle, so one cell left over at XFD1048576 would ask for seventeen thousand million cells; and
what was packed may swell a thousandfold. Both are refused with a sentence that says what to do.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final

from deskcirc.errors import ImportFileError
from deskcirc.text import gettext as _

_LARGEST_PART: Final = 256 << 20  # bytes unpacked; a list of 100 000 copies in 20 columns has about 100 MB
_LONGEST_ROW: Final = 32 << 20  # bytes; a cell holds 32 767 characters, a row 16 384 cells
_MOST_CELLS: Final = 25_000_000
_MOST_ROWS: Final = 1 << 20
_ROW_END: Final = b"</row>"
_BLOCK: Final = 1 << 20  # bytes; nobody should hold the whole XML of a sheet at once

_ROW_NUMBER: Final = re.compile(rb"""\sr=["']([0-9]+)["']""")
# A cell with anything in it, in column AA or behind; to the left of that even the most rows make no trouble.
_FAR_CELL: Final = re.compile(rb"""\sr=["']([A-Z]{2,})[0-9]+["'](?:[^<>]*[^/<>])?>""")
_NEAR_COLUMNS: Final = 26


def refuse_swelling(package: zipfile.ZipFile, path: Path) -> None:
    """Raise ImportFileError where a part of the package is larger than any list."""
    for part in package.infolist():
        if part.file_size > _LARGEST_PART:
            raise _too_large(path.name, _("{size} MB in one part").format(size=part.file_size >> 20))


def rows_of_sheet(path: Path, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The XML of a sheet in pieces of whole rows; raises ImportFileError where the sheet reaches too far."""
    rest, rows, columns = b"", 0, _NEAR_COLUMNS
    for block in blocks:
        whole, end, rest = (rest + block).rpartition(_ROW_END)
        if len(rest) > _LONGEST_ROW:
            raise _too_large(path.name, _("one row of {size} MB").format(size=len(rest) >> 20))
        rows = max(rows, _last_row(whole))
        columns = max([columns, *(_place(cell.group(1)) for cell in _FAR_CELL.finditer(whole))])
        if rows > _MOST_ROWS or (rows * columns > _MOST_CELLS and columns > _NEAR_COLUMNS):
            raise _too_large(path.name, _("{rows} rows in {columns} columns").format(rows=rows, columns=columns))
        yield whole + end
    yield rest


def blocks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """A part of the package, block by block."""
    while block := stream.read(_BLOCK):
        yield block


def _last_row(xml: bytes) -> int:
    last = _ROW_NUMBER.search(xml, max(xml.rfind(b"<row"), 0))
    return int(last.group(1)) if last else 0


def _place(letters: bytes) -> int:
    """Which column it is, from 1: Z is the 26th, AA the 27th."""
    place = 0
    for letter in letters:
        place = place * 26 + letter - ord("A") + 1
    return place


def _too_large(name: str, found: str) -> ImportFileError:
    return ImportFileError(
        _("The workbook {name} is larger than any list ({found}).").format(name=name, found=found),
        _("Delete the rows and columns behind the list in the spreadsheet program, save, and import that file."),
    )
