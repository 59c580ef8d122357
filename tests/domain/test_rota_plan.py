"""A rota is made from wishes: every wish that is met is there, nothing clashes, and what had no room is named."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.rota_samples import LUNCH, SCHOOL, a_school, a_turn, a_wish

from deskcirc.domain.classes import SIX_THREE_THREE
from deskcirc.domain.rota import Activity, Every, Slot, Turn, Week, Wish
from deskcirc.domain.rota_advice import advice_on
from deskcirc.domain.rota_clashes import ClashKind, clashes_of
from deskcirc.domain.rota_facts import ClassHere, RotaFacts, grades_words
from deskcirc.domain.rota_plan import RotaPlan, plan_rota, serves

EACH_WEEK = a_wish(1)
YOUNG_READ = a_wish(2, grade_from=1, grade_to=2, activity=Activity.READ, weekdays=frozenset({1, 3}))
OLD_BORROW = a_wish(3, grade_from=3, grade_to=6, every=Every.SECOND_WEEK)


def turns_for(plan: RotaPlan, wish: Wish, who: ClassHere) -> list[Turn]:
    return [turn for turn in plan.turns if turn.class_id == who.id and serves(turn, wish, who.grade)]


def test_a_school_s_usual_wishes_are_met_without_a_clash() -> None:
    facts = replace(SCHOOL, wishes=(YOUNG_READ, OLD_BORROW))
    plan = plan_rota(facts)
    assert plan.unmet == ()
    assert clashes_of(replace(facts, turns=plan.turns)) == ()
    for who in facts.classes:
        turns = turns_for(plan, YOUNG_READ if who.grade <= 2 else OLD_BORROW, who)
        assert len(turns) == 1
        assert who.grade > 2 or turns[0].weekday in {1, 3}


def test_a_wish_for_two_days_gives_each_class_both() -> None:
    roomy = tuple(replace(slot, room=2) for slot in LUNCH)
    facts = replace(SCHOOL, slots=roomy, wishes=(replace(YOUNG_READ, times=2),))
    plan = plan_rota(facts)
    for who in facts.classes:
        if who.grade <= 2:
            assert {turn.weekday for turn in turns_for(plan, facts.wishes[0], who)} == {1, 3}


def test_every_second_week_fills_both_weeks_alike() -> None:
    plan = plan_rota(replace(SCHOOL, wishes=(OLD_BORROW,)))
    weeks = Counter(turn.week for turn in plan.made)
    assert abs(weeks[Week.A] - weeks[Week.B]) <= 1


def test_the_days_are_filled_alike() -> None:
    plan = plan_rota(replace(SCHOOL, wishes=(EACH_WEEK,)))
    days = Counter(turn.weekday for turn in plan.made)
    assert len(days) == 5
    assert max(days.values()) - min(days.values()) <= 1


def test_a_class_with_two_wishes_comes_on_two_days() -> None:
    facts = replace(SCHOOL, wishes=(EACH_WEEK, replace(YOUNG_READ, grade_to=6, weekdays=frozenset(), id=2)))
    plan = plan_rota(facts)
    for who in facts.classes[:3]:
        assert len({turn.weekday for turn in plan.made if turn.class_id == who.id}) == 2


def test_the_same_wishes_make_the_same_rota() -> None:
    facts = replace(SCHOOL, wishes=(YOUNG_READ, OLD_BORROW))
    assert plan_rota(facts) == plan_rota(facts)


def test_a_rota_is_made_around_what_a_person_has_put_there() -> None:
    here = a_turn(9, class_id=7, weekday=5, slot=LUNCH[2], pinned=True)
    facts = replace(SCHOOL, wishes=(EACH_WEEK,), turns=(here,))
    plan = plan_rota(facts, [here])
    assert plan.kept == (here,)
    assert [turn for turn in plan.turns if turn.class_id == 7] == [here]
    assert clashes_of(replace(facts, turns=plan.turns)) == ()


def test_who_came_first_gives_way_to_who_can_come_at_no_other_time() -> None:
    """The class of grade 1 takes Monday, one of grade 2 Wednesday; for the other Monday is left, and grade 1 moves."""
    first = a_wish(1, grade_from=1, grade_to=1, weekdays=frozenset({1, 2}))
    second = a_wish(2, grade_from=2, grade_to=2, weekdays=frozenset({1, 3}))
    classes = (ClassHere(1, "1(1)", 1), ClassHere(2, "2(1)", 2), ClassHere(3, "2(2)", 2))
    places = frozenset((weekday, 1) for weekday in range(1, 6))
    plan = plan_rota(RotaFacts(classes, LUNCH[:1], places, (first, second), ()))
    assert plan.unmet == ()
    assert [turn.weekday for turn in plan.made if turn.class_id == 1] == [2]


def test_a_wish_without_room_is_named_with_the_classes_that_lack_a_turn_and_what_would_help() -> None:
    facts = replace(a_school(3), wishes=(EACH_WEEK,))  # 18 classes for 15 places
    plan = plan_rota(facts)
    (advice,) = advice_on(facts, plan)
    assert (advice.unmet.missing, len(advice.unmet.classes)) == (3, 3)
    assert advice.sentence == (
        "No room for the wish “Each class: borrows, each week, times: 1”: 3 turns are missing, "
        "for Grade 6, class 1, Grade 6, class 2, Grade 6, class 3."
    )
    assert advice.remedies == (
        "Let it come every second week.",
        "Let 1 more into each slot at once.",
        "Add slots to the day: 1 more.",
    )


def test_without_slots_the_advice_is_to_add_one() -> None:
    facts = replace(SCHOOL, wishes=(EACH_WEEK,), slots=(), places=frozenset())
    (advice,) = advice_on(facts, plan_rota(facts))
    assert advice.remedies == ("There are no slots yet: add one first.",)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "Each class"),
        (3, 3, "Grade 3"),
        (1, 2, "Grade 1 to Grade 2"),
        (3, None, "Grade 3 and above"),
        (None, 2, "Up to Grade 2"),
        (None, 7, "Up to Junior 1"),
    ],
)
def test_a_wish_names_its_grades_as_the_school_does(first: int | None, last: int | None, words: str) -> None:
    assert grades_words(first, last, SIX_THREE_THREE) == words


def wishes() -> st.SearchStrategy[Wish]:
    return st.builds(
        Wish,
        id=st.just(0),
        grade_from=st.none() | st.integers(1, 6),
        grade_to=st.none() | st.integers(1, 6),
        activity=st.sampled_from(Activity),
        weekdays=st.frozensets(st.integers(1, 6), max_size=3),
        every=st.sampled_from(Every),
        times=st.integers(1, 3),
    )


SLOTS = st.lists(
    st.builds(
        lambda opens, length, room: (opens, opens + length, room),
        st.integers(600, 660),
        st.integers(10, 30),
        st.integers(1, 3),
    ),
    max_size=4,
)


@st.composite
def schools(draw: st.DrawFn) -> RotaFacts:
    slots = tuple(Slot(number, *times) for number, times in enumerate(draw(SLOTS), 1))
    classes = draw(st.integers(0, 14))
    places = {(weekday, slot.id) for weekday in range(1, 6) for slot in slots}
    closed = draw(st.frozensets(st.sampled_from(sorted(places)))) if places else frozenset()
    return RotaFacts(
        classes=tuple(ClassHere(number, f"class {number}", number % 6 + 1) for number in range(1, classes + 1)),
        slots=slots,
        places=frozenset(places - closed),
        wishes=tuple(replace(wish, id=number) for number, wish in enumerate(draw(st.lists(wishes(), max_size=3)), 1)),
        turns=(),
    )


@given(schools())
def test_a_made_rota_never_clashes_and_a_met_wish_is_there_for_every_class_alike(facts: RotaFacts) -> None:
    plan = plan_rota(facts)
    clashes = clashes_of(replace(facts, turns=tuple(replace(turn, id=at) for at, turn in enumerate(plan.turns, 1))))
    assert [clash for clash in clashes if clash.kind is not ClashKind.NO_TURN] == []
    unmet = {each.wish: each for each in plan.unmet}
    wanted = sum(wish.times for wish in facts.wishes for who in facts.classes if wish.is_for(who.grade))
    assert len(plan.made) == wanted - sum(each.missing for each in plan.unmet)
    for wish in facts.wishes:
        alike = [other for other in facts.wishes if other.activity is wish.activity]
        for who in (each for each in facts.classes if wish.is_for(each.grade)):
            days = [turn.weekday for turn in turns_for(plan, wish, who)]
            if alike == [wish] and wish.times <= len(
                [day for day in facts.weekdays if day in (wish.weekdays or {day})]
            ):
                assert len(set(days)) == len(days) or wish.every is Every.SECOND_WEEK
            if alike == [wish] and (wish not in unmet or who not in unmet[wish].classes):
                assert len(turns_for(plan, wish, who)) == wish.times


@given(schools(), st.data())
def test_a_rota_made_again_around_all_its_turns_is_the_same(facts: RotaFacts, data: st.DataObject) -> None:
    made = tuple(replace(turn, id=at) for at, turn in enumerate(plan_rota(facts).turns, 1))
    kept = tuple(data.draw(st.lists(st.sampled_from(made), unique=True))) if made else ()
    plan = plan_rota(replace(facts, turns=kept), kept)
    assert plan.kept == kept
    if kept == made:
        assert plan.made == ()
    clashes = clashes_of(replace(facts, turns=tuple(replace(turn, id=at) for at, turn in enumerate(plan.turns, 1))))
    assert [clash for clash in clashes if clash.kind is not ClashKind.NO_TURN] == []


@given(
    st.lists(st.frozensets(st.integers(1, 5), min_size=1, max_size=3), min_size=1, max_size=6),
    st.integers(1, 3),
    st.integers(1, 2),
    st.integers(1, 3),
)
def test_as_many_weekly_turns_are_found_as_there_can_be(
    days: list[frozenset[int]], slots: int, room: int, classes: int
) -> None:
    """A wish a grade, each on days of its own: the most that a matching of classes with places can reach."""
    lunch = tuple(replace(slot, room=room) for slot in LUNCH[:slots])
    wishes = tuple(a_wish(grade, grade_from=grade, grade_to=grade, weekdays=on) for grade, on in enumerate(days, 1))
    school = tuple(
        ClassHere(grade * 10 + number, "", grade) for grade in range(1, len(days) + 1) for number in range(classes)
    )
    places = frozenset((weekday, slot.id) for weekday in range(1, 6) for slot in lunch)
    plan = plan_rota(RotaFacts(school, lunch, places, wishes, ()))
    assert len(plan.made) == most_matched([days[each.grade - 1] for each in school], slots * room)


def most_matched(wanted: list[frozenset[int]], a_day: int) -> int:
    """How many can have one of their days at most, so many to a day."""
    on: dict[int, list[int]] = {}

    def place(who: int, seen: set[int]) -> bool:
        for day in wanted[who] - seen:
            seen.add(day)
            others = on.setdefault(day, [])
            if len(others) < a_day:
                others.append(who)
                return True
            for at, other in enumerate(others):
                if place(other, seen):
                    others[at] = who
                    return True
        return False

    return sum(place(who, set()) for who in range(len(wanted)))
