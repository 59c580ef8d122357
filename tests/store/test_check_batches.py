"""`check` names every way in which a batch and what is in it can contradict each other."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import a_desk
from tests.delivery_builders import a_batch, a_list, a_registered_copy, lines_in

from deskcirc.desk.batch_stages import cancel_batch, check_batch
from deskcirc.desk.deliveries import count_arrived
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library


@pytest.fixture(scope="module")
def batches_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a checked batch 1 of which a copy came, and a cancelled batch 2."""
    path = tmp_path_factory.mktemp("batches") / "batches.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        desk = a_desk(library)
        first, second = a_batch(desk), a_batch(desk)
        a_list(desk, first)
        count_arrived(desk, lines_in(desk, first)[0].id)
        a_registered_copy(desk, first)
        check_batch(desk, first.id)
        cancel_batch(desk, second.id, "twice")
    return path


def found(file: Path) -> list[str]:
    with open_library(file) as library:
        return [breach.sentence for breach in check_library(library) if breach.rule is Rule.BATCH]


def test_batches_as_the_desk_leaves_them_are_sound(batches_file: Path) -> None:
    assert found(batches_file) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "UPDATE batches SET state = 'closed' WHERE id = 1",
            "Batch 2026-001 is closed or open, and its times say otherwise.",
        ),
        (
            "UPDATE batches SET checked_at = NULL WHERE id = 1",
            "Batch 2026-001 is closed or open, and its times say otherwise.",
        ),
        ("UPDATE copies SET batch_id = 2", "A00001 is registered in batch 2026-002, which was cancelled."),
        (
            "UPDATE delivery_lines SET ended = 1 WHERE id = 1",
            "草房子 is off the list of batch 2026-001, and 1 copies of it came.",
        ),
    ],
)
def test_each_contradiction_is_named(batches_file: Path, tmp_path: Path, change: str, sentence: str) -> None:
    broken = tmp_path / "broken.deskcirc"
    shutil.copyfile(batches_file, broken)
    with closing(sqlite3.connect(broken)) as connection, connection:
        connection.execute(change)
    assert found(broken) == [sentence]
