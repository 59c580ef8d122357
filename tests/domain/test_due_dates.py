"""When a loan falls due: every case that terms, vacations, holidays and cards make of its days."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tests.domain.facts import A_PATRON, A_RULE, a_loan, checkout_facts
from tests.domain.test_school_year import CALENDARS, DAYS

from deskcirc.domain.calendar import Cap, ClosedDueRule, DueDate, OpenDays, days_late
from deskcirc.domain.checkout import decide_checkout
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.due_dates import DueRules, loan_due, next_term_wanted
from deskcirc.domain.renewal import decide_renewal
from deskcirc.domain.rules import Lending
from deskcirc.domain.terms import Term

KEEP, NEXT_OPEN, PREVIOUS_OPEN = ClosedDueRule
SPRING = Term(1, "春季学期", date(2026, 3, 2), date(2026, 7, 3), date(2026, 6, 26), date(2026, 6, 29))
AUTUMN = Term(2, "秋季学期", date(2026, 9, 1), date(2027, 1, 16))
YEAR = OpenDays(frozenset({5, 6}), terms=(SPRING, AUTUMN))
NEXT_TERM_UNSET = OpenDays(frozenset({5, 6}), terms=(SPRING,))


@pytest.mark.parametrize(
    ("lent", "days", "calendar", "expected"),
    [
        (date(2026, 3, 2), 14, YEAR, DueDate(date(2026, 3, 16))),
        (date(2026, 3, 2), 12, YEAR, DueDate(date(2026, 3, 16), moved_from=date(2026, 3, 14))),
        (date(2026, 6, 15), 14, YEAR, DueDate(date(2026, 6, 26), capped=True, cap=Cap.RETURN_BY)),
        (date(2026, 6, 26), 14, YEAR, DueDate(date(2026, 6, 26), capped=True, cap=Cap.RETURN_BY)),
        (date(2026, 6, 28), 14, YEAR, DueDate(date(2026, 7, 3), capped=True, cap=Cap.TERM_END)),
        (date(2026, 6, 29), 14, YEAR, DueDate(date(2026, 9, 7), vacation=True)),  # the Saturday moves on
        (date(2026, 7, 20), 3, YEAR, DueDate(date(2026, 9, 7), vacation=True)),
        (date(2026, 6, 29), 14, NEXT_TERM_UNSET, DueDate(date(2026, 7, 3), capped=True, cap=Cap.TERM_END)),
        (date(2026, 9, 1), 14, NEXT_TERM_UNSET, DueDate(date(2026, 9, 15))),
        (date(2027, 1, 11), 14, YEAR, DueDate(date(2027, 1, 15), capped=True, cap=Cap.TERM_END)),  # ends on a Saturday
        (date(2026, 6, 29), 0, YEAR, DueDate(date(2026, 6, 29))),
        (date(2028, 2, 29), 365, OpenDays(), DueDate(date(2029, 2, 28))),
        (date(2028, 2, 1), 28, OpenDays(), DueDate(date(2028, 2, 29))),
    ],
)
def test_the_due_date_follows_the_schools_year(lent: date, days: int, calendar: OpenDays, expected: DueDate) -> None:
    assert loan_due(lent, days, calendar, DueRules(NEXT_OPEN, vacation_due_days=4)) == expected


def test_a_school_that_does_not_cap_lends_on_into_the_vacation_and_beyond() -> None:
    rules = DueRules(NEXT_OPEN, cap_by_term=False)
    assert loan_due(date(2026, 6, 15), 21, YEAR, rules) == DueDate(date(2026, 9, 1), moved_from=date(2026, 7, 6))


def test_a_term_that_ends_in_the_weekend_ends_loans_on_its_friday_also_where_closed_days_are_forgiven() -> None:
    friday = date(2027, 1, 15)
    assert loan_due(friday, 14, YEAR, DueRules(KEEP)) == DueDate(friday, capped=True, cap=Cap.TERM_END)


def test_of_term_and_card_the_earlier_one_ends_the_loan() -> None:
    rules = DueRules(NEXT_OPEN)
    card = loan_due(date(2026, 6, 15), 14, YEAR, rules, date(2026, 6, 24))
    assert card == DueDate(date(2026, 6, 24), capped=True, cap=Cap.CARD)
    assert loan_due(date(2026, 6, 15), 14, YEAR, rules, date(2026, 7, 1)).cap is Cap.RETURN_BY


def test_a_leavers_vacation_loan_does_not_outlive_the_card() -> None:
    due = loan_due(date(2026, 6, 30), 14, YEAR, DueRules(NEXT_OPEN), date(2026, 7, 3))
    assert due == DueDate(date(2026, 7, 3), capped=True, cap=Cap.CARD)


def test_a_vacation_loan_waits_for_the_next_term_to_be_set() -> None:
    facts = checkout_facts(today=date(2026, 6, 30), open_days=NEXT_TERM_UNSET)
    assert [block.code for block in decide_checkout(facts).blocks] == [BlockCode.NEXT_TERM_NOT_SET]
    assert decide_checkout(replace(facts, open_days=YEAR)).due == DueDate(date(2026, 9, 7), vacation=True)
    passed = decide_checkout(facts, frozenset({BlockCode.NEXT_TERM_NOT_SET}))
    assert passed.due == DueDate(date(2026, 7, 3), capped=True, cap=Cap.TERM_END)
    reading = replace(A_RULE, lending=Lending.SAME_DAY)
    assert decide_checkout(replace(facts, rule=reading)).due == DueDate(date(2026, 6, 30))
    renewed = replace(facts, loan_of_copy=a_loan(due=date(2026, 7, 1)))
    assert BlockCode.NEXT_TERM_NOT_SET in {block.code for block in decide_renewal(renewed).blocks}


def test_after_a_term_that_is_the_last_one_set_nothing_is_asked_for() -> None:
    assert next_term_wanted(NEXT_TERM_UNSET, date(2026, 7, 3))
    assert not next_term_wanted(NEXT_TERM_UNSET, date(2026, 7, 4))
    assert not next_term_wanted(YEAR, date(2026, 6, 30))


def test_a_due_date_beyond_the_calendar_is_lent_with_a_word_and_only_then() -> None:
    late = checkout_facts(today=date(2027, 1, 18), open_days=YEAR)
    assert len(decide_checkout(late).warnings) == 1
    assert decide_checkout(late).lend
    assert decide_checkout(checkout_facts(open_days=YEAR)).warnings == ()
    assert decide_checkout(checkout_facts(today=date(2099, 1, 5))).warnings == ()  # no calendar at all


@given(
    CALENDARS, DAYS, st.integers(0, 90), st.builds(DueRules, st.sampled_from(ClosedDueRule), st.booleans(),
    st.integers(0, 20)), st.none() | DAYS, st.none() | DAYS, st.none() | DAYS,
)  # fmt: skip
def test_a_due_date_is_never_before_the_loan_nor_after_what_ends_it(
    calendar: OpenDays, lent: date, days: int, rules: DueRules, card: date | None, by: date | None, off: date | None
) -> None:
    terms = tuple(replace(term, return_by=by, vacation_loans_from=off) for term in calendar.terms)
    calendar = replace(calendar, terms=terms)
    due = loan_due(lent, days, calendar, rules, card)
    assert due.date >= lent
    assert card is None or due.date <= max(card, lent)
    term = next((one for one in terms if one.holds(lent)), None)
    if term is not None and rules.cap_by_term and not due.vacation and days:
        assert due.date <= term.ends
        assert by is None or by < lent or due.date <= by
    assert due.capped is (due.cap is not None)


@given(CALENDARS, DAYS, st.integers(1, 90), st.builds(DueRules, st.sampled_from(ClosedDueRule), st.booleans()))
def test_a_due_date_is_an_open_day_or_forgiven(calendar: OpenDays, lent: date, days: int, rules: DueRules) -> None:
    assume(calendar.is_open(lent))
    due = loan_due(lent, days, calendar, rules)
    forgiven = rules.closed_due is KEEP
    if calendar.next_open_day(lent + timedelta(days=1)) is not None:
        assert forgiven or calendar.is_open(due.date)


@given(
    CALENDARS, DAYS, st.integers(1, 90), st.builds(DueRules, st.sampled_from(ClosedDueRule), st.booleans()),
    st.none() | DAYS, st.none() | DAYS,
)  # fmt: skip
def test_a_closed_due_date_is_forgiven_or_no_open_day_was_to_be_had_before_what_ends_the_loan(
    calendar: OpenDays, lent: date, days: int, rules: DueRules, card: date | None, by: date | None
) -> None:
    calendar = replace(calendar, terms=tuple(replace(term, return_by=by) for term in calendar.terms))
    card = None if card is None else max(card, lent)
    due = loan_due(lent, days, calendar, rules, card)
    if rules.closed_due is KEEP:
        assert days_late(due.date, calendar.next_open_day(due.date) or due.date, calendar, forgive=True) == 0
    elif not calendar.is_open(due.date):
        last = max(due.date, card) if card is not None and due.cap is Cap.CARD else due.date
        assert not any(calendar.is_open(lent + timedelta(days=day)) for day in range((last - lent).days + 1))


def test_a_patron_whose_card_ends_in_the_weekend_brings_it_back_on_the_friday() -> None:
    friday = date(2026, 3, 6)
    facts = checkout_facts(today=friday, patron=replace(A_PATRON, expires=date(2026, 3, 7)), open_days=YEAR)
    assert decide_checkout(facts).due == DueDate(friday, moved_from=date(2026, 3, 7), capped=True, cap=Cap.CARD)
