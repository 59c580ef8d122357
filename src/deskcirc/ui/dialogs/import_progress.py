"""The page of an import at work: how far it is."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.jobs import Job
from deskcirc.ui.tab_page import label
from deskcirc.ui.theme import Theme


class ProgressPage(QWidget):
    """Follows one job after the other."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._what = label("figure")
        self._bar = QProgressBar()
        self._count = label("quiet")
        layout = QVBoxLayout(self)
        layout.setSpacing(theme.px(14))
        layout.addStretch()
        for widget in (self._what, self._bar, self._count):
            layout.addWidget(widget)
        layout.addStretch()

    def follow(self, job: Job, what: str) -> None:
        """Show how far this job is."""
        self._what.setText(what)
        self._bar.setAccessibleName(what)
        self._bar.setMaximum(0)
        self._count.setText(_("Waiting for the counter …"))
        job.progressed.connect(self._show)

    def say_stopping(self) -> None:
        """The person has cancelled; the job stops at its next step."""
        self._what.setText(_("Stopping; nothing will be changed …"))

    def _show(self, done: int, total: int) -> None:
        self._bar.setMaximum(total)
        self._bar.setValue(done)
        of_all = _("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}")
        self._count.setText(of_all if total else f"{done:,}")
