"""Rota files, for the screen and for the command line: read, told what is in them, taken over, written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.rota import facts_of, take_over
from deskcirc.domain.rota import RotaDraft
from deskcirc.domain.rota_clashes import clashes_of
from deskcirc.errors import PlainFileError
from deskcirc.exchange.plain_writing import save_plain_text
from deskcirc.exchange.rota_file import SchoolOn, read_rota_file, rota_text
from deskcirc.store.lookups.rota import classes_at_school
from deskcirc.text import gettext as _
from deskcirc.ui.file_commands import FileCommand


def read_draft(desk: Desk, path: Path) -> RotaDraft:
    """The rota of a file, its classes found. Raises ImportFileError, and PlainFileError with every flaw."""
    draft = read_rota_file(path, _school(desk))
    if not (draft.slots or draft.wishes or draft.turns):
        raise PlainFileError([(_("There is no rota in {name}.").format(name=path.name), "")])
    return draft


def draft_words(draft: RotaDraft) -> str:
    """How much a file holds: "Slots: 3, wishes: 2, turns: 24."."""
    counts = {"slots": len(draft.slots), "wishes": len(draft.wishes), "turns": len(draft.turns)}
    return _("Slots: {slots}, wishes: {wishes}, turns: {turns}.").format(**counts)


def export_text(desk: Desk) -> str:
    """The library's rota as the text of a file."""
    facts = facts_of(desk)
    return rota_text(RotaDraft(facts.slots, facts.wishes, facts.turns), _school(desk))


def export_rota(desk: Desk, path: Path) -> None:
    """Write the library's rota to a file. Raises DeskcircError where it can't be written."""
    save_plain_text(path, export_text(desk))


def _take_over(desk: Desk, file: Path, dry_run: bool) -> Iterator[str]:
    draft = read_draft(desk, file)
    yield draft_words(draft)
    if not dry_run:
        take_over(desk, draft, file.name)
        yield from (clash.sentence for clash in clashes_of(facts_of(desk)))


def _school(desk: Desk) -> SchoolOn:
    with desk.library.reading() as connection:
        return SchoolOn(classes_at_school(connection), desk.today, desk.policy.schooling)


COMMAND: Final = FileCommand("rota", export_text, _take_over)
