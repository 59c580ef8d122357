"""Records a second through the whole of an import, beside reading the file and doing nothing with it.

A GBK CNMARC file and a workbook are written, then taken into a new library by a process of its own, so that the memory
it used can be told. The limit is pymarc, or calamine, going through the same file once.

`python -m tests.benchmarks.importing FILE FOLDER` is that process.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tests.benchmarks.figures import Figure, Goal
from tests.benchmarks.foreign_files import write_cnmarc, write_workbook
from tests.benchmarks.memory import most_megabytes

_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Taken:
    """How one import went: seconds, rows added, and the memory it used over what the process had before, in MB.

    `processor` is the seconds it really worked: on a machine with other work the wall clock tells of that too.
    """

    seconds: float
    processor: float
    added: int
    megabytes: float

    @property
    def times(self) -> dict[str, float]:
        """For the table."""
        return {"wall": self.seconds, "processor": self.processor}


def measure(folder: Path, records: int, rows: int) -> list[Figure]:
    """Both imports."""
    return [_cnmarc(folder, records), _workbook(folder, rows)]


def _cnmarc(folder: Path, records: int) -> Figure:
    path = folder / "books.iso"
    write_cnmarc(path, records)
    taken = _in_its_own_process(path, folder, records)
    goals = (Goal("records/s", records / taken.seconds, 5000, upwards=True), Goal("MB", taken.megabytes, 100))
    limit = {"wall": _seconds(lambda: _read_by_pymarc(path, records))}
    return Figure(f"import {records:,} CNMARC records", "s", taken.times, limit, "pymarc reads them", goals)


def _workbook(folder: Path, rows: int) -> Figure:
    path = folder / "books.xlsx"
    write_workbook(path, rows)
    taken = _in_its_own_process(path, folder, rows)
    goals = (Goal("s for 50 000", taken.seconds * 50_000 / rows, 10), Goal("MB", taken.megabytes, 100))
    limit = {"wall": _seconds(lambda: _read_by_calamine(path, rows))}
    return Figure(f"import {rows:,} rows of xlsx", "s", taken.times, limit, "calamine reads them", goals)


def _seconds(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _read_by_pymarc(path: Path, records: int) -> None:
    from pymarc import MARCReader

    with path.open("rb") as file:
        read = sum(record is not None for record in MARCReader(file, to_unicode=False))
    if read != records:
        raise ValueError(f"pymarc read {read} of {records} records")


def _read_by_calamine(path: Path, rows: int) -> None:
    from python_calamine import CalamineWorkbook

    with CalamineWorkbook.from_path(path) as workbook:
        read = sum(1 for _row in workbook.get_sheet_by_index(0).iter_rows()) - 1
    if read != rows:
        raise ValueError(f"calamine read {read} of {rows} rows")


def _in_its_own_process(path: Path, folder: Path, expected: int) -> Taken:
    command = [sys.executable, "-m", "tests.benchmarks.importing", str(path), str(folder)]
    completed = subprocess.run(command, cwd=_ROOT, check=True, stdout=subprocess.PIPE, text=True)
    taken = Taken(**json.loads(completed.stdout))
    if taken.added != expected:
        raise ValueError(f"{taken.added} of {expected} rows were added")
    return taken


def take_in(path: Path, folder: Path) -> Taken:
    """Import the file into a new library in `folder`."""
    from tests.benchmarks.codes import NOW

    from deskcirc.ui.garbage import collect_rarely

    collect_rarely()  # as the command line does

    from deskcirc.desk.access import first_operator
    from deskcirc.desk.desk import Desk
    from deskcirc.desk.set_up import make_library
    from deskcirc.ui.importing import import_file, preview

    target = folder / f"{path.stem}-{path.suffix[1:]}.deskcirc"
    with make_library(target, "测速", NOW) as library:
        desk = Desk(library, first_operator(library), "1", NOW)
        before = most_megabytes()
        began, worked = time.perf_counter(), time.process_time()
        summary = import_file(desk, preview(path)).summary
        seconds, processor = time.perf_counter() - began, time.process_time() - worked
        return Taken(seconds, processor, summary.added, most_megabytes() - before)


if __name__ == "__main__":
    print(json.dumps(asdict(take_in(Path(sys.argv[1]), Path(sys.argv[2])))))
