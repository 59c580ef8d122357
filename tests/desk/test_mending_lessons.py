"""Mending lessons: prepared from the queue, copies out to pupils and back in, closed, cancelled, and all taken back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import NOON, TODAY, a_copy, a_desk, a_patron, all_rows, the_copy, the_patron
from tests.desk.mending_days import DRAFT, a_damaged, a_lesson, later, the_lesson

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.mending_lessons import (
    LessonOutcome,
    TableOutcome,
    bring_in,
    cancel_lesson,
    change_copies,
    change_lesson,
    close_lesson,
    lay_aside,
    open_lesson,
    proposed_copies,
    take_out,
)
from deskcirc.desk.repair import end_repair, give_up_repair, reopen_repair, start_repair
from deskcirc.desk.undo import undo_last
from deskcirc.domain.copies import CopyState
from deskcirc.domain.mending_lessons import LessonState, Wish, credits_of
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.repair import DamageKind, RepairState, Severity
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.mending_lessons import all_lessons, helper_credits, lines_of_lesson
from deskcirc.store.lookups.repairs import repair_by_id


def state_of(desk: Desk, repair_id: int) -> RepairState:
    with desk.library.reading() as connection:
        found = repair_by_id(connection, repair_id, desk.policy, desk.today)
    assert found is not None
    return found.state


def sound(desk: Desk) -> None:
    assert [breach.sentence for breach in check_library(desk.library)] == []


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_a_lesson_gets_a_number_and_its_copies_still_wait(desk: Desk) -> None:
    torn, spine = a_damaged(desk), a_damaged(desk, "西游记", DamageKind.SPINE)
    lesson = a_lesson(desk, torn, spine)
    assert (lesson.number, lesson.state, lesson.copies) == ("M2026-001", LessonState.PLANNED, 2)
    assert state_of(desk, torn.id) is RepairState.QUEUED
    assert the_copy(desk.library, torn.copy.id).state is CopyState.IN_STOCK
    sound(desk)


def test_the_program_takes_what_is_wanted_and_fit_for_pupils(desk: Desk) -> None:
    a_damaged(desk, "霉", DamageKind.MOULD)
    a_damaged(desk, "脊", DamageKind.SPINE, severity=Severity.HEAVY)
    plain, wanted = a_damaged(desk, "草房子"), a_damaged(desk, "西游记")
    place_hold(desk, a_patron(desk.library), wanted.copy.title_id)
    assert [each.repair_id for each in proposed_copies(desk, Wish(10, 40))] == [wanted.id, plain.id]


def test_a_copy_that_is_out_or_in_a_lesson_already_is_not_proposed(desk: Desk) -> None:
    first, second = a_damaged(desk), a_damaged(desk, "西游记")
    a_lesson(desk, first)
    assert [each.repair_id for each in proposed_copies(desk, Wish(10, 40))] == [second.id]
    refused = open_lesson(desk, DRAFT, [first.id])
    assert refused.lesson is None
    assert "M2026-001" in refused.left_out[0][1]


def test_a_scan_out_and_in_mends_a_copy_and_counts_its_minutes(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    out = take_out(desk, lesson.id, repair.id, pupil.id)
    assert out.line is not None
    assert (out.line.helper_id, out.line.at_table) == (pupil.id, True)
    assert the_lesson(desk, lesson.id).state is LessonState.UNDER_WAY
    assert the_copy(desk.library, repair.copy.id).state is CopyState.IN_REPAIR
    back = bring_in(later(desk, 12), lesson.id, repair.id)
    assert back.line is not None
    assert (back.line.state, back.line.minutes) == (RepairState.MENDED, 12)
    sound(desk)


def test_a_copy_left_at_the_table_overnight_counts_no_more_than_the_lesson(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    take_out(desk, lesson.id, repair.id, pupil.id)
    back = bring_in(later(desk, 24 * 60), lesson.id, repair.id)
    assert back.line is not None
    assert back.line.minutes == 40


def test_a_copy_that_is_not_finished_waits_again_and_another_pupil_may_have_it(desk: Desk) -> None:
    repair, one, two = a_damaged(desk), a_patron(desk.library), a_patron(desk.library, "李沐阳")
    lesson = a_lesson(desk, repair)
    take_out(desk, lesson.id, repair.id, one.id)
    aside = lay_aside(later(desk, 5), lesson.id, repair.id)
    assert aside.line is not None
    assert (aside.line.state, aside.line.helper) == (RepairState.QUEUED, "")
    assert the_copy(desk.library, repair.copy.id).state is CopyState.IN_STOCK
    again = take_out(later(desk, 6), lesson.id, repair.id, two.id)
    assert again.line is not None
    assert again.line.helper_id == two.id
    sound(desk)


def test_a_copy_said_to_be_mended_can_still_be_not_finished(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    take_out(desk, lesson.id, repair.id, pupil.id)
    bring_in(later(desk, 5), lesson.id, repair.id)
    assert lay_aside(later(desk, 6), lesson.id, repair.id).why_not == ""
    assert state_of(desk, repair.id) is RepairState.QUEUED
    assert lay_aside(later(desk, 7), lesson.id, repair.id).why_not != ""


def test_closing_sends_what_is_not_mended_back_to_the_queue(desk: Desk) -> None:
    done, at_table, untouched = a_damaged(desk), a_damaged(desk, "西游记"), a_damaged(desk, "水浒传")
    pupil = a_patron(desk.library, grade=3)
    lesson = a_lesson(desk, done, at_table, untouched)
    take_out(desk, lesson.id, done.id, pupil.id)
    bring_in(later(desk, 8), lesson.id, done.id)
    take_out(later(desk, 9), lesson.id, at_table.id, pupil.id)
    closed = close_lesson(later(desk, 40), lesson.id)
    assert closed.lesson is not None
    assert (closed.lesson.copies, closed.lesson.mended, closed.lesson.unfinished) == (3, 1, 2)
    assert closed.lesson.spent == 8
    assert [state_of(desk, each.id) for each in (done, at_table, untouched)] == [
        RepairState.MENDED,
        RepairState.QUEUED,
        RepairState.QUEUED,
    ]
    assert the_copy(desk.library, at_table.copy.id).state is CopyState.IN_STOCK
    (credit,) = credits_of(closed.lines)
    assert (credit.helper, credit.copies, credit.minutes) == (the_patron(desk.library, pupil.id).label, 1, 8)
    assert len(proposed_copies(desk, Wish(10, 40))) == 2
    sound(desk)


def test_a_closed_lesson_changes_no_more_until_its_closing_is_undone(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    before = all_rows(desk.library)
    close_lesson(later(desk, 1), lesson.id)
    for why_not in (
        take_out(later(desk, 2), lesson.id, repair.id, pupil.id).why_not,
        change_lesson(later(desk, 2), lesson.id, DRAFT).why_not,
        close_lesson(later(desk, 2), lesson.id).why_not,
        cancel_lesson(later(desk, 2), lesson.id).why_not,
    ):
        assert "M2026-001 is closed" in why_not
    assert undo_last(later(desk, 3), "lessons").done
    assert all_rows(desk.library) == before


def test_a_scan_in_cannot_be_undone_beneath_a_closed_lesson(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    take_out(desk, lesson.id, repair.id, pupil.id)
    bring_in(later(desk, 5), lesson.id, repair.id)
    close_lesson(replace(later(desk, 6), station="counter 2"), lesson.id)
    refused = undo_last(later(desk, 7), "lessons")
    assert not refused.done
    assert "M2026-001" in refused.sentence
    assert state_of(desk, repair.id) is RepairState.MENDED
    sound(desk)


def test_every_act_of_a_lesson_comes_back_by_undo(desk: Desk) -> None:
    first, second, pupil = a_damaged(desk), a_damaged(desk, "西游记"), a_patron(desk.library)
    lesson = a_lesson(desk, first)
    acts: tuple[Callable[[Desk], LessonOutcome | TableOutcome], ...] = (
        lambda at: change_lesson(at, lesson.id, replace(DRAFT, name="三班", minutes=60, note="胶水")),
        lambda at: change_copies(at, lesson.id, add=[second.id], remove=[first.id]),
        lambda at: take_out(at, lesson.id, first.id, pupil.id),
        lambda at: cancel_lesson(at, lesson.id),
    )
    for place, act in enumerate(acts, 1):
        before = all_rows(desk.library)
        assert act(later(desk, 2 * place)).why_not == ""
        assert all_rows(desk.library) != before
        assert undo_last(later(desk, 2 * place + 1), "lessons").done
        assert all_rows(desk.library) == before
    take_out(later(desk, 20), lesson.id, first.id, pupil.id)
    for at, scan in ((21, bring_in), (23, lay_aside)):
        before = all_rows(desk.library)
        assert scan(later(desk, at), lesson.id, first.id).why_not == ""
        assert undo_last(later(desk, at + 1), "lessons").done
        assert all_rows(desk.library) == before


def test_cancelling_leaves_the_queue_as_it_was_and_its_number_is_not_given_again(desk: Desk) -> None:
    repair = a_damaged(desk)
    lesson = a_lesson(desk, repair)
    outcome = cancel_lesson(later(desk, 1), lesson.id)
    assert outcome.lesson is not None
    assert outcome.lesson.state is LessonState.CANCELLED
    assert outcome.lesson.copies == 0
    assert a_lesson(later(desk, 2), repair).number == "M2026-002"
    sound(desk)


def test_a_lesson_in_which_copies_were_mended_is_closed_not_cancelled(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    take_out(desk, lesson.id, repair.id, pupil.id)
    bring_in(later(desk, 5), lesson.id, repair.id)
    assert "Close it" in cancel_lesson(later(desk, 6), lesson.id).why_not


def test_a_copy_at_the_table_is_not_taken_out_of_the_lesson(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    take_out(desk, lesson.id, repair.id, pupil.id)
    assert change_copies(desk, lesson.id, remove=[repair.id]).why_not != ""


def test_a_copy_put_into_the_queue_again_after_the_lesson_is_not_the_lessons_any_more(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    take_out(desk, lesson.id, repair.id, pupil.id)
    bring_in(later(desk, 5), lesson.id, repair.id)
    close_lesson(later(desk, 6), lesson.id)
    end_repair(later(desk, 7), [repair.id])
    assert reopen_repair(later(desk, 8), repair.id, "loose again").why_not == ""
    with desk.library.reading() as connection:
        assert lines_of_lesson(connection, lesson.id, desk.policy, desk.today) == ()
    assert [each.repair_id for each in proposed_copies(desk, Wish(1, 40))] == [repair.id]
    sound(desk)


def test_a_lesson_that_is_over_takes_no_copy(desk: Desk) -> None:
    repair = a_damaged(desk)
    lesson = a_lesson(desk, repair)
    close_lesson(later(desk, 1), lesson.id)
    with pytest.raises(GoneError):
        start_repair(later(desk, 2), [repair.id], lesson_id=lesson.id)
    assert state_of(desk, repair.id) is RepairState.QUEUED


def test_a_copy_beyond_repair_stays_on_the_list_of_its_lesson(desk: Desk) -> None:
    given_up, other = a_damaged(desk), a_damaged(desk, "西游记")
    lesson = a_lesson(desk, given_up, other)
    give_up_repair(later(desk, 1), given_up.id, "pages lost")
    closed = close_lesson(later(desk, 2), lesson.id)
    assert closed.lesson is not None
    assert (closed.lesson.copies, closed.lesson.mended, closed.lesson.unfinished) == (2, 0, 1)
    assert [line.state for line in closed.lines] == [RepairState.BEYOND]
    sound(desk)


def test_a_copy_lent_all_the_same_does_not_come_into_a_lesson(desk: Desk) -> None:
    copy = a_copy(desk.library)
    pupil = a_patron(desk.library)
    check_out(desk, pupil, copy.id)
    assert proposed_copies(desk, Wish(5, 40)) == ()


def test_only_the_librarian_or_a_teacher_prepares_a_lesson_but_anybody_scans(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    helper = replace(desk, operator=Operator(2, "Helper", Role.HELPER))
    teacher = replace(desk, operator=Operator(3, "Teacher", Role.TEACHER))
    assert "librarian" in open_lesson(helper, DRAFT, [repair.id]).why_not
    lesson = open_lesson(teacher, DRAFT, [repair.id]).lesson
    assert lesson is not None
    assert "librarian" in close_lesson(helper, lesson.id).why_not
    assert take_out(helper, lesson.id, repair.id, pupil.id).why_not == ""
    assert lay_aside(later(helper, 1), lesson.id, repair.id).why_not == ""


def test_a_lesson_has_a_length_and_words_that_fit(desk: Desk) -> None:
    assert "between 1 and 600" in open_lesson(desk, replace(DRAFT, minutes=0)).why_not
    assert "between 1 and 600" in open_lesson(desk, replace(DRAFT, minutes=601)).why_not
    assert open_lesson(desk, replace(DRAFT, name="课" * 5000)).why_not != ""
    with pytest.raises(GoneError):
        open_lesson(desk, replace(DRAFT, class_id=99))
    with pytest.raises(GoneError):
        close_lesson(desk, 99)
    with desk.library.reading() as connection:
        assert all_lessons(connection, desk.policy, desk.today) == ()


def test_helpers_are_credited_for_what_was_mended_in_the_days_asked_for(desk: Desk) -> None:
    first, second, other = a_damaged(desk), a_damaged(desk, "西游记"), a_damaged(desk, "水浒传")
    busy, also = a_patron(desk.library, grade=3), a_patron(desk.library, "李沐阳")
    lesson = a_lesson(desk, first, second, other)
    for at, (repair, pupil) in enumerate(((first, busy), (second, busy), (other, also))):
        take_out(later(desk, 20 * at), lesson.id, repair.id, pupil.id)
        bring_in(later(desk, 20 * at + 10), lesson.id, repair.id)
    close_lesson(later(desk, 90), lesson.id)
    end_repair(later(desk, 91), [first.id])
    with desk.library.reading() as connection:
        found = helper_credits(connection, TODAY, TODAY, desk.policy, desk.today)
        assert helper_credits(connection, TODAY - timedelta(9), TODAY - timedelta(1), desk.policy, desk.today) == ()
    assert [(each.patron_id, each.copies, each.minutes) for each in found] == [(busy.id, 2, 20), (also.id, 1, 10)]
    assert found[0].last_on == desk.policy.day_of(NOON)
