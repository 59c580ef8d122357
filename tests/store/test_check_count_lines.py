"""`check` names lines of a count that contradict each other, and undo brings none of that about."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, a_desk, set_up_act
from tests.desk.collector_files import taken_in
from tests.desk.counts import a_count, scan

from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.journal import last_entry_id


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM stocktake_scans WHERE id = 1",
        "UPDATE stocktake_scans SET ended = 1 WHERE id = 3",
        "UPDATE stocktake_scans SET copy_id = NULL WHERE id = 1",
    ],
)
def test_lines_that_contradict_each_other_are_named(desk: Desk, statement: str) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    for code in (copy, copy, "T9999", "T9999"):
        scan(desk, count, code)
    assert not list(check_library(desk.library))
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.connection.exec_driver_sql(statement)
    assert Rule.COUNT_LINES in {breach.rule for breach in check_library(desk.library)}


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (("UPDATE stocktake_files SET lines = 9",), "says 9 lines and has 2"),
        (("UPDATE stocktake_files SET ended = 1",), "taken back without its file"),
        (("UPDATE stocktake_scans SET ended = 1 WHERE line = 2",), "Line 2 of the collector file"),
        (
            ("DROP INDEX uq_stocktake_scans_copy", "UPDATE stocktake_scans SET kind = 'found' WHERE line = 2"),
            "was counted 2 times",
        ),
    ],
)
def test_a_file_whose_lines_were_changed_is_named(desk: Desk, statements: tuple[str, ...], said: str) -> None:
    copy = a_copy(desk.library)
    assert taken_in(desk, a_count(desk), f"{copy.code}\n{copy.code}\n").done
    assert not list(check_library(desk.library))
    with desk.library.writing(set_up_act(desk.library)) as writing:
        for statement in statements:
            writing.connection.exec_driver_sql(statement)
    breaches = [breach.sentence for breach in check_library(desk.library) if breach.rule is Rule.COUNT_LINES]
    assert any(said in sentence for sentence in breaches), breaches


def test_a_scan_on_which_a_later_one_rests_is_not_undone_beneath_it(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    scan(desk, count, copy)
    with desk.library.reading() as connection:
        first = last_entry_id(connection)
    later = replace(desk, now=desk.now + timedelta(minutes=1))
    scan(later, count, copy)
    outcome = undo_by_id(later, first)
    assert not outcome.done
    assert "scanned again later" in outcome.sentence
    assert not list(check_library(desk.library))
