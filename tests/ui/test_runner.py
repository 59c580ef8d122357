"""The desk worker: one thread, the scanner's order, trouble and bugs survived, nothing lost at the end."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from deskcirc.errors import CancelledError, DiskFullError, LibraryFileError
from deskcirc.ui import runner as runner_module
from deskcirc.ui.jobs import Job, Progress
from deskcirc.ui.runner import Runner


class SmallDesk:
    """A desk that answers each input with it and the thread it ran on; some inputs are trouble."""

    def __init__(self) -> None:
        self.threads: set[int] = set()
        self.taken: list[object] = []
        self.idled = threading.Event()
        self.closed = False

    def take(self, given: object, /) -> object:
        """Do the input."""
        self.threads.add(threading.get_ident())
        if given == "disk full":
            raise DiskFullError("The disk is full.", "Make room.")
        if given == "bug":
            raise ZeroDivisionError("a bug")
        self.taken.append(given)
        return given

    def idle(self) -> None:
        """Tidy up."""
        self.idled.set()

    def close(self) -> None:
        """Let go."""
        self.closed = True


@pytest.fixture
def desk() -> SmallDesk:
    """The desk behind the runner."""
    return SmallDesk()


@pytest.fixture
def runner(desk: SmallDesk) -> Iterator[Runner]:
    """A runner at work."""
    made = Runner(lambda: desk, "first")
    made.start()
    yield made
    made.stop()


def heard(qtbot: QtBot, listen: Callable[[list[object]], None], count: int) -> list[object]:
    """What a signal brought, once there are `count` of it."""
    got: list[object] = []
    listen(got)
    qtbot.waitUntil(lambda: len(got) >= count, timeout=20_000)
    return got


def test_inputs_are_done_in_their_order_on_one_other_thread(runner: Runner, desk: SmallDesk, qtbot: QtBot) -> None:
    shown: list[object] = []
    runner.shown.connect(lambda _given, answer: shown.append(answer))
    for number in range(500):
        runner.submit(number)
    qtbot.waitUntil(lambda: len(shown) == 500, timeout=20_000)
    assert shown == list(range(500))
    assert desk.threads != {threading.get_ident()}
    assert len(desk.threads) == 1


def test_answers_arrive_in_the_windows_thread(runner: Runner, qtbot: QtBot) -> None:
    threads: list[int] = []
    runner.shown.connect(lambda _given, _shown: threads.append(threading.get_ident()))
    runner.submit("a")
    qtbot.waitUntil(lambda: bool(threads))
    assert threads == [threading.get_ident()]


def test_opening_shows_the_first_picture(desk: SmallDesk, qtbot: QtBot) -> None:
    runner = Runner(lambda: desk, "first")
    with qtbot.waitSignal(runner.opened) as opened:
        runner.start()
    runner.stop()
    assert opened.args == ["first"]


def test_a_library_that_cannot_be_opened_is_told_and_the_window_lives(qtbot: QtBot) -> None:
    def refuse() -> SmallDesk:
        raise LibraryFileError("This is no library.", "Choose another file.")

    runner = Runner(refuse, "first")
    with qtbot.waitSignal(runner.refused) as failed:
        runner.start()
    runner.submit("lost on purpose: there is no desk")
    runner.stop()
    assert isinstance((failed.args or [None])[0], LibraryFileError)


def test_after_trouble_and_after_a_bug_the_next_scan_counts(runner: Runner, qtbot: QtBot) -> None:
    told: list[object] = []
    runner.failed.connect(lambda trouble: told.append(type(trouble).__name__))
    runner.crashed.connect(lambda trace: told.append(trace.splitlines()[-1]))
    runner.shown.connect(lambda _given, answer: told.append(answer))
    for given in ("disk full", "bug", "0021846"):
        runner.submit(given)
    qtbot.waitUntil(lambda: len(told) == 3)
    assert told == ["DiskFullError", "ZeroDivisionError: a bug", "0021846"]


def test_stopping_finishes_what_was_scanned_before(desk: SmallDesk, qtbot: QtBot) -> None:
    runner = Runner(lambda: desk, "first")
    runner.start()
    for number in range(300):
        runner.submit(number)
    runner.stop()
    assert desk.taken == ["first", *range(300)]
    assert desk.closed


def test_a_desk_left_alone_tidies_up(monkeypatch: pytest.MonkeyPatch, desk: SmallDesk) -> None:
    monkeypatch.setattr(runner_module, "IDLE_SECONDS", 0.01)
    runner = Runner(lambda: desk, "first")
    runner.start()
    assert desk.idled.wait(10)
    runner.stop()


def test_a_long_work_tells_how_far_it_is_and_scans_wait_for_it(runner: Runner, qtbot: QtBot) -> None:
    told: list[object] = []

    def work(progress: Progress) -> str:
        for done in range(1, 1_001):
            progress(done, 1_000, "reading")
        return "1 000 rows"

    job = runner.run_job(work)
    job.progressed.connect(lambda done, total, what: told.append((done, total, what)))
    job.finished.connect(told.append)
    runner.shown.connect(lambda _given, answer: told.append(answer))
    runner.submit("after")
    qtbot.waitUntil(lambda: "after" in told)
    assert told[-3:] == [(1_000, 1_000, "reading"), "1 000 rows", "after"]
    assert len(told) < 500, "the window is told now and then, not at every row"


def test_a_long_work_can_be_cancelled(runner: Runner, qtbot: QtBot) -> None:
    started = threading.Event()
    go_on = threading.Event()
    reached: list[int] = []

    def work(progress: Progress) -> None:
        for done in range(1_000):
            progress(done, 1_000)
            reached.append(done)
            started.set()
            go_on.wait(10)

    job = runner.run_job(work)
    with qtbot.waitSignal(job.failed) as failed:
        assert started.wait(10)
        job.cancel()
        go_on.set()
    assert isinstance((failed.args or [None])[0], CancelledError)
    assert reached == [0]


def test_a_bug_in_a_long_work_leaves_the_counter_working(runner: Runner, qtbot: QtBot) -> None:
    def work(_progress: Progress) -> None:
        raise KeyError("a bug")

    job: Job = runner.run_job(work)
    with qtbot.waitSignals([job.crashed, job.ended]):
        pass
    with qtbot.waitSignal(runner.shown) as shown:
        runner.submit("next")
    assert shown.args == ["next", "next"]


def test_twenty_thousand_signals_cost_no_reference(runner: Runner, qtbot: QtBot) -> None:
    """PySide6 6.12.0 on Python 3.11 loses one at each emit and aborts after some hundreds."""
    count = 0

    def note(_given: object, _shown: object) -> None:
        nonlocal count
        count += 1

    runner.shown.connect(note)
    for _number in range(20_000):
        runner.shown.emit(True, True)
    assert count == 20_000
