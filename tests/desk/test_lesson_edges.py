"""The edges of a mending lesson: when it is under way, what its copies are due, what is left when it ends."""

from __future__ import annotations

from tests.builders import a_patron
from tests.desk.losing import is_whole
from tests.desk.mending_days import a_damaged, a_lesson, later, the_lesson

from deskcirc.desk.desk import Desk
from deskcirc.desk.mending_lessons import cancel_lesson, change_copies, close_lesson, take_out
from deskcirc.desk.repair import give_up_repair
from deskcirc.domain.mending_lessons import LessonState
from deskcirc.domain.repair import Repair, RepairState
from deskcirc.store.lookups.repairs import repair_by_id


def now(desk: Desk, repair: Repair) -> Repair:
    with desk.library.reading() as connection:
        found = repair_by_id(connection, repair.id, desk.policy, desk.today)
    assert found is not None
    return found


def test_with_the_first_copy_that_goes_out_the_lesson_is_under_way_and_its_copy_due_the_same_day(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    assert the_lesson(desk, lesson.id).state is LessonState.PLANNED
    take_out(desk, lesson.id, repair.id, pupil.id)
    assert the_lesson(desk, lesson.id).state is LessonState.UNDER_WAY
    assert now(desk, repair).due_back == desk.today


def test_a_copy_left_at_the_table_when_the_lesson_is_closed_has_no_helper_any_more(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    take_out(desk, lesson.id, repair.id, pupil.id)
    assert close_lesson(later(desk, 40), lesson.id).why_not == ""
    left = now(desk, repair)
    assert (left.state, left.helper_id, left.lesson_id) == (RepairState.QUEUED, None, None)
    assert is_whole(desk)


def test_a_cancelled_lesson_holds_nothing_not_even_what_was_given_up_in_it(desk: Desk) -> None:
    first, second = a_damaged(desk), a_damaged(desk, "西游记")
    lesson = a_lesson(desk, first, second)
    assert not give_up_repair(later(desk, 1), first.id, "散架").why_not
    assert cancel_lesson(later(desk, 2), lesson.id).why_not == ""
    assert (now(desk, first).lesson_id, now(desk, second).lesson_id) == (None, None)
    assert is_whole(desk)


def test_a_copy_that_is_taken_out_of_a_lesson_is_not_put_into_it_by_the_same_act(desk: Desk) -> None:
    first, second = a_damaged(desk), a_damaged(desk, "西游记")
    lesson = a_lesson(desk, first)
    assert change_copies(desk, lesson.id, add=[first.id, second.id], remove=[first.id]).why_not == ""
    assert (now(desk, first).lesson_id, now(desk, second).lesson_id) == (None, lesson.id)
