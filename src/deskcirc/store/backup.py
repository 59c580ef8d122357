"""A copy of the library file that has proved it can be opened."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Final

from deskcirc.errors import CancelledError, DiskFullError, LibraryFileError
from deskcirc.text import gettext as _

OnProgress = Callable[[int, int, str], None]
"""Hears how many of how many pages are done (0 of 0: not known); raises CancelledError to stop the backup."""
_PAGES: Final = 4000  # of one step that is told
_INSTRUCTIONS: Final = 200_000  # of SQLite between two words about the checking


def back_up(source: Path, target: Path, progress: OnProgress | None = None) -> None:
    """Copy the library to `target`, then open the copy and check it; raises LibraryFileError, CancelledError.

    In one view of the library, because a copy in steps would start again at every write and never end while the
    counter works. Raises sqlite3.Error where the disk is full or the source damaged; an older backup of that name is
    kept then.
    """
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    reading = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    writing = sqlite3.connect(draft)
    try:
        _copy(reading, writing, progress)
        whole = _checked(writing, progress)
    except BaseException:
        writing.close()
        draft.unlink(missing_ok=True)
        raise
    finally:
        writing.close()
        reading.close()
    if whole != "ok":
        draft.unlink(missing_ok=True)
        raise LibraryFileError(
            _("The backup {file} could not be read back.").format(file=target), _("Choose another disk or stick.")
        )
    draft.replace(target)


def _copy(reading: sqlite3.Connection, writing: sqlite3.Connection, progress: OnProgress | None) -> None:
    if progress is None:
        reading.backup(writing)
        return
    reading.execute("BEGIN")
    reading.execute("SELECT count(*) FROM sqlite_master").fetchone()  # from here on it sees one view
    words = _("Making a backup first")
    progress(0, 0, words)
    reading.backup(writing, pages=_PAGES, progress=lambda _told, left, total: progress(total - left, total, words))


def _checked(writing: sqlite3.Connection, progress: OnProgress | None) -> str:
    """What SQLite finds in the copy, "ok" where it is whole."""
    stopped: list[CancelledError] = []

    def goes_on() -> int:
        try:
            if progress is not None:
                progress(0, 0, _("Reading the backup back"))
        except CancelledError as error:
            stopped.append(error)
        return len(stopped)

    writing.set_progress_handler(goes_on if progress is not None else None, _INSTRUCTIONS)
    try:
        return str(writing.execute("PRAGMA quick_check").fetchone()[0])
    except sqlite3.OperationalError:
        if stopped:
            raise stopped[0] from None
        raise


def back_up_before(source: Path, words: str, progress: OnProgress | None = None) -> Path:
    """Copy the library beside itself before an act that means much, with `words` in its name; returns the copy.

    Raises LibraryFileError where it cannot be made or read back: then nothing further should be done. CancelledError
    where `progress` does.
    """
    kept = source.with_name(f"{source.stem} {words}{source.suffix}")
    try:
        back_up(source, kept, progress)
    except (sqlite3.Error, OSError) as trouble:
        raise DiskFullError(
            _("The backup {file} could not be made, so nothing else was done.").format(file=kept.name),
            _("Free some space on the disk of the library file and try again."),
        ) from trouble
    return kept
