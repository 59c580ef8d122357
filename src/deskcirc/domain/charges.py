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
    """Open, and then settled one way or another."""

    OPEN = "open"
    PAID = "paid"
    WAIVED = "waived"
    REPLACED = "replaced"  # by the same book
    REFUNDED = "refunded"  # all that was paid was given back
    CANCELLED = "cancelled"  # its reason is gone: the copy was found before anything was paid


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
    ChargeState.REPLACED: marked("replaced by the same book"),
    ChargeState.REFUNDED: marked("refunded"),
    ChargeState.CANCELLED: marked("no longer owed"),
}


class PaymentKind(StrEnum):
    """Which way the money went."""

    PAID = "paid"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that was taken or given back for a charge, with the number of its receipt; `amount` in fen, above 0."""

    id: int
    charge_id: int
    patron_id: int
    patron: str
    kind: PaymentKind
    amount: int
    receipt: str
    at: datetime
    taken_by: str
    about: str  # what the charge is for
    note: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """One charge; amounts are in fen, `title` the copy it is about, "" for none.

    A charge that was settled as paid before payments were kept has none: all of it counts as received.
    """

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
    received: int = 0
    refunded: int = 0
    copy_id: int | None = None
    loan_id: int | None = None
    loss_id: int | None = None
    repair_id: int | None = None

    @property
    def paid(self) -> int:
        """What was received for it, in fen."""
        return self.amount if self.state is ChargeState.PAID and not self.received else self.received

    @property
    def owed(self) -> int:
        """What is still to be paid, in fen; nothing once it is settled."""
        return self.amount - self.received if self.is_open else 0

    @property
    def kept(self) -> int:
        """What was received and not given back, in fen."""
        return self.paid - self.refunded

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
        return about_words(self.kind, self.title, self.note)


def about_words(kind: ChargeKind, title: str, note: str) -> str:
    """What a charge is for: its kind, the copy, the note."""
    return " · ".join(part for part in (_(CHARGE_KIND_WORDS[kind]), title, note) if part)
