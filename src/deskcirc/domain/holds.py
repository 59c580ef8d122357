"""Holds: patrons waiting for a title, in the order they asked, and the copy kept for the first of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


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

    @property
    def is_ready(self) -> bool:
        """Whether a copy stands on the hold shelf for it."""
        return self.state is HoldState.READY


def next_in_line(holds: Iterable[Hold]) -> Hold | None:
    """The hold that the next returned copy is kept for: the oldest still waiting."""
    waiting = [hold for hold in holds if hold.state is HoldState.WAITING]
    return min(waiting, key=lambda hold: (hold.placed_at, hold.id), default=None)


def free_shelf_number(taken: Iterable[int]) -> int:
    """The lowest number of the hold shelf that is not in use, from 1."""
    in_use = set(taken)
    number = 1
    while number in in_use:
        number += 1
    return number
