"""Any sequence of acts: the library agrees with a plain list of who has what, breaks no promise, and undo is exact."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select
from tests.builders import a_copy, a_desk, a_patron, all_rows, change_rules, the_copy, the_patron

from deskcirc.desk.circulation import NO_OVERRIDE, CheckoutKind, Override, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import cancel_hold, place_hold
from deskcirc.desk.returning import CheckInKind, check_in, mark_damaged, shelve_all
from deskcirc.desk.set_up import TEACHER
from deskcirc.desk.undo import undo_last
from deskcirc.domain.checkout import BlockCode
from deskcirc.domain.copies import CopyState
from deskcirc.domain.patrons import Patron
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library
from deskcirc.store.tables import copies, holds, journal, loans

EVERYTHING = Override(frozenset(BlockCode), "特批")
OPEN_LOANS = select(loans.c.copy_id, loans.c.patron_id).where(loans.c.returned_at.is_(None))
PLACES = st.integers(min_value=0, max_value=11)


def _lend(dice: random.Random) -> tuple[str, dict[str, Any]]:
    places = {"patron": dice.randrange(12), "copy": dice.randrange(12)}
    return "lend", {**places, "override": dice.random() < 0.6, "return_first": dice.random() < 0.3}


BUSY_ACTS: tuple[Callable[[random.Random], tuple[str, dict[str, Any]]], ...] = (
    _lend,
    _lend,
    _lend,
    lambda dice: ("take_back", {"copy": dice.randrange(12), "days_back": dice.randrange(-1, 4)}),
    lambda dice: ("take_back", {"copy": dice.randrange(12), "days_back": 0}),
    lambda dice: ("ask_for", {"patron": dice.randrange(12), "copy": dice.randrange(12)}),
    lambda dice: ("ask_for", {"patron": dice.randrange(12), "copy": dice.randrange(12)}),
    lambda dice: ("cancel", {"number": dice.randrange(12)}),
    lambda dice: ("undo", {"times": dice.randrange(1, 4)}),
    lambda dice: ("days_pass", {"days": dice.randrange(1, 12)}),
    lambda dice: ("damage", {"copy": dice.randrange(12)}) if dice.random() < 0.3 else ("shelve", {}),
)
ACTS_OF_A_WHILE = 40


@dataclass
class Shelves:
    """Who has what, as a librarian without a computer would keep it on cards."""

    out: dict[int, int] = field(default_factory=dict)  # copy → patron
    waiting: dict[int, list[int]] = field(default_factory=dict)  # title → patrons in the order they asked
    kept: dict[int, int] = field(default_factory=dict)  # copy → patron
    trolley: set[int] = field(default_factory=set)
    damaged: set[int] = field(default_factory=set)

    def takes(self, patron: int, copy: int, title: int) -> None:
        """The patron takes the copy home; whatever was kept for them or of it is settled."""
        self.out[copy] = patron
        self.trolley.discard(copy)
        loser = self.kept.get(copy)
        if loser is not None and loser != patron:
            del self.kept[copy]
        for other, keeper in list(self.kept.items()):
            if keeper == patron and patron in self.waiting.get(title, []) and self.titles_match(other, title):
                del self.kept[other]
                if other != copy:
                    self.trolley.add(other)
        if patron in self.waiting.get(title, []):
            self.waiting[title].remove(patron)

    titles: dict[int, int] = field(default_factory=dict)  # copy → title

    def titles_match(self, copy: int, title: int) -> bool:
        """Whether the copy is one of that title."""
        return self.titles[copy] == title

    def arrives(self, copy: int) -> None:
        """The copy lies on the counter and goes to repair, to who waits longest, or to the trolley."""
        if copy in self.damaged or copy in self.kept:
            return
        title = self.titles[copy]
        served = {patron for kept, patron in self.kept.items() if self.titles[kept] == title}
        first = next((patron for patron in self.waiting.get(title, []) if patron not in served), None)
        if first is None:
            self.trolley.add(copy)
        else:
            self.kept[copy] = first
            self.trolley.discard(copy)


@dataclass
class Step:
    """What stood before an act, to be found again after its undo; `rows` is None once stock came in between."""

    day: object
    rows: dict[str, list[tuple[Any, ...]]] | None
    shelves: Shelves


class CheckedCounter(RuleBasedStateMachine):
    """A counter beside which somebody keeps cards, and compares."""

    file: Path
    checks_every_step = False

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "school.deskcirc"
        shutil.copyfile(self.file, path)
        self.library = open_library(path)
        self.desk = a_desk(self.library)
        with self.library.reading() as connection:
            self.titles = {row.id: row.title_id for row in connection.execute(copies.select())}
        self.shelves = Shelves(titles=self.titles)
        self.steps: list[Step] = []
        self.rows = all_rows(self.library)

    def teardown(self) -> None:
        found = list(check_library(self.library))
        self.library.close()
        self.folder.cleanup()
        assert found == []

    def copy_at(self, place: int) -> int:
        chosen: int = sorted(self.titles)[place % len(self.titles)]
        return chosen

    def patron_at(self, place: int) -> Patron:
        return the_patron(self.library, 1 + place % 2, self.desk.today)

    def now(self) -> Desk:
        self.desk = replace(self.desk, now=self.desk.now + timedelta(minutes=1))
        return self.desk

    def done(self, act: Callable[[Desk], Any]) -> tuple[Any, bool]:
        """Do an act; returns its outcome and whether it wrote anything. What it wrote can be undone."""
        before, shelves, entries = self.rows, deepcopy(self.shelves), self.entries()
        outcome = act(self.now())
        self.rows = all_rows(self.library)
        wrote = self.entries() > entries
        assert wrote == (self.rows != before)
        if wrote:
            self.steps.append(Step(self.desk.today, before, shelves))
        return outcome, wrote

    def entries(self) -> int:
        with self.library.reading() as connection:
            return int(connection.execute(select(func.max(journal.c.id))).scalar() or 0)

    @invariant()
    def the_library_agrees_with_the_cards(self) -> None:
        with self.library.reading() as connection:
            open_loans = connection.execute(
                select(loans.c.copy_id, loans.c.patron_id).where(loans.c.returned_at.is_(None))
            )
            out = {row.copy_id: row.patron_id for row in open_loans}
            ready = connection.execute(select(holds.c.copy_id, holds.c.patron_id).where(holds.c.state == "ready"))
            kept = {row.copy_id: row.patron_id for row in ready}
            trolley = set(connection.execute(select(copies.c.id).where(copies.c.awaits_shelving)).scalars())
        assert (out, kept, trolley) == (self.shelves.out, self.shelves.kept, self.shelves.trolley)

    @invariant()
    def every_promise_holds(self) -> None:
        if self.checks_every_step:
            assert list(check_library(self.library)) == []


class AnyDay(CheckedCounter):
    """One counter, any order of acts and days."""

    @rule(patron=PLACES, copy=PLACES, override=st.booleans(), return_first=st.booleans())
    def lend(self, patron: int, copy: int, override: bool, return_first: bool) -> None:
        reader, copy_id = self.patron_at(patron), self.copy_at(copy)
        had_it = self.shelves.out.get(copy_id)
        passing = EVERYTHING if override else NO_OVERRIDE
        outcome, wrote = self.done(
            lambda desk: check_out(desk, reader, copy_id, override=passing, return_first=return_first)
        )
        if outcome.kind is CheckoutKind.LENT:
            assert had_it is None or (return_first and had_it != reader.id)
            assert outcome.due is not None
            assert outcome.due.date >= self.desk.today
            self.shelves.takes(reader.id, copy_id, self.titles[copy_id])
        elif outcome.kind is CheckoutKind.REFUSED:
            assert outcome.blocks
            assert not wrote
            assert not (override and all(block.overridable for block in outcome.blocks))
        else:
            assert had_it == reader.id
            assert wrote == (outcome.kind is CheckoutKind.RENEWED)

    @rule(copy=PLACES, days_back=st.integers(min_value=-1, max_value=5))
    def take_back(self, copy: int, days_back: int) -> None:
        copy_id = self.copy_at(copy)
        day = self.desk.today - timedelta(days=days_back)
        outcome, _wrote = self.done(lambda desk: check_in(desk, copy_id, returned_on=day))
        assert (outcome.kind is CheckInKind.RETURNED) == (copy_id in self.shelves.out)
        assert outcome.decision.days_late >= 0
        self.shelves.out.pop(copy_id, None)
        self.shelves.arrives(copy_id)

    @rule(patron=PLACES, copy=PLACES)
    def ask_for(self, patron: int, copy: int) -> None:
        reader, title = self.patron_at(patron), self.titles[self.copy_at(copy)]
        why_not, wrote = self.done(lambda desk: place_hold(desk, reader, title))
        assert wrote == (why_not == "")
        if wrote:
            queue = self.shelves.waiting.setdefault(title, [])
            assert reader.id not in queue
            assert reader.id not in {who for out, who in self.shelves.out.items() if self.titles[out] == title}
            queue.append(reader.id)

    @rule(number=PLACES)
    def cancel(self, number: int) -> None:
        with self.library.reading() as connection:
            placed = connection.execute(select(holds).order_by(holds.c.id)).all()
        if not placed:
            return
        hold = placed[number % len(placed)]
        why_not, wrote = self.done(lambda desk: cancel_hold(desk, hold.id))
        assert wrote == (why_not == "") == (hold.state in ("waiting", "ready"))
        if wrote:
            self.shelves.waiting[hold.title_id].remove(hold.patron_id)
            if hold.copy_id is not None:
                del self.shelves.kept[hold.copy_id]
                self.shelves.trolley.add(hold.copy_id)

    @rule(copy=PLACES)
    def damage(self, copy: int) -> None:
        copy_id = self.copy_at(copy)
        self.done(lambda desk: mark_damaged(desk, copy_id, "缺页"))
        self.shelves.damaged.add(copy_id)
        self.shelves.kept.pop(copy_id, None)
        self.shelves.trolley.discard(copy_id)

    @rule()
    def shelve(self) -> None:
        count, _wrote = self.done(shelve_all)
        assert count == len(self.shelves.trolley)
        self.shelves.trolley.clear()

    @rule(times=st.integers(min_value=1, max_value=4))
    def undo(self, times: int) -> None:
        for _time in range(times):
            step = self.steps[-1] if self.steps and self.steps[-1].day == self.desk.today else None
            outcome = undo_last(self.now())
            assert outcome.done == (step is not None), outcome.sentence
            if step is None:
                return
            self.steps.pop()
            self.rows = all_rows(self.library)
            if step.rows is not None:
                assert self.rows == step.rows
            self.shelves = replace(step.shelves, titles=self.titles)

    @rule(place=PLACES, damaged=st.booleans())
    def new_stock(self, place: int, damaged: bool) -> None:
        if len(self.titles) >= 5:
            return
        sibling = the_copy(self.library, self.copy_at(place))
        made = a_copy(
            self.library, of=sibling, damaged=damaged, state=CopyState.MISSING.value if damaged else "in_stock"
        )
        self.rows = all_rows(self.library)
        self.titles[made.id] = made.title_id
        if damaged:
            self.shelves.damaged.add(made.id)
        for step in self.steps:
            step.rows = None
            step.shelves.damaged |= {made.id} if damaged else set()

    @rule(days=st.integers(min_value=1, max_value=25))
    def days_pass(self, days: int) -> None:
        self.desk = replace(self.desk, now=self.desk.now + timedelta(days=days))

    @initialize(dice=st.randoms(use_true_random=True))
    def a_busy_while(self, dice: random.Random) -> None:
        """Acts by fair dice: Hypothesis likes to repeat itself, and then ways seldom cross."""
        for _act in range(ACTS_OF_A_WHILE):
            name, arguments = dice.choice(BUSY_ACTS)(dice)
            note(f"{name}({arguments})")
            getattr(self, name)(**arguments)
            self.the_library_agrees_with_the_cards()
            self.every_promise_holds()


@pytest.fixture(scope="module")
def stocked(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two patrons and three copies of two titles, so that their ways cross often; being late suspends."""
    path = tmp_path_factory.mktemp("stocked") / "stocked.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        change_rules(library, overdue_effect="suspend", renewals=2)
        a_patron(library, "陈子墨", grade=5)
        a_patron(library, "王老师", category=TEACHER)
        first = a_copy(library, "草房子")
        a_copy(library, of=first)
        a_copy(library, "夏洛的网", state=CopyState.MISSING.value)
    return path


def run(stocked: Path, examples: int, steps: int, *, checks_every_step: bool) -> None:
    machine = type("AnyDayOnThisStock", (AnyDay,), {"file": stocked, "checks_every_step": checks_every_step})
    chosen = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    run_state_machine_as_test(machine, settings=chosen)


@pytest.mark.timeout(600)  # when it fails, the shortest way to fail is searched for
def test_any_sequence_of_acts_keeps_every_promise_and_undo_is_exact(stocked: Path) -> None:
    run(stocked, examples=40, steps=20, checks_every_step=False)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_very_many_sequences_of_acts_keep_every_promise(stocked: Path) -> None:
    run(stocked, examples=400, steps=30, checks_every_step=True)
