"""Which circulation rule wins, and the small values beside it: queues, numbers of the hold shelf, the school's day."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise, permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.facts import A_RULE, a_hold

from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.holds import free_shelf_number, next_in_line
from deskcirc.domain.policy import Policy
from deskcirc.domain.rules import (
    BOUNDS,
    CirculationRule,
    Lending,
    OverdueEffect,
    fitting_rules,
    flaws_of_rule,
    goes_before,
    why_it_wins,
    winning_rule,
)

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


ANY_OR = {place: st.none() | st.integers(1, 3) for place in ("category_id", "item_type_id")}
ANY_RULES = st.lists(
    st.builds(
        lambda **subject: replace(A_RULE, **subject),
        grade_from=st.none() | st.integers(1, 9),
        grade_to=st.none() | st.integers(1, 9),
        **ANY_OR,
    ),
    max_size=8,
).map(lambda rules: [replace(rule, id=number) for number, rule in enumerate(rules, start=1)])


@given(rules=ANY_RULES, category=st.integers(1, 3), grade=st.none() | st.integers(1, 9), data=st.data())
def test_one_rule_wins_in_whatever_order_they_stand(
    rules: list[CirculationRule], category: int, grade: int | None, data: st.DataObject
) -> None:
    item_type = data.draw(st.none() | st.integers(1, 3))
    winner = winning_rule(rules, category, grade, item_type)
    shuffled = data.draw(st.permutations(rules))
    assert winning_rule(shuffled, category, grade, item_type) == winner
    fitting = fitting_rules(rules, category, grade, item_type)
    assert set(fitting) == {rule for rule in rules if rule.applies(category, grade, item_type)}
    assert winner == (fitting[0] if fitting else None)
    assert all(goes_before(first, second) for first, second in pairwise(fitting))
    assert all(first.meets(second) for first in fitting for second in fitting)


@pytest.mark.parametrize(
    ("winner", "other", "because"),
    [
        (PICTURE_BOOKS, PUPILS, "item type"),
        (PUPILS, ANYBODY, "patron category"),
        (LOWER_GRADES, PUPILS, "names the grades"),
        (FIRST_GRADE, LOWER_GRADES, "fewer grades"),
        (PUPILS, replace(PUPILS, id=20), "older"),
    ],
)
def test_why_a_rule_wins_is_said_in_words(winner: CirculationRule, other: CirculationRule, because: str) -> None:
    assert goes_before(winner, other)
    assert because in why_it_wins(winner, other)


def test_rules_about_different_readers_or_types_never_meet() -> None:
    assert not PUPILS.meets(replace(A_RULE, category_id=TEACHER))
    assert not PICTURE_BOOKS.meets(replace(A_RULE, item_type_id=9))
    assert not FIRST_GRADE.meets(replace(A_RULE, grade_from=2))
    assert PUPILS.meets(PICTURE_BOOKS)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"grade_from": 6, "grade_to": 1}, "upside down"),
        ({"grade_from": 0}, "Grades go from"),
        ({"grade_to": 13}, "Grades go from"),
        ({"loan_limit": 0}, "limit of 0"),
        ({"type_limit": 0}, "limit of 0"),
        ({"type_limit": 4}, "higher than the limit in all"),
        ({"loan_days": 0}, "0 loan days"),
        ({"renewal_days": 0}, "renewal of 0 days"),
        ({"overdue_effect": OverdueEffect.SUSPEND, "suspension_days": 0}, "suspension of 0 days"),
        ({"overdue_effect": OverdueEffect.SUSPEND, "suspension_cap": 0}, "at most 0 days"),
        ({"overdue_effect": OverdueEffect.FINE}, "charge of 0"),
        *(({name: -1}, "not within") for name in BOUNDS),
        *(({name: most + 1}, "not within") for name, (_least, most) in BOUNDS.items()),
    ],
)
def test_a_rule_that_makes_no_sense_is_told_so(changed: dict[str, Any], said: str) -> None:
    assert any(said in flaw for flaw in flaws_of_rule(replace(A_RULE, **changed)))


def test_everything_wrong_with_a_rule_is_told_at_once() -> None:
    rule = replace(A_RULE, id=7, grade_from=6, grade_to=1, loan_days=0, fine=-1)
    assert len(flaws_of_rule(rule, [replace(rule, id=8)])) == 4


def test_two_rules_about_the_same_are_one_too_many_but_a_rule_is_not_in_its_own_way() -> None:
    assert flaws_of_rule(replace(PUPILS, id=0), RULES)
    assert not flaws_of_rule(replace(PUPILS, loan_days=21), RULES)


def test_what_stays_in_the_room_needs_no_days_and_no_limit() -> None:
    assert not flaws_of_rule(replace(A_RULE, lending=Lending.IN_HOUSE, loan_limit=0, loan_days=0))
    assert not flaws_of_rule(replace(A_RULE, lending=Lending.SAME_DAY, loan_days=0, renewal_days=0))


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
