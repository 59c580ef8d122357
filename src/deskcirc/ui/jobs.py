"""Long work on the desk's thread: it tells how far it is, can be cancelled, and then leaves nothing behind."""

from __future__ import annotations

import logging
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from typing import Final, TypeAlias

from PySide6.QtCore import QObject, Signal

from deskcirc.errors import CancelledError, DeskcircError
from deskcirc.text import gettext as _

_log: Final = logging.getLogger(__name__)

_EVERY_SECONDS: Final = 0.05
"""A person sees no more than twenty steps a second; the window need not hear of more."""


class Progress:
    """Handed to the work, which calls it as it goes; it raises CancelledError once the person has cancelled."""

    def __init__(self, tell: Callable[[int, int, str], None]) -> None:
        self._tell = tell
        self._cancelled = threading.Event()
        self._told_at = float("-inf")

    def __call__(self, done: int, total: int, what: str = "") -> None:
        """Say that `done` of `total` are finished (a total of 0 is one not known) and what is being done."""
        if self._cancelled.is_set():
            raise CancelledError(_("Cancelled; nothing was changed."))
        now = time.monotonic()
        if done >= total or now - self._told_at >= _EVERY_SECONDS:
            self._told_at = now
            self._tell(done, total, what)

    def cancel(self) -> None:
        """Make the next call raise; safe from any thread."""
        self._cancelled.set()


Work: TypeAlias = Callable[[Progress], object]


class Job(QObject):
    """One long work as the window sees it: `progressed` (done, total, what), then one of the three other signals."""

    progressed = Signal(int, int, str)
    finished = Signal(object)
    failed = Signal(object)
    crashed = Signal(str)
    ended = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self._work = work
        self._say: Callable[[Callable[[], None]], None] = lambda call: call()
        self._progress = Progress(self._tell)

    def cancel(self) -> None:
        """Ask the work to stop at its next step; `failed` then brings a CancelledError."""
        self._progress.cancel()

    def run(self, say: Callable[[Callable[[], None]], None]) -> None:
        """Do the work now, on this thread; `say` carries calls into the window's thread."""
        self._say = say
        try:
            result = self._work(self._progress)
        except DeskcircError as trouble:
            say(partial(self.failed.emit, trouble))
        except Exception:
            _log.exception("a bug in a long work")
            say(partial(self.crashed.emit, traceback.format_exc()))
        else:
            say(partial(self.finished.emit, result))
        say(self.ended.emit)

    def _tell(self, done: int, total: int, what: str) -> None:
        self._say(partial(self.progressed.emit, done, total, what))
