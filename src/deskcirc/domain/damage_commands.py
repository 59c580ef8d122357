"""Which kind of damage, or how bad it is, a command barcode says: the sheet beside the mending table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from deskcirc.domain.repair import DamageKind, Severity
from deskcirc.domain.scanning import Command

KIND_COMMANDS: Final = {
    Command.TORN: DamageKind.TORN,
    Command.LOOSE_PAGES: DamageKind.LOOSE_PAGES,
    Command.SPINE: DamageKind.SPINE,
    Command.COVER: DamageKind.COVER,
    Command.STAINED: DamageKind.STAINED,
    Command.LABEL_GONE: DamageKind.LABEL_GONE,
    Command.PIECE_MISSING: DamageKind.PIECE_MISSING,
    Command.PAGES_MISSING: DamageKind.PAGES_MISSING,
    Command.MOULD: DamageKind.MOULD,
    Command.WRITTEN_IN: DamageKind.WRITTEN_IN,
    Command.OTHER_DAMAGE: DamageKind.OTHER,
}
SEVERITY_COMMANDS: Final = {
    Command.LIGHT_DAMAGE: Severity.LIGHT,
    Command.MEDIUM_DAMAGE: Severity.MEDIUM,
    Command.HEAVY_DAMAGE: Severity.HEAVY,
}

DAMAGE_WORDS: Final = frozenset(each.value for each in (*DamageKind, *Severity))
"""The codes that acts and questions say damage by."""


def damage_word(command: Command) -> str:
    """The code of the kind or severity the barcode says; "" for every other command."""
    found = KIND_COMMANDS.get(command) or SEVERITY_COMMANDS.get(command)
    return found.value if found is not None else ""


def kinds_in(words: Iterable[str]) -> tuple[DamageKind, ...]:
    """The kinds among codes, each once in the order of the class; what is none is passed over."""
    said = set(words)
    return tuple(kind for kind in DamageKind if kind.value in said)


def severity_in(words: Iterable[str], otherwise: Severity = Severity.MEDIUM) -> Severity:
    """The worst severity among codes, else `otherwise`."""
    said = set(words)
    return next((each for each in reversed(Severity) if each.value in said), otherwise)
