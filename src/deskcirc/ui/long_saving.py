"""Long writing beside the desk: a table or a PDF of thousands of pages, with progress and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from deskcirc.domain.report import ReportFile
from deskcirc.errors import CancelledError, DeskcircError
from deskcirc.labels.paper import Paper
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row
from deskcirc.ui.dialogs.import_reading import Aside
from deskcirc.ui.dialogs.progress import ProgressDialog
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.jobs import Progress, Work
from deskcirc.ui.paper_painter import paint, save_pdf

Told = Callable[[str, str], None]
"""Hears a sentence and its tone: "done", "stop", or "look" where it was cancelled."""


def write_pdf_beside(parent: QWidget | None, paper: Paper, path: Path, told: Told) -> ProgressDialog:
    """Write the paper's pages into a PDF file, lending going on meanwhile; `told` hears how it ended."""

    def work(progress: Progress) -> Path:
        save_pdf(paper, str(path), lambda done, total: progress(done, total, _("Pages")))
        return path

    return _beside(parent, _("Save as PDF"), work, told, _("Saved as {name}."))


def print_beside(parent: QWidget | None, paper: Paper, printer: QPrinter, told: Told) -> ProgressDialog:
    """Send the paper's pages to the printer, lending going on meanwhile; `told` hears how it ended."""

    def work(progress: Progress) -> str:
        paint(paper, printer, lambda done, total: progress(done, total, _("Pages")))
        return paper.name

    return _beside(parent, _("Print"), work, told, _("“{name}” was sent to the printer."))


def write_beside(parent: QWidget | None, wanted: ReportFile) -> ProgressDialog:
    """Write the table into its file; how it ended is said in a small dialog."""

    def work(progress: Progress) -> Path:
        from deskcirc.exchange.report_files import save_report

        save_report(wanted.report, wanted.path, lambda done, total: progress(done, total, _("Lines")))
        return wanted.path

    def told(sentence: str, _tone: str) -> None:
        said = QuestionDialog(sentence, (), (), _("Close"), parent)
        said.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        said.open()

    return _beside(parent, _("Save as a table"), work, told, _("Saved as {name}."))


def _beside(parent: QWidget | None, title: str, work: Work, told: Told, done: str) -> ProgressDialog:
    aside = Aside()
    job = aside.run_job(work)
    dialog = ProgressDialog(title, job, parent)
    aside.setParent(dialog)
    job.finished.connect(lambda path: told(done.format(name=path), "done"))
    job.failed.connect(lambda trouble: _tell_trouble(trouble, told))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _tell_trouble(trouble: DeskcircError, told: Told) -> None:
    tone = "look" if isinstance(trouble, CancelledError) else "stop"
    told(in_a_row(trouble.sentence, trouble.remedy), tone)
