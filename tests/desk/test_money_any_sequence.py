"""Whatever is charged, paid, waived, given back, reversed and undone in whatever order: the money adds up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import a_copy, a_desk, a_patron, but_numbers, days_later, set_up_act
from tests.desk.any_sequence import library_like, sequences

from deskcirc.desk.charges import raise_charge, settle_charge
from deskcirc.desk.desk import Desk
from deskcirc.desk.payments import pay_charge, pay_charges, refund_charge, reverse_charges_of_loss
from deskcirc.desk.undo import undo_last
from deskcirc.domain.changes import ActName
from deskcirc.domain.charges import ChargeKind, ChargeState
from deskcirc.errors import GoneError
from deskcirc.store.breach import Rule
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import losses

MONEY = {Rule.MONEY, Rule.PAYMENTS, Rule.CHARGE_STATE}
Act = Callable[[Desk, int, int], object]


def _reverse(desk: Desk, number: int, _fen: int) -> None:
    with desk.library.writing(desk.act(ActName.FIND_COPY)) as writing:
        reverse_charges_of_loss(desk, writing, number % 2 + 1)


ACTS: dict[str, Act] = {
    "charge": lambda desk, number, fen: raise_charge(
        desk, number % 2 + 1, ChargeKind.LOST, fen, loss_id=number % 2 + 1 if number > 1 else None
    ),
    "pay": pay_charge,
    "pay all": lambda desk, number, _fen: pay_charge(desk, number, None),
    "pay two": lambda desk, number, fen: pay_charges(desk, (number, number + 1), fen),
    "waive": lambda desk, number, _fen: settle_charge(desk, number, ChargeState.WAIVED, "理由"),
    "replace": lambda desk, number, _fen: settle_charge(desk, number, ChargeState.REPLACED),
    "refund": lambda desk, number, fen: refund_charge(desk, number, fen, "理由"),
    "refund all": lambda desk, number, _fen: refund_charge(desk, number, None, "理由"),
    "reverse": _reverse,
    "undo": lambda desk, _number, _fen: undo_last(desk),
}


@given(
    st.lists(
        st.tuples(st.sampled_from(sorted(ACTS)), st.integers(1, 4), st.integers(-1, 900), st.integers(0, 1)),
        max_size=14,
    )
)
@sequences(40)
def test_the_sums_agree_with_the_receipts_and_the_box_whatever_is_done(
    template_file: Path, acts: list[tuple[str, int, int, int]]
) -> None:
    with library_like(template_file) as library:
        _losses(library)
        desk, seen = a_desk(library), set()
        for name, number, fen, days in acts:
            desk = days_later(desk, days * 20)
            try:
                ACTS[name](desk, number, fen)
            except GoneError:  # no charge of that number yet
                continue
            seen |= _add_up(library)
        assert [breach for breach in check_library(library) if breach.rule in MONEY] == []
        numbers = {int(receipt[5:]) for receipt in seen}
        assert numbers == set(range(1, len(numbers) + 1)), "a number was given twice or left out"


@given(st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(1, 4), st.integers(1, 900)), max_size=12))
@sequences(25)
def test_everything_about_money_is_undone_to_the_beginning(
    template_file: Path, acts: list[tuple[str, int, int]]
) -> None:
    with library_like(template_file) as library:
        _losses(library)
        desk, before = a_desk(library), but_numbers(library)
        for name, number, fen in acts:
            try:
                ACTS[name](desk, number, fen)
            except GoneError:
                continue
        while undo_last(desk).done:
            pass
        assert but_numbers(library) == before
        assert [breach for breach in check_library(library) if breach.rule in MONEY] == []


def _losses(library: Library) -> None:
    desk = a_desk(library)
    for name in ("甲", "乙"):
        patron, copy = a_patron(library, name), a_copy(library, f"{name}书")
        with library.writing(set_up_act(library)) as writing:
            writing.insert(losses, copy_id=copy.id, patron_id=patron.id, reported_at=desk.now)


def _add_up(library: Library) -> set[str]:
    """Every charge against its payments, counted here by hand; returns the receipts there are."""
    with library.reading() as connection:
        paid: Counter[int] = Counter()
        back: Counter[int] = Counter()
        receipts = []
        for charge_id, kind, amount, receipt in connection.exec_driver_sql(
            "SELECT charge_id, kind, amount, receipt FROM payments"
        ):
            (paid if kind == "paid" else back)[charge_id] += amount
            receipts.append(receipt)
        for row in connection.exec_driver_sql("SELECT id, amount, state, paid, refunded FROM charges"):
            assert (row.paid, row.refunded) == (paid[row.id], back[row.id])
            assert 0 <= row.refunded <= row.paid <= row.amount
            assert (row.state == "refunded") == (row.paid > 0 and row.paid == row.refunded)
            assert row.state != "paid" or row.paid == row.amount
            assert row.state != "open" or (row.paid < row.amount and not row.refunded)
        assert len(set(receipts)) == len(receipts)
        assert sum(paid.values()) >= sum(back.values())
        return set(receipts)
