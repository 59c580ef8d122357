"""A dealer's list from its file into a batch: the readers, the preview and the error file are those of the import."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from deskcirc.desk.delivery_lists import LoadOutcome, load_delivery
from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSummary
from deskcirc.errors import DeskcircError
from deskcirc.exchange import Preview, TableKind
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.import_words import FileImport
from deskcirc.ui.importing import OnProgress, import_file, preview, without_sheet

ONE_EACH = 1
"""A dealer's record that gives no count is of a book that comes once at least."""


class LoadRefusedError(DeskcircError):
    """The batch takes no list, or the list stands in another batch and nobody said to load it again."""


def load_list(
    desk: Desk,
    batch_id: int,
    shown: Preview,
    *,
    again: bool = False,
    dry_run: bool = False,
    copies_when_none: int = ONE_EACH,
    progress: OnProgress | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> tuple[FileImport, LoadOutcome]:
    """Load the list as the preview shows it, its sheets of patrons left out; a dry run only says what would come of it.

    Raises LoadRefusedError with all reasons, GoneError for no batch, and what `import_file` raises.
    """
    outcomes: list[LoadOutcome] = []

    def take(at: Desk, rows: Any, source: Any, **how: Any) -> ImportSummary:
        outcomes.append(load_delivery(at, batch_id, rows, source, again=again, **how))
        refused = outcomes[-1].why_not
        if refused and not (dry_run and outcomes[-1].seen):
            raise LoadRefusedError(" ".join(refused), _("Nothing was loaded."))
        return outcomes[-1].summary

    done = import_file(
        desk,
        _books_alone(shown),
        dry_run=dry_run,
        copies_when_none=copies_when_none,
        progress=progress,
        cancelled=cancelled,
        take=take,
    )
    outcome = outcomes[-1]
    said = (*outcome.seen, *_expected(outcome))
    summary, entry, files, trouble = done.summary, done.entry_id, done.error_files, done.trouble
    return FileImport(summary, dry_run, entry, files, trouble, said), outcome


def into_batch(batch_id: int) -> Callable[..., FileImport]:
    """What the import dialog does where it loads a list into a batch instead of importing.

    The person saw in the trial where the list stands already, so the real run takes it as it is.
    """

    def take_in(
        desk: Desk, shown: Preview, *, dry_run: bool, copies_when_none: int, progress: OnProgress
    ) -> FileImport:
        told = partial(load_list, desk, batch_id, shown, again=not dry_run, dry_run=dry_run)
        return told(copies_when_none=copies_when_none, progress=progress)[0]

    return take_in


def load_file(
    desk: Desk, batch_id: int, path: Path, *, encoding: str = "", again: bool = False
) -> tuple[FileImport, LoadOutcome]:
    """Load a list without a preview, as a recorded act does. Raises as `load_list`."""
    shown = preview(path, encoding or None)
    return load_list(desk, batch_id, shown, again=again)


def _books_alone(shown: Preview) -> Preview:
    for sheet in shown.sheets:
        if sheet.plan.kind is TableKind.ROSTER:
            shown = without_sheet(shown, sheet.name)
    return shown


def _expected(outcome: LoadOutcome) -> tuple[str, ...]:
    words = ngettext("{count} copy is expected.", "{count} copies are expected.", outcome.expected)
    return (words.format(count=f"{outcome.expected:,}"),) if outcome.expected else ()
