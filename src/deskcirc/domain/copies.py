"""The single volume on the shelf, as the counter sees it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from deskcirc.domain.title_names import quoted
from deskcirc.text import marked


class CopyState(StrEnum):
    """What staff have decided about the copy; "on loan" and "on the hold shelf" are facts of loans and holds."""

    IN_PROCESS = "in_process"
    IN_STOCK = "in_stock"
    IN_REPAIR = "in_repair"
    MISSING = "missing"
    LOST = "lost"
    WITHDRAWN = "withdrawn"


COPY_STATE_WORDS = {
    CopyState.IN_PROCESS: marked("being processed"),
    CopyState.IN_STOCK: marked("in stock"),
    CopyState.IN_REPAIR: marked("in repair"),
    CopyState.MISSING: marked("missing"),
    CopyState.LOST: marked("lost"),
    CopyState.WITHDRAWN: marked("withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy with the words of its title."""

    id: int
    title_id: int
    title: str
    volume: str
    author: str
    isbn: str
    accession_number: str
    barcode: str  # "" where it is not labelled yet
    call_number: str
    shelf_key: str
    location: str
    item_type_id: int
    item_type: str
    state: CopyState
    price: int | None  # fen
    damaged: bool
    damage_note: str
    awaits_shelving: bool

    @property
    def code(self) -> str:
        """What stands under the bars: the barcode, or the accession number where there is none."""
        return self.barcode or self.accession_number

    @property
    def name(self) -> str:
        """The title with its volume, in the brackets of the language: "《十万个为什么 植物》"."""
        return quoted(self.title, self.volume)
