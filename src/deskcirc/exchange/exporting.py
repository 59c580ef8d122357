"""The stock as a file for other systems: MARC records or a table, written beside its name and renamed when whole.

What the library knows today goes into the record kept with a title, everything else of that record stays; where the
library is silent, the record goes on speaking. A title without a record, or with one of another family of MARC, is
described anew. One title is one record in the file, whatever number of records told of it: the one kept last.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Final

from deskcirc.domain.call_numbers import call_number
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.titles import AS_DESCRIBED, TitleKind
from deskcirc.errors import DeskcircError, reason_of
from deskcirc.exchange import cnmarc_holdings, marc21_holdings
from deskcirc.exchange.iso2709_writing import MarcTooLongError, cleaned, written
from deskcirc.exchange.marc_fields import Field, FieldList
from deskcirc.exchange.marc_form import described, fields_of, form_fields, merged, syntax_of
from deskcirc.exchange.stock_table import CsvTable, StockTable, WorkbookTable
from deskcirc.files import written_whole
from deskcirc.text import gettext as _
from deskcirc.text import marked

KEPT_REASONS: Final = 1000
"""Titles that could not be written of which the reason is kept; all are counted."""


class ExportFormat(StrEnum):
    """What a stock can be written as."""

    CNMARC = "cnmarc"
    CNMARC_GB18030 = "cnmarc-gb18030"
    MARC21 = "marc21"
    WORKBOOK = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class Exporter:
    """A kind of file the stock can be exported as: its name for people, what it is good for, its suffix."""

    format: ExportFormat
    name: str  # marked for translation
    use: str  # marked for translation
    suffix: str


EXPORTERS: Final = (
    Exporter(
        ExportFormat.CNMARC,
        marked("CNMARC, UTF-8"),
        marked("For newer library systems: whole records with copies in field 905."),
        ".iso",
    ),
    Exporter(
        ExportFormat.CNMARC_GB18030,
        marked("CNMARC, GB18030"),
        marked("The same for older Chinese systems, which know only GBK."),
        ".iso",
    ),
    Exporter(
        ExportFormat.MARC21,
        marked("MARC 21, UTF-8"),
        marked("For systems from abroad, such as Koha: copies in fields 852 and 876."),
        ".mrc",
    ),
    Exporter(
        ExportFormat.WORKBOOK,
        marked("Workbook"),
        marked("For Excel and WPS: one line a copy, under headings that an import knows again."),
        ".xlsx",
    ),
    Exporter(
        ExportFormat.CSV,
        marked("Text table (CSV)"),
        marked("The same lines as plain text, for any program."),
        ".csv",
    ),
)


_SUFFIXES: Final = {
    **dict.fromkeys((".iso", ".mrc", ".marc"), frozenset(ExportFormat) - {ExportFormat.WORKBOOK, ExportFormat.CSV}),
    **dict.fromkeys((".xlsx", ".xlsm", ".xls", ".et"), frozenset({ExportFormat.WORKBOOK})),
    **dict.fromkeys((".csv", ".tsv"), frozenset({ExportFormat.CSV})),
}
"""What other programs take a file for by the end of its name; any other end says nothing."""


class ExportFileError(DeskcircError):
    """The file can't be written: a folder that is gone, a disk that is full, a file another program holds open."""


@dataclass(frozen=True, slots=True)
class Unwritten:
    """A title that could not be written, and why."""

    title_id: int
    title: str
    reason: str


@dataclass(slots=True)
class ExportSummary:
    """What was written; `unwritten` holds the first KEPT_REASONS of the `refused` titles.

    In `mended` records signs that no MARC file can hold were left out.
    """

    titles: int = 0
    copies: int = 0
    refused: int = 0
    mended: int = 0
    unwritten: list[Unwritten] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ExportFacts:
    """What stands in every record: the day of the export, and the library's code or name."""

    on: date
    unit: str = ""


OnTitle = Callable[[int], None]


def exporter_of(format_: ExportFormat) -> Exporter:
    """The exporter of a format."""
    return next(one for one in EXPORTERS if one.format is format_)


def refuse_other_suffix(path: Path, format_: ExportFormat) -> None:
    """Raise ExportFileError where the end of the name says another kind of file: no program would open it."""
    suffix = path.suffix.lower()
    if format_ in _SUFFIXES.get(suffix, (format_,)):
        return
    chosen = exporter_of(format_)
    meant = next(one for one in EXPORTERS if one.format in _SUFFIXES[suffix])
    words = _("{name} would be taken for another kind of file: what was chosen is “{kind}”.")
    remedy = _("Choose “{meant}” as the kind of file, or a name that ends in {suffix}.")
    raise ExportFileError(
        words.format(name=path.name, kind=_(chosen.name)), remedy.format(meant=_(meant.name), suffix=chosen.suffix)
    )


def export_stock(
    path: Path,
    format_: ExportFormat,
    titles: Iterable[tuple[int, TitleDraft]],
    facts: ExportFacts,
    on_title: OnTitle = lambda _count: None,
) -> ExportSummary:
    """Write all titles, each with its id, its copies and the record kept with it, into `path`.

    `on_title` hears how many titles came so far; what it raises (CancelledError) ends the export. After any trouble
    the file that was there before is whole and nothing else is left. Raises ExportFileError.
    """
    summary = ExportSummary()
    try:
        with written_whole(path) as draft, draft.open("wb") as file:
            _write(file, format_, titles, facts, summary, on_title)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise ExportFileError(
            _("{name} could not be written: {reason}.").format(name=path.name, reason=reason_of(error)),
            _("Nothing was exported. Choose another folder or name, or make room on the disk."),
        ) from error
    return summary


def _write(
    file: BinaryIO,
    format_: ExportFormat,
    titles: Iterable[tuple[int, TitleDraft]],
    facts: ExportFacts,
    summary: ExportSummary,
    on_title: OnTitle,
) -> None:
    if format_ in (ExportFormat.WORKBOOK, ExportFormat.CSV):
        _write_table(
            WorkbookTable(file) if format_ is ExportFormat.WORKBOOK else CsvTable(file), titles, summary, on_title
        )
        return
    for count, (title_id, title) in enumerate(titles, 1):
        _write_record(file, format_, title_id, title, facts, summary)
        on_title(count)


def _write_table(
    table: StockTable, titles: Iterable[tuple[int, TitleDraft]], summary: ExportSummary, on_title: OnTitle
) -> None:
    try:
        for count, (_title_id, title) in enumerate(titles, 1):
            table.add(title)
            summary.titles += 1
            summary.copies += len(title.copies)
            on_title(count)
    except BaseException:
        table.abandon()
        raise
    table.finish()


def _write_record(
    file: BinaryIO, format_: ExportFormat, title_id: int, title: TitleDraft, facts: ExportFacts, summary: ExportSummary
) -> None:
    fields, mended = cleaned(marc_record(title_id, title, format_, facts))
    encoding = "gb18030" if format_ is ExportFormat.CNMARC_GB18030 else "utf-8"
    try:
        octets = written(fields, encoding)
    except MarcTooLongError as trouble:
        summary.refused += 1
        if len(summary.unwritten) < KEPT_REASONS:
            summary.unwritten.append(Unwritten(title_id, title.title, f"{trouble.sentence} {trouble.remedy}"))
        return
    file.write(octets)
    summary.titles += 1
    summary.copies += len(title.copies)
    summary.mended += bool(mended)


def marc_record(title_id: int, title: TitleDraft, format_: ExportFormat, facts: ExportFacts) -> FieldList:
    """The title with its copies as one record of that format."""
    is_marc21 = format_ is ExportFormat.MARC21
    kept = None
    if title.marc is not None and (title.marc.syntax == "marc21") is is_marc21:
        kept = fields_of(title.marc)
    said = described(kept) if kept is not None and (syntax_of(kept) == "marc21") is is_marc21 else None
    if kept is not None and said is not None:
        whole = merged(kept, said, _of_today(said, title))
    else:
        syntax = "marc21" if is_marc21 else "cnmarc"
        made = form_fields(title, entered=facts.on, agency=facts.unit, syntax=syntax)
        whole = FieldList(made.leader, (Field("001", text=str(title_id)), *made.fields))
    with_copies = marc21_holdings.with_copies if is_marc21 else cnmarc_holdings.with_copies
    return with_copies(whole, title, facts.unit)


_COMPARED: Final = tuple(name for name in AS_DESCRIBED if name not in ("isbn", "isbn_valid", "year", "kind"))


def _of_today(said: TitleDraft, title: TitleDraft) -> TitleDraft:
    """What the record says, with all that the library says otherwise; its silence takes nothing from the record."""
    changes: dict[str, Any] = {name: value for name in _COMPARED if (value := getattr(title, name)) not in ("", None)}
    if title.published:
        changes["year"] = title.year
    if title.isbn:
        changes.update(isbn=title.isbn, isbn_valid=title.isbn_valid)
    if title.kind != TitleKind.BOOK:
        changes["kind"] = title.kind
    # The library keeps these as one text each.
    if title.other_isbns and " ".join(title.other_isbns) != " ".join(said.other_isbns):
        changes["other_isbns"] = title.other_isbns
    if title.subjects and "; ".join(title.subjects) != "; ".join(said.subjects):
        changes["subjects"] = title.subjects
    if not said.item_type and title.item_type:
        changes["item_type"] = title.item_type
    derived = call_number(title.class_number, title.book_number)
    if title.call_number and not (title.call_number == derived and not said.call_number):
        changes["call_number"] = title.call_number
    elif title.book_number and not said.call_number:
        changes["call_number"] = derived
    return replace(said, **changes)
