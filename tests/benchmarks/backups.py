"""A verified backup of the big library beside a plain file copy, and the slowest checkout meanwhile."""

from __future__ import annotations

import shutil
import threading
import time
from pathlib import Path
from typing import Final

from tests.benchmarks.counter import Counter, copy_of, counter_at
from tests.benchmarks.figures import Figure, Goal

from deskcirc.store.backup import back_up

_PAIRS: Final = 1000


def measure(library: Path, folder: Path) -> list[Figure]:
    """The backup alone, then one with checkouts going on."""
    with copy_of(library, folder, "counter") as path, counter_at(path) as counter:
        counter.lend(counter.pairs(1)[0])
        copied = _seconds_of_copy(path, folder / "plain.copy")
        alone = _seconds_of_backup(path, folder / "alone.backup")
        worst = _worst_checkout_meanwhile(counter, path, folder / "meanwhile.backup")
    size = f"{library.stat().st_size / 1e6:.0f} MB"
    return [
        Figure(
            f"backup of {size}, opened and checked",
            "s",
            {"": alone},
            {"": copied},
            "a file copy",
            (Goal("s for 500 MB", alone * 500e6 / max(library.stat().st_size, 1), 2),),
        ),
        Figure("slowest checkout during a backup", "ms", {"": worst}, {}, "–", (Goal("ms", worst, 300),)),
    ]


def _seconds_of_copy(path: Path, target: Path) -> float:
    began = time.perf_counter()
    shutil.copyfile(path, target)
    seconds = time.perf_counter() - began
    target.unlink()
    return seconds


def _seconds_of_backup(path: Path, target: Path) -> float:
    began = time.perf_counter()
    back_up(path, target)
    seconds = time.perf_counter() - began
    target.unlink()
    return seconds


def _worst_checkout_meanwhile(counter: Counter, path: Path, target: Path) -> float:
    """Milliseconds; at least three checkouts are made, and as many as the backup leaves time for."""
    pairs = counter.pairs(_PAIRS)
    worker = threading.Thread(target=back_up, args=(path, target))
    worker.start()
    times: list[float] = []
    for pair in pairs:
        began = time.perf_counter()
        counter.lend(pair)
        times.append(1000 * (time.perf_counter() - began))
        if len(times) >= 3 and not worker.is_alive():
            break
    worker.join()
    target.unlink()
    return max(times)
