"""File formats of other systems: what comes in as rows of drafts, what goes out, and nothing about the library.

An importer is one file here that turns a foreign file into `ReadRow`s of domain.drafts; it knows the domain only.
`examine` shows a file before anything is stored, `read_rows` reads it, `write_refusals` keeps what was refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deskcirc.domain.drafts import ReadRow
from deskcirc.exchange.choices import Choices
from deskcirc.exchange.columns import ColumnPlan, TableKind, columns_for
from deskcirc.exchange.exporting import EXPORTERS, Exporter, ExportFacts, ExportFormat, ExportSummary, export_stock
from deskcirc.exchange.header_words import COLUMN_NAMES, Column
from deskcirc.exchange.marc import read_marc, sniff
from deskcirc.exchange.marc_preview import preview_marc
from deskcirc.exchange.preview import Preview, SheetPreview, preview_tables, read_tables
from deskcirc.exchange.refusals import write_refusals
from deskcirc.exchange.source import FileKind, read_head, table_kind_of
from deskcirc.text import marked


@dataclass(frozen=True, slots=True)
class Importer:
    """A kind of file that can be imported: its name for the file dialog, and the suffixes such files usually bear."""

    kind: FileKind
    name: str  # marked for translation
    suffixes: tuple[str, ...]


IMPORTERS: Final = (
    Importer(
        FileKind.WORKBOOK, marked("Workbook (Excel, WPS, LibreOffice)"), (".xlsx", ".xls", ".xlsb", ".ods", ".et")
    ),
    Importer(FileKind.TEXT, marked("Text table (CSV, tab-separated)"), (".csv", ".tsv", ".txt")),
    Importer(FileKind.MARC, marked("MARC (ISO 2709, XML, text)"), (".iso", ".mrc", ".marc", ".dat", ".xml", ".txt")),
    Importer(FileKind.MARKUP, marked("Table in a web page"), (".html", ".htm", ".xls")),
)


def examine(path: Path, encoding: str | None = None, syntax: str | None = None) -> Preview:
    """What the file is and how it would be read; nothing is stored.

    `encoding` and `syntax` (a MARC dialect: cnmarc, unimarc, marc21) override what the file seems to be. Raises
    ImportFileError for a file that holds no rows at all; a table whose columns are not understood comes back with its
    `problem`, so that a person can name them.
    """
    kind = _kind_of(path)
    chosen = Choices(encoding=encoding, syntax=syntax)
    return preview_marc(path, chosen) if kind is FileKind.MARC else preview_tables(path, kind, chosen)


def read_rows(path: Path, choices: Choices | None = None) -> Iterator[ReadRow]:
    """Every row of the file as a draft or a refusal, in the file's order; blank rows are no rows.

    Raises ImportFileError for a file that cannot be read at all: at once, or from the iterator where a MARC file
    breaks while it is read.
    """
    kind, made = _kind_of(path), choices or Choices()
    if kind is FileKind.MARC:
        return read_marc(path, encoding=made.encoding, syntax=made.syntax)
    return read_tables(path, kind, made)


def _kind_of(path: Path) -> FileKind:
    head = read_head(path)
    return FileKind.MARC if sniff(head) else table_kind_of(path, head)


__all__ = [
    "COLUMN_NAMES",
    "EXPORTERS",
    "IMPORTERS",
    "Choices",
    "Column",
    "ColumnPlan",
    "ExportFacts",
    "ExportFormat",
    "ExportSummary",
    "Exporter",
    "FileKind",
    "Importer",
    "Preview",
    "SheetPreview",
    "TableKind",
    "columns_for",
    "examine",
    "export_stock",
    "read_rows",
    "write_refusals",
]
