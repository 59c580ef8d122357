"""The school's calendar: on which days the library is open, when a loan falls due, how many days late a copy is.

Every rule here is a school's own rule and therefore a setting: weekdays off, holidays with their make-up working
days (fixed each year by notice), the last day before the end of term, and what becomes of a due date on a closed day.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Final

from deskcirc.domain.opening import OpeningPeriod, hours_of, plan_of_month
from deskcirc.domain.terms import Term, is_vacation

SEARCHED_DAYS: Final = 366
"""How far an open day is looked for, in days; a library closed for longer has no next open day."""


class ClosedDueRule(StrEnum):
    """What becomes of a due date that falls on a closed day; schools do all three."""

    KEEP = "keep"
    NEXT_OPEN = "next-open"
    PREVIOUS_OPEN = "previous-open"


class DayKind(StrEnum):
    """What a day is in the school's year."""

    OPEN = "open"
    CLOSED = "closed"  # by the plan of the week
    HOLIDAY = "holiday"
    MAKE_UP = "make-up"  # opened by name, such as the Saturday worked in place of a holiday
    MAKE_UP_CLOSED = "make-up-closed"  # worked, but by the plan of a weekday on which the library is closed
    VACATION = "vacation"


_OPEN_KINDS: Final = frozenset({DayKind.OPEN, DayKind.MAKE_UP})


@dataclass(frozen=True, slots=True)
class Opening:
    """When the library opens next; `minute` after midnight is None where no hours are set for the day."""

    day: date
    minute: int | None


@dataclass(frozen=True, slots=True)
class OpenDays:
    """The school's calendar: the days on which copies are lent and taken back, and at what hours.

    `closed_weekdays` count from Monday = 0 and hold where no opening hours are set; `closed` are holidays, `opened`
    exceptions such as the Saturday worked in place of a holiday. A day both closed and opened is open: holidays are
    entered as long ranges, exceptions singly. An opened day that `follows` a weekday (1 Monday to 7) has that
    weekday's hours, and is closed where it has none. The days between two set terms are vacation and closed; of the
    days before the first and after the last set term nothing is guessed, they go by the week alone.

    What a day is is worked out once and kept: a calendar is read anew when the school changes it.
    """

    closed_weekdays: frozenset[int] = frozenset()
    closed: frozenset[date] = frozenset()
    opened: frozenset[date] = frozenset()
    follows: Mapping[date, int] = field(default_factory=dict, hash=False)
    names: Mapping[date, str] = field(default_factory=dict, hash=False)
    terms: tuple[Term, ...] = ()
    opening: tuple[OpeningPeriod, ...] = ()
    set_until: date | None = field(init=False, compare=False)
    _kinds: dict[date, DayKind] = field(default_factory=dict, init=False, repr=False, compare=False)
    _next_open: dict[date, date | None] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Work out up to which day the calendar is set: the last term's end, the end of the last year with holidays."""
        ends = [term.ends for term in self.terms]
        if self.closed:
            ends.append(date(max(self.closed).year, 12, 31))
        object.__setattr__(self, "set_until", max(ends, default=None))

    def is_open(self, day: date) -> bool:
        """Whether the library is open on the day."""
        return self.kind_of(day) in _OPEN_KINDS

    def kind_of(self, day: date) -> DayKind:
        """What the day is in the school's year."""
        kind = self._kinds.get(day)
        if kind is None:
            kind = self._kinds[day] = self._found_kind(day)
        return kind

    def next_open_day(self, day: date) -> date | None:
        """The first open day on or after `day`; None if there is none within SEARCHED_DAYS."""
        if day not in self._next_open:
            self._next_open[day] = self._first_open(day, 1)
        return self._next_open[day]

    def previous_open_day(self, day: date) -> date | None:
        """The last open day on or before `day`; None if there is none within SEARCHED_DAYS."""
        return self._first_open(day, -1)

    def periods_on(self, day: date) -> tuple[tuple[int, int], ...]:
        """From when to when the library is open on the day, in minutes after midnight.

        Nothing for a closed day, and for an open one for which no hours are set.
        """
        return hours_of(self._plan(day), self.weekday_of(day)) if self.is_open(day) else ()

    def is_open_at(self, day: date, minute: int) -> bool:
        """Whether the library is open at a minute after midnight; all of an open day for which no hours are set."""
        if not self.is_open(day):
            return False
        periods = self.periods_on(day)
        return not periods or any(opens <= minute < closes for opens, closes in periods)

    def closes_in(self, day: date, minute: int) -> int | None:
        """Minutes until the library closes; None where it is closed now, and where no hours are set."""
        return next((closes - minute for opens, closes in self.periods_on(day) if opens <= minute < closes), None)

    def next_opening(self, day: date, minute: int) -> Opening | None:
        """When the library opens next after a minute of a day; None if it does not within SEARCHED_DAYS."""
        later = next((opens for opens, _closes in self.periods_on(day) if opens > minute), None)
        if later is not None:
            return Opening(day, later)
        following = None if day == date.max else self.next_open_day(day + timedelta(days=1))
        if following is None:
            return None
        periods = self.periods_on(following)
        return Opening(following, periods[0][0] if periods else None)

    def is_set(self, day: date) -> bool:
        """Whether the calendar says something of the day; also where the school has set no calendar at all."""
        return self.set_until is None or day <= self.set_until

    def _found_kind(self, day: date) -> DayKind:
        if day in self.opened:
            return DayKind.MAKE_UP if day not in self.follows or self._in_plan(day) else DayKind.MAKE_UP_CLOSED
        if day in self.closed:
            return DayKind.HOLIDAY
        if is_vacation(self.terms, day):
            return DayKind.VACATION
        return DayKind.OPEN if self._in_plan(day) else DayKind.CLOSED

    def _in_plan(self, day: date) -> bool:
        """Whether the plan of the week, or the weekdays set where there is no such plan, has the day open."""
        plan, weekday = self._plan(day), self.weekday_of(day)
        return any(period.weekday == weekday for period in plan) if plan else weekday - 1 not in self.closed_weekdays

    def _plan(self, day: date) -> tuple[OpeningPeriod, ...]:
        return plan_of_month(self.opening, day.month) if self.opening else ()

    def weekday_of(self, day: date) -> int:
        """The weekday (1 Monday to 7) whose plan the day goes by: its own, or the one a make-up day follows."""
        return self.follows.get(day, day.isoweekday()) if day in self.opened else day.isoweekday()

    def _first_open(self, day: date, step: int) -> date | None:
        return next((other for other in islice(_days_from(day, step), SEARCHED_DAYS) if self.is_open(other)), None)


class Cap(StrEnum):
    """Why a loan falls due before its days have run out."""

    CARD = "card"
    RETURN_BY = "return-by"
    TERM_END = "term-end"


@dataclass(frozen=True, slots=True)
class DueDate:
    """The day a loan falls due, and how it came about.

    `moved_from` is the closed day it would have fallen on, `capped` says that the last day allowed (the
    end of term, the end of a card) came before the loan period ran out, and `cap` which of them it was. A
    `vacation` loan falls due in the first days of the next term, however many days that is.
    """

    date: datetime.date
    moved_from: datetime.date | None = None
    capped: bool = False
    cap: Cap | None = None
    vacation: bool = False


def due_date(lent: date, days: int, open_days: OpenDays, rule: ClosedDueRule, cap: date | None = None) -> DueDate:
    """The due date of a loan made on `lent` for `days` days, not after `cap` and never before the day of lending.

    A date that would move on past the cap moves back to the last open day instead; one that would move back to the
    day of lending moves on. Where that is too late it is the day of lending after all, and where no open day is to be
    had within these bounds the date stays. Raises ValueError for a negative number of days. Source: schools' own rules.
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
    same_day = lent if too_late and open_days.is_open(lent) else None
    if rule is ClosedDueRule.NEXT_OPEN:
        moved, capped = onward or back or same_day, capped or too_late
    else:
        moved = back or onward or same_day
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
