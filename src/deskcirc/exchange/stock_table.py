"""The stock as a table, one row a copy: the headings are such as an import knows again."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, BinaryIO, Final, Protocol

from deskcirc.domain.drafts import CopyDraft, TitleDraft
from deskcirc.domain.isbn import hyphenated
from deskcirc.domain.prices import format_fen
from deskcirc.domain.titles import TITLE_KIND_WORDS, TitleKind
from deskcirc.exchange.grid import FORMULA_SIGNS
from deskcirc.exchange.header_words import COLUMN_NAMES, Column
from deskcirc.exchange.packing import save_book
from deskcirc.text import gettext as _

Value = str | int | date | None

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA: Final = (*FORMULA_SIGNS, "\t", "\r", "\n")
_LONGEST_CELL: Final = 32_767  # characters a cell of a workbook can hold
_MOST_ROWS: Final = 1_048_575  # of a sheet, below its headings
_NO_COPY: Final = CopyDraft()
_DAY, _MONEY = "yyyy-mm-dd", "0.00"


def _of_title(name: str) -> Callable[[TitleDraft, CopyDraft], Value]:
    return lambda title, _copy: getattr(title, name)


def _of_copy(name: str) -> Callable[[TitleDraft, CopyDraft], Value]:
    return lambda _title, copy: getattr(copy, name)


def _kind(title: TitleDraft, _copy: CopyDraft) -> Value:
    """The kind in words, nothing for an ordinary book."""
    return "" if title.kind == TitleKind.BOOK else _(TITLE_KIND_WORDS[TitleKind(title.kind)])


TOLD: Final[dict[Column, Callable[[TitleDraft, CopyDraft], Value]]] = {
    Column.ACCESSION_NUMBER: _of_copy("accession_number"),
    Column.BARCODE: _of_copy("barcode"),
    **{column: _of_title(column.value.replace("-", "_")) for column in (Column.TITLE, Column.SUBTITLE, Column.VOLUME)},
    Column.COPY_VOLUME: _of_copy("volume"),
    **{
        column: _of_title(column.value.replace("-", "_"))
        for column in (Column.AUTHOR, Column.OTHER_AUTHORS, Column.PUBLISHER, Column.PLACE, Column.PUBLISHED)
    },
    Column.ISBN: lambda title, _copy: hyphenated(title.isbn) if title.isbn_valid else title.isbn,
    Column.PRICE: _of_title("price"),
    Column.COPY_PRICE: _of_copy("price"),
    Column.CLASS_NUMBER: _of_title("class_number"),
    Column.BOOK_NUMBER: _of_title("book_number"),
    Column.CALL_NUMBER: _of_title("call_number"),
    Column.COPY_CALL_NUMBER: _of_copy("call_number"),
    Column.LOCATION: _of_copy("location"),
    Column.ITEM_TYPE: lambda title, copy: copy.item_type or title.item_type,
    Column.ACQUIRED: _of_copy("acquired"),
    Column.SOURCE: _of_copy("source"),
    Column.COPY_COUNT: lambda _title, copy: 0 if copy is _NO_COPY else 1,
    Column.COPY_NOTE: _of_copy("note"),
    **{
        column: _of_title(column.value.replace("-", "_"))
        for column in (Column.EDITION, Column.PAGES, Column.SIZE, Column.BINDING, Column.ACCOMPANYING, Column.SERIES)
    },
    Column.SET_NAME: _of_title("set_name"),
    Column.PARALLEL_TITLE: _of_title("parallel_title"),
    Column.KIND: _kind,
    Column.LANGUAGE: _of_title("language"),
    Column.AUDIENCE: _of_title("audience"),
    Column.SUBJECTS: lambda title, _copy: "; ".join(title.subjects),
    Column.OTHER_ISBNS: lambda title, _copy: " ".join(title.other_isbns),
    Column.ISSN: _of_title("issn"),
    Column.UNIFIED_NUMBER: _of_title("unified_number"),
    Column.SUMMARY: _of_title("summary"),
    Column.NOTE: _of_title("note"),
}
"""What stands in each column, in the order of the file."""

_MONEYS: Final = frozenset({Column.PRICE, Column.COPY_PRICE})


def headings() -> list[str]:
    """The headings in the language of the screen; an import knows them in every language we have."""
    return [_(COLUMN_NAMES[column]) for column in TOLD]


def rows_of(title: TitleDraft) -> Iterator[list[Value]]:
    """A row for each copy; a title without copies has one that counts none."""
    for copy in title.copies or (_NO_COPY,):
        yield [told(title, copy) for told in TOLD.values()]


class StockTable(Protocol):
    """A table under way."""

    def add(self, title: TitleDraft) -> None:
        """The rows of one title."""

    def finish(self) -> None:
        """Write what is left."""

    def abandon(self) -> None:
        """Let go of everything half-made."""


class CsvTable:
    """UTF-8 with a byte order mark, by which Excel and WPS know it; a cell they would reckon out is kept a text."""

    def __init__(self, file: BinaryIO) -> None:
        self._text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
        self._writer = csv.writer(self._text)
        self._writer.writerow(headings())

    def add(self, title: TitleDraft) -> None:
        """The rows of one title."""
        for row in rows_of(title):
            self._writer.writerow(map(_plain, TOLD, row))

    def finish(self) -> None:
        """Hand the file back to who opened it."""
        self._text.flush()
        self._text.detach()

    def abandon(self) -> None:
        """Nothing is held back but what was written."""
        self._text.detach()


def _plain(column: Column, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return format_fen(value) if column in _MONEYS else str(value)
    text = _UNPRINTABLE.sub("", value)
    return f"'{text}" if text.startswith(_FORMULA) else text


class WorkbookTable:
    """One sheet, written row by row so that its size does not matter; numbers of copies and books stay texts."""

    def __init__(self, file: BinaryIO) -> None:
        from openpyxl import Workbook
        from openpyxl.styles import Font

        self._file = file
        self._book = Workbook(write_only=True)
        self._count = 0
        self._bold = Font(bold=True)
        self._sheet: Any = None
        self._begin()

    def _begin(self) -> None:
        """A sheet with its headings, which stay in sight."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.utils import get_column_letter

        self._sheet = self._book.create_sheet(_("Stock"))
        self._sheet.freeze_panes = "C2"
        for place, column in enumerate(TOLD, 1):
            self._sheet.column_dimensions[get_column_letter(place)].width = 36 if column is Column.TITLE else 14
        cells = [WriteOnlyCell(self._sheet, value=heading) for heading in headings()]
        for cell in cells:
            cell.font = self._bold
        self._sheet.append(cells)

    def add(self, title: TitleDraft) -> None:
        """The rows of one title, on a further sheet where one is full."""
        for row in rows_of(title):
            if self._count == _MOST_ROWS:
                self._count = 0
                self._begin()
            self._sheet.append([self._cell(column, value) for column, value in zip(TOLD, row, strict=True)])
            self._count += 1

    def finish(self) -> None:
        """Pack the sheets."""
        save_book(self._book, self._file)

    def abandon(self) -> None:
        """Close the sheets, which lie in files of their own until they are packed."""
        for sheet in self._book.worksheets:
            sheet.close()

    def _cell(self, column: Column, value: Value) -> Any:
        from openpyxl.cell import WriteOnlyCell

        if value is None or value == "":
            return None
        if isinstance(value, int) and column not in _MONEYS:
            return value
        text = _UNPRINTABLE.sub("", value)[:_LONGEST_CELL] if isinstance(value, str) else ""
        if isinstance(value, str) and not text.startswith("="):
            return text or None
        shown: Any = text or (value / 100 if isinstance(value, int) else value)
        cell = WriteOnlyCell(self._sheet, value=shown)
        if text:
            cell.data_type = "s"  # a call number may begin with "="; it is no formula
        else:
            cell.number_format = _MONEY if isinstance(value, int) else _DAY
        return cell
