"""Importing a file in the window: choose, look, see what would come of it, import, and take it back if it was wrong.

A scan made while the desk worker imports waits in its queue and is done afterwards; none is lost.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QCloseEvent, QDesktopServices
from PySide6.QtWidgets import QDialog, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.desk.undo import UndoOutcome
from deskcirc.errors import DeskcircError
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_drop import FileDrop
from deskcirc.ui.dialogs.import_bar import StepBar
from deskcirc.ui.dialogs.import_choosing import ChoosePage
from deskcirc.ui.dialogs.import_outcome import OutcomePage
from deskcirc.ui.dialogs.import_preview import PreviewPage
from deskcirc.ui.dialogs.import_progress import ProgressPage
from deskcirc.ui.dialogs.import_reading import Look
from deskcirc.ui.dialogs.import_works import ImportWorks, MakeDesk, RunJob, TakeIn
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.import_words import FileImport
from deskcirc.ui.importing import import_file
from deskcirc.ui.jobs import Job
from deskcirc.ui.tab_page import label
from deskcirc.ui.theme import Theme

_ON_PAGE: Final = {
    "choose": (),
    "preview": ("other", "try"),
    "progress": (),
    "tried": ("back", "import"),
    "done": ("folder", "undo", "other", "finish"),
}
"""The buttons of each step; the last one is what Return does."""


@dataclass(frozen=True, slots=True)
class Instead:
    """Something else than an import that the dialog does with a file, in words for its title and its button."""

    title: str
    do_it: str
    take_in: TakeIn
    copies_of_a_record: int = 0  # of a MARC record that gives no count


class ImportDialog(QDialog):
    """One import after the other; `imported` comes whenever the library has changed, `crashed` carries a bug's trace.

    `run_job` queues a work on the desk worker; `make_desk` is called there and gives the desk of that moment.
    """

    imported = Signal()
    crashed = Signal(str)

    def __init__(
        self,
        theme: Theme,
        run_job: RunJob,
        make_desk: MakeDesk,
        parent: QWidget | None = None,
        instead: Instead | None = None,
    ) -> None:
        """`instead` is what is done with the file where it is not imported into the stock."""
        super().__init__(parent)
        self._name = _("Import") if instead is None else instead.title
        self.setWindowTitle(self._name)
        self.outcome: FileImport | None = None
        self.step = ""
        take_in = import_file if instead is None else instead.take_in
        self._works = ImportWorks(run_job, make_desk, self, take_in)
        self._title = label("name")
        self._trouble = label("stop")
        self._trouble.setWordWrap(True)
        self.choose, self.preview, self.progress = ChoosePage(theme), PreviewPage(theme), ProgressPage(theme)
        self.results = OutcomePage(theme)
        self._pages = QStackedWidget()
        self._bar = StepBar(theme, _ON_PAGE, self.reject)
        self._arrange(theme)
        self.choose.chosen.connect(self.open_file)
        FileDrop(self).dropped.connect(self.open_file)
        self.preview.changed.connect(self._works.change)
        self.preview.of_file.read_anew.connect(self._works.read_anew)
        self._works.looked.connect(self._show_look)
        self._works.came.connect(self._show_outcome)
        self._works.undone.connect(self._show_undone)
        self._works.began.connect(self._show_progress)
        self._works.troubled.connect(self._tell)
        self._works.crashed.connect(self.crashed)
        self._works.crashed.connect(
            lambda: self._tell(DeskcircError(_("The program made a mistake; nothing was saved.")))
        )
        if instead is not None:
            self.preview.of_sheet.copies_of_a_record = instead.copies_of_a_record
            self._bar["import"].setText(instead.do_it)
        self._turn_to("choose", self.choose, self._name)

    def open_file(self, file: Path) -> None:
        """Read the file and show what is in it; not while an import is at work."""
        if not self._works.busy:
            self.preview.begin()
            self._title.setText(_("Reading {name} …").format(name=file.name))
            self._trouble.hide()
            self._works.open_file(file)

    def reject(self) -> None:
        """Close; an import at work is asked to stop first, and the dialog stays until it has."""
        was_busy = self._works.busy
        self._works.cancel()
        if was_busy:
            self.progress.say_stopping()
            self._bar.close_button.setEnabled(False)
        else:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """The window's own close button is the same as Esc."""
        if self._works.busy:
            event.ignore()
        self.reject()

    def button(self, name: str) -> QPushButton:
        """A button by the name of what it does: other, try, back, import, folder, undo, finish."""
        return self._bar[name]

    def _arrange(self, theme: Theme) -> None:
        for page in (self.choose, self.preview, self.progress, self.results):
            self._pages.addWidget(page)
        for name, words, call in (
            ("folder", _("Open the folder of the refused rows"), self._open_folder),
            ("undo", _("Undo this import"), self._undo),
            ("other", _("Another file …"), self.choose.ask),
            ("back", _("Back"), lambda: self._turn_to("preview", self.preview, self._title.text())),
            ("try", _("Continue"), lambda: self._take_in(dry_run=True)),
            ("import", _("Import now"), lambda: self._take_in(dry_run=False)),
            ("finish", _("Done"), self.accept),
        ):
            self._bar.add(name, words, call)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(20), theme.px(12), theme.px(20), theme.px(14))
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._title)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self._trouble)
        layout.addWidget(self._bar)
        resize_within_screen(self, theme.px(1180), theme.px(720))

    def _turn_to(self, step: str, page: QWidget, title: str) -> None:
        """Show one step with its buttons; the keyboard goes to the button of Return, or stays where it works."""
        stays, self.step = step == self.step, step
        self._title.setText(title)
        self._trouble.hide()
        self._pages.setCurrentWidget(page)
        target = self._bar.show_step(step) or page
        if not stays:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_look(self, look: Look) -> None:
        self.preview.show_look(look)
        self._turn_to("preview", self.preview, look.shown.path.name)
        self._bar["try"].setEnabled(self.preview.can_go_on())

    def _take_in(self, *, dry_run: bool) -> None:
        agreed = self.preview.agreed()
        if agreed is not None:
            self._works.take_in(*agreed, dry_run=dry_run)

    def _show_progress(self, job: Job, what: str) -> None:
        self._turn_to("progress", self.progress, self._title.text())
        self.progress.follow(job, what)

    def _show_outcome(self, done: FileImport) -> None:
        self.outcome = done
        self.results.show_outcome(done)
        self._turn_to("tried" if done.dry_run else "done", self.results, self._title.text())
        self._bar["folder"].setVisible(bool(done.error_files))
        self._bar["import"].setEnabled(bool(done.summary.read))
        if not done.dry_run:
            self.imported.emit()

    def _undo(self) -> None:
        if self.outcome is not None and self.outcome.entry_id is not None:
            self._works.undo(self.outcome.entry_id)

    def _show_undone(self, outcome: UndoOutcome) -> None:
        self._turn_to("done", self.results, self._title.text())
        if outcome.done:
            self.results.show_undone(_("The import was undone; the library is as it was before."))
        else:
            self.results.say(outcome.sentence, "look")
        self._bar["undo"].setVisible(not outcome.done)
        self._bar["folder"].setVisible(bool(self.outcome and self.outcome.error_files))
        if outcome.done:
            self.imported.emit()

    def _open_folder(self) -> None:
        if self.outcome is not None and self.outcome.error_files:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.outcome.error_files[0].parent)))

    def _tell(self, trouble: DeskcircError) -> None:
        """Say what went wrong on the step before the one that was tried."""
        seen = self.preview.look
        if seen is not None:
            self._turn_to("preview", self.preview, seen.shown.path.name)
        else:
            self._turn_to("choose", self.choose, self._name)
        self._trouble.setText(f"{trouble.sentence} {trouble.remedy}".strip())
        self._trouble.show()
