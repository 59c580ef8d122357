"""Weeks of a term, each by its Monday: what the reports of weekly sums reckon in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from deskcirc.domain.classes import school_year
from deskcirc.domain.policy import Policy
from deskcirc.domain.recall import recall_on
from deskcirc.text import full_date
from deskcirc.text import gettext as _


def first_day(policy: Policy, today: date) -> date:
    """When what is summed begins: the Monday of the first week of the term, of the school year where none is set."""
    term = recall_on(policy.terms, today).term
    start = date(school_year(today), 9, 1) if term is None else term.starts
    return monday_of(start)


def monday_of(day: date) -> date:
    """The Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def mondays(first: date, last: date) -> Iterator[date]:
    """Every Monday from `first` to before `last`'s week is over; weeks in which nobody came are told as well."""
    while first <= last:
        yield first
        first += timedelta(days=7)


def instant_of(policy: Policy, day: date) -> datetime:
    """When the school's day begins, in UTC."""
    return datetime.combine(day, time(), UTC) - policy.utc_offset


def told_of(policy: Policy, first: date, today: date) -> str:
    """The line under the title: which library, from when to when."""
    span = _("{first} to {last}").format(first=full_date(first), last=full_date(today))
    return " · ".join(part for part in (policy.library_name, span) if part)
