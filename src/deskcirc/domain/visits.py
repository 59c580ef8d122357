"""Visits to the reading room: which of them are one and the same, and what they come to in a day or a week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_DAY = 24 * 60  # minutes


@dataclass(frozen=True, slots=True)
class VisitSums:
    """Visits counted over some days: teachers and pupils by their cards, whole classes with their persons.

    `read_in_house` counts copies used in the room: scanned as used, or given to somebody for reading here.
    """

    teachers: int = 0
    pupils: int = 0
    classes: int = 0
    class_persons: int = 0
    read_in_house: int = 0

    @property
    def persons(self) -> int:
        """Everybody who came."""
        return self.teachers + self.pupils + self.class_persons

    def __add__(self, other: VisitSums) -> VisitSums:
        """Both together."""
        return VisitSums(
            self.teachers + other.teachers,
            self.pupils + other.pupils,
            self.classes + other.classes,
            self.class_persons + other.class_persons,
            self.read_in_house + other.read_in_house,
        )


@dataclass(frozen=True, slots=True)
class WeekSums:
    """What a week came to; `monday` is its first day."""

    monday: date
    sums: VisitSums


def monday_of(day: date) -> date:
    """The first day of the week."""
    return day - timedelta(days=day.weekday())


def visit_period(minute: int, hours: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """From when to before when somebody who comes at this minute of the day is counted once, in minutes after midnight.

    `hours` are the day's opening hours in their order. A time outside them belongs to the period it is nearest to:
    who is let in five minutes early comes for the lunch hour. A day without hours is one period.
    """
    middles = [(closes + opens + 1) // 2 for (_o, closes), (opens, _c) in pairwise(hours)]
    edges = [0, *middles, _DAY]
    place = sum(edge <= minute for edge in edges[1:-1])
    return edges[place], edges[place + 1]
