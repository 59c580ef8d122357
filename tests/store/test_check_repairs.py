"""`check` names every way in which the repair queue and the copies can contradict each other."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import a_copy, a_desk, a_patron

from deskcirc.desk.damage import DamageReport
from deskcirc.desk.repair import finish_repair, give_up_repair, report_damage, start_repair
from deskcirc.desk.returning import check_in
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library

A_LOAN_OF_ANOTHER_COPY = (
    "INSERT INTO loans SELECT 1, 5, 1, NULL, '2026-03-02T04:00:00.000+00:00', NULL, '2026-03-02', 0, NULL,"
    " '2026-03-02T04:00:00.000+00:00', NULL, 0, '', 'home', NULL, NULL;"
    " UPDATE repairs SET loan_id = 1 WHERE copy_id = 1"
)
A_READY_HOLD = (
    "INSERT INTO holds (id, title_id, patron_id, placed_at, state, copy_id, shelf_number, place)"
    " VALUES (1, 1, 1, '2026-03-02T04:00:00.000+00:00', 'ready', 1, 1, 0)"
)


@pytest.fixture(scope="module")
def mending_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy 1 waits for repair, 2 is being mended, 3 is mended, 4 is beyond repair, 5 is back."""
    path = tmp_path_factory.mktemp("mending") / "mending.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        desk = a_desk(library)
        a_patron(library)
        for number in range(1, 6):
            copy = a_copy(library, f"第{number}本")
            repair = report_damage(desk, copy.id, DamageReport()).repair
            assert repair is not None
            if number in (2, 3, 5):
                start_repair(desk, [repair.id])
            if number in (3, 5):
                finish_repair(desk, repair.id)
            if number == 4:
                give_up_repair(desk, repair.id, "散架")
            if number == 5:
                check_in(desk, copy.id)
    return path


def found(file: Path) -> set[str]:
    """The sentences of all breaches that are the queue's."""
    with open_library(file) as library:
        ours = (Rule.REPAIR_AND_COPY, Rule.REPAIR_TIMES)
        return {breach.sentence for breach in check_library(library) if breach.rule in ours}


def test_a_queue_in_every_state_keeps_its_promises(mending_file: Path) -> None:
    assert found(mending_file) == set()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "UPDATE copies SET damaged = 0 WHERE id = 1",
            "A00001 is in the repair queue and not marked as damaged.",
        ),
        (
            "UPDATE copies SET state = 'in_stock' WHERE id = 2",
            "A00002 is being mended and registered as in stock.",
        ),
        (
            "UPDATE copies SET state = 'withdrawn' WHERE id = 1",
            "A00001 waits for repair and is registered as withdrawn.",
        ),
        (
            "UPDATE copies SET awaits_shelving = 1 WHERE id = 3",
            "A00003 is in the repair queue and awaits shelving.",
        ),
        (
            "UPDATE copies SET state = 'in_stock' WHERE id = 4",
            "A00004 was given up as beyond repair and may be lent.",
        ),
        (
            "UPDATE copies SET damaged = 1 WHERE id = 5",
            "A00005 is damaged and not in the repair queue.",
        ),
        (
            "UPDATE repairs SET started_at = NULL WHERE copy_id = 3",
            "How far the repair of A00003 has come does not go together with its days.",
        ),
        (
            "UPDATE repairs SET mended_at = '2020-01-01T00:00:00.000+00:00' WHERE copy_id = 3",
            "The repair of A00003 was mended or ended before it began.",
        ),
        (
            "DROP INDEX uq_repairs_open_copy; UPDATE repairs SET copy_id = 1 WHERE copy_id = 2",
            "A00001 is in the repair queue 2 times at once.",
        ),
        (
            A_LOAN_OF_ANOTHER_COPY,
            "The repair of A00001 names a loan of another copy or of another patron.",
        ),
        (
            A_READY_HOLD,
            "A00001 is in the repair queue and on the hold shelf.",
        ),
    ],
)
def test_a_contradiction_is_named(mending_file: Path, tmp_path: Path, change: str, sentence: str) -> None:
    file = tmp_path / "changed.deskcirc"
    shutil.copyfile(mending_file, file)
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(change)
    assert sentence in found(file)
