"""The steps lead to exactly the tables of the program, all at once or not at all, and old files come along."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, inspect
from tests.builders import a_desk

from deskcirc import paths
from deskcirc.desk.undo import undo_by_id
from deskcirc.errors import LibraryFileError
from deskcirc.store import migrate
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.tables import metadata


def configuration() -> Config:
    made = Config()
    made.set_main_option("script_location", str(paths.migrations()))
    return made


def file_at_step(path: Path, step: str, number: int) -> Path:
    """A library file as an older program left it."""
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        asked = configuration()
        asked.attributes["connection"] = connection
        command.upgrade(asked, step)
        connection.exec_driver_sql(f"PRAGMA application_id={migrate.APPLICATION_ID}")
        connection.exec_driver_sql(f"PRAGMA user_version={number}")
        connection.exec_driver_sql("INSERT INTO patron_categories (code, name) VALUES ('pupil', '学生')")
    engine.dispose()
    return path


def is_ours(_found: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """Not the tables that SQLite makes for the index of titles."""
    return not (kind == "table" and (name or "").startswith("title_search"))


def shape(connection: Connection) -> dict[str, set[str]]:
    """What compare_metadata does not look at: the conditions of tables and of indices."""
    indices = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
    found = {"indices": {" ".join(str(sql).split()) for sql in indices.scalars()}}
    inspector = inspect(connection)
    for table in metadata.tables:
        found[table] = {f"{check['name']}: {check['sqltext']}" for check in inspector.get_check_constraints(table)}
    return found


def test_the_steps_make_exactly_the_tables_of_the_program(library: Library) -> None:
    with library.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True, "include_object": is_ours}
        )
        assert compare_metadata(context, metadata) == []


def test_the_steps_make_the_same_conditions_too(library: Library) -> None:
    fresh = create_engine("sqlite://")
    with fresh.connect() as made, library.reading() as migrated:
        metadata.create_all(made)
        assert shape(migrated) == shape(made)
    fresh.dispose()


def test_the_number_in_the_file_counts_the_steps() -> None:
    assert len(list(ScriptDirectory.from_config(configuration()).walk_revisions())) == migrate.VERSION


def test_no_step_imports_the_program() -> None:
    assert [file for file in paths.migrations().rglob("*.py") if "import deskcirc" in file.read_text("utf-8")] == []
    assert [file for file in paths.migrations().rglob("*.py") if "from deskcirc" in file.read_text("utf-8")] == []


def test_an_older_file_is_brought_up_after_a_backup_and_keeps_its_rows(tmp_path: Path) -> None:
    old = file_at_step(tmp_path / "old.deskcirc", "0001", 1)
    with open_library(old) as library, library.reading() as connection:
        assert connection.exec_driver_sql("SELECT name FROM patron_categories").scalar_one() == "学生"
        assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == migrate.VERSION
        assert (
            compare_metadata(MigrationContext.configure(connection, opts={"include_object": is_ours}), metadata) == []
        )
    kept = tmp_path / f"old-before-version-{migrate.VERSION}.deskcirc"
    assert migrate.version_of(kept) == 1
    with closing(sqlite3.connect(kept)) as raw:
        assert raw.execute("SELECT name FROM patron_categories").fetchone() == ("学生",)


def test_a_file_of_today_is_opened_without_a_backup(library_file: Path) -> None:
    assert migrate.bring_up_to_date(library_file) is None
    assert [file.name for file in library_file.parent.iterdir()] == [library_file.name]


def test_an_upgrade_that_fails_its_check_leaves_the_old_file_as_it_was(tmp_path: Path) -> None:
    old = file_at_step(tmp_path / "old.deskcirc", "0001", 1)
    with closing(sqlite3.connect(old)) as raw:
        raw.execute("INSERT INTO cards (code, patron_id, state, issued_at) VALUES ('K1', 99, 'valid', '')")
        raw.commit()
    before = old.read_bytes()
    with pytest.raises(LibraryFileError, match="check"):
        open_library(old)
    assert migrate.version_of(old) == 1
    assert old.read_bytes() == before


def test_an_upgrade_with_no_room_for_its_backup_does_not_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = file_at_step(tmp_path / "old.deskcirc", "0001", 1)
    before = old.read_bytes()
    (tmp_path / f"old-before-version-{migrate.VERSION}.deskcirc.part").mkdir()
    with pytest.raises((LibraryFileError, OSError)):
        open_library(old)
    assert old.read_bytes() == before


def test_a_library_made_by_this_program_is_whole(library: Library) -> None:
    assert list(check_library(library)) == []


def test_a_file_between_two_programs_is_not_read_half(library_file: Path, tmp_path: Path) -> None:
    newer = tmp_path / "newer.deskcirc"
    shutil.copyfile(library_file, newer)
    with closing(sqlite3.connect(newer)) as raw:
        raw.execute(f"PRAGMA user_version={migrate.VERSION + 1}")
        raw.commit()
    before = newer.read_bytes()
    for read_only in (False, True):
        with pytest.raises(LibraryFileError, match="newer"):
            open_library(newer, read_only=read_only)
    assert newer.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["newer.deskcirc", "school.deskcirc"]


def test_an_older_file_is_not_looked_at_half(tmp_path: Path) -> None:
    old = file_at_step(tmp_path / "old.deskcirc", "0002", 2)
    before = old.read_bytes()
    with pytest.raises(LibraryFileError, match="older"):
        open_library(old, read_only=True)
    assert old.read_bytes() == before


def test_an_act_done_before_an_upgrade_can_be_undone_after_it(tmp_path: Path) -> None:
    old = file_at_step(tmp_path / "old.deskcirc", "0002", 2)
    category = {"id": 1, "code": "pupil", "name": "学生"}
    renamed = {**category, "name": "同学"}
    with closing(sqlite3.connect(old)) as raw:
        entry = "INSERT INTO journal (at, act, operator, station, subject, hash) VALUES (?, ?, ?, ?, ?, ?)"
        at = "2026-03-02T04:00:00.000+00:00"
        raw.execute(entry, (at, "change_category", "Librarian", "counter 1", "{}", "0"))
        change = "INSERT INTO journal_changes (entry_id, table_name, row_id, before, after) VALUES (1, ?, 1, ?, ?)"
        raw.execute(change, ("patron_categories", json.dumps(category), json.dumps(renamed)))
        raw.execute("UPDATE patron_categories SET name = '同学'")
        raw.commit()
    with open_library(old) as library:
        assert undo_by_id(a_desk(library), 1).done
        with library.reading() as connection:
            (row,) = connection.exec_driver_sql("SELECT name, ended FROM patron_categories").all()
    assert tuple(row) == ("学生", 0)
