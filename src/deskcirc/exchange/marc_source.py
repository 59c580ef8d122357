"""A MARC file as octets that are read where they lie: mapped into memory, never held whole, whatever its size."""

from __future__ import annotations

import codecs
import mmap
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from deskcirc.errors import ImportFileError, reason_of
from deskcirc.text import gettext as _

HEAD = 64 * 1024  # octets that show what a file is
_BLOCK = 1024 * 1024
_COPIED = 256 * _BLOCK  # octets; a dump larger than any school's is mapped where it lies

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


@dataclass(frozen=True, slots=True)
class Source:
    """The octets of a file; those of a UTF-16 file are turned into UTF-8 and `written_in` says from what."""

    octets: bytes | mmap.mmap
    written_in: str = ""

    def as_written(self, octets: bytes) -> bytes:
        """A piece of the octets as it stands in the file."""
        return octets.decode("utf-8", "replace").encode(self.written_in) if self.written_in else octets

    def offset(self, position: int) -> int:
        """Where a position in the octets lies in the file (behind a byte order mark, if it is UTF-16)."""
        if not self.written_in:
            return position
        return 2 * (1 + _utf16_units(self.octets, position))


def wide_encoding(head: bytes, forced: str = "") -> str:
    """ "utf-16-le" or "utf-16-be" by the byte order mark a file begins with, else by what a person chose, else ""."""
    chosen = "" if not forced.startswith("utf-16") else "utf-16-be" if forced.endswith("be") else "utf-16-le"
    return _UTF16.get(head[:2], chosen)


def read_head(path: Path, forced: str = "") -> bytes:
    """The first octets of a file, UTF-16 already turned into UTF-8; ImportFileError where there are none to read."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        raise _unreadable(path, error) from error
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf\xff\xfe"):
        raise ImportFileError(
            _("The file {name} is empty.").format(name=path.name), _("Ask for the file again, or export it again.")
        )
    return in_octets(head, forced)


def in_octets(head: bytes, forced: str = "") -> bytes:
    """The beginning of a file with UTF-16 turned into UTF-8."""
    wide = wide_encoding(head, forced)
    return head.decode(wide, "replace").removeprefix("\ufeff").encode() if wide else head


@contextmanager
def opened(path: Path, forced: str = "") -> Iterator[Source]:
    """The file's octets for as long as the block lasts; ImportFileError where it can't be read.

    They are mapped from a copy, for a stick that is pulled out under a mapped file takes the program down with it.
    """
    with ExitStack() as stack:
        try:
            file: IO[bytes] = stack.enter_context(path.open("rb"))
            wide = wide_encoding(file.read(2), forced)
            if wide:
                narrow = stack.enter_context(tempfile.TemporaryFile())
                _narrow(path, wide, narrow.fileno())
                file = narrow
            elif path.stat().st_size <= _COPIED:
                copy = stack.enter_context(tempfile.TemporaryFile())
                file.seek(0)
                shutil.copyfileobj(file, copy, _BLOCK)
                copy.flush()
                file = copy
            octets = stack.enter_context(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError) as error:
            raise _unreadable(path, error) from error
        yield Source(octets, wide)


def forget(octets: bytes | mmap.mmap) -> None:
    """Let the system take back the memory of what was read; where it can't (Windows) it does so by itself."""
    if isinstance(octets, mmap.mmap) and hasattr(octets, "madvise"):
        octets.madvise(mmap.MADV_DONTNEED)


def _narrow(path: Path, wide: str, target: int) -> None:
    """Write a UTF-16 file as UTF-8 into an unnamed file, block by block."""
    with path.open(encoding=wide, errors="replace", newline="") as text, open(target, "wb", closefd=False) as narrow:
        narrow.write(text.read(1).removeprefix("\ufeff").encode())
        while block := text.read(_BLOCK):
            narrow.write(block.encode())


def _utf16_units(octets: bytes | mmap.mmap, position: int) -> int:
    """How many UTF-16 code units the first octets of a UTF-8 text are."""
    units = 0
    for start in range(0, position, _BLOCK):
        block = octets[start : min(start + _BLOCK, position)]
        units += sum(1 for one in block if one & 0xC0 != 0x80) + sum(1 for one in block if one >= 0xF0)
    return units


def _unreadable(path: Path, error: Exception) -> ImportFileError:
    reason = reason_of(error) if isinstance(error, OSError) else str(error)
    return ImportFileError(
        _("The file {name} cannot be read: {reason}.").format(name=path.name, reason=reason),
        _("Copy it to this computer, close other programs that have it open, and try again."),
    )
