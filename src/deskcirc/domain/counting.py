"""What one line of a count is: decided from facts alone, the same for a live scan and for a line of a handheld's file.

Rules, each for its own reason:
- A scan before the opening says nothing about the count, for the copy may have gone since: it is refused and said.
- A copy that is on loan since before it was scanned stands here though nobody took it back: that is offered as a
  return by evidence. One that was lent after the scan was simply there, and so was one of a file without times that
  was lent after the opening.
- A withdrawn copy that stands here is refused, for it has to go. One of a file that came late, and that was withdrawn
  after it was scanned, was here.
- A copy on the wrong shelf, or out of order, is found all the same: it is here.
- Nothing but the line is written: what becomes of the copy is somebody's decision.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from deskcirc.domain.call_numbers import has_place
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.stocktake import CountedLine, CountKind, Group, Remark, Shelf, Stocktake


@dataclass(frozen=True, slots=True)
class CountFacts:
    """All that is known when a code is counted. `at` is when the book was in somebody's hand, UTC, and never later
    than now; `timed` is False for a line without a time, whose `at` is only a day somebody named or the loading."""

    stocktake: Stocktake
    code: str
    at: datetime
    timed: bool = True
    copy: Copy | None = None
    copy_location_id: int | None = None
    added_at: datetime | None = None  # when the copy came into stock
    withdrawn_at: datetime | None = None  # when it was struck off, where it was
    group: Group | None = None  # frozen at the opening; None: out of scope, or younger than the count
    loan: OpenLoan | None = None
    on_hold_shelf: bool = False
    before: CountedLine | None = None  # the copy, or the unknown code, was noted already in this count
    shelf: Shelf | None = None
    location_id: int | None = None  # where people said they are, without a shelf label
    in_order: bool = True  # after what was scanned before it on this shelf
    quantity: int = 1  # 0: none, or none that can be read
    readable: bool = True


@dataclass(frozen=True, slots=True)
class CountDecision:
    """What the line is, and what is to be said about it besides."""

    kind: CountKind
    remark: Remark = Remark.NOTHING


def decide_count(facts: CountFacts) -> CountDecision:
    """Decide one line. It is always exactly one of the six kinds."""
    refused = _refusal(facts)
    if refused is not None:
        return CountDecision(CountKind.REFUSED, refused)
    if facts.before is not None:
        return CountDecision(CountKind.REPEAT, _repeat_remark(facts, facts.before))
    if facts.copy is None:
        return CountDecision(CountKind.UNKNOWN)
    remark = next((remark for remark, holds in _REMARKS.items() if holds(facts, facts.copy)), Remark.NOTHING)
    if _stands_here_on_loan(facts):
        return CountDecision(CountKind.ON_LOAN, remark)
    if facts.group is None:
        younger = facts.added_at is not None and facts.added_at > facts.stocktake.opened_at
        return CountDecision(CountKind.ELSEWHERE, Remark.NEW if younger and remark not in _OF_ITS_STATE else remark)
    return CountDecision(CountKind.FOUND, remark)


def _refusal(facts: CountFacts) -> Remark | None:
    if not facts.readable:
        return Remark.UNREADABLE
    if facts.at < facts.stocktake.opened_at:
        return Remark.TOO_EARLY
    if facts.quantity < 1:
        return Remark.NO_QUANTITY
    withdrawn = facts.copy is not None and facts.copy.state is CopyState.WITHDRAWN
    return Remark.WITHDRAWN if withdrawn and not _withdrawn_later(facts) else None


def _withdrawn_later(facts: CountFacts) -> bool:
    """Whether it was struck off only after it was scanned, as far as anybody can say: its file came late."""
    if facts.withdrawn_at is None:
        return False
    return facts.withdrawn_at > facts.stocktake.since(facts.at, untimed=not facts.timed)


def _repeat_remark(facts: CountFacts, before: CountedLine) -> Remark:
    """A copy cannot stand on two shelves: two labels may be alike, or it was put somewhere else between."""
    if facts.shelf is not None and before.shelf_id is not None and facts.shelf.id != before.shelf_id:
        return Remark.OTHER_SHELF
    return Remark.NOTHING


def _stands_here_on_loan(facts: CountFacts) -> bool:
    if facts.loan is None:
        return False
    return facts.loan.lent_at < facts.stocktake.since(facts.at, untimed=not facts.timed)


def on_wrong_shelf(facts: CountFacts, copy: Copy) -> bool:
    """Whether it belongs to another location, or to another shelf by its call number, as far as anybody said."""
    here = facts.shelf.location_id if facts.shelf is not None else facts.location_id
    if here is not None and facts.copy_location_id is not None and here != facts.copy_location_id:
        return True
    return facts.shelf is not None and has_place(copy.shelf_key) and not facts.shelf.holds(copy.shelf_key)


_REMARKS: Final[dict[Remark, Callable[[CountFacts, Copy], bool]]] = {
    Remark.WITHDRAWN: lambda _facts, copy: copy.state is CopyState.WITHDRAWN,
    Remark.WAS_LOST: lambda _facts, copy: copy.state is CopyState.LOST,
    Remark.WAS_MISSING: lambda _facts, copy: copy.state is CopyState.MISSING,
    Remark.IN_PROCESS: lambda _facts, copy: copy.state is CopyState.IN_PROCESS,
    Remark.IN_REPAIR: lambda _facts, copy: copy.state is CopyState.IN_REPAIR or copy.damaged,
    Remark.ON_HOLD_SHELF: lambda facts, _copy: facts.on_hold_shelf,
    Remark.WRONG_SHELF: on_wrong_shelf,
    Remark.OUT_OF_ORDER: lambda facts, _copy: not facts.in_order,
    Remark.QUANTITY: lambda facts, _copy: facts.quantity > 1,
}
"""What is to be said about a copy, the most urgent first."""
_OF_ITS_STATE: Final = frozenset(
    {Remark.WAS_LOST, Remark.WAS_MISSING, Remark.IN_PROCESS, Remark.IN_REPAIR, Remark.ON_HOLD_SHELF}
)
"""What a hand has to do something about, though the copy be younger than the count."""
