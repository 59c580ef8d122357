"""The cash sheet (现金日报): what came into the box and went out of it between two days, and what lay in it before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from deskcirc.domain.charges import Payment, PaymentKind
from deskcirc.text import full_date
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class CashLine:
    """One payment with the school's own wall clock at which it was made."""

    at: datetime
    payment: Payment

    @property
    def came_in(self) -> int | None:
        """Fen taken; None where money was given back."""
        return self.payment.amount if self.payment.kind is PaymentKind.PAID else None

    @property
    def went_out(self) -> int | None:
        """Fen given back; None where money was taken."""
        return None if self.payment.kind is PaymentKind.PAID else self.payment.amount


@dataclass(frozen=True, slots=True)
class CashSheet:
    """The payments of some days, both included, the oldest first; `opening` lay in the box before them, in fen.

    `taken_back` are the numbers of receipts that were undone: no payment bears them, and none ever will.
    """

    first: date
    last: date
    opening: int
    lines: tuple[CashLine, ...]
    taken_back: tuple[str, ...] = ()

    @property
    def came_in(self) -> int:
        """All that was taken, in fen."""
        return sum(line.came_in or 0 for line in self.lines)

    @property
    def went_out(self) -> int:
        """All that was given back, in fen."""
        return sum(line.went_out or 0 for line in self.lines)

    @property
    def closing(self) -> int:
        """What lies in the box at the end of the last day, in fen."""
        return self.opening + self.came_in - self.went_out

    @property
    def days(self) -> str:
        """Which days it is of, in words."""
        if self.first == self.last:
            return full_date(self.first)
        return _("{first} – {last}").format(first=full_date(self.first), last=full_date(self.last))

    @property
    def title(self) -> str:
        """What the sheet is called."""
        return _("Cash sheet of the day") if self.first == self.last else _("Cash sheet")
