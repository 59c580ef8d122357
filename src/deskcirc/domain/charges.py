"""Charges: money or a copy owed for what was late, lost or damaged, until it is paid or waived."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.text import marked


class ChargeKind(StrEnum):
    """What it is for."""

    LATE = "late"
    LOST = "lost"
    DAMAGED = "damaged"
    OTHER = "other"


class ChargeState(StrEnum):
    """Open, and then settled one of two ways."""

    OPEN = "open"
    PAID = "paid"
    WAIVED = "waived"


CHARGE_KIND_WORDS: Final = {
    ChargeKind.LATE: marked("returned late"),
    ChargeKind.LOST: marked("lost copy"),
    ChargeKind.DAMAGED: marked("damaged copy"),
    ChargeKind.OTHER: marked("other charge"),
}
CHARGE_STATE_WORDS: Final = {
    ChargeState.OPEN: marked("open"),
    ChargeState.PAID: marked("paid"),
    ChargeState.WAIVED: marked("waived"),
}


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge; `amount` is in fen, `title` the copy it is about, "" for none."""

    id: int
    patron_id: int
    kind: ChargeKind
    amount: int
    state: ChargeState
    note: str
    title: str
    raised_at: datetime
    settled_at: datetime | None
    settled_note: str

    @property
    def yuan(self) -> str:
        """The amount as people read it."""
        return format_fen(self.amount)

    @property
    def is_open(self) -> bool:
        """Whether it still has to be settled."""
        return self.state is ChargeState.OPEN

    @property
    def about(self) -> str:
        """What it is for, with the copy and the note."""
        return " · ".join(part for part in (_(CHARGE_KIND_WORDS[self.kind]), self.title, self.note) if part)
