"""`deskcirc rules|calendar|rota export|import`: the one command that a school's three plain files share."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from deskcirc.desk.access import first_operator
from deskcirc.desk.desk import Desk
from deskcirc.errors import LibraryFileError, PlainFileError
from deskcirc.exchange.plain_writing import save_plain_text
from deskcirc.store.database import open_library
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row


@dataclass(frozen=True, slots=True)
class FileCommand:
    """What is different for rules, calendar and rota: the counter's name in the journal, and both ways of a file.

    `text` writes what the library has as a file's text. `take_over` takes a file in, or only tries it (its third
    value), and gives the lines to say; it raises PlainFileError with everything against the file.
    """

    station: str
    text: Callable[[Desk], str]
    take_over: Callable[[Desk, Path, bool], Iterable[str]]

    def run(self, chosen: argparse.Namespace) -> int:
        """Do what `chosen` says (verb, library, file, for an import dry_run too); returns the exit status.

        It is 0, or 1 where the file is refused. Raises DeskcircError for trouble outside.
        """
        if not chosen.library.exists():
            raise LibraryFileError(
                _("There is no library file {file}.").format(file=chosen.library),
                _("Make one first: deskcirc new {file}").format(file=chosen.library),
            )
        export = chosen.verb == "export"
        with open_library(chosen.library, read_only=export or chosen.dry_run) as library:
            desk = Desk(library, first_operator(library), self.station, datetime.now(UTC))
            return self._export(desk, chosen.file) if export else self._import(desk, chosen.file, chosen.dry_run)

    def _export(self, desk: Desk, file: Path) -> int:
        if str(file) == "-":
            sys.stdout.write(self.text(desk))
            return 0
        save_plain_text(file, self.text(desk))
        _say([_("Saved as {name}.").format(name=file)])
        return 0

    def _import(self, desk: Desk, file: Path, dry_run: bool) -> int:
        try:
            lines = list(self.take_over(desk, file, dry_run))
        except PlainFileError as error:
            sys.stderr.writelines(f"{line}\n" for line in flaw_lines(error))
            sys.stderr.write(_("Nothing was changed.") + "\n")
            return 1
        _say([*lines, *([_("Trial only; nothing was saved.")] if dry_run else [])])
        return 0


def flaw_lines(error: PlainFileError) -> Iterator[str]:
    """Every flaw of a file with its way out, a line each."""
    for sentence, way_out in error.flaws:
        yield in_a_row(sentence, way_out)


def _say(lines: Iterable[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
