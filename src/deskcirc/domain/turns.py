"""Whose turn it is: the weeks A and B of the term, the turns of a day, who comes next, and who comes outside theirs.

Weeks are counted from the Monday of the term's first week; where the school has set no term at all, the odd weeks of
the calendar (ISO 8601) take the place of the first. Between terms, and before and after them, the rota rests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Final

from deskcirc.domain.classes import grade_name
from deskcirc.domain.opening import clock_words
from deskcirc.domain.patrons import Patron
from deskcirc.domain.policy import Policy
from deskcirc.domain.rota import Activity, OutsideTurn, Slot, Turn, Week, span_words
from deskcirc.domain.terms import term_on
from deskcirc.text import day_words
from deskcirc.text import gettext as _

SEARCHED_DAYS: Final = 100
"""How far ahead a class's next turn is looked for: over the summer and a fortnight of both weeks."""

_NEVER_ASKED: Final = frozenset({"teacher", "staff", "class"})
"""Codes of the patron categories whose members come when they like."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Turns in one slot of one day."""

    day: date
    slot: Slot
    turns: tuple[Turn, ...]

    def words(self, today: date) -> str:
        """When that is: "today 12:30–12:45", "Wed 4 Mar 12:30–12:45"."""
        if self.day == today:
            return _("today {time}").format(time=span_words(self.slot))
        return _("{day} {time}").format(day=day_words(self.day, today), time=span_words(self.slot))


@dataclass(frozen=True, slots=True)
class OutsideFacts:
    """Somebody who came outside the turn of their class: what the school does about it, and when the turn is."""

    effect: OutsideTurn
    class_name: str
    today: date
    comes: Coming | None  # None where none comes within SEARCHED_DAYS

    @property
    def sentence(self) -> str:
        """That it is not their turn."""
        return _("It is not the turn of {class_name} now.").format(class_name=self.class_name)

    @property
    def when(self) -> str:
        """When it is."""
        if self.comes is None:
            return _("No turn of {class_name} is planned in the coming weeks.").format(class_name=self.class_name)
        return _("The turn of {class_name}: {when}.").format(
            class_name=self.class_name, when=self.comes.words(self.today)
        )


def week_on(policy: Policy, day: date) -> Week | None:
    """Week A or B; None on a day outside every term, where the rota rests."""
    first, second = (Week.B, Week.A) if policy.rota_first_week is Week.B else (Week.A, Week.B)
    if not policy.terms:
        return first if day.isocalendar().week % 2 else second
    term = term_on(policy.terms, day)
    if term is None:
        return None
    weeks = (_monday(day) - _monday(term.starts)).days // 7
    return second if weeks % 2 else first


def turns_on(policy: Policy, day: date) -> tuple[Turn, ...]:
    """The turns of a day by their time; none on a closed day and outside the term.

    A make-up working day has the turns of the weekday it follows, in the week it lies in.
    """
    return _held(policy, day, policy.rota.of_weekday.get(policy.open_days.weekday_of(day), ()))


def _held(policy: Policy, day: date, turns: Iterable[Turn]) -> tuple[Turn, ...]:
    """Which of these turns come up on the day, by their time."""
    weekday = policy.open_days.weekday_of(day)
    here = [turn for turn in turns if turn.weekday == weekday]
    week = week_on(policy, day) if here and policy.open_days.is_open(day) else None
    if week is None:
        return ()
    hours = policy.open_days.periods_on(day)
    return tuple(turn for turn in here if week in turn.week.each and is_within_hours(hours, turn.slot))


def next_turns(policy: Policy, clock: datetime) -> Coming | None:
    """Who comes next: the turns of the next slot to begin, today or on the next day that has any."""
    return next(_coming(policy, clock), None)


def next_turn_of(policy: Policy, class_id: int | None, grade: int | None, clock: datetime) -> Coming | None:
    """When a class, or the grade it is in, has its next turn; a turn to borrow, if it has any, before one to read."""
    own = policy.rota.turns_of(class_id, grade)
    if not own:
        return None
    borrowing = tuple(turn for turn in own if turn.activity is Activity.BORROW)
    return next(_coming(policy, clock, borrowing or own), None)


def comes_outside_turn(policy: Policy, patron: Patron, clock: datetime) -> OutsideFacts | None:
    """The facts about a pupil whose class has turns, and none of them now; None where the school asks nobody.

    On a day outside every term nobody is asked, nor are teachers, staff, a class's own card, and patrons of no class.
    """
    asked = policy.outside_turn is not OutsideTurn.IGNORE and patron.category_code not in _NEVER_ASKED
    if not asked or not policy.rota.turns_of(patron.class_id, patron.grade) or week_on(policy, clock.date()) is None:
        return None
    own, minute = policy.rota.turns_of(patron.class_id, patron.grade), minute_of(clock)
    if any(turn.slot.opens <= minute < turn.slot.closes for turn in _held(policy, clock.date(), own)):
        return None
    comes = next_turn_of(policy, patron.class_id, patron.grade, clock)
    return OutsideFacts(policy.outside_turn, patron.class_name, clock.date(), comes)


def is_within_hours(hours: Sequence[tuple[int, int]], slot: Slot) -> bool:
    """Whether the library is open for the whole of the slot; where no hours are set it is open all day."""
    return not hours or any(opens <= slot.opens and slot.closes <= closes for opens, closes in hours)


def minute_of(clock: datetime) -> int:
    """The moment in minutes after midnight."""
    return clock.hour * 60 + clock.minute


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _coming(policy: Policy, clock: datetime, among: tuple[Turn, ...] | None = None) -> Iterator[Coming]:
    """Slot after slot that begins after the moment, day after day; of some turns only, where these are given."""
    day, minute = clock.date(), minute_of(clock)
    for _each in range(SEARCHED_DAYS):
        held = turns_on(policy, day) if among is None else _held(policy, day, among)
        later = sorted((turn for turn in held if turn.slot.opens > minute), key=lambda turn: turn.slot.opens)
        for slot, turns in groupby(later, key=lambda turn: turn.slot):
            yield Coming(day, slot, tuple(turns))
        if day == date.max:
            return
        day, minute = day + timedelta(days=1), -1


@dataclass(frozen=True, slots=True)
class Span:
    """Who comes from when to when, in minutes after midnight, as the strip at the counter says it."""

    opens: int
    closes: int
    names: str


@dataclass(frozen=True, slots=True)
class DaySchedule:
    """The turns of one day in words, and who comes on the next day that has any; made once a day, read each minute."""

    day: date
    spans: tuple[Span, ...]
    utc_offset: timedelta
    then: str = ""  # who comes on the next day

    def words(self, instant: datetime) -> str:
        """Whose turn it is at an instant (UTC) and who comes next; "" on another day than the schedule's."""
        clock = (instant + self.utc_offset).replace(tzinfo=None)
        if clock.date() != self.day:
            return ""
        minute = minute_of(clock)
        now = [
            _("Now: {names} until {time}").format(names=span.names, time=clock_words(span.closes))
            for span in self.spans
            if span.opens <= minute < span.closes
        ]
        later = [span for span in self.spans if span.opens > minute]
        return _("  ·  ").join((*now, self._next(later)) if later or self.then else now)

    def _next(self, later: list[Span]) -> str:
        if not later:
            return self.then
        return _("Next: {names} {time}").format(names=later[0].names, time=clock_words(later[0].opens))


def schedule_of(policy: Policy, day: date) -> DaySchedule | None:
    """The schedule of a day; None where nobody has a turn on it."""
    today = turns_on(policy, day)
    if not today:
        return None
    slots = tuple(dict.fromkeys(turn.slot for turn in today))
    spans = tuple(
        Span(slot.opens, slot.closes, names_of(policy, day, tuple(turn for turn in today if turn.slot == slot)))
        for slot in slots
    )
    coming = next_turns(policy, datetime(day.year, day.month, day.day, 23, 59))  # noqa: DTZ001  the school's clock
    then = ""
    if coming is not None:
        then = _("Next: {names}, {day} {time}").format(
            names=names_of(policy, coming.day, coming.turns),
            day=day_words(coming.day, day),
            time=clock_words(coming.slot.opens),
        )
    return DaySchedule(day, spans, policy.utc_offset, then)


class Schedules:
    """The schedule asked for last: put into words once a day, and after each change of what the school has set."""

    def __init__(self) -> None:
        self._last: tuple[Policy, date, DaySchedule | None] | None = None

    def of(self, policy: Policy, day: date) -> DaySchedule | None:
        """The schedule of the day, None where nobody has a turn on it."""
        last = self._last
        if last is None or last[0] is not policy or last[1] != day:
            last = self._last = (policy, day, schedule_of(policy, day))
        return last[2]


def names_of(policy: Policy, day: date, turns: tuple[Turn, ...]) -> str:
    """The classes and grades of these turns as the school calls them on that day, readers marked as such."""
    return _(", ").join(turn_name(policy, day, turn) for turn in turns)


def turn_name(policy: Policy, day: date, turn: Turn) -> str:
    """Who comes: the class or grade; with a word where it comes to read."""
    name = who_comes(policy, day, turn.class_id, turn.grade)
    return _("{name} (reading)").format(name=name) if turn.activity is Activity.READ else name


def who_comes(policy: Policy, day: date, class_id: int | None, grade: int | None) -> str:
    """What a class, or a grade, is called on that day."""
    if grade is not None:
        return grade_name(grade, policy.schooling) or str(grade)
    found = policy.rota.classes.get(class_id or 0)
    return found.name_on(day, policy.schooling) if found else "–"
