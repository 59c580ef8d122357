"""The works of an import and on which thread each runs: reading beside the desk worker, taking in and undo on it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, Signal

from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.exchange import Preview
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.import_reading import Aside, look_at
from deskcirc.ui.import_words import FileImport
from deskcirc.ui.importing import check_right, import_file, preview
from deskcirc.ui.jobs import Job, Progress, Work

RunJob: TypeAlias = Callable[[Work], Job]
MakeDesk: TypeAlias = Callable[[], Desk]
TakeIn: TypeAlias = Callable[..., FileImport]


class ImportWorks(QObject):
    """Does one thing at a time and says what came of it, in the window's thread.

    `looked` carries a Look, `came` a FileImport, `undone` an UndoOutcome, `troubled` a DeskcircError, `crashed` the
    trace of a bug, `began` the Job on the desk worker and what it does.
    """

    looked = Signal(object)
    came = Signal(object)
    undone = Signal(object)
    troubled = Signal(object)
    crashed = Signal(str)
    began = Signal(object, str)

    def __init__(
        self, run_job: RunJob, make_desk: MakeDesk, parent: QObject | None = None, take_in: TakeIn = import_file
    ) -> None:
        super().__init__(parent)
        self._take_in = take_in
        self._run_job = run_job
        self._make_desk = make_desk
        self._aside = Aside()
        self._job: Job | None = None
        self._file: Path | None = None

    @property
    def busy(self) -> bool:
        """Whether the desk worker has something of ours."""
        return self._job is not None

    def open_file(self, file: Path) -> None:
        """Read a file for its preview."""
        self._file = file
        self._look(lambda: preview(file), 0)

    def read_anew(self, encoding: str, dialect: str) -> None:
        """Read the same file in another encoding or MARC dialect, "" for what it says itself."""
        file = self._file
        if file is not None:
            self._look(lambda: preview(file, encoding or None, dialect or None), 0)

    def change(self, shown: Preview, sheet: int) -> None:
        """Read the first rows of a sheet once more, under a plan a person has changed."""
        self._look(lambda: shown, sheet)

    def take_in(self, shown: Preview, copies: int, *, dry_run: bool) -> None:
        """Import the file, or only try; a new title without any copy gets `copies`."""

        def work(progress: Progress) -> FileImport:
            desk = self._make_desk()
            check_right(desk)
            told = partial(_tell_rows, progress, shown.row_count or 0)
            return self._take_in(desk, shown, dry_run=dry_run, copies_when_none=copies, progress=told)

        what = _("Trying the import without saving …") if dry_run else _("Importing …")
        self._run(work, what).finished.connect(self.came)

    def undo(self, entry_id: int) -> None:
        """Take an import back."""
        job = self._run(lambda _progress: undo_by_id(self._make_desk(), entry_id), _("Undoing the import …"))
        job.finished.connect(self.undone)

    def cancel(self) -> None:
        """Ask what is at work on the desk worker to stop, and wait for nothing that is being read."""
        self._aside.forget()
        if self._job is not None:
            self._job.cancel()

    def _look(self, read: Callable[[], Preview], sheet: int) -> None:
        on = datetime.now().astimezone().date()
        job = self._aside.run_job(lambda _progress: look_at(read(), sheet, on))
        job.finished.connect(self.looked)
        self._listen(job)

    def _run(self, work: Work, what: str) -> Job:
        self._aside.forget()
        self._job = self._run_job(work)
        # First of all listeners, so that whoever hears what came of it finds nothing at work any more.
        for signal in (self._job.finished, self._job.failed, self._job.crashed):
            signal.connect(self._end)
        self._listen(self._job)
        self.began.emit(self._job, what)
        return self._job

    def _listen(self, job: Job) -> None:
        job.failed.connect(self.troubled)
        job.crashed.connect(self.crashed)

    def _end(self) -> None:
        self._job = None


def _tell_rows(progress: Progress, total: int, done: int) -> None:
    progress(done, total)
