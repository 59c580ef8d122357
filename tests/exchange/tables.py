"""Small workbooks and text files as schools make them, written for one test."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl

ROOT = Path(__file__).resolve().parents[2]
RURAL_SCHOOL = ROOT / "resources" / "practice" / "rural_school.xlsx"
EXCEL = ROOT / "tests" / "files" / "excel"
SHARED = Path(os.environ.get("DESKCIRC_SHARED", ROOT.parent / "shared"))


def workbook(path: Path, rows: Iterable[Sequence[Any]], merged: Sequence[str] = (), hidden: str = "") -> Path:
    """An .xlsx with one sheet of these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    for cells in merged:
        sheet.merge_cells(cells)
    if hidden:
        book.create_sheet(hidden).sheet_state = "hidden"
    book.save(path)
    return path


def text_table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    """A text file in that encoding."""
    path.write_bytes(text.encode(encoding))
    return path
