"""`python -m tests.benchmarks.paper_process FOLDER TIMES`: prints as JSON how long each PDF took, in milliseconds."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from deskcirc.labels.class_sheet import ClassPupil, class_sheet
from deskcirc.labels.paper import Paper
from deskcirc.ui.paper_painter import save_pdf


def _class_of_fifty() -> Paper:
    pupils = [ClassPupil(f"陈子墨{number}", f"2021{number:04}", f"S2021{number:04}") for number in range(50)]
    return class_sheet([("五年级（1）班", pupils)], "红星小学图书馆")


def _milliseconds(make: Callable[[], Paper], file: Path) -> float:
    start = time.perf_counter()
    save_pdf(make(), str(file))
    return (time.perf_counter() - start) * 1000


def main(folder: Path, times: int) -> None:
    """Measure and print."""
    application = QGuiApplication([])
    empty = [_milliseconds(lambda: Paper("empty", ((),)), folder / "empty.pdf") for _number in range(times)]
    sheets = [_milliseconds(_class_of_fifty, folder / "class.pdf") for _number in range(times)]
    print(json.dumps({"sheets": sheets, "empty": empty}))
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
