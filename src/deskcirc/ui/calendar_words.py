"""The calendar in sentences: what a day is, whether the library is open now, which hours hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from deskcirc.domain.calendar import DayKind, OpenDays, Opening
from deskcirc.domain.opening import clock_words
from deskcirc.domain.terms import Term, term_on
from deskcirc.text import day_words, in_a_row, marked, weekday_words
from deskcirc.text import gettext as _

if TYPE_CHECKING:
    from deskcirc.domain.year_drafts import HoursDraft

_KINDS: Final = {
    DayKind.OPEN: marked("the library is open"),
    DayKind.CLOSED: marked("closed as in every week"),
    DayKind.HOLIDAY: marked("holiday, closed"),
    DayKind.MAKE_UP: marked("worked, open"),
    DayKind.MAKE_UP_CLOSED: marked("worked, but closed by the weekday it follows"),
    DayKind.VACATION: marked("vacation, closed"),
}


def kind_words(kind: DayKind) -> str:
    """What a kind of day is called."""
    return _(_KINDS[kind])


def day_sentence(calendar: OpenDays, day: date, today: date) -> str:
    """Everything the calendar says of a day, and when the library opens next where it is closed."""
    name = calendar.names.get(day, "") if day in calendar.opened or day in calendar.closed else ""
    kind = kind_words(calendar.kind_of(day))
    what = _("{name}: {kind}").format(name=name, kind=kind) if name else kind
    words = _("{day}: {what}.").format(day=day_words(day, today), what=what)
    hours = hours_words(calendar.periods_on(day))
    following = None if calendar.is_open(day) else calendar.next_open_day(day)
    opens = _("Next open day: {day}.").format(day=day_words(following, today)) if following else ""
    term = term_on(calendar.terms, day)
    marks = _marks(term, day) if term else ""
    unset = "" if calendar.is_set(day) else _("The calendar is not set for this day yet.")
    return in_a_row(words, _("Open {hours}.").format(hours=hours) if hours else "", opens, marks, unset)


def hours_words(periods: tuple[tuple[int, int], ...]) -> str:
    """Periods as they are written: "12:10–13:00, 16:00–17:00"."""
    return _(", ").join(f"{clock_words(opens)}–{clock_words(closes)}" for opens, closes in periods)


def hours_line(hours: HoursDraft) -> str:
    """One line of the plan: "Mon, Fri 12:10–13:00, in months 5 to 6"."""
    days = _(", ").join(weekday_words(day) for day in hours.weekdays)
    if len(hours.weekdays) > 2 and hours.weekdays[-1] - hours.weekdays[0] == len(hours.weekdays) - 1:
        days = _("{first} to {last}").format(
            first=weekday_words(hours.weekdays[0]), last=weekday_words(hours.weekdays[-1])
        )
    words = f"{days} {clock_words(hours.opens)}–{clock_words(hours.closes)}"
    if hours.month_from is None:
        return words
    return _("{hours}, in months {first} to {last}").format(hours=words, first=hours.month_from, last=hours.month_to)


def open_now(calendar: OpenDays, day: date, minute: int) -> str:
    """Whether the library is open at this minute, as quiet words: until when, or when it opens next.

    "" on an open day for which no hours are set: there is nothing to say.
    """
    left = calendar.closes_in(day, minute)
    if left is not None:
        return _("Open until {time}").format(time=clock_words(minute + left))
    if calendar.is_open_at(day, minute):
        return ""
    following = calendar.next_opening(day, minute)
    return _closed_until(following, day) if following else _("Closed")


@dataclass(frozen=True, slots=True)
class HoursByClock:
    """The opening hours, to be asked again at any moment without the library."""

    calendar: OpenDays
    utc_offset: timedelta

    def words(self, instant: datetime) -> str:
        """Whether the library is open at an instant (UTC): see `open_now`."""
        clock = instant + self.utc_offset
        return open_now(self.calendar, clock.date(), clock.hour * 60 + clock.minute)


def _closed_until(following: Opening, day: date) -> str:
    time = "" if following.minute is None else clock_words(following.minute)
    if following.day == day:
        return _("Closed, opens today at {time}").format(time=time)
    words = in_a_row(day_words(following.day, day), time)
    return _("Closed, opens {when}").format(when=words)


def _marks(term: Term, day: date) -> str:
    marks = (
        (term.starts, _("First day of {term}.")),
        (term.ends, _("Last day of {term}.")),
        (term.return_by, _("Everything must be back.")),
        (term.vacation_loans_from, _("Vacation loans begin.")),
        (term.finals, _("The final examinations begin.")),
    )
    return in_a_row(*(words.format(term=term.name) for marked_day, words in marks if marked_day == day))
