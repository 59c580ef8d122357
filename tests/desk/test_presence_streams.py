"""Each stream by which a copy shows that it is here, alone; and what looks like one of them and is none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from tests.builders import a_copy, a_desk, a_patron, days_later, set_up_act
from tests.desk.collector_files import file_id, taken_in
from tests.desk.counts import a_copy_at, a_count, missed, scan

from deskcirc.desk.copies import CopyChange, change_copy
from deskcirc.desk.count_decisions import decide
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.repair import report_damage
from deskcirc.desk.returning import check_in, shelve_all
from deskcirc.desk.undo import undo_last
from deskcirc.domain.repair import RepairOrigin
from deskcirc.domain.stocktake import DecisionKind, Scope, Stocktake
from deskcirc.store.database import Library
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.count_progress import count_progress
from deskcirc.store.tables import holds, in_house_uses, loans, losses, repairs

Row = Callable[[Writing, int, datetime], object]


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def _loan(writing: Writing, copy_id: int, returned_at: datetime) -> None:
    lent_at = returned_at - timedelta(days=400)
    due = lent_at.date() + timedelta(days=30)
    writing.insert(loans, copy_id=copy_id, patron_id=1, lent_at=lent_at, due=due, returned_at=returned_at)


def _repair(writing: Writing, copy_id: int, at: datetime, **values: object) -> None:
    long_ago = at - timedelta(days=400)
    row = {"copy_id": copy_id, "state": "back", "reported_at": long_ago, "ended_at": at, **values}
    writing.insert(repairs, **row)


def _loss(writing: Writing, copy_id: int, at: datetime, state: str) -> None:
    writing.insert(losses, copy_id=copy_id, state=state, reported_at=at - timedelta(days=400), ended_at=at)


STREAMS: dict[str, Row] = {
    "returned": _loan,
    "read here": lambda writing, copy_id, at: writing.insert(in_house_uses, copy_id=copy_id, at=at),
    "reported damaged": lambda writing, copy_id, at: _repair(writing, copy_id, at, reported_at=at),
    "taken to the table": lambda writing, copy_id, at: _repair(writing, copy_id, at, started_at=at),
    "mended": lambda writing, copy_id, at: _repair(writing, copy_id, at, mended_at=at),
    "found": lambda writing, copy_id, at: _loss(writing, copy_id, at, "found"),
}
NONE: dict[str, Row] = {
    "its damage was typed": lambda writing, copy_id, at: _repair(
        writing, copy_id, at, reported_at=at, origin="register"
    ),
    "its loss was a mistake": lambda writing, copy_id, at: _loss(writing, copy_id, at, "cancelled"),
}


def shown(desk: Desk, count: Stocktake, copy_id: int) -> tuple[bool, bool, bool]:
    """Whether the copy is taken to be here: by the list of what is missed, by a decision, and by the progress."""
    decided = decide(desk, count.id, DecisionKind.SEARCHED, copy_ids=[copy_id])
    with desk.library.reading() as connection:
        found = count_progress(connection, count, desk.now).found
    return copy_id not in missed(desk, count), "is not missed" in decided.why_not, found == 1


def written(desk: Desk, row: Row, copy_id: int, at: datetime) -> None:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        row(writing, copy_id, at)


@pytest.mark.parametrize("stream", STREAMS)
@pytest.mark.parametrize(("hours", "is_here"), [(-1, False), (1, True)])
def test_one_stream_alone_shows_a_copy_from_the_opening_on(
    desk: Desk, stream: str, hours: int, *, is_here: bool
) -> None:
    copy, _other, _reader = a_copy(desk.library), a_copy(desk.library), a_patron(desk.library)
    count = a_count(desk)
    written(desk, STREAMS[stream], copy.id, desk.now + timedelta(hours=hours))
    assert shown(days_later(desk, 1), count, copy.id) == (is_here,) * 3


@pytest.mark.parametrize("what", NONE)
def test_what_was_only_written_at_the_desk_shows_no_copy(desk: Desk, what: str) -> None:
    copy, _other = a_copy(desk.library), a_copy(desk.library)
    count = a_count(desk)
    written(desk, NONE[what], copy.id, desk.now + timedelta(hours=1))
    assert shown(days_later(desk, 1), count, copy.id) == (False,) * 3


def test_a_hold_that_was_kept_for_somebody_shows_its_copy_to_every_part_of_a_count(desk: Desk) -> None:
    copy, _other, reader = a_copy(desk.library), a_copy(desk.library), a_patron(desk.library)
    count = a_count(desk)
    with desk.library.writing(replace(set_up_act(desk.library), at=days_later(desk, 1).now)) as writing:
        row = {"title_id": copy.title_id, "patron_id": reader.id, "placed_at": desk.now, "ready_at": desk.now}
        writing.insert(holds, **row, copy_id=copy.id, state="ready", shelf_number=1)
    assert shown(days_later(desk, 2), count, copy.id) == (True,) * 3


def test_a_missing_copy_that_was_found_is_here_though_it_lies_damaged_where_nobody_shelves_it(desk: Desk) -> None:
    copy, other = (a_copy(desk.library) for _each in range(2))
    count = a_count(desk)
    later = days_later(desk, 1)
    typed = DamageReport(note="脱页", origin=RepairOrigin.REGISTER)
    assert report_damage(later, copy.id, typed).repair
    assert decide(later, count.id, DecisionKind.MISSING, copy_ids=[copy.id]).done
    assert missed(later, count) == {copy.id, other.id}
    assert find_copy(days_later(desk, 2), copy.id).done
    assert missed(days_later(desk, 2), count) == {other.id}


def test_a_copy_that_is_torn_still_more_in_somebodys_hand_is_not_missed(desk: Desk) -> None:
    copy = a_copy_at(desk.library, "I24/1")
    first = a_count(desk)
    line = scan(days_later(desk, 1), first, copy).line
    second = a_count(days_later(desk, 2), scope=Scope(class_from="A", class_to="Z"))
    later = days_later(desk, 3)
    assert line is not None
    assert decide(later, first.id, DecisionKind.DAMAGED, scan_ids=[line.id], note="缺页").done
    assert missed(later, second) == {copy.id}, "the first count's line is older than the second count"
    report_damage(days_later(desk, 4), copy.id, DamageReport(note="水渍"))
    assert missed(days_later(desk, 4), second) == set()
    assert undo_last(days_later(desk, 4)).done
    assert missed(days_later(desk, 4), second) == {copy.id}


def test_what_an_earlier_count_missed_and_somebody_found_is_asked_for_by_the_next(desk: Desk) -> None:
    copy, other = a_copy(desk.library), a_copy(desk.library)
    first = a_count(desk)
    assert decide(days_later(desk, 1), first.id, DecisionKind.MISSING, copy_ids=[copy.id]).done
    assert find_copy(days_later(desk, 2), copy.id).done
    assert shelve_all(days_later(desk, 2)) == 1
    next_one = a_count(days_later(desk, 20), scope=Scope(item_types=(1,)))
    assert missed(days_later(desk, 21), next_one) == {copy.id, other.id}


def test_a_copy_that_waits_for_shelving_is_not_here_because_a_note_was_written(desk: Desk) -> None:
    copy = a_copy(desk.library, awaits_shelving=True)
    count = a_count(desk)
    assert change_copy(days_later(desk, 1), [copy.id], CopyChange(note="封面旧")) == ()
    assert missed(days_later(desk, 2), count) == {copy.id}


def test_that_all_was_shelved_after_all_not_shows_nothing(desk: Desk) -> None:
    copy = a_copy(desk.library)
    check_in(desk, copy.id)
    a_copy(desk.library)
    later = days_later(desk, 9)
    count = a_count(later)
    hour = replace(later, now=later.now + timedelta(hours=1))
    assert shelve_all(hour) == 1
    assert undo_last(replace(hour, now=hour.now + timedelta(minutes=1))).done
    assert copy.id in missed(days_later(desk, 10), count)


def test_a_line_that_was_taken_back_with_its_file_shows_no_copy(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    taken = taken_in(later, count, f"{copy.code}\n")
    assert shown(later, count, copy.id) == (True,) * 3
    assert take_back_file(later, file_id(taken)).done
    assert shown(later, count, copy.id) == (False,) * 3


def test_a_scan_without_its_instant_is_of_now_and_none_is_of_later(desk: Desk) -> None:
    copies = [a_copy(desk.library) for _each in range(2)]
    count = a_count(desk)
    later = days_later(desk, 1)
    lines = [scan(later, count, copies[0]).line, scan(later, count, copies[1], at=days_later(desk, 9).now).line]
    assert [line.at for line in lines if line] == [later.now] * 2
