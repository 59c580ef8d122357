"""Any sequence of lesson acts and undo: each copy of a lesson is accounted for once, and undo is exact."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.builders import a_desk, a_patron, but_numbers, the_patron
from tests.desk.any_sequence import library_like, sequences
from tests.desk.mending_days import DRAFT, a_damaged, a_lesson

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.mending_lessons import (
    bring_in,
    cancel_lesson,
    change_copies,
    close_lesson,
    lay_aside,
    open_lesson,
    take_out,
)
from deskcirc.desk.repair import cancel_repair, end_repair, finish_repair, give_up_repair, reopen_repair, start_repair
from deskcirc.desk.returning import check_in
from deskcirc.desk.undo import undo_last
from deskcirc.domain.mending_lessons import LessonState
from deskcirc.domain.repair import RepairState
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.mending_lessons import all_lessons, lines_of_lesson
from deskcirc.store.tables import mending_lessons, repairs

COPIES = 5
OFTEN = ("out", "out", "out", "in", "in", "undo", "undo", "close")
ONCE = ("open", "add", "remove", "swap", "aside", "cancel", "end", "beyond", "not_damaged", "again", "start", "finish")
ACTS = st.sampled_from((*OFTEN, *ONCE, "lend", "give_back", "undo_queue"))
STEPS = st.lists(st.tuples(ACTS, st.integers(1, COPIES), st.integers(1, 2)), min_size=6, max_size=30)


@pytest.fixture(scope="module")
def small_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "small.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        a_patron(library)
        a_patron(library, "李沐阳", grade=3)
        desk = a_desk(library)
        waiting = [a_damaged(desk, f"第{number}本") for number in range(1, COPIES + 1)]
        a_lesson(desk, *waiting[:3])
        a_lesson(desk, waiting[3])
    return path


def do(desk: Desk, act: str, number: int, place: int) -> None:
    """One act; `number` is a repair's, a copy's and so on, `place` 1 is the newest lesson, 2 the one before it."""
    lesson = newest_lesson(desk.library) + 1 - place
    pupil = 1 + number % 2
    acts: dict[str, Callable[[], object]] = {
        "open": lambda: open_lesson(desk, DRAFT, [number, 1 + number % COPIES]),
        "add": lambda: change_copies(desk, lesson, add=[number]),
        "remove": lambda: change_copies(desk, lesson, remove=[number]),
        "swap": lambda: change_copies(desk, lesson, add=[number], remove=[1 + number % COPIES]),
        "out": lambda: take_out(desk, lesson, number, pupil),
        "in": lambda: bring_in(desk, lesson, number),
        "aside": lambda: lay_aside(desk, lesson, number),
        "close": lambda: close_lesson(desk, lesson),
        "cancel": lambda: cancel_lesson(desk, lesson),
        "start": lambda: start_repair(desk, [number], helper_id=pupil),
        "finish": lambda: finish_repair(desk, number, minutes=3),
        "end": lambda: end_repair(desk, [number]),
        "beyond": lambda: give_up_repair(desk, number, "pages lost"),
        "not_damaged": lambda: cancel_repair(desk, number, "a mistake"),
        "again": lambda: reopen_repair(desk, number, "again"),
        "lend": lambda: check_out(desk, the_patron(desk.library, 1), number),
        "give_back": lambda: check_in(desk, number),
        "undo": lambda: undo_last(desk, "lessons"),
        "undo_queue": lambda: undo_last(desk, "queue"),
    }
    with suppress(GoneError):
        acts[act]()


def newest_lesson(library: Library) -> int:
    with library.reading() as connection:
        return int(connection.execute(select(func.coalesce(func.max(mending_lessons.c.id), 0))).scalar_one())


def accounted_for(desk: Desk) -> None:
    """Every copy of every lesson is in one place: it waits or is at the table while the lesson is open, later not."""
    with desk.library.reading() as connection:
        for lesson in all_lessons(connection, desk.policy, desk.today):
            lines = lines_of_lesson(connection, lesson.id, desk.policy, desk.today)
            assert len({line.copy.id for line in lines}) == len({line.repair_id for line in lines}) == len(lines)
            states = Counter(line.state for line in lines)
            assert lesson.copies == len(lines) + lesson.unfinished
            assert lesson.mended == states[RepairState.MENDED] + states[RepairState.BACK]
            if lesson.state is LessonState.CLOSED:
                ended = states[RepairState.BEYOND] + states[RepairState.CANCELLED]
                assert lesson.copies == lesson.mended + ended + lesson.unfinished
            else:
                assert lesson.unfinished == 0
            assert lesson.state is not LessonState.CANCELLED or not lines
        # A repair has one lesson or none, so that no copy is in two.
        query = select(func.count()).where(repairs.c.lesson_id.is_not(None))
        whole = sum(
            len(lines_of_lesson(connection, lesson.id, desk.policy, desk.today))
            for lesson in all_lessons(connection, desk.policy, desk.today)
        )
        assert connection.execute(query).scalar_one() == whole


@given(steps=STEPS)
@sequences(30)
def test_any_sequence_accounts_for_every_copy_once(small_file: Path, steps: list[tuple[str, int, int]]) -> None:
    with library_like(small_file) as library:
        desk = a_desk(library)
        for act, number, place in steps:
            desk = replace(desk, now=desk.now + timedelta(minutes=1))
            do(desk, act, number, place)
        accounted_for(desk)
        assert [breach.sentence for breach in check_library(library)] == []


@given(steps=STEPS)
@sequences(10)
def test_each_act_of_a_lesson_and_its_undo_leave_the_library_as_it_was(
    small_file: Path, steps: list[tuple[str, int, int]]
) -> None:
    with library_like(small_file) as library:
        desk = a_desk(library)
        for act, number, place in steps:
            desk = replace(desk, now=desk.now + timedelta(minutes=1))
            do(desk, act, number, place)
        for act in ("open", "swap", "out", "in", "aside", "close", "cancel"):
            desk = replace(desk, now=desk.now + timedelta(minutes=1))
            before = but_numbers(library)
            do(desk, act, 1 + len(steps) % COPIES, 1)
            if but_numbers(library) != before:
                assert undo_last(desk, "lessons").done
                assert but_numbers(library) == before
