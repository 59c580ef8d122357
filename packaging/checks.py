"""All that must hold before a change is taken in: the house's checks, the tests without a screen, the tests on one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from environment import ROOT
from virtual_screen import virtual_screen

_NO_TESTS = 5  # pytest's status when nothing was chosen
_WITHOUT_SCREEN = "not screen and not campaign"
_ON_SCREEN = "screen and not campaign"
_HALF = ("tests/ui", "tests/scenarios", "tests/store")
"""Rooms whose tests take about as long as all others; both halves run at once."""
_FEW = 3  # failures on the screen that may be the machine's; more than these are the program's


@dataclass(frozen=True, slots=True)
class Tally:
    """How one run of pytest ended: its exit status and how many tests did what."""

    status: int
    passed: int = 0
    failed: int = 0
    skipped: int = 0


def everything(python: os.PathLike[str]) -> int:
    """Lint, types, layers, all tests; every part runs whatever the others say. The status is the worst."""
    tools = Path(python).parent
    status = 0
    for command in (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"], ["lint-imports"]):
        _announce(" ".join(command))
        status = max(status, status_of(subprocess.run([str(tools / command[0]), *command[1:]], cwd=ROOT)))
    return max(status, chosen_tests(python, []))


def chosen_tests(python: os.PathLike[str], arguments: list[str]) -> int:
    """Run pytest with `arguments`: the tests that need no screen offscreen, those that do on a virtual one.

    With a marker expression of the caller's (`-m`) there is one run, on a screen if the expression asks for one. With
    no arguments those that need no screen run in two processes at once, some rooms in one and all others in the other:
    each is busy on one core, and both together are done in little more than half the time.
    """
    if "-m" in arguments:
        expression = arguments[arguments.index("-m") + 1 :][:1]
        wants_screen = "screen" in " ".join(expression).replace("not screen", "")
        tallies = [_pytest(python, arguments, on_screen=wants_screen)]
    else:
        tallies = _without_a_screen(python, [*arguments, "-m", _WITHOUT_SCREEN], at_once=not arguments)
        if sys.platform == "linux":
            tallies.append(_on_a_screen(python, [*arguments, "-m", _ON_SCREEN]))
    counts = (sum(t.passed for t in tallies), sum(t.failed for t in tallies), sum(t.skipped for t in tallies))
    print("\ntests: {} passed, {} failed, {} skipped".format(*counts), flush=True)
    return worst_status([tally.status for tally in tallies])


def _without_a_screen(python: os.PathLike[str], arguments: list[str], *, at_once: bool) -> list[Tally]:
    if not at_once:
        return [_pytest(python, arguments, on_screen=False)]
    with ThreadPoolExecutor() as at_work, tempfile.TemporaryFile() as said:
        half = at_work.submit(_pytest, python, [*arguments, *_HALF], on_screen=False, said=said)
        others = _pytest(python, [*arguments, *(f"--ignore={room}" for room in _HALF)], on_screen=False)
        tallies = [others, half.result()]
        said.seek(0)
        print(said.read().decode(errors="replace"), flush=True)
    return tallies


def _on_a_screen(python: os.PathLike[str], arguments: list[str]) -> Tally:
    """The tests in which another process strikes the keys of a gun, and a few that failed once more by themselves.

    Their keys come in real time: a machine that halts for half a second makes another person of the gun. What the
    program does wrong it does wrong again; what passes alone is said to be unsteady, so that nobody overlooks it.
    """
    first = _pytest(python, arguments, on_screen=True)
    if not 0 < first.failed <= _FEW:
        return first
    again = _pytest(python, [*arguments, "--last-failed"], on_screen=True)
    tally = seen_twice(first, again)
    print(f"\nUNSTEADY: {first.failed - tally.failed} tests failed at first and not when they ran alone", flush=True)
    return tally


def seen_twice(first: Tally, again: Tally) -> Tally:
    """What holds of a run and of one more with its failures alone: a failure counts when it came both times."""
    passed, skipped = first.passed + again.passed, first.skipped + again.skipped
    return Tally(again.status, passed, again.failed, skipped)


def worst_status(statuses: list[int]) -> int:
    """The worst of several runs of pytest; a run that chose no test counts only where none chose any."""
    chosen = [status for status in statuses if status != _NO_TESTS]
    return max(chosen, default=_NO_TESTS)


def surroundings(extra: dict[str, str]) -> dict[str, str]:
    """The environment of a test run: ours, the shared real files where they lie beside the checkout, and `extra`."""
    shared = ROOT.parent / "shared"
    real_files = {"DESKCIRC_SHARED": str(shared)} if shared.is_dir() else {}
    return {**real_files, **os.environ, **extra}


def _pytest(python: os.PathLike[str], arguments: list[str], *, on_screen: bool, said: IO[bytes] | None = None) -> Tally:
    """One run; what it says goes to the console, or into the file `said`."""
    _announce(f"pytest {'on a virtual screen' if on_screen else 'without a screen'}: {' '.join(arguments)}")
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        command = [str(python), "-m", "pytest", f"--junitxml={results}", "-o", "junit_logging=no", *arguments]
        if on_screen:
            with virtual_screen() as screen:
                completed = subprocess.run(command, cwd=ROOT, env=surroundings(screen))
        else:
            unseen = surroundings({"QT_QPA_PLATFORM": "offscreen"})
            completed = subprocess.run(command, cwd=ROOT, env=unseen, stdout=said, stderr=said)
        return read_tally(status_of(completed), results)


def read_tally(status: int, results: Path) -> Tally:
    """The counts from pytest's own file of results; a run that was aborted leaves none."""
    if not results.exists():
        return Tally(status)
    suites = ElementTree.parse(results).getroot().iter("testsuite")  # noqa: S314  written by our own pytest just now
    totals = [{key: int(suite.get(key, "0")) for key in ("tests", "failures", "errors", "skipped")} for suite in suites]
    failed = sum(total["failures"] + total["errors"] for total in totals)
    skipped = sum(total["skipped"] for total in totals)
    return Tally(status, sum(total["tests"] for total in totals) - failed - skipped, failed, skipped)


def status_of(completed: subprocess.CompletedProcess[bytes]) -> int:
    """The exit status as a shell would give it; a process that a signal ended is said so, as it can say nothing."""
    if completed.returncode >= 0:
        return completed.returncode
    name = signal.Signals(-completed.returncode).name
    print(f"\nABORTED by {name}: a crash outside Python's reach; what it had left to do was not done.", flush=True)
    return 128 - completed.returncode


def _announce(what: str) -> None:
    print(f"\n== {what}", flush=True)
