"""The scan focus: whether a scan would land right now, and the way back to the scan box by itself.

The window's filter catches a scan in any field, but only what reaches Qt: in a field where Chinese is written an
input method may swallow keys before. So such a field has the keyboard no longer than somebody writes in it.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodQueryEvent
from PySide6.QtWidgets import QApplication, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.scan_box import Readiness, ScanBox

BACK_AFTER_SECONDS: Final = 15
"""How long a field or a list of the window may keep the keyboard when nobody touches it."""
LONG_SECONDS: Final = 180
READS_MEANWHILE: Final = "readsMeanwhile"
"""Dynamic property of a field whose writer looks things up in the book in hand: it keeps the keyboard longer."""


class ScanFocus(QObject):
    """Watches where the keyboard is; `changed` carries the Readiness to show in the scan box."""

    changed = Signal(object)

    def __init__(self, application: QApplication, box: ScanBox, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self._box = box
        self._open = False
        self._serial = False
        self._back = QTimer(self, singleShot=True, interval=int(BACK_AFTER_SECONDS * 1000))
        self._back.timeout.connect(self.take_back)
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)
        application.focusChanged.connect(self._moved)
        application.focusWindowChanged.connect(self._soon.start)

    def set_open(self, is_open: bool) -> None:
        """Whether a library is open."""
        self._open = is_open
        self._tell()

    def set_serial(self, connected: bool) -> None:
        """Whether a serial scanner is connected, whose scans need no focus at all."""
        self._serial = connected
        self._tell()

    def touch(self) -> None:
        """A person pressed a key: the field in use is still in use."""
        if self._back.isActive():
            self._back.start()

    def take_back(self) -> None:
        """Put the keyboard into the scan box, unless a dialog has it."""
        self._back.stop()
        if QApplication.activeModalWidget() is None and QApplication.activePopupWidget() is None:
            self._box.setFocus(Qt.FocusReason.OtherFocusReason)

    def readiness(self) -> Readiness:
        """Whether a scan would land now, and what stands in the way."""
        if not self._open:
            return Readiness(ready=False, sentence=_("Opening the library …"))
        if self._serial:
            return Readiness(ready=True, sentence=_("Ready to scan"))
        if self._application.focusWindow() is None:
            return Readiness(ready=False, sentence=_("Another program is in front: click here, then scan"))
        if _input_method_listens(self._application.focusObject()):
            return Readiness(ready=False, sentence=_("Typing in a field: press Esc, then scan"))
        return Readiness(ready=True, sentence=_("Ready to scan"))

    def _moved(self, _old: QWidget | None, new: QWidget | None) -> None:
        self._soon.start()
        if new is None or new is self._box.line or new.window() is not self._box.window():
            self._back.stop()
        else:
            seconds = LONG_SECONDS if new.property(READS_MEANWHILE) else BACK_AFTER_SECONDS
            self._back.start(int(seconds * 1000))

    def _tell(self) -> None:
        self.changed.emit(self.readiness())


def _input_method_listens(focus: QObject | None) -> bool:
    if focus is None:
        return False
    query = QInputMethodQueryEvent(Qt.InputMethodQuery.ImEnabled)
    QCoreApplication.sendEvent(focus, query)
    return bool(query.value(Qt.InputMethodQuery.ImEnabled))
