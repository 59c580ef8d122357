"""The one desk worker: a thread with a queue, on which alone the library file is touched, in the order of the scans.

Everything the worker says comes back in the window's thread: `_arrived` carries a call from one thread to the other,
so whoever listens to a public signal never has to think of threads.
"""

from __future__ import annotations

import logging
import threading
import traceback
from collections.abc import Callable
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Final, Protocol, TypeAlias

from PySide6.QtCore import QObject, Qt, Signal, Slot

from deskcirc.errors import DeskcircError
from deskcirc.ui.jobs import Job, Work

_log: Final = logging.getLogger(__name__)

IDLE_SECONDS: Final = 2.0
"""How long nothing must happen before the desk may tidy up (checkpoint, backup)."""


class Desk(Protocol):
    """What the worker runs: the station, or anything that answers an input with what to show."""

    def take(self, given: Any, /) -> Any:
        """Do the input and say what to show."""

    def idle(self) -> None:
        """Tidy up; called once each time nothing has happened for a while."""

    def close(self) -> None:
        """Let go of the library file."""


_Task: TypeAlias = Callable[[], None]


class Runner(QObject):
    """Runs one desk on one thread.

    `opened` comes once with the desk's first picture, or `refused` with the reason why not. `shown` carries
    an input and what it came to; `failed` a
    DeskcircError (trouble outside), `crashed` the traceback of a bug; after either the next input is taken as if
    nothing had happened.
    """

    opened = Signal(object)
    refused = Signal(object)
    shown = Signal(object, object)
    failed = Signal(object)
    crashed = Signal(str)
    _arrived = Signal(object)

    def __init__(
        self,
        open_desk: Callable[[], Desk],
        first: object,
        parent: QObject | None = None,
        *,
        begin: Callable[[], None] = lambda: None,
    ) -> None:
        """`open_desk` is called on the worker; what its desk answers to the input `first` is carried by `opened`.

        `begin` is called on the worker before each further input is taken up.
        """
        super().__init__(parent)
        self._begin = begin
        self._open_desk = open_desk
        self._first = first
        self._tasks: SimpleQueue[_Task | None] = SimpleQueue()
        self._desk: Desk | None = None
        self._jobs: set[Job] = set()
        self._thread = threading.Thread(target=self._work, name="desk")
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def start(self) -> None:
        """Open the desk, on the worker; call it when the window has been painted once."""
        self._thread.start()

    def submit(self, given: object) -> None:
        """Queue one input; its answer comes by `shown`, `failed` or `crashed`, in the order of the inputs."""
        self._tasks.put(partial(self._take, given))

    def run_job(self, work: Work) -> Job:
        """Queue a long work; inputs submitted after it wait until it has ended or was cancelled."""
        job = Job(work)
        self._jobs.add(job)
        job.ended.connect(partial(self._jobs.discard, job))
        self._tasks.put(lambda: job.run(self._say))
        return job

    def stop(self) -> None:
        """Finish everything queued, close the desk, end the thread; comes back when that is done."""
        self._tasks.put(None)
        if self._thread.is_alive():
            self._thread.join()

    def _work(self) -> None:
        self._guarded(self._open)
        while (task := self._next_task()) is not None:
            self._guarded(task)
        if self._desk is not None:
            self._guarded(self._desk.close)

    def _next_task(self) -> _Task | None:
        try:
            return self._tasks.get(timeout=IDLE_SECONDS)
        except Empty:
            if self._desk is not None:
                self._guarded(self._desk.idle)
            return self._tasks.get()

    def _open(self) -> None:
        try:
            self._desk = self._open_desk()
        except DeskcircError as trouble:
            _log.warning("%s", trouble)
            self._say(partial(self.refused.emit, trouble))
        else:
            self._say(partial(self.opened.emit, self._desk.take(self._first)))

    def _take(self, given: object) -> None:
        if self._desk is not None:
            self._begin()
            self._say(partial(self.shown.emit, given, self._desk.take(given)))

    def _guarded(self, task: _Task) -> None:
        try:
            task()
        except DeskcircError as trouble:
            _log.warning("%s", trouble)
            self._say(partial(self.failed.emit, trouble))
        except Exception:
            _log.exception("a bug on the desk's thread")
            self._say(partial(self.crashed.emit, traceback.format_exc()))

    def _say(self, call: _Task) -> None:
        self._arrived.emit(call)

    @Slot(object)
    def _deliver(self, call: _Task) -> None:
        call()
