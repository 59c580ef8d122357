"""Saving a report as a workbook or as comma-separated text that Excel opens with its Chinese whole."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from deskcirc.domain.prices import format_fen
from deskcirc.domain.report import HUNDREDTHS, Kind, Report, Value
from deskcirc.errors import DeskcircError, reason_of
from deskcirc.exchange.grid import FORMULA_SIGNS
from deskcirc.exchange.packing import save_book
from deskcirc.files import written_whole
from deskcirc.text import gettext as _

_UNPRINTABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_FORMULA: Final = (*FORMULA_SIGNS, "\t", "\r", "\n")
_OWN_LINE: Final = re.compile(r"[＝＋－] \w[^(]*")  # of our tables of figures in Chinese, "＋ 送修": no formula
_POINTS_A_MILLIMETRE: Final = 0.55  # of a column's width as spreadsheets count it, in digits


Progress = Callable[[int, int], None]
_EVERY_ROWS: Final = 200


class ReportFileError(DeskcircError):
    """The file can't be written: a folder that is gone, a disk that is full, a workbook that Excel holds open."""


def save_report(report: Report, path: Path, progress: Progress | None = None) -> None:
    """Write the report into `path`, by its ending: .csv, everything else a workbook.

    `progress` hears how many rows are written and may raise CancelledError. The file that was there stays whole if
    the new one isn't finished; raises ReportFileError where it can't be written, DeskcircError for a library's name.
    """
    write = _write_csv if path.suffix.lower() == ".csv" else _write_workbook
    try:
        with written_whole(path) as draft:
            write(report, draft, progress or _untold)
    except OSError as error:
        raise ReportFileError(
            _("{name} could not be written: {reason}.").format(name=path.name, reason=reason_of(error)),
            _("Close it in the other program, make room on the disk, or save under another name."),
        ) from None


def _untold(_done: int, _total: int) -> None:
    """Nobody waits for a short list."""


def _counted(report: Report, progress: Progress) -> Iterator[tuple[Value, ...]]:
    total = len(report.rows)
    for done, row in enumerate(report.rows, 1):
        yield row
        if done % _EVERY_ROWS == 0 or done == total:
            progress(done, total)


def _write_csv(report: Report, path: Path, progress: Progress) -> None:
    """UTF-8 with a mark at its head, by which Excel knows it; money in yuan, days as 2026-06-26."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.heading for column in report.columns])
        for row in _counted(report, progress):
            writer.writerow([_text(value, column.kind) for value, column in zip(row, report.columns, strict=True)])
        for note in report.notes:
            writer.writerow([_text(note, Kind.WORDS)])


def _text(value: Value, kind: Kind) -> str:
    """A cell as text; what a spreadsheet would reckon out is led by an apostrophe, as the spreadsheet itself does."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return format_fen(value) if kind in HUNDREDTHS else str(value)
    text = _UNPRINTABLE.sub("", value or "")
    return f"'{text}" if text.startswith(_FORMULA) and not _OWN_LINE.fullmatch(text) else text


def _write_workbook(report: Report, path: Path, progress: Progress) -> None:
    """One sheet: title, facts, headings, rows; numbers are numbers, days are days, the headings stay in sight.

    Rows go to the file as they are made: a ledger of 100 000 lines would take half a gigabyte as cells.
    """
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    name = re.sub(r"[\\/*?:\[\]]", "_", report.title)[:31] or report.name
    sheet: Any = book.create_sheet(name)
    for place, column in enumerate(report.columns, 1):
        sheet.column_dimensions[get_column_letter(place)].width = max(8, column.width * _POINTS_A_MILLIMETRE)
    sheet.freeze_panes = "A4"
    sheet.auto_filter.ref = f"A3:{get_column_letter(len(report.columns))}{max(3, len(report.rows) + 3)}"

    def cell(value: Value, kind: Kind = Kind.WORDS, font: Any = None) -> Any:
        made = WriteOnlyCell(sheet)
        _fill(made, value, kind)
        if font is not None:
            made.font = font
        return made

    sheet.append([cell(report.title, font=Font(bold=True, size=14))])
    sheet.append([cell(report.told)])
    bold = Font(bold=True)
    sheet.append([cell(column.heading, font=bold) for column in report.columns])
    kinds = [column.kind for column in report.columns]
    try:
        for row in _counted(report, progress):
            sheet.append([cell(value, kind) for value, kind in zip(row, kinds, strict=True)])
        for note in report.notes:
            sheet.append([cell(note)])
    finally:
        sheet.close()
    save_book(book, path)


def _fill(cell: Any, value: Value, kind: Kind) -> None:
    if isinstance(value, date):
        cell.value, cell.number_format = value, "yyyy-mm-dd"
    elif isinstance(value, int) and kind in HUNDREDTHS:
        cell.value, cell.number_format = value / 100, "0.00"
    elif isinstance(value, int):
        cell.value = value
    elif value:
        cell.value = _UNPRINTABLE.sub("", value)
        cell.data_type = "s"  # a call number may begin with "="; it is no formula
