"""Taking a collector file in and back as long works: with progress, and with a way to stop them."""

from __future__ import annotations

from dataclasses import replace

from deskcirc.desk.count_files import FileOutcome, FileTrial, load_file, take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.domain.count_files import CountFile
from deskcirc.errors import DeskcircError
from deskcirc.text import gettext as _
from deskcirc.ui.desk_work import DeskWork
from deskcirc.ui.jobs import Progress


def loading(trial: FileTrial, device: str, person: str) -> DeskWork:
    """Take the file in as it was tried."""
    order = replace(trial.order, device=device, person=person)

    def run(desk: Desk, progress: Progress) -> FileOutcome:
        return _done(load_file(desk, trial.stocktake.id, trial.file, order, progress))

    return DeskWork(
        _("Taking {name} in").format(name=trial.file.name), run, lambda done: f"in:stocktake:files.loaded:{_id(done)}"
    )


def taking_back(file: CountFile) -> DeskWork:
    """Take the file back."""

    def run(desk: Desk, progress: Progress) -> FileOutcome:
        return _done(take_back_file(desk, file.id, progress))

    title = _("Taking {name} back").format(name=file.name)
    return DeskWork(title, run, lambda done: f"in:stocktake:files.taken_back:{_id(done)}")


def _done(outcome: FileOutcome) -> FileOutcome:
    """The outcome, or the sentence why there is none as trouble that the small dialog says."""
    if not outcome.done:
        raise DeskcircError(outcome.why_not)
    return outcome


def _id(outcome: FileOutcome) -> int:
    return outcome.file.id if outcome.file is not None else 0
