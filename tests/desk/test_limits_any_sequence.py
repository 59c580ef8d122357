"""Limits over any sequence of acts that give something out, with the rules changed in between.

Who holds more than the limit holds something that was lent past it, and the loan and the journal say why. A rule made
stricter takes nothing back: what was lent by the rule of its day is no breach, but nothing more is lent by it.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from tests.builders import a_copy, a_desk, a_patron, set_up_act, the_copy, the_patron
from tests.corner_builders import a_corner

from deskcirc.desk.circulation import NO_OVERRIDE, Override, check_out
from deskcirc.desk.corner_piles import choose_from_shelves, fill_corner, take_back
from deskcirc.desk.desk import Desk
from deskcirc.desk.hold_shelf import keep_copy
from deskcirc.desk.holds import reserve
from deskcirc.desk.reading_room import lend_on_site, take_home
from deskcirc.desk.returning import check_in
from deskcirc.desk.undo import undo_last
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.rule_book import GENERAL, PUPIL, REFERENCE, TEACHER
from deskcirc.domain.rules import Lending
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library
from deskcirc.store.lookups.corners import ShelfChoice
from deskcirc.store.lookups.history import history
from deskcirc.store.lookups.loans import loans_of_patron
from deskcirc.store.tables import circulation_rules, loans, patrons

WHY = "特批"
EVERYTHING = Override(frozenset(BlockCode), WHY)
TYPES = (GENERAL, GENERAL, "picture", "picture", REFERENCE, REFERENCE)
LIMITS = st.tuples(st.integers(0, 3), st.none() | st.integers(0, 2))
PLACES = st.integers(0, 5)
STEP = st.one_of(
    *[st.tuples(st.just("lend"), PLACES, PLACES)] * 4,
    st.tuples(st.just("lend past"), PLACES, PLACES),
    st.tuples(st.just("return and lend"), PLACES, PLACES),
    st.tuples(st.just("read here"), PLACES, PLACES),
    st.tuples(st.sampled_from(["take home", "return", "pull"]), PLACES),
    st.tuples(st.just("ask for"), PLACES, PLACES),
    st.tuples(st.sampled_from(["fill", "fill past", "empty"]), st.lists(PLACES, max_size=6)),
    st.tuples(st.just("fill from shelves")),
    st.tuples(st.just("rules"), LIMITS),
    st.tuples(st.just("own limit"), PLACES, st.none() | st.integers(0, 3)),
    st.tuples(st.just("days pass"), st.integers(1, 9)),
    st.tuples(st.just("undo")),
)


@dataclass
class School:
    """Two pupils, a teacher and a class with its corner, and six copies of three types between them."""

    desk: Desk
    patrons: list[int]
    corner_id: int
    copies: list[int]
    limits: tuple[int, int | None] = (2, 1)  # in all and of one type, by every rule

    def patron(self, place: int) -> int:
        """One of them, by any number."""
        return self.patrons[place % len(self.patrons)]

    def held(self, patron_id: int) -> tuple[OpenLoan, ...]:
        """What the patron has outside the room."""
        with self.desk.library.reading() as connection:
            found = loans_of_patron(connection, patron_id, self.desk.policy, self.desk.today)
        return tuple(loan for loan in found if loan.lending is not Lending.IN_HOUSE)

    def do(self, act: str, *values: Any) -> None:
        """Do an act a minute later; whatever the desk refuses is refused."""
        self.desk = replace(self.desk, now=self.desk.now + timedelta(minutes=1))
        ACTS[act](self, *values)


def _lend(school: School, patron: int, copy: int, override: Override = NO_OVERRIDE, *, first: bool = False) -> None:
    borrower = the_patron(school.desk.library, school.patron(patron), school.desk.today)
    check_out(school.desk, borrower, school.copies[copy], override=override, return_first=first)


def _read_here(school: School, patron: int, copy: int) -> None:
    lend_on_site(school.desk, the_patron(school.desk.library, school.patron(patron)), school.copies[copy])


def _ask_for(school: School, patron: int, copy: int) -> None:
    title = the_copy(school.desk.library, school.copies[copy]).title_id
    reserve(school.desk, the_patron(school.desk.library, school.patron(patron)), title)


def _fill(school: School, copies: list[int], override: Override = NO_OVERRIDE) -> None:
    fill_corner(school.desk, school.corner_id, [school.copies[copy] for copy in copies], override)


def _fill_from_shelves(school: School) -> None:
    chosen = choose_from_shelves(school.desk, school.corner_id, ShelfChoice(), 6)
    fill_corner(school.desk, school.corner_id, [judged.copy.id for judged in chosen])


def _change_rules(school: School, limits: tuple[int, int | None]) -> None:
    school.limits = limits
    with school.desk.library.writing(set_up_act(school.desk.library)) as writing:
        for (rule_id,) in writing.connection.exec_driver_sql("SELECT id FROM circulation_rules").all():
            writing.update(circulation_rules, rule_id, loan_limit=limits[0], type_limit=limits[1])


def _own_limit(school: School, patron: int, limit: int | None) -> None:
    with school.desk.library.writing(set_up_act(school.desk.library)) as writing:
        writing.update(patrons, school.patron(patron), loan_limit=limit)


def _days_pass(school: School, days: int) -> None:
    school.desk = replace(school.desk, now=school.desk.now + timedelta(days=days))


ACTS: dict[str, Any] = {
    "lend": _lend,
    "lend past": lambda school, patron, copy: _lend(school, patron, copy, EVERYTHING),
    "return and lend": lambda school, patron, copy: _lend(school, patron, copy, first=True),
    "read here": _read_here,
    "take home": lambda school, copy: take_home(school.desk, school.copies[copy]),
    "return": lambda school, copy: check_in(school.desk, school.copies[copy]),
    "pull": lambda school, copy: keep_copy(school.desk, school.copies[copy]),
    "ask for": _ask_for,
    "fill": _fill,
    "fill past": lambda school, copies: _fill(school, copies, EVERYTHING),
    "fill from shelves": _fill_from_shelves,
    "empty": lambda school, copies: take_back(school.desk, school.corner_id, [school.copies[copy] for copy in copies]),
    "rules": _change_rules,
    "own limit": _own_limit,
    "days pass": _days_pass,
    "undo": lambda school: undo_last(school.desk),
}


@pytest.fixture(scope="module")
def school_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two pupils, a teacher and a class with its corner; every rule lends home but that of reference works."""
    path = Path(shutil.copyfile(template_file, tmp_path_factory.mktemp("limits") / "school.deskcirc"))
    with open_library(path) as library:
        a_corner(a_desk(library))
        for name, category in (("陈子墨", PUPIL), ("林小雨", PUPIL), ("王老师", TEACHER)):
            a_patron(library, name, category=category)
        for number, item_type in enumerate(TYPES):
            a_copy(library, f"书{number}", item_type=item_type)
        _change_rules(School(a_desk(library), [], 0, []), (2, 1))
    return path


@settings(max_examples=60, deadline=None)
@given(steps=st.lists(STEP, max_size=25))
def test_nothing_goes_out_past_a_limit_but_by_an_override_that_loan_and_journal_keep(
    school_file: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[Any, ...]]
) -> None:
    path = Path(shutil.copyfile(school_file, tmp_path_factory.mktemp("limits") / "school.deskcirc"))
    with open_library(path) as library:
        school = School(a_desk(library), [1, 2, 3, 4], 1, [1, 2, 3, 4, 5, 6])
        for act, *values in steps:
            before = {patron: school.held(patron) for patron in school.patrons}
            school.do(act, *values)
            if act != "undo":  # what it brings back was judged when it was done
                for patron in school.patrons:
                    assert_within_limits(school, patron, before[patron], past=act.endswith("past"))
        assert list(check_library(library)) == []


def assert_within_limits(school: School, patron_id: int, before: tuple[OpenLoan, ...], *, past: bool) -> None:
    """What went out to the patron just now went out within the limits, or past them with the reason written down."""
    known = {loan.id for loan in before}
    after = sorted(school.held(patron_id), key=lambda loan: loan.id)
    gone_out = [loan for loan in after if loan.id not in known]
    held = [loan for loan in after if loan.id in known]
    in_all, of_a_type = school.limits
    own = the_patron(school.desk.library, patron_id).loan_limit
    for loan in gone_out:
        held.append(loan)
        of_type = sum(1 for other in held if other.item_type_id == loan.item_type_id)
        within = len(held) <= (in_all if own is None else own) and (of_a_type is None or of_type <= of_a_type)
        assert within or past
        assert within or WHY in reasons_kept(school, loan.id)


def reasons_kept(school: School, loan_id: int) -> set[str]:
    """Why a block was passed, where the loan and the last entry of the journal both say so."""
    with school.desk.library.reading() as connection:
        reason = connection.execute(select(loans.c.override_reason).where(loans.c.id == loan_id)).scalar_one()
        (last,) = history(connection, most=1)
    return {reason} & {last.subject.get("override")}
