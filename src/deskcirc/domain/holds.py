"""Holds: patrons waiting for a title, in the order they asked, and the copy kept for the first of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from deskcirc.domain.title_names import quoted


class HoldState(StrEnum):
    """A hold waits, is ready on the hold shelf, and ends one of three ways."""

    WAITING = "waiting"
    READY = "ready"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Waiting(StrEnum):
    """What others may still do while somebody waits; the school sets it."""

    IGNORE = "ignore"
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Hold:
    """An open hold with the words the counter shows."""

    id: int
    title_id: int
    title: str
    patron_id: int
    patron: str  # label: name and class
    state: HoldState
    placed_at: datetime
    copy_id: int | None
    shelf_number: int | None
    expires: date | None
    volume: str = ""
    wanted_copy_id: int | None = None  # this very copy; any copy of the title where there is none
    place: int = (
        0  # where the librarian has put it in the queue; holds of the same place stand by when they were placed
    )

    @property
    def is_ready(self) -> bool:
        """Whether a copy stands on the hold shelf for it."""
        return self.state is HoldState.READY

    @property
    def name(self) -> str:
        """The title with its volume in title brackets."""
        return quoted(self.title, self.volume)

    def takes(self, copy_id: int) -> bool:
        """Whether the copy would do."""
        return self.wanted_copy_id in (None, copy_id)


def in_order(holds: Iterable[Hold]) -> list[Hold]:
    """The queue: by the place the librarian gave, then by when each was placed."""
    return sorted(holds, key=lambda hold: (hold.place, hold.placed_at, hold.id))


def next_in_line(holds: Iterable[Hold], copy_id: int) -> Hold | None:
    """The hold that this copy is kept for when it comes back: the first still waiting that it would do for."""
    return next((hold for hold in in_order(holds) if hold.state is HoldState.WAITING and hold.takes(copy_id)), None)


def waiting_for(holds: Iterable[Hold], copy_id: int, besides: int) -> list[Hold]:
    """Holds of other patrons than `besides` that wait and that this copy would do for, in their order."""
    return [
        hold
        for hold in in_order(holds)
        if hold.state is HoldState.WAITING and hold.patron_id != besides and hold.takes(copy_id)
    ]


def to_pull(holds: Iterable[Hold], free: Mapping[int, Sequence[int]]) -> dict[int, Hold]:
    """Which copies are taken from the shelves for whom: copy by hold, one a hold, the first in line first.

    `free` gives the ids of the copies at hand by title, those to be taken first in front. Whoever wants one very copy
    is given it before anybody who stands behind them; a hold for any copy leaves the wanted ones alone where it can.
    """
    pulled: dict[int, Hold] = {}
    waiting = [hold for hold in in_order(holds) if hold.state is HoldState.WAITING]
    wanted = {hold.wanted_copy_id for hold in waiting}
    for hold in waiting:
        left = [copy_id for copy_id in free.get(hold.title_id, ()) if copy_id not in pulled and hold.takes(copy_id)]
        copy_id = min(left, key=lambda copy_id: hold.wanted_copy_id is None and copy_id in wanted, default=None)
        if copy_id is not None:
            pulled[copy_id] = hold
    return pulled


def free_shelf_number(taken: Iterable[int]) -> int:
    """The lowest number of the hold shelf that is not in use, from 1."""
    in_use = set(taken)
    number = 1
    while number in in_use:
        number += 1
    return number
