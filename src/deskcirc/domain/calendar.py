"""The school's calendar: on which days the library is open, when a loan falls due, how many days late a copy is.

Every rule here is a school's own rule and therefore a setting: weekdays off, holidays with their make-up working
days (fixed each year by notice), the last day before the end of term, and what becomes of a due date on a closed day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

SEARCHED_DAYS: Final = 366
"""How far an open day is looked for, in days; a library closed for longer has no next open day."""


class ClosedDueRule(StrEnum):
    """What becomes of a due date that falls on a closed day; schools do all three."""

    KEEP = "keep"
    NEXT_OPEN = "next-open"
    PREVIOUS_OPEN = "previous-open"


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The days on which copies are lent and taken back.

    `closed_weekdays` count from Monday = 0; `closed` are holidays, `opened` exceptions such as the Saturday worked
    in place of a holiday. A day both closed and opened is open: holidays are entered as long ranges, exceptions singly.
    """

    closed_weekdays: frozenset[int] = frozenset()
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()

    def is_open(self, day: date) -> bool:
        """Whether the library is open on the day."""
        return day in self.opened or (day.weekday() not in self.closed_weekdays and day not in self.closed)

    def next_open_day(self, day: date) -> date | None:
        """The first open day on or after `day`; None if there is none within SEARCHED_DAYS."""
        return self._first_open(day, 1)

    def previous_open_day(self, day: date) -> date | None:
        """The last open day on or before `day`; None if there is none within SEARCHED_DAYS."""
        return self._first_open(day, -1)

    def _first_open(self, day: date, step: int) -> date | None:
        return next((other for other in islice(_days_from(day, step), SEARCHED_DAYS) if self.is_open(other)), None)


@dataclass(frozen=True, slots=True)
class DueDate:
    """The day a loan falls due, and how it came about.

    `moved_from` is the closed day it would have fallen on, `capped` says that the last day allowed (the
    end of term, the end of a card) came before the loan period ran out.
    """

    date: datetime.date
    moved_from: datetime.date | None = None
    capped: bool = False


def due_date(lent: date, days: int, open_days: OpenDays, rule: ClosedDueRule, cap: date | None = None) -> DueDate:
    """The due date of a loan made on `lent` for `days` days, not after `cap` and never before the day of lending.

    A date that would move on past the cap moves back to the last open day instead; one that would move back to the
    day of lending moves on. Where no open day is to be had within these bounds the date stays. Raises ValueError
    for a negative number of days. Source: schools' own rules.
    """
    if days < 0:
        raise ValueError(f"a loan of {days} days")
    full_term = _later(lent, days)
    last = max(cap, lent) if cap is not None else date.max
    wanted = min(full_term, last)
    capped = full_term > last
    if rule is ClosedDueRule.KEEP or open_days.is_open(wanted):
        return DueDate(wanted, capped=capped)
    onward, back = open_days.next_open_day(wanted), open_days.previous_open_day(wanted)
    too_late = onward is not None and onward > last
    onward = None if too_late else onward
    back = back if back is not None and back > lent else None
    if rule is ClosedDueRule.NEXT_OPEN:
        moved, capped = onward or back, capped or too_late
    else:
        moved = back or onward
    return DueDate(moved or wanted, moved_from=wanted if moved else None, capped=capped)


def days_late(due: date, on: date, open_days: OpenDays, forgive: bool) -> int:
    """How many calendar days after its due date a copy comes back on the day `on`; 0 when in time.

    With `forgive`, a due date on a closed day counts as the next open day, so nobody is late who had no chance to
    bring the copy in time. Source: schools' own rules.
    """
    last_day = (open_days.next_open_day(due) or due) if forgive else due
    return max(0, (on - last_day).days)


def _later(day: date, days: int) -> date:
    """The day so many days later, at most the last day a calendar knows."""
    return day + timedelta(days=min(days, (date.max - day).days))


def _days_from(day: date, step: int) -> Iterator[date]:
    """The day itself and those after it (step 1) or before it (step -1), to the end of all calendars."""
    end = date.max if step > 0 else date.min
    yield day
    while day != end:
        day += timedelta(days=step)
        yield day
