"""Taking a foreign file in: every row is added, matched or refused, in one transaction that one undo takes back.

Rows are handed in by whoever read the file (`exchange` lies above the desk). A row counts as **added** when its title,
one of its copies or its patron was not there before; as **matched** when all of it was (a doubt newly noted or a MARC
record newly kept beside a known title changes nothing of that); as **refused** when nothing of it was taken in. The
same file imported twice leaves the library as after the first time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache, partial

from deskcirc.desk.batches import open_stock_batch
from deskcirc.desk.desk import Desk
from deskcirc.desk.importing_codes import CodesInUse
from deskcirc.desk.importing_notes import NoteTaker, Remark
from deskcirc.desk.importing_patrons import PatronTaker
from deskcirc.desk.importing_titles import TitleTaken, TitleTaker
from deskcirc.desk.row_count import OnProgress, OnRefused, RowCount, told_rows
from deskcirc.domain.changes import ActName
from deskcirc.domain.drafts import Mark, PatronDraft, ReadRow, Refusal, RefusalReason, TitleDraft
from deskcirc.store.bulk import Piles
from deskcirc.store.journal import Writing
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class ImportSource:
    """Where the rows come from: the file's name, the SHA-256 of its octets, and its kind as `exchange` calls it."""

    file_name: str
    digest: str = ""
    kind: str = ""


@dataclass(frozen=True, slots=True)
class ImportSummary:
    """What became of the rows. `read` = `added` + `matched` + `refused`, always.

    `notes` counts all that was doubtful in the file; `remarks` and `refusals` hold the first KEPT of each with their
    rows, the rest of the refusals went through `on_refused`.
    """

    read: int = 0
    added: int = 0
    matched: int = 0
    refused: int = 0
    titles_added: int = 0
    copies_added: int = 0
    patrons_added: int = 0
    notes: Counter[Mark] = field(default_factory=Counter)
    remarks: tuple[Remark, ...] = ()
    refusals: tuple[tuple[ReadRow, Refusal], ...] = ()


class _DryRunOverError(Exception):
    """Rolls a dry run back; never leaves this module."""


def run_import(
    desk: Desk,
    rows: Iterable[ReadRow],
    source: ImportSource,
    *,
    dry_run: bool = False,
    copies_when_none: int = 0,
    on_progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
    on_refused: OnRefused | None = None,
) -> ImportSummary:
    """Take in all rows, or none after any error; a dry run goes the same way and is rolled back at its end.

    `copies_when_none` is how many copies a new title gets when its row names none: 0 for records of a dealer, whose
    books may not have come yet; 1 for a list of what stands on the shelves. `on_progress` hears the rows read so far,
    `cancelled` is asked as often, and `on_refused` gets every refused row for the error file. Raises CancelledError,
    and whatever reading the rows raises; nothing is stored then.
    """
    act = desk.act(ActName.IMPORT, file=source.file_name)
    summary = ImportSummary()
    with suppress(_DryRunOverError), desk.library.writing(act) as writing:
        intake = _Intake(desk, writing, source, copies_when_none, on_refused)
        for row in told_rows(rows, on_progress, cancelled, _("The import was cancelled; nothing was saved.")):
            intake.take(row)
        summary = intake.finish()
        if dry_run:
            raise _DryRunOverError
    return summary


class _Intake:
    """One import under way: hands each row to whom it concerns and counts what became of it."""

    def __init__(
        self,
        desk: Desk,
        writing: Writing,
        source: ImportSource,
        copies_when_none: int,
        on_refused: OnRefused | None,
    ) -> None:
        self._writing = writing
        self._count = RowCount(writing, desk.now, source.file_name, source.digest, source.kind, on_refused)
        self._piles = Piles(writing)
        codes = CodesInUse(writing)
        self._noting = NoteTaker(writing, self._piles, desk.now, self._count.import_id)
        batch = cache(partial(open_stock_batch, writing, desk, source.file_name, self._count.import_id))
        self._titles = TitleTaker(writing, self._piles, codes, self._noting, desk, batch, copies_when_none)
        self._patrons = PatronTaker(writing, self._piles, codes, self._noting, desk)
        self._titles_added = self._copies_added = self._patrons_added = 0

    def take(self, row: ReadRow) -> None:
        """Take in one row, or refuse it. Raises ValueError for a row with neither a draft nor a refusal."""
        self._noting.begin(row)
        if row.refusal is not None:
            self._count.refuse(row, row.refusal)
        elif isinstance(row.draft, TitleDraft):
            self._take_title(row, row.draft)
        elif isinstance(row.draft, PatronDraft):
            self._take_patron(row, row.draft)
        else:
            raise ValueError(f"row {row.number} says nothing")

    def finish(self) -> ImportSummary:
        """Write what is left and the figures of the import."""
        self._piles.write()
        self._titles.finish()
        figures = self._count.finish()
        self._writing.tell(**figures)
        return ImportSummary(
            read=self._count.read,
            **figures,
            titles_added=self._titles_added,
            copies_added=self._copies_added,
            patrons_added=self._patrons_added,
            notes=self._noting.counts,
            remarks=tuple(self._noting.remarks),
            refusals=tuple(self._count.refusals),
        )

    def _take_title(self, row: ReadRow, draft: TitleDraft) -> None:
        if not draft.title.strip():
            self._count.refuse(row, Refusal(RefusalReason.NO_TITLE))
            return
        taken: TitleTaken = self._titles.take(row, draft)
        self._titles_added += taken.titles
        self._copies_added += taken.copies
        self._came(added=bool(taken.titles or taken.copies))

    def _take_patron(self, row: ReadRow, draft: PatronDraft) -> None:
        taken = self._patrons.take(row, draft)
        if isinstance(taken, Refusal):
            self._count.refuse(row, taken)
            return
        self._patrons_added += taken
        self._came(added=taken)

    def _came(self, *, added: bool) -> None:
        self._count.added += added
        self._count.matched += not added
