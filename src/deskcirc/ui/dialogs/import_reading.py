"""Reading the file beside the desk worker: a preview must not keep the next scan waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QObject, Qt, Signal, Slot

from deskcirc.domain.drafts import ReadRow
from deskcirc.exchange import Preview
from deskcirc.ui.importing import first_rows
from deskcirc.ui.jobs import Job, Work


@dataclass(frozen=True, slots=True)
class Look:
    """What the preview page shows: the file, which of its sheets, and that sheet's first rows as they will be read."""

    shown: Preview
    sheet: int
    rows: tuple[ReadRow, ...]


def look_at(shown: Preview, sheet: int, on: date) -> Look:
    """Read the first rows of a sheet; raises ImportFileError. Runs beside the window's thread."""
    return Look(shown, sheet, first_rows(shown, shown.sheets[sheet], on))


class Aside(QObject):
    """Runs works on threads of their own; only the one asked for last may speak, older ones are forgotten."""

    _arrived = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._latest: Job | None = None
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether a work is under way whose answer is still wanted."""
        return self._latest is not None

    def run_job(self, work: Work) -> Job:
        """Begin the work; what came before it is no longer wanted."""
        job = Job(work)
        self._latest = job
        threading.Thread(target=job.run, args=(lambda call: self._say(job, call),), name="reading", daemon=True).start()
        return job

    def forget(self) -> None:
        """Nobody waits for an answer any more."""
        self._latest = None

    def _say(self, job: Job, call: Callable[[], None]) -> None:
        self._arrived.emit((job, call))

    @Slot(object)
    def _deliver(self, told: tuple[Job, Callable[[], None]]) -> None:
        job, call = told
        if job is not self._latest:
            return
        call()
