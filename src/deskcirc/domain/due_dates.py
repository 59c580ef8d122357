"""When a loan falls due by everything the school has set: days, calendar, term, vacation and card."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from deskcirc.domain.calendar import Cap, ClosedDueRule, DueDate, OpenDays, due_date
from deskcirc.domain.terms import term_after, term_on, vacation_loans_begun


@dataclass(frozen=True, slots=True)
class DueRules:
    """What the school has set about due dates; `vacation_due_days` count from the first day of the next term."""

    closed_due: ClosedDueRule = ClosedDueRule.NEXT_OPEN
    cap_by_term: bool = True
    vacation_due_days: int = 4


def loan_due(lent: date, days: int, calendar: OpenDays, rules: DueRules, card_ends: date | None = None) -> DueDate:
    """The due date of a loan made or renewed on `lent` for `days` days; a loan for no days is due the same day.

    A vacation loan falls due on the first open day on or after the next term's first day and the days set for it,
    whatever its own days. Any other loan in a term falls due when everything must be back at the latest: on the last
    open day by then, for a closed one helps nobody. No loan outlives the card. Where the next term is not set yet
    nothing is guessed: see `next_term_wanted`. Raises ValueError for a negative number of days.
    """
    if days == 0:
        return DueDate(lent)
    vacation = _vacation_due(lent, calendar, rules)
    if vacation is not None and (card_ends is None or vacation <= card_ends):
        return DueDate(vacation, vacation=True)
    if vacation is not None:
        return _named(due_date(lent, (vacation - lent).days, calendar, rules.closed_due, card_ends), Cap.CARD)
    last, cap = _term_cap(lent, calendar) if rules.cap_by_term else (None, None)
    if card_ends is not None and (last is None or card_ends < last):
        last, cap = card_ends, Cap.CARD
    return _named(due_date(lent, days, calendar, rules.closed_due, last), cap)


def next_term_wanted(calendar: OpenDays, lent: date) -> bool:
    """Whether a loan made on the day is a vacation loan and cannot be given a date: the next term is not set."""
    return vacation_loans_begun(calendar.terms, lent) is not None and term_after(calendar.terms, lent) is None


def _vacation_due(lent: date, calendar: OpenDays, rules: DueRules) -> date | None:
    if not calendar.terms or vacation_loans_begun(calendar.terms, lent) is None:
        return None
    following = term_after(calendar.terms, lent)
    if following is None:
        return None
    wanted = following.starts + timedelta(days=rules.vacation_due_days)
    return calendar.next_open_day(wanted) or wanted


def _term_cap(lent: date, calendar: OpenDays) -> tuple[date | None, Cap | None]:
    """The last day a loan of this term may be due, and what makes it the last."""
    term = term_on(calendar.terms, lent)
    if term is None:
        return None, None
    by, cap = term.ends, Cap.TERM_END
    if term.return_by is not None and lent <= term.return_by:
        by, cap = term.return_by, Cap.RETURN_BY
    last_open = calendar.previous_open_day(by)
    return (last_open if last_open is not None and last_open >= lent else by), cap


def _named(due: DueDate, cap: Cap | None) -> DueDate:
    return replace(due, cap=cap) if due.capped else due
