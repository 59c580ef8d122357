"""What happens at a bug: logged, shown as a report that can be copied, and the program goes on."""

from __future__ import annotations

import logging
import platform
import sys
import threading
import traceback
from types import TracebackType
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot, qVersion
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

import deskcirc
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.room import resize_within_screen

_log: Final = logging.getLogger(__name__)


class CrashReports(QObject):
    """Catches what nobody caught, on any thread, and shows one dialog that collects the reports."""

    _caught = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.dialog: CrashDialog | None = None
        self._caught.connect(self.show_report)

    def install(self) -> None:
        """Take the place of Python's own hooks."""
        sys.excepthook = self._main_thread
        threading.excepthook = self._other_thread

    @Slot(str)
    def show_report(self, trace: str) -> None:
        """Show the traceback, beside those shown before; scanning goes on meanwhile."""
        if self.dialog is None:
            self.dialog = CrashDialog(QApplication.activeWindow())
            self.dialog.finished.connect(self._forget)
        self.dialog.add(report(trace))
        self.dialog.show()

    def _forget(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
        self.dialog = None

    def _main_thread(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log.error("a bug in the window", exc_info=(kind, error, trace))
        self._caught.emit("".join(traceback.format_exception(kind, error, trace)))

    def _other_thread(self, caught: threading.ExceptHookArgs) -> None:
        if caught.exc_value is not None:
            self._main_thread(caught.exc_type, caught.exc_value, caught.exc_traceback)


class CrashDialog(QDialog):
    """The report, a button to copy it, a button to go on; it doesn't stand in the way of a scan."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Something went wrong in the program"))
        self.setModal(False)
        sentence = QLabel(
            _(
                "The last step was not carried out and nothing of it was saved; you can go on working. "
                "Please send this report to whoever looks after the program."
            )
        )
        sentence.setWordWrap(True)
        self._text = QPlainTextEdit(readOnly=True)
        self._text.setAccessibleName(_("Report"))
        copy = QPushButton(_("Copy the report"))
        copy.clicked.connect(self.copy)
        close = QPushButton(_("Go on working"))
        close.setProperty("part", "main")
        close.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addWidget(copy)
        buttons.addStretch()
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.addWidget(sentence)
        layout.addWidget(self._text)
        layout.addLayout(buttons)
        resize_within_screen(self, 760, 420)
        close.setFocus()

    def add(self, text: str) -> None:
        """Put one more report under those already there."""
        self._text.appendPlainText(text)

    def copy(self) -> None:
        """Put all the reports on the clipboard."""
        QGuiApplication.clipboard().setText(self._text.toPlainText())


def report(trace: str) -> str:
    """The traceback with the versions that matter."""
    return "\n".join(
        (
            f"deskcirc {deskcirc.__version__}",
            f"Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}",
            trace,
        )
    )
