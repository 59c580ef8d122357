"""What the withdrawal section shows: what was looked for and found, the batch that is open, all batches."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.withdrawal import MOST_COPIES, Approval
from deskcirc.domain.copies import Copy
from deskcirc.domain.operators import Right
from deskcirc.domain.weeding import Candidate, Criteria
from deskcirc.domain.withdrawal import LastCopies, Withdrawal, WithdrawalLine, WithdrawalState
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.store.lookups.corners import places_and_types
from deskcirc.store.lookups.withdrawals import (
    all_withdrawals,
    copies_in_withdrawals,
    last_copies,
    lines_of_withdrawal,
    withdrawal_by_id,
)
from deskcirc.text import marked

USUAL: Final = Criteria(older_than=20, unused_for=5)
"""What is looked for at first: old and long unused; every number can be changed on the screen."""


class View(StrEnum):
    """Which side of the section is on top."""

    CANDIDATES = "candidates"
    BATCH = "batch"
    ALL = "all"


class Order(StrEnum):
    """How the candidates are sorted."""

    SHELF = "shelf"
    YEAR = "year"
    USED = "used"
    PRICE = "price"


ORDER_WORDS: Final = {
    Order.SHELF: marked("in shelf order"),
    Order.YEAR: marked("the oldest first"),
    Order.USED: marked("the longest unused first"),
    Order.PRICE: marked("the dearest first"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """A candidate with its copy."""

    copy: Copy
    candidate: Candidate
    marked: bool = False


@dataclass(frozen=True, slots=True)
class WithdrawalPart:
    """Everything the section shows; `named` is how many candidates there are, of which the first are listed."""

    view: View = View.ALL
    criteria: Criteria = USUAL
    order: Order = Order.SHELF
    searched: bool = False
    named: int = 0
    found: tuple[Found, ...] = ()
    batch_id: int | None = None
    batch: Withdrawal | None = None
    lines: tuple[WithdrawalLine, ...] = ()
    last: tuple[LastCopies, ...] = ()
    withdrawals: tuple[Withdrawal, ...] = ()
    places: tuple[str, ...] = ()
    approval: Approval | None = None  # signed, and waiting for the word to leave behind what can't go
    may_change: bool = False
    today: date = date.min

    @property
    def marked(self) -> tuple[Found, ...]:
        """The candidates that are ticked."""
        return tuple(found for found in self.found if found.marked)

    @property
    def open_batch(self) -> Withdrawal | None:
        """The batch on the screen, while it is proposed: what a scan puts copies into."""
        batch = self.batch
        return batch if batch is not None and batch.state is WithdrawalState.PROPOSED else None


def read_part(desk: Desk, part: WithdrawalPart) -> WithdrawalPart:
    """Read the batches again; candidates that went into one meanwhile are listed no more."""
    with desk.library.reading() as connection:
        batch = None if part.batch_id is None else withdrawal_by_id(connection, part.batch_id, desk.policy)
        lines = () if batch is None else lines_of_withdrawal(connection, batch.id, desk.policy)
        going = [line.copy.id for line in lines]
        proposed = batch is not None and batch.state is WithdrawalState.PROPOSED
        taken = copies_in_withdrawals(connection) if part.found else frozenset()
        return replace(
            part,
            batch=batch,
            batch_id=batch.id if batch else None,
            view=View.ALL if batch is None and part.view is View.BATCH else part.view,
            lines=lines,
            last=last_copies(connection, going, desk.policy, desk.today) if proposed else (),
            found=tuple(found for found in part.found if found.copy.id not in taken),
            withdrawals=all_withdrawals(connection, desk.policy),
            places=places_and_types(connection)[0],
            may_change=desk.operator.may(Right.LEDGERS),
            today=desk.today,
        )


def listed(desk: Desk, part: WithdrawalPart, named: tuple[Candidate, ...]) -> WithdrawalPart:
    """The part with these candidates listed, nothing ticked; of very many only as many as one batch takes."""
    some = {each.copy_id: each for each in named[:MOST_COPIES]}
    with desk.library.reading() as connection:
        copies = copies_by_ids(connection, list(some))
        taken = copies_in_withdrawals(connection)
    found = tuple(Found(copy, some[copy.id]) for copy in copies if copy.id not in taken)
    shown = replace(part, found=found, named=len(named) - (len(copies) - len(found)), searched=True)
    return in_order(shown, part.order)


def in_order(part: WithdrawalPart, order: Order) -> WithdrawalPart:
    """The part with its candidates sorted; those alike stay in shelf order."""
    found = sorted(part.found, key=lambda each: (each.copy.shelf_key, each.copy.accession_number))
    if order is Order.YEAR:
        found.sort(key=lambda each: each.candidate.year or 9999)
    elif order is Order.USED:
        found.sort(key=lambda each: each.candidate.last_used or date.min)
    elif order is Order.PRICE:
        found.sort(key=lambda each: -(each.copy.price or 0))
    return replace(part, order=order, found=tuple(found))
