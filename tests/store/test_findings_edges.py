"""What a count has brought to light leaves its list once it is put right, and comes back when it is seen again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from tests.builders import a_copy, a_desk, a_patron, days_later
from tests.desk.collector_files import file_id, kinds_of, taken_in
from tests.desk.counts import a_copy_at, a_count, a_location, a_shelf, scan
from tests.store.test_count_findings import doubles, misplaced, moves, on_loan, otherwise

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_decisions import decide
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import check_in, mark_damaged
from deskcirc.desk.shelves import end_shelf
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.stocktake import DecisionKind
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.database import Library
from deskcirc.store.lookups import count_findings
from deskcirc.store.lookups.count_progress import count_progress


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def minutes_later(desk: Desk, minutes: int) -> Desk:
    return replace(desk, now=desk.now + timedelta(minutes=minutes))


def test_a_copy_that_was_lent_anew_since_is_no_return_that_nobody_noted(desk: Desk) -> None:
    copy = a_copy(desk.library)
    check_out(desk, a_patron(desk.library), copy.id)
    later = days_later(desk, 1)
    a_copy(desk.library)
    count = a_count(later)
    scan(minutes_later(later, 1), count, copy)
    assert [each.copy.id for each in on_loan(later, count)] == [copy.id]
    check_in(minutes_later(later, 2), copy.id)
    check_out(minutes_later(later, 3), a_patron(desk.library, "李小明"), copy.id)
    assert on_loan(later, count) == ()


def test_a_line_that_tells_no_time_shows_a_return_of_every_loan_from_before_the_opening(desk: Desk) -> None:
    copy = a_copy(desk.library)
    check_out(replace(desk, now=desk.now + timedelta(hours=9)), a_patron(desk.library), copy.id)
    a_copy(desk.library)
    count = a_count(days_later(desk, 1))
    later = days_later(desk, 2)
    taken = taken_in(later, count, f"{copy.code}\n", counted_on=later.today - timedelta(days=1))
    assert [each.copy.id for each in on_loan(later, count)] == [copy.id]
    assert take_back_file(later, file_id(taken)).done
    assert on_loan(later, count) == ()


def test_what_stands_wrong_comes_shelf_by_shelf_and_says_whether_its_room_is_another(desk: Desk) -> None:
    room, other = a_location(desk.library, "YD", "阅览室"), a_location(desk.library, "SK", "书库")
    second = a_shelf(desk.library, "SH2", "K1", place=2, location_id=room)
    first = a_shelf(desk.library, "SH1", "A1", place=1, location_id=room)
    strays = [a_copy_at(desk.library, "A5/1", location_id=room), a_copy_at(desk.library, "B5/1", location_id=other)]
    gone = a_copy_at(desk.library, "B6/1", location_id=other)
    count = a_count(desk)
    for minute, (copy, shelf) in enumerate(((strays[0], second), (strays[1], first), (gone, first))):
        scan(minutes_later(desk, minute), count, copy, shelf=shelf)
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.WEEDED), [gone.id]).withdrawal
    assert batch is not None
    assert approve_withdrawal(minutes_later(desk, 5), batch.id, Approval("1号", "王校长", date(2026, 3, 2))).done
    found = misplaced(minutes_later(desk, 6), count)
    assert [(each.copy.id, each.place, each.other_location) for each in found] == [
        (strays[1].id, "阅览室 SH1", True),
        (strays[0].id, "阅览室 SH2", False),
    ]


def test_a_copy_put_in_its_place_and_seen_wrong_again_is_listed_again(desk: Desk) -> None:
    a_shelf(desk.library, "SH2", "I3/1", place=2)
    shelf = a_shelf(desk.library, "SH1", "I1/1", place=1)
    copy = a_copy_at(desk.library, "I35/1")
    bare = a_copy_at(desk.library, "")
    count = a_count(desk)
    for each in (copy, bare):
        scan(minutes_later(desk, 1), count, each, shelf=shelf)
    assert [each.copy.id for each in misplaced(desk, count)] == [copy.id]
    assert decide(minutes_later(desk, 2), count.id, DecisionKind.MOVED, copy_ids=[copy.id]).done
    assert misplaced(desk, count) == ()
    scan(minutes_later(desk, 3), count, copy)
    scan(minutes_later(desk, 4), count, copy, shelf=shelf)
    assert [each.copy.id for each in misplaced(desk, count)] == [copy.id]


def test_a_line_of_a_shelf_that_has_ended_still_says_where_it_was(desk: Desk) -> None:
    room = a_location(desk.library, "YD", "阅览室")
    shelf = a_shelf(desk.library, "SH1", location_id=room)
    copy = a_copy(desk.library, state="missing", location_id=room)
    homeless = a_copy_at(desk.library, "I1/1")
    count = a_count(desk)
    for each in (copy, homeless):
        scan(desk, count, each, shelf=shelf)
    assert end_shelf(minutes_later(desk, 1), [shelf.id]).done
    assert [each.place for each in otherwise(desk, count)] == ["阅览室 SH1"]
    assert misplaced(desk, count) == ()


def test_only_a_code_that_stood_on_two_shelves_is_on_two_labels(desk: Desk) -> None:
    one, other = a_shelf(desk.library, "SH1"), a_shelf(desk.library, "SH2", place=2)
    copy = a_copy(desk.library)
    count = a_count(desk)
    for minute in (1, 2):
        scan(minutes_later(desk, minute), count, copy, shelf=one)
    scan(minutes_later(desk, 3), count, copy, shelf=other, at=desk.now - timedelta(days=1))
    assert doubles(desk, count) == ()
    taken = taken_in(minutes_later(desk, 4), count, f"SH2\n{copy.code}\n")
    assert [len(each.lines) for each in doubles(desk, count)] == [3]
    assert take_back_file(minutes_later(desk, 5), file_id(taken)).done
    assert doubles(desk, count) == ()


def test_a_damaged_copy_is_told_with_its_damage(desk: Desk) -> None:
    copy, plain = a_copy(desk.library), a_copy(desk.library, damaged=True)
    mark_damaged(desk, copy.id, "脱页")
    count = a_count(desk)
    for each in (copy, plain):
        scan(desk, count, each)
    assert [each.why for each in otherwise(desk, count)] == ["脱页", "damaged"]


def test_decisions_come_the_last_first_with_the_place_of_their_line(desk: Desk) -> None:
    shelf = a_shelf(desk.library, "SH1")
    copy = a_copy(desk.library)
    count = a_count(desk)
    line = scan(minutes_later(desk, 1), count, "T1", shelf=shelf).line
    assert line is not None
    assert decide(minutes_later(desk, 2), count.id, DecisionKind.SEARCHED, copy_ids=[copy.id]).done
    assert decide(minutes_later(desk, 3), count.id, DecisionKind.SET_ASIDE, scan_ids=[line.id]).done
    with desk.library.reading() as connection:
        found = count_findings.decision_lines(connection, count.id)
    assert [(each.decision.kind, each.code, each.place) for each in found] == [
        (DecisionKind.SET_ASIDE, "T1", "SH1"),
        (DecisionKind.SEARCHED, copy.code, ""),
    ]


def test_a_copy_without_a_call_number_belongs_on_no_shelf_and_stands_in_no_order(desk: Desk) -> None:
    room = a_location(desk.library, "YD", "阅览室")
    first = a_shelf(desk.library, "SH1", "A1", place=1, location_id=room)
    a_shelf(desk.library, "SH2", "K1", place=2, location_id=room)
    bare = [a_copy_at(desk.library, "", location_id=room) for _each in range(2)]
    novel = a_copy_at(desk.library, "I24/1", location_id=room)
    count = a_count(desk)
    with desk.library.reading() as connection:
        rows = {row.label: row.expected for row in count_progress(connection, count, desk.now).shelves}
        missed = count_findings.not_seen(connection, count, desk.policy, desk.today)
    assert rows == {"SH1": 1, "阅览室": 2}
    assert [each.place for each in missed] == ["阅览室 SH1", "阅览室", "阅览室"]
    taken = taken_in(desk, count, f"SH1\n{bare[0].code}\n{novel.code}\n")
    assert [remark for _line, _kind, remark in kinds_of(desk, taken)] == ["", ""]
    for minute, copy in enumerate((bare[1], novel)):
        scan(minutes_later(desk, minute), count, copy, shelf=first)
    assert misplaced(desk, count) == ()
    assert moves(desk, count) == ()
