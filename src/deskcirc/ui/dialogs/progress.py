"""The dialog of a long work: how far it is, a button to cancel it; it closes by itself."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from deskcirc.text import gettext as _


class LongWork(Protocol):
    """What can be followed: `progressed` carries done, total and what, `ended` comes once."""

    @property
    def progressed(self) -> SignalInstance:
        """How far it is."""

    @property
    def ended(self) -> SignalInstance:
        """It is over."""

    def cancel(self) -> None:
        """Ask it to stop at its next step."""


class ProgressDialog(QDialog):
    """Follows one job until it has ended; closing the dialog or Esc asks the work to stop."""

    def __init__(self, title: str, job: LongWork, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(520)
        self._job = job
        heading = QLabel(title)
        heading.setProperty("part", "title")
        self._what = QLabel(_("Starting …"))
        self._what.setWordWrap(True)
        self._bar = QProgressBar(maximum=0)
        self._bar.setAccessibleName(title)
        self._count = QLabel()
        self._count.setProperty("part", "quiet")
        self._cancel = QPushButton(_("Cancel and change nothing"))
        self._cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self._cancel)
        layout = QVBoxLayout(self)
        layout.setSpacing(14)
        layout.setContentsMargins(24, 22, 24, 20)
        for widget in (heading, self._what, self._bar):
            layout.addWidget(widget)
        layout.addLayout(foot)
        job.progressed.connect(self._show_progress)
        job.ended.connect(self.accept)

    def reject(self) -> None:
        """Ask the work to stop; the dialog stays until it has."""
        self._cancel.setEnabled(False)
        self._what.setText(_("Stopping; nothing will be changed …"))
        self._job.cancel()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802  Qt's name
        """The window's own close button is the same as Cancel."""
        event.ignore()
        self.reject()

    def _show_progress(self, done: int, total: int, what: str) -> None:
        if not self._cancel.isEnabled():
            return
        self._bar.setMaximum(total)
        self._bar.setValue(done)
        if what:
            self._what.setText(what)
        of_all = _("{done} of {total}").format(done=f"{done:,}", total=f"{total:,}")
        self._count.setText(of_all if total else f"{done:,}")
