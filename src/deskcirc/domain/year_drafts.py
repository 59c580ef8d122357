"""What a person or a file wants the calendar to say, and everything that is wrong with it, before anything is written.

Years far away and terms of years are nearly always two digits mistaken: they are refused with the day that was read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from deskcirc.domain.calendar import OpenDays
from deskcirc.domain.opening import MINUTES_OF_A_DAY, OpeningPeriod, clock_words
from deskcirc.domain.terms import Term
from deskcirc.text import gettext as _

YEARS: Final = range(2000, 2100)
LONGEST_TERM: Final = 250
"""Days; two terms and two vacations make a year."""
LONGEST_HOLIDAY: Final = 120


@dataclass(frozen=True, slots=True)
class TermDraft:
    """A term as it is wanted; days None where the school sets no such day."""

    name: str
    starts: date
    ends: date
    return_by: date | None = None
    vacation_loans_from: date | None = None
    finals: date | None = None


@dataclass(frozen=True, slots=True)
class DaysDraft:
    """Days, both included, that differ from the week: closed for a holiday, or open and by whose weekday's hours."""

    first: date
    last: date
    name: str
    open: bool = False
    as_weekday: int | None = None  # 1 Monday to 7

    @property
    def days(self) -> tuple[date, ...]:
        """Every day of it."""
        return tuple(self.first + timedelta(days=count) for count in range((self.last - self.first).days + 1))


@dataclass(frozen=True, slots=True)
class HoursDraft:
    """Open on these weekdays (1 Monday to 7) at these minutes after midnight, in these months or in all others."""

    weekdays: tuple[int, ...]
    opens: int
    closes: int
    month_from: int | None = None
    month_to: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarDraft:
    """A whole calendar as a file gives it; no hours leave those of the library as they are."""

    terms: tuple[TermDraft, ...] = ()
    days: tuple[DaysDraft, ...] = ()
    hours: tuple[HoursDraft, ...] = ()


def span_words(first: date, last: date) -> str:
    """Two days as they are written in sentences about the calendar; one where they are the same."""
    if first == last:
        return first.isoformat()
    return _("{first} to {last}").format(first=first.isoformat(), last=last.isoformat())


def term_words(term: TermDraft | Term) -> str:
    """A term as sentences name it."""
    return _("{name} ({days})").format(name=term.name, days=span_words(term.starts, term.ends))


def term_flaws(draft: TermDraft) -> tuple[tuple[str, str], ...]:
    """What is wrong with the term by itself, each flaw with the part (a field's name) it is about."""
    found = [("name", _("The term has no name."))] if not draft.name.strip() else []
    found += _strange_years(("starts", draft.starts), ("ends", draft.ends))
    length = (draft.ends - draft.starts).days + 1
    if length < 1:
        words = _("The term ends on {ends}, before it begins on {starts}.")
        found.append(("ends", words.format(ends=draft.ends.isoformat(), starts=draft.starts.isoformat())))
    elif length > LONGEST_TERM:
        words = _("The term would last {count} days: look at the years of {days}.")
        found.append(("ends", words.format(count=length, days=span_words(draft.starts, draft.ends))))
    for part, day in (
        ("return_by", draft.return_by),
        ("vacation_loans_from", draft.vacation_loans_from),
        ("finals", draft.finals),
    ):
        if day is not None and not draft.starts <= day <= draft.ends:
            words = _("{day} is not in the term, which goes from {days}.")
            found.append((part, words.format(day=day.isoformat(), days=span_words(draft.starts, draft.ends))))
    return tuple(found)


def overlap_words(draft: TermDraft, others: Iterable[TermDraft | Term]) -> str:
    """The sentence that two terms overlap, naming both; "" where the term stands alone."""
    for other in others:
        if draft.starts <= other.ends and other.starts <= draft.ends:
            words = _("{term} overlaps {other}: a day can lie in one term only.")
            return words.format(term=term_words(draft), other=term_words(other))
    return ""


def days_flaws(draft: DaysDraft) -> tuple[tuple[str, str], ...]:
    """What is wrong with holidays or make-up days, each flaw with the part it is about."""
    found = _strange_years(("first", draft.first), ("last", draft.last))
    length = (draft.last - draft.first).days + 1
    if length < 1:
        words = _("{last} lies before {first}.")
        found.append(("last", words.format(first=draft.first.isoformat(), last=draft.last.isoformat())))
    elif length > LONGEST_HOLIDAY:
        words = _("{days} are {count} days: look at the years. Vacations are what lies between two terms.")
        found.append(("last", words.format(count=length, days=span_words(draft.first, draft.last))))
    if draft.as_weekday is not None and draft.as_weekday not in range(1, 8):
        found.append(("as_weekday", _("A weekday is a number from 1 for Monday to 7.")))
    return tuple(found)


def hours_flaws(draft: HoursDraft) -> tuple[tuple[str, str], ...]:
    """What is wrong with opening hours, each flaw with the part it is about."""
    found = []
    if not draft.weekdays or not set(draft.weekdays) <= set(range(1, 8)):
        found.append(("weekdays", _("Choose at least one weekday, from 1 for Monday to 7.")))
    if not 0 <= draft.opens < draft.closes <= MINUTES_OF_A_DAY:
        words = _("The library cannot open at {opens} and close at {closes}.")
        found.append(("closes", words.format(opens=clock_words(draft.opens), closes=clock_words(draft.closes))))
    months = (draft.month_from, draft.month_to)
    if (None in months) != (months == (None, None)) or any(month not in (None, *range(1, 13)) for month in months):
        found.append(("month_to", _("Months are numbers from 1 to 12, the first and the last one.")))
    return tuple(found)


def first_flaw(flaws: Sequence[tuple[str, str]]) -> str:
    """The first sentence, "" for none."""
    return flaws[0][1] if flaws else ""


def _strange_years(*days: tuple[str, date]) -> list[tuple[str, str]]:
    words = _("The year {year} cannot be meant: write one from {first} to {last}.")
    return [
        (part, words.format(year=day.year, first=YEARS[0], last=YEARS[-1]))
        for part, day in days
        if day.year not in YEARS
    ]


def draft_of(terms: Iterable[Term], calendar: OpenDays) -> CalendarDraft:
    """The calendar that is set as a file would say it: days that follow each other under one name as one range."""
    written = tuple(
        TermDraft(term.name, term.starts, term.ends, term.return_by, term.vacation_loans_from, term.finals)
        for term in terms
    )
    days: list[DaysDraft] = []
    for day in sorted(calendar.closed - calendar.opened):
        name = calendar.names.get(day, "")
        if days and days[-1].last + timedelta(days=1) == day and days[-1].name == name:
            days[-1] = DaysDraft(days[-1].first, day, name)
        else:
            days.append(DaysDraft(day, day, name))
    for day in sorted(calendar.opened):
        days.append(DaysDraft(day, day, calendar.names.get(day, ""), open=True, as_weekday=calendar.follows.get(day)))
    return CalendarDraft(written, tuple(days), hours_together(calendar.opening))


def hours_together(periods: Iterable[OpeningPeriod]) -> tuple[HoursDraft, ...]:
    """Periods of the same times and months as one line with all its weekdays, those without months first."""
    lines: dict[tuple[int | None, int | None, int, int], set[int]] = {}
    for period in periods:
        key = (period.month_from, period.month_to, period.opens, period.closes)
        lines.setdefault(key, set()).add(period.weekday)
    ordered = sorted(lines.items(), key=lambda line: (line[0][0] or 0, line[0][1] or 0, min(line[1]), line[0][2]))
    return tuple(
        HoursDraft(tuple(sorted(weekdays)), opens, closes, first, last)
        for (first, last, opens, closes), weekdays in ordered
    )
