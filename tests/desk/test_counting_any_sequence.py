"""Shelves are counted while the library stays open: in the end it is as if all had been counted in one instant.

People go along shelves with guns and with handhelds, whose files come days later, with times or without; several
counts are open at once; and copies are lent, returned, dropped, kept, damaged, mended, missed, found, withdrawn,
registered, put back without a word, and vanish. Meanwhile labels are ordered, loans renewed, files taken back, codes
misread and solved, copies decided missing, lost or found, decisions taken back, counts closed too early and opened
again, paused, and declared void. Whoever counts knows nothing of the truth beside it.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.desk.any_count import make_school, opened
from tests.desk.any_count_acts import ACTS as COUNTING
from tests.desk.any_count_decisions import DECISIONS
from tests.desk.any_sequence import AnyStep, Step, play_in

OFTEN = ("walk_on", "take_along", "load", "lend", "come_in", "shelve", "vanish", "open_count")
ACTS = {**COUNTING, **DECISIONS}
RARE = ("put_back_without_a_word", "put_back_without_a_word", "find_in_a_count", "find_in_a_count", "reopen_count")
NAMES = (*ACTS, "undo", *OFTEN, *OFTEN, *RARE)


class CountedWhileOpen(AnyStep):
    """A library that is counted while it is open, and somebody who knows where everything is."""

    names = NAMES

    def __init__(self) -> None:
        super().__init__()
        self.world = self.opened.enter_context(opened(self.file))

    def teardown(self) -> None:
        try:
            self.world.finish()
            self.world.compare()
            self.world.close_and_void()
        finally:
            super().teardown()

    def one(self, step: Step) -> None:
        name, copy, who, number = step
        if name == "undo":
            self.world.undo()
        else:
            ACTS[name](self.world, self.world.copy(copy), who, number)


@pytest.fixture(scope="module")
def school(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("counted") / "school.deskcirc"
    make_school(template_file, path)
    return path


@pytest.mark.timeout(600)  # when it fails, the shortest way to fail is searched for
def test_counting_while_the_library_is_open_ends_as_counting_in_one_instant(school: Path) -> None:
    play_in(CountedWhileOpen, school, examples=16, steps=10, acts_of_a_while=60)


@pytest.mark.campaign
@pytest.mark.timeout(3 * 3600)
def test_very_many_counts_in_open_libraries_end_as_counting_in_one_instant(school: Path) -> None:
    play_in(CountedWhileOpen, school, examples=400, steps=40, acts_of_a_while=120)
