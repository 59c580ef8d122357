"""The manual's pictures, made anew from a practice library: `python3 packaging/dev.py pictures [NAME …]`.

Each scene is what a person would scan and touch; so a picture shows what the program shows today, and all of them the
same window. Run it when a screen changes, look at every picture, and commit those that are better than before.
"""

from __future__ import annotations

import io
import os
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

from environment import ROOT

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication, QWidget

PICTURES: Final = ROOT / "resources" / "manual" / "pictures"
_SIZE: Final = (1366, 768)  # the screen of a school library's computer
_COLOURS: Final = 192
_PATIENCE: Final = 20_000  # ms
_MOMENT: Final = 20  # ms
_REST: Final = 250  # ms for what is painted after an answer

Thing = TypeVar("Thing")

ROSTER: Final = "新学年名单.csv"
"""A file that is made beside the library: next year's roster."""


@dataclass(frozen=True, slots=True)
class Act:
    """An act of the screen, with the values that a dialog would give; `file` is one made beside the library."""

    name: str
    file: str = ""
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Button:
    """A button that is seen, pressed by the beginning of its words; the dialog it opens is the picture then."""

    words: str


Step = str | Act | Button
"""A scan, an act or a button."""

_TO_MEND: Final = (
    "DC-REPAIR 0001234 DC-TORN DC-LIGHT 0002345 DC-LOOSE-PAGES 0003456 DC-WRITTEN-IN DC-LIGHT 0004567 DC-LABEL-GONE"
    " DC-LIGHT 0000410 DC-COVER DC-LIGHT 0006000 DC-TORN DC-SPINE DC-HEAVY"
)
_TO_COUNT: Final = "SH002 0009021 0009022 0009021 0008801 0008802 99000123 0008785 0008786 0009925 0008787 0009023"
"""A shelf, then books: one twice, one that nobody knows, one on loan, one of the next shelf, the last out of order."""
SCENES: Final[Mapping[str, tuple[Step, ...]]] = {
    "checkout": ("3002", "0003939", "0000003"),
    "returns": ("DC-RETURNS", "0003939", "0004814"),
    "patrons": (Act("tab:patrons"), "0010"),
    "end_of_term": (Act("tab:classes"), Act("section:end_of_term")),
    "roll_over": (Act("tab:classes"), Act("section:roll_over"), Act("roll_over.choose", ROSTER)),
    "rules": (Act("tab:school_year"), Act("section:rules"), "3002", "0005126"),
    "calendar": (Act("tab:school_year"), Act("section:calendar")),
    "rota": (Act("tab:school_year"), Act("section:rota")),
    "preflight": (Act("tab:school_year"), Act("section:preflight")),
    "delivery": (Act("tab:accession"), Act("section:delivery"), "9787999900054"),
    "cataloguing": (Act("tab:accession"), Act("section:cataloguing"), "9787999900047", Act("cataloguing.marc")),
    "labels": (Act("tab:accession"), Act("section:labels"), Button("打印标签")),
    "bulletin": (Act("tab:accession"), Act("section:hand_over"), Act("hand_over.view:bulletin")),
    "ledgers": (Act("tab:ledgers"), Act("section:ledgers")),
    "repair": (*_TO_MEND.split(), "0002345"),
    "losses": (
        Act("tab:settings"),
        Act("set:lost_after_days", values={"value": "2"}),
        "DC-REPAIR",
        Act("section:losses"),
        Act("losses.view:proposed"),
        Act("losses.tick_all"),
    ),
    "shelves": (Act("tab:stocktake"), Act("section:shelves"), "SH002"),
    "stocktake": (Act("tab:stocktake"), Act("section:scanning"), *_TO_COUNT.split()),
    "counts": (Act("tab:stocktake"), Act("section:counts")),
    "resolving": (Act("tab:stocktake"), Act("section:resolving")),
    "count_report": (Act("tab:stocktake"), Act("section:report"), Act("report.table:by_shelf")),
}


def main(names: list[str]) -> int:
    """Make these pictures, all where none is named; returns the exit status."""
    if unknown := [name for name in names if name not in SCENES]:
        print(f"no such picture: {', '.join(unknown)}; there are {', '.join(SCENES)}", file=sys.stderr)
        return 2
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtWidgets import QApplication

    application = QApplication([])
    for name in names or SCENES:
        with tempfile.TemporaryDirectory() as folder:
            picture = PICTURES / f"{name}.png"
            _save_small(_Scene(application, Path(folder)).play(SCENES[name]), picture)
            print(picture.relative_to(ROOT), flush=True)
    return 0


class _Scene:
    """The program at work on a practice library of its own, so that no scene sees what another did."""

    def __init__(self, application: QApplication, folder: Path) -> None:
        from deskcirc import text
        from deskcirc.app import Program
        from deskcirc.ui.practising import make_practice

        text.use_language("zh_CN")
        library = folder / "希望小学图书馆.deskcirc"
        make_practice(library, datetime.now(UTC)).close()
        _write_roster(library, folder / ROSTER)
        self._folder = folder
        self._answers = 0
        self._program = Program(application, folder)
        self._program.open(library)
        self._counter = _there(self._program.counter)
        opened: list[bool] = []
        self._counter.counter.opened.connect(lambda: opened.append(True))
        self._counter.runner.shown.connect(self._count)
        _wait_until(lambda: bool(opened))
        self._counter.window.resize(*_SIZE)

    def play(self, steps: tuple[Step, ...]) -> QPixmap:
        """Do the steps one after the other; returns the picture of what is on top in the end."""
        shown: QWidget = self._counter.window
        for step in steps:
            shown = self._press(step) if isinstance(step, Button) else self._submit(step)
        _rest()
        picture = shown.grab()
        self._program.shut()
        return picture

    def _submit(self, step: str | Act) -> QWidget:
        before = self._answers
        if isinstance(step, str):
            self._counter.counter.scan(step)
        else:
            file = {"file": str(self._folder / step.file)} if step.file else {}
            self._counter.counter.act(step.name, {**step.values, **file})
        _wait_until(lambda: self._answers > before)
        return self._counter.window

    def _press(self, step: Button) -> QWidget:
        from PySide6.QtWidgets import QApplication, QPushButton

        buttons = [each for each in self._counter.window.findChildren(QPushButton) if each.isVisible()]
        (button,) = (each for each in buttons if each.text().startswith(step.words))
        button.click()
        _wait_until(lambda: QApplication.activeModalWidget() is not None)
        return _there(QApplication.activeModalWidget())

    def _count(self) -> None:
        self._answers += 1


def _write_roster(library: Path, file: Path) -> None:
    """The school's own pupils as next year's roster: most stay, one has gone, one is new."""
    with sqlite3.connect(library) as connection:
        rows = connection.execute(
            "SELECT patrons.number, patrons.name, classes.entry_year, classes.number FROM patrons"
            " JOIN classes ON classes.id = patrons.class_id WHERE classes.entry_year IS NOT NULL ORDER BY patrons.id"
        ).fetchall()
    moved = [(*rows[1][:2], *rows[60][2:]), (*rows[60][:2], *rows[1][2:])]
    pupils = [*rows[2:60], *rows[61:], *moved, ("99001", "黄正安", rows[0][2], rows[0][3])]
    lines = ["学号,姓名,入学年份,班", *(",".join(str(cell) for cell in pupil) for pupil in pupils)]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _there(found: Thing | None) -> Thing:
    if found is None:
        raise SystemExit("the program does not show what the scene needs")
    return found


def _save_small(picture: QPixmap, file: Path) -> None:
    """With as many colours as the screens have, so that a picture is a third of the size."""
    from PIL import Image
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice

    octets = QByteArray()
    buffer = QBuffer(octets)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    with Image.open(io.BytesIO(octets.data())) as image:
        image.convert("RGB").quantize(_COLOURS).save(file, optimize=True)


def _wait_until(true: Callable[[], bool]) -> None:
    from PySide6.QtTest import QTest

    for _moment in range(_PATIENCE // _MOMENT):
        if true():
            return
        QTest.qWait(_MOMENT)
    raise SystemExit("the program gave no answer in time")


def _rest() -> None:
    from PySide6.QtTest import QTest

    QTest.qWait(_REST)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
