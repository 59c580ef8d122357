"""The edges of money at the desk: what was given back in part, what was paid before receipts were kept, whole sums."""

from __future__ import annotations

import pytest
from tests.builders import a_patron, all_rows, days_later, set_up_act
from tests.desk.losing import lent, lost
from tests.desk.mending_days import a_damaged

from deskcirc.desk.charges import MOST_FEN, raise_charge, settle_charge
from deskcirc.desk.damage_charges import charge_for_damage
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.payments import pay_charge, pay_charges, refund_charge
from deskcirc.desk.repair import RepairChange, change_repair
from deskcirc.domain.charges import Charge, ChargeKind, ChargeState
from deskcirc.store.check import check_library
from deskcirc.store.lookups.charges import charge_by_id
from deskcirc.store.tables import charges


def charged(desk: Desk, fen: int = 1000) -> int:
    """A charge of a new patron about no copy; returns its id."""
    assert raise_charge(desk, a_patron(desk.library).id, ChargeKind.OTHER, fen) == ""
    return len(all_rows(desk.library)["charges"])


def the_charge(desk: Desk, charge_id: int) -> Charge:
    with desk.library.reading() as connection:
        found = charge_by_id(connection, charge_id)
    assert found is not None
    return found


def test_no_more_is_given_back_than_is_left_after_the_first_refund(desk: Desk) -> None:
    charge_id = charged(desk, 1000)
    pay_charge(desk, charge_id, None)
    assert refund_charge(desk, charge_id, 400, "多收").why_not == ""
    assert "Only 6.00 yuan" in refund_charge(desk, charge_id, 601, "多收").why_not
    assert refund_charge(desk, charge_id, 600, "多收").why_not == ""
    assert the_charge(desk, charge_id).state is ChargeState.REFUNDED
    assert "Nothing was paid" in refund_charge(desk, charge_id, 1, "再退").why_not
    assert list(check_library(desk.library)) == []


def test_a_settled_charge_among_several_takes_none_of_the_sum(desk: Desk) -> None:
    patron = a_patron(desk.library)
    for fen in (500, 300):
        raise_charge(desk, patron.id, ChargeKind.OTHER, fen)
    pay_charge(desk, 1, None)
    before = all_rows(desk.library)
    assert "already been settled" in pay_charges(desk, (1, 2), None).why_not
    assert all_rows(desk.library) == before


@pytest.mark.parametrize("how", [ChargeState.WAIVED, ChargeState.CANCELLED, ChargeState.REPLACED])
def test_what_was_paid_is_not_waived_afterwards(desk: Desk, how: ChargeState) -> None:
    charge_id = charged(desk)
    pay_charge(desk, charge_id, None)
    assert "already been settled" in settle_charge(desk, charge_id, how, "家庭困难")
    assert the_charge(desk, charge_id).state is ChargeState.PAID


def test_the_history_says_how_much_was_waived_and_not_what_had_been_paid_before(desk: Desk) -> None:
    charge_id = charged(desk, 1000)
    pay_charge(desk, charge_id, 400)
    assert settle_charge(desk, charge_id, ChargeState.WAIVED, "家庭困难") == ""
    with desk.library.reading() as connection:
        told = connection.exec_driver_sql("SELECT subject FROM journal ORDER BY id DESC LIMIT 1").scalar_one()
    assert "6.00" in told


def test_a_damage_that_was_paid_for_is_not_charged_again(desk: Desk) -> None:
    repair_id = a_damaged(desk).id
    patron = a_patron(desk.library)
    repair = change_repair(desk, repair_id, RepairChange(patron_id=patron.id)).repair
    assert repair is not None
    assert charge_for_damage(desk, repair_id, 500) == ""
    pay_charge(desk, 1, None)
    assert "were charged for this damage already" in charge_for_damage(desk, repair_id, 300)


def test_the_highest_charge_is_taken_and_one_fen_more_is_a_slip(desk: Desk) -> None:
    patron = a_patron(desk.library)
    assert raise_charge(desk, patron.id, ChargeKind.OTHER, MOST_FEN) == ""
    assert "lies between" in raise_charge(desk, patron.id, ChargeKind.OTHER, MOST_FEN + 1)


def test_of_a_loss_paid_in_two_parts_only_what_was_paid_within_the_term_is_given_back(desk: Desk) -> None:
    _reader, copy = lent(desk)
    lost(desk, copy)
    pay_charge(desk, 1, 1000)
    pay_charge(days_later(desk, 20), 1, 1500)
    found = find_copy(days_later(desk, desk.policy.refund_days + 1), copy.id)
    assert found.reversal is not None
    assert (found.reversal.cancelled, found.reversal.refunded, found.reversal.too_late) == (0, 1500, 1000)
    assert the_charge(desk, 1).kept == 1000
    assert list(check_library(desk.library)) == []


def test_money_for_a_copy_that_is_still_lost_is_given_back_with_a_reason_only(desk: Desk) -> None:
    _reader, copy = lent(desk)
    lost(desk, copy)
    pay_charge(desk, 1, None)
    assert "Say why" in refund_charge(desk, 1, None).why_not
    assert refund_charge(desk, 1, None, "校长同意").why_not == ""


def test_what_was_given_back_is_no_money_that_came_in_lately(desk: Desk) -> None:
    """A refund of yesterday makes no old payment a fresh one."""
    _reader, copy = lent(desk)
    lost(desk, copy)
    pay_charge(desk, 1, None)
    late = days_later(desk, desk.policy.refund_days + 1)
    assert find_copy(late, copy.id).done
    assert refund_charge(late, 1, 1000, "校长同意").why_not == ""
    assert "days ago" in refund_charge(late, 1, 500).why_not


@pytest.mark.parametrize(("days", "back"), [(0, 2500), (1, 0)])
def test_what_was_paid_before_receipts_were_kept_is_given_back_within_the_term_too(
    desk: Desk, days: int, back: int
) -> None:
    _reader, copy = lent(desk)
    lost(desk, copy)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(charges, 1, state=ChargeState.PAID.value, settled_at=desk.now)
    found = find_copy(days_later(desk, desk.policy.refund_days + days), copy.id)
    assert found.reversal is not None
    assert (found.reversal.refunded, found.reversal.too_late) == (back, 2500 - back)
    assert list(check_library(desk.library)) == []
