"""Failures that are nobody's bug: each says what happened and what to do next, in the reader's language."""

from __future__ import annotations

import errno
from collections.abc import Sequence
from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked


class DeskcircError(Exception):
    """Trouble outside the program: a disk, a cable, a file, another program.

    `sentence` says what happened, `remedy` what the person at the counter can do about it; both are already
    in the language of the screen. A bug is any other exception.
    """

    def __init__(self, sentence: str, remedy: str = "") -> None:
        super().__init__(f"{sentence} {remedy}".strip())
        self.sentence = sentence
        self.remedy = remedy


class LibraryFileError(DeskcircError):
    """The library file is missing, locked, read-only, damaged, newer than this program, or no library at all."""


class DiskFullError(LibraryFileError):
    """The disk took no more; the act was rolled back and nothing of it is stored."""


class ClockError(DeskcircError):
    """The computer's clock stands before the last act in the journal; lending waits for a person's answer."""


class ImportFileError(DeskcircError):
    """The file as a whole cannot be read: not a table, not MARC, empty, locked, or in no known form."""


class PlainFileError(ImportFileError):
    """A file of rules, days or turns says something it may not: `flaws` are all of them, each naming its line."""

    def __init__(self, flaws: Sequence[tuple[str, str]]) -> None:
        """`flaws` are sentences with their ways out, the first in the file first; there is at least one."""
        super().__init__(*flaws[0])
        self.flaws = tuple(flaws)


class GoneError(DeskcircError, LookupError):
    """What an act names is not in the library: an older screen offered it, or another program wrote the act."""

    def __init__(self) -> None:
        super().__init__(
            _("What was chosen is not in the library any more."), _("Scan it again, or look at the list anew.")
        )


class SealedMonthError(DeskcircError):
    """An act would change what stands in the ledgers of a sealed month; nothing was written."""


class CancelledError(DeskcircError):
    """The person cancelled a long work; nothing of it is stored."""


_REASONS: Final = {
    errno.ENOENT: marked("there is no such file or folder"),
    errno.EACCES: marked("this account may not do that"),
    errno.EPERM: marked("this account may not do that"),
    errno.EISDIR: marked("it is a folder"),
    errno.ENOTDIR: marked("a part of the path is not a folder"),
    errno.EEXIST: marked("it is already there"),
    errno.ENOSPC: marked("the disk is full"),
    errno.EROFS: marked("the disk is read-only"),
    errno.ENAMETOOLONG: marked("the name is too long"),
    errno.EBUSY: marked("another program is using it"),
    errno.EIO: marked("the disk cannot be read or written"),
}


def reason_of(error: OSError) -> str:
    """Why the system refused, in the language of the screen where the reason is a common one."""
    if error.errno in _REASONS:
        return _(_REASONS[error.errno])
    return error.strerror or str(error)
