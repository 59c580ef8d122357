"""When a leaver's lending stops.

Schools stop lending to leavers two weeks before the finals (domain facts, chapter 7); only the finals that end the
school year are meant, those of the term that ends after 1 March.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from deskcirc.domain.classes import school_year
from deskcirc.domain.policy import Policy
from deskcirc.domain.terms import Term

_SPRING: Final = (3, 1)  # a term that ends before this day is the first of its school year


def leavers_stop_day(terms: Iterable[Term], today: date, days_before: int) -> date | None:
    """The first day of this school year on which leavers borrow nothing; None where no final term has finals set."""
    year = school_year(today)
    first_end = date(year + 1, *_SPRING)
    finals = [
        term.finals
        for term in terms
        if term.finals is not None and school_year(term.ends) == year and term.ends >= first_end
    ]
    return min(finals) - timedelta(days=days_before) if finals else None


def is_leaver(grade: int | None, last_grade: int) -> bool:
    """Whether a pupil of the grade leaves at the end of the school year, or has reached that end already."""
    return grade is not None and grade >= last_grade


def stop_day_of(policy: Policy, grade: int | None, today: date) -> date | None:
    """The first day on which a pupil of the grade borrows nothing as a leaver; None for who is none."""
    if not is_leaver(grade, policy.last_grade):
        return None
    return leavers_stop_day(policy.terms, today, policy.leaver_stop_days)
