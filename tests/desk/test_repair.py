"""The repair queue: every damaged copy has a way back, and no step of it is taken twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.builders import TODAY, a_copy, a_desk, a_patron, all_rows, days_later, the_copy

from deskcirc.desk.circulation import check_out
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.holds import place_hold
from deskcirc.desk.repair import (
    RepairChange,
    cancel_repair,
    change_repair,
    end_repair,
    finish_repair,
    give_up_repair,
    reopen_repair,
    report_damage,
    set_repair_photo,
    start_repair,
)
from deskcirc.desk.returning import check_in
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.check_in import Destination
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.ledgers import Span
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.repair import DamageKind, Duty, Repair, RepairState, Severity
from deskcirc.domain.repair_figures import RepairBook
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.repair_figures import repair_facts
from deskcirc.store.lookups.repairs import (
    RepairPhoto,
    beyond_repair,
    open_repair_of_copy,
    photo_of_repair,
    repair_queue,
    repairs_of_patron,
)

TORN = DamageReport((DamageKind.TORN,), Severity.LIGHT, "page 12")


def queued(library: Library, copy: Copy | None = None) -> Repair:
    """A copy that was reported as damaged."""
    outcome = report_damage(a_desk(library), (copy or a_copy(library)).id, TORN)
    assert outcome.repair is not None, outcome.why_not
    return outcome.repair


def on_the_table(library: Library) -> Repair:
    """A copy that is being mended."""
    (outcome,) = start_repair(a_desk(library), [queued(library).id])
    assert outcome.repair is not None
    return outcome.repair


def mended(library: Library) -> Repair:
    """A copy that was mended and is not back yet."""
    outcome = finish_repair(a_desk(library), on_the_table(library).id, minutes=12)
    assert outcome.repair is not None
    return outcome.repair


def test_a_damaged_copy_waits_for_repair_and_is_blamed_on_who_had_it_last(library: Library) -> None:
    patron, copy = a_patron(library), a_copy(library)
    check_out(a_desk(library), patron, copy.id)
    check_in(a_desk(library), copy.id)
    repair = queued(library, copy)
    assert (repair.state, repair.patron_id, repair.patron) == (RepairState.QUEUED, patron.id, patron.label)
    assert repair.loan_id is not None
    after = the_copy(library, copy.id)
    assert (after.damaged, after.state, after.awaits_shelving) == (True, CopyState.IN_STOCK, False)
    assert after.damage_note == "torn pages, page 12"


def test_every_step_of_a_repair_leads_to_the_next_and_the_copy_ends_on_the_trolley(library: Library) -> None:
    repair = on_the_table(library)
    assert (repair.state, repair.copy.state) == (RepairState.IN_REPAIR, CopyState.IN_REPAIR)
    done = finish_repair(a_desk(library), repair.id, minutes=12, materials="paste").repair
    assert done is not None
    assert (done.state, done.minutes, done.materials) == (RepairState.MENDED, 12, "paste")
    (back,) = end_repair(a_desk(library), [repair.id])
    assert back.repair is not None
    assert back.repair.state is RepairState.BACK
    after = the_copy(library, repair.copy.id)
    assert (after.state, after.damaged, after.awaits_shelving) == (CopyState.IN_STOCK, False, True)


def test_a_mended_copy_that_somebody_waits_for_goes_to_the_hold_shelf(library: Library) -> None:
    repair, patron = mended(library), a_patron(library)
    assert place_hold(a_desk(library), patron, repair.copy.title_id) == ""
    (back,) = end_repair(a_desk(library), [repair.id])
    assert back.hold is not None
    assert back.hold.patron_id == patron.id
    assert not the_copy(library, repair.copy.id).awaits_shelving


def test_damage_reported_twice_keeps_one_place_in_the_queue_and_both_notes(library: Library) -> None:
    repair = queued(library)
    again = report_damage(
        a_desk(library), repair.copy.id, DamageReport((DamageKind.SPINE,), Severity.HEAVY, "falls apart")
    )
    assert again.already
    assert again.repair is not None
    assert again.repair.id == repair.id
    assert again.repair.kinds == (DamageKind.TORN, DamageKind.SPINE)
    assert again.repair.severity is Severity.HEAVY
    assert again.repair.note == "page 12; falls apart"


def test_damage_of_a_copy_on_loan_says_who_has_it_and_changes_nothing(library: Library) -> None:
    patron, copy = a_patron(library), a_copy(library)
    check_out(a_desk(library), patron, copy.id)
    before = all_rows(library)
    outcome = report_damage(a_desk(library), copy.id, TORN)
    assert outcome.loan is not None
    assert patron.name in outcome.why_not
    assert all_rows(library) == before


def test_of_two_stations_that_begin_the_same_repair_one_is_told_who_was_first(library: Library) -> None:
    repair, helper = queued(library), a_patron(library, "王小明")
    (first,) = start_repair(a_desk(library), [repair.id], helper_id=helper.id)
    (second,) = start_repair(a_desk(library, station="counter 2"), [repair.id])
    assert not first.why_not
    assert "王小明" in second.why_not


def test_undo_of_every_step_brings_back_exactly_what_was(library: Library) -> None:
    desk, copy = a_desk(library), a_copy(library)
    place_hold(desk, a_patron(library), copy.title_id)
    check_in(desk, copy.id)  # it stands on the hold shelf
    moments = [all_rows(library)]
    report = report_damage(desk, copy.id, TORN).repair
    assert report is not None
    moments.append(all_rows(library))
    start_repair(desk, [report.id])
    moments.append(all_rows(library))
    finish_repair(desk, report.id)
    moments.append(all_rows(library))
    end_repair(desk, [report.id])
    while moments:
        assert undo_last(desk).done
        assert all_rows(library) == moments.pop()


def test_a_copy_beyond_repair_is_a_candidate_for_withdrawal_and_can_be_taken_up_again(library: Library) -> None:
    desk, repair = a_desk(library), queued(library)
    assert give_up_repair(desk, repair.id, " ").why_not
    assert not give_up_repair(desk, repair.id, "spine gone").why_not
    after = the_copy(library, repair.copy.id)
    assert (after.state, after.damaged) == (CopyState.IN_REPAIR, True)
    with library.reading() as connection:
        (candidate,) = beyond_repair(connection, library.policy, TODAY)
    assert candidate.ended_note == "spine gone"
    again = reopen_repair(desk, repair.id, "a bookbinder offers")
    assert again.repair is not None
    assert again.repair.state is RepairState.QUEUED
    assert the_copy(library, repair.copy.id).state is CopyState.IN_STOCK
    with library.reading() as connection:
        assert not beyond_repair(connection, library.policy, TODAY)


def test_a_copy_that_was_not_damaged_after_all_goes_back_to_its_shelf(library: Library) -> None:
    repair = queued(library)
    assert not cancel_repair(a_desk(library), repair.id).why_not
    after = the_copy(library, repair.copy.id)
    assert (after.damaged, after.damage_note, after.awaits_shelving) == (False, "", True)
    with library.reading() as connection:
        assert open_repair_of_copy(connection, repair.copy.id, library.policy, TODAY) is None


def test_the_queue_begins_with_what_is_waited_for_then_what_is_lent_most_then_what_is_quick(library: Library) -> None:
    desk = a_desk(library)
    lent, quick, slow, wanted = (a_copy(library, title) for title in ("甲", "乙", "丙", "丁"))
    check_out(desk, a_patron(library, "李一"), lent.id)
    check_in(days_later(desk, 1), lent.id)
    later = days_later(desk, 2)
    for copy, severity in ((slow, Severity.HEAVY), (quick, Severity.LIGHT), (lent, Severity.HEAVY)):
        report_damage(later, copy.id, DamageReport((DamageKind.TORN,), severity))
    report_damage(later, wanted.id, DamageReport((DamageKind.TORN,), Severity.HEAVY))
    place_hold(later, a_patron(library, "赵二"), wanted.title_id)
    with library.reading() as connection:
        queue = repair_queue(connection, library.policy, later.today)
    assert [repair.copy.title for repair in queue] == ["丁", "甲", "乙", "丙"]


def test_a_copy_given_up_is_not_queued_anew_by_a_report(library: Library) -> None:
    repair = queued(library)
    give_up_repair(a_desk(library), repair.id, "spine gone")
    before = all_rows(library)
    assert "beyond repair" in report_damage(a_desk(library), repair.copy.id, TORN).why_not
    assert all_rows(library) == before


def test_a_copy_mended_though_it_never_was_in_the_queue_enters_by_a_scan_and_is_mended_without_the_table(
    library: Library,
) -> None:
    repair = queued(library)
    outcome = finish_repair(a_desk(library), repair.id, minutes=5)
    assert outcome.repair is not None
    assert (outcome.repair.state, outcome.repair.minutes) == (RepairState.MENDED, 5)


def test_a_new_book_that_was_mended_goes_on_being_processed(library: Library) -> None:
    copy = a_copy(library, state="in_process")
    repair = queued(library, copy)
    assert the_copy(library, copy.id).state is CopyState.IN_PROCESS
    start_repair(a_desk(library), [repair.id])
    finish_repair(a_desk(library), repair.id)
    assert check_in(a_desk(library), copy.id).decision.destination is Destination.ASIDE
    after = the_copy(library, copy.id)
    assert (after.state, after.damaged, after.awaits_shelving) == (CopyState.IN_PROCESS, False, False)
    assert list(check_library(library)) == []


def test_who_answers_for_the_damage_and_who_mends_it_is_written_down(library: Library) -> None:
    repair, reader, helper = queued(library), a_patron(library), a_patron(library, "王小明")
    change = replace(RepairChange.of(repair), patron_id=reader.id, duty=Duty.MENDS, helper_id=helper.id, note="page 13")
    after = change_repair(a_desk(library), repair.id, change).repair
    assert after is not None
    assert (after.patron_id, after.duty, after.helper) == (reader.id, Duty.MENDS, helper.label)
    assert the_copy(library, repair.copy.id).damage_note == "torn pages, page 13"
    with library.reading() as connection:
        assert [each.id for each in repairs_of_patron(connection, reader.id, library.policy, TODAY)] == [repair.id]


def test_a_helper_reports_and_mends_but_does_not_decide_what_becomes_of_a_copy(library: Library) -> None:
    helper = replace(a_desk(library), operator=Operator(1, "小明", Role.HELPER))
    repair = report_damage(helper, a_copy(library).id, TORN).repair
    assert repair is not None
    assert give_up_repair(helper, repair.id, "散架").why_not
    assert cancel_repair(helper, repair.id).why_not
    assert change_repair(helper, repair.id, RepairChange.of(repair)).why_not
    (begun,) = start_repair(helper, [repair.id])
    assert not begun.why_not
    assert not finish_repair(helper, repair.id).why_not


def test_another_photo_takes_the_place_of_the_first_and_none_is_lost(library: Library) -> None:
    repair = queued(library)
    assert set_repair_photo(a_desk(library), repair.id, RepairPhoto(b"", 10, 10)).why_not
    for octets in (b"first", b"second"):
        assert not set_repair_photo(a_desk(library), repair.id, RepairPhoto(octets, 10, 20)).why_not
    with library.reading() as connection:
        shown = photo_of_repair(connection, repair.id)
        kept = connection.exec_driver_sql("SELECT count(*) FROM repair_photos").scalar_one()
    assert shown == RepairPhoto(b"second", 10, 20)
    assert kept == 2
    assert undo_last(a_desk(library)).done
    with library.reading() as connection:
        assert photo_of_repair(connection, repair.id) == RepairPhoto(b"first", 10, 20)


def test_a_day_that_has_passed_and_minutes_that_cannot_be_are_refused_with_a_sentence(library: Library) -> None:
    repair = queued(library)
    (refused,) = start_repair(a_desk(library), [repair.id], due_back=TODAY - timedelta(days=1))
    assert refused.why_not
    assert finish_repair(a_desk(library), repair.id, minutes=-1).why_not
    with pytest.raises(GoneError):
        start_repair(a_desk(library), [repair.id], helper_id=999)
    with pytest.raises(GoneError):
        report_damage(a_desk(library), 999, TORN)


def test_a_withdrawn_copy_leaves_the_queue_and_comes_back_into_it_by_undo(library: Library) -> None:
    desk, repair = a_desk(library), queued(library)
    before = all_rows(library)["repairs"]
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.DAMAGED), [repair.copy.id]).withdrawal
    assert batch is not None
    approved = approve_withdrawal(desk, batch.id, Approval("3号", "王校长", TODAY))
    assert not approved.why_not
    with library.reading() as connection:
        assert repair_queue(connection, library.policy, TODAY) == ()
    assert list(check_library(library)) == []
    assert undo_last(desk, "withdrawal").done
    assert all_rows(library)["repairs"] == before


def test_what_is_begun_again_after_its_day_is_not_late_from_the_first_minute(library: Library) -> None:
    desk, repair = a_desk(library), queued(library)
    start_repair(desk, [repair.id], due_back=TODAY)
    change_repair(desk, repair.id, replace(RepairChange.of(repair), due_back=TODAY))
    give_up_repair(desk, repair.id, "用不着修")
    reopen_repair(desk, repair.id)
    (again,) = start_repair(days_later(desk, 3), [repair.id])
    assert again.repair is not None
    assert again.repair.due_back is not None
    assert again.repair.due_back > TODAY + timedelta(days=3)


@pytest.mark.parametrize("end", [give_up_repair, cancel_repair])
def test_what_was_thought_mended_and_given_up_counts_as_mended_no_more(library: Library, end: Any) -> None:
    desk, repair = a_desk(library), queued(library)
    finish_repair(desk, repair.id)
    before = all_rows(library)
    assert end(desk, repair.id, "又散了").repair.mended_on is None
    with library.reading() as connection:
        facts = repair_facts(connection, library.policy, Span(TODAY, TODAY))
    assert RepairBook(Span(TODAY, TODAY), facts).mended() == []
    assert undo_by_id(desk, library.last_entry or 0).done
    assert all_rows(library) == before
