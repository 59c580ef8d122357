"""Money at the desk: paid in full or in parts, refused where it is too much, given back, undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from tests.builders import a_copy, a_patron, all_rows, but_numbers, days_later, set_up_act

from deskcirc.desk.charges import raise_charge, settle_charge
from deskcirc.desk.desk import Desk
from deskcirc.desk.payments import Reversal, pay_charge, pay_charges, refund_charge, reverse_charges_of_loss
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.changes import ActName
from deskcirc.domain.charges import Charge, ChargeKind, ChargeState, PaymentKind
from deskcirc.domain.operators import Role
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.lookups.charges import charge_by_id, open_fen_of_patron
from deskcirc.store.lookups.clearance import open_charges as owed_by_leaver
from deskcirc.store.lookups.payments import (
    box_before,
    open_charges,
    payments_between,
    payments_of_charge,
    receipts_taken_back,
)
from deskcirc.store.tables import charges, losses

LONG_AGO, LATER = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def charged(desk: Desk, fen: int = 1000, *, loss: str = "") -> int:
    """A charge of a new patron, for a loss in that state where one is named; returns its id."""
    patron = a_patron(desk.library, grade=3)
    copy = a_copy(desk.library, "草房子")
    loss_id = None
    if loss:
        with desk.library.writing(set_up_act(desk.library)) as writing:
            ended = desk.now if loss == "found" else None
            row = {"copy_id": copy.id, "patron_id": patron.id, "reported_at": desk.now, "ended_at": ended}
            loss_id = writing.insert(losses, state=loss, **row)
    raise_charge(desk, patron.id, ChargeKind.LOST, fen, copy_id=copy.id, loss_id=loss_id)
    with desk.library.reading() as connection:
        return max(line.charge.id for line in open_charges(connection, desk.policy, desk.today))


def the_charge(desk: Desk, charge_id: int) -> Charge:
    with desk.library.reading() as connection:
        found = charge_by_id(connection, charge_id)
    assert found is not None
    return found


def the_box(desk: Desk) -> int:
    with desk.library.reading() as connection:
        return box_before(connection, LATER)


def test_a_charge_is_paid_in_parts_until_nothing_is_owed(desk: Desk) -> None:
    charge_id = charged(desk, 1000)
    first = pay_charge(desk, charge_id, 300)
    assert first.payment is not None
    assert (first.payment.amount, first.payment.receipt) == (300, "2026-0001")
    assert (the_charge(desk, charge_id).owed, the_charge(desk, charge_id).state) == (700, ChargeState.OPEN)
    with desk.library.reading() as connection:
        assert open_fen_of_patron(connection, first.payment.patron_id) == 700
        assert [each.amount for each in owed_by_leaver(connection, first.payment.patron_id)] == [700]
    rest = pay_charge(desk, charge_id, None)
    assert rest.payment is not None
    assert (rest.payment.amount, rest.payment.receipt) == (700, "2026-0002")
    assert (the_charge(desk, charge_id).owed, the_charge(desk, charge_id).state) == (0, ChargeState.PAID)
    assert the_box(desk) == 1000
    assert list(check_library(desk.library)) == []


@pytest.mark.parametrize("amount", [1001, 10**30, 0, -5])
def test_more_than_is_owed_or_nothing_is_refused_with_what_is_owed(desk: Desk, amount: int) -> None:
    charge_id = charged(desk, 1000)
    before = all_rows(desk.library, without_journal=False)
    outcome = pay_charge(desk, charge_id, amount)
    assert outcome.payment is None
    assert "10.00 yuan" in outcome.why_not
    assert all_rows(desk.library, without_journal=False) == before


def test_a_settled_charge_and_one_that_is_not_there_take_no_money(desk: Desk) -> None:
    charge_id = charged(desk)
    pay_charge(desk, charge_id, None)
    assert "already been settled" in pay_charge(desk, charge_id, 1).why_not
    with pytest.raises(GoneError):
        pay_charge(desk, 999, 1)


def test_only_the_librarian_touches_money(desk: Desk) -> None:
    charge_id = charged(desk)
    teacher = replace(desk, operator=replace(desk.operator, role=Role.TEACHER))
    assert "Only the librarian" in pay_charge(teacher, charge_id, None).why_not
    pay_charge(desk, charge_id, None)
    assert "Only the librarian" in refund_charge(teacher, charge_id, None, "理由").why_not


def test_one_sum_pays_several_charges_in_their_order_a_receipt_each(desk: Desk) -> None:
    patron = a_patron(desk.library)
    for fen in (500, 300, 200):
        raise_charge(desk, patron.id, ChargeKind.DAMAGED, fen)
    outcome = pay_charges(desk, (2, 1, 3), 600)
    assert [(each.charge_id, each.amount, each.receipt) for each in outcome.payments] == [
        (2, 300, "2026-0001"),
        (1, 300, "2026-0002"),
    ]
    assert [the_charge(desk, each).owed for each in (1, 2, 3)] == [200, 0, 200]
    other = charged(desk)
    assert "one patron only" in pay_charges(desk, (1, other), None).why_not


def test_the_rest_is_waived_with_a_reason_and_what_was_paid_stays(desk: Desk) -> None:
    charge_id = charged(desk, 1000)
    pay_charge(desk, charge_id, 400)
    assert "Say why" in settle_charge(desk, charge_id, ChargeState.WAIVED)
    assert settle_charge(desk, charge_id, ChargeState.WAIVED, "家庭困难") == ""
    charge = the_charge(desk, charge_id)
    assert (charge.state, charge.owed, charge.kept) == (ChargeState.WAIVED, 0, 400)
    assert list(check_library(desk.library)) == []


def test_a_found_copy_is_refunded_within_the_term_without_a_reason_and_later_with_one(desk: Desk) -> None:
    charge_id = charged(desk, 1000, loss="found")
    pay_charge(desk, charge_id, None)
    in_time = days_later(desk, desk.policy.refund_days)
    part = refund_charge(in_time, charge_id, 400)
    assert part.payment is not None
    assert (part.payment.kind, part.payment.amount) == (PaymentKind.REFUNDED, 400)
    assert the_charge(desk, charge_id).state is ChargeState.PAID
    late = days_later(in_time, 1)
    assert "30 days ago" in refund_charge(late, charge_id, None).why_not
    assert refund_charge(late, charge_id, None, "书确实找到了").why_not == ""
    assert (the_charge(desk, charge_id).state, the_box(desk)) == (ChargeState.REFUNDED, 0)
    assert "Nothing was paid" in refund_charge(late, charge_id, None, "再退").why_not


@pytest.mark.parametrize(
    ("back", "state", "kept"),
    [(None, ChargeState.REFUNDED, 0), (400, ChargeState.REFUNDED, 0), (150, "cancelled", 250)],
)
def test_a_part_that_was_paid_is_given_back_and_the_rest_is_owed_no_more_in_one_act(
    desk: Desk, back: int | None, state: str, kept: int
) -> None:
    charge_id = charged(desk, 1000)
    pay_charge(desk, charge_id, 400)
    before = all_rows(desk.library)
    assert "Say why" in refund_charge(desk, charge_id, back).why_not
    assert "Only 4.00 yuan" in refund_charge(desk, charge_id, 401, "记错了").why_not
    done = refund_charge(desk, charge_id, back, "记错了")
    assert done.payment is not None
    assert (done.payment.kind, done.cancelled, the_box(desk)) == (PaymentKind.REFUNDED, 600, kept)
    charge = the_charge(desk, charge_id)
    assert (charge.state, charge.owed, charge.kept, charge.settled_note) == (state, 0, kept, "记错了")
    with desk.library.reading() as connection:
        assert open_fen_of_patron(connection, charge.patron_id) == 0
    assert list(check_library(desk.library)) == []
    assert undo_last(desk).done
    assert {**all_rows(desk.library), "number_series": []} == {**before, "number_series": []}


def test_what_was_paid_for_anything_else_is_given_back_with_a_reason_only(desk: Desk) -> None:
    charge_id = charged(desk, 1000)
    assert "Nothing was paid" in refund_charge(desk, charge_id, None, "理由").why_not
    pay_charge(desk, charge_id, 400)
    pay_charge(desk, charge_id, None)
    assert "Say why" in refund_charge(desk, charge_id, None).why_not
    assert "Only 10.00 yuan" in refund_charge(desk, charge_id, 1001, "理由").why_not
    assert "10.00 yuan were paid" in refund_charge(desk, charge_id, 0, "理由").why_not


@pytest.mark.parametrize(
    ("paid", "days", "reversal", "state"),
    [
        (0, 0, (1000, 0, 0), ChargeState.CANCELLED),
        (400, 5, (600, 400, 0), ChargeState.REFUNDED),
        (1000, 30, (0, 1000, 0), ChargeState.REFUNDED),
        (1000, 31, (0, 0, 1000), ChargeState.PAID),
        (400, 31, (600, 0, 400), ChargeState.CANCELLED),
    ],
)
def test_a_copy_found_again_reverses_its_charges(
    desk: Desk, paid: int, days: int, reversal: tuple[int, int, int], state: ChargeState
) -> None:
    charge_id = charged(desk, 1000, loss="lost")
    if paid:
        pay_charge(desk, charge_id, paid)
    before, later = but_numbers(desk.library), days_later(desk, days)
    with desk.library.writing(later.act(ActName.FIND_COPY)) as writing:
        made = reverse_charges_of_loss(later, writing, 1)
    assert made == Reversal(*reversal, made.payments)
    assert (the_charge(desk, charge_id).state, the_charge(desk, charge_id).owed) == (state, 0)
    assert the_box(desk) == paid - reversal[1]
    assert [breach for breach in check_library(desk.library) if breach.table in ("charges", "payments")] == []
    with desk.library.writing(later.act(ActName.FIND_COPY)) as writing:
        assert reverse_charges_of_loss(later, writing, 1) == Reversal(too_late=reversal[2])
    assert undo_last(later).done is any(reversal[:2])
    assert but_numbers(desk.library) == before


def test_a_charge_paid_before_receipts_were_kept_is_refunded_too(desk: Desk) -> None:
    charge_id = charged(desk, 1000)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(charges, charge_id, state="paid", settled_at=desk.now)
    assert refund_charge(desk, charge_id, None, "多收").why_not == ""
    charge = the_charge(desk, charge_id)
    assert (charge.state, charge.kept, charge.refunded) == (ChargeState.REFUNDED, 0, 1000)
    assert list(check_library(desk.library)) == []


def test_an_undone_payment_is_owed_again_and_its_receipt_number_is_not_given_again(desk: Desk) -> None:
    charge_id = charged(desk, 1000)
    before = but_numbers(desk.library)
    pay_charge(desk, charge_id, 300)
    assert undo_last(desk).done
    assert but_numbers(desk.library) == before
    again = pay_charge(desk, charge_id, 300)
    assert again.payment is not None
    assert again.payment.receipt == "2026-0002"
    with desk.library.reading() as connection:
        assert receipts_taken_back(connection, LONG_AGO, LATER) == ("2026-0001",)
    assert list(check_library(desk.library)) == []


def test_a_payment_of_a_signed_day_is_given_back_not_undone(desk: Desk) -> None:
    charge_id = charged(desk, 1000)
    pay_charge(desk, charge_id, 300)
    entry_id = desk.library.last_entry
    assert entry_id is not None
    outcome = undo_by_id(days_later(desk, 1), entry_id)
    assert not outcome.done
    assert "cash sheet" in outcome.sentence
    assert undo_by_id(desk, entry_id).done


def test_numbers_of_receipts_begin_again_with_the_year(desk: Desk) -> None:
    charge_id = charged(desk, 1000)
    pay_charge(desk, charge_id, 300)
    next_year = days_later(desk, 365)
    made = pay_charge(next_year, charge_id, 300).payment
    assert made is not None
    assert made.receipt == "2027-0001"
    with desk.library.reading() as connection:
        assert [each.receipt for each in payments_of_charge(connection, charge_id, desk.policy)] == [
            "2026-0001",
            "2027-0001",
        ]
        assert len(payments_between(connection, desk.now, next_year.now, desk.policy)) == 1
        assert box_before(connection, next_year.now) == 300
