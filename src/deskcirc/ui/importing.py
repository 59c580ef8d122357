"""Taking a file into the library: from the preview a person agreed to, to the figures and the file of what was refused.

Plain Python between the rooms `exchange` (reads files) and `desk` (takes rows in), for the window's import dialog and
for `deskcirc import` alike.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import chain, count, islice
from pathlib import Path
from typing import Final

from deskcirc import paths
from deskcirc.desk.access import first_operator
from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSource, ImportSummary, run_import
from deskcirc.domain.drafts import ReadRow, Refusal
from deskcirc.domain.operators import Right
from deskcirc.errors import DeskcircError, ImportFileError, LibraryFileError, reason_of
from deskcirc.exchange import ColumnPlan, Preview, SheetPreview, examine, read_rows, write_refusals
from deskcirc.exchange.reading_ahead import rows_of
from deskcirc.exchange.source import unreadable
from deskcirc.store.database import open_library
from deskcirc.text import gettext as _
from deskcirc.text import storable
from deskcirc.ui.import_words import FileImport, left_out, mark_lines, summary_sentences

SHOWN_ROWS: Final = 20
_BLOCK: Final = 1 << 20  # bytes
_STATION: Final = "import"
_SHOWN_REFUSALS: Final = 10
_SHOWN_LETTERS: Final = 60
_EVERY_ROWS: Final = 500
_LONGEST_STEM: Final = 60  # characters: 180 bytes in Chinese, of the 255 a file name may have

OnProgress = Callable[[int], None]
Take = Callable[..., ImportSummary]
"""Takes rows in as `run_import` does, with the same arguments."""


def preview(path: Path, encoding: str | None = None, syntax: str | None = None) -> Preview:
    """What the file is and how it would be read. Raises ImportFileError for a file with nothing to import."""
    return examine(path, encoding, syntax)


def with_sheet(shown: Preview, name: str, plan: ColumnPlan) -> Preview:
    """The preview with another plan for one of its sheets."""
    sheets = (sheet.with_plan(plan) if sheet.name == name else sheet for sheet in shown.sheets)
    return replace(shown, sheets=tuple(sheets))


def without_sheet(shown: Preview, name: str) -> Preview:
    """The preview with one sheet left out: none of its columns is taken."""
    plan = next(sheet.plan for sheet in shown.sheets if sheet.name == name)
    return with_sheet(shown, name, replace(plan, columns=(None,) * len(plan.columns)))


def first_rows(shown: Preview, sheet: SheetPreview, on: date) -> tuple[ReadRow, ...]:
    """The first rows of one sheet as an import would read them; `on` is the day for which a roster's grades hold."""
    if sheet.problem:
        return ()
    alone = shown
    for other in shown.sheets:
        if other.name != sheet.name:
            alone = without_sheet(alone, other.name)
    return tuple(islice(read_rows(shown.path, alone.choices(on)), SHOWN_ROWS))


def import_file(
    desk: Desk,
    shown: Preview,
    *,
    dry_run: bool = False,
    copies_when_none: int = 0,
    refused_to: Path | None = None,
    progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
    take: Take = run_import,
) -> FileImport:
    """Take the file in as the preview shows it, in one transaction; a dry run only reckons what would come of it.

    Refused rows go to `refused_to`, or beside the file as `NAME-refused.csv`; a file that exists is never written
    over. A dry run writes them only where `refused_to` is given. `copies_when_none` is the number of copies of a new
    title without any. `take` is what takes the rows in, into the stock unless something else is said. Raises
    ImportFileError, CancelledError, LibraryFileError; nothing is stored then.
    """
    _check_place(refused_to)
    refused: list[ReadRow] = []
    before = desk.library.last_entry

    def keep(row: ReadRow, refusal: Refusal) -> None:
        refused.append(replace(row, refusal=refusal))

    choices = shown.choices(desk.today, desk.policy.schooling)
    with closing(rows_of(shown.path, choices)) as rows:
        summary = take(
            desk,
            rows,
            ImportSource(storable(shown.path.name), _digest(shown.path), shown.kind.value),
            dry_run=dry_run,
            copies_when_none=copies_when_none,
            on_progress=progress,
            cancelled=cancelled,
            on_refused=keep,
        )
    entry_id = None if dry_run or desk.library.last_entry == before else desk.library.last_entry
    if not refused or (dry_run and refused_to is None):
        return FileImport(summary, dry_run, entry_id)
    try:
        written = _write(shown, refused_to, refused)
    except DeskcircError as trouble:
        return FileImport(summary, dry_run, entry_id, trouble=trouble)
    return FileImport(summary, dry_run, entry_id, written)


def check_right(desk: Desk) -> None:
    """Raise DeskcircError where whoever stands at the counter may not import."""
    if not desk.operator.may(Right.IMPORT):
        raise DeskcircError(
            _("{name} may not import.").format(name=desk.operator.name),
            _("Let a librarian take over the counter first."),
        )


def _check_place(refused_to: Path | None) -> None:
    """Trouble with the place for the refused rows is told before anything is stored."""
    if refused_to is None:
        return
    if os.path.lexists(refused_to):
        raise ImportFileError(
            _("The file {name} already exists.").format(name=refused_to),
            _("Choose another name for the refused rows, or move that file away."),
        )
    if not refused_to.parent.is_dir():
        raise ImportFileError(
            _("There is no folder {name}.").format(name=refused_to.parent),
            _("Choose an existing folder for the refused rows."),
        )
    try:
        refused_to.touch(exist_ok=False)
        refused_to.unlink()
    except OSError as error:
        raise ImportFileError(
            _("The error file {name} cannot be written: {reason}.").format(name=refused_to, reason=reason_of(error)),
            _("Choose another folder, or close the program that has the file open."),
        ) from error


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    try:
        with path.open("rb") as stream:
            while block := stream.read(_BLOCK):
                digest.update(block)
    except OSError as error:
        raise unreadable(path, error) from error
    return digest.hexdigest()


def _write(shown: Preview, refused_to: Path | None, refused: list[ReadRow]) -> tuple[Path, ...]:
    """Write the error file where it was wanted, else beside the file, else among the person's documents."""
    plans = {} if shown.choices().plans == {} else {sheet.name: sheet.plan for sheet in shown.sheets}
    if refused_to is not None:
        return write_refusals(refused_to, refused, plans)
    try:
        return write_refusals(_free_name(shown.path, shown.path.parent), refused, plans)
    except ImportFileError:  # the file came on a read-only stick
        return write_refusals(_free_name(shown.path, paths.documents_folder()), refused, plans)


def _free_name(path: Path, folder: Path) -> Path:
    """`NAME-refused.csv`, or with a number; neither it nor the files of single sheets beside it exist yet."""
    first = f"{path.stem[:_LONGEST_STEM]}-refused"
    names = chain([first], (f"{first}-{number}" for number in count(2)))
    taken = {file.name for file in folder.glob("*.csv")} if folder.is_dir() else set()
    free = (name for name in names if not any(one == f"{name}.csv" or one.startswith(f"{name}-") for one in taken))
    return folder / f"{next(free)}.csv"


def import_from_command_line(chosen: argparse.Namespace) -> int:
    """Run `deskcirc import`; the exit status is 0, or 1 when rows were refused.

    `chosen` holds `library`, `file`, `dry_run`, `encoding` and `refused`. Progress goes to standard error where that is
    a terminal, the figures to standard output. Raises DeskcircError for trouble outside.
    """
    if not chosen.library.exists():
        raise LibraryFileError(
            _("There is no library file {file}.").format(file=chosen.library),
            _("Make one first: deskcirc new {file}").format(file=chosen.library),
        )
    shown = preview(chosen.file, chosen.encoding)
    with open_library(chosen.library) as library:
        desk = Desk(library, first_operator(library), _STATION, datetime.now(UTC))
        progress = _terminal_progress(shown.row_count) if sys.stderr.isatty() else None
        done = import_file(desk, shown, dry_run=chosen.dry_run, refused_to=chosen.refused, progress=progress)
    sys.stdout.writelines(f"{line}\n" for line in _report(shown, done))
    return 1 if done.summary.refused else 0


def _report(shown: Preview, done: FileImport) -> Iterator[str]:
    yield f"{shown.path.name} – {shown.format}"
    yield from left_out(shown)
    if done.dry_run:
        yield _("Trial only; nothing was saved.")
    yield from summary_sentences(done)
    yield from (f"{number:>9,} × {name}" for number, name in mark_lines(done.summary))
    for row, refusal in done.summary.refusals[:_SHOWN_REFUSALS]:
        words = _("Row {number}, {place}") if row.place else _("Row {number}")
        where = words.format(number=row.number, place=row.place)
        original = " ".join("".join(sign if sign.isprintable() else " " for sign in row.original).split())
        told = _("{where}: {sentence}").format(where=where, sentence=refusal.sentence())
        yield f"  {told} [{original[:_SHOWN_LETTERS]}]"
    more = done.summary.refused - _SHOWN_REFUSALS
    if more > 0:
        yield "  " + _("… and {count} more").format(count=f"{more:,}")


def _terminal_progress(total: int | None) -> OnProgress:
    """Overwrites one line of the terminal with how far the import is."""
    of_all = f" / {total:,}" if total else ""

    def show(done: int) -> None:
        if done % _EVERY_ROWS == 0 or done == total:
            sys.stderr.write(f"\r{done:,}{of_all}" + ("\n" if done == total else ""))
            sys.stderr.flush()

    return show
