"""Tables inside HTML or Excel-2003 XML, which many programs save under the suffix .xls."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

from deskcirc.exchange.delimited import decoded, find_encoding
from deskcirc.exchange.grid import Grid, GridRow, Grids, clean_cell

_CHARSET: Final = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?([\w-]+)""", re.IGNORECASE)
_WIDE: Final = frozenset({"utf-8", "utf8", "gb18030", "big5", "utf-16"})
_WIDEST_SPAN: Final = 200


def read_markup(content: bytes, encoding: str | None = None) -> Grids:
    """Every table of the page that has a row; nested tables are read as part of the outer one's text."""
    found = encoding or _declared(content) or find_encoding(content)
    parser = _TableParser()
    parser.feed(decoded(content, found))
    parser.close()
    return Grids(tuple(parser.grids()), encoding=found)


def _declared(content: bytes) -> str | None:
    """The charset of the page, if the page can really be read with it; GBK is read as its superset."""
    match = _CHARSET.search(content[:2000])
    if match is None:
        return None
    declared = match.group(1).decode().lower()
    declared = "gb18030" if declared in {"gb2312", "gbk"} else declared
    if declared not in _WIDE:  # any bytes are text in Latin-1, so a page of Chinese that claims it proves nothing
        return None
    try:
        content.decode(declared)
    except UnicodeError:
        return None
    return declared


class _TableParser(HTMLParser):
    """Collects rows of <tr><td> and of <Row><Cell><Data>; tag names arrive in lower case."""

    def __init__(self) -> None:
        super().__init__()
        self._tables: list[tuple[str, list[list[str]]]] = []
        self._row: list[str] | None = None
        self._cell: list[str] | None = None
        self._span = 1
        self._sheet = ""

    def grids(self) -> list[Grid]:
        """The tables read so far, each under its sheet's name or "" / "2" / "3" ... by its place."""
        filled = [(name, rows) for name, rows in self._tables if rows]
        return [
            Grid(
                name or ("" if place == 1 else str(place)),
                [GridRow(number, tuple(map(clean_cell, row))) for number, row in enumerate(rows, start=1)],
            )
            for place, (name, rows) in enumerate(filled, start=1)
        ]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        name = tag.rpartition(":")[2]
        if name == "worksheet":
            self._sheet = given.get("ss:name") or ""
        elif name == "table" and self._row is None:
            self._tables.append((self._sheet, []))
        elif name in {"tr", "row"}:
            self._begin_row(given.get("ss:index"))
        elif name in {"td", "th", "cell"} and self._row is not None:
            self._begin_cell(self._row, given)
        elif name == "br" and self._cell is not None:
            self._cell.append(" ")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag.rpartition(":")[2] != "br":
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        name = tag.rpartition(":")[2]
        if name in {"td", "th", "cell"}:
            self._end_cell()
        elif name in {"tr", "row", "table"}:
            self._end_row()

    def handle_data(self, data: str) -> None:
        if self._cell is not None:
            self._cell.append(data)

    def _begin_row(self, index: str | None) -> None:
        self._end_row()
        if not self._tables:
            self._tables.append((self._sheet, []))
        rows = self._tables[-1][1]
        rows.extend([] for _skipped in range(len(rows), _place(index, len(rows))))
        self._row = []

    def _begin_cell(self, row: list[str], given: dict[str, str | None]) -> None:
        self._end_cell()
        row.extend("" for _skipped in range(len(row), _place(given.get("ss:index"), len(row))))
        span = _number(given.get("colspan"), 1) + _number(given.get("ss:mergeacross"), 0)
        self._span = max(1, min(span, _WIDEST_SPAN))
        self._cell = []

    def _end_cell(self) -> None:
        if self._row is not None and self._cell is not None:
            self._row.append(" ".join("".join(self._cell).split()))
            self._row.extend([""] * (self._span - 1))
        self._cell = None

    def _end_row(self) -> None:
        self._end_cell()
        if self._row is not None:
            self._tables[-1][1].append(self._row)
        self._row = None


def _place(index: str | None, here: int) -> int:
    """Where the next row or cell stands, from 0, if the file skipped some (ss:Index counts from 1)."""
    wanted = _number(index, here + 1) - 1
    return wanted if here <= wanted < here + 10_000 else here


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 8 else otherwise
