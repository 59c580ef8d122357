"""The times a ledger can be asked for: months, terms, years, any days, as of a day; and which of them are sealed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.seals import month_name
from deskcirc.domain.ledger_sums import month_span
from deskcirc.domain.ledgers import Span
from deskcirc.store.lookups.ledger_content import Seal
from deskcirc.text import full_date
from deskcirc.text import gettext as _

_YEARS: Final = 6
_MONTHS: Final = 13
_TERMS: Final = 4


@dataclass(frozen=True, slots=True)
class Period:
    """One choice: the code it goes by in acts, what it is called, its days, whether it is a sealed month."""

    code: str
    name: str
    span: Span
    sealed: bool = False


def period_of(desk: Desk, code: str, values: Mapping[str, str]) -> Period | None:
    """The period that an act names: "", "whole", "year:2026", "term:3", "month:2026-03", "days" or "day"; else None.

    The last two take their days from `values`: "from" and "to", or "on".
    """
    verb, _colon, subject = code.partition(":")
    try:
        if verb == "days":
            first, last = date.fromisoformat(values.get("from", "")), date.fromisoformat(values.get("to", ""))
            name = _("{first} to {last}").format(first=full_date(first), last=full_date(last))
            return Period(f"days:{first}:{last}", name, Span(first, last)) if first <= last else None
        if verb == "day":
            on = date.fromisoformat(values.get("on", ""))
            return Period(f"day:{on}", _("As of {day}").format(day=full_date(on)), Span(None, on))
        if verb == "month":
            return Period(f"month:{subject[:7]}", month_name(subject), month_span(subject))
        if verb == "year":
            return _year(date(int(subject), 1, 1).year)
    except ValueError:
        return None
    if not verb:
        return _year(desk.today.year)
    return next((period for period in (*_terms(desk), _whole(desk)) if period.code == code), None)


def periods(desk: Desk, seals: Iterable[Seal]) -> tuple[Period, ...]:
    """What is offered: this year and those before, the terms, the months, all from the beginning."""
    today = desk.today
    sealed = {seal.month for seal in seals}
    months = set(sealed)
    at = today.year * 12 + today.month - 1
    months |= {f"{number // 12:04}-{number % 12 + 1:02}" for number in range(at - _MONTHS + 1, at + 1)}
    named = [
        Period(f"month:{month}", month_name(month), month_span(month), month in sealed)
        for month in sorted(months, reverse=True)
    ]
    years = [_year(year) for year in range(today.year, today.year - _YEARS, -1)]
    return (years[0], *_terms(desk), *named, *years[1:], _whole(desk))


def _year(year: int) -> Period:
    return Period(f"year:{year}", _("Year {year}").format(year=year), Span(date(year, 1, 1), date(year, 12, 31)))


def _whole(desk: Desk) -> Period:
    return Period("whole", _("From the beginning until today"), Span(None, desk.today))


def _terms(desk: Desk) -> tuple[Period, ...]:
    past = [term for term in desk.policy.terms if term.starts <= desk.today][-_TERMS:]
    return tuple(Period(f"term:{term.id}", term.name, Span(term.starts, term.ends)) for term in reversed(past))
