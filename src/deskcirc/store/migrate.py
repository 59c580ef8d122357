"""Bringing a library file to the tables of this program, step by step, with Alembic.

A plain number in the file (`user_version`) tells whether anything is to be done, so that an everyday start need not
load Alembic. A step runs on its own connection with foreign keys off (a rebuilt parent table would empty its
children otherwise: measured) and ends with both of SQLite's checks.
"""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from deskcirc import paths
from deskcirc.errors import LibraryFileError
from deskcirc.store import backup
from deskcirc.text import gettext as _

VERSION = 10
APPLICATION_ID = 0x64636972  # "dcir"


def version_of(path: Path) -> int:
    """The number of steps the file has behind it; raises LibraryFileError for a foreign SQLite file.

    Read from the file's first bytes, as SQLite would leave files of its own beside one that is then refused. Only
    where a program died and left a write-ahead log is SQLite asked, for the log may hold newer numbers.
    """
    log = path.with_name(path.name + "-wal")
    application, version = _asked(path) if log.exists() and log.stat().st_size else _read(path)
    if application != APPLICATION_ID:
        raise LibraryFileError(_("This is a database of another program."), _("Choose a file that ends in .deskcirc."))
    return version


def _read(path: Path) -> tuple[int, int]:
    """Application and version from the header of the SQLite file format ("Database File Format", 1.3)."""
    with path.open("rb") as file:
        header = file.read(100).ljust(100, b"\0")
    return int.from_bytes(header[68:72], "big"), int.from_bytes(header[60:64], "big")


def _asked(path: Path) -> tuple[int, int]:
    raw = sqlite3.connect(f"{Path(os.path.realpath(path)).as_uri()}?mode=ro", uri=True)
    try:
        return raw.execute("PRAGMA application_id").fetchone()[0], raw.execute("PRAGMA user_version").fetchone()[0]
    finally:
        raw.close()


def refuse_newer(path: Path) -> None:
    """Raise LibraryFileError where a newer program made the file; it stays untouched."""
    if version_of(path) > VERSION:
        raise LibraryFileError(
            _("This library was made by a newer deskcirc."),
            _("Install the newer program on this computer too; the file was not touched."),
        )


def refuse_older(path: Path) -> None:
    """Raise LibraryFileError where an older program made the file: for looking only it can't be brought up to date."""
    if version_of(path) < VERSION:
        raise LibraryFileError(
            _("This library was last opened by an older deskcirc."),
            _("Open it once in the window: it is brought up to date then, after a backup."),
        )


def bring_up_to_date(path: Path) -> Path | None:
    """Upgrade an older file after a verified backup; returns the backup, or None where nothing was to be done."""
    version = version_of(path)
    if version == VERSION:
        return None
    kept = path.with_name(f"{path.stem}-before-version-{VERSION}{path.suffix}")
    backup.back_up(path, kept)
    upgrade(path)
    return kept


def upgrade(path: Path) -> None:
    """Run every missing step on the file, making it where it is not there yet: all of them or none.

    The driver begins no transaction before a CREATE TABLE by itself, so it is begun here: a power cut between two
    statements would otherwise leave a file that no version can open.
    """
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine
    from sqlalchemy.pool import StaticPool

    raw = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    raw.execute("PRAGMA foreign_keys=OFF")
    engine = create_engine("sqlite://", creator=lambda: raw, poolclass=StaticPool)
    try:
        with engine.begin() as connection:
            raw.execute("BEGIN IMMEDIATE")
            configuration = Config()
            configuration.set_main_option("script_location", str(paths.migrations()).replace("%", "%%"))
            configuration.attributes["connection"] = connection
            command.upgrade(configuration, "head")
            _prove(raw)
            raw.execute(f"PRAGMA application_id={APPLICATION_ID}")
            raw.execute(f"PRAGMA user_version={VERSION}")
        raw.execute("PRAGMA journal_mode=WAL")
    finally:
        engine.dispose()
        raw.close()


def _prove(raw: sqlite3.Connection) -> None:
    broken = raw.execute("PRAGMA foreign_key_check").fetchall()
    whole = raw.execute("PRAGMA integrity_check").fetchone()[0]
    if broken or whole != "ok":
        raise LibraryFileError(
            _("The library file did not pass its check after the upgrade."),
            _("Open the backup that lies beside it and ask for help."),
        )
