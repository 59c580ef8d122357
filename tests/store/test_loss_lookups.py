"""Losses as they are read: what was received and kept, which overdue loans are proposed, who proposes a withdrawal."""

from __future__ import annotations

from tests.builders import days_later, set_up_act
from tests.corner_builders import a_corner, copies_of
from tests.desk.losing import lent, loan_id, lost

from deskcirc.desk.claims import claim_returned
from deskcirc.desk.corner_piles import fill_corner
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.loss_changes import change_loss
from deskcirc.desk.loss_orders import LossChange
from deskcirc.desk.payments import pay_charge, refund_charge
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, cancel_withdrawal, propose
from deskcirc.domain.losses import Loss, LossWay
from deskcirc.domain.rules import Lending
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.lookups.losses import (
    compensation_of,
    found_since,
    loss_by_id,
    losses_of_patron,
    proposed_as_lost,
    proposed_losses,
)
from deskcirc.store.tables import charges, loans


def the_loss(desk: Desk, loss_id: int) -> Loss:
    with desk.library.reading() as connection:
        found = loss_by_id(connection, loss_id, desk.policy, desk.today)
    assert found is not None
    return found


def test_what_is_owed_and_kept_for_a_loss_is_what_the_charge_says_after_every_payment(desk: Desk) -> None:
    reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    assert (the_loss(desk, loss.id).owed, the_loss(desk, loss.id).paid) == (2500, 0)
    pay_charge(desk, 1, 1000)
    assert (the_loss(desk, loss.id).owed, the_loss(desk, loss.id).paid) == (1500, 1000)
    pay_charge(desk, 1, None)
    refund_charge(desk, 1, 400, "多收")
    assert (the_loss(desk, loss.id).owed, the_loss(desk, loss.id).paid) == (0, 2100)
    with desk.library.reading() as connection:
        assert compensation_of(connection, [copy.id]) == {copy.id: 2100}
        assert [each.id for each in losses_of_patron(connection, reader.id, desk.policy, desk.today)] == [loss.id]


def test_a_charge_that_was_settled_otherwise_is_owed_no_more(desk: Desk) -> None:
    _reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    assert change_loss(desk, loss.id, LossChange(way=LossWay.SAME_COPY)).done
    assert the_loss(desk, loss.id).owed == 0


def test_what_was_paid_before_receipts_were_kept_counts_as_received(desk: Desk) -> None:
    _reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(charges, 1, state="paid", settled_at=desk.now)
    assert (the_loss(desk, loss.id).owed, the_loss(desk, loss.id).paid) == (0, 2500)


def test_money_kept_for_a_copy_that_was_found_is_no_compensation_of_its_next_withdrawal(desk: Desk) -> None:
    _reader, copy = lent(desk)
    lost(desk, copy)
    pay_charge(desk, 1, None)
    late = days_later(desk, desk.policy.refund_days + 1)
    assert find_copy(late, copy.id).done
    with desk.library.reading() as connection:
        assert compensation_of(connection, [copy.id]) == {}


def test_only_what_was_taken_home_and_is_not_looked_for_is_proposed_as_lost(desk: Desk) -> None:
    _reader, home = lent(desk, "草房子")
    _other, claimed = lent(desk, "西游记")
    _third, on_site = lent(desk, "辞海")
    read_here = loan_id(desk, on_site)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(loans, read_here, lending=Lending.IN_HOUSE.value)
    corner, (in_corner,) = a_corner(desk), copies_of(desk.library, 1)
    fill_corner(desk, corner.id, [in_corner.id])
    claim_returned(desk, loan_id(desk, claimed))
    late = days_later(desk, 500)
    with desk.library.reading() as connection:
        assert [each.loan.copy_id for each in proposed_losses(connection, late.policy, late.today)] == [home.id]


def proposed(desk: Desk, copy_id: int) -> str | None:
    with desk.library.reading() as connection:
        found = proposed_as_lost(connection, copy_id)
    return None if found is None else found[1]


def test_only_an_open_batch_of_lost_copies_proposes_a_copy_as_lost(desk: Desk) -> None:
    _reader, copy = lent(desk)
    lost(desk, copy, LossWay.NOTHING)
    for reason in (WithdrawalReason.DAMAGED, WithdrawalReason.LOST):
        batch = propose(desk, WithdrawalDraft(reason), [copy.id]).withdrawal
        assert batch is not None
        assert (proposed(desk, copy.id) == batch.number) is (reason is WithdrawalReason.LOST)
        assert not cancel_withdrawal(desk, batch.id).why_not
        assert proposed(desk, copy.id) is None
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.LOST), [copy.id]).withdrawal
    assert batch is not None
    assert not approve_withdrawal(desk, batch.id, Approval("3号", "王校长", desk.today)).why_not
    assert proposed(desk, copy.id) is None


def test_only_a_copy_that_was_found_since_counts_as_found(desk: Desk) -> None:
    _reader, copy = lent(desk)
    lost(desk, copy, LossWay.NOTHING)
    with desk.library.reading() as connection:
        assert not found_since(connection, copy.id, desk.now)
    find_copy(desk, copy.id)
    with desk.library.reading() as connection:
        assert found_since(connection, copy.id, desk.now)
        assert not found_since(connection, copy.id, days_later(desk, 1).now)
