"""Files that are written for a person: whole or not at all, and never over a library, a folder or a device."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from deskcirc.errors import DeskcircError
from deskcirc.text import gettext as _

LIBRARY_HEADER: Final = b"SQLite format 3\x00"
"""The first octets of every library file."""
_DRAFT: Final = ".deskcirc-new"
_BESIDE_A_LIBRARY: Final = ("-wal", "-shm", "-journal", ".lock")


@contextmanager
def written_whole(path: Path) -> Iterator[Path]:
    """Write under the name handed out; what is written takes the place of `path` when the block has ended well.

    After any exception the file that was there is as it was, and nothing else is left. A link stays a link. Raises
    DeskcircError as `refuse_to_replace`, and OSError where the disk refuses.
    """
    refuse_to_replace(path)
    target = Path(os.path.realpath(path))
    clear_leftovers(target.parent)
    draft = target.with_name(f"{target.name}.{os.getpid()}{_DRAFT}")
    try:
        yield draft
        draft.replace(target)
    finally:
        with suppress(OSError):  # a name too long, or a stick that was pulled, leaves nothing to clear away
            draft.unlink(missing_ok=True)


def clear_leftovers(folder: Path) -> None:
    """Remove drafts in the folder whose program was killed while it wrote; what is still being written stays.

    Where the system lets an open file be removed, whoever writes is asked for by the process id in the draft's name;
    elsewhere (Windows) the removal fails as long as the file is open.
    """
    with suppress(OSError, ValueError):
        for draft in list(folder.glob(f"*{_DRAFT}")):
            written_by = draft.name.removesuffix(_DRAFT).rpartition(".")[2]
            if written_by.isdecimal() and not _is_running(int(written_by)):
                with suppress(OSError):
                    draft.unlink()


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return True
    if os.name != "posix":
        return False
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def refuse_to_replace(path: Path) -> None:
    """Raise DeskcircError where a list, a picture or an export must not be written: a library, a device, a pipe."""
    target = Path(os.path.realpath(path))
    try:
        is_strange = target.exists() and not target.is_file() and not target.is_dir()
    except (OSError, ValueError):  # no name of a file at all: whoever writes will hear why
        return
    if is_strange:
        raise DeskcircError(_("{name} is no file.").format(name=path), _("Give the file another name."))
    owners = [target.with_name(target.name.removesuffix(end)) for end in _BESIDE_A_LIBRARY if _ends(target, end)]
    if any(_is_library(file) for file in (target, *owners)):
        raise DeskcircError(
            _("{name} is the file of a library; nothing is written over it.").format(name=path.name),
            _("Give the file another name."),
        )


def _ends(target: Path, end: str) -> bool:
    return target.name.endswith(end) and target.name != end


def _is_library(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(LIBRARY_HEADER)) == LIBRARY_HEADER
    except OSError:
        return False
