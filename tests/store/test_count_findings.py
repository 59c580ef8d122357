"""What a count has found: not seen in walking order, misplaced, out of order, unknown with what it may be, twice."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event
from tests.builders import a_copy, a_desk, a_patron, days_later, set_up_act
from tests.desk.counts import a_copy_at, a_count, a_shelf, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_decisions import decide
from deskcirc.desk.desk import Desk
from deskcirc.desk.losses import report_missing
from deskcirc.desk.returning import check_in, shelve_all
from deskcirc.domain.code_misreads import Misread
from deskcirc.domain.count_findings import (
    DecisionLine,
    Double,
    FoundOtherwise,
    Misplaced,
    NotSeen,
    OnLoanHere,
    ShelfMoves,
    UnknownCode,
    by_chance,
)
from deskcirc.domain.stocktake import DecisionKind, Stocktake
from deskcirc.store.database import Library
from deskcirc.store.lookups import count_findings
from deskcirc.store.tables import locations


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def minutes_later(desk: Desk, minutes: int = 1) -> Desk:
    return replace(desk, now=desk.now + timedelta(minutes=minutes))


def a_room(library: Library, name: str) -> int:
    with library.writing(set_up_act(library)) as writing:
        return writing.insert(locations, code=f"Y{name}", name=name)


def not_seen(desk: Desk, count: Stocktake) -> tuple[NotSeen, ...]:
    with desk.library.reading() as connection:
        return count_findings.not_seen(connection, count, desk.policy, desk.today)


def misplaced(desk: Desk, count: Stocktake) -> tuple[Misplaced, ...]:
    with desk.library.reading() as connection:
        return count_findings.misplaced(connection, count)


def moves(desk: Desk, count: Stocktake) -> tuple[ShelfMoves, ...]:
    with desk.library.reading() as connection:
        return count_findings.moves(connection, count)


def unknown(desk: Desk, count: Stocktake) -> tuple[UnknownCode, ...]:
    with desk.library.reading() as connection:
        return count_findings.unknown_codes(connection, count)


def otherwise(desk: Desk, count: Stocktake) -> tuple[FoundOtherwise, ...]:
    with desk.library.reading() as connection:
        return count_findings.found_otherwise(connection, count)


def on_loan(desk: Desk, count: Stocktake) -> tuple[OnLoanHere, ...]:
    with desk.library.reading() as connection:
        return count_findings.on_loan_here(connection, count, desk.policy, desk.today)


def doubles(desk: Desk, count: Stocktake) -> tuple[Double, ...]:
    with desk.library.reading() as connection:
        return count_findings.doubles(connection, count)


def test_what_was_not_seen_comes_in_walking_order_with_its_neighbours(desk: Desk) -> None:
    library = desk.library
    first_room, second_room = a_room(library, "一楼"), a_room(library, "二楼")
    a_shelf(library, "SH2", "I1/1", place=1, location_id=first_room)
    a_shelf(library, "SH1", "A1/1", place=2, location_id=second_room)
    first, gone, last = (a_copy_at(library, f"I24/{each}", location_id=first_room) for each in (1, 2, 3))
    early = a_copy_at(library, "B8/1", location_id=second_room)
    count = a_count(desk)
    later = days_later(desk, 1)
    scan(later, count, first)
    scan(later, count, last)
    listed = not_seen(later, count)
    with desk.library.reading() as connection:
        found = count_findings.with_places(connection, count.id, listed)
    assert [each.copy.id for each in found] == [gone.id, early.id]
    assert [each.shelf.code if each.shelf else "" for each in found] == ["SH2", "SH1"]
    assert found[0].before is not None
    assert found[0].after is not None
    assert (found[0].before.call_number, found[0].after.call_number) == ("I24/1", "I24/3")
    assert "between" in found[0].places[0]
    assert found[0].places[0].startswith("Its place: 一楼 I24/2")


def test_the_list_of_what_was_not_seen_searches_the_shelves_for_no_copy(desk: Desk) -> None:
    for number in range(1, 4):
        a_copy_at(desk.library, f"I24/{number}")
    count = a_count(desk)
    asked: list[str] = []
    with desk.library.reading() as connection:
        event.listen(connection, "before_cursor_execute", lambda *told: asked.append(told[2]))
        found = count_findings.not_seen(connection, count, desk.policy, desk.today)
    assert not [each for each in asked if "wanted" in each]
    assert [(each.places, each.before) for each in found] == [((), None)] * 3


def test_who_had_a_copy_last_and_what_may_be_its_code_help_to_find_it(desk: Desk) -> None:
    copy = a_copy_at(desk.library, "I24/1", barcode="B12345")
    other = a_copy_at(desk.library, "I24/2", barcode="B99001")
    check_out(desk, a_patron(desk.library, "李小明"), copy.id)
    check_in(days_later(desk, 1), copy.id)
    shelve_all(days_later(desk, 1))
    week = days_later(desk, 7)
    count = a_count(week)
    scan(minutes_later(week), count, "B12354")
    found = {each.copy.id: each for each in not_seen(week, count)}
    assert "李小明" in found[copy.id].last_patron
    assert found[copy.id].last_returned_on == days_later(desk, 1).today
    assert [each.misread for each in found[copy.id].likely] == [Misread.SWAPPED]
    assert by_chance(found.values())[0].copy.id == copy.id
    assert found[other.id].chance < found[copy.id].chance
    (code,) = unknown(week, count)
    assert [(each.copy.id, each.not_seen) for each in code.proposals] == [(copy.id, True)]


def test_each_search_in_vain_is_counted_and_halves_the_hope(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    (before,) = not_seen(desk, count)
    decide(minutes_later(desk), count.id, DecisionKind.SEARCHED, copy_ids=[copy.id])
    decide(minutes_later(desk, 2), count.id, DecisionKind.SEARCHED, copy_ids=[copy.id])
    (found,) = not_seen(desk, count)
    assert (before.searches, found.searches) == (0, 2)
    assert found.chance == before.chance // 4
    assert found.decided is None
    decide(minutes_later(desk, 3), count.id, DecisionKind.MISSING, copy_ids=[copy.id])
    (decided,) = not_seen(desk, count)
    assert decided.decided is not None
    assert decided.decided.kind is DecisionKind.MISSING


def test_a_copy_on_another_shelf_is_named_with_where_it_belongs_until_it_is_put_back(desk: Desk) -> None:
    library = desk.library
    a_shelf(library, "SH2", "I3/1", place=2, name="文学二")
    shelf = a_shelf(library, "SH1", "I1/1", place=1)
    wrong = a_copy_at(library, "I35/1")
    right = a_copy_at(library, "I2/1")
    count = a_count(desk)
    later = days_later(desk, 1)
    scan(later, count, right, shelf=shelf)
    scan(later, count, wrong, shelf=shelf)
    (found,) = misplaced(later, count)
    assert (found.copy.id, found.place, found.belongs) == (wrong.id, "SH1", "文学二")
    assert not moves(later, count)
    decide(minutes_later(later), count.id, DecisionKind.MOVED, copy_ids=[wrong.id])
    assert not misplaced(later, count)


def test_a_lost_copy_that_is_put_in_its_place_is_still_to_be_found_in_the_register(desk: Desk) -> None:
    library = desk.library
    a_shelf(library, "SH2", "I3/1", place=2)
    shelf = a_shelf(library, "SH1", "I1/1", place=1)
    lost = a_copy_at(library, "I35/1")
    report_missing(desk, lost.id)
    count = a_count(desk)
    later = days_later(desk, 1)
    scan(later, count, lost, shelf=shelf)
    decide(minutes_later(later), count.id, DecisionKind.MOVED, copy_ids=[lost.id])
    assert not misplaced(later, count)
    assert [each.decided for each in otherwise(later, count)] == [None]
    decide(minutes_later(later, 2), count.id, DecisionKind.FOUND, copy_ids=[lost.id])
    assert not otherwise(later, count)


def test_the_fewest_moves_put_a_shelf_in_order(desk: Desk) -> None:
    shelf = a_shelf(desk.library)
    standing = ["I1/1", "I9/1", "I2/1", "I3/1", "I5/1", "I4/1"]
    copies = [a_copy_at(desk.library, number) for number in standing]
    count = a_count(desk)
    for minute, copy in enumerate(copies):
        scan(minutes_later(desk, minute), count, copy, shelf=shelf)
    (found,) = moves(desk, count)
    assert found.copies == 6
    taken = [(move.call_number, move.after, move.before) for move in found.moves]
    numbers = [
        (number, after.call_number if after else "", before.call_number if before else "")
        for number, after, before in taken
    ]
    assert len(numbers) == 2
    assert numbers[-1] == ("I9/1", numbers[-1][1], "")
    assert {number for number, _after, _before in numbers} <= {"I9/1", "I5/1", "I4/1"}
    decide(minutes_later(desk, 9), count.id, DecisionKind.MOVED, copy_ids=[move.copy_id for move in found.moves])
    assert not moves(desk, count)


def test_a_copy_seen_on_two_shelves_is_a_double_and_stands_on_the_last(desk: Desk) -> None:
    one, other = a_shelf(desk.library, "SH1"), a_shelf(desk.library, "SH2", place=2)
    copy = a_copy_at(desk.library, "I1/1")
    count = a_count(desk)
    scan(minutes_later(desk), count, copy, shelf=one)
    scan(minutes_later(desk, 2), count, copy, shelf=other)
    (found,) = doubles(desk, count)
    assert (found.copy.id, found.places) == (copy.id, ("SH1", "SH2"))


def test_a_copy_carried_to_another_shelf_stands_behind_what_was_scanned_there_before(desk: Desk) -> None:
    one, other = a_shelf(desk.library, "SH1"), a_shelf(desk.library, "SH2", place=2)
    carried, stays = a_copy_at(desk.library, "I1/1"), a_copy_at(desk.library, "I5/1")
    after = a_copy_at(desk.library, "I9/1")
    count = a_count(desk)
    for minute, (copy, shelf) in enumerate(((carried, one), (after, one), (stays, other), (carried, other))):
        scan(minutes_later(desk, minute), count, copy, shelf=shelf)
    (found,) = moves(desk, count)
    assert (found.place, found.copies, len(found.moves)) == ("SH2", 2, 1)


def test_a_copy_on_loan_that_stands_here_is_offered_until_it_is_returned(desk: Desk) -> None:
    copy = a_copy(desk.library)
    check_out(desk, a_patron(desk.library), copy.id)
    later = days_later(desk, 1)
    a_copy(desk.library)
    count = a_count(later)
    scan(minutes_later(later), count, copy)
    (found,) = on_loan(later, count)
    assert found.loan.copy_id == copy.id
    check_in(minutes_later(later, 2), copy.id)
    assert not on_loan(later, count)


def test_a_missing_copy_that_stands_here_is_found_otherwise_until_it_is_decided(desk: Desk) -> None:
    copy = a_copy(desk.library, state="missing")
    count = a_count(desk)
    scan(minutes_later(desk), count, copy)
    (found,) = otherwise(desk, count)
    assert (found.copy.id, found.why) == (copy.id, "missing")
    decide(minutes_later(desk, 2), count.id, DecisionKind.FOUND, copy_ids=[copy.id])
    assert not otherwise(desk, count)


def test_a_code_that_was_set_aside_says_so_and_repeats_are_counted(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    line = scan(minutes_later(desk), count, "T9999").line
    scan(minutes_later(desk, 2), count, "T9999")
    assert line is not None
    decide(minutes_later(desk, 3), count.id, DecisionKind.SET_ASIDE, scan_ids=[line.id])
    (found,) = unknown(desk, count)
    assert (found.repeats, found.decided is not None) == (1, True)
    assert [each.code for each in _lines(desk, count)] == ["T9999"]


def _lines(desk: Desk, count: Stocktake) -> list[DecisionLine]:
    with desk.library.reading() as connection:
        return list(count_findings.decision_lines(connection, count.id))
