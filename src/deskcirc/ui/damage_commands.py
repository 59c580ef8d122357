"""Where a damage barcode is heard: what it means depends on the screen that is open, as with no other command."""

from __future__ import annotations

from deskcirc.domain.damage_commands import damage_word
from deskcirc.domain.scanning import Command


def damage_act(command: Command, active: str) -> tuple[str, str] | None:
    """The tab and the act of a damage barcode; None for every other command.

    At the mending table it is about the copy in hand, in a class corner about the copy on the pile; anywhere else
    about the copy that was returned last.
    """
    word = damage_word(command)
    if not word:
        return None
    if active == "repair":
        return active, f"queue.add:{word}"
    if active == "classes":
        return active, f"corners.damage:{word}"
    return "returns", f"damage:{word}"
