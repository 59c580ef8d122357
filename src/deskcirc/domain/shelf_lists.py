"""A list of shelves from a file: its rows, and what becomes of each; every row is accounted for."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """One row; what stands in no column, or in an empty cell, is "". `flaw` is the sentence of a damaged cell."""

    number: int  # as the person sees it in the file
    code: str = ""
    name: str = ""
    location: str = ""
    call_number: str = ""
    flaw: str = ""


@dataclass(frozen=True, slots=True)
class ShelfFile:
    """A list as it was read; `problems` are said once, such as a sheet that is hidden."""

    name: str
    rows: tuple[ShelfRow, ...]
    problems: tuple[str, ...] = ()


class RowFate(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


FATE_WORDS: Final = {
    RowFate.NEW: marked("newly made"),
    RowFate.CHANGED: marked("changed"),
    RowFate.SAME: marked("unchanged"),
    RowFate.REFUSED: marked("refused"),
}


@dataclass(frozen=True, slots=True)
class RowOutcome:
    """A row with what becomes of it; `sentence` says why it is refused, or what is changed."""

    row: ShelfRow
    fate: RowFate
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class ListSums:
    """How many rows were read and what became of them; `read` is always the sum of the others."""

    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0

    @property
    def read(self) -> int:
        """All rows."""
        return self.new + self.changed + self.same + self.refused

    def sentence(self) -> str:
        """All of it in words."""
        read = ngettext("{count} row", "{count} rows", self.read).format(count=self.read)
        said = _("{count} {kind}")
        parts = [said.format(count=getattr(self, fate.value), kind=_(words)) for fate, words in FATE_WORDS.items()]
        return f"{read} = {' + '.join(parts)}"


def sums_of(outcomes: tuple[RowOutcome, ...]) -> ListSums:
    """The sums of these rows."""
    fates = [outcome.fate for outcome in outcomes]
    return ListSums(**{fate.value: fates.count(fate) for fate in RowFate})
