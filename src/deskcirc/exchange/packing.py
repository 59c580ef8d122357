"""Packing a workbook into its file, so that a disk that is full is said once, and by whoever asked for the file."""

from __future__ import annotations

from pathlib import Path
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile


def save_book(book: Any, file: Path | IO[bytes]) -> None:
    """Write an openpyxl workbook; raises OSError where the disk refuses.

    The workbook's own saving leaves its half-written archive open then, which complains once more when it is swept up.
    """
    from openpyxl.writer.excel import ExcelWriter

    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
