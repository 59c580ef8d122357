"""One program at a time writes a library file: a lock the operating system frees by itself when a program dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import IO

from deskcirc.errors import LibraryFileError
from deskcirc.text import gettext as _

if sys.platform == "win32":
    import msvcrt

    def _take(handle: IO[bytes]) -> None:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: IO[bytes]) -> None:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


NETWORK_FILE_SYSTEMS = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "davfs", "afs", "9p"})


class FileLock:
    """Held from opening a library file to closing it."""

    def __init__(self, library_file: Path) -> None:
        self._path = library_file.with_name(library_file.name + ".lock")
        self._handle: IO[bytes] | None = None

    def take(self) -> None:
        """Take the lock; raises LibraryFileError where another program holds it or the folder is read-only."""
        try:
            handle = self._path.open("ab")
        except OSError as error:
            raise LibraryFileError(
                _("The folder {folder} cannot be written to ({reason}).").format(
                    folder=self._path.parent, reason=error.strerror
                ),
                _("Copy the library file to a folder of your own and open it there."),
            ) from error
        try:
            _take(handle)
        except OSError as error:
            handle.close()
            raise LibraryFileError(
                _("The library file is already open in another window or program."),
                _("Close it there first, or go on working in that window."),
            ) from error
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; harmless where it is not held."""
        if self._handle is not None:
            self._handle.close()
            self._handle = None
            self._path.unlink(missing_ok=True)


def refuse_network_drive(file: Path) -> None:
    """Raise LibraryFileError where the file lies on a network drive: SQLite's locks do not hold there."""
    if _file_system(file.resolve()) in NETWORK_FILE_SYSTEMS:
        raise LibraryFileError(
            _("The library file lies on a network drive, where a power cut or a second station can damage it."),
            _("Copy it to this computer's own disk and open it there."),
        )


def _file_system(file: Path) -> str:
    if sys.platform == "win32":
        import ctypes

        network_drive = 4
        kind = ctypes.windll.kernel32.GetDriveTypeW(str(file.anchor))
        return "smbfs" if kind == network_drive or str(file).startswith("\\\\") else ""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    points = [line.split()[1:3] for line in mounts.splitlines() if len(line.split()) > 2]
    above = [(point.replace("\\040", " "), kind) for point, kind in points]
    inside = [(point, kind) for point, kind in above if file == Path(point) or Path(point) in file.parents]
    return max(inside, key=lambda pair: len(pair[0]), default=("", ""))[1]


def is_writable(file: Path) -> bool:
    """Whether this person may write the file and its folder."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
