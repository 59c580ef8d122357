"""The sheet of barcodes for whoever counts at the shelves: a stocktake from end to end by scan alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from deskcirc.domain.scanning import Command
from deskcirc.labels.command_sheet import CHOICES, COMMAND_CAPTIONS, Cell, command_page, headed
from deskcirc.labels.paper import Paper
from deskcirc.text import gettext as _
from deskcirc.text import marked

STOCKTAKE_CAPTIONS: Final = {
    Command.STOCKTAKE: marked("Open Stocktake"),
    Command.NEXT: marked("Done with this shelf"),  # there is no patron to be next
}
_CAPTIONS: Final[Mapping[Command, str]] = {**COMMAND_CAPTIONS, **STOCKTAKE_CAPTIONS}


def stocktake_sheet() -> Paper:
    """The sheet, in the language of the screen."""
    choices = [
        Cell(f"{Command.CHOICE.value}-{number}", _("Number {number}").format(number=number))
        for number in range(1, CHOICES + 1)
    ]
    columns = (
        headed(_("At the shelf"), _cells((Command.STOCKTAKE, Command.DAMAGED))),
        headed(_("At any time"), _cells((Command.UNDO, Command.NEXT, Command.YES))),
        headed(_("Choose from the screen"), choices),
    )
    page = command_page(columns, _("Scan a shelf, then its books from left to right"))
    return Paper(_("Stocktake barcodes"), (page,))


def _cells(commands: Iterable[Command]) -> list[Cell]:
    return [Cell(command.value, _(_CAPTIONS[command])) for command in commands]
