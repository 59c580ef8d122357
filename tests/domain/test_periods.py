"""The days that figures are asked for: every day of a term belongs to it, and no period reaches into the future."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deskcirc.desk.desk import Desk
from deskcirc.domain.ledgers import Span
from deskcirc.domain.periods import period_of, periods, this_term
from deskcirc.domain.policy import Policy
from deskcirc.domain.terms import Term


def with_terms(desk: Desk, *starts: date) -> Policy:
    """A school with a term of 100 days from each of these days."""
    terms = tuple(
        Term(number, f"第{number}学期", day, day + timedelta(days=99)) for number, day in enumerate(starts, 1)
    )
    return replace(desk.policy, terms=terms)


def test_without_terms_the_school_year_from_september_to_august_is_asked_for(desk: Desk) -> None:
    for day, year in ((date(2025, 9, 1), 2025), (date(2026, 8, 31), 2025), (date(2026, 9, 1), 2026)):
        found = this_term(desk.policy, day)
        assert (found.code, found.span) == (f"year:{year}", Span(date(year, 9, 1), date(year + 1, 8, 31)))


def test_a_term_is_offered_from_its_first_day_and_the_last_four_are(desk: Desk) -> None:
    starts = [date(2024, 2, 20), date(2024, 9, 1), date(2025, 2, 20), date(2025, 9, 1), date(2026, 2, 20)]
    policy = with_terms(desk, *starts)
    codes = [period.code for period in periods(policy, starts[-1])]
    assert codes == ["term:5", "term:4", "term:3", "term:2", "year:2025", "year:2024", "year:2023"]
    before = [period.code for period in periods(policy, starts[-1] - timedelta(days=1))]
    assert before[:4] == ["term:4", "term:3", "term:2", "term:1"]
    assert this_term(policy, starts[-1]).code == "term:5"
    assert this_term(policy, starts[-1] - timedelta(days=1)).code == "term:4"


def test_figures_of_a_period_end_today_at_the_latest(desk: Desk) -> None:
    term = this_term(with_terms(desk, date(2026, 2, 20)), date(2026, 3, 2))
    first = date(2026, 2, 20)
    assert term.until(date(2026, 3, 2)) == Span(first, date(2026, 3, 2))
    assert term.until(date(2027, 1, 1)) == term.span
    assert term.until(date(2026, 1, 1)) == Span(first, first)


@pytest.mark.parametrize(
    ("first", "last", "there"),
    [
        ("2026-03-02", "2026-03-02", True),
        ("2026-03-02", "2026-03-01", False),
        ("2026-03-02", "9999-12-31", False),
        ("2026-03-02", "", False),
        ("gestern", "2026-03-02", False),
    ],
)
def test_any_days_are_a_period_as_long_as_the_first_is_not_after_the_last(
    desk: Desk, first: str, last: str, *, there: bool
) -> None:
    found = period_of(desk.policy, date(2026, 3, 2), "days", {"from": first, "to": last})
    assert (found is not None) is there
    assert found is None or found.span == Span(date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize("code", ["term:9", "year:0", "year:99999999999", "year:x", "else"])
def test_a_period_that_is_not_there_is_none(desk: Desk, code: str) -> None:
    assert period_of(desk.policy, date(2026, 3, 2), code, {}) is None
