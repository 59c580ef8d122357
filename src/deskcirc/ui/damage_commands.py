"""Where a barcode about a damaged copy is heard: what it means depends on the screen that is open, and on its copy."""

from __future__ import annotations

from typing import Final

from deskcirc.domain.damage_commands import damage_word
from deskcirc.domain.scanning import Command

_IN_HAND: Final = {
    Command.MENDED: "mended",
    Command.BEYOND_REPAIR: "beyond",
    Command.NOT_FINISHED: "not_finished",
}
_ELSEWHERE: Final = {"mended": "queue", "beyond": "queue", "not_finished": "lessons"}
_HEARD_IN: Final = ("queue", "lessons")  # sections of the mending table that have a copy in hand


def damage_act(command: Command, active: str, section: str = "") -> tuple[str, str] | None:
    """The tab and the act of a barcode about damage or mending; None for every other command.

    At the mending table it is about the copy in hand, in a lesson about the copy handled last, in a class corner about
    the copy on the pile, in a count about the copy scanned last; anywhere else damage is about the copy that was
    returned last. What says how the mending went is never about a copy of a screen that was left: it asks for the copy.
    """
    word = damage_word(command)
    verb = f"add:{word}" if word else _IN_HAND.get(command, "")
    if not verb:
        return None
    if active == "repair" and section in _HEARD_IN and (verb != "not_finished" or section == "lessons"):
        return active, f"{section}.{verb}"
    if active == "repair" or not word:
        return "repair", f"{_ELSEWHERE.get(verb, 'queue')}.elsewhere"
    if active == "classes":
        return active, f"corners.damage:{word}"
    if active == "stocktake":
        return active, f"scanning.damage:{word}"
    return "returns", f"damage:{word}"
