"""The benchmark still runs: its smallest run from end to end, and a big library that is a true library."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.benchmarks.big_library import TINY, big_library
from tests.benchmarks.figures import Figure, Goal, percentiles, table

from deskcirc.store.database import open_library
from deskcirc.store.journal import Change, chained_hash

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def kept_libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("libraries")


def test_the_smallest_run_measures_everything_and_writes_it_down(kept_libraries: Path, tmp_path: Path) -> None:
    results = tmp_path / "figures.json"
    options = ["--tiny", "--acts", "6", "--keep", str(kept_libraries), "--json", str(results)]
    completed = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", *options],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
    )
    assert completed.returncode == 0, completed.stderr
    figures = json.loads(results.read_text(encoding="utf-8"))["figures"]
    assert figures
    for figure in figures:
        assert figure["operation"] in completed.stdout
        assert all(value > 0 for value in figure["ours"].values())
        assert figure["limit"] == {} or figure["ratio"] > 0


def test_the_journal_of_the_big_library_is_one_unbroken_chain(kept_libraries: Path) -> None:
    path = big_library(kept_libraries, TINY)
    with open_library(path, read_only=True) as library, library.reading() as connection:
        entries = connection.exec_driver_sql("SELECT * FROM journal ORDER BY id").mappings().all()
        changes: dict[int, list[Change]] = {}
        for row in connection.exec_driver_sql("SELECT * FROM journal_changes ORDER BY id").mappings():
            change = Change(row["table_name"], row["row_id"], row["before"], row["after"])
            changes.setdefault(row["entry_id"], []).append(change)
    assert len(entries) == 1 + TINY.journal_acts
    previous = "0" * 64
    for entry in entries:
        previous = chained_hash(previous, dict(entry), changes[entry["id"]])
        assert entry["hash"] == previous


def test_in_the_big_library_nobody_has_a_copy_that_another_has(kept_libraries: Path) -> None:
    path = big_library(kept_libraries, TINY)
    overlapping = """
        SELECT count(*) FROM loans earlier JOIN loans later ON later.copy_id = earlier.copy_id AND later.id > earlier.id
        WHERE earlier.returned_at IS NULL OR earlier.returned_at > later.lent_at"""
    with open_library(path, read_only=True) as library, library.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM loans").scalar_one() == TINY.loans
        assert connection.exec_driver_sql(overlapping).scalar_one() == 0


def test_the_table_says_which_goals_were_missed() -> None:
    times = [float(number) for number in range(1, 101)]
    ours = percentiles(times)
    assert ours == {"p50": 51.0, "p95": 96.0, "p99": 100.0}
    goals = (Goal("p50", ours["p50"], 60), Goal("p95", ours["p95"], 25), Goal("rows", 9, 8, upwards=True))
    text = table([Figure("checkout", "ms", ours, {"p50": 25.5}, "bare sqlite3", goals)])
    assert "2.00 ×" in text
    assert ["yes" in line for line in text.splitlines()[2:]] == [True, False, True]
    assert "p95 96.0 ≤ 25.0 NO" in text
