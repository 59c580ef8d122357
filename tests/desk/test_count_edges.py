"""Edges of counts: two stations at once, evidence that was taken back, and what is refused however it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.builders import a_copy, a_desk, a_patron, all_rows, days_later
from tests.desk.collector_files import a_file, contradictions, file_id, kinds_of, lines_of_file, taken_in
from tests.desk.counts import a_copy_at, a_count, a_shelf, missed, scan, what_closing_does

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.count_files import take_back_file, try_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.reading import OnProgress
from deskcirc.desk.reading_room import lend_on_site
from deskcirc.desk.returning import check_in
from deskcirc.desk.stocktake_closing import close_stocktake, void_stocktake
from deskcirc.desk.stocktakes import StocktakeOrder, open_stocktake
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.count_files import FileOrder
from deskcirc.domain.stocktake import CountKind, DecisionKind, Scope
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import GoneError
from deskcirc.store import backup
from deskcirc.store.check import check_library
from deskcirc.store.database import Library


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_of_two_stations_that_open_the_same_count_at_once_one_is_told_of_the_other(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    a_copy(desk.library)
    back_up = backup.back_up_before

    def meanwhile(source: Path, words: str, progress: OnProgress) -> Path:
        monkeypatch.setattr(backup, "back_up_before", back_up)
        assert a_count(replace(desk, station="counter 2"), name="期末").number == "S2026-01"
        return back_up(source, words, progress)

    monkeypatch.setattr(backup, "back_up_before", meanwhile)
    assert "期末 counts the very same copies" in open_stocktake(desk, StocktakeOrder(name="也是期末")).why_not
    assert a_count(desk, scope=Scope(class_to="Z")).number == "S2026-02"


def test_a_line_that_was_taken_back_with_its_file_is_no_evidence(desk: Desk) -> None:
    out, other = a_copy(desk.library), a_copy(desk.library)
    check_out(desk, a_patron(desk.library), out.id)
    count = a_count(days_later(desk, 1))
    later = days_later(desk, 2)
    file = file_id(taken_in(later, count, f"{out.code}\nT123\n"))
    with desk.library.reading() as connection:
        seen, unknown = lines_of_file(connection, file)
    assert take_back_file(later, file).done
    before = all_rows(desk.library)
    for kind in (DecisionKind.RETURNED, DecisionKind.MOVED):
        with pytest.raises(GoneError):
            decide(later, count.id, kind, scan_ids=[seen.id])
    with pytest.raises(GoneError):
        decide(later, count.id, DecisionKind.SET_ASIDE, scan_ids=[unknown.id])
    with pytest.raises(GoneError):
        decide(later, count.id, DecisionKind.MATCHED, scan_ids=[unknown.id], copy_ids=[other.id])
    assert all_rows(desk.library) == before
    assert contradictions(later) == []


def states(desk: Desk) -> list[str]:
    """Of all copies, by number."""
    with desk.library.reading() as connection:
        return list(connection.exec_driver_sql("SELECT state FROM copies ORDER BY id").scalars())


def test_a_copy_about_which_somebody_decided_is_not_marked_missing_by_the_closing(desk: Desk) -> None:
    given_up, unseen = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    assert decide(later, count.id, DecisionKind.WITHDRAWAL, copy_ids=[given_up.id]).done
    assert what_closing_does(later, count).to_mark == 1
    assert close_stocktake(later, count.id).count == 1
    assert states(desk) == ["in_stock", "missing"]
    assert unseen.id == 2
    assert list(check_library(desk.library)) == []


def test_void_takes_back_the_last_decision_about_a_copy_first(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    for kind in (DecisionKind.MISSING, DecisionKind.LOST):
        assert decide(later, count.id, kind, copy_ids=[copy.id]).done
    assert states(desk) == ["lost"]
    voided = void_stocktake(later, count.id, "试用")
    assert (voided.count, voided.stayed, states(desk)) == (2, (), ["in_stock"])
    assert list(check_library(desk.library)) == []


@pytest.mark.parametrize(("unseen", "asks"), [(1, False), (2, True)])
def test_where_more_than_one_in_ten_was_not_seen_it_is_asked_whether_all_is_counted(
    desk: Desk, unseen: int, asks: bool
) -> None:
    stock = [a_copy(desk.library) for _each in range(10)]
    count = a_count(desk)
    for copy in stock[unseen:]:
        scan(desk, count, copy)
    said = " ".join(what_closing_does(desk, count).sentences)
    assert ("is everything counted" in said) is asks


def test_a_copy_scanned_in_the_instant_of_the_opening_is_seen_and_a_refused_line_is_not(desk: Desk) -> None:
    seen, none = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    assert scan(desk, count, seen, at=count.opened_at).kind is CountKind.FOUND
    assert kinds_of(desk, taken_in(desk, count, f"{none.code},0\n")) == [(1, "refused", "no_quantity")]
    assert missed(desk, count) == {none.id}


def _read_here(desk: Desk, copy_id: int) -> None:
    assert lend_on_site(desk, a_patron(desk.library), copy_id).done


HANDS: dict[str, Callable[[Desk, int], object]] = {
    "read here": _read_here,
    "brought back": check_in,
    "lent": lambda desk, copy_id: check_out(desk, a_patron(desk.library), copy_id),
}


@pytest.mark.parametrize("how", HANDS)
def test_what_goes_over_the_counter_is_missed_by_no_count_that_runs(desk: Desk, how: str) -> None:
    handled, other = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    HANDS[how](days_later(desk, 1), handled.id)
    assert missed(days_later(desk, 2), count) == {other.id}


def test_what_was_decided_missing_is_missed_until_it_is_found(desk: Desk) -> None:
    copy, found = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    assert decide(later, count.id, DecisionKind.MISSING, copy_ids=[copy.id, found.id]).done
    assert find_copy(later, found.id).done
    assert missed(later, count) == {copy.id}


def test_a_decision_that_was_taken_back_shows_no_copy(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    (made,) = decide(later, count.id, DecisionKind.MISSING, copy_ids=[copy.id]).done
    assert reverse_decisions(later, [made.id]).done
    assert missed(later, count) == {copy.id}


def test_a_file_that_came_late_says_of_a_withdrawn_copy_that_it_was_here(desk: Desk) -> None:
    copy = a_copy(desk.library)
    a_copy(desk.library)
    count = a_count(desk)
    seen = desk.now + timedelta(hours=1)
    later = days_later(desk, 1)
    batch = propose(later, WithdrawalDraft(WithdrawalReason.LOST), [copy.id]).withdrawal
    assert batch is not None
    assert approve_withdrawal(later, batch.id, Approval("1号", "王校长", date(2026, 3, 3))).done
    clock = f"{seen + desk.policy.utc_offset:%Y-%m-%d %H:%M:%S}"
    assert kinds_of(later, taken_in(later, count, f"{copy.code},{clock}\n")) == [(1, "found", "withdrawn")]
    after = days_later(desk, 2)
    clock = f"{after.now + desk.policy.utc_offset:%Y-%m-%d %H:%M:%S}"
    assert kinds_of(after, taken_in(after, count, f"{copy.code},{clock}\n")) == [(1, "refused", "withdrawn")]


def test_a_stray_copy_leaves_the_order_of_a_scanned_shelf_as_it_is(desk: Desk) -> None:
    a_shelf(desk.library, "SH001", "I1")
    a_shelf(desk.library, "SH002", "K1", place=2)
    codes = [a_copy_at(desk.library, number).code for number in ("I24/1", "K9/1", "I28/5", "I20/1")]
    count = a_count(desk)
    text = "条码,书架\n" + "".join(f"{code},SH001\n" for code in codes)
    assert kinds_of(desk, taken_in(desk, count, text)) == [
        (2, "found", ""),
        (3, "found", "wrong_shelf"),
        (4, "found", ""),
        (5, "found", "out_of_order"),
    ]


def test_a_file_that_was_taken_back_is_not_said_to_be_the_beginning_of_another(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    first = taken_in(desk, count, f"{copy.code}\n")
    longer = a_file(desk, f"{copy.code}\nT1\n")
    assert [each.id for each in try_file(desk, count.id, longer, FileOrder()).contained] == [file_id(first)]
    assert take_back_file(desk, file_id(first)).done
    assert try_file(desk, count.id, longer, FileOrder()).contained == ()


def test_a_line_without_a_time_that_is_counted_anew_was_there_before_the_copy_was_lent(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    check_out(days_later(desk, 1), a_patron(desk.library), copy.id)
    later = days_later(desk, 3)
    first = taken_in(later, count, f"{copy.code}\n")
    again = taken_in(later, count, f"{copy.code}\n{copy.code}\n")
    assert take_back_file(later, file_id(first)).done
    assert kinds_of(later, again) == [(1, "found", ""), (2, "repeat", "")]
