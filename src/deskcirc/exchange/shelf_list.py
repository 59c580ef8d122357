"""A list of shelves from a workbook or a text table: code, name, location and first call number, by their headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from deskcirc.domain.drafts import Mark
from deskcirc.domain.shelf_lists import ShelfFile, ShelfRow
from deskcirc.errors import ImportFileError
from deskcirc.exchange.columns import plain_header
from deskcirc.exchange.grid import Grid, GridRow, one_line
from deskcirc.exchange.marc import sniff
from deskcirc.exchange.preview import load_tables
from deskcirc.exchange.source import read_head, table_kind_of
from deskcirc.text import gettext as _
from deskcirc.text import marked

CODE: Final = marked("Label code")
NAME: Final = marked("Shelf name")
LOCATION: Final = marked("Location")
FIRST: Final = marked("First call number")
HEADINGS: Final = {"code": CODE, "name": NAME, "location": LOCATION, "call_number": FIRST}
"""The columns of a list as we write them ourselves, by the field of `ShelfRow`."""
_WORDS: Final = {
    "code": "code labelcode shelfcode barcode"
    " 架位号 架位码 架位编号 架位条码 层架号 层架码 层架标 架标 条码 条形码 代码 编码 编号",
    "name": "name shelf shelfname 名称 架位 架位名 架位名称 层架 层架名称 架名",
    "location": "location place room 馆藏地 馆藏地点 馆藏 地点 位置 书库 阅览室 藏书地点",
    "call_number": "firstcallnumber callnumber from begin 起始索书号 首索书号 首册索书号 开始索书号 起始号 索书号",
}
_HEADER_WITHIN: Final = 40  # filled rows in which the headings are looked for
_DAMAGED: Final = frozenset({Mark.NUMBER_ROUNDED, Mark.CHARACTERS_LOST, Mark.FORMULA})


def read_shelf_list(path: Path) -> ShelfFile:
    """Every row of the file's tables. Raises ImportFileError for one that holds no such list."""
    head = read_head(path)
    if sniff(head):
        raise _no_list(path)
    loaded = load_tables(path, table_kind_of(path, head), None)
    rows: list[ShelfRow] = []
    understood = False
    for grid in loaded.grids:
        header, places = _headings(grid)
        if header is not None:
            understood = True
            rows += [_row(row, places) for row in grid.filled_rows() if row.number > header]
    if not understood:
        raise _no_list(path)
    filled = [row for row in rows if replace(row, number=0) != ShelfRow(0)]
    return ShelfFile(path.name, tuple(filled), tuple(loaded.problems))


def _headings(grid: Grid) -> tuple[int | None, dict[str, int]]:
    """The number of the row of headings and where each column stands; None where the table has none."""
    best: tuple[int | None, dict[str, int]] = None, {}
    for row in grid.filled_rows()[:_HEADER_WITHIN]:
        places = _places(row.cells)
        if len(places) > max(1, len(best[1])) and places.keys() & {"code", "name"}:
            best = row.number, places
    return best


def _places(cells: Sequence[str]) -> dict[str, int]:
    meant = {word: field for field, words in _WORDS.items() for word in words.split()}
    meant |= {plain_header(_(heading)): field for field, heading in HEADINGS.items()}
    found: dict[str, int] = {}
    for place, cell in enumerate(cells):
        field = meant.get(plain_header(cell)) if cell else None
        if field is not None:
            found.setdefault(field, place)
    return found


def _row(row: GridRow, places: dict[str, int]) -> ShelfRow:
    values = {field: one_line(row.cells[place]) if place < len(row.cells) else "" for field, place in places.items()}
    damaged = {column for column, mark in row.marks if mark in _DAMAGED}
    spoilt = [_(HEADINGS[field]) for field, place in places.items() if place in damaged]
    words = _("{columns}: the file has lost characters or digits here.")
    return ShelfRow(row.number, **values, flaw=words.format(columns=_(", ").join(spoilt)) if spoilt else "")


def _no_list(path: Path) -> ImportFileError:
    headings = " · ".join(_(heading) for heading in HEADINGS.values())
    return ImportFileError(
        _("{name} is no list of shelves.").format(name=path.name),
        _("Its first row must name the columns: {headings}. Save the list of shelves here to have a pattern.").format(
            headings=headings
        ),
    )
