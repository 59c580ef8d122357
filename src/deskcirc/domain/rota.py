"""The class rota (图书借阅轮流表): whose turn it is, week A or B, by weekday and slot."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Week(StrEnum):
    """Weeks alternate; a turn of no week comes every week."""

    EVERY = ""
    A = "A"
    B = "B"


class Activity(StrEnum):
    """What the class comes for."""

    BORROW = "borrow"
    READ = "read"


class OutsideTurn(StrEnum):
    """What a pupil meets who comes outside their class's turn."""

    IGNORE = "ignore"
    WARN = "warn"
    BLOCK = "block"


@dataclass(frozen=True, slots=True)
class Slot:
    """A time of day, in minutes after midnight, and how many classes there is room for at once."""

    id: int
    opens: int
    closes: int
    room: int = 1


@dataclass(frozen=True, slots=True)
class Turn:
    """One class, or one whole grade, on a weekday (1 Monday to 7) in a slot; exactly one of the two is given."""

    id: int
    week: Week
    weekday: int
    slot: Slot
    class_id: int | None = None
    grade: int | None = None
    activity: Activity = Activity.BORROW
