"""Which circulation rule wins, and the small values beside it: queues, numbers of the hold shelf, the school's day."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.facts import A_RULE, a_hold

from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.holds import free_shelf_number, next_in_line
from deskcirc.domain.policy import Policy
from deskcirc.domain.rules import winning_rule

PUPIL, TEACHER, PICTURE = 1, 2, 5

ANYBODY = replace(A_RULE, id=1)
PUPILS = replace(A_RULE, id=2, category_id=PUPIL)
LOWER_GRADES = replace(A_RULE, id=3, category_id=PUPIL, grade_from=1, grade_to=3)
FIRST_GRADE = replace(A_RULE, id=4, category_id=PUPIL, grade_from=1, grade_to=1)
PICTURE_BOOKS = replace(A_RULE, id=5, item_type_id=PICTURE)
PICTURE_BOOKS_FOR_PUPILS = replace(A_RULE, id=6, category_id=PUPIL, item_type_id=PICTURE)
RULES = (ANYBODY, PUPILS, LOWER_GRADES, FIRST_GRADE, PICTURE_BOOKS, PICTURE_BOOKS_FOR_PUPILS)


@pytest.mark.parametrize(
    ("category", "grade", "item_type", "winner"),
    [
        (TEACHER, None, 9, ANYBODY),
        (TEACHER, None, PICTURE, PICTURE_BOOKS),
        (PUPIL, 5, 9, PUPILS),
        (PUPIL, None, 9, PUPILS),
        (PUPIL, 2, 9, LOWER_GRADES),
        (PUPIL, 1, 9, FIRST_GRADE),
        (PUPIL, 1, PICTURE, PICTURE_BOOKS_FOR_PUPILS),
        (PUPIL, 2, None, LOWER_GRADES),
    ],
)
def test_the_most_closely_cut_rule_wins(
    category: int, grade: int | None, item_type: int | None, winner: object
) -> None:
    assert winning_rule(RULES, category, grade, item_type) is winner


def test_the_order_in_which_rules_were_entered_does_not_matter() -> None:
    assert {winning_rule(order, PUPIL, 1, PICTURE) for order in permutations(RULES)} == {PICTURE_BOOKS_FOR_PUPILS}


def test_of_two_equal_rules_the_older_wins() -> None:
    twin = replace(PUPILS, id=20)
    assert winning_rule((twin, PUPILS), PUPIL, 5, None) is PUPILS


def test_a_band_open_on_one_side_reaches_to_the_end() -> None:
    upper = replace(A_RULE, id=9, grade_from=4)
    lower = replace(A_RULE, id=10, grade_to=3)
    assert winning_rule((upper, lower), PUPIL, 12, None) is upper
    assert winning_rule((upper, lower), PUPIL, 1, None) is lower


def test_a_rule_for_grades_does_not_speak_of_who_has_none() -> None:
    assert winning_rule((LOWER_GRADES,), PUPIL, None, None) is None


def test_where_no_rule_applies_there_is_none() -> None:
    assert winning_rule((PUPILS,), TEACHER, None, 9) is None
    assert winning_rule((), PUPIL, 1, 9) is None


def test_a_rule_for_one_item_type_does_not_speak_of_any() -> None:
    assert winning_rule((PICTURE_BOOKS,), PUPIL, 1, None) is None


def test_who_asked_first_is_next_in_line_and_a_tie_goes_by_number() -> None:
    early, late = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)
    queue = [a_hold(id=3, placed_at=late), a_hold(id=2, placed_at=early), a_hold(id=1, placed_at=late)]
    ready = a_hold(id=9, placed_at=early - timedelta(days=9), copy_id=4, shelf_number=1)
    random.Random(1).shuffle(queue)
    first = next_in_line([ready, *queue], 1)
    assert first is not None
    assert first.id == 2
    second = next_in_line([hold for hold in queue if hold.id != 2], 1)
    assert second is not None
    assert second.id == 1
    assert next_in_line([ready], 1) is None


@given(st.sets(st.integers(1, 40)))
def test_the_lowest_free_number_of_the_hold_shelf_is_given(taken: set[int]) -> None:
    number = free_shelf_number(taken)
    assert number not in taken
    assert set(range(1, number)) <= taken


def a_policy(closed_due: ClosedDueRule = ClosedDueRule.KEEP) -> Policy:
    return Policy(
        library_name="",
        rules=RULES,
        open_days=OpenDays(frozenset({5, 6})),
        closed_due=closed_due,
        utc_offset=timedelta(hours=8),
        count_in_house=True,
        hold_days=7,
        copy_prefix="",
        card_prefix="",
        idle_seconds=60,
        repeat_milliseconds=2000,
    )


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC), date(2026, 3, 1)),
        (datetime(2026, 3, 1, 16, 0, tzinfo=UTC), date(2026, 3, 2)),
        (datetime(2026, 2, 28, 23, 0, tzinfo=UTC), date(2026, 3, 1)),
    ],
)
def test_the_schools_day_begins_at_its_own_midnight(instant: datetime, day: date) -> None:
    assert a_policy().day_of(instant) == day
    assert a_policy().clock_of(instant).date() == day


def test_lateness_is_forgiven_over_closed_days_only_where_due_dates_stay_on_them() -> None:
    sunday, monday = date(2026, 3, 1), date(2026, 3, 2)
    assert a_policy().days_late(sunday, monday) == 0
    assert a_policy(ClosedDueRule.NEXT_OPEN).days_late(sunday, monday) == 1


def test_the_policy_finds_the_rule_of_a_patron() -> None:
    assert a_policy().rule_for(PUPIL, 1, 9) is FIRST_GRADE
