"""Deciding otherwise about a loss and taking it back: what may be decided again, and which loan goes on."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_patron, days_later, set_up_act, the_copy, the_patron
from tests.desk.losing import is_whole, lent, loan_id, lost, owed
from tests.desk.mending_days import a_damaged, later

from deskcirc.desk.charges import MOST_FEN
from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.claims import claim_returned, end_claim, note_search
from deskcirc.desk.clearance import clear_leaver, come_back
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.loss_changes import cancel_loss, change_loss
from deskcirc.desk.loss_orders import LossChange, LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.payments import pay_charge, refund_charge
from deskcirc.desk.repair import give_up_repair
from deskcirc.desk.replacing import replace_copy
from deskcirc.desk.returning import check_in
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.charges import Charge
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossOrigin, LossWay
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.losses import open_losses
from deskcirc.store.lookups.payments import charges_of_loss


def charges_for(desk: Desk, loss_id: int) -> tuple[Charge, ...]:
    with desk.library.reading() as connection:
        return charges_of_loss(connection, loss_id)


@pytest.mark.parametrize("amount", [-1, 0, MOST_FEN + 1])
def test_a_loss_costs_at_least_a_fen_and_at_most_what_a_school_charges(desk: Desk, amount: int) -> None:
    reader, copy = lent(desk)
    assert "lies between" in declare_lost(desk, [LossOrder(copy.id, way=LossWay.PRICE, amount=amount)]).why_not
    (loss,) = lost(desk, copy, amount=MOST_FEN).losses
    assert owed(desk, reader) == MOST_FEN
    assert "lies between" in change_loss(desk, loss.id, LossChange(amount=amount)).why_not
    assert owed(desk, reader) == MOST_FEN


def test_a_copy_given_up_as_beyond_repair_is_withdrawn_and_not_declared_lost(desk: Desk) -> None:
    repair = a_damaged(desk)
    assert not give_up_repair(later(desk, 1), repair.id, "散架").why_not
    refused = declare_lost(later(desk, 2), [LossOrder(repair.copy.id)])
    assert "withdraw it as lost instead" in refused.why_not
    assert the_copy(desk.library, repair.copy.id).state is CopyState.IN_REPAIR


def test_the_charge_for_a_loss_names_the_loan_and_how_its_amount_came_about(desk: Desk) -> None:
    _reader, copy = lent(desk)
    loan = loan_id(desk, copy)
    (loss,) = lost(desk, copy).losses
    (charge,) = charges_for(desk, loss.id)
    assert "25.00 yuan × 100 %" in charge.note
    with desk.library.reading() as connection:
        assert connection.exec_driver_sql("SELECT loan_id FROM charges").scalar_one() == loan


def test_an_amount_that_was_agreed_is_not_explained_by_the_price(desk: Desk) -> None:
    _reader, copy = lent(desk)
    (loss,) = lost(desk, copy, amount=1000).losses
    (charge,) = charges_for(desk, loss.id)
    assert (charge.amount, charge.note) == (1000, "")


def test_once_the_money_is_given_back_another_way_can_be_decided_and_the_receipts_stay(desk: Desk) -> None:
    reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    pay_charge(desk, 1, None)
    assert "25.00" in change_loss(desk, loss.id, LossChange(way=LossWay.SAME_COPY)).why_not
    assert refund_charge(desk, 1, None, "改为赔书").why_not == ""
    assert change_loss(desk, loss.id, LossChange(way=LossWay.PRICE, amount=800)).done
    assert [str(charge.state) for charge in charges_for(desk, loss.id)] == ["refunded", "open"]
    assert owed(desk, reader) == 800
    assert is_whole(desk)


def test_a_note_changes_nothing_else_of_a_loss(desk: Desk) -> None:
    reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    (now,) = change_loss(desk, loss.id, LossChange(note=" 家长来电 ")).losses
    assert (now.note, now.way, owed(desk, reader)) == ("家长来电", LossWay.PRICE, 2500)
    assert "Choose what to change" in change_loss(desk, loss.id, LossChange()).why_not


def test_nothing_is_decided_about_a_copy_that_is_still_looked_for(desk: Desk) -> None:
    reader, copy = lent(desk)
    claim = claim_returned(desk, loan_id(desk, copy)).loss
    assert claim is not None
    assert "not registered as lost" in change_loss(desk, claim.id, LossChange(way=LossWay.PRICE)).why_not
    assert owed(desk, reader) == 0


def test_a_loss_after_a_claim_that_was_a_mistake_leaves_a_loan_that_nobody_looks_for(desk: Desk) -> None:
    _reader, copy = lent(desk)
    loan = loan_id(desk, copy)
    claim_returned(desk, loan)
    (loss,) = lost(later(desk, 1), copy).losses
    assert cancel_loss(later(desk, 2), loss.id, "点错了").done
    with desk.library.reading() as connection:
        now = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    assert now is not None
    assert (now.id, now.is_claimed) == (loan, False)
    assert is_whole(desk)


def test_a_copy_that_came_back_and_was_missed_later_is_on_loan_to_nobody_when_its_loss_was_a_mistake(
    desk: Desk,
) -> None:
    reader, copy = lent(desk)
    loan = loan_id(desk, copy)
    check_in(later(desk, 1), copy.id)
    (loss,) = lost(later(desk, 2), copy, origin=LossOrigin.STOCKTAKE, patron_id=reader.id, loan_id=loan).losses
    assert loss.loan_id == loan
    assert cancel_loss(later(desk, 3), loss.id, "点错了").done
    with desk.library.reading() as connection:
        assert loan_of_copy(connection, copy.id, desk.policy, desk.today) is None
    assert the_copy(desk.library, copy.id).state is CopyState.IN_STOCK
    assert owed(desk, reader) == 0
    assert is_whole(desk)


def test_a_loan_does_not_go_on_for_a_leaver_who_was_cleared_since(desk: Desk) -> None:
    reader, copy = lent(desk)
    (loss,) = lost(desk, copy, LossWay.NOTHING).losses
    assert clear_leaver(later(desk, 1), reader.id).certificates
    assert "was cleared since" in cancel_loss(later(desk, 2), loss.id, "点错了").why_not
    assert the_copy(desk.library, copy.id).state is CopyState.LOST


def test_a_leaver_who_was_cleared_years_before_and_came_back_gets_the_loan_back(desk: Desk) -> None:
    reader = a_patron(desk.library)
    assert clear_leaver(desk, reader.id).certificates
    with desk.library.writing(set_up_act(desk.library)) as writing:
        come_back(writing, reader.id)
    next_year, copy = days_later(desk, 365), a_copy(desk.library)
    back = the_patron(desk.library, reader.id, next_year.today)
    assert check_out(next_year, back, copy.id).kind is CheckoutKind.LENT
    (loss,) = lost(later(next_year, 1), copy, LossWay.NOTHING).losses
    assert cancel_loss(later(next_year, 2), loss.id, "点错了").done
    assert loan_id(next_year, copy)


def test_a_lost_copy_that_was_withdrawn_does_not_come_back_by_taking_the_loss_back(desk: Desk) -> None:
    _reader, copy = lent(desk)
    (loss,) = lost(desk, copy, LossWay.NOTHING).losses
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.LOST), [copy.id]).withdrawal
    assert batch is not None
    assert not approve_withdrawal(desk, batch.id, Approval("3号", "王校长", desk.today)).why_not
    assert "not registered as lost any more" in cancel_loss(later(desk, 1), loss.id, "点错了").why_not
    assert the_copy(desk.library, copy.id).state is CopyState.WITHDRAWN


def test_a_claim_about_an_old_loan_says_nothing_of_who_has_the_copy_now(desk: Desk) -> None:
    _reader, copy = lent(desk)
    old = loan_id(desk, copy)
    check_in(desk, copy.id)
    assert check_out(desk, a_patron(desk.library, "林小雨"), copy.id).kind is CheckoutKind.LENT
    assert "has ended already" in claim_returned(desk, old).why_not
    with desk.library.reading() as connection:
        loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    assert loan is not None
    assert not loan.is_claimed


def test_only_a_claim_is_ended_by_saying_that_the_patron_has_the_copy(desk: Desk) -> None:
    _reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    assert "no longer looked for" in end_claim(desk, loss.id, "在家里").why_not
    assert is_whole(desk)


def test_a_search_counts_once_for_what_is_lost_or_replaced_and_not_for_what_was_found(desk: Desk) -> None:
    made = []
    for title in ("草房子", "西游记", "三国演义", "红楼梦"):
        _reader, copy = lent(desk, title)
        made.append(lost(desk, copy, LossWay.SAME_COPY).losses[0])
    assert replace_copy(desk, made[1].id).done
    assert find_copy(desk, made[2].copy.id).done
    assert cancel_loss(desk, made[3].id, "点错了").done
    ids = [loss.id for loss in made]
    assert note_search(later(desk, 1), [*ids, *ids]) == 2
    with desk.library.reading() as connection:
        found = {loss.id: loss.searches for loss in open_losses(connection, desk.policy, desk.today)}
    assert found == {ids[0]: 1, ids[1]: 1}
