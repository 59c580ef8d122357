"""Any sequence of acts on two corners and at the counter beside them: every promise holds, and undo is exact."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from tests.builders import a_copy, a_desk, all_rows, the_patron
from tests.corner_builders import a_corner, a_pupil_of

from deskcirc.desk.circulation import check_out
from deskcirc.desk.corner_piles import fill_corner, take_back
from deskcirc.desk.corners import close_corner
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.returning import check_in
from deskcirc.desk.sub_loans import lend_in_corner, return_in_corner
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.patrons import Patron
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library

CORNERS, COPIES, ACTS = 2, 4, 30


@pytest.fixture(scope="module")
def stocked(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two corners, a pupil in each class, and four copies of three titles, so that their ways cross often."""
    path = tmp_path_factory.mktemp("corners") / "stocked.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        desk = a_desk(library)
        for number in (2, 3):
            a_pupil_of(desk, a_corner(desk, number=number), f"第{number}班")
        a_copy(library, of=a_copy(library, "草房子"))
        a_copy(library, "夏洛的网")
        a_copy(library, "窗边的小豆豆")
    return path


class Days:
    """What a librarian, two helpers and two pupils may do in any order; `dice` says what comes next."""

    def __init__(self, library: Library, dice: random.Random) -> None:
        self.library, self.dice = library, dice
        self.desk = a_desk(library)
        with library.reading() as connection:
            rows = connection.exec_driver_sql("SELECT id FROM patrons WHERE name LIKE '第%' ORDER BY id").scalars()
            self.pupils = list(rows)
        self.entries: list[int] = []

    def one(self) -> None:
        """One act; where it wrote something, taking it back at once restores every row, and then it is done anew."""
        self.desk = replace(self.desk, now=self.desk.now + timedelta(hours=self.dice.choice((1, 1, 30))))
        before, last = all_rows(self.library), self.library.last_entry
        act = self.dice.choice((self.fill, self.fill, self.back, self.sub, self.sub, self.sub_back, self.counter))
        chances = self.dice.getstate()
        act(self.desk)
        if self.library.last_entry != last and all_rows(self.library) != before:
            assert undo_by_id(self.desk, self.library.last_entry or 0).done
            assert all_rows(self.library) == before
            self.dice.setstate(chances)
            act(self.desk)
            self.entries.append(self.library.last_entry or 0)
        if self.entries and self.dice.random() < 0.2:
            undo_by_id(self.desk, self.dice.choice(self.entries))
        if self.dice.random() < 0.1:
            undo_last(self.desk)

    def corner(self) -> int:
        return self.dice.randint(1, CORNERS)

    def pile(self) -> list[int]:
        return self.dice.sample(range(1, COPIES + 1), self.dice.randint(1, COPIES))

    def pupil(self) -> Patron:
        return the_patron(self.library, self.dice.choice(self.pupils), self.desk.today)

    def fill(self, desk: Desk) -> Any:
        return fill_corner(desk, self.corner(), self.pile())

    def back(self, desk: Desk) -> Any:
        pile = self.pile()
        return take_back(
            desk, self.corner(), pile, {pile[0]: DamageReport(note="缺页")} if self.dice.random() < 0.2 else {}
        )

    def sub(self, desk: Desk) -> Any:
        return lend_in_corner(desk, self.corner(), self.pupil().id, self.dice.randint(1, COPIES))

    def sub_back(self, desk: Desk) -> Any:
        return return_in_corner(desk, self.corner(), self.dice.randint(1, COPIES))

    def counter(self, desk: Desk) -> Any:
        copy_id, chance = self.dice.randint(1, COPIES), self.dice.random()
        if chance < 0.4:
            return check_in(desk, copy_id)
        if chance < 0.8:
            return check_out(desk, self.pupil(), copy_id, return_first=chance < 0.6)
        if chance < 0.95:
            return place_hold(desk, self.pupil(), self.dice.randint(1, 3))
        return close_corner(desk, self.corner(), leave_short=True)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
@pytest.mark.timeout(300)
def test_any_days_at_corners_and_counter_keep_every_promise(stocked: Path, tmp_path: Path, seed: int) -> None:
    path = tmp_path / f"day-{seed}.deskcirc"
    shutil.copyfile(stocked, path)
    with open_library(path) as library:
        days = Days(library, random.Random(seed))
        for number in range(ACTS):
            days.one()
            found = list(check_library(library))
            note(f"act {number}")
            assert found == []
