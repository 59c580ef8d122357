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
from deskcirc.text import marked


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


LOSS_ORIGIN_WORDS: Final = {
    LossOrigin.PATRON: marked("reported by the patron"),
    LossOrigin.CLAIMED: marked("looked for in vain"),
    LossOrigin.OVERDUE: marked("overdue for long"),
    LossOrigin.STOCKTAKE: marked("not found at stocktake"),
    LossOrigin.SHELF: marked("not on its shelf"),
    LossOrigin.REGISTER: marked("lost by the register"),
}


class LossWay(StrEnum):
    """How it is made good (domain.md §7: same book, or a multiple of the price; a volume of a set may cost the set)."""

    UNDECIDED = ""
    SAME_COPY = "same_copy"
    PRICE = "price"
    SET_PRICE = "set_price"
    NOTHING = "nothing"


LOSS_WAY_WORDS: Final = {
    LossWay.UNDECIDED: marked("not decided yet"),
    LossWay.SAME_COPY: marked("the same book"),
    LossWay.PRICE: marked("its price"),
    LossWay.SET_PRICE: marked("the price of the set"),
    LossWay.NOTHING: marked("nothing follows"),
}


@dataclass(frozen=True, slots=True)
class Loss:
    """One loss; money in fen, days the school's own, `patron` a label (name and class), "" for nobody."""

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
