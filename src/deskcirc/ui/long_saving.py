"""Long writing beside the desk: a table or a PDF of thousands of pages, with progress and a way to stop it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QWidget

from deskcirc.domain.report import ReportFile
from deskcirc.errors import CancelledError, DeskcircError
from deskcirc.labels.paper import Paper, PaperToCome
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
    """Read the table and write it into its file; how it ended is said in a small dialog."""

    def work(progress: Progress) -> Path:
        from deskcirc.exchange.report_files import save_report

        report = wanted.make(lambda done, total: progress(done, total, _("Reading the lines")))
        save_report(report, wanted.path, lambda done, total: progress(done, total, _("Lines")))
        return wanted.path

    return _beside(parent, _("Save as a table"), work, partial(_say, parent), _("Saved as {name}."))


def make_beside(parent: QWidget | None, wanted: PaperToCome, shown: Callable[[Paper], object]) -> ProgressDialog:
    """Read and lay out the paper, lending going on meanwhile; `shown` gets it, a small dialog tells of trouble."""

    def work(progress: Progress) -> Paper:
        return wanted.make(lambda done, total: progress(done, total, _("Reading the lines")))

    return _followed(parent, wanted.name, work, partial(_say, parent), shown)


def _say(parent: QWidget | None, sentence: str, _tone: str) -> None:
    said = QuestionDialog(sentence, (), (), _("Close"), parent)
    said.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    said.open()


def _beside(parent: QWidget | None, title: str, work: Work, told: Told, done: str) -> ProgressDialog:
    return _followed(parent, title, work, told, lambda path: told(done.format(name=path), "done"))


def _followed(
    parent: QWidget | None, title: str, work: Work, told: Told, ended: Callable[[Any], object]
) -> ProgressDialog:
    aside = Aside()
    job = aside.run_job(work)
    dialog = ProgressDialog(title, job, parent)
    aside.setParent(dialog)
    job.finished.connect(ended)
    job.failed.connect(lambda trouble: _tell_trouble(trouble, told))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return dialog


def _tell_trouble(trouble: DeskcircError, told: Told) -> None:
    tone = "look" if isinstance(trouble, CancelledError) else "stop"
    told(in_a_row(trouble.sentence, trouble.remedy), tone)
