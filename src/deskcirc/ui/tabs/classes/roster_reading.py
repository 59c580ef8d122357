"""Reading a roster for the new school year: which tables of the file are rosters, and what their columns are taken for.

The columns are guessed as the import guesses them; what was guessed is shown, for a class column read wrongly would
move everybody.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from deskcirc.desk.desk import Desk
from deskcirc.domain.roster import Roster, roster_of
from deskcirc.errors import ImportFileError
from deskcirc.exchange import COLUMN_NAMES, FileKind, Preview, SheetPreview, TableKind, examine, read_rows
from deskcirc.text import gettext as _
from deskcirc.text import storable
from deskcirc.ui.importing import without_sheet


@dataclass(frozen=True, slots=True)
class ReadRoster:
    """The roster and, one sentence a table, how its columns were understood."""

    roster: Roster
    columns: tuple[str, ...]


def read_roster(desk: Desk, file: Path, year: int) -> ReadRoster:
    """Read a roster whose grades hold from 1 September of `year` on. Raises ImportFileError for a file with none."""
    shown = examine(file)
    rosters = [sheet for sheet in shown.sheets if sheet.plan.kind is TableKind.ROSTER and not sheet.problem]
    if shown.kind is FileKind.MARC or not rosters:
        problem = next((sheet.problem for sheet in shown.sheets if sheet.problem), "")
        raise ImportFileError(
            _("{file} is no roster. {problem}").format(file=file.name, problem=problem).strip(),
            _("A roster is a table with a column 姓名 (name), one 学号 or 借书号 (number) and one 班级 (class)."),
        )
    on = date(year, 9, 1)
    choices = _rosters_alone(shown, rosters).choices(on, desk.policy.schooling)
    roster = roster_of(read_rows(file, choices), storable(file.name), on)
    return ReadRoster(roster, tuple(_told(rosters)))


def _rosters_alone(shown: Preview, rosters: list[SheetPreview]) -> Preview:
    names = {sheet.name for sheet in rosters}
    for sheet in shown.sheets:
        if sheet.name not in names:
            shown = without_sheet(shown, sheet.name)
    return shown


def _told(rosters: list[SheetPreview]) -> Iterator[str]:
    for sheet in rosters:
        pairs = zip(sheet.plan.headers, sheet.plan.columns, strict=True)
        taken = [
            _("{header} is {column}").format(header=header or "–", column=_(COLUMN_NAMES[column]))
            for header, column in pairs
            if column is not None
        ]
        words = "; ".join(taken)
        yield _("{sheet}: {columns}").format(sheet=sheet.name, columns=words) if sheet.name else words
