"""From the Return key to the painted answer, from the start to the first pixels, and the memory it takes."""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.codes import barcode_of, card_of
from tests.benchmarks.counter import copy_of, counter_at
from tests.benchmarks.figures import Figure, Goal, percentiles, warm
from tests.benchmarks.processes import told_by

_COPIES_A_PATRON: Final = 3
_BIBLIOTEQ: Final = "BiblioteQ 115 (10 k books), not committed"


def measure(library: Path, folder: Path, scans: int, starts: int) -> list[Figure]:
    """Every figure of the window; of `starts` starts the first, which warms the disk's cache, is not counted."""
    with copy_of(library, folder, "window") as path:
        visits = json.dumps(visits_to(path, scans))
        seen = told_by("window_process", str(path), str(folder), given=visits, on_screen=True)
        told = [(_start(str(path), folder), _start("-", folder)) for _number in range(starts)][1:]
    ours, alone = [each[0] for each in told], [each[1] for each in told]
    return [*_scans(seen), *_starts(ours, alone), *_memory(seen, alone, scans), _import(seen)]


def visits_to(library: Path, copies: int) -> list[list[str]]:
    """Patrons with empty hands, each as the code of the card and those of the copies they take."""
    with counter_at(library) as counter:
        pairs = counter.pairs(copies, room=_COPIES_A_PATRON)
    visits = [pairs[first : first + _COPIES_A_PATRON] for first in range(0, len(pairs), _COPIES_A_PATRON)]
    return [[card_of(visit[0].patron.id), *(barcode_of(pair.copy_id) for pair in visit)] for visit in visits]


def _start(library: str, folder: Path) -> dict[str, float]:
    words = (library, str(folder / "settings"), repr(time.monotonic()))
    told: dict[str, float] = told_by("start_process", *words, on_screen=True)
    return told


def _scans(seen: dict[str, Any]) -> list[Figure]:
    lends = seen["lends"]
    lent, floor = percentiles(warm(lends)), percentiles(warm(seen["floor_of_lends"]))
    returned, other_floor = percentiles(warm(seen["returns"])), percentiles(warm(seen["floor_of_returns"]))
    screen, limit_is = seen["platform"], "the same window, no database"
    goals = (
        Goal("p50", lent["p50"], 15),
        Goal("p95", lent["p95"], 25),
        Goal("ratio", lent["p50"] / floor["p50"], 2.5),
        Goal("first : p50", lends[0] / lent["p50"], 2),
        Goal("BiblioteQ : p50", 115 / lent["p50"], 5, upwards=True),
    )
    returning = (Goal("p50", returned["p50"], 15), Goal("p95", returned["p95"], 25))
    return [
        Figure(f"Return key, committed, painted: checkout ({screen})", "ms", lent, floor, limit_is, goals, _BIBLIOTEQ),
        Figure(f"Return key, committed, painted: return ({screen})", "ms", returned, other_floor, limit_is, returning),
    ]


def _starts(starts: list[dict[str, float]], alone: list[dict[str, float]]) -> list[Figure]:
    def median(runs: list[dict[str, float]], what: str) -> float:
        return statistics.median(run[what] for run in runs)

    pixels, ready, empty = median(starts, "pixels"), median(starts, "ready"), median(alone, "pixels")
    limit, limit_is = {"": empty}, "an empty window of Qt"
    return [
        Figure("first pixels", "ms", {"": pixels}, limit, limit_is, (Goal("ms", pixels, 250),), "BiblioteQ 320"),
        Figure("ready to lend", "ms", {"": ready}, limit, limit_is, (Goal("ms", ready, 600),)),
    ]


def _memory(seen: dict[str, Any], alone: list[dict[str, float]], scans: int) -> list[Figure]:
    """Memory of the process that was scanned at; nothing where the system does not tell."""
    after, drift = seen["memory_after"], seen["memory_after"] - seen["memory_halfway"]
    if not after:
        return []
    goals = (Goal("MB", after, 140), Goal(f"drift of the last {scans}", drift, 5))
    limit = {"": statistics.median(run["memory"] for run in alone)}
    name = f"memory after {2 * scans} scans"
    return [Figure(name, "MB", {"": after}, limit, "an empty window of Qt", goals, "BiblioteQ 74")]


def _import(seen: dict[str, Any]) -> Figure:
    waits = seen["waits_during_import"]
    ours = {**percentiles(waits), "worst": max(waits)}
    return Figure("window waits during an import", "ms", ours, {}, "–", (Goal("worst", ours["worst"], 50),))
