"""Any sequence of proposals, approvals, loans and undo: no number twice, no copy both out and gone, undo is exact."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select
from tests.builders import TODAY, a_copy, a_desk, a_patron, but_numbers, the_patron
from tests.desk.any_sequence import library_like, sequences

from deskcirc.desk.circulation import check_out
from deskcirc.desk.damage_before import queue_what_was_damaged
from deskcirc.desk.desk import Desk
from deskcirc.desk.hand_over import hand_over
from deskcirc.desk.returning import check_in
from deskcirc.desk.undo import undo_last
from deskcirc.desk.withdrawal import (
    Approval,
    WithdrawalDraft,
    add_to_withdrawal,
    approve_withdrawal,
    cancel_withdrawal,
    propose,
    remove_from_withdrawal,
    set_compensation,
)
from deskcirc.domain.withdrawal import NumberOrder, WithdrawalReason
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.tables import withdrawals

OFTEN = ("approve", "behind", "approve", "behind", "lend", "lend", "undo", "undo")
ONCE = ("propose", "add", "remove", "approve", "behind", "cancel", "pay", "lend", "give_back", "undo")
ACTS = st.sampled_from((*OFTEN, *ONCE, "undo_hand", "hand_over"))
STEPS = st.lists(st.tuples(ACTS, st.integers(1, 6), st.integers(1, 2)), min_size=6, max_size=30)
SIGNED = Approval("3号", "王校长", TODAY)


@pytest.fixture(scope="module")
def small_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "small.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        a_patron(library)
        first = a_copy(library, price=1200)
        a_copy(library, of=first, price=1200)
        a_copy(library, "城南旧事", price=None)
        a_copy(library, "小桔灯", state="lost", price=900)
        a_copy(library, "稻草人", state="in_process", registered=TODAY, price=3100)
        a_copy(library, "呼兰河传", state="in_repair")
        draft = WithdrawalDraft(WithdrawalReason.WEEDED)
        for proposed in ([1, 2, 3], [4, 6]):
            assert propose(a_desk(library), draft, proposed).done
        queue_what_was_damaged(a_desk(library))  # as the program does when it opens a library
    return path


def do(desk: Desk, act: str, copy: int, batch: int) -> None:
    """One act; `batch` 1 is the newest there is, 2 the one before it."""
    batch = newest_batch(desk.library) + 1 - batch
    order = NumberOrder.SHELF if copy % 2 else NumberOrder.ACCESSION
    acts: dict[str, Callable[[], object]] = {
        "propose": lambda: propose(desk, WithdrawalDraft(WithdrawalReason.WEEDED), [copy]),
        "add": lambda: add_to_withdrawal(desk, batch, [copy, 1 + copy % 6]),
        "remove": lambda: remove_from_withdrawal(desk, batch, [copy]),
        "approve": lambda: approve_withdrawal(desk, batch, replace(SIGNED, order=order)),
        "behind": lambda: approve_withdrawal(desk, batch, SIGNED, leave_behind=True),
        "cancel": lambda: cancel_withdrawal(desk, batch),
        "pay": lambda: set_compensation(desk, batch, copy, 100 * copy),
        "lend": lambda: check_out(desk, the_patron(desk.library, 1), copy),
        "give_back": lambda: check_in(desk, copy),
        "hand_over": lambda: hand_over(desk, [copy, 5], "张老师"),
        "undo": lambda: undo_last(desk, "withdrawal"),
        "undo_hand": lambda: undo_last(desk, "hand_over"),
    }
    with suppress(GoneError):
        acts[act]()


def newest_batch(library: Library) -> int:
    with library.reading() as connection:
        return int(connection.execute(select(func.coalesce(func.max(withdrawals.c.id), 0))).scalar_one())


def numbers_given(library: Library) -> list[str]:
    """Every number of the withdrawal ledger that was ever given, as the journal remembers."""
    query = """SELECT json_extract(after, '$.number') FROM journal_changes
               WHERE table_name = 'withdrawal_copies' AND json_extract(after, '$.number') IS NOT NULL
                 AND json_extract(before, '$.number') IS NULL"""
    with library.reading() as connection:
        return [str(number) for number in connection.exec_driver_sql(query).scalars()]


@given(steps=STEPS)
@sequences(40)
def test_any_sequence_keeps_every_promise(small_file: Path, steps: list[tuple[str, int, int]]) -> None:
    with library_like(small_file) as library:
        desk = a_desk(library)
        for act, copy, batch in steps:
            desk = replace(desk, now=desk.now + timedelta(minutes=1))
            do(desk, act, copy, batch)
        assert [breach.sentence for breach in check_library(library)] == []
        ever = numbers_given(library)
        assert len(ever) == len(set(ever))


@given(steps=STEPS)
@sequences(15)
def test_an_approval_and_its_undo_leave_the_library_as_it_was(
    small_file: Path, steps: list[tuple[str, int, int]]
) -> None:
    with library_like(small_file) as library:
        desk = a_desk(library)
        for act, copy, batch in steps:
            desk = replace(desk, now=desk.now + timedelta(minutes=1))
            do(desk, act, copy, batch)
        for act in ("behind", "propose", "hand_over"):
            desk = replace(desk, now=desk.now + timedelta(minutes=1))
            before = but_numbers(library)
            do(desk, act, 2, 1)
            if but_numbers(library) != before:
                assert undo_last(desk, "hand_over" if act == "hand_over" else "withdrawal").done
                assert but_numbers(library) == before
