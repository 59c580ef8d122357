"""Writing the stock into a file, for the window's Export section and for `deskcirc export` alike."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from deskcirc.domain.stock_choice import StockChoice
from deskcirc.domain.stock_words import titles_and_copies
from deskcirc.domain.title_names import quoted
from deskcirc.errors import LibraryFileError
from deskcirc.exchange import EXPORTERS, ExportFacts, ExportFormat, ExportSummary, export_stock
from deskcirc.exchange.exporting import ExportFileError, refuse_other_suffix
from deskcirc.store.database import Library, open_library, reading_beside
from deskcirc.store.lookups.export import chosen_count, chosen_titles, places_and_batches
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

FORMATS: Final = tuple(exporter.format.value for exporter in EXPORTERS)
_EVERY_TITLES: Final = 100
_SHOWN_REASONS: Final = 10

OnProgress = Callable[[int, int], None]


def export_file(
    library: Library,
    path: Path,
    format_: ExportFormat,
    choice: StockChoice,
    facts: ExportFacts,
    progress: OnProgress = lambda _done, _total: None,
) -> ExportSummary:
    """Write what is chosen of the stock into `path`; lending goes on meanwhile, and the file shows one instant.

    `progress` hears the titles done and the titles chosen; what it raises (CancelledError) leaves the file as it was.
    Raises ExportFileError where nothing is chosen, the name is one of another kind of file or the file can't be
    written, DeskcircError for a library's file.
    """
    refuse_other_suffix(path, format_)
    with reading_beside(library) as connection:
        total, _copies = chosen_count(connection, choice)
        if not total:
            raise ExportFileError(
                _("There is no title of this kind to export."),
                _("Choose another class, place or batch, or export the whole stock."),
            )

        def tell(done: int) -> None:
            if done % _EVERY_TITLES == 0:
                progress(done, total)

        progress(0, total)
        summary = export_stock(path, format_, chosen_titles(connection, choice), facts, tell)
        progress(total, total)
    return summary


def summary_lines(summary: ExportSummary) -> Iterator[str]:
    """What was written, what was not and why."""
    yield _("Written: {stock}.").format(stock=titles_and_copies(summary.titles, summary.copies))
    if summary.mended:
        words = ngettext(
            "In {count} record, signs that no MARC file can hold were left out.",
            "In {count} records, signs that no MARC file can hold were left out.",
            summary.mended,
        )
        yield words.format(count=summary.mended)
    if summary.refused:
        words = ngettext("{count} title could not be written:", "{count} titles could not be written:", summary.refused)
        yield words.format(count=summary.refused)
    for one in summary.unwritten[:_SHOWN_REASONS]:
        yield _("{title}: {reason}").format(title=quoted(one.title), reason=one.reason)
    more = summary.refused - _SHOWN_REASONS
    if more > 0:
        yield _("… and {count} more").format(count=f"{more:,}")


def export_from_command_line(chosen: argparse.Namespace) -> int:
    """Run `deskcirc export`; the exit status is 0, or 1 when titles could not be written.

    `chosen` holds `library`, `file`, `format`, `class_number`, `location`, `batch` and `changed_since`. Raises
    DeskcircError for trouble outside.
    """
    if not chosen.library.exists():
        raise LibraryFileError(
            _("There is no library file {file}.").format(file=chosen.library),
            _("Make one first: deskcirc new {file}").format(file=chosen.library),
        )
    since = chosen.changed_since
    choice = StockChoice(chosen.class_number, chosen.location, chosen.batch, _start_of(since) if since else None)
    with open_library(chosen.library, read_only=True) as library:
        _refuse_unknown(library, choice)
        progress = _terminal_progress if sys.stderr.isatty() else lambda _done, _total: None
        facts = ExportFacts(datetime.now().astimezone().date(), library.policy.library_name)
        summary = export_file(library, chosen.file, ExportFormat(chosen.format), choice, facts, progress)
    sys.stdout.writelines(f"{line}\n" for line in summary_lines(summary))
    return 1 if summary.refused else 0


def choice_of(values: Mapping[str, str]) -> StockChoice:
    """The choice in words, as a page or an act has it; raises ValueError for a day that is none."""
    words = values.get("since", "")
    since = _start_of(date.fromisoformat(words)) if words else None
    return StockChoice(values.get("class_number", ""), values.get("location", ""), values.get("batch", ""), since)


def _start_of(day: date) -> datetime:
    """The first instant of a day where this computer stands; raises ValueError for a day of no calendar."""
    try:
        return datetime.combine(day, time()).astimezone(UTC)
    except OverflowError as error:
        raise ValueError(day) from error


def _refuse_unknown(library: Library, choice: StockChoice) -> None:
    """A place or a batch that the library does not know is a slip of the pen, not an empty choice."""
    with library.reading() as connection:
        places, batches = places_and_batches(connection)
    for wanted, known, words in (
        (choice.location, places, _("There is no place {name}.")),
        (choice.batch, batches, _("There is no batch {name}.")),
    ):
        if wanted and wanted not in known:
            raise ExportFileError(
                words.format(name=wanted), _("Known are: {names}.").format(names=", ".join(known[:20]) or "–")
            )


def _terminal_progress(done: int, total: int) -> None:
    """Overwrites one line of the terminal with how far the export is."""
    sys.stderr.write(f"\r{done:,} / {total:,}" + ("\n" if done == total else ""))
    sys.stderr.flush()
