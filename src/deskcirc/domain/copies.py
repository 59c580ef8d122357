"""The single volume on the shelf, as the counter sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskcirc.domain.title_names import quoted
from deskcirc.text import full_date, marked
from deskcirc.text import gettext as _


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


def withdrawn_words(number: str, on: date | None) -> str:
    """Since when and under which number a copy is withdrawn, as far as the library knows."""
    if on is None:
        return _("withdrawn")
    if not number:
        return _("withdrawn since {day}").format(day=full_date(on))
    return _("withdrawn since {day}, No. {number}").format(day=full_date(on), number=number)


def bound_words(number: str) -> str:
    """Into which copy an issue of a magazine was bound."""
    return _("bound into {number}").format(number=number)


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
    withdrawal_number: str = ""  # of the withdrawal ledger; known of a copy looked up by itself
    withdrawn_on: date | None = None
    bound_into: str = ""  # the accession number of the bound year that this issue is a part of now

    @property
    def code(self) -> str:
        """What stands under the bars: the barcode, or the accession number where there is none."""
        return self.barcode or self.accession_number

    @property
    def name(self) -> str:
        """The title with its volume, in the brackets of the language: "《十万个为什么 植物》"."""
        return quoted(self.title, self.volume)

    @property
    def state_words(self) -> str:
        """What staff have decided about it, in words; of a withdrawn copy since when, and under which number.

        Of an issue that was bound it is said into which copy, for there it can be read.
        """
        if self.bound_into:
            return bound_words(self.bound_into)
        if self.state is CopyState.WITHDRAWN:
            return withdrawn_words(self.withdrawal_number, self.withdrawn_on)
        return _(COPY_STATE_WORDS[self.state])
