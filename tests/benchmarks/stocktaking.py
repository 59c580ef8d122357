"""A scan at the shelf at the start of a count and at its end, beside one in Checkout; what is missing; the closing.

Three stations on copies of the same library take turns: one counts from the first copy on, one at the end of a count
of all of them, one lends. So disk and noise are the same for all.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from tests.benchmarks.codes import NOW, barcode_of, card_of
from tests.benchmarks.counted_stock import write_lines, write_shelves
from tests.benchmarks.counter import SCANS_BETWEEN_PAUSES, Counter, copy_of
from tests.benchmarks.figures import Figure, Goal, percentiles, warm
from tests.benchmarks.stocktake_screens import count_void, file_taken_back, screens_opened

from deskcirc.desk.access import first_operator
from deskcirc.desk.count_files import load_file, wish_of
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.desk.stocktakes import StocktakeOrder, open_stocktake, the_stocktake
from deskcirc.domain.count_files import FileOrder
from deskcirc.exchange.collector import read_collector
from deskcirc.store.backup import back_up_before
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.count_findings import not_seen
from deskcirc.store.lookups.count_progress import count_progress
from deskcirc.store.lookups.presence import missed_in
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station

_AS_CHECKOUT, _AS_AT_START = 1.2, 1.2
_MISSING, _NOT_SEEN, _PROGRESS = 150.0, 500.0, 500.0  # milliseconds
_CLOSED: Final = 5.0  # seconds
_PLAIN_MISSING: Final = """
    SELECT id FROM copies WHERE id NOT IN (SELECT copy_id FROM stocktake_scans WHERE stocktake_id = 1)"""
_ON_SHELVES: Final = """
    SELECT copies.id FROM copies LEFT JOIN stocktake_scans ON stocktake_scans.copy_id = copies.id
    WHERE stocktake_scans.id IS NULL AND copies.id NOT IN (SELECT copy_id FROM loans WHERE returned_at IS NULL)
    ORDER BY copies.id * 7919 % 100003 LIMIT ?"""
_LATER: Final = NOW + timedelta(days=14)  # after the last line of the count


def measure(library: Path, folder: Path, acts: int, *, missing: int, file_lines: int) -> list[Figure]:
    """All of it, on copies of the library: one count just opened, one with all lines but so many copies."""
    with copy_of(library, folder, "begun") as begun, copy_of(library, folder, "ended") as ended:
        write_shelves(begun)
        opened = _opened(begun)
        _open(ended)
        write_shelves(ended)
        lines = write_lines(ended, missing)
        with copy_of(library, folder, "lending") as lending:
            scans = _scans(begun, ended, lending, min(acts, missing // 2), lines)
        loaded, read = _loaded(begun, file_lines), _read(ended, lines)
        screens = screens_opened(ended, _LATER)
        closed, marked = _closed(ended, lines)
        void = count_void(ended, _spaced(marked), _LATER + timedelta(days=2))
        return [opened, *scans, *loaded, *read, *screens, closed, void]


def _open(path: Path) -> None:
    with open_library(path) as library:
        outcome = open_stocktake(_desk(library), StocktakeOrder(name="期末清点"))
        if outcome.stocktake is None:
            raise ValueError(outcome.why_not)


def _opened(path: Path) -> Figure:
    """Opening freezes where every copy is, after a backup; beside the backup alone."""
    backup = _seconds(lambda: back_up_before(path, "before the benchmark"))
    took = _seconds(lambda: _open(path))
    name = f"a count of {_count(path, 'copies')} copies opened, with its backup"
    return Figure(name, "s", {"once": took}, {"once": backup}, "the backup alone", (Goal("ratio", took / backup, 2.0),))


def _scans(begun: Path, ended: Path, lending: Path, acts: int, lines: int) -> list[Figure]:
    """A copy scanned at the start of a count, at the end of one, and in Checkout, in turn."""
    with open_library(begun) as first, open_library(ended) as last, open_library(lending) as other:
        pairs = Counter(other).pairs(acts)
        with last.reading() as connection:
            left = connection.exec_driver_sql(_ON_SHELVES, (len(pairs),)).scalars().all()
        start, end, loans = (
            _Station(first, "stocktake", NOW),
            _Station(last, "stocktake", _LATER),
            _Station(other, "checkout", NOW),
        )
        spent: tuple[list[float], list[float], list[float]] = ([], [], [])
        for number, (pair, copy_id) in enumerate(zip(pairs, left, strict=False)):
            if number % SCANS_BETWEEN_PAUSES == 0:
                for library in (first, last, other):
                    library.checkpoint()
            loans.scan(card_of(pair.patron.id), "patron")
            turns = [
                (start, barcode_of(copy_id), "count-found", spent[0]),
                (end, barcode_of(copy_id), "count-found", spent[1]),
                (loans, barcode_of(pair.copy_id), "lent", spent[2]),
            ]
            turn = number % len(turns)
            for station, code, told, times in turns[turn:] + turns[:turn]:
                times.append(1000 * _seconds(partial(station.scan, code, told)))
    at_start, at_end, limit = (percentiles(warm(times)) for times in spent)
    checkout, grown = (Goal("ratio", each["p50"] / limit["p50"], _AS_CHECKOUT) for each in (at_start, at_end))
    as_fast = Goal("ratio", at_end["p50"] / at_start["p50"], _AS_AT_START)
    end_name = f"the same after {_spaced(lines)} lines"
    return [
        Figure("a scan at the shelf, as a count begins", "ms", at_start, limit, "a scan in Checkout", (checkout,)),
        Figure(end_name, "ms", at_end, limit, "a scan in Checkout", (grown,)),
        Figure(f"{end_name}, beside its beginning", "ms", at_end, at_start, "as a count begins", (as_fast,)),
    ]


class _Station:
    """A counter with a tab on top; each input is two seconds after the last."""

    def __init__(self, library: Library, tab: str, now: datetime) -> None:
        self._station, self._now = Station(library, tab), now
        self._station.take(Input(self._now, act=f"tab:{tab}"))
        if tab == "stocktake":
            self._station.take(Input(self._now, act="section:scanning"))

    def scan(self, code: str, told: str) -> None:
        """Scan; raises ValueError where something else came of it, for then something else was measured."""
        self._now += timedelta(seconds=2)
        outcome = self._station.take(Input(self._now, scan=code)).told.outcome
        if outcome != told:
            raise ValueError(f"{code}: {outcome}")


def _loaded(path: Path, lines: int) -> list[Figure]:
    """A handheld's file of so many lines taken into a count, beside the file read alone; and taken back."""
    with open_library(path) as library:
        with library.reading() as connection:
            copies = connection.exec_driver_sql(_ON_SHELVES, (lines,)).scalars().all()
        rows = [
            f"{barcode_of(copy_id)},2026-03-11 12:{40 + number % 20:02}:00" for number, copy_id in enumerate(copies)
        ]
        octets = "\r\n".join(rows).encode("gb18030")
        desk = _desk(library, NOW + timedelta(hours=2))
        read = _seconds(lambda: read_collector(octets, "PT60.txt", wish_of(desk)))
        file = read_collector(octets, "PT60.txt", wish_of(desk))
        began = time.perf_counter()
        taken = load_file(desk, 1, file, FileOrder(device="PT60"))
        took = time.perf_counter() - began
        with library.reading() as connection:
            (found,) = connection.exec_driver_sql(
                "SELECT count(*) FROM stocktake_scans WHERE file_id IS NOT NULL AND kind = 'found'"
            ).one()
        if found != len(copies) or taken.file is None:
            raise ValueError(f"{found} of {len(copies)} lines found a copy")
        back = file_taken_back(library, taken.file.id, _spaced(len(copies)), NOW + timedelta(hours=3))
    name = f"a collector file of {_spaced(len(copies))} lines, taken into a count"
    loaded = Figure(name, "s", {"once": took}, {"once": read}, "the file read alone", (Goal("once", took, _CLOSED),))
    return [loaded, back]


def _read(path: Path, lines: int) -> list[Figure]:
    """What is missing, the list of it with where to look, and how far the count is, each read whole."""
    with open_library(path, read_only=True) as library, library.reading() as connection:
        stocktake = the_stocktake(connection, 1)
        missing = len(missed_in(connection, stocktake))
        today = library.policy.day_of(_LATER)
        whats: tuple[tuple[str, Callable[[], object], float], ...] = (
            (f"{_spaced(missing)} missing copies told", lambda: missed_in(connection, stocktake), _MISSING),
            (
                "the list of them, with where to look",
                lambda: not_seen(connection, stocktake, library.policy, today),
                _NOT_SEEN,
            ),
            (
                f"how far a count of {_spaced(lines)} lines is",
                lambda: count_progress(connection, stocktake, _LATER),
                _PROGRESS,
            ),
        )
        bare = percentiles([1000 * _seconds(lambda: _plain(path)) for _number in range(5)])
        timed = [percentiles([1000 * _seconds(read) for _number in range(5)]) for _name, read, _bound in whats]
    return [
        Figure(name, "ms", ours, bare, "missing by plain SQL", (Goal("p50", ours["p50"], bound),))
        for (name, _read_it, bound), ours in zip(whats, timed, strict=True)
    ]


def _closed(path: Path, lines: int) -> tuple[Figure, int]:
    """Closing marks what is missing, freezes the report and seals it; with how many it marked."""
    with open_library(path) as library:
        with library.reading() as connection:
            missing = len(missed_in(connection, the_stocktake(connection, 1)))
        began = time.perf_counter()
        outcome = close_stocktake(_desk(library, _LATER + timedelta(days=1)), 1)
        took = time.perf_counter() - began
    if outcome.why_not:
        raise ValueError(outcome.why_not)
    name = f"a count of {_spaced(lines)} lines closed, {_spaced(missing)} missing"
    return Figure(name, "s", {"once": took}, {}, "–", (Goal("once", took, _CLOSED),)), missing


def _desk(library: Library, now: datetime = NOW) -> Desk:
    return Desk(library, first_operator(library), "1", now)


def _plain(path: Path) -> None:
    raw = sqlite3.connect(path)
    raw.execute(_PLAIN_MISSING).fetchall()
    raw.close()


def _count(path: Path, table: str) -> str:
    raw = sqlite3.connect(path)
    (count,) = raw.execute(f"SELECT count(*) FROM {table}").fetchone()
    raw.close()
    return _spaced(count)


def _spaced(number: int) -> str:
    return f"{number:,}".replace(",", " ")


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
