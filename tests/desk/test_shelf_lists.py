"""A list of shelves taken in: every row accounted for, nothing written by the trial, all of it taken back by undo."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.builders import a_copy, a_desk, all_rows
from tests.desk.counts import a_location
from tests.desk.test_shelf_set_up import made, shelves_now, undo

from deskcirc.desk.desk import Desk
from deskcirc.desk.shelf_lists import take_shelf_list, try_shelf_list
from deskcirc.desk.shelves import end_shelf
from deskcirc.domain.shelf_lists import RowFate, ShelfFile, ShelfRow
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library


def a_file(*rows: ShelfRow) -> ShelfFile:
    return ShelfFile("list.xlsx", rows)


def test_rows_make_change_keep_or_are_refused_with_their_reason(desk: Desk) -> None:
    place = a_location(desk.library, "HALL2", "二楼")
    a_copy(desk.library, barcode="B77777")
    same, changed = made(desk, 2)
    file = a_file(
        ShelfRow(2, same.code, same.name),
        ShelfRow(3, changed.code, "by the window", "二楼", "I2/1"),
        ShelfRow(4, "J-001", "new", "HALL2", "K2/1"),
        ShelfRow(5, "", "without a code"),
        ShelfRow(6, "B77777", "a book"),
        ShelfRow(7, "j-001", "twice"),
        ShelfRow(8, "DC-UNDO", "a command"),
        ShelfRow(9, "J-002", "nowhere", "三楼"),
        ShelfRow(10, "", "", "二楼", "I2/1"),
        ShelfRow(11, "J-003", "spoilt", flaw="the file has lost characters here."),
    )
    before = all_rows(desk.library)
    trial = try_shelf_list(desk, file)
    assert all_rows(desk.library) == before
    assert [each.fate for each in trial.outcomes] == [
        RowFate.SAME,
        RowFate.CHANGED,
        *[RowFate.NEW] * 2,
        *[RowFate.REFUSED] * 6,
    ]
    assert all(each.sentence for each in trial.outcomes if each.fate is RowFate.REFUSED)
    assert "三楼" in trial.outcomes[7].sentence
    assert "二楼" in trial.outcomes[7].sentence
    assert trial.sums.read == len(file.rows)
    assert take_shelf_list(desk, file).outcomes == trial.outcomes
    now = shelves_now(desk.library)
    assert [(shelf.code, shelf.name, shelf.location_id) for shelf in now] == [
        (same.code, same.name, None),
        (changed.code, "by the window", place),
        ("J-001", "new", place),
        ("SH0003", "without a code", None),
    ]
    assert not list(check_library(desk.library))
    undo(desk)
    assert shelves_now(desk.library) == (same, changed)


def test_taking_the_same_list_twice_changes_nothing_more(desk: Desk) -> None:
    file = a_file(ShelfRow(2, "J-001", "one", "", "I2/1"), ShelfRow(3, "J-002", "two"))
    take_shelf_list(desk, file)
    before = all_rows(desk.library)
    assert take_shelf_list(desk, file).sums.same == 2
    assert all_rows(desk.library) == before


def test_codes_of_a_list_are_passed_over_by_those_that_are_counted_up(desk: Desk) -> None:
    for code, following in (("SH0001", "SH0002"), ("SH0007", "SH0008")):
        take_shelf_list(desk, a_file(ShelfRow(2, code, "one")))
        undo(desk)
        assert [shelf.code for shelf in made(desk, 1)] == [following]


def test_the_code_of_an_ended_shelf_is_given_to_nothing_else(desk: Desk) -> None:
    (shelf,) = made(desk, 1)
    end_shelf(desk, [shelf.id])
    trial = try_shelf_list(desk, a_file(ShelfRow(2, shelf.code, "again")))
    assert trial.outcomes[0].fate is RowFate.REFUSED


WORDS = st.sampled_from(["", "SH0001", "SH0002", "J-1", "B00001", "二楼", "I2/1", "DC-NEXT", "x" * 600, "架", "A1"])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.builds(ShelfRow, st.integers(1, 9), WORDS, WORDS, WORDS, WORDS), max_size=8))
def test_whatever_a_list_says_its_rows_add_up_and_the_library_stays_sound(
    rows: list[ShelfRow], template_file: Path
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copyfile(template_file, Path(folder) / "school.deskcirc")
        with open_library(Path(folder) / "school.deskcirc") as library:
            desk = a_desk(library)
            a_copy(library)
            made(desk, 1)
            trial = take_shelf_list(desk, a_file(*rows))
            assert trial.sums.read == len(rows)
            assert len(shelves_now(library)) == 1 + trial.sums.new
            assert not list(check_library(library))
