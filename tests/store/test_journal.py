"""The journal: append-only, chained, complete, and the only way by which rows are written."""

from __future__ import annotations

import ast
import json
import re
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from tests.builders import NOON, OPENED, a_copy, a_patron, all_rows, set_up_act

import deskcirc
from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.store import journal as journal_module
from deskcirc.store import search as search_module
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.journal import Act, Writing, image_text
from deskcirc.store.stored_rows import stored_rows
from deskcirc.store.tables import TABLES, copies, locations, settings, titles

SOURCES = Path(deskcirc.__file__).parent
WRITES = re.compile(r"\b(INSERT\s+(OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO)\b", re.IGNORECASE)


@pytest.mark.parametrize("table", ["journal", "journal_changes"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_the_library_file_itself_refuses_to_change_the_journal(library: Library, table: str, statement: str) -> None:
    library.checkpoint()
    raw = sqlite3.connect(library.path)
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        raw.execute(statement.format(table))
    raw.close()


def test_nothing_but_the_journal_writes_rows() -> None:
    assert [place for file in SOURCES.rglob("*.py") for place in writers(file)] == []


def writers(file: Path) -> list[str]:
    """Where a source builds an INSERT, UPDATE or DELETE; SQL in words, SQLAlchemy's functions and tables' methods."""
    if file in (Path(journal_module.__file__), Path(search_module.__file__)):
        return []  # the index of titles holds nothing that its titles don't
    found = []
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("sqlalchemy"):
            found += [name.name for name in node.names if name.name in {"insert", "update", "delete"}]
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and WRITES.search(node.value):
            found.append(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and is_table(node.func):
            found.append(ast.unparse(node.func))
    return [f"{file.relative_to(SOURCES)}: {what}" for what in found]


def is_table(call: ast.Attribute) -> bool:
    return call.attr in {"insert", "update", "delete"} and ast.unparse(call.value) in {*TABLES, "table"}


def test_an_act_leaves_who_what_where_and_when_with_every_row_before_and_after(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    with desk.library.reading() as connection:
        entry = connection.exec_driver_sql("SELECT * FROM journal ORDER BY id DESC LIMIT 1").mappings().one()
        changes = connection.exec_driver_sql(f"SELECT * FROM journal_changes WHERE entry_id = {entry['id']}").mappings()
        (change,) = changes.all()
    assert (entry["act"], entry["operator"], entry["station"]) == ("check_out", "Librarian", "counter 1")
    assert entry["at"] == "2026-03-02T04:00:00.000+00:00"
    assert (change["table_name"], change["before"]) == ("loans", None)
    assert json.loads(change["after"])["due"] == "2026-03-16"


def test_a_failed_act_leaves_neither_rows_nor_entry(library: Library) -> None:
    before = all_rows(library, without_journal=False)
    with pytest.raises(IntegrityError), library.writing(set_up_act(library)) as writing:  # noqa: PT012
        writing.insert(locations, code="A1", name="一号架")
        writing.insert(locations, code="A1", name="又一个")
    assert all_rows(library, without_journal=False) == before


def test_a_bug_in_the_middle_of_an_act_leaves_nothing_and_the_next_act_works(library: Library) -> None:
    with pytest.raises(ZeroDivisionError), library.writing(set_up_act(library)) as writing:  # noqa: PT012
        writing.insert(locations, code="A1", name="一号架")
        _ = 1 // 0
    with library.writing(set_up_act(library)) as writing:
        writing.insert(locations, code="A1", name="一号架")
    assert list(check_library(library)) == []


def test_a_setting_read_while_an_act_fails_is_forgotten_with_it(library: Library) -> None:
    with pytest.raises(ZeroDivisionError), library.writing(set_up_act(library)) as writing:  # noqa: PT012
        writing.insert(settings, name="hold_days", value="99")
        library._policy = None
        assert library.policy.hold_days == 99
        _ = 1 // 0
    assert library.policy.hold_days == 7


def test_an_act_that_changes_nothing_leaves_no_entry(library: Library) -> None:
    copy = a_copy(library)
    before = all_rows(library, without_journal=False)
    with library.writing(set_up_act(library)) as writing:
        assert not writing.update(copies, copy.id, note="")
    assert all_rows(library, without_journal=False) == before


def test_a_misspelt_column_is_a_bug_at_once_and_not_a_lost_value(library: Library) -> None:
    copy = a_copy(library)
    slips: list[Callable[[Writing], object]] = [
        lambda writing: writing.update(copies, copy.id, damgaed=True),
        lambda writing: writing.insert(locations, code="A1", nmae="一号架"),
        lambda writing: writing.insert_many(locations, [{"code": "A1"}, {"code": "A2", "nmae": "二号架"}]),
    ]
    for write in slips:
        with pytest.raises(TypeError, match=r"damgaed|nmae"), library.writing(set_up_act(library)) as writing:
            write(writing)


def test_changing_a_row_that_is_not_there_is_a_bug(library: Library) -> None:
    with pytest.raises(LookupError), library.writing(set_up_act(library)) as writing:
        writing.update(copies, 999, note="?")


def test_many_rows_changed_at_once_are_told_as_each_alone(library: Library) -> None:
    ids = [a_copy(library).id for _each in range(4)]
    with library.reading() as connection:
        added = {row["id"]: row["added_at"] for row in stored_rows(connection, copies, ids)}
    values: dict[int, dict[str, object]] = {
        ids[2]: {"note": "c", "location_id": None},
        ids[0]: {"note": "a"},
        ids[1]: {"note": ""},  # as it was
        ids[3]: {"note": "d", "added_at": NOON + timedelta(days=1)},
    }

    def images() -> list[tuple[object, ...]]:
        with library.reading() as connection:
            words = "SELECT table_name, row_id, before, after FROM journal_changes WHERE entry_id IN"
            words += " (SELECT max(id) FROM journal)"
            return [tuple(row) for row in connection.exec_driver_sql(words)]

    with library.writing(set_up_act(library)) as writing:
        assert writing.update_many(copies, values) == 3
    at_once = images()
    assert [row[1] for row in at_once] == [ids[2], ids[0], ids[3]]
    stored = all_rows(library)
    with library.writing(set_up_act(library)) as writing:
        for row_id in values:
            writing.update(copies, row_id, note="", added_at=added[row_id])
    with library.writing(set_up_act(library)) as writing:
        for row_id, one in values.items():
            writing.update(copies, row_id, **one)
    assert images() == at_once
    assert all_rows(library) == stored
    assert list(check_library(library)) == []
    with pytest.raises(LookupError), library.writing(set_up_act(library)) as writing:
        writing.update_many(copies, {ids[0]: {"note": "x"}, 999: {"note": "?"}})
    with pytest.raises(TypeError, match="nmae"), library.writing(set_up_act(library)) as writing:
        writing.update_many(copies, {ids[0]: {"nmae": "x"}})
    with pytest.raises(TypeError, match="one by one"), library.writing(set_up_act(library)) as writing:
        writing.update_many(titles, {1: {"note": "x"}})
    assert all_rows(library) == stored


def test_an_import_of_thousands_of_rows_is_one_unbroken_entry(library: Library) -> None:
    with library.writing(Act(str(ActName.IMPORT), OPENED, "Librarian", "", {})) as writing:
        for pile in range(5):
            rows = [{"title": f"第{number}本", "added_at": NOON} for number in range(pile * 1000, pile * 1000 + 1000)]
            writing.insert_many(titles, rows)
        writing.update(titles, 1, note="第一本")
    with library.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM journal").scalar_one() == 2
        assert connection.exec_driver_sql("SELECT count(*) FROM titles").scalar_one() == 5000
    assert list(check_library(library)) == []


def test_text_of_every_kind_comes_back_as_it_went_in(library: Library) -> None:
    odd = "𠮷 “'; DROP TABLE titles; --\u0000\u001f\u2028\U0001f4da\\\"\t"
    copy = a_copy(library, odd)
    assert copy.title == odd
    assert list(check_library(library)) == []


def test_an_image_is_written_in_the_order_of_its_names_however_the_row_came(library: Library) -> None:
    for table in TABLES.values():
        row = dict.fromkeys(reversed(table.columns.keys()))
        assert image_text(table, row) == json.dumps(row, sort_keys=True, separators=(",", ":"))
