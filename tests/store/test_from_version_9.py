"""A library that the program of version 9 made, before there were counts: opened today after a backup, and counted.

`school_version_9.zip` was written by that program itself: a copy on loan, one shelved again, one on the trolley, one
to be mended, one lost and owed for, one missing, one on the hold shelf, one in a class corner, one withdrawn, one in
process, and three that stand on their shelves.
"""

from __future__ import annotations

import sqlite3
import zipfile
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import NOON, a_desk, all_rows
from tests.desk.counts import a_count, missed, scan

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake, void_stocktake
from deskcirc.desk.stocktakes import weighed
from deskcirc.domain.stocktake import CountKind, Group, Scope
from deskcirc.store import migrate
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.copies import copy_by_id

KEPT = Path(__file__).parents[1] / "files" / "libraries" / "school_version_9.zip"
THEN = ("copies", "loans", "holds", "repairs", "losses", "charges", "withdrawals", "journal", "journal_changes")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    with zipfile.ZipFile(KEPT) as zipped:
        return Path(zipped.extract("school.deskcirc", tmp_path))


@pytest.fixture
def library(old: Path) -> Iterator[Library]:
    with open_library(old) as opened:
        yield opened


def a_week_later(library: Library) -> Desk:
    return a_desk(library, NOON + timedelta(days=7))


def rows_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of then, by the columns of then."""
    with closing(sqlite3.connect(path)) as connection:
        return {table: connection.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in THEN}


def test_the_file_is_brought_up_after_a_backup_that_opens_and_no_row_of_it_changes(old: Path) -> None:
    assert migrate.version_of(old) == 9
    before = rows_of(old)
    with open_library(old) as library:
        assert list(check_library(library)) == []
        assert all_rows(library)["stocktakes"] == []
    kept = old.with_name(f"school-before-version-{migrate.VERSION}.deskcirc")
    assert (migrate.version_of(kept), migrate.version_of(old)) == (9, migrate.VERSION)
    assert rows_of(kept) == rows_of(old) == before


def test_every_copy_of_then_is_in_its_group(library: Library) -> None:
    found, _why_not = weighed(a_week_later(library), Scope())
    assert found == {Group.SHELF: 4, **dict.fromkeys(set(Group) - {Group.SHELF, Group.READING_ROOM}, 1)}


def test_the_shelves_of_then_are_counted_closed_and_all_of_it_taken_back(library: Library) -> None:
    copies = "SELECT * FROM copies ORDER BY id"
    desk = a_week_later(library)
    count = a_count(desk)
    with library.reading() as connection:
        before = [tuple(row) for row in connection.exec_driver_sql(copies)]
        first, lent = copy_by_id(connection, 2), copy_by_id(connection, 1)
    assert first is not None
    assert lent is not None
    assert scan(desk, count, first).kind is CountKind.FOUND
    assert scan(desk, count, lent).kind is CountKind.ON_LOAN
    assert missed(desk, count) == {10, 11, 12}
    assert close_stocktake(desk, count.id).count == 3
    assert list(check_library(library)) == []
    assert void_stocktake(desk, count.id, "试试").stayed == ()
    with library.reading() as connection:
        assert [tuple(row) for row in connection.exec_driver_sql(copies)] == before
    assert list(check_library(library)) == []
