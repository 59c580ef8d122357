"""The library file: opening, closing, reading and writing it, and what can be wrong with it in plain words.

One connection belongs to one worker. WAL with synchronous=FULL: what the screen said is on the disk, with one sync
a commit. `BEGIN IMMEDIATE` takes the write lock before facts are read, so that two stations never decide on the
same facts. The automatic checkpoint is rare (4000 pages) because it made the slowest scans; `checkpoint` is called
when the counter is idle.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from deskcirc.domain.policy import Policy
from deskcirc.errors import ClockError, DeskcircError, DiskFullError, GoneError, LibraryFileError, reason_of
from deskcirc.files import LIBRARY_HEADER
from deskcirc.store import migrate, search
from deskcirc.store.columns import instant_text
from deskcirc.store.file_lock import FileLock, is_writable, real_path, refuse_network_drive
from deskcirc.store.journal import CLOCK_SET_BACK, Act, Writing, chain_end
from deskcirc.store.lookups.policy import read_policy
from deskcirc.text import gettext as _

__all__ = ["Connection", "Library", "create_library", "open_library"]

CLOCK_TOLERANCE = timedelta(minutes=5)
PRAGMAS = (
    "foreign_keys=ON",
    "synchronous=FULL",
    "busy_timeout=5000",
    "cache_size=-6000",
    "wal_autocheckpoint=4000",
    "temp_store=MEMORY",
)
# What Python says of a stored day, instant, state or fact that no program of ours wrote.
_NONSENSE = ("isoformat", "is not a valid", "Expecting value")
POLICY_TABLES = frozenset(
    {
        "settings",
        "circulation_rules",
        "closed_days",
        "terms",
        "opening_periods",
        "amnesties",
        "rota_slots",
        "rota_turns",
        "classes",  # the rota names them
    }
)


class Library:
    """An open library file. Use `open_library` or `create_library`, and `close` it; it is a context manager too."""

    def __init__(self, path: Path, engine: Engine, lock: FileLock | None) -> None:
        self.path = path
        self._engine = engine
        self._lock = lock
        self._connection = engine.connect()
        self.clock_confirmed_at: datetime | None = None
        self.last_entry: int | None = None  # what the last `writing` appended to the journal
        self._policy: Policy | None = None
        self._rehearses = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go of it."""
        if self._lock is not None:
            with suppress(DBAPIError):  # a full or vanished disk: the log stays beside the file, nothing is lost
                self._connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        self._connection.close()
        self._engine.dispose()
        if self._lock is not None:
            self._lock.release()

    def checkpoint(self) -> None:
        """Fold what it can of the write-ahead log into the file without waiting; for idle seconds."""
        with _in_plain_words():
            self._connection.exec_driver_sql("PRAGMA wal_checkpoint(PASSIVE)")

    def make_index_if_missing(self) -> None:
        """Make the index of titles where a step of the upgrade, or a power cut after it, left none: some seconds."""
        if search.is_missing(self._connection):
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                search.make_index(self._connection)
                self._connection.exec_driver_sql("COMMIT")
            except BaseException:
                _roll_back(self._connection)
                raise

    @property
    def policy(self) -> Policy:
        """What the school has set; kept until an act changes it, so that a scan need not read it again."""
        if self._policy is None:
            with _in_plain_words():
                self._policy = read_policy(self._connection)
        return self._policy

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view of the library."""
        with _in_plain_words():
            self._connection.exec_driver_sql("BEGIN")
            try:
                yield self._connection
            finally:
                _roll_back(self._connection)

    @contextmanager
    def writing(self, act: Act) -> Iterator[Writing]:
        """One transaction with one journal entry; all of it or, after any exception, nothing.

        Raises ClockError where the computer's clock stands before the last act and nobody has confirmed it yet.
        """
        with _in_plain_words():
            self._connection.exec_driver_sql("BEGIN IMMEDIATE")
            try:
                last = chain_end(self._connection)
                set_back = self._clock_set_back(act.at, last.at)
                writing = Writing(self._connection, act, last)
                if set_back is not None:
                    writing.tell(**{CLOCK_SET_BACK: instant_text(set_back)})
                yield writing
                entry = writing.append_entry()
                self._connection.exec_driver_sql("ROLLBACK" if self._rehearses else "COMMIT")
                self.last_entry = None if self._rehearses else entry
                if writing.touched & POLICY_TABLES:
                    self._policy = None
            except BaseException:
                _roll_back(self._connection)
                self._policy = None  # it may have been read from what was just rolled back
                raise

    @contextmanager
    def rehearsing(self) -> Iterator[None]:
        """Every transaction meanwhile is rolled back at its end as if it had never been; it warms what is cached."""
        self._rehearses = True
        try:
            yield
        finally:
            self._rehearses = False

    def _clock_set_back(self, at: datetime, last: datetime | None) -> datetime | None:
        """The instant of the last act where `at` lies before it and a person has confirmed that; else None."""
        if last is None or at >= last - CLOCK_TOLERANCE:
            return None
        if self.clock_confirmed_at is not None and at >= self.clock_confirmed_at - CLOCK_TOLERANCE:
            return last
        raise ClockError(
            _("The computer's clock shows {now}, but the last entry was made on {last}.").format(
                now=at.date().isoformat(), last=last.date().isoformat()
            ),
            _("Set the computer's date and time first, or due dates will be wrong."),
        )


def _roll_back(connection: Connection) -> None:
    if connection.invalidated:  # Ctrl+C in the middle of a statement: the driver's connection was closed, and so undone
        connection.rollback()
        return
    raw = connection.connection.dbapi_connection
    if raw is not None and getattr(raw, "in_transaction", False):
        connection.exec_driver_sql("ROLLBACK")


@contextmanager
def _in_plain_words() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise trouble from error
    except (ValueError, TypeError) as error:
        if not any(words in str(error) for words in _NONSENSE):
            raise
        raise damaged() from error


def damaged() -> LibraryFileError:
    """The error for a file whose pages are damaged."""
    return LibraryFileError(
        _("The library file is damaged."), _("Keep it as it is and open the newest backup; then ask for help.")
    )


def no_library() -> LibraryFileError:
    """The error for a file that is something else."""
    return LibraryFileError(
        _("This is not a library file of deskcirc."),
        _("Choose a file that ends in .deskcirc, or import workbooks and MARC files into a new library."),
    )


def trouble_of(error: DBAPIError | sqlite3.Error) -> DeskcircError | None:
    """The database's complaint as a sentence with a remedy, or None where it is a bug of ours."""
    said = str(error.orig if isinstance(error, DBAPIError) else error).lower()
    for words, make in _TROUBLES:
        if words in said:
            return make()
    return None


_TROUBLES: tuple[tuple[str, Callable[[], DeskcircError]], ...] = (
    (
        "disk is full",
        lambda: DiskFullError(
            _("The disk is full; this step was not saved."),
            _("Free some space on the disk, then do it again. Everything before that is safe."),
        ),
    ),
    (
        "readonly",
        lambda: LibraryFileError(
            _("The library file is read-only."),
            _("Copy it from the CD, stick or locked folder to a folder of your own and open it there."),
        ),
    ),
    (
        "locked",
        lambda: LibraryFileError(
            _("Another program is using the library file."),
            _("Close the other program (also backup or virus checks), then do it again."),
        ),
    ),
    ("foreign key", GoneError),  # the act names a row that was taken back while its picture stood on the screen
    ("malformed", damaged),
    ("no such table", damaged),
    ("could not decode", damaged),
    ("not a database", no_library),
    ("encrypted", no_library),
    (
        "disk i/o error",
        lambda: LibraryFileError(
            _("The disk or stick with the library file cannot be read or written any more."),
            _("Plug it in again, or open the newest backup. Everything confirmed before that is safe."),
        ),
    ),
    (
        "unable to open",
        lambda: LibraryFileError(
            _("The library file cannot be opened."),
            _("Check that the disk is plugged in and that you may write to the folder."),
        ),
    ),
)


def create_library(path: Path) -> Library:
    """Make a new library file with its tables; raises LibraryFileError where a file is already there."""
    if os.path.lexists(path):
        raise LibraryFileError(
            _("There is already a file {file}.").format(file=path), _("Choose another name, or open that file.")
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise LibraryFileError(
            _("The folder {folder} cannot be made ({reason}).").format(folder=path.parent, reason=reason_of(error)),
            _("Choose a folder of your own."),
        ) from error
    refuse_network_drive(path)
    lock = FileLock(path)
    lock.take()
    try:
        with _in_plain_words():
            migrate.upgrade(path)
            return Library(path, _engine(path), lock)
    except BaseException:
        lock.release()
        path.unlink(missing_ok=True)
        raise


def open_library(path: Path, *, read_only: bool = False) -> Library:
    """Open a library file, bringing an older one up to date after a backup.

    Raises LibraryFileError with a sentence where the file is missing, no library, newer than this program, damaged,
    read-only, on a network drive or open elsewhere; the file is untouched then. `read_only` opens it beside another
    program, for looking only.
    """
    _refuse_what_is_no_library(path)
    if read_only:
        with _in_plain_words():
            migrate.refuse_newer(path)
            migrate.refuse_older(path)
            return Library(path, _engine(path, read_only=True), None)
    refuse_network_drive(path)
    if not is_writable(path):
        raise LibraryFileError(
            _("The library file or its folder is read-only."),
            _("Copy it from the CD, stick or locked folder to a folder of your own and open it there."),
        )
    lock = FileLock(path)
    lock.take()
    try:
        with _in_plain_words():
            migrate.refuse_newer(path)
            migrate.bring_up_to_date(path)
            library = Library(path, _engine(path), lock)
            library.make_index_if_missing()
            return library
    except BaseException:
        lock.release()
        raise


def _refuse_what_is_no_library(path: Path) -> None:
    try:
        if not (path.is_file() or path.is_dir()) and path.exists():  # a pipe would be waited for without end
            raise no_library()
        with path.open("rb") as file:
            head = file.read(len(LIBRARY_HEADER))
    except FileNotFoundError as error:
        raise LibraryFileError(
            _("There is no file {file}.").format(file=path), _("Check that the disk or stick is plugged in.")
        ) from error
    except OSError as error:
        raise LibraryFileError(
            _("The file {file} cannot be read ({reason}).").format(file=path, reason=reason_of(error)),
            _("Check that it is a file and that you may open it."),
        ) from error
    if head != LIBRARY_HEADER:
        raise no_library()


def opened_beside(library: Library) -> Library:
    """The same library file once more, to be read by a thread of its own while lending goes on; close it at the end."""
    with _in_plain_words():
        return Library(library.path, _engine(library.path, read_only=True), None)


@contextmanager
def reading_beside(library: Library) -> Iterator[Connection]:
    """One consistent view of the library for a thread of its own: lending goes on meanwhile and is not seen."""
    with _in_plain_words():
        engine = _engine(library.path, read_only=True)
        try:
            with engine.connect() as connection:
                connection.exec_driver_sql("BEGIN")
                try:
                    yield connection
                finally:
                    _roll_back(connection)
        finally:
            engine.dispose()


def _engine(path: Path, *, read_only: bool = False) -> Engine:
    def connect() -> sqlite3.Connection:
        # On a CD or in a locked folder SQLite cannot put files of its own; nobody writes there, so it needs none.
        mode = "rw" if not read_only else "ro" if is_writable(path) else "ro&immutable=1"
        raw = sqlite3.connect(
            f"{real_path(path).as_uri()}?mode={mode}", uri=True, isolation_level=None, check_same_thread=False
        )
        for pragma in PRAGMAS:
            raw.execute(f"PRAGMA {pragma}")
        if not read_only:
            raw.execute("PRAGMA journal_mode=WAL")
        return raw

    # AUTOCOMMIT: SQLAlchemy sends no BEGIN or COMMIT of its own, `reading` and `writing` do.
    return create_engine("sqlite://", creator=connect, poolclass=StaticPool, isolation_level="AUTOCOMMIT")
