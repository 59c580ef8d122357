"""The screens of a big count opened at a counter where people scan: how long the one desk worker is held, how long it
takes until all is there, and how long a scan takes meanwhile; and taking back: a file, and every decision of a count.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from tests.benchmarks.codes import barcode_of
from tests.benchmarks.figures import Figure, Goal

from deskcirc.desk.access import first_operator
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import void_stocktake
from deskcirc.store.database import Library, open_library
from deskcirc.ui.garbage import collect_rarely
from deskcirc.ui.outcome import Input
from deskcirc.ui.readings import Readings
from deskcirc.ui.station import Station, Ways

_HELD: Final = 150.0  # milliseconds
_TAKEN_BACK, _VOID = 2.0, 3.0  # seconds
_LONGEST: Final = 120.0  # seconds until a screen must be there
_SCREENS: Final = (
    ("section:counts", "the list of counts"),
    ("section:scanning", "Scanning"),
    ("section:files", "Collector files"),
    ("section:resolving", "Resolving"),
    ("resolving.matter:misplaced", "what stands on a wrong shelf"),
    ("resolving.matter:order", "what is out of order"),
    ("section:report", "Report"),
    ("report.table:missing", "the report's list of what was not seen"),
)
_WITH_A_ROW: Final = ("Resolving", "Report")


@dataclass(slots=True)
class _Opened:
    """One screen opened: what the worker was held by each input, and until when all was there, in milliseconds."""

    held: list[float] = field(default_factory=list)
    scans: list[float] = field(default_factory=list)
    ready: float = 0.0


class _Counter:
    """A station whose long readings go on beside it, as in a window; unknown codes are scanned while they do."""

    def __init__(self, library: Library, now: datetime) -> None:
        self._now = now
        self._fetch = threading.Event()
        self._readings = Readings(lambda _act: self._fetch.set())
        self._station = Station(library, "stocktake", ways=Ways(beside=self._readings.begin))
        self._scans = 0

    def stop(self) -> None:
        """Nothing reads the library any more."""
        self._readings.stop()

    def open(self, act: str) -> _Opened:
        """Open a screen, and scan at it until everything has been read."""
        opened, began = _Opened(), time.perf_counter()
        opened.held.append(self._take(Input(self._later(), act=act)))
        while self._readings.busy and time.perf_counter() - began < _LONGEST:
            if self._fetch.wait(0.1):
                self._fetch.clear()
                opened.held.append(self._take(Input(self._later(), act="refresh")))
            else:
                self._scans += 1
                opened.scans.append(self._take(Input(self._later(), scan=barcode_of(10**6 + self._scans))))
        if self._fetch.is_set():
            self._fetch.clear()
            opened.held.append(self._take(Input(self._later(), act="refresh")))
        opened.ready = 1000 * (time.perf_counter() - began)
        return opened

    def _later(self) -> datetime:
        """About as much later as it is: what is read now and then must not be read more often than at a counter."""
        self._now += timedelta(seconds=0.1)
        return self._now

    def _take(self, given: Input) -> float:
        began = time.perf_counter()
        self._station.take(given)
        return 1000 * (time.perf_counter() - began)


@contextmanager
def _counter(library: Library, now: datetime) -> Iterator[_Counter]:
    counter = _Counter(library, now)
    try:
        yield counter
    finally:
        counter.stop()


def screens_opened(path: Path, now: datetime) -> list[Figure]:
    """Every screen of the count opened once: Resolving and Report by themselves, of all the longest hold."""
    collect_rarely()  # as the window does at its start
    with open_library(path) as library, _counter(library, now) as counter:
        first = counter.open("tab:stocktake")
        opened = {name: counter.open(act) for act, name in _SCREENS}
    everything = (first, *opened.values())
    longest = max(max(each.held) for each in everything)
    scans = sorted(scan for each in everything for scan in each.scans)
    figures = [_screen(name, opened[name]) for name in _WITH_A_ROW]
    figures.append(_once("the longest hold of the desk worker by a screen of a count", "ms", longest, _HELD))
    if scans:
        slowest = {"p50": scans[len(scans) // 2], "slowest": scans[-1]}
        goals = (Goal("slowest", scans[-1], _HELD),)
        figures.append(Figure("a scan while these screens are being read", "ms", slowest, {}, "–", goals))
    return figures


def _screen(name: str, opened: _Opened) -> Figure:
    ours = {"held": max(opened.held), "all there": opened.ready}
    return Figure(f"{name} opened", "ms", ours, {}, "–", (Goal("held", ours["held"], _HELD),))


def file_taken_back(library: Library, file_id: int, lines: str, now: datetime) -> Figure:
    """The lines of a handheld's file end, by one act."""
    took = _seconds(lambda: _done(take_back_file(_desk(library, now), file_id).why_not))
    return _once(f"a collector file of {lines} lines, taken back", "s", took, _TAKEN_BACK)


def count_void(path: Path, decisions: str, now: datetime) -> Figure:
    """Every decision of a count is taken back, by one act."""
    with open_library(path) as library:
        took = _seconds(lambda: _done(void_stocktake(_desk(library, now), 1, "benchmark").why_not))
    return _once(f"a count with {decisions} decisions declared void", "s", took, _VOID)


def _once(name: str, unit: str, took: float, bound: float) -> Figure:
    return Figure(name, unit, {"once": took}, {}, "–", (Goal("once", took, bound),))


def _desk(library: Library, now: datetime) -> Desk:
    return Desk(library, first_operator(library), "1", now)


def _done(why_not: str) -> None:
    if why_not:
        raise ValueError(why_not)


def _seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
