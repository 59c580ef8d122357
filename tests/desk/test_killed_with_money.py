"""A power cut while money is taken, copies are declared lost, a lesson is closed, a year is bound: all or nothing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tests.builders import a_copy, a_desk, a_patron, all_rows
from tests.desk import loss_that_dies
from tests.desk.loss_that_dies import ACTS, COPIES
from tests.desk.mending_days import a_damaged, a_lesson, later
from tests.desk.test_binding import a_magazine

from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.mending_lessons import take_out
from deskcirc.domain.losses import LossWay
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library


@pytest.fixture(scope="module")
def school(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three lost copies that are owed for, twenty more, a lesson under way with six copies, a year of a magazine."""
    path = tmp_path_factory.mktemp("losses") / "school.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        desk, reader = a_desk(library), a_patron(library)
        first = a_copy(library, price=2500)
        for _copy in range(2 + COPIES):
            a_copy(library, of=first, price=2500)
        orders = [LossOrder(each, patron_id=reader.id, way=LossWay.PRICE) for each in (1, 2, 3)]
        assert declare_lost(desk, orders).done
        repairs = [a_damaged(desk, f"第{number}本") for number in range(6)]
        lesson = a_lesson(desk, *repairs)
        for number in range(3):
            assert not take_out(later(desk, 1), lesson.id, repairs[number].id, reader.id).why_not
        a_magazine(library, (1, 2, 3, 4))
        assert list(check_library(library)) == []
    return path


def killed(school: Path, folder: Path, act: str, statement: int) -> tuple[Path, bool]:
    """The library file after somebody died before that statement of the act; and whether they said that it was done."""
    path = folder / f"{act}-{statement}.deskcirc"
    shutil.copyfile(school, path)
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *(each for each in sys.path if each)])}
    command = [sys.executable, loss_that_dies.__file__, str(path), act, str(statement)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert ran.returncode in (0, 9), ran.stderr
    return path, ran.stdout == "done\n"


def assert_all_or_nothing(school: Path, path: Path, act: str, *, done: bool) -> None:
    """Untouched where nothing was said; and where nothing was written, the act is done after the power is back."""
    with open_library(school, read_only=True) as before:
        rows = all_rows(before)
    with open_library(path) as library:
        assert [breach.sentence for breach in check_library(library)] == []
        untouched = all_rows(library) == rows
        assert not (done and untouched)
        if untouched:
            ACTS[act](later(a_desk(library), 90))
            assert [breach.sentence for breach in check_library(library)] == []


@pytest.mark.parametrize(("act", "statement"), [("pay", 12), ("declare", 90)])
def test_a_power_cut_in_the_middle_leaves_nothing_half_done(
    school: Path, tmp_path: Path, act: str, statement: int
) -> None:
    path, done = killed(school, tmp_path, act, statement)
    assert not done
    assert_all_or_nothing(school, path, act, done=done)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_sixty_power_cuts_leave_no_money_and_no_copy_half_done(school: Path, tmp_path: Path) -> None:
    dice = random.Random(61)
    for act in ACTS:
        for statement in (0, *range(1, 5), *(dice.randint(5, 120) for _cut in range(6))):
            path, done = killed(school, tmp_path, act, statement)
            assert_all_or_nothing(school, path, act, done=done)
