"""Any sequence of acts: the library agrees with a plain list of who has what, breaks no promise, and undo is exact."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from sqlalchemy import func, select
from tests.builders import a_copy, a_desk, a_patron, all_rows, change_rules, the_copy, the_patron
from tests.desk.any_sequence import play
from tests.desk.shelves import Shelves

from deskcirc.desk.circulation import NO_OVERRIDE, CheckoutKind, Override, check_out
from deskcirc.desk.damage_before import queue_what_was_damaged
from deskcirc.desk.desk import Desk
from deskcirc.desk.hold_shelf import KeepKind, expire_holds, keep_copy
from deskcirc.desk.holds import cancel_hold, move_hold, reserve
from deskcirc.desk.reading_room import count_visit, lend_on_site, take_home
from deskcirc.desk.returning import CheckInKind, check_in, mark_damaged, shelve_all
from deskcirc.desk.undo import undo_last
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import CopyState
from deskcirc.domain.patrons import Patron
from deskcirc.domain.rule_book import TEACHER
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.visits import on_site_loans
from deskcirc.store.tables import copies, holds, journal, loans

EVERYTHING = Override(frozenset(BlockCode), "特批")
OPEN_LOANS = select(loans.c.copy_id, loans.c.patron_id).where(loans.c.returned_at.is_(None))
PLACES = st.integers(min_value=0, max_value=11)


def _lend(dice: random.Random) -> tuple[str, dict[str, Any]]:
    places = {"patron": dice.randrange(12), "copy": dice.randrange(12)}
    return "lend", {**places, "override": dice.random() < 0.6, "return_first": dice.random() < 0.3}


def _ask_for(dice: random.Random) -> tuple[str, dict[str, Any]]:
    places = {"patron": dice.randrange(12), "copy": dice.randrange(12)}
    return "ask_for", {**places, "very_copy": dice.random() < 0.5}


BUSY_ACTS: tuple[Callable[[random.Random], tuple[str, dict[str, Any]]], ...] = (
    _lend,
    _lend,
    _lend,
    lambda dice: ("take_back", {"copy": dice.randrange(12), "days_back": dice.randrange(-1, 4)}),
    lambda dice: ("take_back", {"copy": dice.randrange(12), "days_back": 0}),
    _ask_for,
    _ask_for,
    lambda dice: ("pull", {"copy": dice.randrange(12)}),
    lambda dice: ("move", {"number": dice.randrange(12), "to_end": dice.random() < 0.5}),
    lambda dice: ("read_here", {"patron": dice.randrange(12), "copy": dice.randrange(12)}),
    lambda dice: ("go_home", {"copy": dice.randrange(12)}),
    lambda dice: ("come_in", {"patron": dice.randrange(12)}),
    lambda dice: ("cancel", {"number": dice.randrange(12)}),
    lambda dice: ("undo", {"times": dice.randrange(1, 4)}),
    lambda dice: ("days_pass", {"days": dice.randrange(1, 12)}),
    lambda dice: ("damage", {"copy": dice.randrange(12)}) if dice.random() < 0.3 else ("shelve", {}),
)
ACTS_OF_A_WHILE = 40


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
            here = {loan.copy_id: loan.due for loan in on_site_loans(connection, self.library.policy, self.desk.today)}
        assert (out, kept, trolley) == (self.shelves.out, self.shelves.kept, self.shelves.trolley)
        assert set(here) == self.shelves.here
        assert all(due <= self.desk.today for due in here.values())
        assert self.queues() == {title: queue for title, queue in self.shelves.waiting.items() if queue}

    def queues(self) -> dict[int, list[int]]:
        """Patrons waiting or served, by title, in the order of the queue."""
        found: dict[int, list[int]] = {}
        with self.library.reading() as connection:
            for title in sorted(set(self.titles.values())):
                queue = holds_of_title(connection, title, self.library.policy, self.desk.today)
                if queue:
                    found[title] = [hold.patron_id for hold in queue]
        return found

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
        read_it_here = had_it == reader.id and copy_id in self.shelves.here
        passing = EVERYTHING if override else NO_OVERRIDE
        outcome, wrote = self.done(
            lambda desk: check_out(desk, reader, copy_id, override=passing, return_first=return_first)
        )
        if outcome.kind is CheckoutKind.LENT:
            assert had_it is None or read_it_here or (return_first and had_it != reader.id)
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

    @rule(patron=PLACES, copy=PLACES, very_copy=st.booleans())
    def ask_for(self, patron: int, copy: int, very_copy: bool) -> None:
        reader, copy_id = self.patron_at(patron), self.copy_at(copy)
        title, wanted = self.titles[copy_id], copy_id if very_copy else None
        outcome, wrote = self.done(lambda desk: reserve(desk, reader, title, wanted_copy_id=wanted))
        assert wrote == (not outcome.blocks)
        if wrote:
            queue = self.shelves.waiting.setdefault(title, [])
            assert reader.id not in queue
            assert reader.id not in {who for out, who in self.shelves.out.items() if self.titles[out] == title}
            queue.append(reader.id)
            if wanted is not None:
                self.shelves.wanted[title, reader.id] = wanted

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
            self.shelves.leaves_queue(hold.patron_id, hold.title_id)
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
        queue_what_was_damaged(self.desk)  # as the program does when it opens a file
        self.rows = all_rows(self.library)
        self.titles[made.id] = made.title_id
        if damaged:
            self.shelves.damaged.add(made.id)
        for step in self.steps:
            step.rows = None
            step.shelves.damaged |= {made.id} if damaged else set()

    @rule(number=PLACES, to_end=st.booleans())
    def move(self, number: int, to_end: bool) -> None:
        with self.library.reading() as connection:
            placed = connection.execute(select(holds).order_by(holds.c.id)).all()
        if not placed:
            return
        hold = placed[number % len(placed)]
        why_not, wrote = self.done(lambda desk: move_hold(desk, hold.id, to_end=to_end))
        assert wrote == (why_not == "")
        if hold.state == "waiting":
            assert wrote == self.shelves.moves(hold.patron_id, hold.title_id, to_end=to_end)
        else:
            assert not wrote

    @rule(copy=PLACES)
    def pull(self, copy: int) -> None:
        copy_id = self.copy_at(copy)
        first = self.shelves.first_for(copy_id)
        expected = KeepKind.NOBODY_WAITS if first is None else KeepKind.KEPT
        if copy_id in self.shelves.out:
            expected = KeepKind.ON_LOAN
        elif copy_id in self.shelves.kept:
            expected = KeepKind.KEPT_ALREADY
        elif copy_id in self.shelves.damaged:
            expected = KeepKind.NOT_FOR_LOAN
        outcome, wrote = self.done(lambda desk: keep_copy(desk, copy_id))
        if outcome.kind is KeepKind.EXPIRED:
            assert (expected, copy_id in self.shelves.trolley) == (KeepKind.NOBODY_WAITS, True)
        else:
            assert outcome.kind is expected
        assert wrote == (expected is KeepKind.KEPT)
        if wrote and first is not None:
            self.shelves.kept[copy_id] = first
            self.shelves.trolley.discard(copy_id)

    @rule(patron=PLACES, copy=PLACES)
    def read_here(self, patron: int, copy: int) -> None:
        reader, copy_id = self.patron_at(patron), self.copy_at(copy)
        outcome, wrote = self.done(lambda desk: lend_on_site(desk, reader, copy_id))
        assert wrote == (outcome.done and not outcome.already)
        assert outcome.already == (self.shelves.out.get(copy_id) == reader.id)
        if wrote:
            assert copy_id not in self.shelves.out
            assert self.shelves.kept.get(copy_id, reader.id) == reader.id
            self.shelves.reads_here(reader.id, copy_id)

    @rule(copy=PLACES)
    def go_home(self, copy: int) -> None:
        copy_id = self.copy_at(copy)
        outcome, wrote = self.done(lambda desk: take_home(desk, copy_id))
        assert (outcome is not None) == (copy_id in self.shelves.here)
        assert wrote == (outcome is not None and outcome.done)
        if wrote:
            self.shelves.takes(self.shelves.out[copy_id], copy_id, self.titles[copy_id])

    @rule(patron=PLACES)
    def come_in(self, patron: int) -> None:
        reader = self.patron_at(patron)
        outcome, wrote = self.done(lambda desk: count_visit(desk, reader))
        assert wrote == outcome.counted

    @rule(days=st.integers(min_value=1, max_value=25))
    def days_pass(self, days: int) -> None:
        """Another day begins, and with it holds that nobody collected end, as the counter lets them end."""
        self.desk = replace(self.desk, now=self.desk.now + timedelta(days=days))
        ended = expire_holds(self.desk)
        self.rows = all_rows(self.library)
        for each in ended:
            assert each.hold.expires is not None
            assert each.hold.expires < self.desk.today
            assert self.shelves.kept.pop(each.copy.id) == each.hold.patron_id
            self.shelves.leaves_queue(each.hold.patron_id, each.hold.title_id)
        for each in ended:
            self.shelves.arrives(each.copy.id)
        assert expire_holds(self.desk) == ()

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
    play(machine, examples, steps)


@pytest.mark.timeout(600)  # when it fails, the shortest way to fail is searched for
def test_any_sequence_of_acts_keeps_every_promise_and_undo_is_exact(stocked: Path) -> None:
    run(stocked, examples=40, steps=20, checks_every_step=False)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_very_many_sequences_of_acts_keep_every_promise(stocked: Path) -> None:
    run(stocked, examples=400, steps=30, checks_every_step=True)
