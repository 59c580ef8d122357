"""The sheet of damage barcodes for the return trolley and the mending table: a repair from end to end by scan alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from deskcirc.domain.damage_commands import KIND_COMMANDS, SEVERITY_COMMANDS
from deskcirc.domain.repair import DAMAGE_KIND_WORDS, SEVERITY_WORDS
from deskcirc.domain.scanning import Command
from deskcirc.labels.command_sheet import COMMAND_CAPTIONS, Cell, command_page, headed
from deskcirc.labels.paper import Paper
from deskcirc.text import gettext as _
from deskcirc.text import marked

DAMAGE_CAPTIONS: Final = {
    **{command: DAMAGE_KIND_WORDS[kind] for command, kind in KIND_COMMANDS.items()},
    **{command: SEVERITY_WORDS[severity] for command, severity in SEVERITY_COMMANDS.items()},
    Command.REPAIR: marked("Open Repair"),
    Command.PILE: marked("Take in a pile"),
    Command.MENDED: marked("It is mended"),
    Command.NOT_FINISHED: marked("Not finished"),
    Command.BEYOND_REPAIR: marked("Beyond repair"),
}
_AT_THE_TABLE: Final = (
    Command.REPAIR,
    Command.PILE,
    Command.MENDED,
    Command.NOT_FINISHED,
    Command.BEYOND_REPAIR,
)
_ROWS: Final = 9


def damage_sheet() -> Paper:
    """The sheet, in the language of the screen."""
    kinds = list(KIND_COMMANDS)
    columns = (
        headed(_("What is damaged?"), _cells(kinds[:_ROWS])),
        (
            *headed(_("What is damaged?"), _cells(kinds[_ROWS:])),
            None,
            *headed(_("How bad is it?"), _cells(SEVERITY_COMMANDS)),
        ),
        (
            *headed(
                _("At the mending table"),
                _cells(_AT_THE_TABLE),
            ),
            None,
            *headed(_("At any time"), _cells((Command.UNDO, Command.YES, Command.NEXT))),
        ),
    )
    return Paper(_("Damage barcodes"), (command_page(columns, _("Scan the copy, then what is the matter with it")),))


def _cells(commands: Iterable[Command]) -> list[Cell]:
    captions = {**COMMAND_CAPTIONS, **DAMAGE_CAPTIONS}
    return [Cell(command.value, _(captions[command])) for command in commands]
