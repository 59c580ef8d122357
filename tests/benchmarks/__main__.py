"""`python -m tests.benchmarks`: measures and prints the table; with `--json FILE` also writes it down."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks import (
    backups,
    class_corner,
    database,
    full_school,
    importing,
    ledgers,
    papers,
    repairing,
    school_year,
    searching,
    stocktaking,
    window,
)
from tests.benchmarks.big_library import FULL, TINY, TINY_YOUNG, YOUNG, big_library
from tests.benchmarks.figures import Figure, as_json, conditions_of_this_run, table

_KEPT_LIBRARIES: Final = Path(__file__).resolve().parents[2] / ".benchmarks"


@dataclass(frozen=True, slots=True)
class Run:
    """What one run measures with: the two libraries (never written to), a folder for copies, and how often."""

    library: Path
    young: Path
    folder: Path
    acts: int
    keep: Path
    tiny: bool


Measurement = Callable[[Run], list[Figure]]


def _database(run: Run) -> list[Figure]:
    return database.measure(run.library, run.young, run.folder, run.acts)


def _imports(run: Run) -> list[Figure]:
    return importing.measure(run.folder, records=20 * run.acts, rows=50 * run.acts)


def _backups(run: Run) -> list[Figure]:
    return backups.measure(run.library, run.folder)


def _school_year(run: Run) -> list[Figure]:
    return school_year.measure(run.library, times=max(3, run.acts // 50))


def _full_school(run: Run) -> list[Figure]:
    return full_school.measure(run.library, run.folder, run.acts)


def _class_corner(run: Run) -> list[Figure]:
    return class_corner.measure(run.library, run.folder, times=max(3, run.acts // 50))


def _window(run: Run) -> list[Figure]:
    return window.measure(run.library, run.folder, scans=max(3, run.acts // 4), starts=min(9, 2 + run.acts // 20))


def _papers(run: Run) -> list[Figure]:
    return papers.measure(run.folder, times=max(4, run.acts // 30))


def _ledgers(run: Run) -> list[Figure]:
    return ledgers.measure(run.young, run.folder, times=max(3, run.acts // 100))


def _repairing(run: Run) -> list[Figure]:
    past, queued = (60, 20) if run.tiny else (15_000, 5_000)
    return repairing.measure(run.library, run.folder, run.acts, past=past, queued=queued)


def _stocktaking(run: Run) -> list[Figure]:
    missing, file_lines = (30, 60) if run.tiny else (3_000, 20_000)
    return stocktaking.measure(run.library, run.folder, run.acts, missing=missing, file_lines=file_lines)


def _searching(run: Run) -> list[Figure]:
    sizes = (300, 3_000) if run.tiny else (60_000, 600_000)
    return searching.measure(run.keep, sizes, times=max(20, run.acts // 2))


MEASUREMENTS: Final[dict[str, Measurement]] = {
    "window": _window,
    "database": _database,
    "searching": _searching,
    "imports": _imports,
    "backups": _backups,
    "papers": _papers,
    "ledgers": _ledgers,
    "school_year": _school_year,
    "full_school": _full_school,
    "class_corner": _class_corner,
    "repairing": _repairing,
    "stocktaking": _stocktaking,
}


def main(arguments: Sequence[str]) -> int:
    """Measure what was asked for; returns 0 whatever the figures are, for a benchmark passes no judgement."""
    options = _parser().parse_args(arguments)
    keep = Path(options.keep).resolve()
    keep.mkdir(parents=True, exist_ok=True)
    print(f"Making or finding the libraries in {keep} …", file=sys.stderr, flush=True)
    sizes = (TINY, TINY_YOUNG) if options.tiny else (FULL, YOUNG)
    library, young = (big_library(keep, size) for size in sizes)
    acts = options.acts or (30 if options.tiny else 1000)
    figures: list[Figure] = []
    with tempfile.TemporaryDirectory(dir=keep) as folder:
        run = Run(library, young, Path(folder), acts, keep, options.tiny)
        for name in options.only or MEASUREMENTS:
            print(f"Measuring: {name} …", file=sys.stderr, flush=True)
            figures += MEASUREMENTS[name](run)
    conditions = conditions_of_this_run()
    print(table(figures))
    print("; ".join(f"{what} {value}" for what, value in conditions.items()))
    if options.json:
        Path(options.json).write_text(as_json(figures, conditions), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("only", nargs="*", help="what to measure (default: all)")
    parser.add_argument("--tiny", action="store_true", help="on a library of 500 copies, to see that everything runs")
    parser.add_argument("--acts", type=int, help="checkouts and returns to time (default 1000)")
    parser.add_argument("--json", metavar="FILE", help="write the figures there too")
    parser.add_argument("--keep", metavar="FOLDER", default=str(_KEPT_LIBRARIES), help="where the big libraries stay")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
