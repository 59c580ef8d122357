"""Whose turn it is: weeks A and B, make-up days, the strip at the counter, and pupils who come outside their turn."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from tests.domain.facts import A_PATRON, checkout_facts
from tests.domain.rota_samples import LUNCH, a_turn

from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.checkout import decide_checkout
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.opening import OpeningPeriod
from deskcirc.domain.policy import Policy
from deskcirc.domain.rota import Activity, OutsideTurn, RotaClass, Turn, Week, ordered
from deskcirc.domain.terms import Term
from deskcirc.domain.turns import comes_outside_turn, next_turn_of, next_turns, schedule_of, turns_on, week_on

MONDAY = date(2026, 3, 2)
SPRING = Term(1, "spring", date(2026, 2, 25), date(2026, 7, 3))  # begins on a Wednesday
FIVES = (RotaClass(1, 2021, 1), RotaClass(2, 2021, 2), RotaClass(3, 2020, 1), RotaClass(4, 2019, 1, ended=True))


def a_policy(*turns: Turn, **changed: Any) -> Policy:
    calendar = changed.pop("open_days", OpenDays(frozenset({5, 6})))
    usual = Policy(
        library_name="",
        rules=(),
        open_days=calendar,
        closed_due=ClosedDueRule.KEEP,
        utc_offset=timedelta(hours=8),
        count_in_house=True,
        hold_days=7,
        copy_prefix="",
        card_prefix="",
        idle_seconds=60,
        repeat_milliseconds=2000,
        rota=ordered(turns, FIVES),
    )
    return replace(usual, **changed)


def at(hour: int, minute: int, day: date = MONDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute)  # noqa: DTZ001  the school's wall clock


def ids(turns: tuple[Turn, ...]) -> list[int]:
    return [turn.id for turn in turns]


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 2, 24), None),  # the day before term
        (date(2026, 2, 25), Week.A),
        (date(2026, 3, 1), Week.A),  # Sunday of the first week
        (date(2026, 3, 2), Week.B),
        (date(2026, 3, 9), Week.A),
        (date(2026, 7, 3), Week.A),
        (date(2026, 7, 4), None),
    ],
)
def test_weeks_are_counted_from_the_monday_of_the_first_week_of_term(day: date, week: Week | None) -> None:
    assert week_on(a_policy(terms=(SPRING,)), day) is week


def test_a_school_may_begin_with_week_b() -> None:
    assert week_on(a_policy(terms=(SPRING,), rota_first_week=Week.B), date(2026, 2, 25)) is Week.B


def test_without_a_term_the_calendar_s_odd_weeks_are_week_a() -> None:
    assert [week_on(a_policy(), MONDAY + timedelta(days=7 * week)) for week in range(3)] == [Week.B, Week.A, Week.B]


def test_29_february_is_a_day_like_any_other() -> None:
    term = Term(1, "spring", date(2028, 2, 28), date(2028, 7, 1))
    assert week_on(a_policy(terms=(term,)), date(2028, 2, 29)) is Week.A


def test_only_the_turns_of_the_week_come_up() -> None:
    turns = (a_turn(1, week=Week.A), a_turn(2, week=Week.B, class_id=2), a_turn(3, class_id=3, slot=LUNCH[1]))
    policy = a_policy(*turns, terms=(SPRING,))
    assert ids(turns_on(policy, MONDAY)) == [2, 3]
    assert ids(turns_on(policy, MONDAY + timedelta(days=7))) == [1, 3]
    assert turns_on(policy, date(2026, 7, 6)) == ()


def test_a_make_up_day_has_the_turns_of_the_weekday_it_follows() -> None:
    saturday = date(2026, 3, 7)
    calendar = OpenDays(frozenset({5, 6}), opened=frozenset({saturday}), follows={saturday: 1})
    assert ids(turns_on(a_policy(a_turn(1), open_days=calendar), saturday)) == [1]


def test_nobody_has_a_turn_on_a_holiday_or_outside_the_hours() -> None:
    assert turns_on(a_policy(a_turn(1), open_days=OpenDays(closed=frozenset({MONDAY}))), MONDAY) == ()
    hours = OpenDays(opening=(OpeningPeriod(1, 1, 730, 780),))
    policy = a_policy(a_turn(1), a_turn(2, slot=LUNCH[1]), open_days=hours)
    assert ids(turns_on(policy, MONDAY)) == [2]


def test_a_class_that_has_left_never_comes_up() -> None:
    assert turns_on(a_policy(a_turn(1, class_id=4)), MONDAY) == ()


def test_who_comes_next_may_come_on_another_day() -> None:
    policy = a_policy(a_turn(1), a_turn(2, class_id=2, weekday=3))
    following = next_turns(policy, at(12, 0))
    assert following is not None
    assert (following.day, ids(following.turns)) == (date(2026, 3, 4), [2])
    assert next_turns(a_policy(), at(12, 0)) is None


def test_the_next_turn_of_a_class_is_one_to_borrow_if_it_has_any() -> None:
    policy = a_policy(a_turn(1, weekday=2, activity=Activity.READ), a_turn(2, weekday=4))
    found = next_turn_of(policy, 1, 5, at(12, 0))
    assert found is not None
    assert found.day == date(2026, 3, 5)
    assert found.words(MONDAY) == "Thu 5 Mar 12:00–12:15"


def test_the_turn_of_a_grade_is_that_of_its_classes() -> None:
    found = next_turn_of(a_policy(a_turn(1, grade=5)), 1, 5, at(11, 0))
    assert found is not None
    assert found.words(MONDAY) == "today 12:00–12:15"
    assert next_turn_of(a_policy(a_turn(1, grade=5)), 3, 6, at(11, 0)) is None


def test_the_strip_says_who_is_there_and_who_comes_next() -> None:
    policy = a_policy(
        a_turn(1), a_turn(2, class_id=2, slot=LUNCH[1], activity=Activity.READ), a_turn(3, class_id=3, weekday=2)
    )
    schedule = schedule_of(policy, MONDAY)
    assert schedule is not None
    said = [
        schedule.words(datetime(2026, 3, 2, 4, minute, tzinfo=UTC) - timedelta(minutes=30)) for minute in (0, 31, 46)
    ]
    assert said == [
        "Next: Grade 5, class 1 12:00",
        "Now: Grade 5, class 1 until 12:15  ·  Next: Grade 5, class 2 (reading) 12:15",
        "Now: Grade 5, class 2 (reading) until 12:30  ·  Next: Grade 6, class 1, Tue 3 Mar 12:00",
    ]
    assert schedule.words(datetime(2026, 3, 3, 4, 0, tzinfo=UTC)) == ""
    assert schedule_of(policy, date(2026, 3, 4)) is None


def test_a_pupil_outside_the_turn_is_told_when_it_is() -> None:
    outside = comes_outside_turn(a_policy(a_turn(1, weekday=3)), A_PATRON, at(12, 5))
    assert outside is not None
    decision = decide_checkout(checkout_facts(outside_turn=outside))
    assert decision.lend
    assert decision.warnings == ("It is not the turn of 五年级1班 now. The turn of 五年级1班: Wed 4 Mar 12:00–12:15.",)


def test_a_school_may_refuse_who_comes_outside_the_turn_and_an_operator_may_pass_it() -> None:
    policy = a_policy(a_turn(1, weekday=3), outside_turn=OutsideTurn.BLOCK)
    facts = checkout_facts(outside_turn=comes_outside_turn(policy, A_PATRON, at(12, 5)))
    (block,) = decide_checkout(facts).blocks
    assert (block.code, block.overridable) == (BlockCode.OUTSIDE_TURN, True)
    assert block.remedy == "The turn of 五年级1班: Wed 4 Mar 12:00–12:15."
    assert decide_checkout(facts, frozenset({BlockCode.OUTSIDE_TURN})).lend


@pytest.mark.parametrize(
    ("patron", "changed"),
    [
        (A_PATRON, {"outside_turn": OutsideTurn.IGNORE}),
        (replace(A_PATRON, category_code="teacher"), {}),
        (replace(A_PATRON, class_id=None, grade=None), {}),
        (replace(A_PATRON, class_id=9, grade=2), {}),  # a class without a turn
        (A_PATRON, {"terms": (replace(SPRING, ends=date(2026, 2, 27)),)}),  # the rota rests
    ],
)
def test_nobody_is_told_who_has_no_turn_or_whom_the_school_does_not_ask(patron: Any, changed: dict[str, Any]) -> None:
    assert comes_outside_turn(a_policy(a_turn(1, weekday=3), **changed), patron, at(12, 5)) is None


def test_in_the_turn_nothing_is_said() -> None:
    policy = a_policy(a_turn(1))
    assert [comes_outside_turn(policy, A_PATRON, at(12, minute)) is None for minute in (0, 14, 15)] == [
        True,
        True,
        False,
    ]
