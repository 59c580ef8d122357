"""Losses (遗失): a copy that is claimed to be returned, lost, replaced or found again, and how it is made good.

Missing is not lost and lost is not withdrawn: each step is somebody's decision. A copy whose patron says that it was
returned (待查) is looked for first, and nothing follows for the patron meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.domain.copies import Copy
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.prices import format_fen
from deskcirc.text import day_words, marked, ngettext
from deskcirc.text import gettext as _


class LossState(StrEnum):
    """How far a loss has come; found and cancelled end it, and a copy that was replaced may still be found."""

    CLAIMED = "claimed"
    LOST = "lost"
    REPLACED = "replaced"
    FOUND = "found"
    CANCELLED = "cancelled"  # declared by mistake


LOSS_STATE_WORDS: Final = {
    LossState.CLAIMED: marked("said to be returned, looked for"),
    LossState.LOST: marked("lost"),
    LossState.REPLACED: marked("replaced by the same book"),
    LossState.FOUND: marked("found again"),
    LossState.CANCELLED: marked("declared by mistake"),
}


class LossOrigin(StrEnum):
    """How it became known."""

    PATRON = "patron"
    CLAIMED = "claimed"  # looked for in vain
    OVERDUE = "overdue"
    STOCKTAKE = "stocktake"
    SHELF = "shelf"
    REGISTER = "register"  # lost by the register before losses were kept


class LossWay(StrEnum):
    """How it is made good (domain.md §7: same book, or a multiple of the price; a volume of a set may cost the set)."""

    UNDECIDED = ""
    SAME_COPY = "same_copy"
    PRICE = "price"
    SET_PRICE = "set_price"
    NOTHING = "nothing"

    @property
    def is_money(self) -> bool:
        """Whether money is owed that way."""
        return self in (LossWay.PRICE, LossWay.SET_PRICE)


LOSS_WAY_WORDS: Final = {
    LossWay.UNDECIDED: marked("not decided yet"),
    LossWay.SAME_COPY: marked("the same book"),
    LossWay.PRICE: marked("its price"),
    LossWay.SET_PRICE: marked("the price of the set"),
    LossWay.NOTHING: marked("nothing follows"),
}


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss; money in fen, days the school's own, `patron` a label (name and class), "" for nobody.

    Of a copy that was lent to a class corner the patron is the class, and the label names the corner (`in_corner`);
    `pupil` is who has it of the class.
    """

    id: int
    copy: Copy
    state: LossState
    origin: LossOrigin
    way: LossWay
    reported_on: date
    patron_id: int | None = None
    patron: str = ""
    loan_id: int | None = None
    lent_on: date | None = None
    due: date | None = None
    claimed_on: date | None = None
    lost_on: date | None = None
    ended_on: date | None = None
    searches: int = 0
    searched_on: date | None = None
    replaced_by: str = ""  # the accession number of the copy that took its place
    owed: int = 0  # open charges for it
    paid: int = 0  # received for it and not given back
    note: str = ""
    ended_note: str = ""
    in_corner: bool = False
    pupil: str = ""

    def evidence(self, known: str, today: date) -> str:
        """What speaks for letting the copy go as lost, added to what is `known` of it; names nobody: it is printed."""
        said = [known] if known else []
        if self.lost_on is not None:
            said.append(_("declared lost on {day}").format(day=day_words(self.lost_on, today)))
        if self.searches:
            said.append(
                ngettext("looked for {count} time", "looked for {count} times", self.searches).format(
                    count=self.searches
                )
            )
        if self.paid:
            said.append(_("{amount} yuan were received for it").format(amount=format_fen(self.paid)))
        if self.replaced_by:
            said.append(_("replaced by {number}").format(number=self.replaced_by))
        return " · ".join(said)


SEARCHES_IN_VAIN: Final = 3
"""Rounds after which a copy that is looked for is proposed to be declared lost; nothing follows by itself."""


@dataclass(frozen=True, slots=True)
class Owed:
    """What a lost copy costs, in fen; None where its price is not known and has to be asked for.

    `base` is the price it follows from, `percent` the rule's, `whole_set` says that the base is the price of the set.
    """

    amount: int | None
    base: int | None = None
    percent: int = 100
    whole_set: bool = False

    @property
    def asks(self) -> bool:
        """Whether somebody has to say the price first: it is never taken as nothing."""
        return self.amount is None

    @property
    def words(self) -> str:
        """How the amount comes about, in one line; "" where nothing is owed in money."""
        if self.amount is None:
            return _("the price of the set is not known") if self.whole_set else _("the price is not known")
        if self.base is None or not self.amount:
            return ""
        of = _("price of the set") if self.whole_set else _("price")
        words = _("{of} {base} yuan × {percent} % = {amount} yuan")
        return words.format(of=of, base=format_fen(self.base), percent=self.percent, amount=format_fen(self.amount))


NOTHING_OWED: Final = Owed(0)


def what_is_owed(
    price: int | None,
    percent: int,
    way: LossWay,
    set_price: int | None = None,
    *,
    set_costs_whole: bool = False,
) -> Owed:
    """What a lost copy costs (domain.md §7: 1, 1.5, 2 or 3 times the price; a volume of a set may cost the set).

    `price` and `set_price` in fen; None or 0 is a price nobody knows. `set_price` is None for what is of no set, and
    `set_costs_whole` is the school's own setting. Money is owed by the ways PRICE and SET_PRICE alone.
    """
    if not way.is_money:
        return NOTHING_OWED
    whole = way is LossWay.SET_PRICE or (set_costs_whole and bool(set_price))
    base = (set_price if whole else price) or None
    if base is None:
        return Owed(None, None, percent, whole)
    return Owed((base * percent + 50) // 100, base, percent, whole)


@dataclass(frozen=True, slots=True)
class ProposedLoss:
    """A loan overdue for so long that its copy may be lost; nothing is declared before somebody says so."""

    loan: OpenLoan
    days_late: int  # days of the calendar since the due date
    percent: int  # of the price that a loss costs this patron
    price: int | None  # fen
    set_price: int | None  # fen; None for what is of no set

    def owed(self, way: LossWay, *, set_costs_whole: bool = False) -> Owed:
        """What it would cost."""
        return what_is_owed(self.price, self.percent, way, self.set_price, set_costs_whole=set_costs_whole)


@dataclass(frozen=True, slots=True)
class MissingCopy:
    """A copy that is not in its place, with who had it last; "" where nobody ever had it."""

    copy: Copy
    last_patron: str = ""
    last_patron_id: int | None = None
    last_returned_on: date | None = None
