"""A list of the program as a file to pass on: a workbook, or CSV for whatever else is named."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from deskcirc.errors import DeskcircError, reason_of
from deskcirc.exchange.refusals import safe_cell
from deskcirc.text import gettext as _

_WIDEST: Final = 60  # characters of a column in a workbook
_SHEET_NAME: Final = 31  # characters, as Excel allows


def write_table(path: Path, name: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Write the rows under their headers; every cell is text, so that numbers keep their noughts.

    The suffix says what is written: `.xlsx`, else CSV in UTF-8 with a byte order mark. Raises DeskcircError where the
    file can't be written.
    """
    try:
        if path.suffix.lower() == ".xlsx":
            _write_workbook(path, name, headers, rows)
        else:
            _write_csv(path, headers, rows)
    except OSError as error:
        raise DeskcircError(
            _("The file {name} cannot be written: {reason}.").format(name=path, reason=reason_of(error)),
            _("Choose another folder, or close the program that has the file open."),
        ) from error


def _write_workbook(path: Path, name: str, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    # openpyxl takes a third of a second to import, and few counters ever write a workbook.
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "".join(sign for sign in name if sign not in r"[]:*?/\\")[:_SHEET_NAME] or "1"
    for line, cells in enumerate((headers, *rows), start=1):
        for column, words in enumerate(cells, start=1):
            cell = sheet.cell(line, column)
            cell.value = ILLEGAL_CHARACTERS_RE.sub("", words)
            cell.data_type = "s"
            cell.number_format = "@"
            cell.font = Font(bold=line == 1)
    for column, cells in enumerate(zip(headers, *rows, strict=True), start=1):
        widest = max(sum(1 + (ord(sign) > 255) for sign in words) for words in cells)
        sheet.column_dimensions[get_column_letter(column)].width = min(_WIDEST, widest + 2)
    sheet.freeze_panes = "A2"
    book.save(path)


def _write_csv(path: Path, headers: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        table = csv.writer(stream)
        table.writerow(headers)
        table.writerows([safe_cell(words) for words in row] for row in rows)
