"""How far a count has come: shelf by shelf, read whole and carried forward scan by scan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from tests.builders import a_copy, a_desk, a_patron, days_later, set_up_act
from tests.desk.collector_files import file_id, taken_in
from tests.desk.counts import a_copy_at, a_count, a_location, a_shelf, missed, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.returning import check_in
from deskcirc.desk.shelves import end_shelf
from deskcirc.desk.undo import undo_last
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.copies import Copy
from deskcirc.domain.count_progress import CountProgress, Missed, ShelfProgress
from deskcirc.domain.stocktake import Group, Scope, Shelf, Stocktake
from deskcirc.store.database import Library
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.count_progress import count_progress
from deskcirc.store.lookups.count_progress_since import progress_since
from deskcirc.store.tables import copies as copies_table

ROWS: dict[str, Any] = {"shelves": (), "rows": {}, "missed": Missed()}  # a shelf scanned anew comes last


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def progress_of(desk: Desk, count: Stocktake) -> CountProgress:
    with desk.library.reading() as connection:
        return count_progress(connection, count, desk.now)


def later(desk: Desk, **span: float) -> Desk:
    return replace(desk, now=desk.now + timedelta(**span))


def rows_of(progress: CountProgress) -> dict[str, tuple[int, int, int, int]]:
    return {row.label: (row.expected, row.found, row.wrong, row.scanned) for row in progress.shelves}


def a_room(desk: Desk) -> tuple[Shelf, Shelf, list[Copy]]:
    """Two shelves, of the classes B to H and from I on, with two copies each; one stands before all shelves."""
    first = a_shelf(desk.library, "SH001", first="B", place=1)
    second = a_shelf(desk.library, "SH002", first="I", place=2)
    numbers = ("A1/1", "B2/1", "G4/2", "I2/3", "K9/1")
    return (
        replace(first, end_key=second.first_key),
        second,
        [a_copy_at(desk.library, number) for number in numbers],
    )


def test_every_expected_copy_is_in_the_row_of_the_shelf_that_holds_it(desk: Desk) -> None:
    a_room(desk)
    progress = progress_of(desk, a_count(desk))
    assert rows_of(progress) == {"SH001": (2, 0, 0, 0), "SH002": (2, 0, 0, 0), "": (1, 0, 0, 0)}
    assert (progress.expected, progress.found, progress.groups) == (5, 0, {Group.SHELF: 5})
    assert (progress.per_hour, progress.minutes_left) == (0, None)


def test_a_copy_on_the_wrong_shelf_is_found_where_it_belongs_and_wrong_where_it_stood(desk: Desk) -> None:
    first, _second, copies = a_room(desk)
    count = a_count(desk)
    scan(desk, count, copies[3], shelf=first)
    assert rows_of(progress_of(desk, count)) == {"SH001": (2, 0, 1, 1), "SH002": (2, 1, 0, 0), "": (1, 0, 0, 0)}


def test_what_was_lent_since_is_found_without_a_scan(desk: Desk) -> None:
    _first, _second, copies = a_room(desk)
    count = a_count(desk)
    check_out(later(desk, minutes=1), a_patron(desk.library), copies[1].id)
    progress = progress_of(desk, count)
    assert progress.found == 1
    assert set(progress.missed.copy_ids()) == missed(desk, count)


def test_a_shelf_is_done_when_all_that_belongs_there_is_found(desk: Desk) -> None:
    _first, second, copies = a_room(desk)
    count = a_count(desk)
    scan(desk, count, copies[3], shelf=second)
    assert not any(row.done for row in progress_of(desk, count).shelves)
    scan(desk, count, copies[4], shelf=second)
    assert [row.label for row in progress_of(desk, count).shelves if row.done] == ["SH002"]


def test_scan_by_scan_the_progress_is_that_of_the_whole_read_anew(desk: Desk) -> None:
    first, second, copies = a_room(desk)
    count = a_count(desk)
    bare = a_shelf(desk.library, "SH009", place=9)
    out, new = a_copy(desk.library), a_copy_at(desk.library, "B3/1")
    check_out(desk, a_patron(desk.library), out.id)
    carried = progress_of(desk, count)
    lines: list[tuple[Copy | str, dict[str, Any]]] = [
        (copies[1], {"shelf": first}),
        (copies[1], {"shelf": second}),
        (copies[3], {"shelf": first, "person": "李雷"}),
        ("NOBODY", {"shelf": first}),
        (out, {"shelf": second}),
        (new, {"shelf": bare, "person": "李雷"}),
        (copies[0], {}),
        (copies[4], {"shelf": second, "at": desk.now - timedelta(days=1)}),
    ]
    for minutes, (what, order) in enumerate(lines):
        line = scan(later(desk, minutes=4 * minutes + 1), count, what, **order).line
        assert line is not None
        carried = carried.with_line(line, order.get("shelf"))
        whole = progress_of(desk, count)
        assert replace(carried, **ROWS, as_of=whole.as_of) == replace(whole, **ROWS)
        assert carried.missed.copy_ids() == whole.missed.copy_ids()
        assert {row.label: row for row in carried.shelves} == {row.label: row for row in whole.shelves}
        assert carried.with_line(line) == carried
    assert carried.sums.read == len(lines)


def test_a_pause_does_not_count_for_the_speed(desk: Desk) -> None:
    copies = [a_copy(desk.library) for _number in range(12)]
    count = a_count(desk)
    for number, copy in enumerate(copies[:4]):
        scan(later(desk, minutes=number), count, copy)
    after = days_later(desk, 3)
    for number, copy in enumerate(copies[4:8]):
        scan(later(after, minutes=number), count, copy)
    progress = progress_of(desk, count)
    assert progress.per_hour == 60
    assert progress.minutes_left == 4
    assert [(each.lines, each.found) for each in progress.people] == [(8, 8)]


def test_what_is_left_takes_as_long_as_it_would_at_the_speed_of_a_gun(desk: Desk) -> None:
    copies = [a_copy(desk.library) for _number in range(60)]
    count = a_count(desk)
    for number, copy in enumerate(copies[:40]):
        scan(later(desk, minutes=number // 10), count, copy)
    progress = progress_of(desk, count)
    assert (progress.per_hour, progress.minutes_left) == (600, 2)


def test_what_was_written_between_two_scans_is_caught_up_with(desk: Desk) -> None:
    first, second, copies = a_room(desk)
    count, patron = a_count(desk), a_patron(desk.library)
    other = a_count(desk, name="小房间", scope=Scope(class_from="I"))
    progress, entry = progress_of(desk, count), last_entry(desk)
    acts: list[Callable[[Desk], object]] = [
        lambda now: scan(now, count, copies[1], shelf=first),
        lambda now: check_out(now, patron, copies[2].id),
        lambda now: scan(now, other, copies[3], shelf=second),
        lambda now: scan(now, count, copies[3], shelf=second, person="李雷"),
        lambda now: check_in(now, copies[2].id),
        lambda now: scan(now, count, "NOBODY"),
    ]
    for number, act in enumerate(acts):
        act(later(desk, minutes=number + 1))
        progress = caught_up(desk, count, progress, entry)
        entry, whole = last_entry(desk), progress_of(desk, count)
        assert replace(progress, as_of=whole.as_of) == whole
    assert (progress.found, progress.sums.read) == (3, 3)


def test_people_come_as_they_began_and_lines_before_the_opening_say_nothing_of_the_speed(desk: Desk) -> None:
    copies = [a_copy(desk.library) for _each in range(6)]
    count = a_count(desk)
    for minute, (copy, person) in enumerate(zip(copies, "甲乙甲乙甲乙", strict=True)):
        scan(later(desk, minutes=minute), count, copy, person=person)
    scan(later(desk, minutes=6), count, copies[0], person="丙", at=desk.now - timedelta(days=1))
    progress = progress_of(desk, count)
    assert [(each.person, each.lines, each.found) for each in progress.people][-2:] == [("甲", 3, 3), ("乙", 3, 3)]
    assert progress.per_hour == 60


def test_a_pause_within_the_hour_does_not_count_and_an_empty_row_is_never_done(desk: Desk) -> None:
    copies = [a_copy(desk.library) for _each in range(8)]
    count = a_count(desk)
    for minute, copy in zip((0, 1, 2, 3, 33, 34, 35, 36), copies, strict=True):
        scan(later(desk, minutes=minute), count, copy)
    assert progress_of(desk, count).per_hour == 60
    assert not ShelfProgress(None).done


def test_lines_without_a_time_or_taken_back_say_nothing_of_the_speed(desk: Desk) -> None:
    copies = [a_copy(desk.library) for _each in range(6)]
    count = a_count(desk)
    for minute, copy in enumerate(copies[:4]):
        scan(later(desk, minutes=minute), count, copy)
    taken = taken_in(later(desk, minutes=5), count, "".join(f"{copy.code}\n" for copy in copies))
    progress = progress_of(later(desk, minutes=6), count)
    assert (progress.per_hour, progress.found, progress.sums.read) == (60, 6, 10)
    assert take_back_file(later(desk, minutes=7), file_id(taken)).done
    progress = progress_of(later(desk, minutes=8), count)
    assert (progress.per_hour, progress.found, progress.sums.read) == (60, 4, 4)
    assert [each.lines for each in progress.people] == [4]


def test_a_shelf_of_no_room_holds_copies_of_every_room_and_an_ended_one_holds_none(desk: Desk) -> None:
    room = a_location(desk.library, "YD", "阅览室")
    ended = a_shelf(desk.library, "SH002", first="K", place=2, name="二架")
    a_shelf(desk.library, "SH001", first="B", place=1, name="一架")
    for number, location in (("C1/1", room), ("K2/1", None)):
        a_copy_at(desk.library, number, location_id=location)
    count = a_count(desk)
    assert list(rows_of(progress_of(desk, count))) == ["一架", "二架"]
    assert end_shelf(later(desk, minutes=1), [ended.id]).done
    assert rows_of(progress_of(desk, count)) == {"一架": (2, 0, 0, 0)}


def test_what_moves_whole_rows_is_read_anew(desk: Desk) -> None:
    _first, second, copies = a_room(desk)
    count = a_count(desk)
    for act in (
        lambda now: undo_last(now, "scanning"),
        lambda now: a_shelf(now.library, "SH003", first="K", place=3),
        lambda now: move(now, copies[1]),
    ):
        scan(later(desk, minutes=1), count, copies[4], shelf=second)
        progress, entry = progress_of(desk, count), last_entry(desk)
        act(later(desk, minutes=2))
        with desk.library.reading() as connection:
            assert progress_since(connection, count, progress, entry) is None


def move(desk: Desk, copy: Copy) -> None:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(copies_table, copy.id, shelf_key=shelf_key("K1/1"))


def last_entry(desk: Desk) -> int:
    with desk.library.reading() as connection:
        return last_entry_id(connection)


def caught_up(desk: Desk, count: Stocktake, progress: CountProgress, entry: int) -> CountProgress:
    with desk.library.reading() as connection:
        since = progress_since(connection, count, progress, entry)
    assert since is not None
    return since
