"""Any sequence of acts on terms, days, hours, rota and corners, taken back in any order: every promise holds."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from tests.builders import a_desk, all_rows
from tests.corner_builders import a_corner

from deskcirc.desk import calendar, rota
from deskcirc.desk.corners import CornerDraft, close_corner, open_corner
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.rota import Activity, RotaDraft, Slot, Turn, Week, Wish
from deskcirc.domain.year_drafts import CalendarDraft, DaysDraft, HoursDraft, TermDraft
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library

ACTS = 40
LUNCH = HoursDraft((1, 2, 3, 4, 5), 730, 780)
NAMES = ("春季学期", "秋季学期", "第三学期")
CLASSES = (1, 2)


@pytest.fixture(scope="module")
def with_classes(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with two classes that have a corner each."""
    path = tmp_path_factory.mktemp("year") / "classes.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        for number in (2, 3):
            a_corner(a_desk(library), number=number)
    return path


class Years:
    """What a librarian may set and take back in any order; `dice` says what comes next."""

    def __init__(self, library: Library, dice: random.Random) -> None:
        self.library, self.dice = library, dice
        self.desk = a_desk(library)
        self.entries: list[int] = []

    def one(self) -> None:
        """One act, or one taken back; what is refused changes nothing."""
        self.desk = replace(self.desk, now=self.desk.now + timedelta(minutes=5))
        before, last = all_rows(self.library), self.library.last_entry
        if self.entries and self.dice.random() < 0.4:
            outcome = undo_by_id(self.desk, self.dice.choice(self.entries))
            assert outcome.sentence
            if not outcome.done:
                assert all_rows(self.library) == before
            return
        acts = (self.term, self.term, self.end_term, self.days, self.hours, self.slot, self.turn, self.move)
        self.dice.choice((*acts, self.end_turn, self.end_slot, self.file, self.calendar_file, self.corner))(self.desk)
        if self.library.last_entry not in (None, last):
            self.entries.append(self.library.last_entry or 0)

    def draft(self) -> TermDraft:
        first = date(2026, 3, 1) + timedelta(days=self.dice.randint(0, 6) * 20)
        return TermDraft(self.dice.choice(NAMES), first, first + timedelta(days=self.dice.choice((10, 30, 60))))

    def term(self, desk: Desk) -> Any:
        known = desk.policy.terms
        if known and self.dice.random() < 0.4:
            return calendar.change_term(desk, self.dice.choice(known).id, self.draft())
        return calendar.add_term(desk, self.draft())

    def end_term(self, desk: Desk) -> Any:
        known = desk.policy.terms
        return calendar.take_out(desk, [self.dice.choice(known).id]) if known else None

    def days(self, desk: Desk) -> Any:
        first = date(2026, 5, self.dice.randint(1, 8))
        last = first + timedelta(days=self.dice.randint(0, 4))
        if self.dice.random() < 0.3:
            return calendar.clear_days(desk, first, last)
        return calendar.mark_days(desk, DaysDraft(first, last, "节", open=self.dice.random() < 0.3))

    def line(self) -> HoursDraft:
        opens, month = self.dice.choice((600, 730, 960)), self.dice.choice((None, 5))
        return HoursDraft((1, self.dice.randint(2, 7)), opens, opens + 50, month, month)

    def hours(self, desk: Desk) -> Any:
        return calendar.set_hours(desk, [self.line() for _each in range(self.dice.randint(0, 2))])

    def slot(self, desk: Desk) -> Any:
        known = [each.id for each in rota.facts_of(desk).slots]
        opens = self.dice.choice((720, 735, 750))
        return rota.save_slot(desk, Slot(self.dice.choice((0, 0, *known)), opens, opens + 15))

    def place(self, desk: Desk) -> rota.TurnPlace | None:
        known = rota.facts_of(desk).slots
        return rota.TurnPlace(Week.EVERY, self.dice.randint(1, 5), self.dice.choice(known).id) if known else None

    def turn(self, desk: Desk) -> Any:
        place = self.place(desk)
        class_id = self.dice.choice(CLASSES)
        return rota.add_turn(desk, place, Activity.BORROW, class_id=class_id, grade=None) if place else None

    def move(self, desk: Desk) -> Any:
        place, turns = self.place(desk), rota.facts_of(desk).turns
        return rota.move_turn(desk, self.dice.choice(turns).id, place) if place and turns else None

    def end_turn(self, desk: Desk) -> Any:
        turns = rota.facts_of(desk).turns
        return rota.end_turn(desk, self.dice.choice(turns).id) if turns else None

    def end_slot(self, desk: Desk) -> Any:
        slots = rota.facts_of(desk).slots
        return rota.end_slot(desk, self.dice.choice(slots).id) if slots else None

    def file(self, desk: Desk) -> Any:
        slot = Slot(1, 720, 735)
        turns = (Turn(1, Week.EVERY, self.dice.randint(1, 5), slot, class_id=1),) if self.dice.random() < 0.5 else ()
        return rota.take_over(desk, RotaDraft((slot,), (Wish(1),), turns), "轮流表.toml")

    def calendar_file(self, desk: Desk) -> Any:
        hours = (self.line(),) if self.dice.random() < 0.5 else ()
        return calendar.take_over_calendar(desk, CalendarDraft((self.draft(),), (), hours), "校历.toml")

    def corner(self, desk: Desk) -> Any:
        number = self.dice.choice(CLASSES)
        if self.dice.random() < 0.5:
            return close_corner(desk, number, leave_short=True)
        return open_corner(desk, number, CornerDraft(target=20))


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(seed=st.integers(min_value=0, max_value=2**32))
@pytest.mark.timeout(300)
def test_any_school_year_taken_back_in_any_order_keeps_every_promise(
    with_classes: Path, tmp_path: Path, seed: int
) -> None:
    path = tmp_path / f"year-{seed}.deskcirc"
    shutil.copyfile(with_classes, path)
    with open_library(path) as library:
        years = Years(library, random.Random(seed))
        for number in range(ACTS):
            years.one()
            note(f"act {number}")
            assert list(check_library(library)) == []


def the_last(desk: Desk) -> int:
    assert desk.library.last_entry is not None
    return desk.library.last_entry


def test_a_term_taken_out_does_not_come_back_over_another_one_and_the_sentence_names_both(desk: Desk) -> None:
    calendar.add_term(desk, TermDraft("春季学期", date(2026, 3, 2), date(2026, 7, 3)))
    calendar.take_out(desk, [desk.policy.terms[0].id])
    taken_out = the_last(desk)
    calendar.add_term(desk, TermDraft("延长的学期", date(2026, 6, 1), date(2026, 8, 3)))
    in_the_way = the_last(desk)
    outcome = undo_by_id(desk, taken_out)
    assert not outcome.done
    assert "春季学期 and 延长的学期 overlap" in outcome.sentence
    assert [term.name for term in desk.policy.terms] == ["延长的学期"]
    assert undo_by_id(desk, in_the_way).done
    assert undo_by_id(desk, taken_out).done
    assert list(check_library(desk.library)) == []


def test_opening_hours_taken_back_never_mix_with_those_set_since(desk: Desk) -> None:
    calendar.set_hours(desk, [LUNCH])
    calendar.set_hours(desk, [])
    emptied = the_last(desk)
    calendar.set_hours(desk, [HoursDraft((1,), 960, 1020)])
    since = the_last(desk)
    assert not undo_by_id(desk, emptied).done
    assert len(desk.policy.opening) == 1
    assert undo_by_id(desk, since).done
    assert undo_by_id(desk, emptied).done
    assert len(desk.policy.opening) == 5


def test_a_turn_does_not_come_back_into_a_slot_that_is_taken_out(desk: Desk) -> None:
    corner = a_corner(desk)
    rota.save_slot(desk, Slot(0, 720, 735))
    (slot,) = rota.facts_of(desk).slots
    rota.add_turn(desk, rota.TurnPlace(Week.A, 3, slot.id), Activity.BORROW, class_id=corner.class_id, grade=None)
    rota.end_turn(desk, rota.facts_of(desk).turns[0].id)
    ended = the_last(desk)
    rota.end_slot(desk, slot.id)
    without_slot = the_last(desk)
    assert "12:00" in undo_by_id(desk, ended).sentence
    rota.save_slot(desk, Slot(0, 720, 740))
    assert "Two slots of the rota begin at 12:00" in undo_by_id(desk, without_slot).sentence
    assert list(check_library(desk.library)) == []
