"""Which copies a lesson gets, what must lie ready for it, and who has mended how much."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import NOON
from tests.domain.facts import A_COPY

from deskcirc.domain.mending_lessons import (
    Candidate,
    LessonLine,
    Wish,
    choose_copies,
    credits_of,
    materials_of,
    minutes_between,
    minutes_of,
    next_choice,
)
from deskcirc.domain.mending_tasks import task_of
from deskcirc.domain.repair import DamageKind, RepairState, Severity

TORN, LABEL, ERASE = DamageKind.TORN, DamageKind.LABEL_GONE, DamageKind.WRITTEN_IN
CANDIDATES = st.lists(
    st.builds(
        Candidate,
        repair_id=st.integers(1, 10_000),
        kinds=st.lists(st.sampled_from(DamageKind), max_size=3, unique=True).map(tuple),
        severity=st.sampled_from(Severity),
        waiting=st.integers(0, 3),
        lent=st.integers(0, 50),
    ),
    max_size=60,
    unique_by=lambda each: each.repair_id,
)
WISHES = st.builds(Wish, copies=st.integers(0, 40), minutes=st.integers(1, 90), pupils=st.integers(0, 30))


def torn(repair_id: int, waiting: int = 0, lent: int = 0) -> Candidate:
    return Candidate(repair_id, (TORN,), Severity.LIGHT, waiting, lent)


def a_line(number: int, kinds: tuple[DamageKind, ...], **facts: object) -> LessonLine:
    line = LessonLine(number, replace(A_COPY, id=number), RepairState.QUEUED, kinds, Severity.LIGHT)
    return replace(line, **facts)  # type: ignore[arg-type]


def test_who_waits_comes_first_then_what_is_lent_often() -> None:
    found = choose_copies([torn(1), torn(2, lent=9), torn(3, waiting=1)], Wish(3, 40))
    assert [each.repair_id for each in found] == [3, 2, 1]


def test_no_more_than_half_have_the_same_damage_while_there_is_other_work() -> None:
    queue = [torn(number, lent=50) for number in range(1, 9)]
    queue += [Candidate(number, (LABEL,), Severity.LIGHT) for number in range(11, 19)]
    kinds = Counter(each.main_kind for each in choose_copies(queue, Wish(8, 40)))
    assert kinds == {TORN: 4, LABEL: 4}
    assert len(choose_copies(queue[:8], Wish(8, 40))) == 8


def test_what_takes_longer_than_the_lesson_is_not_chosen() -> None:
    long = Candidate(1, (TORN,), Severity.HEAVY)  # 25 minutes
    assert choose_copies([long], Wish(1, 24)) == ()
    assert choose_copies([long], Wish(1, 25)) == (long,)


def test_two_pupils_get_no_more_work_than_two_pupils_can_do() -> None:
    queue = [torn(number) for number in range(1, 20)]  # 6 minutes each
    assert len(choose_copies(queue, Wish(20, 20, pupils=2))) == 6
    assert len(choose_copies(queue, Wish(20, 20))) == 19


@given(CANDIDATES, WISHES)
def test_a_lesson_never_gets_what_it_cannot_do(queue: list[Candidate], wish: Wish) -> None:
    chosen = choose_copies(queue, wish)
    assert len(chosen) <= wish.copies
    assert len({each.repair_id for each in chosen}) == len(chosen)
    assert set(chosen) <= set(queue)
    for each in chosen:
        assert task_of(each.kinds, each.severity).fit_for_pupils
        assert each.minutes <= wish.minutes
    if wish.pupils:
        assert sum(each.minutes for each in chosen) <= wish.pupils * wish.minutes


@given(CANDIDATES, WISHES)
def test_the_choice_does_not_hang_on_the_order_of_the_queue(queue: list[Candidate], wish: Wish) -> None:
    assert choose_copies(queue, wish) == choose_copies(queue[::-1], wish)


def test_a_swap_brings_the_next_best_that_was_not_refused() -> None:
    queue = [torn(1, waiting=2), torn(2, waiting=1), torn(3)]
    assert next_choice(queue, {1}, {2}, 40) == torn(3)
    assert next_choice(queue, {1, 3}, {2}, 40) is None


def test_begun_minutes_count_and_a_moment_is_one() -> None:
    assert minutes_between(NOON, NOON) == 1
    assert minutes_between(NOON, NOON + timedelta(seconds=61)) == 2
    assert minutes_between(NOON, NOON + timedelta(minutes=5)) == 5


def test_materials_are_counted_over_the_whole_lesson() -> None:
    lines = [a_line(1, (TORN,)), a_line(2, (TORN,)), a_line(3, (ERASE,))]
    counts = dict(materials_of(lines))
    assert counts["mending tissue"] == 2
    assert counts["a soft white rubber"] == 1
    assert minutes_of(lines) == 6 + 6 + 6


def test_credits_count_what_was_mended_and_name_who_mended_most_first() -> None:
    mended = {"state": RepairState.MENDED, "minutes": 7}
    lines = [
        a_line(1, (TORN,), helper_id=1, helper="陈子墨", **mended),
        a_line(2, (TORN,), helper_id=2, helper="李沐阳", **mended),
        a_line(3, (TORN,), helper_id=2, helper="李沐阳", state=RepairState.BACK, minutes=None),
        a_line(4, (TORN,), helper_id=1, helper="陈子墨", state=RepairState.IN_REPAIR),
        a_line(5, (TORN,), **mended),
    ]
    assert [(each.helper, each.copies, each.minutes) for each in credits_of(lines)] == [
        ("李沐阳", 2, 7),
        ("陈子墨", 1, 7),
    ]
