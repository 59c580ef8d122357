"""What came of an import in words: figures that add up, the doubts by how often, what was left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from deskcirc.desk.imports import ImportSummary
from deskcirc.domain.drafts import Mark
from deskcirc.errors import DeskcircError
from deskcirc.exchange import Preview
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext

MARK_NAMES: Final = {
    Mark.ISBN_WRONG: marked("ISBN with a wrong length or check digit, kept as printed"),
    Mark.ISBN_RUINED: marked("ISBN rounded by a spreadsheet, lost"),
    Mark.ISBN_REPEATED: marked("ISBN on more than one title, both kept"),
    Mark.PRICE_UNREADABLE: marked("price that cannot be read, kept as a note"),
    Mark.PRICE_FOREIGN: marked("price not in yuan, kept as a note"),
    Mark.DATE_UNREADABLE: marked("date that cannot be read, kept as written"),
    Mark.COUNT_UNREADABLE: marked("number of copies that cannot be read, one assumed"),
    Mark.CLASS_UNREADABLE: marked("class that cannot be read"),
    Mark.CLASS_NUMBER_ODD: marked("unusual class number, kept as written"),
    Mark.NUMBER_ROUNDED: marked("long number a spreadsheet may have cut"),
    Mark.FORMULA: marked("formula without a stored value"),
    Mark.RECORD_MENDED: marked("damaged record, mended while reading"),
    Mark.CHARACTERS_LOST: marked("characters that could not be read"),
    Mark.NUMBER_TAKEN: marked("number already in use, a new one given"),
    Mark.BARCODE_TAKEN: marked("barcode already in use, left out"),
    Mark.NO_CATEGORY: marked("no patron category, assumed to be a pupil"),
    Mark.PATRON_DIFFERS: marked("patron who differs from the library, not changed"),
}


@dataclass(frozen=True, slots=True)
class FileImport:
    """What came of one file. `entry_id` is the journal entry that undo takes back, None after a dry run.

    `error_files` hold the refused rows; `trouble` says why they could not be written, if so. `said` is what else there
    is to say about it: what a delivery expects, and where its list stands already.
    """

    summary: ImportSummary
    dry_run: bool
    entry_id: int | None = None
    error_files: tuple[Path, ...] = ()
    trouble: DeskcircError | None = None
    said: tuple[str, ...] = ()


def summary_sentences(done: FileImport) -> tuple[str, ...]:
    """What came of the file, as the librarian reads it: the rows, what is new, where the refused ones are."""
    summary = done.summary
    rows = ngettext("{count} row read", "{count} rows read", summary.read).format(count=f"{summary.read:,}")
    became = _("{added} added, {matched} already known, {refused} refused").format(
        added=f"{summary.added:,}", matched=f"{summary.matched:,}", refused=f"{summary.refused:,}"
    )
    sentences = [_("{rows}: {became}.").format(rows=rows, became=became), *_new(summary), *done.said]
    sentences += [_("Refused rows are in {name}.").format(name=file) for file in done.error_files]
    if done.trouble is not None:
        sentences += [done.trouble.sentence, done.trouble.remedy]
    return tuple(sentences)


def left_out(shown: Preview) -> tuple[str, ...]:
    """What of the file will not be read, and why."""
    named = _("Sheet {name} is left out: {reason}")
    sheets = [named.format(name=sheet.name, reason=sheet.problem) for sheet in shown.sheets if sheet.problem]
    return (*shown.problems, *sheets)


def mark_lines(summary: ImportSummary) -> tuple[tuple[int, str], ...]:
    """Every kind of doubt with how often it came up, the most frequent first."""
    return tuple((number, _(MARK_NAMES[mark])) for mark, number in summary.notes.most_common())


def _new(summary: ImportSummary) -> Iterator[str]:
    figures = (
        (summary.titles_added, ngettext("{count} title", "{count} titles", summary.titles_added)),
        (summary.copies_added, ngettext("{count} copy", "{count} copies", summary.copies_added)),
        (summary.patrons_added, ngettext("{count} patron", "{count} patrons", summary.patrons_added)),
    )
    new = [words.format(count=f"{number:,}") for number, words in figures if number]
    if new:
        yield _("New in the library: {what}.").format(what=_(", ").join(new))
