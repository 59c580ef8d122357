"""An export in the window: a dialog with its progress while the counter goes on, then one with what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QVBoxLayout, QWidget

from deskcirc.desk.desk import Desk
from deskcirc.domain.operators import Right
from deskcirc.errors import CancelledError, DeskcircError
from deskcirc.exchange import ExportFacts, ExportFormat, ExportSummary
from deskcirc.store.database import Library
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.import_reading import Aside
from deskcirc.ui.dialogs.progress import ProgressDialog
from deskcirc.ui.exporting import choice_of, export_file, summary_lines
from deskcirc.ui.jobs import Job, Progress, Work

RunJob: TypeAlias = Callable[[Work], Job]
MakeDesk: TypeAlias = Callable[[], Desk]


class ExportWork(QObject):
    """One export from its first question to its last word; `crashed` carries the trace of a bug.

    The desk worker is asked only who stands at the counter; the file is written on a thread of its own.
    """

    crashed = Signal(str)

    def __init__(self, run_job: RunJob, make_desk: MakeDesk, window: QWidget) -> None:
        super().__init__(window)
        self._run_job = run_job
        self._make_desk = make_desk
        self._window = window
        self._aside = Aside()
        self.progress: ProgressDialog | None = None
        self.outcome: QDialog | None = None

    def begin(self, values: Mapping[str, str]) -> None:
        """Write the file; `values` say which, as what, and which part of the stock."""
        job = self._run_job(lambda _progress: _ready(self._make_desk()))
        job.finished.connect(lambda ready: self._write(values, *ready))
        job.failed.connect(self._fail)
        job.crashed.connect(self.crashed)

    def _write(self, values: Mapping[str, str], library: Library, facts: ExportFacts) -> None:
        file = Path(values["file"])

        def work(progress: Progress) -> ExportSummary:
            format_ = ExportFormat(values["format"])
            told = partial(_tell, progress, file.name)
            return export_file(library, file, format_, choice_of(values), facts, told)

        job = self._aside.run_job(work)
        job.finished.connect(partial(self._show, file))
        job.failed.connect(self._fail)
        job.crashed.connect(self.crashed)
        self.progress = ProgressDialog(_("Exporting the stock"), job, self._window)
        self.progress.finished.connect(self.progress.deleteLater)
        self.progress.open()

    def _show(self, file: Path, summary: ExportSummary) -> None:
        title = _("Saved as {name}.").format(name=file.name)
        self._say(title, [*summary_lines(summary), str(file)])

    def _fail(self, trouble: DeskcircError) -> None:
        if isinstance(trouble, CancelledError):
            self._say(_("The export was cancelled."), [_("No file was written.")])
        else:
            self._say(trouble.sentence, [trouble.remedy])

    def _say(self, title: str, lines: Sequence[str]) -> None:
        """A dialog with what came of it; the last word of this work."""
        dialog = QDialog(self._window)
        dialog.setWindowTitle(_("Export the stock"))
        dialog.setMinimumWidth(520)
        layout = QVBoxLayout(dialog)
        layout.setSpacing(14)
        layout.setContentsMargins(24, 22, 24, 20)
        for part, words in (("title", title), *(("quiet", line) for line in lines if line)):
            told = QLabel(words)
            told.setProperty("part", part)
            told.setWordWrap(True)
            told.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(told)
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.accepted.connect(dialog.accept)
        layout.addWidget(buttons)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(self.deleteLater)
        dialog.open()
        self.outcome = dialog


def _ready(desk: Desk) -> tuple[Library, ExportFacts]:
    """The library, and what stands in every record; runs on the worker."""
    if not desk.operator.may(Right.LEDGERS):
        raise DeskcircError(
            _("{name} may not export the stock.").format(name=desk.operator.name),
            _("Let a librarian take over the counter first."),
        )
    return desk.library, ExportFacts(desk.today, desk.policy.library_name)


def _tell(progress: Progress, name: str, done: int, total: int) -> None:
    progress(done, total, name)
