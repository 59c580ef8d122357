"""Two stations register copies in any order, at once and with acts taken back: no number is ever given twice."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import a_desk, a_patron
from tests.desk.any_sequence import sequences
from tests.desk.test_accession import a_title

from deskcirc.desk.accession import CopiesAdded, CopyOrder, add_copies
from deskcirc.desk.cards import replace_card
from deskcirc.desk.copies import NEXT, replace_label
from deskcirc.desk.desk import Desk
from deskcirc.desk.number_series import SeriesDraft, change_series
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, _engine, open_library
from deskcirc.store.lookups.number_gaps import series_figures

ROUNDS = 8


@pytest.fixture
def two_desks(library: Library) -> Iterator[tuple[Desk, Desk]]:
    """Two stations on one file, past the lock that keeps a second program out."""
    second = Library(library.path, _engine(library.path), None)
    yield a_desk(library), a_desk(second, station="counter 2")
    second.close()


def numbers_of(library: Library) -> list[str]:
    with library.reading() as connection:
        return list(connection.exec_driver_sql("SELECT accession_number FROM copies ORDER BY 1").scalars())


def test_two_stations_at_once_never_give_one_number(two_desks: tuple[Desk, Desk]) -> None:
    title_id = a_title(two_desks[0].library)
    barrier = Barrier(2)

    def register(desk: Desk) -> list[CopiesAdded]:
        barrier.wait(timeout=10)
        return [add_copies(desk, CopyOrder(title_id, 3, 1)) for _round in range(ROUNDS)]

    with ThreadPoolExecutor(2) as pool:
        outcomes = [added for done in pool.map(register, two_desks) for added in done]
    given_out = [number for added in outcomes for number in added.numbers]
    assert sorted(given_out) == [f"{number:07}" for number in range(1, 6 * ROUNDS + 1)]
    for added in outcomes:
        assert [int(number) - int(added.numbers[0]) for number in added.numbers] == [0, 1, 2]
    assert list(check_library(two_desks[0].library)) == []


def test_of_two_stations_with_the_same_start_exactly_one_succeeds(two_desks: tuple[Desk, Desk]) -> None:
    title_id = a_title(two_desks[0].library)
    for at in range(ROUNDS):
        barrier = Barrier(2)

        def register(desk: Desk, barrier: Barrier = barrier, start: str = f"T{at:04}50") -> CopiesAdded:
            barrier.wait(timeout=10)
            return add_copies(desk, CopyOrder(title_id, 5, 1, start=start))

        with ThreadPoolExecutor(2) as pool:
            outcomes = list(pool.map(register, two_desks))
        assert sorted(added.done for added in outcomes) == [False, True]
        (refused,) = (added for added in outcomes if not added.done)
        assert refused.proposal == f"T{at:04}55"
    assert list(check_library(two_desks[0].library)) == []


STARTS = st.sampled_from(["", "", "", "0000003", "0000007", "0000012", "T0001", "T0004", "K0001", "9999998"])
STEPS = st.one_of(
    st.tuples(st.just("add"), st.integers(1, 4), STARTS, st.booleans()),
    st.tuples(st.just("undo"), st.integers(0, 9)),
    st.tuples(st.just("undo_last")),
    st.tuples(st.just("label"), st.integers(1, 6), st.sampled_from([NEXT, "0000009", "T0003", "Q1", "Q2"])),
    st.tuples(st.just("card"), st.sampled_from(["0000005", "T0002", "Q1", "Q3"])),
    st.tuples(st.just("series"), st.sampled_from(["0000002", "0000020", "T0001", "0000001"])),
)


class Story:
    """Two stations at one library, what each step does, and every number that was ever given."""

    def __init__(self, library: Library, second: Library) -> None:
        self.library = library
        self.desks = a_desk(library), a_desk(second, station="counter 2")
        self.title_id, self.reader = a_title(library), a_patron(library)
        self.ever: list[str] = []
        self.entries: list[int] = []

    def add(self, desk: Desk, count: int, start: str, again: bool) -> None:
        added = add_copies(desk, CopyOrder(self.title_id, count, 1, start=start, again=again))
        assert added.done != bool(added.refusals)
        assert len(added.numbers) == (count if added.done else 0)
        assert again or not set(added.numbers) & set(self.ever)
        self.ever += added.numbers
        if added.entry_id is not None:
            self.entries.append(added.entry_id)

    def undo(self, desk: Desk, which: int) -> None:
        if self.entries:
            undo_by_id(desk, self.entries[which % len(self.entries)])

    def undo_last(self, desk: Desk) -> None:
        undo_last(desk, "numbers")

    def card(self, desk: Desk, code: str) -> None:
        replace_card(desk, self.reader.id, code)

    def series(self, desk: Desk, number: str) -> None:
        change_series(desk, 1, SeriesDraft("总号", number))

    def label(self, desk: Desk, place: int, code: str) -> None:
        with self.library.reading() as connection:
            ids = list(connection.exec_driver_sql("SELECT id FROM copies ORDER BY id").scalars())
        if place <= len(ids):
            replace_label(desk, ids[place - 1], code)

    def explained(self) -> None:
        """What was given and taken back is told by itself, as far as the series has come."""
        standing = set(numbers_of(self.library))
        with self.library.reading() as connection:
            figures = series_figures(connection, self.library.policy)
        for each in figures:
            pattern = each.series.pattern
            gone = {number for number in self.ever if pattern.value(number) is not None} - standing
            ends = [(pattern.value(gap.run.first), pattern.value(gap.run.last)) for gap in each.gaps if gap.reason]
            told = {pattern.number(value) for low, high in ends for value in range(low or 0, (high or 0) + 1)}
            assert {number for number in gone if number < each.next_number} <= told


@sequences(60)
@given(steps=st.lists(st.tuples(st.integers(0, 1), STEPS), max_size=14))
def test_in_any_order_of_acts_no_number_is_given_twice_and_none_is_lost(
    tmp_path_factory: pytest.TempPathFactory, template_file: Path, steps: list[tuple[int, tuple[object, ...]]]
) -> None:
    path = tmp_path_factory.mktemp("two") / "two.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        second = Library(path, _engine(path), None)
        story = Story(library, second)
        for which, (verb, *what) in steps:
            getattr(story, str(verb))(story.desks[which], *what)
        assert list(check_library(library)) == []
        story.explained()
        second.close()
