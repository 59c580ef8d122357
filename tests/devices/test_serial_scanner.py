"""A serial gun on a real pseudo-terminal: lines come whole, and a pulled cable costs nothing but the half line."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import serial

from deskcirc.devices.serial_scanner import Phase, ScannerState, SerialScanner, SerialSettings

if sys.platform == "win32":
    pytest.skip("Windows has no pseudo-terminals", allow_module_level=True)

import tty

DEADLINE = 10.0  # seconds; a wait ends as soon as its condition holds


class Cable:
    """A gun on a pseudo-terminal under a stable name, which can be pulled and plugged in again."""

    def __init__(self, name: Path) -> None:
        self.name = name
        self._gun = -1
        self.plug_in()

    def plug_in(self) -> None:
        self._gun, port = os.openpty()
        tty.setraw(port)
        self.name.symlink_to(os.ttyname(port))
        os.close(port)

    def send(self, data: bytes) -> None:
        os.write(self._gun, data)

    def pull(self) -> None:
        if self._gun >= 0:
            self.name.unlink()
            os.close(self._gun)
            self._gun = -1


class Counter:
    """What the reader's thread told, with waiting for it."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.states: list[ScannerState] = []
        self.times: list[float] = []
        self._told = threading.Condition()

    def on_line(self, line: str) -> None:
        with self._told:
            self.lines.append(line)
            self._told.notify_all()

    def on_state(self, state: ScannerState) -> None:
        with self._told:
            self.states.append(state)
            self.times.append(time.monotonic())
            self._told.notify_all()

    def phases(self) -> list[Phase]:
        return [state.phase for state in self.states]

    def wait(self, condition: Callable[[], bool]) -> None:
        with self._told:
            assert self._told.wait_for(condition, DEADLINE), (self.lines, self.states)

    def wait_for_phase(self, phase: Phase, times: int = 1) -> None:
        self.wait(lambda: self.phases().count(phase) >= times)


@pytest.fixture
def cable(tmp_path: Path) -> Iterator[Cable]:
    plugged = Cable(tmp_path / "scanner")
    yield plugged
    plugged.pull()


@pytest.fixture
def counter() -> Counter:
    return Counter()


@pytest.fixture
def start(cable: Cable, counter: Counter) -> Iterator[Callable[..., SerialScanner]]:
    started: list[SerialScanner] = []

    def starter(idle_ms: int | None = None) -> SerialScanner:
        scanner = SerialScanner(str(cable.name), SerialSettings(idle_ms=idle_ms), counter.on_line, counter.on_state)
        started.append(scanner)
        scanner.start()
        return scanner

    yield starter
    for scanner in started:
        scanner.stop()


Start = Callable[..., SerialScanner]


def test_lines_arrive_in_the_order_of_the_scans(start: Start, cable: Cable, counter: Counter) -> None:
    start()
    counter.wait_for_phase(Phase.CONNECTED)
    sent = [f"T{number:06}" for number in range(300)]
    for code in sent:
        cable.send(code.encode() + b"\r\n")
    counter.wait(lambda: len(counter.lines) >= len(sent))
    assert counter.lines == sent


def test_half_lines_and_frames_come_out_whole(start: Start, cable: Cable, counter: Counter) -> None:
    start()
    counter.wait_for_phase(Phase.CONNECTED)
    for piece in (b"\x02T00", b"22", b"67\x03\x02T002268", b"\x03T1\rT2\n\r", "书1\r".encode("gb18030")):
        cable.send(piece)
    counter.wait(lambda: len(counter.lines) >= 5)
    assert counter.lines == ["T002267", "T002268", "T1", "T2", "书1"]


def test_a_gun_that_sends_no_end_is_read_when_it_falls_silent(start: Start, cable: Cable, counter: Counter) -> None:
    start(idle_ms=50)
    counter.wait_for_phase(Phase.CONNECTED)
    cable.send(b"T002267")
    counter.wait(lambda: counter.lines == ["T002267"])
    cable.send(b"T002268")
    counter.wait(lambda: counter.lines == ["T002267", "T002268"])


def test_a_pulled_cable_is_told_once_and_the_scanner_comes_back_within_a_second(
    start: Start, cable: Cable, counter: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "deskcirc.devices.serial_scanner")
    start()
    counter.wait_for_phase(Phase.CONNECTED)
    for pulled in range(1, 6):
        cable.send(f"T{pulled}\r".encode())
        counter.wait(lambda: len(counter.lines) == pulled)  # noqa: B023
        cable.pull()
        counter.wait_for_phase(Phase.LOST, pulled)
        cable.plug_in()
        plugged_in = time.monotonic()
        counter.wait_for_phase(Phase.CONNECTED, pulled + 1)
        assert counter.times[-1] - plugged_in < 1.0
    assert counter.phases() == [Phase.CONNECTING, Phase.CONNECTED, *[Phase.LOST, Phase.CONNECTED] * 5]
    assert len([entry for entry in caplog.records if entry.levelno == logging.WARNING]) == 5


def test_half_a_scan_at_the_loss_never_joins_the_next_scan(start: Start, cable: Cable, counter: Counter) -> None:
    start()
    counter.wait_for_phase(Phase.CONNECTED)
    cable.send(b"T1\rT0022")
    counter.wait(lambda: counter.lines == ["T1"])
    cable.pull()
    counter.wait_for_phase(Phase.LOST)
    assert counter.states[-1].dropped == "T0022"
    cable.plug_in()
    counter.wait_for_phase(Phase.CONNECTED, 2)
    cable.send(b"67\r")
    counter.wait(lambda: len(counter.lines) == 2)
    assert counter.lines == ["T1", "67"]


def test_a_scanner_that_is_plugged_in_later_begins_to_work(start: Start, cable: Cable, counter: Counter) -> None:
    cable.pull()
    start()
    counter.wait_for_phase(Phase.LOST)
    lost = counter.states[-1]
    assert str(cable.name) in lost.reason
    assert lost.remedy
    cable.plug_in()
    counter.wait_for_phase(Phase.CONNECTED)
    cable.send(b"T002267\r")
    counter.wait(lambda: counter.lines == ["T002267"])


def test_a_long_absence_is_logged_once_and_ends_within_a_second(
    start: Start, cable: Cable, counter: Counter, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    tries = threading.Semaphore(0)
    opened = serial.Serial.open

    def counted(port: serial.Serial) -> None:
        try:
            opened(port)
        finally:
            tries.release()

    monkeypatch.setattr(serial.Serial, "open", counted)
    cable.pull()
    start()
    for _ in range(5):
        assert tries.acquire(timeout=DEADLINE)
    cable.plug_in()
    plugged_in = time.monotonic()
    counter.wait_for_phase(Phase.CONNECTED)
    assert counter.times[-1] - plugged_in < 1.0
    assert counter.phases() == [Phase.CONNECTING, Phase.LOST, Phase.CONNECTED]
    assert len([entry for entry in caplog.records if entry.levelno == logging.WARNING]) == 1


def test_a_port_taken_by_another_program_is_named_so(start: Start, cable: Cable, counter: Counter) -> None:
    with serial.Serial(str(cable.name), exclusive=True):
        start()
        counter.wait_for_phase(Phase.LOST)
        assert counter.states[-1].reason == f"Another program is using the scanner on {cable.name}."
    counter.wait_for_phase(Phase.CONNECTED)


@pytest.mark.skipif(hasattr(os, "getuid") and os.getuid() == 0, reason="nothing is forbidden to root")
def test_a_port_this_account_may_not_open_is_named_so(start: Start, cable: Cable, counter: Counter) -> None:
    cable.name.resolve().chmod(0)
    start()
    counter.wait_for_phase(Phase.LOST)
    assert "may not open" in counter.states[-1].reason


def test_a_file_that_is_no_port_is_refused_without_a_crash(counter: Counter, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no port")
    scanner = SerialScanner(str(tmp_path / "notes.txt"), SerialSettings(), counter.on_line, counter.on_state)
    scanner.start()
    counter.wait_for_phase(Phase.LOST)
    scanner.stop()
    assert counter.phases() == [Phase.CONNECTING, Phase.LOST, Phase.CLOSED]


def test_a_stopped_scanner_is_silent_frees_its_port_and_can_be_started_again(
    start: Start, cable: Cable, counter: Counter
) -> None:
    scanner = start()
    counter.wait_for_phase(Phase.CONNECTED)
    scanner.start()
    scanner.stop()
    scanner.stop()
    assert scanner.state.phase is Phase.CLOSED
    assert counter.phases() == [Phase.CONNECTING, Phase.CONNECTED, Phase.CLOSED]
    with serial.Serial(str(cable.name), exclusive=True):
        pass
    scanner.start()
    counter.wait_for_phase(Phase.CONNECTED, 2)
    cable.send(b"T002267\r")
    counter.wait(lambda: counter.lines == ["T002267"])


def test_a_scanner_without_a_cable_stops_at_once(start: Start, cable: Cable, counter: Counter) -> None:
    cable.pull()
    scanner = start()
    counter.wait_for_phase(Phase.LOST)
    scanner.stop()
    assert counter.phases()[-1] is Phase.CLOSED


def test_a_bug_in_the_window_is_reported_and_does_not_silence_the_scanner(
    cable: Cable, counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", reported.append)

    def on_line(line: str) -> None:
        counter.on_line(line)
        if line == "bad":
            raise ZeroDivisionError

    scanner = SerialScanner(str(cable.name), SerialSettings(), on_line, counter.on_state)
    scanner.start()
    counter.wait_for_phase(Phase.CONNECTED)
    cable.send(b"bad\rgood\r")
    counter.wait(lambda: counter.lines == ["bad", "good"])
    scanner.stop()
    assert [report.exc_type for report in reported] == [ZeroDivisionError]
