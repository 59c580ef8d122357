"""`python -m tests.benchmarks.paper_process FOLDER TIMES`: prints as JSON how long each PDF took, in milliseconds."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from deskcirc.labels.class_sheet import ClassPupil, class_sheet
from deskcirc.labels.copy_labels import LabelKind, LabelOrder
from deskcirc.labels.label_faces import CopyFace
from deskcirc.labels.paper import Bars, Box, Paper
from deskcirc.labels.sheets import usual_sheets
from deskcirc.ui.paper_painter import save_pdf


def _class_of_fifty() -> Paper:
    pupils = [ClassPupil(f"陈子墨{number}", f"2021{number:04}", f"S2021{number:04}") for number in range(50)]
    return class_sheet([("五年级（1）班", pupils)], "红星小学图书馆")


def _thousand_labels() -> Paper:
    faces = tuple(
        CopyFace(number, f"T{number:06}", f"城南旧事{number % 97}", f"I287.47/{number}", "", "红星小学图书馆")
        for number in range(1000)
    )
    sheet = next(sheet for sheet in usual_sheets() if sheet.code == "labels_5x13")
    return LabelOrder(faces, LabelKind.BARCODE).paper(sheet)


def _bare_bars() -> Paper:
    """The bars of a thousand labels and nothing else: what every way of printing them must paint."""
    paper = _thousand_labels()
    pages = (tuple(shape for shape in page if isinstance(shape, Bars | Box)) for page in paper.pages)
    return Paper(paper.name, tuple(pages))


def _milliseconds(make: Callable[[], Paper], file: Path) -> float:
    start = time.perf_counter()
    save_pdf(make(), str(file))
    return (time.perf_counter() - start) * 1000


def main(folder: Path, times: int) -> None:
    """Measure and print."""
    application = QGuiApplication([])
    empty = [_milliseconds(lambda: Paper("empty", ((),)), folder / "empty.pdf") for _number in range(times)]
    sheets = [_milliseconds(_class_of_fifty, folder / "class.pdf") for _number in range(times)]
    bare = [_milliseconds(_bare_bars, folder / "bare.pdf") for _number in range(times)]
    labels = [_milliseconds(_thousand_labels, folder / "labels.pdf") for _number in range(times)]
    size = (folder / "labels.pdf").stat().st_size
    print(json.dumps({"sheets": sheets, "empty": empty, "labels": labels, "bare": bare, "octets": size}))
    application.quit()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
