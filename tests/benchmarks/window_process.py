"""The real window at work on the big library, in a process of its own: `… LIBRARY FOLDER` prints its figures.

The codes to scan come by standard input, as lists in JSON: whatever looks them up would stay in this process's memory.

The program is the shipped one (`app.Program`). Two of its parts are exchanged: its clock (the invented loans would all
be overdue by now), and, for the floor, its desk: there the worker hands out answers of the first run again, so that
what is left is keys, threads and painting without any database.

A scan is typed into the window's own event queue. Its time runs from the Return key until the banner and the list have
been painted and given to the screen; the worker answers after the commit, so what is painted is on the disk.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from tests.benchmarks.codes import NOW
from tests.benchmarks.memory import megabytes_now

from deskcirc import app, settings
from deskcirc.ui import garbage
from deskcirc.ui.lines_model import LinesView
from deskcirc.ui.open_counter import OpenCounter
from deskcirc.ui.wedge import prepare_input_methods

_DEADLINE: Final = 20_000  # ms
_BETWEEN_SCANS: Final = 250  # ms: the frame of the last answer has gone out by then
_SETTLED: Final = 300  # ms: after another page than before
_TICK: Final = 5  # ms


@dataclass(slots=True)
class Measured:
    """All times in ms, memory in MB."""

    platform: str = ""
    lends: list[float] = field(default_factory=list)
    returns: list[float] = field(default_factory=list)
    floor_of_lends: list[float] = field(default_factory=list)
    floor_of_returns: list[float] = field(default_factory=list)
    memory_ready: float = 0.0
    memory_halfway: float = 0.0
    memory_after: float = 0.0
    waits_during_import: list[float] = field(default_factory=list)


class Answers:
    """A desk without a library: it gives the answers of another run, in their order."""

    def __init__(self, answers: list[Any]) -> None:
        self._answers = iter(answers)

    def take(self, _given: object) -> object:
        """The next answer."""
        return next(self._answers)

    def idle(self) -> None:
        """There is nothing to tidy up."""

    def close(self) -> None:
        """There is nothing to let go of."""


class Stopwatch(QObject):
    """Sees the answer to a scan and then the paint events of some widgets; and notes answers."""

    def __init__(self, opened: OpenCounter) -> None:
        super().__init__()
        self._loop = QEventLoop()
        self._missing: set[QObject] = set()
        self._answered = False
        self.answers: list[Any] = []
        opened.runner.opened.connect(self.answers.append)
        opened.runner.shown.connect(self._hear)

    def time(self, scan: Callable[[], float], painted: list[QWidget]) -> float:
        """Milliseconds from the instant that `scan` returns until the widgets are painted."""
        self._missing, self._answered = set(painted), False
        for widget in painted:
            widget.installEventFilter(self)
        began = scan()
        if self._missing:
            wait(self._loop)
        for widget in painted:
            widget.removeEventFilter(self)
        return 1000 * (time.perf_counter() - began)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        """Tick off a widget; the screen has its pixels when the event that paints is over."""
        if self._answered and event.type() == QEvent.Type.Paint and watched in self._missing:
            self._missing.discard(watched)
            if not self._missing:
                QTimer.singleShot(0, self._loop.quit)
        return False

    def _hear(self, _given: object, shown: object) -> None:
        self._answered = True
        self.answers.append(shown)


def wait(loop: QEventLoop) -> None:
    """Run the event loop until somebody ends it; raises TimeoutError where nobody does."""
    late = QTimer(singleShot=True, interval=_DEADLINE)
    late.timeout.connect(lambda: loop.exit(1))
    late.start()
    if loop.exec() != 0:
        raise TimeoutError("the window did not answer")
    late.stop()


def pause(milliseconds: int) -> None:
    """Let the program go on for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def type_line(window: QWidget, line: str) -> float:
    """Type the line as a fast scanner does; returns the instant of the Return key."""
    handle = window.windowHandle()
    stamp = int(time.perf_counter() * 1000)
    for place, mark in enumerate(line):
        _press(handle, Qt.Key(ord(mark.upper())), mark, stamp + place)
    began = time.perf_counter()
    _press(handle, Qt.Key.Key_Return, "\r", stamp + len(line))
    return began


def _press(handle: QObject, key: Qt.Key, text: str, stamp: int) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
        event.setTimestamp(stamp)
        QCoreApplication.sendEvent(handle, event)


def begin() -> QApplication:
    """What the shipped program does before it opens a library."""
    sys.setswitchinterval(app._SWITCH_SECONDS)
    garbage.collect_rarely()
    return QApplication(sys.argv[:1])


class Scene:
    """The program with the library open, ready to be scanned at."""

    def __init__(self, application: QApplication, folder: Path, library: Path, answers: list[Any] | None) -> None:
        self._began = time.monotonic()
        settings.save_station_settings(folder, {"sound": "false"})
        self.program = app.Program(application, folder)
        self.program.open(library)
        if self.program.counter is None:
            raise ValueError("no window was opened")
        self.counter = self.program.counter
        self.counter.counter._clock = self._now
        if answers is not None:
            self.counter.runner._open_desk = lambda: Answers(answers)
        self.watch = Stopwatch(self.counter)
        loop = QEventLoop()
        self.counter.counter.opened.connect(loop.quit)
        wait(loop)
        pause(_BETWEEN_SCANS)
        self._find_keyboard(application)

    def scan(self, line: str, lists: bool = True) -> float:
        """Scan a line and see it painted; milliseconds."""
        window = self.counter.window
        painted: list[QWidget] = [window.banner]
        if lists:
            page = window.show_tab(window.header.current)
            view = getattr(page, "lines", None)
            if isinstance(view, LinesView):
                painted.append(view.viewport())
        took = self.watch.time(lambda: type_line(window, line), painted)
        pause(_BETWEEN_SCANS)
        return took

    def choose_tab(self, name: str) -> None:
        """Go to another tab."""
        loop = QEventLoop()
        self.counter.runner.shown.connect(loop.quit)
        self.counter.window.act(f"tab:{name}")
        wait(loop)
        pause(_BETWEEN_SCANS)

    def act(self, name: str, *painted: QWidget) -> float:
        """Ask for an act and see the widgets painted; milliseconds. Without widgets it is only given its time."""
        took = self.watch.time(lambda: self._ask(name), list(painted))
        pause(_SETTLED)
        return took

    def close(self) -> None:
        """End the program, but not Qt."""
        self.program.shut()

    def _ask(self, name: str) -> float:
        began = time.perf_counter()
        self.counter.window.act(name)
        return began

    def _now(self) -> datetime:
        return NOW + timedelta(seconds=60 + time.monotonic() - self._began)

    def _find_keyboard(self, application: QGuiApplication) -> None:
        """A screen without a window manager gives nobody the keyboard; the wedge is told where it would be."""
        if application.focusWindow() is None:
            self.counter.wedge._follow(self.counter.window.windowHandle())


def measure(library: Path, folder: Path, visits: list[list[str]]) -> Measured:
    """Lend, take back, import, and go through the floor; a visit is a card and the copies its owner takes."""
    prepare_input_methods()
    taken = [copy for _card, *copies in visits for copy in copies]
    application = begin()
    measured = Measured(platform=application.platformName())
    scene = Scene(application, folder / "settings", library, None)
    _open_both_tabs(scene)
    measured.memory_ready = megabytes_now()
    measured.lends = list(_lend(scene, visits))
    measured.memory_halfway = megabytes_now()
    scene.choose_tab("returns")
    measured.returns = [scene.scan(line) for line in taken]
    measured.memory_after = megabytes_now()
    answers = list(scene.watch.answers)
    measured.waits_during_import = _waits_during_import(scene, folder, max(500, 20 * len(taken)))
    scene.close()
    floor = Scene(application, folder / "settings", library, answers)
    _open_both_tabs(floor)
    measured.floor_of_lends = list(_lend(floor, visits))
    floor.choose_tab("returns")
    measured.floor_of_returns = [floor.scan(line) for line in taken]
    floor.close()
    return measured


def _open_both_tabs(scene: Scene) -> None:
    """What a tab costs when it is first opened is no drift."""
    for name in ("returns", "checkout"):
        scene.choose_tab(name)


def _lend(scene: Scene, visits: list[list[str]]) -> Iterator[float]:
    for card, *copies in visits:
        scene.scan(card, lists=False)
        for copy in copies:
            yield scene.scan(copy)


def _waits_during_import(scene: Scene, folder: Path, records: int) -> list[float]:
    """How much too late each tick of a clock in the window's thread came while the worker took a MARC file in."""
    from tests.benchmarks.foreign_files import write_cnmarc

    from deskcirc.desk.desk import Desk
    from deskcirc.exchange import examine
    from deskcirc.ui.importing import import_file

    path = folder / "meanwhile.iso"
    write_cnmarc(path, records)

    def work(progress: Callable[[int, int], None]) -> object:
        station = scene.counter._station
        if station is None:
            raise ValueError("no library is open")
        desk = Desk(station.library, station.operator, station.name, scene._now())
        return import_file(desk, examine(path), progress=lambda count: progress(count, records))

    waits: list[float] = []
    loop, last = QEventLoop(), [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        waits.append(max(0.0, 1000 * (now - last[0]) - _TICK))
        last[0] = now

    clock = QTimer(interval=_TICK, timerType=Qt.TimerType.PreciseTimer)
    clock.timeout.connect(tick)
    job = scene.counter.runner.run_job(work)
    job.ended.connect(loop.quit)
    clock.start()
    loop.exec()
    clock.stop()
    return waits


if __name__ == "__main__":
    print(json.dumps(asdict(measure(Path(sys.argv[1]), Path(sys.argv[2]), json.load(sys.stdin)))))
