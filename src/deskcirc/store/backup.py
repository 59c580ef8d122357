"""A copy of the library file that has proved it can be opened."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from deskcirc.errors import DiskFullError, LibraryFileError
from deskcirc.text import gettext as _


def back_up(source: Path, target: Path) -> None:
    """Copy the library to `target` in one step, then open the copy and check it; raises LibraryFileError.

    One step, because a copy in steps starts again at every write and never ends while the counter works. Raises
    sqlite3.Error where the disk is full or the source damaged; an older backup of that name is kept then.
    """
    draft = target.with_name(target.name + ".part")
    draft.unlink(missing_ok=True)
    reading = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)
    writing = sqlite3.connect(draft)
    try:
        reading.backup(writing)
        whole = writing.execute("PRAGMA quick_check").fetchone()[0]
    except sqlite3.Error:
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


def back_up_before(source: Path, words: str) -> Path:
    """Copy the library beside itself before an act that means much, with `words` in its name; returns the copy.

    Raises LibraryFileError where it cannot be made or read back: then nothing further should be done.
    """
    kept = source.with_name(f"{source.stem} {words}{source.suffix}")
    try:
        back_up(source, kept)
    except (sqlite3.Error, OSError) as trouble:
        raise DiskFullError(
            _("The backup {file} could not be made, so nothing else was done.").format(file=kept.name),
            _("Free some space on the disk of the library file and try again."),
        ) from trouble
    return kept
