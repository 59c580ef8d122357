"""One line of any list on the Patrons screen, in words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InfoLine:
    """The id of what it is about, its cells, and the cell that is to be looked at, -1 for none."""

    key: int
    cells: tuple[str, ...]
    look: int = -1
    is_open: bool = True  # something may still be done about it
    kept: int = 0  # of a charge: what was paid for it and not given back, in fen
    owed: int = 0  # of a charge: what is left to pay, in fen
