"""`check` names every way in which mending lessons and the repair queue can contradict each other."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from tests.builders import a_desk, a_patron
from tests.desk.mending_days import a_damaged, a_lesson, later

from deskcirc.desk.mending_lessons import bring_in, cancel_lesson, close_lesson, take_out
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library


@pytest.fixture(scope="module")
def lessons_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Lesson 1 is closed with copy 1 mended and copy 2 left over, lesson 2 is cancelled, lesson 3 goes on."""
    path = tmp_path_factory.mktemp("lessons") / "lessons.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        desk, pupil = a_desk(library), a_patron(library)
        mended, left, third = a_damaged(desk), a_damaged(desk, "西游记"), a_damaged(desk, "水浒传")
        first = a_lesson(desk, mended, left)
        take_out(desk, first.id, mended.id, pupil.id)
        bring_in(later(desk, 5), first.id, mended.id)
        close_lesson(later(desk, 6), first.id)
        cancel_lesson(later(desk, 8), a_lesson(later(desk, 7), left).id)
        a_lesson(later(desk, 9), third)
    return path


def found(file: Path) -> list[str]:
    with open_library(file) as library:
        return [breach.sentence for breach in check_library(library) if breach.rule is Rule.LESSON]


def test_sound_lessons_have_nothing_to_say(lessons_file: Path) -> None:
    assert found(lessons_file) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            "UPDATE repairs SET lesson_id = 1 WHERE id = 2",
            "Mending lesson M2026-001 has ended, and A00002 still waits or is being mended in it.",
        ),
        (
            "UPDATE repairs SET lesson_id = 2 WHERE id = 1",
            "Mending lesson M2026-002 was cancelled, and A00001 is said to be mended in it.",
        ),
        (
            "UPDATE mending_lessons SET closed_at = NULL WHERE id = 1",
            "Mending lesson M2026-001 has ended and does not say when, or is open and does.",
        ),
        (
            "UPDATE mending_lessons SET unfinished = 4 WHERE id = 3",
            "Mending lesson M2026-003 is not closed and counts 4 copies that were not finished.",
        ),
    ],
)
def test_a_contradiction_is_named(lessons_file: Path, tmp_path: Path, change: str, sentence: str) -> None:
    broken = tmp_path / "broken.deskcirc"
    shutil.copyfile(lessons_file, broken)
    with closing(sqlite3.connect(broken)) as connection:
        connection.execute(change)
        connection.commit()
    assert found(broken) == [sentence]
