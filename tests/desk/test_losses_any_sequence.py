"""Any sequence of loans, claims, losses, payments, replacements, finds and undos: nothing ever contradicts itself."""

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

from deskcirc.desk.charges import settle_charge
from deskcirc.desk.circulation import check_out
from deskcirc.desk.claims import claim_returned, end_claim, note_search
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.holds import place_hold
from deskcirc.desk.loss_changes import cancel_loss, change_loss
from deskcirc.desk.loss_orders import LossChange, LossOrder
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.desk.payments import pay_charge, refund_charge
from deskcirc.desk.reading_room import lend_on_site
from deskcirc.desk.repair import report_damage, start_repair
from deskcirc.desk.replacing import Replacement, replace_copy
from deskcirc.desk.returning import check_in, shelve_all
from deskcirc.desk.undo import undo_by_id
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.charges import ChargeState
from deskcirc.domain.losses import LossWay
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.tables import charges, copies, loans, losses, payments, repairs, withdrawals

COPIES = 4
OFTEN = ("lend", "lose", "find", "lend", "lose", "return", "claim", "pay", "undo")
RARE = (
    *("end_claim", "search", "miss", "replace", "cancel", "change", "refund", "waive", "hold", "shelve"),
    *("damage", "start_repair", "read_here", "withdraw", "part"),
)
STEPS = st.lists(
    st.tuples(st.sampled_from((*OFTEN, *OFTEN, *RARE)), st.integers(1, COPIES), st.integers(0, 2)),
    min_size=6,
    max_size=24,
)
WAYS = (LossWay.PRICE, LossWay.SAME_COPY, LossWay.UNDECIDED)


@pytest.fixture(scope="module")
def small_file(template_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("small") / "small.deskcirc"
    shutil.copyfile(template_file, path)
    with open_library(path) as library:
        for name in ("陈子墨", "李华", "王芳"):
            a_patron(library, name, grade=4)
        first = a_copy(library, price=1200)
        a_copy(library, of=first, price=None)
        a_copy(library, "城南旧事", price=2500)
        a_copy(library, "小桔灯", state="lost", price=900)  # lost by the register
    return path


def newest(library: Library, table: str) -> int:
    tables = {
        "loans": loans,
        "losses": losses,
        "charges": charges,
        "withdrawals": withdrawals,
        "repairs": repairs,
    }
    with library.reading() as connection:
        return int(connection.execute(select(func.coalesce(func.max(tables[table].c.id), 1))).scalar_one())


def undo(desk: Desk) -> None:
    entry = desk.library.last_entry
    if entry is not None:
        undo_by_id(desk, entry)


def withdraw(desk: Desk, copy: int) -> None:
    propose(desk, WithdrawalDraft(WithdrawalReason.LOST), [copy])
    if copy % 2:
        approve_withdrawal(desk, newest(desk.library, "withdrawals"), Approval("3号", "王校长", TODAY))


def do(desk: Desk, act: str, copy: int, other: int) -> None:
    """One act; `other` 0 is the newest loss, charge or loan there is, 1 the one before it, and so on."""
    loss, charge, loan, repair = (
        newest(desk.library, name) - other for name in ("losses", "charges", "loans", "repairs")
    )
    reader = the_patron(desk.library, 1 + other)
    amount = None if copy % 2 else 700
    acts: dict[str, Callable[[], object]] = {
        "lend": lambda: check_out(desk, reader, copy),
        "read_here": lambda: lend_on_site(desk, reader, copy),
        "return": lambda: check_in(desk, copy),
        "hold": lambda: place_hold(desk, reader, 1 if copy < 3 else copy - 1),
        "shelve": lambda: shelve_all(desk),
        "claim": lambda: claim_returned(desk, loan, "说还了"),
        "end_claim": lambda: end_claim(desk, loss, "在家里"),
        "search": lambda: note_search(desk, [loss, loss - 1]),
        "lose": lambda: declare_lost(desk, [LossOrder(copy, way=WAYS[other], amount=amount)]),
        "miss": lambda: report_missing(desk, copy),
        "find": lambda: find_copy(desk, copy),
        "replace": lambda: replace_copy(desk, loss, Replacement(in_stock=copy % 2 == 0)),
        "cancel": lambda: cancel_loss(desk, loss, "点错了"),
        "change": lambda: change_loss(desk, loss, LossChange(way=WAYS[copy % 3], amount=amount)),
        "pay": lambda: pay_charge(desk, charge, None),
        "part": lambda: pay_charge(desk, charge, 100),
        "refund": lambda: refund_charge(desk, charge, 100, "多收了"),
        "waive": lambda: settle_charge(desk, charge, ChargeState.WAIVED, "家庭困难"),
        "damage": lambda: report_damage(desk, copy, DamageReport(note="缺页")),
        "start_repair": lambda: start_repair(desk, [repair]),
        "withdraw": lambda: withdraw(desk, copy),
        "undo": lambda: undo(desk),
    }
    with suppress(GoneError):
        acts[act]()


def adds_up(library: Library) -> bool:
    """Every charge about a loss holds what its payments say, and what is received for a loss is not more than owed."""
    with library.reading() as connection:
        for charge in connection.execute(select(charges)):
            sums = select(payments.c.kind, func.sum(payments.c.amount)).where(payments.c.charge_id == charge.id)
            of_kind = dict(connection.execute(sums.group_by(payments.c.kind)).all())
            if (of_kind.get("paid", 0), of_kind.get("refunded", 0)) != (charge.paid, charge.refunded):
                return False
            if not 0 <= charge.refunded <= charge.paid <= charge.amount:
                return False
    return True


def states_agree(library: Library) -> bool:
    """What is lost is not on loan; a loss that is open names a copy that is lost, and every claim an open loan."""
    with library.reading() as connection:
        state_of = dict(connection.execute(select(copies.c.id, copies.c.state)).all())
        out = set(connection.execute(select(loans.c.copy_id).where(loans.c.returned_at.is_(None))).scalars())
        for loss in connection.execute(select(losses)):
            if loss.state in ("lost", "replaced") and state_of[loss.copy_id] not in ("lost", "withdrawn"):
                return False
            if loss.state == "claimed" and loss.copy_id not in out:
                return False
    return all(state_of[copy_id] == "in_stock" for copy_id in out)


@given(steps=STEPS)
@sequences(15)
def test_state_loan_loss_charge_and_hold_never_contradict_each_other(
    small_file: Path, steps: list[tuple[str, int, int]]
) -> None:
    with library_like(small_file) as library:
        desk = a_desk(library)
        for number, (act, copy, other) in enumerate(steps):
            desk = replace(desk, now=desk.now + timedelta(minutes=1, days=number % 3))
            do(desk, act, copy, other)
            assert states_agree(library), steps[: number + 1]
            assert adds_up(library), steps[: number + 1]
            said = [breach.sentence for breach in check_library(library)]
            assert said == [], steps[: number + 1]


@given(steps=STEPS, copy=st.integers(1, COPIES), other=st.integers(0, 2))
@sequences(12)
def test_every_act_about_a_loss_and_its_undo_leave_the_library_as_it_was(
    small_file: Path, steps: list[tuple[str, int, int]], copy: int, other: int
) -> None:
    with library_like(small_file) as library:
        desk = a_desk(library)
        for act, number, which in steps:
            desk = replace(desk, now=desk.now + timedelta(minutes=1))
            do(desk, act, number, which)
        for act in ("claim", "lose", "find", "replace", "miss", "cancel", "change", "lend", "return"):
            desk = replace(desk, now=desk.now + timedelta(minutes=1))
            before = but_numbers(library, "number_gaps")
            do(desk, act, copy, other)
            after = but_numbers(library, "number_gaps")
            if after == before or library.last_entry is None:
                continue
            outcome = undo_by_id(desk, library.last_entry)
            assert outcome.done, (act, outcome.sentence)
            assert but_numbers(library, "number_gaps") == before
