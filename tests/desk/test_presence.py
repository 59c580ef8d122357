"""What shows that a copy is here though nobody scanned it at a shelf, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, a_desk, a_patron, change_setting
from tests.desk.collector_files import taken_in
from tests.desk.counts import a_copy_at, a_count, missed, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.hold_shelf import keep_copy
from deskcirc.desk.holds import cancel_hold, reserve
from deskcirc.desk.losses import report_missing
from deskcirc.desk.returning import check_in, shelve_all
from deskcirc.desk.undo import undo_last
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.stocktake import CountKind, DecisionKind, Scope
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.database import Library


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def after(desk: Desk, minutes: int) -> Desk:
    return replace(desk, now=desk.now + timedelta(minutes=minutes))


def withdrawn(desk: Desk, copy_id: int, reason: WithdrawalReason) -> None:
    batch = propose(desk, WithdrawalDraft(reason), [copy_id]).withdrawal
    assert batch is not None
    assert approve_withdrawal(desk, batch.id, Approval("3号", "王校长", desk.today)).done


def test_a_book_scanned_in_returns_is_here_even_where_use_in_the_house_is_not_counted(desk: Desk) -> None:
    change_setting(desk.library, "count_in_house", "false")
    copy = a_copy(desk.library)
    count = a_count(desk)
    check_in(after(desk, 1), copy.id)
    shelve_all(after(desk, 2))
    assert missed(after(desk, 3), count) == set()


def test_a_copy_pulled_for_who_waits_is_here_also_once_nobody_waits_any_more(desk: Desk) -> None:
    copy, patron = a_copy(desk.library), a_patron(desk.library)
    count = a_count(desk)
    assert not reserve(after(desk, 1), patron, copy.title_id).blocks
    assert missed(after(desk, 1), count) == {copy.id}
    hold = keep_copy(after(desk, 2), copy.id).hold
    assert hold is not None
    assert missed(after(desk, 2), count) == set()
    assert cancel_hold(after(desk, 3), hold.id) == ""
    shelve_all(after(desk, 4))
    assert missed(after(desk, 5), count) == set()


def test_a_copy_missed_and_found_while_people_count_is_here(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    assert report_missing(after(desk, 1), copy.id) == ""
    assert missed(after(desk, 1), count) == {copy.id}
    assert find_copy(after(desk, 2), copy.id).done
    shelve_all(after(desk, 3))
    assert missed(after(desk, 4), count) == set()


@pytest.mark.parametrize("reason", [WithdrawalReason.WEEDED, WithdrawalReason.LOST])
def test_a_weeded_copy_was_in_somebodys_hand_and_one_struck_off_as_lost_was_not(
    desk: Desk, reason: WithdrawalReason
) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    withdrawn(after(desk, 1), copy.id, reason)
    assert missed(after(desk, 2), count) == (set() if reason is WithdrawalReason.WEEDED else {copy.id})


def test_what_was_taken_back_shows_nothing_for_it_may_have_been_the_wrong_book(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    check_in(after(desk, 1), copy.id)
    assert undo_last(after(desk, 2)).done
    assert missed(after(desk, 3), count) == {copy.id}


def test_a_file_without_times_shows_nothing_to_a_count_that_was_opened_after_its_own(desk: Desk) -> None:
    copy = a_copy(desk.library)
    first = a_count(desk)
    later = a_count(after(desk, 60), scope=Scope(item_types=(1,)))
    loaded = taken_in(after(desk, 24 * 60), first, f"{copy.code}\n", "1.txt")
    assert loaded.sums.found == 1
    assert missed(after(desk, 24 * 60), first) == set()
    assert missed(after(desk, 24 * 60), later) == {copy.id}


def test_a_decision_taken_back_shows_nothing_of_a_copy_that_awaits_its_shelf_again_by_that(desk: Desk) -> None:
    copy = a_copy_at(desk.library, "I24/1")
    long_ago = replace(desk, now=desk.now - timedelta(days=20))
    check_out(long_ago, a_patron(desk.library), copy.id)
    check_in(replace(long_ago, now=long_ago.now + timedelta(days=1)), copy.id)
    first = a_count(desk)
    scan(after(desk, 5), first, copy)
    second = a_count(after(desk, 60), scope=Scope(class_from="I"))
    report_missing(after(desk, 70), copy.id)
    (found,) = decide(after(desk, 80), first.id, DecisionKind.FOUND, copy_ids=[copy.id]).done
    assert reverse_decisions(after(desk, 90), [found.id]).done
    assert missed(desk, second) == {copy.id}


def test_damage_that_is_written_down_days_after_the_scan_shows_nothing_to_a_count_opened_between(desk: Desk) -> None:
    copy = a_copy_at(desk.library, "I24/1")
    first = a_count(desk)
    scan(after(desk, 5), first, copy)
    second = a_count(after(desk, 60), scope=Scope(class_from="I"))
    damaged = decide(after(desk, 120), first.id, DecisionKind.DAMAGED, copy_ids=[copy.id], note="封面掉了")
    assert damaged.done
    assert (missed(desk, first), missed(desk, second)) == (set(), {copy.id})


def test_a_copy_withdrawn_after_a_handheld_scanned_it_was_here(desk: Desk) -> None:
    copy, other = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    withdrawn(after(desk, 120), copy.id, WithdrawalReason.LOST)
    text = f"条码,时间\n{copy.code},2026-03-02 13:00:00\n{other.code},2026-03-02 13:00:05\n"
    loaded = taken_in(after(desk, 180), count, text, "1.csv")
    assert (loaded.sums.found, loaded.sums.refused) == (2, 0)
    text = f"条码,时间\n{other.code},2026-03-02 14:30:00\n{copy.code},2026-03-02 14:30:05\n"
    assert taken_in(after(desk, 190), count, text, "2.csv").sums.refused == 1
    assert missed(after(desk, 200), count) == set()


def test_the_first_scan_of_a_withdrawn_copy_is_refused(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    withdrawn(after(desk, 1), copy.id, WithdrawalReason.WEEDED)
    assert scan(after(desk, 2), count, copy).kind is CountKind.REFUSED
