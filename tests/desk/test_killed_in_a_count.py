"""A power cut in the middle of a count, of loading a file, of closing: what was said is there, nothing by half."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from tests.builders import NOON, a_copy, a_desk, all_rows
from tests.desk import count_that_dies
from tests.desk.count_that_dies import ACTS, CLOSED, COPIES, COUNT, collector_file
from tests.desk.counts import a_count, a_shelf

from deskcirc.desk.count_files import load_file, wish_of
from deskcirc.desk.counting import CountOrder, count_copy
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.domain.count_files import FileOrder
from deskcirc.domain.stocktake import Scope
from deskcirc.exchange.collector import read_collector
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library


@pytest.fixture(scope="module")
def school(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty copies and two counts: an open one with a file of ten lines, one of a shelf closed with copies missed."""
    path = tmp_path_factory.mktemp("counted") / "school.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        a_shelf(library)
        copies = [a_copy(library, f"第{number}本", price=1000) for number in range(COPIES)]
        desk = a_desk(library)
        assert a_count(desk, name="全部").id == COUNT
        assert a_count(desk, name="一架", scope=Scope(shelves=(1,))).id == CLOSED
        later = a_desk(library, NOON + timedelta(minutes=5))
        first = b"\n".join(copy.code.encode() for copy in copies[-10:])
        assert load_file(later, COUNT, read_collector(first, "1.txt", wish_of(later)), FileOrder("PDA 1")).done
        for copy in copies[:30]:
            count_copy(later, CountOrder(CLOSED, copy.code, copy.id))
        assert close_stocktake(a_desk(library, NOON + timedelta(minutes=9)), CLOSED).count == COPIES - 40
        assert breaches(library) == []
    return path


def breaches(library: Library) -> list[str]:
    return [breach.sentence for breach in check_library(library)]


def started(path: Path, *arguments: object) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *(each for each in sys.path if each)])}
    command = [sys.executable, count_that_dies.__file__, str(path), *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment)


def scans_said(path: Path, after: int) -> int:
    """How many scans were said to be noted before a kill -9 that comes after so many."""
    with started(path, "scan") as running:
        assert running.stdout is not None
        said = [running.stdout.readline() for _scan in range(after)]
        running.kill()
        said += running.stdout.read().splitlines()
    return len(said)


def said_before_death(path: Path, act: str, statement: int) -> list[str]:
    """What was said before somebody dropped dead before that statement."""
    running = started(path, act, statement)
    said, errors = running.communicate()
    assert running.returncode in (0, 9), errors
    return said.splitlines()


def assert_every_scan_is_there(path: Path, said: int) -> None:
    """All that were said to be noted, at most one more, and not one half; whoever comes next goes on counting."""
    with open_library(path) as library:
        assert breaches(library) == []
        with library.reading() as connection:
            noted = "SELECT count(*) FROM stocktake_scans WHERE stocktake_id = 1 AND file_id IS NULL"
            kept = connection.exec_driver_sql(noted).scalar_one()
            acts = "SELECT count(*) FROM journal WHERE act = 'count_copy' AND station = 'gun 1'"
            assert connection.exec_driver_sql(acts).scalar_one() == kept
        assert kept in (said, said + 1)


def assert_all_or_nothing(school: Path, path: Path, act: str, *, done: bool) -> None:
    """Untouched where nothing was said; and then the act is done after the power is back."""
    with open_library(school, read_only=True) as before:
        rows = all_rows(before)
    with open_library(path) as library:
        assert breaches(library) == []
        untouched = all_rows(library) == rows
        assert not (done and untouched)
        if untouched:
            ACTS[act](a_desk(library, NOON + timedelta(hours=3)))
            assert breaches(library) == []


@pytest.mark.parametrize("scans", [9])
def test_every_scan_that_was_said_is_there_after_a_power_cut(school: Path, tmp_path: Path, scans: int) -> None:
    path = Path(shutil.copyfile(school, tmp_path / "cut.deskcirc"))
    assert_every_scan_is_there(path, scans_said(path, scans))


@pytest.mark.parametrize(("act", "statement"), [("load", 40), ("close", 25)])
def test_a_file_is_loaded_and_a_count_closed_as_a_whole_or_not_at_all(
    school: Path, tmp_path: Path, act: str, statement: int
) -> None:
    path = Path(shutil.copyfile(school, tmp_path / "cut.deskcirc"))
    assert said_before_death(path, act, statement) == []
    assert_all_or_nothing(school, path, act, done=False)


def test_the_file_that_is_loaded_has_lines_of_every_kind(school: Path, tmp_path: Path) -> None:
    with open_library(Path(shutil.copyfile(school, tmp_path / "whole.deskcirc"))) as library:
        desk = a_desk(library, NOON + timedelta(hours=2))
        sums = load_file(desk, COUNT, read_collector(collector_file(), "x", wish_of(desk)), FileOrder()).sums
    assert min(sums.found, sums.repeat, sums.unknown) > 0


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_fifty_power_cuts_in_a_count_lose_nothing(school: Path, tmp_path: Path) -> None:
    dice = random.Random(50)
    for number in range(25):
        path = Path(shutil.copyfile(school, tmp_path / f"{number}.deskcirc"))
        if number % 2:
            assert_every_scan_is_there(path, scans_said(path, dice.randint(1, 120)))
        else:
            assert_every_scan_is_there(path, len(said_before_death(path, "scan", 1 + number)))
    for act in ACTS:
        for statement in (0, 1, 3, *(dice.randint(5, 90) for _cut in range(6))):
            path = Path(shutil.copyfile(school, tmp_path / f"{act}-{statement}.deskcirc"))
            assert_all_or_nothing(school, path, act, done=said_before_death(path, act, statement) == ["done"])
