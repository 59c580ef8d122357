"""Decisions about the copies of a count: what each does, why it is refused, and that it comes back exactly."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, a_desk, a_patron, all_rows, days_later, set_up_act
from tests.desk.counts import a_copy_at, a_count, a_shelf, missed, present, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.holds import place_hold
from deskcirc.desk.stocktake_closing import close_stocktake, reopen_stocktake, void_stocktake
from deskcirc.desk.stocktakes import pause_stocktake
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossWay
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.stocktake import DecisionKind, Scope
from deskcirc.errors import GoneError
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.tables import locations

AGAIN = """INSERT INTO stocktake_decisions (stocktake_id, scan_id, kind, state_before, note, at, at_closing)
    SELECT 1, id, 'set_aside', '', '', at, 0 FROM stocktake_scans WHERE code = 'T77'"""


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def state(desk: Desk, copy_id: int) -> CopyState:
    with desk.library.reading() as connection:
        copy = copy_by_id(connection, copy_id)
    assert copy is not None
    return copy.state


def minutes_later(desk: Desk, minutes: int = 1) -> Desk:
    return replace(desk, now=desk.now + timedelta(minutes=minutes))


def test_copies_not_seen_become_missing_in_one_act_and_come_back(desk: Desk) -> None:
    one, other, seen = (a_copy(desk.library) for _each in range(3))
    count = a_count(desk)
    later = days_later(desk, 1)
    scan(later, count, seen)
    outcome = decide(later, count.id, DecisionKind.MISSING, copy_ids=[one.id, other.id, seen.id])
    assert [each.copy_id for each in outcome.done] == [one.id, other.id]
    assert outcome.refused[0][0] == seen.id
    assert "was seen" in outcome.refused[0][1]
    assert state(later, one.id) is CopyState.MISSING
    back = reverse_decisions(minutes_later(later), [outcome.done[0].id])
    assert len(back.done) == 1
    assert state(later, one.id) is CopyState.IN_STOCK
    assert state(later, other.id) is CopyState.MISSING
    assert not list(check_library(desk.library))
    undo_last(minutes_later(later, 2), "resolving")
    assert state(later, one.id) is CopyState.MISSING
    undo_last(minutes_later(later, 3), "resolving")
    assert state(later, one.id) is CopyState.IN_STOCK
    assert state(later, other.id) is CopyState.IN_STOCK
    assert not list(check_library(desk.library))


def test_a_copy_that_stands_here_on_loan_is_returned_as_of_its_scan(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    opened = days_later(desk, 1)
    a_copy(desk.library)
    count = a_count(opened)
    seen = days_later(desk, 2)
    scan(seen, count, copy)
    waiting = a_patron(desk.library, "李华")
    assert not place_hold(seen, waiting, copy.title_id)
    much_later = days_later(desk, 200)
    outcome = decide(much_later, count.id, DecisionKind.RETURNED, copy_ids=[copy.id])
    row = rows(desk, "SELECT returned_at, days_late FROM loans")[0]
    assert row == (seen.now.isoformat(timespec="milliseconds"), 0)
    assert rows(desk, "SELECT awaits_shelving, state FROM copies WHERE id = 1") == [(0, "in_stock")]
    assert "hold shelf" in outcome.said[0]
    assert "李华" in outcome.said[0]
    assert not list(check_library(desk.library))
    assert reverse_decisions(days_later(much_later, 1), [outcome.done[0].id]).done
    assert rows(desk, "SELECT returned_at FROM loans") == [(None,)]
    assert rows(desk, "SELECT state, copy_id FROM holds") == [("waiting", None)]


def test_a_copy_lent_after_its_scan_has_not_come_back(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    scan(minutes_later(desk), count, copy)
    check_out(minutes_later(desk, 2), a_patron(desk.library), copy.id)
    refused = decide(minutes_later(desk, 3), count.id, DecisionKind.RETURNED, copy_ids=[copy.id])
    assert "after it was scanned" in refused.why_not


def test_a_missing_copy_becomes_lost_by_its_own_decision_alone_and_nobody_pays(desk: Desk) -> None:
    copy = a_copy(desk.library, price=1200)
    count = a_count(desk)
    missing = decide(minutes_later(desk), count.id, DecisionKind.MISSING, copy_ids=[copy.id])
    lost = decide(minutes_later(desk, 2), count.id, DecisionKind.LOST, copy_ids=[copy.id], note="找了三遍")
    assert rows(desk, "SELECT origin, patron_id, note FROM losses") == [("stocktake", None, "找了三遍")]
    assert rows(desk, "SELECT count(*) FROM charges") == [(0,)]
    first = reverse_decisions(minutes_later(desk, 3), [missing.done[0].id])
    assert "declared lost" in first.why_not
    both = reverse_decisions(minutes_later(desk, 4), [missing.done[0].id, lost.done[0].id])
    assert [each.kind for each in both.done] == [DecisionKind.LOST, DecisionKind.MISSING]
    assert state(desk, copy.id) is CopyState.IN_STOCK
    assert rows(desk, "SELECT count(*) FROM losses") == [(0,)]


def test_a_loss_that_costs_money_asks_for_its_price(desk: Desk) -> None:
    copy, reader = a_copy(desk.library, price=None), a_patron(desk.library)
    count = a_count(desk)
    asked = decide(desk, count.id, DecisionKind.LOST, copy_ids=[copy.id], way=LossWay.PRICE, patron_id=reader.id)
    assert "not known" in asked.why_not
    paid = {"way": LossWay.PRICE, "patron_id": reader.id, "amount": 900}
    assert decide(desk, count.id, DecisionKind.LOST, copy_ids=[copy.id], **paid).done  # type: ignore[arg-type]
    assert rows(desk, "SELECT amount FROM charges") == [(900,)]


def test_what_somebody_touched_since_is_named_with_what_was_done(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    outcome = decide(minutes_later(desk), count.id, DecisionKind.MISSING, copy_ids=[copy.id])
    find_copy(minutes_later(desk, 2), copy.id)
    refused = reverse_decisions(minutes_later(desk, 3), [outcome.done[0].id])
    assert "cannot be taken back" in refused.why_not
    assert "Found" in refused.why_not
    assert state(desk, copy.id) is CopyState.IN_STOCK


def test_a_lost_copy_that_stood_on_a_shelf_is_found_and_stands_there(desk: Desk) -> None:
    copy = a_copy(desk.library, state="missing")
    count = a_count(desk)
    assert "scan it first" in decide(desk, count.id, DecisionKind.FOUND, copy_ids=[copy.id]).why_not
    scan(minutes_later(desk), count, copy)
    outcome = decide(minutes_later(desk, 2), count.id, DecisionKind.FOUND, copy_ids=[copy.id])
    assert rows(desk, "SELECT state, awaits_shelving FROM copies") == [("in_stock", 0)]
    assert "found" in outcome.said[0]


def test_a_copy_belongs_from_now_on_where_it_stood(desk: Desk) -> None:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        one, other = (writing.insert(locations, code=name, name=name) for name in ("一楼", "二楼"))
    copy = a_copy_at(desk.library, "I1/1", location_id=one)
    shelf = a_shelf(desk.library, location_id=other)
    count = a_count(desk)
    scan(minutes_later(desk), count, copy, shelf=shelf)
    outcome = decide(minutes_later(desk, 2), count.id, DecisionKind.RELOCATED, copy_ids=[copy.id])
    assert rows(desk, "SELECT location_id FROM copies") == [(other,)]
    again = decide(minutes_later(desk, 3), count.id, DecisionKind.RELOCATED, copy_ids=[copy.id])
    assert "belongs to 二楼 already" in again.why_not
    reverse_decisions(minutes_later(desk, 4), [outcome.done[0].id])
    assert rows(desk, "SELECT location_id FROM copies") == [(one,)]


def test_an_unknown_code_counts_for_its_copy_and_finds_it_for_ever_where_that_is_wished(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    line = scan(minutes_later(desk), count, "T77").line
    scan(minutes_later(desk, 2), count, "T77")
    assert line is not None
    matched = decide(
        minutes_later(desk, 3),
        count.id,
        DecisionKind.MATCHED,
        scan_ids=[line.id],
        copy_ids=[copy.id],
        old_label=True,
    )
    assert rows(desk, "SELECT copy_id, kind FROM stocktake_scans ORDER BY id") == [
        (copy.id, "found"),
        (copy.id, "repeat"),
    ]
    assert rows(desk, "SELECT code, copy_id FROM copy_codes") == [("T77", copy.id)]
    assert not missed(desk, count)
    scan(minutes_later(desk, 4), count, copy)
    assert reverse_decisions(minutes_later(desk, 5), [matched.done[0].id]).done
    assert rows(desk, "SELECT kind FROM stocktake_scans ORDER BY id") == [("unknown",), ("repeat",), ("found",)]
    assert rows(desk, "SELECT count(*) FROM copy_codes") == [(0,)]
    assert present(desk, count) == {copy.id}
    assert not list(check_library(desk.library))


def test_a_wrong_match_is_taken_back_though_the_code_was_scanned_again(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    line = scan(minutes_later(desk), count, "T77").line
    assert line is not None
    solved = {"scan_ids": [line.id], "copy_ids": [copy.id]}
    matched = decide(minutes_later(desk, 2), count.id, DecisionKind.MATCHED, **solved)  # type: ignore[arg-type]
    scan(minutes_later(desk, 3), count, "T77")
    assert reverse_decisions(minutes_later(desk, 4), [matched.done[0].id]).done
    assert rows(desk, "SELECT kind, copy_id FROM stocktake_scans ORDER BY id") == [("unknown", None), ("repeat", None)]


def test_copies_not_seen_are_proposed_in_one_withdrawal_that_goes_with_the_last_of_them(desk: Desk) -> None:
    one, other = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    ids = [one.id, other.id]
    outcome = decide(minutes_later(desk), count.id, DecisionKind.WITHDRAWAL, copy_ids=ids)
    assert outcome.withdrawal_id is not None
    assert len(rows(desk, "SELECT id FROM withdrawal_copies WHERE evidence LIKE '%S2026-01%'")) == 2
    again = decide(minutes_later(desk, 2), count.id, DecisionKind.WITHDRAWAL, copy_ids=ids)
    assert "already" in again.why_not
    reverse_decisions(minutes_later(desk, 3), [outcome.done[0].id])
    assert len(rows(desk, "SELECT id FROM withdrawals")) == 1
    reverse_decisions(minutes_later(desk, 4), [outcome.done[1].id])
    assert rows(desk, "SELECT id FROM withdrawals") == []


def test_a_damaged_copy_goes_to_the_repair_queue_and_out_of_it_again(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    unseen = decide(minutes_later(desk), count.id, DecisionKind.DAMAGED, copy_ids=[copy.id], note="封面掉了")
    assert unseen.why_not == "《草房子》 was not scanned in this count: scan it first."
    scan(desk, count, copy)
    outcome = decide(minutes_later(desk), count.id, DecisionKind.DAMAGED, copy_ids=[copy.id], note="封面掉了")
    assert rows(desk, "SELECT origin, note FROM repairs") == [("stocktake", "封面掉了")]
    reverse_decisions(minutes_later(desk, 2), [outcome.done[0].id])
    assert rows(desk, "SELECT damaged FROM copies") == [(0,)]
    assert rows(desk, "SELECT count(*) FROM repairs") == [(0,)]


def test_damage_that_the_repair_queue_knows_already_is_not_decided_twice(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    scan(desk, count, copy)
    first = decide(minutes_later(desk), count.id, DecisionKind.DAMAGED, copy_ids=[copy.id], note="封面掉了")
    again = decide(minutes_later(desk), count.id, DecisionKind.DAMAGED, copy_ids=[copy.id], note="封面掉了")
    assert (len(first.done), again.why_not) == (1, "《草房子》 is in the repair queue already.")
    assert reverse_decisions(minutes_later(desk), [first.done[0].id]).done
    assert list(check_library(desk.library)) == []


def test_only_the_librarian_decides_and_only_in_a_count_that_runs(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    helper = replace(desk, operator=Operator(1, "小明", Role.HELPER))
    assert "librarian" in decide(helper, count.id, DecisionKind.MISSING, copy_ids=[copy.id]).why_not
    assert "librarian" in reverse_decisions(helper, [1]).why_not
    pause_stocktake(desk, count.id)
    assert decide(desk, count.id, DecisionKind.MISSING, copy_ids=[copy.id]).done
    assert void_stocktake(desk, count.id, "试用").done
    assert "void" in decide(desk, count.id, DecisionKind.SEARCHED, copy_ids=[copy.id]).why_not


def test_nothing_beneath_a_signed_report_is_undone_before_the_count_is_open_again(desk: Desk) -> None:
    seen, gone = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    scan(minutes_later(desk), count, seen)
    scanned = desk.library.last_entry
    decide(minutes_later(desk, 2), count.id, DecisionKind.MISSING, copy_ids=[gone.id])
    decided = desk.library.last_entry
    assert scanned is not None
    assert decided is not None
    assert close_stocktake(minutes_later(desk, 3), count.id).done
    closing = desk.library.last_entry
    assert closing is not None
    for entry in (decided, scanned):
        refused = undo_by_id(minutes_later(desk, 4), entry)
        assert "open it again first" in refused.sentence
    assert not list(check_library(desk.library))
    assert undo_by_id(minutes_later(desk, 5), closing).done
    assert undo_by_id(minutes_later(desk, 6), decided).done
    assert undo_by_id(minutes_later(desk, 7), scanned).done
    assert not list(check_library(desk.library))


def test_a_count_opened_again_by_mistake_is_closed_by_undo(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    assert close_stocktake(minutes_later(desk), count.id).done
    assert reopen_stocktake(minutes_later(desk, 2), count.id, "还有一架").done
    entry = desk.library.last_entry
    assert entry is not None
    assert undo_by_id(minutes_later(desk, 3), entry).done
    assert rows(desk, "SELECT state FROM stocktakes") == [("closed",)]
    assert not list(check_library(desk.library))


def test_what_does_not_exist_is_gone_and_nothing_chosen_is_said(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    for wrong in ({"copy_ids": [99]}, {"scan_ids": [99]}):
        with pytest.raises(GoneError):
            decide(desk, count.id, DecisionKind.MISSING, **wrong)  # type: ignore[arg-type]
    with pytest.raises(GoneError):
        reverse_decisions(desk, [99])
    assert "Choose" in decide(desk, count.id, DecisionKind.MISSING).why_not
    assert "Choose" in reverse_decisions(desk, []).why_not


@pytest.mark.parametrize(
    ("harm", "said"),
    [
        ("UPDATE copies SET state = 'in_stock' WHERE id = 1", "is registered as"),
        ("UPDATE stocktake_decisions SET kind = 'lost' WHERE copy_id = 1", "nothing of it is kept"),
        ("UPDATE stocktake_scans SET kind = 'repeat' WHERE code = 'T77'", "says something else"),
        (
            AGAIN,
            "solved 2 times",
        ),
        ("UPDATE stocktake_scans SET stocktake_id = 2 WHERE code = 'T77'", "of another count"),
        (
            "UPDATE loans SET returned_at = NULL, lent_at = '2025-01-01T00:00:00.000000'",
            "on loan since before it was seen",
        ),
    ],
)
def test_a_decision_that_no_longer_agrees_is_named(desk: Desk, harm: str, said: str) -> None:
    copy = a_copy(desk.library)
    out = a_copy(desk.library)
    check_out(desk, a_patron(desk.library), out.id)
    count = a_count(minutes_later(desk))
    a_count(minutes_later(desk), scope=Scope(item_types=(1,)))
    line = scan(minutes_later(desk), count, "T77").line
    assert line is not None
    scan(minutes_later(desk, 2), count, out)
    decide(minutes_later(desk, 2), count.id, DecisionKind.RETURNED, copy_ids=[out.id])
    decide(minutes_later(desk, 2), count.id, DecisionKind.MISSING, copy_ids=[copy.id])
    decide(minutes_later(desk, 3), count.id, DecisionKind.SET_ASIDE, scan_ids=[line.id])
    assert not list(check_library(desk.library))
    with closing(sqlite3.connect(desk.library.path)) as raw:
        raw.execute(harm)
        raw.commit()
    breaches = [breach.sentence for breach in check_library(desk.library) if breach.rule is Rule.COUNT_DECISIONS]
    assert any(said in sentence for sentence in breaches), breaches


def rows(desk: Desk, query: str) -> list[tuple[object, ...]]:
    with desk.library.reading() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


@pytest.mark.parametrize("kind", [DecisionKind.SET_ASIDE, DecisionKind.MATCHED, DecisionKind.ACCESSIONED])
def test_a_decision_about_a_code_that_names_a_copy_alone_is_refused_and_not_silently_nothing(
    desk: Desk, kind: DecisionKind
) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    before = all_rows(desk.library)
    outcome = decide(days_later(desk, 1), count.id, kind, copy_ids=[copy.id])
    assert (outcome.done, outcome.why_not) == ((), "Choose what is decided about first.")
    assert all_rows(desk.library) == before
