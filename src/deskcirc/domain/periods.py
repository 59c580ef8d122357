"""The days that figures are asked for: a term, a school year, any days; and what people call them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from deskcirc.domain.classes import school_year
from deskcirc.domain.ledgers import Span
from deskcirc.domain.policy import Policy
from deskcirc.domain.recall import recall_on
from deskcirc.text import full_date
from deskcirc.text import gettext as _

_TERMS: Final = 4
_YEARS: Final = 3


@dataclass(frozen=True, slots=True)
class Period:
    """One choice: the code it goes by in acts, what it is called, its days."""

    code: str
    name: str
    span: Span

    def until(self, today: date) -> Span:
        """The days of it that have come; the first day alone of one that lies ahead."""
        return replace(self.span, last=min(self.span.last, max(today, self.span.first or today)))


def this_term(policy: Policy, today: date) -> Period:
    """The term that goes on, in a vacation the one that has ended; the school year where no term is set."""
    term = recall_on(policy.terms, today).term
    if term is None:
        return _year(school_year(today))
    return Period(f"term:{term.id}", term.name, Span(term.starts, term.ends))


def periods(policy: Policy, today: date) -> tuple[Period, ...]:
    """What is offered: this term and those before, this school year and those before."""
    begun = sorted((term for term in policy.terms if term.starts <= today), key=lambda term: term.starts)[-_TERMS:]
    terms = tuple(Period(f"term:{term.id}", term.name, Span(term.starts, term.ends)) for term in reversed(begun))
    now = school_year(today)
    return (*terms, *(_year(year) for year in range(now, now - _YEARS, -1)))


def period_of(policy: Policy, today: date, code: str, values: Mapping[str, str]) -> Period | None:
    """The period that an act names: "" for this term, "term:3", "year:2025" (a school year), "days"; else None.

    "days" takes its first and last day from `values`, "from" and "to".
    """
    verb, _colon, subject = code.partition(":")
    if not code:
        return this_term(policy, today)
    try:
        if verb == "days":
            first, last = date.fromisoformat(values.get("from", "")), date.fromisoformat(values.get("to", ""))
            name = _("{first} to {last}").format(first=full_date(first), last=full_date(last))
            return Period(f"days:{first}:{last}", name, Span(first, last)) if first <= last < date.max else None
        if verb == "year":
            return _year(int(subject))
    except (ValueError, OverflowError):
        return None
    return next((period for period in periods(policy, today) if period.code == code), None)


def _year(year: int) -> Period:
    """A school year; raises ValueError for a year that is none."""
    first, after = date(year, 9, 1), date(year + 1, 9, 1)
    name = _("School year {year}–{next}").format(year=year, next=year + 1)
    return Period(f"year:{year}", name, Span(first, after - timedelta(days=1)))
