"""The test command tells the truth: a failure, an abort or an empty choice in one part is not lost in the others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import checks


@pytest.mark.parametrize(
    ("statuses", "worst"),
    [([0, 0], 0), ([0, 1], 1), ([1, 0], 1), ([0, 5], 0), ([5, 0], 0), ([134, 5], 134), ([5, 5], 5)],
)
def test_the_status_is_the_worst_and_an_empty_part_is_no_failure(statuses: list[int], worst: int) -> None:
    assert checks.worst_status(statuses) == worst


def test_the_counts_are_pytests_own(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "def test_passes(): pass\n"
        "def test_fails(): assert False\n"
        "@pytest.mark.skipif(True, reason='shown')\n"
        "def test_is_skipped(): pass\n"
    )
    results = tmp_path / "results.xml"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results}", str(tmp_path)]
    completed = subprocess.run(command, cwd=tmp_path, capture_output=True)
    assert checks.read_tally(completed.returncode, results) == checks.Tally(1, passed=1, failed=1, skipped=1)


@pytest.mark.skipif(sys.platform != "linux", reason="signals end processes on Linux only")
def test_a_process_that_aborts_is_said_so(capfd: pytest.CaptureFixture[str]) -> None:
    completed = subprocess.run([sys.executable, "-c", "import os; os.abort()"], capture_output=True)
    assert checks.status_of(completed) == 134
    assert "ABORTED by SIGABRT" in capfd.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="the virtual screen is Linux's")
def test_real_files_beside_the_checkout_are_named_to_the_tests(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DESKCIRC_SHARED", raising=False)
    monkeypatch.setattr(checks, "ROOT", tmp_path / "checkout")
    assert "DESKCIRC_SHARED" not in checks.surroundings({})
    (tmp_path / "shared").mkdir()
    assert checks.surroundings({})["DESKCIRC_SHARED"] == str(tmp_path / "shared")


@pytest.mark.parametrize(
    ("again", "holds"),
    [
        (checks.Tally(0, passed=2), checks.Tally(0, passed=50, failed=0, skipped=1)),
        (checks.Tally(1, passed=1, failed=1), checks.Tally(1, passed=49, failed=1, skipped=1)),
        (checks.Tally(134), checks.Tally(134, passed=48, failed=0, skipped=1)),
    ],
)
def test_a_failure_on_the_screen_counts_when_it_comes_again_alone(again: checks.Tally, holds: checks.Tally) -> None:
    first = checks.Tally(1, passed=48, failed=2, skipped=1)
    assert checks.seen_twice(first, again) == holds


@pytest.mark.skipif(sys.platform != "linux", reason="a named pipe, at whose ends two processes meet")
def test_both_halves_run_at_once_and_both_are_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    for room in checks._HALF:
        (tmp_path / room).mkdir(parents=True)
    os.mkfifo(tmp_path / "pipe")
    meets = f"def test_meets_the_other(): open({str(tmp_path / 'pipe')!r}, {{mode!r}}).close()\n"
    (tmp_path / "tests" / "ui" / "test_window.py").write_text(meets.format(mode="w"))
    (tmp_path / "tests" / "test_desk.py").write_text(meets.format(mode="r") + "def test_fails(): assert False\n")
    monkeypatch.setattr(checks, "ROOT", tmp_path)
    tallies = checks._without_a_screen(Path(sys.executable), ["-p", "no:cacheprovider", "-q"], at_once=True)
    assert tallies == [checks.Tally(1, passed=1, failed=1), checks.Tally(0, passed=1)]
    told = capfd.readouterr().out
    assert "1 failed, 1 passed" in told
    assert "1 passed" in told.replace("1 failed, 1 passed", "")
