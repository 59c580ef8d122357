"""A checkout and a return in the database, beside the very same statements in bare `sqlite3`, and how they grow.

First every act is done once on a copy of the library while SQLAlchemy's events write down each statement with its
parameters, `BEGIN IMMEDIATE` and `COMMIT` included. Then the acts are done again on a second copy, the desk's own way
and timed; after each, its recorded statements are run on a third copy by plain `sqlite3` with the same PRAGMAs, and
timed. Both ends see the same rows, the same disk and the same noise. As at a counter, the write-ahead log is folded
in between scans, in pauses that are not timed.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any, Final

from sqlalchemy import event
from tests.benchmarks.counter import SCANS_BETWEEN_PAUSES, Counter, Pair, copy_of, counter_at, in_turn
from tests.benchmarks.figures import Figure, Goal, percentiles, warm

from deskcirc.store.database import PRAGMAS

_BARE: Final = "bare sqlite3"


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement as the database driver got it."""

    sql: str
    parameters: Any
    many: bool


@dataclass(slots=True)
class Times:
    """Milliseconds of every act, ours and bare; and how many statements the last one took.

    `…_worked` are those in which the processor worked: on a machine with other work the disk's part drowns the rest.
    """

    statements: int
    ours: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    ours_worked: list[float] = field(default_factory=list)
    bare_worked: list[float] = field(default_factory=list)


def measure(library: Path, young: Path, folder: Path, acts: int) -> list[Figure]:
    """A checkout, a return, and both beside the young library with few past loans."""
    lend, take_back = beside_bare(library, folder, acts)
    figures = [_beside_bare("checkout, in the database", lend), _beside_bare("return, in the database", take_back)]
    return [*figures, *_growth(library, young, folder, acts)]


def beside_bare(library: Path, folder: Path, acts: int) -> tuple[Times, Times]:
    """Times of checkouts and of returns."""
    lent, returned = record(library, folder, acts)
    with (
        copy_of(library, folder, "ours") as ours,
        copy_of(library, folder, "bare") as bare,
        counter_at(ours) as counter,
        closing(bare_connection(bare)) as connection,
    ):
        pairs = counter.pairs(acts)
        lend = _alternate(counter, counter.lend, pairs, connection, lent)
        take_back = _alternate(counter, counter.take_back, pairs, connection, returned)
    return lend, take_back


def record(library: Path, folder: Path, acts: int) -> tuple[list[list[Statement]], list[list[Statement]]]:
    """The statements of every checkout and of every return."""
    with copy_of(library, folder, "recorded") as path, counter_at(path) as counter:
        pairs = counter.pairs(acts)
        with _statements_of(counter) as seen:
            lent = [_taken(seen, counter.lend, pair) for pair in pairs]
            returned = [_taken(seen, counter.take_back, pair) for pair in pairs]
    return lent, returned


def _taken(seen: list[Statement], act: Callable[[Pair], None], pair: Pair) -> list[Statement]:
    seen.clear()
    act(pair)
    return list(seen)


@contextmanager
def _statements_of(counter: Counter) -> Iterator[list[Statement]]:
    """Whatever the counter's connection sends from now on."""
    seen: list[Statement] = []
    with counter.library.reading() as connection:
        engine = connection.engine

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, many: bool) -> None:
        seen.append(Statement(sql, parameters, many))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(engine, "before_cursor_execute", note)


def bare_connection(path: Path) -> sqlite3.Connection:
    """The library file with nothing above it, and the program's own PRAGMAs."""
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in (*PRAGMAS, "journal_mode=WAL"):
        raw.execute(f"PRAGMA {pragma}")
    return raw


def replay(raw: sqlite3.Connection, statements: list[Statement]) -> None:
    """Run recorded statements, fetching what they give."""
    for statement in statements:
        if statement.many:
            raw.executemany(statement.sql, statement.parameters)
        else:
            raw.execute(statement.sql, statement.parameters).fetchall()


def _alternate(
    counter: Counter,
    act: Callable[[Pair], None],
    pairs: list[Pair],
    raw: sqlite3.Connection,
    recorded: list[list[Statement]],
) -> Times:
    times = Times(len(recorded[-1]))
    for number, (pair, statements) in enumerate(zip(pairs, recorded, strict=True)):
        if number % SCANS_BETWEEN_PAUSES == 0:
            counter.library.checkpoint()
            raw.execute("PRAGMA wal_checkpoint(PASSIVE)")
        _clock(partial(act, pair), times.ours, times.ours_worked)
        _clock(partial(replay, raw, statements), times.bare, times.bare_worked)
    return times


def _clock(work: Callable[[], None], wall: list[float], worked: list[float]) -> None:
    began, busy = time.perf_counter(), time.thread_time()
    work()
    worked.append(1000 * (time.thread_time() - busy))
    wall.append(1000 * (time.perf_counter() - began))


def _beside_bare(operation: str, times: Times) -> Figure:
    ours, bare = percentiles(warm(times.ours)), percentiles(warm(times.bare))
    ours["processor"], bare["processor"] = (median(warm(worked)) for worked in (times.ours_worked, times.bare_worked))
    goals = (
        Goal("ratio", ours["p50"] / bare["p50"], 3),
        Goal("ratio of processor time", ours["processor"] / bare["processor"], 3),
        Goal("p99 : p50", ours["p99"] / ours["p50"], 3),
    )
    return Figure(f"{operation}, {times.statements} statements", "ms", ours, bare, _BARE, goals)


def _growth(library: Path, young: Path, folder: Path, acts: int) -> list[Figure]:
    with (
        copy_of(library, folder, "old") as old_path,
        copy_of(young, folder, "young") as young_path,
        counter_at(old_path) as old_counter,
        counter_at(young_path) as young_counter,
    ):
        pairs = list(zip(old_counter.pairs(acts), young_counter.pairs(acts), strict=False))
        lend = in_turn(old_counter, young_counter, Counter.lend, pairs)
        take_back = in_turn(old_counter, young_counter, Counter.take_back, pairs)
    return [_grown("checkout", *lend), _grown("return", *take_back)]


def _grown(operation: str, old: list[float], young: list[float]) -> Figure:
    ours, limit = percentiles(warm(old)), percentiles(warm(young))
    goals = (Goal("ratio", ours["p50"] / limit["p50"], 1.3),)
    return Figure(f"{operation}, a million past loans", "ms", ours, limit, "ten thousand past loans", goals)
