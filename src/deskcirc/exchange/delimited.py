"""Delimited text (CSV, tab-separated, also under a false .xls suffix) as one grid.

The encoding is found by trying (UTF-8 strictly, then GB18030), the delimiter by counting. A row with a stray quotation
mark is read by itself, so that it never swallows its neighbours.
"""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from deskcirc.domain.drafts import Mark
from deskcirc.errors import ImportFileError
from deskcirc.exchange.grid import Grid, GridRow, Grids, clean_cell
from deskcirc.text import gettext as _

ENCODINGS: Final = ("utf-8-sig", "gb18030", "utf-16", "big5")  # what a person may choose in the preview
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DELIMITERS: Final = "\t,;|，"
_SAMPLE_LINES: Final = 60
_LONGEST_ROW: Final = 60  # lines; a quoted cell that runs on longer was opened by a stray quotation mark
_LOST: Final = "\ufffd"


def read_delimited(content: bytes, encoding: str | None = None) -> Grids:
    """The table in `content`, read with `encoding` or the one found. Raises ImportFileError for an unknown one."""
    found = encoding or find_encoding(content)
    text = decoded(content, found)
    lines = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    delimiter = find_delimiter(lines)
    rows = [_row(number, cells) for number, cells in enumerate(_records(lines, delimiter), start=1)]
    return Grids((Grid("", rows),), encoding=found)


def decoded(content: bytes, encoding: str) -> str:
    """The text, with marks where it was lost. Raises ImportFileError for an encoding there is not, or not of texts."""
    try:
        return content.decode(encoding, errors="replace")
    except (LookupError, UnicodeError) as error:
        raise ImportFileError(
            _("There is no encoding {name}.").format(name=encoding),
            _("Leave the choice to the program, or choose one of these: {names}.").format(names=", ".join(ENCODINGS)),
        ) from error


def find_encoding(content: bytes) -> str:
    """The encoding that reads every byte, or the one that loses fewest characters."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return encoding
    head = content[:2000]
    if head.count(0) > len(head) // 5:
        return "utf-16-le" if head[1::2].count(0) >= head[::2].count(0) else "utf-16-be"
    for encoding in ("utf-8", "gb18030"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    as_utf8 = content.decode("utf-8", "replace")
    lost, found = as_utf8.count(_LOST), sum(1 for sign in as_utf8 if not sign.isascii())
    if lost * 4 < found - lost:  # damaged in places; GB18030 would lose as little of it and make all of it nonsense
        return "utf-8"
    return min(("utf-8", "gb18030"), key=lambda encoding: content.decode(encoding, "replace").count(_LOST))


def find_delimiter(lines: Sequence[str]) -> str:
    """The sign that cuts most of the first lines into the same number of cells."""
    sample = [line for line in lines[: _SAMPLE_LINES * 2] if line.strip()][:_SAMPLE_LINES]

    def evenness(delimiter: str) -> tuple[int, int]:
        widths = Counter(len(_cells(line, delimiter)) for line in sample)
        width, lines_of_it = max(widths.items(), key=lambda pair: (pair[0] > 1) * pair[1], default=(1, 0))
        return (lines_of_it if width > 1 else 0, width)

    return max(_DELIMITERS, key=evenness)


def _records(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    """The cells of each row; a quoted cell may run over several lines."""
    at = 0
    while at < len(lines):
        if '"' not in lines[at]:
            yield lines[at].split(delimiter)
            at += 1
            continue
        cells, used = _quoted(lines[at : at + _LONGEST_ROW], delimiter)
        yield cells
        at += used


def _quoted(lines: Sequence[str], delimiter: str) -> tuple[list[str], int]:
    """The row that begins in the first of `lines` and how many of them it takes."""
    for used in range(1, len(lines) + 1):
        try:
            cells = next(csv.reader(["\n".join(lines[:used])], delimiter=delimiter, strict=True))
        except csv.Error as error:
            if "unexpected end of data" in str(error):
                continue
            break
        return cells, used
    return _cells(lines[0], delimiter), 1


def _cells(line: str, delimiter: str) -> list[str]:
    """The cells of one line read by itself."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:  # longer than a cell may be
        return line.split(delimiter)


def _row(number: int, cells: list[str]) -> GridRow:
    marks = tuple((column, Mark.CHARACTERS_LOST) for column, cell in enumerate(cells) if _LOST in cell)
    return GridRow(number, tuple(clean_cell(cell) for cell in cells), marks)
