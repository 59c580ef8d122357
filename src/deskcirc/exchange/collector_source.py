"""The bytes of a handheld's file as rows of cells: text cut by a sign, by blanks or by widths, or a workbook's first
sheet.

Every line of a text stands for itself, so that a stray quotation mark never swallows its neighbours. Bytes of nothing
that pad a line count as blanks, and the mark 0x1A that ends a file (also in the middle, where files were joined by
`copy`) as the end of a line.
"""

from __future__ import annotations

import codecs
import csv
import tempfile
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Final

from deskcirc.domain.collector_files import CollectorWish
from deskcirc.domain.drafts import Mark
from deskcirc.domain.scanning import normal_code
from deskcirc.errors import ImportFileError
from deskcirc.exchange.collector_times import DateOrder, clock_in, day_in, moment_in
from deskcirc.exchange.delimited import decoded, find_delimiter, find_encoding
from deskcirc.exchange.grid import Grids, clean_cell
from deskcirc.exchange.markup import read_markup
from deskcirc.exchange.source import HEAD, FileKind, table_kind_of
from deskcirc.exchange.workbook import read_workbook
from deskcirc.text import gettext as _

BLANKS: Final = " "
"""The delimiter of a file whose cells are parted by runs of blanks."""
DELIMITERS: Final = (",", ";", "\t", "|", BLANKS)
"""What a person can choose."""
_SAMPLE: Final = 200
_END: Final = "\x1a"
_FRAME: Final = "\t\n\r\x02\x03\x04\x0c\x1a\x1d\x1e"  # control characters that guns and old systems write
_ODD_AT_MOST: Final = 0.03
_USUAL_CODE_WIDTH: Final = 20
_WHEN_WIDTHS: Final = (0, 8, 10, 12, 14, 16, 18, 19)
_QUANTITY_WIDTHS: Final = range(7)
_SHORTEST_CODE: Final = 4
_LONGEST_NAME: Final = 80
_PICTURES: Final = frozenset([".jpg", ".jpeg", ".png", ".gif", ".bmp", ".webp", ".heic", ".tif", ".tiff"])


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One row: its number as the person sees it, its cells, and marks on cells by their column (from 0)."""

    number: int
    cells: tuple[str, ...]
    marks: tuple[tuple[int, Mark], ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """All rows that hold anything; `ends_open` where the last line of a text has no end."""

    rows: tuple[SourceRow, ...]
    encoding: str = ""
    delimiter: str = ""
    widths: tuple[int, ...] = ()
    ends_open: bool = False
    problems: tuple[str, ...] = ()


def read_source(octets: bytes, name: str, wish: CollectorWish) -> Source:
    """The rows of the file. Raises ImportFileError for one that holds none: empty, a picture, a program, damaged."""
    if not octets.strip(b"\x00\x1a\xef\xbb\xbf\xff\xfe\r\n\t "):
        raise _empty(name)
    kind = _kind_of(octets, name)
    if kind is FileKind.TEXT:
        source = _read_text(octets, wish)
    else:
        with tempfile.TemporaryDirectory() as folder:
            path = _written(octets, name, Path(folder))
            source = _first_sheet(
                read_workbook(path) if kind is FileKind.WORKBOOK else read_markup(octets, wish.encoding or None)
            )
    if not source.rows:
        raise _empty(name)
    return source


def _empty(name: str) -> ImportFileError:
    return ImportFileError(
        _("{name} is empty.").format(name=name),
        _("Save the scans on the handheld again, and look whether the file has come to its drive."),
    )


def _kind_of(octets: bytes, name: str) -> FileKind:
    """What the file is, told from its content. Raises ImportFileError for what holds no list."""
    head = octets[:HEAD]
    text_like = _is_text(head)
    try:
        with tempfile.TemporaryDirectory() as folder:
            path = _written(octets, name, Path(folder))
            kind = table_kind_of(path, head.replace(b"\x00", b" ") if text_like else head)
    except ImportFileError as error:
        raise ImportFileError(error.sentence, _remedy()) from error
    if kind is FileKind.MARC or (kind is FileKind.TEXT and not text_like):
        raise ImportFileError(_("{name} holds no lines of codes that can be read.").format(name=name), _remedy())
    if Path(name).suffix.lower() in _PICTURES:  # pictures are told by their content, so this is none, or what is left
        raise ImportFileError(
            _("{name} is named as a picture, but holds none: it is damaged.").format(name=name), _remedy()
        )
    return kind


def _remedy() -> str:
    return _("Choose the file of scans that the handheld writes: a text (.txt, .csv) or a workbook (.xlsx, .xls).")


def _written(octets: bytes, name: str, folder: Path) -> Path:
    """The octets under the file's own name, by which trouble is told; the readers of workbooks want a path."""
    path = folder / (Path(name).name.replace("\x00", "")[-_LONGEST_NAME:].strip() or "scans")
    path.write_bytes(octets)
    return path


def _is_text(head: bytes) -> bool:
    bare = head.rstrip(b"\x00\x1a\xff")
    text = decoded(*_padding_aside(bare))
    odd = sum(1 for sign in text if sign not in _FRAME and unicodedata.category(sign) in ("Cc", "Cn", "So", "Cs"))
    return odd <= max(len(text) * _ODD_AT_MOST, 2)


def _padding_aside(octets: bytes, encoding: str = "") -> tuple[bytes, str]:
    """The octets with padding made blanks, and their encoding: zeros in every other place are UTF-16."""
    if octets.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return octets, encoding or "utf-16"
    head = octets[:2000]
    even, odd = head[::2].count(0) / max(len(head) / 2, 1), head[1::2].count(0) / max(len(head) / 2, 1)
    if max(even, odd) > 0.5 and min(even, odd) < 0.1:
        return octets, encoding or ("utf-16-le" if odd > even else "utf-16-be")
    if encoding.startswith("utf-16"):
        return octets, encoding
    padded = octets.replace(b"\x00", b" ")
    return padded, encoding or find_encoding(padded)


def _read_text(octets: bytes, wish: CollectorWish) -> Source:
    plain, encoding = _padding_aside(octets, wish.encoding)
    text = decoded(plain, encoding).replace("\ufeff", "").rstrip(" \ufffd")
    ends_open = not text.endswith(("\n", "\r", _END))
    lines = text.replace(_END, "\n").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    sample = [line for line in lines if line.strip()][:_SAMPLE]
    delimiter = wish.delimiter or ("" if wish.widths else _found_delimiter(sample))
    widths = wish.widths or (() if delimiter else _found_widths(sample, wish.is_known))
    if not delimiter and not widths and _parted_by_blanks(sample, wish.is_known):
        delimiter = BLANKS
    cut = _cutter(delimiter, widths)
    numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
    rows = (SourceRow(number, tuple(clean_cell(cell) for cell in cut(line))) for number, line in numbered)
    return Source(tuple(row for row in rows if any(row.cells)), encoding, delimiter, widths, ends_open)


def _first_sheet(loaded: Grids) -> Source:
    filled = [grid for grid in loaded.grids if grid.filled_rows()]
    others = tuple(_("The sheet {name} was left out.").format(name=grid.name) for grid in filled[1:])
    rows = tuple(SourceRow(row.number, row.cells, row.marks) for grid in filled[:1] for row in grid.filled_rows())
    return Source(rows, loaded.encoding, problems=(*loaded.problems, *others))


def _found_delimiter(sample: Sequence[str]) -> str:
    """The sign that parts the cells of a good part of the lines; "" where there is none."""
    found = find_delimiter(sample)
    return found if sum(found in line for line in sample) * 4 >= len(sample) else ""


def _parted_by_blanks(sample: Sequence[str], is_known: Callable[[str], bool]) -> bool:
    """Whether blanks part cells, and do not stand within codes that the library knows."""
    inside = [line for line in sample if len(line.split()) > 1]
    return len(inside) * 4 >= len(sample) and not any(is_known(normal_code(line)) for line in inside)


def _found_widths(sample: Sequence[str], is_known: Callable[[str], bool]) -> tuple[int, ...]:
    """The widths of columns, as in 条码(C20)数量(N4); empty where the lines are not alike enough to say."""
    length = max(map(len, sample), default=0)
    whole = [line for line in sample if len(line) == length]
    # Blanks part most files of fixed width well; only where cells touch must the widths be known.
    touching = [line for line in whole if len(line.split()) == 1]
    if length <= _SHORTEST_CODE or len(whole) * 10 < len(sample) * 9 or not touching:
        return ()
    if any(is_known(normal_code(line)) for line in touching):
        return ()
    layouts = [layout for layout in _layouts(length) if all(_fits(line, layout) for line in whole)]

    def worth(layout: tuple[int, ...]) -> tuple[int, bool, bool]:
        known = sum(is_known(normal_code(line[: layout[0]])) for line in whole)
        return known, layout[0] == _USUAL_CODE_WIDTH, len(layout) > 1 and layout[1] == _SHORTEST_CODE

    best = max(layouts, key=worth, default=())
    return best if best and any(worth(best)[:2]) else ()


def _layouts(length: int) -> list[tuple[int, ...]]:
    """Code, quantity and moment in widths that add up to the length."""
    made = []
    for when in _WHEN_WIDTHS:
        for quantity in _QUANTITY_WIDTHS:
            code = length - quantity - when
            if code >= _SHORTEST_CODE and (quantity or when):
                made.append(tuple(width for width in (code, quantity, when) if width))
    return made


def _fits(line: str, layout: tuple[int, ...]) -> bool:
    code, *others = (cell.strip() for cell in _cut_by_widths(line, layout))
    return bool(code) and all(cell.isdecimal() or _is_when(cell) for cell in others)


def _is_when(cell: str) -> bool:
    order = DateOrder.YEAR_FIRST
    return bool(moment_in(cell, order) or day_in(cell, order) or clock_in(cell))


def _cutter(delimiter: str, widths: tuple[int, ...]) -> Callable[[str], Sequence[str]]:
    if widths:
        return lambda line: _cut_by_widths(line, widths)
    if delimiter == BLANKS:
        return str.split
    if not delimiter:
        return lambda line: [line]
    return lambda line: _cut_by_sign(line, delimiter)


def _cut_by_sign(line: str, delimiter: str) -> Sequence[str]:
    if '"' not in line:
        return line.split(delimiter)
    try:
        return next(csv.reader([line], delimiter=delimiter, strict=True))
    except (csv.Error, StopIteration):
        return line.replace('"', "").split(delimiter)


def _cut_by_widths(line: str, widths: tuple[int, ...]) -> Sequence[str]:
    places = [0, *accumulate(widths)]
    return [line[start:end] for start, end in pairwise(places)]
