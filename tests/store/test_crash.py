"""A counter killed in the middle of its work has lost nothing that it acknowledged and left nothing half done."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.builders import a_copy, a_patron
from tests.store import counter_that_dies

from deskcirc.store.check import check_library
from deskcirc.store.database import open_library

STATEMENTS_OF_A_LOAN = 12
"""About how many statements a loan takes; killing before a later one kills in the acts after it."""


@pytest.fixture
def stocked(library_file: Path) -> Path:
    with open_library(library_file) as library:
        a_patron(library)
        a_copy(library)
    return library_file


def counter(file: Path, *arguments: object) -> subprocess.Popen[str]:
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *(path for path in sys.path if path)])}
    command = [sys.executable, counter_that_dies.__file__, str(file), "1", "1", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def acknowledged_before_kill(file: Path, after: int) -> int:
    """Let the counter acknowledge so many acts, kill it in the one after, and count what it said."""
    with counter(file) as running:
        assert running.stdout is not None
        said = [running.stdout.readline() for _act in range(after)]
        running.kill()
        said += running.stdout.read().splitlines()
    return len(said)


def acknowledged_before_death(file: Path, statement: int) -> int:
    """Let the counter drop dead before a statement of its third act, and count what it said."""
    ran = counter(file, statement)
    said, _errors = ran.communicate()
    assert ran.returncode == 9
    return len(said.splitlines())


def assert_whole(file: Path, acknowledged: int) -> None:
    """Every acknowledged act is in the journal, at most one more (its acknowledgement was cut off), nothing by half."""
    with open_library(file) as library:
        assert list(check_library(library)) == []
        with library.reading() as connection:
            acts = "SELECT count(*) FROM journal WHERE act IN ('check_out', 'check_in')"
            stored = connection.exec_driver_sql(acts).scalar_one()
            open_loans = connection.exec_driver_sql("SELECT count(*) FROM loans WHERE returned_at IS NULL").scalar_one()
    assert stored in (acknowledged, acknowledged + 1)
    assert open_loans == stored % 2


@pytest.mark.parametrize("acts", [1, 4, 9, 16, 25])
def test_a_counter_killed_at_work_has_lost_nothing_acknowledged(stocked: Path, acts: int) -> None:
    assert_whole(stocked, acknowledged_before_kill(stocked, acts))


@pytest.mark.parametrize("statement", [3, 6, 9, 11, STATEMENTS_OF_A_LOAN])
def test_a_counter_killed_between_two_statements_leaves_nothing_half_done(stocked: Path, statement: int) -> None:
    assert_whole(stocked, acknowledged_before_death(stocked, statement))


@pytest.mark.campaign
@pytest.mark.timeout(600)
def test_fifty_kills_lose_nothing(stocked: Path, tmp_path: Path) -> None:
    dice = random.Random(50)
    for number in range(50):
        copied = tmp_path / f"{number}.deskcirc"
        shutil.copyfile(stocked, copied)
        if number % 2:
            assert_whole(copied, acknowledged_before_kill(copied, dice.randint(1, 60)))
        else:
            assert_whole(copied, acknowledged_before_death(copied, 1 + number // 2))
