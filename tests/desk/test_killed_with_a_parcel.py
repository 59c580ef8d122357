"""A power cut in the middle of loading, registering, handing over, withdrawing, sealing: all of it or nothing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from tests.builders import NOON, a_copy, a_desk, all_rows
from tests.delivery_builders import a_batch
from tests.desk import parcel_that_dies
from tests.desk.parcel_that_dies import ACTS, COPIES, WITHDRAWN

from deskcirc.desk.accession import CopyOrder, add_copies
from deskcirc.desk.withdrawal import WithdrawalDraft, propose
from deskcirc.domain.copies import CopyState
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library

STATEMENTS = 3 * COPIES


@pytest.fixture(scope="module")
def school(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A batch, two hundred copies in process and a hundred that shall go. Never written."""
    path = tmp_path_factory.mktemp("parcel") / "school.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        desk = a_desk(library)
        a_batch(desk)
        first = a_copy(library, state=CopyState.IN_PROCESS.value, registered=date(2026, 2, 3))
        for _copy in range(COPIES):
            a_copy(library, of=first, state=CopyState.IN_PROCESS.value, registered=date(2026, 2, 3))
        old = [a_copy(library, of=first, acquired=date(2010, 1, 1)).id for _copy in range(WITHDRAWN)]
        assert propose(desk, WithdrawalDraft(WithdrawalReason.WEEDED), old).withdrawal is not None
    return path


def killed(school: Path, folder: Path, act: str, statement: int) -> tuple[Path, bool]:
    """The library file after somebody died before that statement of the act; and whether they said that it was done."""
    path = folder / f"{act}-{statement}.deskcirc"
    shutil.copyfile(school, path)
    root = Path(__file__).resolve().parents[2]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(root), *(each for each in sys.path if each)])}
    command = [sys.executable, parcel_that_dies.__file__, str(path), act, str(statement)]
    ran = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert ran.returncode in (0, 9), ran.stderr
    return path, ran.stdout == "done\n"


def assert_all_or_nothing(school: Path, path: Path, *, done: bool) -> None:
    """Nothing by half; what was said to be done is there, and the next number follows without a gap or a double."""
    with open_library(school, read_only=True) as untouched:
        before = all_rows(untouched)
    with open_library(path) as library:
        assert [breach.sentence for breach in check_library(library)] == []
        is_untouched = all_rows(library) == before
        assert not (done and is_untouched and "export" not in path.name)
        with library.reading() as connection:
            numbers = "SELECT count(*) FROM copies WHERE accession_number NOT LIKE 'A%'"
            given = connection.exec_driver_sql(numbers).scalar_one()
        assert given in (0, COPIES)
        added = add_copies(a_desk(library, NOON + timedelta(minutes=2)), CopyOrder(1, 2, 1))
        assert added.numbers == (f"{given + 1:07}", f"{given + 2:07}")
        assert [breach.sentence for breach in check_library(library)] == []
    assert not path.with_name("stock.csv").exists() or done


@pytest.mark.parametrize("act", ACTS)
def test_an_act_that_nothing_interrupts_is_done(school: Path, tmp_path: Path, act: str) -> None:
    path, done = killed(school, tmp_path, act, 0)
    assert done
    assert_all_or_nothing(school, path, done=done)


@pytest.mark.parametrize(("act", "statement"), [("load", 150), ("register", 190), ("approve", 160), ("seal", 8)])
def test_a_power_cut_in_the_middle_leaves_nothing_half_done(
    school: Path, tmp_path: Path, act: str, statement: int
) -> None:
    path, done = killed(school, tmp_path, act, statement)
    assert not done
    assert_all_or_nothing(school, path, done=done)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_sixty_power_cuts_leave_nothing_half_done(school: Path, tmp_path: Path) -> None:
    dice = random.Random(60)
    for act in ACTS:
        for statement in (*range(1, 6), *(dice.randint(6, STATEMENTS) for _cut in range(5))):
            path, done = killed(school, tmp_path, act, statement)
            assert_all_or_nothing(school, path, done=done)
            tmp_path.joinpath("stock.csv").unlink(missing_ok=True)
