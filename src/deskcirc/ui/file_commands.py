"""`deskcirc rules|calendar|rota export|import`: what the three commands for a school's plain files have in common."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from deskcirc.desk.desk import Desk
from deskcirc.desk.set_up import first_operator
from deskcirc.errors import LibraryFileError, PlainFileError
from deskcirc.store.database import open_library
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row


def export_or_import(
    chosen: argparse.Namespace,
    station: str,
    export_file: Callable[[Desk, Path], int],
    import_file: Callable[[Desk, Path, bool], int],
) -> int:
    """Do what `chosen.verb` says at `chosen.library` with `chosen.file`, and return the exit status.

    An import is told whether it is a trial only (`chosen.dry_run`). Raises DeskcircError for trouble outside.
    """
    if not chosen.library.exists():
        raise LibraryFileError(
            _("There is no library file {file}.").format(file=chosen.library),
            _("Make one first: deskcirc new {file}").format(file=chosen.library),
        )
    export = chosen.verb == "export"
    with open_library(chosen.library, read_only=export or chosen.dry_run) as library:
        desk = Desk(library, first_operator(library), station, datetime.now(UTC))
        return export_file(desk, chosen.file) if export else import_file(desk, chosen.file, chosen.dry_run)


def flaw_lines(error: PlainFileError) -> Iterator[str]:
    """Every flaw of a file with its way out, a line each."""
    for sentence, way_out in error.flaws:
        yield in_a_row(sentence, way_out)


def refuse_file(error: PlainFileError) -> int:
    """Say every flaw of the file, a line each with its way out, and that nothing was changed; the exit status is 1."""
    sys.stderr.writelines(f"{line}\n" for line in flaw_lines(error))
    sys.stderr.write(_("Nothing was changed.") + "\n")
    return 1
