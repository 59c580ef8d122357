"""The school's calendar: terms, vacations, holidays, make-up days and opening hours, read day by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.calendar import DayKind, OpenDays, Opening
from deskcirc.domain.opening import OpeningPeriod, clock_words, hours_of
from deskcirc.domain.terms import Term

SPRING = Term(1, "春季学期", date(2026, 3, 2), date(2026, 7, 3), return_by=date(2026, 6, 26))
AUTUMN = Term(2, "秋季学期", date(2026, 9, 1), date(2027, 1, 15))
LUNCH = tuple(OpeningPeriod(day, day, 730, 780) for day in range(1, 6))
SUMMER_PLAN = (OpeningPeriod(8, 1, 730, 780, 5, 6), OpeningPeriod(9, 5, 730, 780, 5, 6))
AFTERNOON = OpeningPeriod(7, 3, 960, 1020)
SATURDAY_WORKED = date(2026, 5, 9)
WHOLE = OpenDays(
    frozenset({5, 6}),
    frozenset({date(2026, 5, 1), date(2026, 5, 4), date(2026, 5, 5)}),
    frozenset({SATURDAY_WORKED}),
    {SATURDAY_WORKED: 1},
    {date(2026, 5, 5): "劳动节"},
    (SPRING, AUTUMN),
    (*LUNCH, AFTERNOON, *SUMMER_PLAN),
)


@pytest.mark.parametrize(
    ("day", "kind"),
    [
        (date(2026, 3, 4), DayKind.OPEN),
        (date(2026, 3, 7), DayKind.CLOSED),  # a Saturday
        (date(2026, 5, 5), DayKind.HOLIDAY),
        (date(2026, 5, 6), DayKind.CLOSED),  # a Wednesday of the months with Monday and Friday alone
        (date(2026, 5, 8), DayKind.OPEN),
        (SATURDAY_WORKED, DayKind.MAKE_UP),
        (date(2026, 7, 3), DayKind.OPEN),
        (date(2026, 7, 4), DayKind.VACATION),
        (date(2026, 8, 31), DayKind.VACATION),
        (date(2026, 9, 1), DayKind.OPEN),
        (date(2026, 2, 27), DayKind.OPEN),  # before the first set term: by the week alone
        (date(2027, 1, 18), DayKind.OPEN),  # after the last one too
    ],
)
def test_each_day_of_the_year_has_its_kind(day: date, kind: DayKind) -> None:
    assert WHOLE.kind_of(day) is kind
    assert WHOLE.is_open(day) is (kind in (DayKind.OPEN, DayKind.MAKE_UP))


def test_several_periods_a_day_are_open_and_the_time_between_is_not() -> None:
    wednesday = date(2026, 3, 4)
    assert WHOLE.periods_on(wednesday) == ((730, 780), (960, 1020))
    assert WHOLE.is_open_at(wednesday, 730)
    assert not WHOLE.is_open_at(wednesday, 780)
    assert WHOLE.closes_in(wednesday, 770) == 10
    assert WHOLE.closes_in(wednesday, 800) is None
    assert WHOLE.next_opening(wednesday, 800) == Opening(wednesday, 960)
    assert WHOLE.next_opening(wednesday, 1000) == Opening(date(2026, 3, 5), 730)


def test_the_last_day_before_the_vacation_leads_to_the_first_day_of_the_next_term() -> None:
    assert WHOLE.next_opening(date(2026, 7, 3), 800) == Opening(date(2026, 9, 1), 730)
    assert WHOLE.next_open_day(date(2026, 7, 4)) == date(2026, 9, 1)


def test_a_worked_saturday_has_the_hours_of_the_weekday_it_follows() -> None:
    assert WHOLE.periods_on(SATURDAY_WORKED) == ((730, 780),)
    follows_a_closed_day = OpenDays(
        opened=frozenset({SATURDAY_WORKED}), follows={SATURDAY_WORKED: 2}, opening=SUMMER_PLAN
    )
    assert follows_a_closed_day.kind_of(SATURDAY_WORKED) is DayKind.MAKE_UP_CLOSED
    of_its_own = OpenDays(opened=frozenset({SATURDAY_WORKED}), opening=SUMMER_PLAN)
    assert of_its_own.is_open(SATURDAY_WORKED)
    assert of_its_own.is_open_at(SATURDAY_WORKED, 0)  # open, and nobody has said at what hours


def test_where_a_month_has_no_hours_the_weekdays_set_as_closed_hold() -> None:
    summer_only = OpenDays(frozenset({5, 6}), opening=SUMMER_PLAN)
    assert summer_only.is_open(date(2026, 4, 1))
    assert summer_only.periods_on(date(2026, 4, 1)) == ()
    assert not summer_only.is_open(date(2026, 4, 4))
    assert not summer_only.is_open(date(2026, 5, 6))


def test_a_plan_over_the_new_year_holds_in_both_years() -> None:
    winter = OpeningPeriod(1, 1, 700, 760, 11, 2)
    assert [month for month in range(1, 13) if winter.holds_in(month)] == [1, 2, 11, 12]


def test_periods_that_touch_are_one() -> None:
    assert hours_of((OpeningPeriod(1, 1, 730, 780), OpeningPeriod(2, 1, 780, 840)), 1) == ((730, 840),)
    assert clock_words(730) == "12:10"


@pytest.mark.parametrize(
    ("calendar", "until"),
    [
        (OpenDays(), None),
        (OpenDays(frozenset({5, 6})), None),
        (OpenDays(closed=frozenset({date(2026, 10, 1)})), date(2026, 12, 31)),
        (OpenDays(terms=(SPRING,)), date(2026, 7, 3)),
        (WHOLE, date(2027, 1, 15)),
    ],
)
def test_the_calendar_is_set_up_to_its_last_term_or_the_year_of_its_last_holiday(
    calendar: OpenDays, until: date | None
) -> None:
    assert calendar.set_until == until
    assert calendar.is_set(date(2026, 7, 3))
    assert calendar.is_set(date(2028, 2, 29)) is (until is None)


def test_the_ends_of_all_calendars_have_no_next_opening() -> None:
    assert WHOLE.next_opening(date.max, 1439) is None
    assert OpenDays(frozenset(range(7))).next_opening(date(2026, 3, 2), 0) is None


DAYS = st.dates(date(2027, 12, 1), date(2028, 4, 30))  # with a 29 February
MONTHS = st.sampled_from([(None, None), (1, 2), (11, 2), (12, 12)])


@st.composite
def periods(draw: st.DrawFn) -> OpeningPeriod:
    opens = draw(st.integers(0, 1438))
    first, last = draw(MONTHS)
    return OpeningPeriod(0, draw(st.integers(1, 7)), opens, draw(st.integers(opens + 1, 1440)), first, last)


@st.composite
def term_lists(draw: st.DrawFn) -> tuple[Term, ...]:
    days = sorted(draw(st.sets(DAYS, max_size=3).filter(lambda found: len(found) % 2 == 0)))
    return tuple(Term(at, str(at), *days[at : at + 2]) for at in range(0, len(days), 2))


CALENDARS = st.builds(
    OpenDays,
    st.frozensets(st.integers(0, 6)),
    st.frozensets(DAYS, max_size=20),
    st.frozensets(DAYS, max_size=5),
    st.dictionaries(DAYS, st.integers(1, 7), max_size=5),
    st.just({}),
    term_lists(),
    st.lists(periods(), max_size=6).map(tuple),
)


def minutes_open(calendar: OpenDays, day: date) -> set[int] | None:
    """Every minute of the day on which it is open, read word by word; None for all day without hours."""
    weekday = calendar.follows.get(day, day.isoweekday()) if day in calendar.opened else day.isoweekday()
    plan = [one for one in calendar.opening if one.month_from and day.month in months(one)]
    plan = plan or [one for one in calendar.opening if one.month_from is None]
    wanted = [one for one in plan if one.weekday == weekday]
    hours = {minute for one in wanted for minute in range(one.opens, one.closes)}
    by_week = bool(wanted) if plan else weekday - 1 not in calendar.closed_weekdays
    if day in calendar.opened:
        return (hours or None) if day not in calendar.follows or by_week else set()
    between = any(one.ends < day for one in calendar.terms) and any(one.starts > day for one in calendar.terms)
    in_term = any(one.starts <= day <= one.ends for one in calendar.terms)
    if day in calendar.closed or (between and not in_term) or not by_week:
        return set()
    return hours or None


def months(period: OpeningPeriod) -> Iterable[int]:
    assert period.month_from is not None
    assert period.month_to is not None
    month, found = period.month_from, [period.month_from]
    while month != period.month_to:
        month = month % 12 + 1
        found.append(month)
    return found


@given(CALENDARS, DAYS)
def test_the_calendar_agrees_with_reading_it_word_by_word(calendar: OpenDays, day: date) -> None:
    minutes = minutes_open(calendar, day)
    assert calendar.is_open(day) is (minutes is None or bool(minutes))
    for minute in range(0, 1440, 7):
        assert calendar.is_open_at(day, minute) is (minutes is None or minute in minutes)
    listed = {minute for opens, closes in calendar.periods_on(day) for minute in range(opens, closes)}
    assert listed == (minutes or set())


@given(CALENDARS, DAYS, st.integers(0, 1439))
def test_nothing_opens_between_now_and_the_next_opening(calendar: OpenDays, day: date, minute: int) -> None:
    following = calendar.next_opening(day, minute)
    end = day + timedelta(days=400) if following is None else following.day
    for passed in range(1, (end - day).days):
        assert not calendar.is_open(day + timedelta(days=passed))
    if following is not None:
        assert calendar.is_open_at(following.day, following.minute or 0) or following.minute is None
        assert (following.day, following.minute or 0) > (day, minute) or following.day > day
