"""One program at a time writes a library file: a lock the operating system frees by itself when a program dies."""

from __future__ import annotations

import os
import re
import sys
from contextlib import suppress
from pathlib import Path
from typing import IO

from deskcirc.errors import LibraryFileError, reason_of
from deskcirc.text import gettext as _

if sys.platform == "win32":
    import msvcrt

    def _take(handle: IO[bytes]) -> None:
        msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _take(handle: IO[bytes]) -> None:
        fcntl.flock(handle.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)


_ESCAPED = re.compile(r"\\([0-7]{3})")  # how a mount point's blanks are written
NETWORK_FILE_SYSTEMS = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smbfs", "davfs", "afs", "9p", "ceph", "glusterfs", "lustre", "ncpfs"),
        *("fuse.sshfs", "fuse.davfs2", "fuse.rclone", "fuse.curlftpfs", "fuse.glusterfs", "fuse.smbnetfs"),
        "fuse.gvfsd-fuse",  # what the file manager of a Linux desktop mounts: shares, phones
    }
)


class FileLock:
    """Held from opening a library file to closing it; a file reached by another way (a link) has the same lock."""

    def __init__(self, library_file: Path) -> None:
        real = real_path(library_file)
        self._path = real.with_name(real.name + ".lock")
        self._handle: IO[bytes] | None = None

    def take(self) -> None:
        """Take the lock; raises LibraryFileError where another program holds it or the folder is read-only."""
        handle = self._opened_and_locked()
        while not self._is_still_there(handle):  # its last holder took the file away in the moment between
            handle.close()
            handle = self._opened_and_locked()
        self._handle = handle

    def release(self) -> None:
        """Give the lock back; harmless where it is not held."""
        if self._handle is None:
            return
        if sys.platform == "win32":
            self._handle.close()
            with suppress(OSError):  # somebody else is opening it just now
                self._path.unlink()
        else:
            self._path.unlink(missing_ok=True)  # while it is held: nobody can have locked this very file
            self._handle.close()
        self._handle = None

    def _is_still_there(self, handle: IO[bytes]) -> bool:
        try:
            return os.path.samestat(os.fstat(handle.fileno()), self._path.stat())
        except FileNotFoundError:
            return False

    def _opened_and_locked(self) -> IO[bytes]:
        try:
            handle = self._path.open("ab")
        except OSError as error:
            raise LibraryFileError(
                _("The folder {folder} cannot be written to ({reason}).").format(
                    folder=self._path.parent, reason=reason_of(error)
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
        return handle


def refuse_network_drive(file: Path) -> None:
    """Raise LibraryFileError where the file lies on a network drive: SQLite's locks do not hold there."""
    if _file_system(real_path(file)) in NETWORK_FILE_SYSTEMS:
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
    return file_system_in(mounts, file)


def file_system_in(mounts: str, file: Path) -> str:
    """The kind of file system that holds `file`, by the lines of /proc/self/mounts; "" where none does.

    The deepest mount point counts, and of several on one point the last.
    """
    found, depth = "", -1
    for line in mounts.splitlines():
        fields = line.split(" ")
        if len(fields) < 3:
            continue
        point = Path(_ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), fields[1]))
        if (file == point or point in file.parents) and len(point.parts) >= depth:
            found, depth = fields[2], len(point.parts)
    return found


def real_path(file: Path) -> Path:
    """The file itself where the path is a link; the path as it is where links go in a circle."""
    return Path(os.path.realpath(file))


def is_writable(file: Path) -> bool:
    """Whether this person may write the file and its folder."""
    return os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)
