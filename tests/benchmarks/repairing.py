"""A scan in the Repair tab beside one at the counter, the queue of thousands of copies, and the figures of a term.

The library has years of repairs; the two counters are the program's own stations without a window, on copies of the
same file, so that disk and noise are the same for both.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.codes import NOW, barcode_of, card_of
from tests.benchmarks.counter import SCANS_BETWEEN_PAUSES, Counter, Pair, copy_of, counter_at
from tests.benchmarks.damaged_stock import write_repairs
from tests.benchmarks.figures import Figure, Goal, percentiles, warm
from tests.benchmarks.processes import told_by

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.repair import report_damage
from deskcirc.domain.periods import this_term
from deskcirc.domain.repair import DamageKind
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.repairs import repair_queue
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Station
from deskcirc.ui.tabs.repair.figures_part import TABLES
from deskcirc.ui.tabs.repair.figures_reading import read_table

_LISTS: Final = ("repairs", "losses")
_AS_FAST: Final = 1.2  # a scan here beside a scan at the counter
_QUEUE, _OPENED, _FIGURE = 250.0, 500.0, 500.0  # milliseconds
_REPORT: Final = DamageReport((DamageKind.TORN, DamageKind.SPINE))
_PLAIN_QUEUE: Final = """
    SELECT repairs.*, copies.accession_number, titles.title FROM repairs
    JOIN copies ON copies.id = repairs.copy_id JOIN titles ON titles.id = copies.title_id
    WHERE repairs.state IN ('queued', 'in_repair', 'mended')"""
_PLAIN_FIGURES: Final = "SELECT state, kinds, severity, count(*) FROM repairs GROUP BY state, kinds, severity"


def measure(library: Path, folder: Path, acts: int, *, past: int, queued: int) -> list[Figure]:
    """All of it, on copies of the library with so many repairs that have ended and copies in the queue."""
    with copy_of(library, folder, "damaged") as path:
        with open_library(path):
            pass
        write_repairs(path, past, queued, past // 20)
        return [
            _database(path, folder, acts),
            _scans(path, folder, acts),
            *_queue(path, folder, times=max(3, acts // 50)),
            *_figures(path, times=max(3, acts // 100)),
        ]


def _database(path: Path, folder: Path, acts: int) -> Figure:
    """Damage reported through the desk, beside checkouts through the desk."""
    with (
        copy_of(path, folder, "mending") as mending,
        copy_of(path, folder, "lending") as lending,
        counter_at(mending) as repairs,
        counter_at(lending) as loans,
    ):
        ours, limit = _in_turn(
            (repairs.library, loans.library),
            loans.pairs(acts),
            lambda pair: _report(repairs, pair),
            lambda pair: _lend(loans, pair),
        )
    goals = (Goal("ratio", ours["p50"] / limit["p50"], _AS_FAST),)
    return Figure("damage reported, in the database", "ms", ours, limit, "a checkout", goals)


def _report(counter: Counter, pair: Pair) -> None:
    outcome = report_damage(counter.desk(), pair.copy_id, _REPORT)
    if outcome.repair is None:
        raise ValueError(outcome.why_not)


def _lend(counter: Counter, pair: Pair) -> None:
    outcome = check_out(counter.desk(), pair.patron, pair.copy_id)
    if outcome.kind is not CheckoutKind.LENT:
        raise ValueError(f"not lent: {outcome.blocks}")


def _scans(path: Path, folder: Path, acts: int) -> Figure:
    """A copy scanned in the Repair tab, the queue being as long as it is, beside a copy scanned in Checkout."""
    with (
        copy_of(path, folder, "mending") as mending,
        copy_of(path, folder, "lending") as lending,
        open_library(mending) as one,
        open_library(lending) as other,
    ):
        pairs = Counter(other).pairs(acts)
        repairs, loans = _Station(one, "repair"), _Station(other, "checkout")
        ours, limit = _in_turn(
            (one, other),
            pairs,
            lambda pair: repairs.scan(barcode_of(pair.copy_id)),
            lambda pair: loans.scan(barcode_of(pair.copy_id)),
            before=lambda pair: loans.scan(card_of(pair.patron.id)),
        )
    goals = (Goal("ratio", ours["p50"] / limit["p50"], _AS_FAST),)
    return Figure("a scan in the Repair tab, without the window", "ms", ours, limit, "a scan in Checkout", goals)


class _Station:
    """A counter with a tab on top; each input is two seconds after the last."""

    def __init__(self, library: Library, tab: str) -> None:
        self._station, self._now = Station(library, tab), NOW
        self._station.take(Input(self._now, act=f"tab:{tab}"))

    def scan(self, code: str) -> None:
        """Scan; raises ValueError where the library refuses, for then something else was measured."""
        self._now += timedelta(seconds=2)
        message = self._station.take(Input(self._now, scan=code)).state.message
        if message.tone is Tone.STOP:
            raise ValueError(message.headline)


def _in_turn(
    libraries: tuple[Library, Library],
    pairs: list[Pair],
    ours: Callable[[Pair], None],
    limit: Callable[[Pair], None],
    before: Callable[[Pair], None] = lambda _pair: None,
) -> tuple[dict[str, float], dict[str, float]]:
    """Percentiles of both, done in turn; neither is always the first."""
    spent: tuple[list[float], list[float]] = ([], [])
    for number, pair in enumerate(pairs):
        if number % SCANS_BETWEEN_PAUSES == 0:
            for library in libraries:
                library.checkpoint()
        before(pair)
        both = ((ours, spent[0]), (limit, spent[1]))
        for act, times in both if number % 2 else both[::-1]:
            began = time.perf_counter()
            act(pair)
            times.append(1000 * (time.perf_counter() - began))
    return percentiles(warm(spent[0])), percentiles(warm(spent[1]))


def _queue(path: Path, folder: Path, times: int) -> list[Figure]:
    """The queue read and sorted, and the tab opened on the screen, painted."""
    with open_library(path, read_only=True) as library:
        with library.reading() as connection:
            count = len(repair_queue(connection, library.policy, NOW.date()))
        read = [_milliseconds(lambda: _read_queue(library)) for _number in range(times)]
    bare = [_milliseconds(lambda: _plain(path, _PLAIN_QUEUE)) for _number in range(times)]
    ours, limit = percentiles(read), percentiles(bare)
    shown = percentiles(_opened(path, folder, times))
    copies = f"{count:,}".replace(",", " ")
    return [
        Figure(
            f"repair queue of {copies} copies, read and sorted",
            "ms",
            ours,
            limit,
            "its rows by plain SQL",
            (Goal("p50", ours["p50"], _QUEUE),),
        ),
        Figure("the same, opened on the screen", "ms", shown, {}, "–", (Goal("slowest", shown["p99"], _OPENED),)),
    ]


def _read_queue(library: Library) -> None:
    with library.reading() as connection:
        repair_queue(connection, library.policy, NOW.date())


def _opened(path: Path, folder: Path, times: int) -> list[float]:
    told: list[float] = told_by("repairing_process", str(path), str(folder), str(times))
    return told


def _figures(path: Path, times: int) -> list[Figure]:
    """The slowest table of repairs and losses of a term, and what the classes did in it."""
    spent: dict[str, list[float]] = {}
    with open_library(path, read_only=True) as library:
        span = this_term(library.policy, NOW.date()).until(NOW.date())
        for name in (name for name in TABLES if name not in _LISTS):
            spent[name] = [_milliseconds(partial(_table, library, name, span)) for _number in range(times)]
    bare = percentiles([_milliseconds(lambda: _plain(path, _PLAIN_FIGURES)) for _number in range(times)])
    classes = percentiles(spent.pop("late_and_lost_by_class"))
    slowest = max((percentiles(each) for each in spent.values()), key=lambda each: each["p50"])
    rows: tuple[tuple[str, dict[str, float], dict[str, float], str], ...] = (
        ("figures of repairs of a term, the slowest table", slowest, bare, "all repairs grouped by plain SQL"),
        ("late, lost and damaged by class, a term", classes, {}, "–"),
    )
    return [Figure(name, "ms", ours, limit, of, (Goal("p50", ours["p50"], _FIGURE),)) for name, ours, limit, of in rows]


def _table(library: Library, name: str, span: Any) -> None:
    with library.reading() as connection:
        read_table(connection, library.policy, name, span)


def _plain(path: Path, statement: str) -> None:
    raw = sqlite3.connect(path)
    raw.execute(statement).fetchall()
    raw.close()


def _milliseconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - began)
