"""Workbooks (.xlsx, .xls, .xlsb, .ods) as grids: stored values only, merged cells filled downwards.

python-calamine reads them (50 000 rows in 0.4 s). Numbers come as floats in any reader, so whole ones are written
without their ".0", and those beyond fifteen digits are marked: a spreadsheet keeps no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import python_calamine as calamine

from deskcirc.domain.drafts import Mark
from deskcirc.errors import ImportFileError, reason_of
from deskcirc.exchange.formulas import Cell, formulas_without_value
from deskcirc.exchange.grid import Grid, GridRow, Grids, clean_cell
from deskcirc.text import gettext as _

_EXACT_BELOW: Final = 10**15  # a spreadsheet's numbers hold fifteen digits


def read_workbook(path: Path) -> Grids:
    """All visible sheets of the workbook; hidden ones are named among the problems. Raises ImportFileError."""
    book, formulas = _open(path)
    visible = [sheet for sheet in book.sheets_metadata if sheet.visible is calamine.SheetVisibleEnum.Visible]
    hidden = [sheet.name for sheet in book.sheets_metadata if sheet not in visible and sheet.typ is _WORKSHEET]
    grids = [_grid(book, sheet.name, formulas.get(sheet.name, {})) for sheet in visible if sheet.typ is _WORKSHEET]
    problems = tuple(_("The sheet {name} is hidden and was left out.").format(name=name) for name in hidden)
    return Grids(tuple(grids), problems=problems)


_WORKSHEET: Final = calamine.SheetTypeEnum.WorkSheet


def _open(path: Path) -> tuple[calamine.CalamineWorkbook, dict[str, dict[Cell, str]]]:
    """The workbook, and its formulas without a value; reading those also checks the sums of a damaged package."""
    try:
        formulas = formulas_without_value(path)  # first, for it refuses what would not fit into memory
        return calamine.CalamineWorkbook.from_path(path), formulas
    except ImportFileError:
        raise
    except calamine.PasswordError as error:
        raise password_error(path) from error
    except OSError as error:
        raise ImportFileError(
            _("{name} cannot be read: {reason}.").format(name=path.name, reason=reason_of(error)),
            _("Close the program that has it open, or copy the file to this computer, and try again."),
        ) from error
    except BaseException as error:
        raise _damaged(path, error) from error


def password_error(path: Path) -> ImportFileError:
    """The workbook asks for a password."""
    return ImportFileError(
        _("The workbook {name} is protected by a password.").format(name=path.name),
        _("Open it in the spreadsheet program, save it without a password, and import that file."),
    )


def _damaged(path: Path, error: BaseException) -> BaseException:
    """A Rust panic in the reader is no Exception, but means a damaged file like any other of its errors."""
    if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
        return error
    return ImportFileError(
        _("The workbook {name} is damaged: {reason}.").format(name=path.name, reason=error),
        _("Open it in the spreadsheet program, save it under a new name, and import that file."),
    )


def _grid(book: calamine.CalamineWorkbook, name: str, formulas: dict[Cell, str]) -> Grid:
    table, merged = _cells(book, name)
    for (top, column), (bottom, _right) in merged:
        _fill_down(table, top, bottom, column)
    by_row: dict[int, dict[int, str]] = {}
    for (row, column), formula in formulas.items():
        by_row.setdefault(row, {})[column] = formula
    table += [[] for _below in range(len(table), 1 + max(by_row, default=-1))]
    # Taken from the end, so that a row's raw values are given back while its neighbours are still being read.
    rows = [_row(place, table.pop(), by_row.get(place, {})) for place in reversed(range(len(table)))]
    rows.reverse()
    return Grid(name, rows)


def _cells(book: calamine.CalamineWorkbook, name: str) -> tuple[list[list[Any]], list[tuple[Cell, Cell]]]:
    """The values of a sheet from its first row and column on, and its merged ranges."""
    try:
        sheet = book.get_sheet_by_name(name)
        return sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or []
    except BaseException as error:
        raise _damaged(Path(book.path or name), error) from error


def _fill_down(table: list[list[Any]], top: int, bottom: int, column: int) -> None:
    """Give every row of a merged cell its words. A number is left alone: five merged copies are not five a row."""
    if top >= len(table) or column >= len(table[top]) or not isinstance(table[top][column], str):
        return
    for row in range(top + 1, min(bottom + 1, len(table))):
        table[row][column] = table[top][column]


def _row(index: int, values: Sequence[object], formulas: dict[int, str]) -> GridRow:
    cells = [_text(value) for value in values]
    marks = {
        column: Mark.NUMBER_ROUNDED
        for column, value in enumerate(values)
        if isinstance(value, (int, float)) and abs(value) >= _EXACT_BELOW
    }
    for column, formula in formulas.items():
        cells.extend([""] * (column + 1 - len(cells)))
        if not cells[column]:
            cells[column] = f"={formula}"
            marks[column] = Mark.FORMULA
    return GridRow(index + 1, tuple(cells), tuple(marks.items()))


# Publishers, places and classes come again in every other row: they are kept and cleaned once.
_shared: Final = lru_cache(maxsize=4096)(clean_cell)


def _text(value: object) -> str:
    if isinstance(value, str):
        return _shared(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.12f}".rstrip("0")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    return str(value)
