"""An act that takes long at the desk: from half a second on the window hears how far it is, and may cancel it.

Most acts are over before anybody could read a word. One that is not calls the desk's `progress` as it goes; the
dialog that then comes is the one of every long work, and closing it stops the act, of which nothing is stored.
"""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from deskcirc.errors import CancelledError
from deskcirc.text import gettext as _

if TYPE_CHECKING:
    from deskcirc.ui.dialogs.progress import ProgressDialog

SHOWN_AFTER: Final = 0.5
"""Seconds that an act may take without a word."""
_EVERY: Final = 0.05  # seconds between two steps that a person sees


class LongAct(QObject):
    """The act that the worker is at. `begin` and `tell` belong to the worker, everything else to the window."""

    progressed = Signal(int, int, str)
    ended = Signal()
    _told = Signal(int, int, int, str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._number = 0  # of the act, so that a late click does not stop the next one
        self._cancelled = threading.Event()
        self._cancelled_number = 0
        self._shown_number = 0
        self._began_at, self._told_at = float("inf"), float("-inf")  # what opens the library is told elsewhere
        self.dialog: ProgressDialog | None = None
        self._told.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def begin(self) -> None:
        """The worker takes up an act."""
        self._number += 1
        self._began_at = time.monotonic()
        self._told_at = float("-inf")

    def tell(self, done: int, total: int, what: str = "") -> None:
        """The act says how far it is; raises CancelledError once somebody cancelled it."""
        if self._cancelled.is_set() and self._cancelled_number == self._number:
            raise CancelledError(_("Cancelled; nothing was changed."))
        now = time.monotonic()
        if now - self._began_at >= SHOWN_AFTER and (done >= total or now - self._told_at >= _EVERY):
            self._told_at = now
            self._told.emit(self._number, done, total, what)

    def cancel(self) -> None:
        """Ask the act that is shown to stop at its next step."""
        self._cancelled_number = self._shown_number
        self._cancelled.set()

    def end(self) -> None:
        """The act has been answered: its dialog goes."""
        self._cancelled.clear()
        if self.dialog is not None:
            self.dialog = None
            self.ended.emit()

    @Slot(int, int, int, str)
    def _show(self, number: int, done: int, total: int, what: str) -> None:
        if self.dialog is None:
            from deskcirc.ui.dialogs.progress import ProgressDialog  # most windows never show one

            self._shown_number = number
            self.dialog = ProgressDialog(what or _("Working …"), self, self._window)
            self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            self.dialog.open()
        self.progressed.emit(done, total, what)
