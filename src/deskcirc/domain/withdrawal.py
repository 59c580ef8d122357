"""Withdrawal (注销): why copies leave the books, the batch that is proposed and approved, and what stands in the way.

A proposed batch changes no copy: it is a list with evidence that somebody signs. Only the approval withdraws, gives
each copy its number in the withdrawal ledger and freezes its price.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.domain.copies import Copy, CopyState, withdrawn_words
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.stock_words import titles_words
from deskcirc.text import full_date, marked
from deskcirc.text import gettext as _


class WithdrawalReason(StrEnum):
    """Why a batch of copies leaves the books (domain.md §3: 剔旧 破损 遗失 调拨 其他)."""

    WEEDED = "weeded"
    DAMAGED = "damaged"
    LOST = "lost"
    TRANSFERRED = "transferred"
    OTHER = "other"


WITHDRAWAL_REASON_WORDS: Final = {
    WithdrawalReason.WEEDED: marked("weeded out"),
    WithdrawalReason.DAMAGED: marked("damaged beyond repair"),
    WithdrawalReason.LOST: marked("lost for good"),
    WithdrawalReason.TRANSFERRED: marked("transferred"),
    WithdrawalReason.OTHER: marked("for another reason"),
}


class WithdrawalState(StrEnum):
    """How far a batch has come."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    CANCELLED = "cancelled"


WITHDRAWAL_STATE_WORDS: Final = {
    WithdrawalState.PROPOSED: marked("proposed"),
    WithdrawalState.APPROVED: marked("approved"),
    WithdrawalState.CANCELLED: marked("cancelled"),
}


class NumberOrder(StrEnum):
    """In which order the copies of a batch get their withdrawal numbers."""

    ACCESSION = "accession"
    SHELF = "shelf"


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A batch of copies to be withdrawn, or that were; `value` in fen, of the frozen prices once approved."""

    id: int
    number: str
    reason: WithdrawalReason
    state: WithdrawalState
    opened_on: date
    receiver: str = ""
    note: str = ""
    document: str = ""
    approved_by: str = ""
    approved_on: date | None = None
    copies: int = 0
    titles: int = 0
    value: int = 0


@dataclass(frozen=True, slots=True)
class WithdrawalLine:
    """One copy of a batch; `number` is given with the approval, `price` is the copy's own until then, in fen."""

    id: int
    copy: Copy
    evidence: str
    came_on: date  # the day of the ledgers
    number: str = ""
    price: int | None = None
    compensation: int | None = None
    publisher: str = ""
    year: int | None = None


@dataclass(frozen=True, slots=True)
class CopyStanding:
    """What is known of a copy that somebody wants to withdraw."""

    copy: Copy
    loan: OpenLoan | None = None
    lent_on_to: str = ""  # the pupil who has it out of the corner of the class
    holds: tuple[Hold, ...] = ()  # those on this very copy
    batch: str = ""  # the number of the batch it is in already
    batch_id: int = 0
    number: str = ""  # under which it was withdrawn
    withdrawn_on: date | None = None


@dataclass(frozen=True, slots=True)
class LastCopies:
    """A title of which no copy would be left, and who waits for it."""

    title: str
    waiting: tuple[str, ...] = ()


def why_not_withdrawn(standing: CopyStanding, batch_id: int = 0) -> tuple[str, ...]:
    """Every reason why the copy can't go into the batch, or be withdrawn with it; empty where it can."""
    copy, reasons = standing.copy, []
    if copy.state is CopyState.WITHDRAWN:
        words = _("It is {withdrawn} already.")
        return (words.format(withdrawn=withdrawn_words(standing.number, standing.withdrawn_on)),)
    if standing.batch_id and standing.batch_id != batch_id:
        reasons.append(_("It is in withdrawal {number} already.").format(number=standing.batch))
    reasons += _out(standing)
    for hold in standing.holds:
        if hold.is_ready:
            words = _("It is kept for {patron} on hold shelf {number}.")
            reasons.append(words.format(patron=hold.patron, number=hold.shelf_number))
        else:
            reasons.append(_("{patron} has reserved this very copy.").format(patron=hold.patron))
    return tuple(reasons)


def _out(standing: CopyStanding) -> list[str]:
    loan = standing.loan
    if loan is None:
        return []
    facts = {"patron": loan.patron, "day": full_date(loan.lent_on)}
    if loan.corner_id is None:
        return [_("It has been on loan to {patron} since {day}.").format(**facts)]
    said = [_("It has stood in the class corner of {patron} since {day}.").format(**facts)]
    if standing.lent_on_to:
        said.append(_("{patron} has it from there.").format(patron=standing.lent_on_to))
    return said


def last_copies_words(gone: Sequence[LastCopies], most: int = 5) -> tuple[str, ...]:
    """What is said of titles whose last copy goes: which, and who still waits for them."""
    said = []
    if gone:
        names = _(", ").join(each.title for each in gone[:most])
        more = "" if len(gone) <= most else " …"
        words = _("No copy is left of {titles}: {names}")
        said.append(words.format(titles=titles_words(len(gone)), names=names) + more)
    waiting = [
        _("{title}: {patrons}").format(title=each.title, patrons=_(", ").join(each.waiting))
        for each in gone
        if each.waiting
    ]
    if waiting:
        said.append(_("Still reserved: {names}").format(names=_("; ").join(waiting[:most])))
    return tuple(said)
