"""Due dates and lateness in the school year 2026, with its holidays and the weekends worked in their place.

Source of the days: 国务院办公厅关于2026年部分节假日安排的通知, 4 November 2025.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.calendar import ClosedDueRule, DueDate, OpenDays, days_late, due_date

KEEP, NEXT_OPEN, PREVIOUS_OPEN = ClosedDueRule


def days(first: date, last: date) -> set[date]:
    return {first + timedelta(days=count) for count in range((last - first).days + 1)}


HOLIDAYS = frozenset(
    days(date(2026, 1, 1), date(2026, 1, 3))
    | days(date(2026, 2, 15), date(2026, 2, 23))
    | days(date(2026, 4, 4), date(2026, 4, 6))
    | days(date(2026, 5, 1), date(2026, 5, 5))
    | days(date(2026, 6, 19), date(2026, 6, 21))
    | days(date(2026, 9, 25), date(2026, 9, 27))
    | days(date(2026, 10, 1), date(2026, 10, 7))
)
WORKED_WEEKENDS = frozenset(
    {
        date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28), date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10),
    }
)  # fmt: skip
WEEKEND = frozenset({5, 6})
YEAR_2026 = OpenDays(WEEKEND, HOLIDAYS, WORKED_WEEKENDS)
NEVER = OpenDays(frozenset(range(7)))


def test_the_library_is_open_on_a_saturday_worked_for_a_holiday() -> None:
    assert YEAR_2026.is_open(date(2026, 10, 10))
    assert YEAR_2026.is_open(date(2026, 9, 20))
    assert not YEAR_2026.is_open(date(2026, 10, 17))
    assert not YEAR_2026.is_open(date(2026, 10, 1))


def test_a_day_opened_inside_a_long_holiday_is_open() -> None:
    summer = OpenDays(WEEKEND, frozenset(days(date(2026, 7, 4), date(2026, 8, 31))), frozenset({date(2026, 7, 22)}))
    assert summer.next_open_day(date(2026, 7, 4)) == date(2026, 7, 22)
    assert summer.next_open_day(date(2026, 7, 23)) == date(2026, 9, 1)


@pytest.mark.parametrize(
    ("day", "following"),
    [
        (date(2026, 10, 1), date(2026, 10, 8)),
        (date(2026, 5, 1), date(2026, 5, 6)),
        (date(2026, 2, 15), date(2026, 2, 24)),
        (date(2026, 1, 1), date(2026, 1, 4)),
        (date(2026, 10, 8), date(2026, 10, 8)),
    ],
)
def test_after_a_holiday_the_library_opens_again(day: date, following: date) -> None:
    assert YEAR_2026.next_open_day(day) == following


def test_a_library_never_open_has_no_next_open_day_and_keeps_its_due_dates() -> None:
    assert NEVER.next_open_day(date(2026, 1, 1)) is None
    assert NEVER.previous_open_day(date(2026, 1, 1)) is None
    assert due_date(date(2026, 1, 1), 14, NEVER, NEXT_OPEN) == DueDate(date(2026, 1, 15))
    assert days_late(date(2026, 1, 1), date(2026, 1, 3), NEVER, forgive=True) == 2


def test_a_loan_due_in_the_national_holiday_follows_the_rule_of_the_school() -> None:
    lent = date(2026, 9, 20)
    assert due_date(lent, 14, YEAR_2026, KEEP) == DueDate(date(2026, 10, 4))
    assert due_date(lent, 14, YEAR_2026, NEXT_OPEN) == DueDate(date(2026, 10, 8), moved_from=date(2026, 10, 4))
    assert due_date(lent, 14, YEAR_2026, PREVIOUS_OPEN) == DueDate(date(2026, 9, 30), moved_from=date(2026, 10, 4))


def test_a_loan_due_on_a_worked_saturday_is_not_moved() -> None:
    assert due_date(date(2026, 9, 26), 14, YEAR_2026, NEXT_OPEN) == DueDate(date(2026, 10, 10))


def test_the_end_of_term_comes_before_the_end_of_the_loan_period() -> None:
    last_day = date(2026, 6, 26)
    assert due_date(date(2026, 6, 15), 30, YEAR_2026, NEXT_OPEN, last_day) == DueDate(last_day, capped=True)
    assert due_date(date(2026, 6, 1), 7, YEAR_2026, NEXT_OPEN, last_day) == DueDate(date(2026, 6, 8))


def test_a_due_date_never_moves_on_past_the_end_of_term() -> None:
    due = due_date(date(2026, 6, 8), 12, YEAR_2026, NEXT_OPEN, date(2026, 6, 21))
    assert due == DueDate(date(2026, 6, 18), moved_from=date(2026, 6, 20), capped=True)


def test_a_loan_made_after_the_last_day_is_due_the_same_day() -> None:
    assert due_date(date(2026, 6, 29), 14, YEAR_2026, NEXT_OPEN, date(2026, 6, 26)) == DueDate(
        date(2026, 6, 29), capped=True
    )


def test_a_loan_for_one_day_on_a_friday_is_due_on_monday_and_not_on_the_friday() -> None:
    friday = date(2026, 9, 11)
    assert due_date(friday, 1, YEAR_2026, PREVIOUS_OPEN) == DueDate(date(2026, 9, 14), moved_from=date(2026, 9, 12))


def test_a_reading_room_loan_is_due_the_same_day() -> None:
    assert due_date(date(2026, 9, 11), 0, YEAR_2026, NEXT_OPEN) == DueDate(date(2026, 9, 11))


def test_a_loan_of_less_than_no_days_is_a_bug() -> None:
    with pytest.raises(ValueError, match="-1"):
        due_date(date(2026, 9, 11), -1, YEAR_2026, KEEP)


@pytest.mark.parametrize(
    ("due", "on", "strict", "forgiving"),
    [
        (date(2026, 10, 4), date(2026, 10, 8), 4, 0),
        (date(2026, 10, 4), date(2026, 10, 9), 5, 1),
        (date(2026, 9, 30), date(2026, 10, 8), 8, 8),
        (date(2026, 9, 30), date(2026, 9, 30), 0, 0),
        (date(2026, 9, 30), date(2026, 9, 1), 0, 0),
    ],
)
def test_days_late_count_from_the_due_date_or_forgive_a_closed_one(
    due: date, on: date, strict: int, forgiving: int
) -> None:
    assert days_late(due, on, YEAR_2026, forgive=False) == strict
    assert days_late(due, on, YEAR_2026, forgive=True) == forgiving


DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))
CALENDARS = st.builds(
    OpenDays,
    st.frozensets(st.integers(0, 6)),
    st.frozensets(DAYS, max_size=40),
    st.frozensets(DAYS, max_size=5),
)


@given(DAYS, st.integers(0, 120), CALENDARS, st.sampled_from(ClosedDueRule), st.none() | DAYS)
def test_a_due_date_lies_between_lending_and_cap_and_on_an_open_day_if_it_was_moved(
    lent: date, count: int, open_days: OpenDays, rule: ClosedDueRule, cap: date | None
) -> None:
    due = due_date(lent, count, open_days, rule, cap)
    assert due.date >= lent
    assert cap is None or due.date <= max(cap, lent)
    if due.moved_from is not None:
        assert open_days.is_open(due.date)
        assert not open_days.is_open(due.moved_from)
        assert rule is not KEEP
    elif not due.capped:
        assert due.date == lent + timedelta(days=count)
    if cap is None:
        assert not due.capped


@given(DAYS, DAYS, CALENDARS)
def test_forgiving_never_makes_anybody_later(due: date, on: date, open_days: OpenDays) -> None:
    assert 0 <= days_late(due, on, open_days, forgive=True) <= days_late(due, on, open_days, forgive=False)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_the_ends_of_all_calendars_do_no_harm(day: date) -> None:
    assert days_late(day, day, NEVER, forgive=True) == 0
    assert due_date(day, 30, NEVER, NEXT_OPEN).date >= day
