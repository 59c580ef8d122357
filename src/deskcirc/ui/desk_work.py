"""A long work that a page wants done at the desk, with progress and a way to stop it: an act "window:work"."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from deskcirc.desk.desk import Desk
from deskcirc.errors import DeskcircError
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.progress import ProgressDialog
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.jobs import Job, Progress, Work


@dataclass(frozen=True, slots=True)
class DeskWork:
    """What is to be done, and which act says afterwards what came of it. `run` raises DeskcircError for a no."""

    title: str
    run: Callable[[Desk, Progress], Any]
    then: Callable[[Any], str]


def begin_work(
    work: DeskWork,
    run_job: Callable[[Work], Job],
    make_desk: Callable[[], Desk],
    act: Callable[[str], object],
    window: QWidget,
) -> Job:
    """Do the work on the desk's thread while its progress is shown; trouble is said in a small dialog, bugs are not."""
    job = run_job(lambda progress: work.run(make_desk(), progress))
    job.finished.connect(lambda result: act(work.then(result)))
    job.failed.connect(lambda trouble: _say(trouble, window))
    dialog = ProgressDialog(work.title, job, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    return job


def _say(trouble: DeskcircError, window: QWidget) -> None:
    remedies = [trouble.remedy] if trouble.remedy else []
    said = QuestionDialog(trouble.sentence, remedies, (), _("Close"), window)
    said.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    said.open()
