"""A class corner on the big library: sixty copies judged, lent to a class in one act, and taken back in another."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

from tests.benchmarks.codes import NOW
from tests.benchmarks.counter import copy_of
from tests.benchmarks.figures import Figure, Goal, percentiles

from deskcirc.desk.access import first_operator
from deskcirc.desk.corner_piles import choose_from_shelves, fill_corner, judge_for_filling, take_back
from deskcirc.desk.corners import CornerDraft, open_corner
from deskcirc.desk.desk import Desk
from deskcirc.store.database import open_library
from deskcirc.store.lookups.corners import ShelfChoice
from deskcirc.store.lookups.patrons import school_classes

_PILE: Final = 60
_SECONDS: Final = 1.0


def measure(library: Path, folder: Path, times: int) -> list[Figure]:
    """A pile chosen from the shelves, one scan onto it, its lending and its taking back, so many times each."""
    with copy_of(library, folder, "corner") as path, open_library(path) as opened:
        desk = Desk(opened, first_operator(opened), "benchmark", NOW)
        with opened.reading() as connection:
            class_id = school_classes(connection, desk.policy, desk.today)[0].id
        corner = open_corner(desk, class_id, CornerDraft(_PILE)).corner
        if corner is None:
            raise RuntimeError("the class has a corner already")
        seconds: dict[str, list[float]] = {}
        for number in range(times):
            later = replace(desk, now=NOW + timedelta(minutes=number))
            pile = [each.copy.id for each in choose_from_shelves(later, corner.id, ShelfChoice(), _PILE)]
            for name, work in _works(later, corner.id, pile).items():
                began = time.perf_counter()
                work()
                seconds.setdefault(name, []).append(time.perf_counter() - began)
    return [_figure(name, found) for name, found in seconds.items()]


def _works(desk: Desk, corner_id: int, pile: list[int]) -> dict[str, Callable[[], object]]:
    return {
        f"{_PILE} copies for a class corner chosen": lambda: choose_from_shelves(desk, corner_id, ShelfChoice(), _PILE),
        "one scan onto its pile": lambda: judge_for_filling(desk, corner_id, pile[0], pile[1:]),
        f"{_PILE} copies lent to a class corner": lambda: fill_corner(desk, corner_id, pile),
        f"{_PILE} copies taken back from it": lambda: take_back(desk, corner_id, pile),
    }


def _figure(operation: str, seconds: list[float]) -> Figure:
    ours = {name: value for name, value in percentiles(seconds).items() if name in ("p50", "p95")}
    return Figure(operation, "s", ours, {}, "–", (Goal("p95", ours["p95"], _SECONDS),))
