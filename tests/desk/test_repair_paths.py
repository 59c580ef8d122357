"""Paths of a repair that cross: closed days, what was noted before, new books given up, copies that are out on loan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import TODAY, a_copy, a_patron, days_later, the_copy
from tests.corner_builders import a_corner, a_pupil_of, copies_of
from tests.desk.losing import is_whole, lent, lost
from tests.desk.mending_days import DRAFT, a_damaged, a_lesson, later

from deskcirc.desk.calendar import mark_days
from deskcirc.desk.circulation import CheckoutKind, Override, check_out
from deskcirc.desk.corner_piles import fill_corner
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.losses import report_missing
from deskcirc.desk.mending_lessons import cancel_lesson, change_copies, lay_aside, open_lesson, take_out
from deskcirc.desk.repair import (
    MOST_MINUTES,
    RepairChange,
    cancel_repair,
    change_repair,
    end_repair,
    finish_repair,
    give_up_repair,
    reopen_repair,
    report_damage,
    start_repair,
)
from deskcirc.desk.returning import check_in, mark_damaged
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.losses import LossOrigin, LossWay
from deskcirc.domain.mending_lessons import LONGEST_MINUTES, MOST_COPIES
from deskcirc.domain.repair import DamageKind, Repair, RepairState, Severity
from deskcirc.domain.year_drafts import DaysDraft
from deskcirc.errors import GoneError

ALL_THE_SAME = Override(frozenset({BlockCode.COPY_IN_REPAIR}), "needed for the lesson")


def started(desk: Desk, repair: Repair, **to: object) -> Repair:
    (outcome,) = start_repair(desk, [repair.id], **to)  # type: ignore[arg-type]
    assert outcome.repair is not None
    assert not outcome.why_not
    return outcome.repair


@pytest.mark.parametrize(("minutes", "taken"), [(0, True), (MOST_MINUTES, True), (MOST_MINUTES + 1, False)])
def test_a_copy_is_mended_in_a_day_at_most(desk: Desk, minutes: int, *, taken: bool) -> None:
    repair = a_damaged(desk)
    assert bool(finish_repair(desk, repair.id, minutes=minutes).why_not) is not taken


def test_what_is_begun_is_due_back_on_the_first_open_day_after_the_days_of_the_school(desk: Desk) -> None:
    day = TODAY + timedelta(days=desk.policy.repair_days)
    assert mark_days(desk, DaysDraft(day, day + timedelta(days=2), "校庆")) == ""
    due = started(desk, a_damaged(desk)).due_back
    assert due == desk.policy.open_days.next_open_day(day)
    assert due is not None
    assert due > day + timedelta(days=2)


def test_what_was_written_down_before_stays_when_the_copy_is_noted_as_mended(desk: Desk) -> None:
    repair, helper, other = a_damaged(desk), a_patron(desk.library, "王小明"), a_patron(desk.library, "林小雨")
    noted = replace(RepairChange.of(repair), minutes=15, materials="书背纸", helper_id=helper.id)
    assert not change_repair(desk, repair.id, noted).why_not
    assert started(desk, repair).helper_id == helper.id
    mended = finish_repair(desk, repair.id).repair
    assert mended is not None
    assert (mended.minutes, mended.materials, mended.helper_id) == (15, "书背纸", helper.id)
    second = a_damaged(desk, "西游记")
    change_repair(
        desk, second.id, replace(RepairChange.of(second), minutes=15, materials="书背纸", helper_id=helper.id)
    )
    said = finish_repair(desk, second.id, minutes=0, materials=" 胶 ", helper_id=other.id).repair
    assert said is not None
    assert (said.minutes, said.materials, said.helper_id) == (0, "胶", other.id)


@pytest.mark.parametrize(("days", "kept"), [(0, True), (1, False)])
def test_a_day_it_is_due_back_counts_while_it_has_not_passed(desk: Desk, days: int, *, kept: bool) -> None:
    repair = a_damaged(desk)
    change_repair(desk, repair.id, replace(RepairChange.of(repair), due_back=TODAY))
    assert (started(days_later(desk, days), repair).due_back == TODAY) is kept


@pytest.mark.parametrize("at_table", [True, False])
def test_a_new_book_that_was_given_up_and_taken_up_again_is_a_new_book_still(desk: Desk, *, at_table: bool) -> None:
    copy = a_copy(desk.library, state=CopyState.IN_PROCESS.value)
    repair = report_damage(desk, copy.id, DamageReport()).repair
    assert repair is not None
    if at_table:
        started(desk, repair)
    assert not give_up_repair(desk, repair.id, "散架").why_not
    assert the_copy(desk.library, copy.id).state is CopyState.IN_REPAIR
    assert not reopen_repair(desk, repair.id).why_not
    assert the_copy(desk.library, copy.id).state is CopyState.IN_PROCESS
    assert is_whole(desk)


def lent_all_the_same(desk: Desk, copy: Copy) -> None:
    reader = a_patron(desk.library)
    assert check_out(desk, reader, copy.id, override=ALL_THE_SAME).kind is CheckoutKind.LENT


def test_a_copy_on_loan_that_is_not_damaged_after_all_stays_on_loan_though_somebody_waits(desk: Desk) -> None:
    repair = a_damaged(desk)
    lent_all_the_same(desk, repair.copy)
    assert place_hold(desk, a_patron(desk.library, "林小雨"), repair.copy.title_id) == ""
    outcome = cancel_repair(later(desk, 1), repair.id)
    assert (outcome.why_not, outcome.hold) == ("", None)
    now = the_copy(desk.library, repair.copy.id)
    assert (now.damaged, now.awaits_shelving) == (False, False)
    assert is_whole(desk)


def test_only_the_last_repair_of_a_copy_is_taken_up_again(desk: Desk) -> None:
    first = a_damaged(desk)
    finish_repair(desk, first.id)
    end_repair(desk, [first.id])
    second = report_damage(later(desk, 1), first.copy.id, DamageReport()).repair
    assert second is not None
    assert "in the repair queue already" in reopen_repair(later(desk, 2), first.id).why_not
    cancel_repair(later(desk, 2), second.id)
    assert "was repaired again since" in reopen_repair(later(desk, 3), first.id).why_not
    assert not reopen_repair(later(desk, 3), second.id).why_not
    assert is_whole(desk)


def test_a_copy_taken_up_again_is_damaged_and_on_no_trolley(desk: Desk) -> None:
    repair = a_damaged(desk)
    cancel_repair(desk, repair.id)
    assert the_copy(desk.library, repair.copy.id).awaits_shelving
    assert not reopen_repair(later(desk, 1), repair.id, "看错了").why_not
    now = the_copy(desk.library, repair.copy.id)
    assert (now.damaged, now.awaits_shelving, "看错了" in now.damage_note) == (True, False, True)
    assert is_whole(desk)


def test_a_sound_copy_no_longer_says_who_damaged_it(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    repair = report_damage(desk, copy.id, DamageReport((DamageKind.TORN,), patron_id=reader.id)).repair
    assert repair is not None
    finish_repair(desk, repair.id)
    end_repair(desk, [repair.id])
    with desk.library.reading() as connection:
        query = "SELECT damaged, damage_note, damaged_at, damaged_by FROM copies"
        assert tuple(connection.exec_driver_sql(query).one()) == (0, "", None, None)


def test_a_repair_that_has_ended_is_written_down_otherwise_without_touching_the_copy(desk: Desk) -> None:
    repair = a_damaged(desk)
    finish_repair(desk, repair.id)
    end_repair(desk, [repair.id])
    changed = change_repair(later(desk, 1), repair.id, replace(RepairChange.of(repair), note="第12页")).repair
    assert changed is not None
    assert changed.note == "第12页"
    assert the_copy(desk.library, repair.copy.id).damage_note == ""


def test_no_copy_is_begun_for_a_lesson_that_is_over(desk: Desk) -> None:
    repair = a_damaged(desk)
    lesson = a_lesson(desk, a_damaged(desk, "西游记"))
    assert cancel_lesson(desk, lesson.id).lesson is not None
    with pytest.raises(GoneError):
        start_repair(desk, [repair.id], lesson_id=lesson.id)


@pytest.mark.parametrize(("corrects", "severity"), [(False, Severity.HEAVY), (True, Severity.LIGHT)])
def test_the_worse_of_two_reports_counts_unless_the_second_corrects_the_first(
    desk: Desk, severity: Severity, *, corrects: bool
) -> None:
    repair = a_damaged(desk, severity=Severity.HEAVY)
    again = report_damage(desk, repair.copy.id, DamageReport((DamageKind.COVER,), Severity.LIGHT, corrects=corrects))
    assert again.repair is not None
    assert (again.repair.severity, again.repair.kinds) == (severity, (DamageKind.TORN, DamageKind.COVER))


def test_what_a_pupil_laid_aside_counts_no_minutes_of_theirs(desk: Desk) -> None:
    repair, pupil = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    change_repair(desk, repair.id, replace(RepairChange.of(repair), minutes=15))
    take_out(desk, lesson.id, repair.id, pupil.id)
    aside = lay_aside(later(desk, 5), lesson.id, repair.id)
    assert aside.line is not None
    assert (aside.line.state, aside.line.minutes, aside.line.helper_id) == (RepairState.QUEUED, None, None)


@pytest.mark.parametrize("lost_too", [True, False])
def test_a_missing_or_lost_copy_that_was_not_damaged_after_all_is_not_in_stock_by_it(
    desk: Desk, *, lost_too: bool
) -> None:
    repair = a_damaged(desk)
    assert report_missing(later(desk, 1), repair.copy.id) == ""
    if lost_too:
        lost(later(desk, 2), repair.copy, LossWay.NOTHING, origin=LossOrigin.SHELF)
    assert not cancel_repair(later(desk, 3), repair.id).why_not
    now = the_copy(desk.library, repair.copy.id)
    assert (now.state, now.damaged) == (CopyState.LOST if lost_too else CopyState.MISSING, False)
    assert is_whole(desk)


def test_damage_put_down_to_somebody_who_did_not_have_the_copy_last_names_no_loan(desk: Desk) -> None:
    reader, copy = lent(desk)
    check_in(later(desk, 1), copy.id)
    other = a_patron(desk.library, "林小雨")
    by_other = report_damage(later(desk, 2), copy.id, DamageReport(patron_id=other.id)).repair
    assert by_other is not None
    assert (by_other.patron_id, by_other.loan_id) == (other.id, None)
    cancel_repair(later(desk, 3), by_other.id)
    by_reader = report_damage(later(desk, 4), copy.id, DamageReport(patron_id=reader.id)).repair
    assert by_reader is not None
    assert by_reader.loan_id is not None
    assert is_whole(desk)


def test_damage_by_a_pupil_who_had_the_copy_of_a_class_corner_names_the_loan_of_the_class(desk: Desk) -> None:
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    pupil = a_pupil_of(desk, corner)
    fill_corner(desk, corner.id, [copy.id])
    check_in(later(desk, 1), copy.id)
    repair = report_damage(later(desk, 2), copy.id, DamageReport(patron_id=pupil.id)).repair
    assert repair is not None
    assert repair.patron_id == pupil.id
    assert repair.loan_id is not None
    assert is_whole(desk)


def test_a_lesson_takes_so_many_copies_and_minutes_and_no_more(desk: Desk) -> None:
    first, second = a_damaged(desk), a_damaged(desk, "西游记")
    assert "lasts between" in open_lesson(desk, replace(DRAFT, minutes=LONGEST_MINUTES + 1)).why_not
    lesson = open_lesson(desk, replace(DRAFT, minutes=LONGEST_MINUTES), [first.id] * MOST_COPIES).lesson
    assert lesson is not None
    assert "copies at most" in change_copies(desk, lesson.id, add=[second.id] * MOST_COPIES).why_not
    assert change_copies(desk, lesson.id, add=[second.id] * (MOST_COPIES - 1)).why_not == ""


def test_damage_marked_after_the_return_is_taken_though_the_copy_was_lent_on_meanwhile(desk: Desk) -> None:
    _reader, copy = lent(desk)
    assert mark_damaged(later(desk, 1), copy.id, "撕破").damaged
    assert is_whole(desk)
