"""Any sequence of damage, mending, lending, returning and undo: copy, loan, repair and hold never contradict."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import select
from tests.builders import a_copy, a_desk, a_patron, all_rows, the_patron
from tests.desk.any_sequence import play

from deskcirc.desk.circulation import NO_OVERRIDE, Override, check_out
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.hold_shelf import keep_copy
from deskcirc.desk.holds import cancel_hold, reserve
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.desk.reading_room import lend_on_site
from deskcirc.desk.repair import (
    RepairChange,
    cancel_repair,
    change_repair,
    end_repair,
    finish_repair,
    give_up_repair,
    reopen_repair,
    report_damage,
    start_repair,
)
from deskcirc.desk.returning import check_in, mark_damaged, shelve_all
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.repair import DamageKind, Repair, RepairState, Severity
from deskcirc.store.check import check_library
from deskcirc.store.database import open_library
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.repairs import repair_by_id, repair_queue
from deskcirc.store.tables import copies, holds, loans, repairs

EVERYTHING = Override(frozenset(BlockCode), "特批")
COPIES = st.integers(min_value=0, max_value=2)
PATRONS = st.integers(min_value=1, max_value=2)
WHICH = st.integers(min_value=0, max_value=5)
KINDS = st.lists(st.sampled_from(DamageKind), max_size=2).map(tuple)


class MendingTable(RuleBasedStateMachine):
    """A counter with a repair shelf: three copies of two titles, two patrons, and all that can become of them."""

    file: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        path = Path(self.folder.name) / "school.deskcirc"
        shutil.copyfile(self.file, path)
        self.library = open_library(path)
        self.desk = a_desk(self.library)
        self.before: list[tuple[int, dict[str, Any]]] = []
        self.rows = all_rows(self.library)
        self.wrote = False

    def teardown(self) -> None:
        self.library.close()
        self.folder.cleanup()

    def done(self, act: Callable[[Desk], Any]) -> Any:
        """Do an act a minute later; what it wrote can be taken back."""
        self.desk = replace(self.desk, now=self.desk.now + timedelta(minutes=1))
        outcome = act(self.desk)
        rows = all_rows(self.library)
        self.wrote = rows != self.rows
        if self.wrote:
            assert self.library.last_entry is not None
            self.before.append((self.library.last_entry, self.rows))
        self.rows = rows
        return outcome

    def copy_at(self, place: int) -> int:
        return place + 1

    def repair_at(self, place: int) -> int | None:
        with self.library.reading() as connection:
            found = list(connection.execute(select(repairs.c.id).order_by(repairs.c.id)).scalars())
        return found[place % len(found)] if found else None

    def step(self, place: int, act: Callable[[Desk, int], Any]) -> None:
        """An act on some repair; it is done, or there is a sentence why not."""
        repair_id = self.repair_at(place)
        if repair_id is None:
            return
        outcome = self.done(lambda desk: act(desk, repair_id))
        first = outcome[0] if isinstance(outcome, tuple) else outcome
        assert bool(first.why_not) == (not self.wrote)

    @rule(copy=COPIES, kinds=KINDS, severity=st.sampled_from(Severity), note=st.sampled_from(("", "水渍", "缺页")))
    def report(self, copy: int, kinds: tuple[DamageKind, ...], severity: Severity, note: str) -> None:
        self.done(lambda desk: report_damage(desk, self.copy_at(copy), DamageReport(kinds, severity, note)))

    @rule(copy=COPIES, patron=PATRONS)
    def mark(self, copy: int, patron: int) -> None:
        self.done(lambda desk: mark_damaged(desk, self.copy_at(copy), "撕破", patron))

    @rule(which=WHICH)
    def start(self, which: int) -> None:
        self.step(which, lambda desk, repair_id: start_repair(desk, [repair_id]))

    @rule(which=WHICH)
    def finish(self, which: int) -> None:
        self.step(which, lambda desk, repair_id: finish_repair(desk, repair_id, minutes=10))

    @rule(which=WHICH)
    def end(self, which: int) -> None:
        self.step(which, lambda desk, repair_id: end_repair(desk, [repair_id]))

    @rule(which=WHICH)
    def give_up(self, which: int) -> None:
        self.step(which, lambda desk, repair_id: give_up_repair(desk, repair_id, "散架"))

    @rule(which=WHICH)
    def cancel(self, which: int) -> None:
        self.step(which, cancel_repair)

    @rule(which=WHICH)
    def reopen(self, which: int) -> None:
        self.step(which, reopen_repair)

    @rule(which=WHICH, helper=PATRONS)
    def change(self, which: int, helper: int) -> None:
        repair_id = self.repair_at(which)
        if repair_id is not None:
            change = replace(RepairChange.of(self.repair(repair_id)), helper_id=helper, patron_id=helper)
            assert not self.done(lambda desk: change_repair(desk, repair_id, change)).why_not

    def repair(self, repair_id: int) -> Repair:
        with self.library.reading() as connection:
            found = repair_by_id(connection, repair_id, self.library.policy, self.desk.today)
        assert found is not None
        return found

    @rule(patron=PATRONS, copy=COPIES, override=st.booleans(), return_first=st.booleans())
    def lend(self, patron: int, copy: int, override: bool, return_first: bool) -> None:
        passing = EVERYTHING if override else NO_OVERRIDE
        reader = the_patron(self.library, patron, self.desk.today)
        self.done(lambda desk: check_out(desk, reader, self.copy_at(copy), override=passing, return_first=return_first))

    @rule(patron=PATRONS, copy=COPIES)
    def read_here(self, patron: int, copy: int) -> None:
        reader = the_patron(self.library, patron, self.desk.today)
        self.done(lambda desk: lend_on_site(desk, reader, self.copy_at(copy)))

    @rule(copy=COPIES)
    def take_back(self, copy: int) -> None:
        self.done(lambda desk: check_in(desk, self.copy_at(copy)))

    @rule(patron=PATRONS, copy=COPIES)
    def ask_for(self, patron: int, copy: int) -> None:
        reader = the_patron(self.library, patron, self.desk.today)
        with self.library.reading() as connection:
            title = connection.execute(select(copies.c.title_id).where(copies.c.id == self.copy_at(copy))).scalar_one()
        self.done(lambda desk: reserve(desk, reader, title))

    @rule(copy=COPIES)
    def pull(self, copy: int) -> None:
        self.done(lambda desk: keep_copy(desk, self.copy_at(copy)))

    @rule(copy=COPIES)
    def stop_waiting(self, copy: int) -> None:
        with self.library.reading() as connection:
            title = connection.execute(select(copies.c.title_id).where(copies.c.id == self.copy_at(copy))).scalar_one()
            queue = holds_of_title(connection, title, self.library.policy, self.desk.today)
        if queue:
            self.done(lambda desk: cancel_hold(desk, queue[0].id))

    @rule()
    def shelve(self) -> None:
        self.done(shelve_all)

    @rule(copy=COPIES)
    def miss(self, copy: int) -> None:
        self.done(lambda desk: report_missing(desk, self.copy_at(copy)))

    @rule(copy=COPIES)
    def lose(self, copy: int) -> None:
        self.done(lambda desk: declare_lost(desk, [LossOrder(self.copy_at(copy))]))

    @rule(copy=COPIES)
    def find(self, copy: int) -> None:
        self.done(lambda desk: find_copy(desk, self.copy_at(copy)))

    @rule(times=st.integers(min_value=1, max_value=4))
    def undo(self, times: int) -> None:
        for _time in range(times):
            if not self.before:
                return
            self.desk = replace(self.desk, now=self.desk.now + timedelta(minutes=1))
            entry, rows = self.before.pop()
            outcome = undo_by_id(self.desk, entry)
            assert outcome.done, outcome.sentence
            self.rows = all_rows(self.library)
            assert self.rows == rows

    @invariant()
    def every_promise_holds(self) -> None:
        assert list(check_library(self.library)) == []

    @invariant()
    def no_damaged_copy_is_offered(self) -> None:
        with self.library.reading() as connection:
            damaged = set(connection.execute(select(copies.c.id).where(copies.c.damaged)).scalars())
            trolley = set(connection.execute(select(copies.c.id).where(copies.c.awaits_shelving)).scalars())
            kept = set(connection.execute(select(holds.c.copy_id).where(holds.c.state == "ready")).scalars())
            out = set(connection.execute(select(loans.c.copy_id).where(loans.c.returned_at.is_(None))).scalars())
            queue = repair_queue(connection, self.library.policy, self.desk.today)
        assert not damaged & (trolley | kept)
        assert {repair.copy.id for repair in queue} <= damaged
        at_table = {repair.copy.id for repair in queue if repair.state is not RepairState.QUEUED}
        assert not at_table & out


@pytest.fixture(scope="module")
def stocked(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two patrons and three copies of two titles, so that their ways cross often."""
    path = tmp_path_factory.mktemp("stocked") / "stocked.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        first = a_copy(library, "草房子")
        a_copy(library, of=first)
        a_copy(library, "夏洛的网")
        a_patron(library)
        a_patron(library, "林小雨")
    return path


def run(stocked: Path, examples: int, steps: int) -> None:
    """Play so many sequences of so many acts."""
    machine = type("MendingTableOnThisStock", (MendingTable,), {"file": stocked})
    play(machine, examples, steps)


@pytest.mark.timeout(600)  # when it fails, the shortest way to fail is searched for
def test_copy_loan_repair_and_hold_never_contradict_each_other(stocked: Path) -> None:
    run(stocked, examples=15, steps=25)


@pytest.mark.campaign
@pytest.mark.timeout(3600)
def test_very_many_sequences_of_mending_keep_every_promise(stocked: Path) -> None:
    run(stocked, examples=400, steps=50)
