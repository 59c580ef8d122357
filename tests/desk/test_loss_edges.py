"""The edges of losses: who pays for a copy of a class corner, what a lost copy is no more, how many at once."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_patron, set_up_act, the_copy
from tests.corner_builders import a_corner, a_pupil_of, copies_of
from tests.desk.losing import is_whole, lent, loan_id, lost, owed
from tests.desk.mending_days import a_damaged, later

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.claims import claim_returned
from deskcirc.desk.corner_piles import fill_corner
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.holds import place_hold
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import MOST_AT_ONCE, declare_lost, report_missing
from deskcirc.desk.replacing import Replacement, replace_copy
from deskcirc.desk.returning import check_in
from deskcirc.desk.sub_loans import lend_in_corner
from deskcirc.desk.withdrawal import WithdrawalDraft, propose
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.losses import LossOrigin, LossWay
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.lookups.corners import sub_loan_of_copy
from deskcirc.store.tables import copies, item_types, locations


def lent_in_a_corner(desk: Desk) -> tuple[int, int, Copy]:
    """A copy of a class corner that a pupil has; the ids of the pupil and of the corner with it."""
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    pupil = a_pupil_of(desk, corner)
    fill_corner(desk, corner.id, [copy.id])
    lend_in_corner(desk, corner.id, pupil.id, copy.id)
    return pupil.id, corner.id, copy


def test_a_copy_of_a_corner_is_made_good_by_the_pupil_who_had_it(desk: Desk) -> None:
    pupil_id, _corner_id, copy = lent_in_a_corner(desk)
    (loss,) = lost(desk, copy, LossWay.SAME_COPY).losses
    assert loss.patron_id == pupil_id
    assert is_whole(desk)


def test_a_copy_of_a_corner_is_made_good_by_whoever_is_named(desk: Desk) -> None:
    _pupil_id, _corner_id, copy = lent_in_a_corner(desk)
    teacher = a_patron(desk.library, "王老师")
    (loss,) = lost(desk, copy, LossWay.SAME_COPY, patron_id=teacher.id).losses
    assert loss.patron_id == teacher.id
    assert is_whole(desk)


def test_what_was_said_of_a_claim_is_kept_when_the_copy_is_declared_lost(desk: Desk) -> None:
    _reader, copy = lent(desk)
    claim_returned(desk, loan_id(desk, copy), "还到了班里")
    (loss,) = lost(later(desk, 1), copy, LossWay.NOTHING).losses
    assert (loss.note, loss.origin) == ("还到了班里", LossOrigin.CLAIMED)


def test_the_most_that_are_declared_at_once_are_and_one_more_is_a_slip(desk: Desk) -> None:
    order = LossOrder(a_copy(desk.library).id)
    assert "at most" in declare_lost(desk, [order] * (MOST_AT_ONCE + 1)).why_not
    assert declare_lost(desk, [order] * MOST_AT_ONCE).done


def test_a_lost_copy_stands_on_no_trolley_and_wants_no_label(desk: Desk) -> None:
    _reader, copy = lent(desk)
    check_in(desk, copy.id)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(copies, copy.id, wants_label=True)
    assert the_copy(desk.library, copy.id).awaits_shelving
    lost(desk, copy, LossWay.NOTHING, origin=LossOrigin.SHELF)
    assert not the_copy(desk.library, copy.id).awaits_shelving
    with desk.library.reading() as connection:
        assert not connection.exec_driver_sql("SELECT wants_label FROM copies").scalar_one()


def test_a_missing_copy_stands_on_no_trolley(desk: Desk) -> None:
    _reader, copy = lent(desk)
    check_in(desk, copy.id)
    assert report_missing(desk, copy.id) == ""
    now = the_copy(desk.library, copy.id)
    assert (now.state, now.awaits_shelving) == (CopyState.MISSING, False)


def test_a_loss_that_is_not_paid_in_money_raises_no_charge_though_an_amount_was_typed(desk: Desk) -> None:
    reader, copy = lent(desk)
    lost(desk, copy, LossWay.SAME_COPY, amount=900)
    assert owed(desk, reader) == 0


def test_of_two_orders_for_one_copy_the_last_one_counts(desk: Desk) -> None:
    reader, copy = lent(desk)
    orders = [LossOrder(copy.id, way=LossWay.SAME_COPY), LossOrder(copy.id, way=LossWay.PRICE)]
    outcome = declare_lost(desk, orders)
    assert (len(outcome.losses), outcome.refused) == (1, ())
    assert owed(desk, reader) == 2500


def test_a_new_copy_that_is_still_being_processed_is_not_declared_lost(desk: Desk) -> None:
    copy = a_copy(desk.library, state=CopyState.IN_PROCESS.value)
    assert "still being processed" in declare_lost(desk, [LossOrder(copy.id)]).why_not


@pytest.mark.parametrize("origin", [LossOrigin.PATRON, LossOrigin.OVERDUE, LossOrigin.CLAIMED])
@pytest.mark.parametrize("lent_again", [True, False])
def test_who_brought_the_copy_back_does_not_pay_for_it_though_the_list_still_names_them(
    desk: Desk, origin: LossOrigin, *, lent_again: bool
) -> None:
    reader, copy = lent(desk)
    loan = loan_id(desk, copy)
    check_in(desk, copy.id)
    if lent_again:
        assert check_out(desk, a_patron(desk.library, "林小雨"), copy.id).kind is CheckoutKind.LENT
    order = LossOrder(copy.id, reader.id, loan, origin, LossWay.PRICE)
    assert "has come back meanwhile" in declare_lost(desk, [order]).why_not
    assert owed(desk, reader) == 0


def test_a_claimed_copy_of_a_corner_that_is_found_is_with_no_pupil_any_more(desk: Desk) -> None:
    _pupil_id, _corner_id, copy = lent_in_a_corner(desk)
    claim_returned(desk, loan_id(desk, copy))
    assert find_copy(later(desk, 1), copy.id).done
    with desk.library.reading() as connection:
        assert sub_loan_of_copy(connection, copy.id, desk.policy) is None
    assert is_whole(desk)


def test_a_copy_lost_before_losses_were_kept_leaves_the_withdrawal_that_proposes_it(desk: Desk) -> None:
    copy = a_copy(desk.library, state=CopyState.LOST.value)
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.LOST), [copy.id]).withdrawal
    assert batch is not None
    assert find_copy(desk, copy.id).taken_out_of == batch.number


def test_a_damaged_copy_that_is_found_waits_for_its_repair_and_not_for_who_wants_it(desk: Desk) -> None:
    repair = a_damaged(desk)
    assert place_hold(later(desk, 1), a_patron(desk.library), repair.copy.title_id) == ""
    lost(later(desk, 2), repair.copy, LossWay.NOTHING, origin=LossOrigin.SHELF)
    found = find_copy(later(desk, 3), repair.copy.id)
    now = the_copy(desk.library, repair.copy.id)
    assert (found.hold, now.state, now.damaged, now.awaits_shelving) == (None, CopyState.IN_STOCK, True, False)
    assert is_whole(desk)


def new_copy(desk: Desk, copy_id: int) -> tuple[object, ...]:
    with desk.library.reading() as connection:
        query = "SELECT title_id, price, volume, source, location_id, item_type_id FROM copies WHERE id = ?"
        return tuple(connection.exec_driver_sql(query, (copy_id,)).one())


def test_the_book_that_was_brought_is_as_the_lost_one_was_and_names_who_brought_it(desk: Desk) -> None:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        room = writing.insert(locations, code="B", name="B")
        other_type = writing.insert(item_types, code="X", name="X")
    reader, copy = lent(desk)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(copies, copy.id, volume="上册", location_id=room, item_type_id=other_type)
    (loss,) = lost(desk, copy, LossWay.SAME_COPY).losses
    made = replace_copy(desk, loss.id)
    assert made.copy is not None
    assert new_copy(desk, made.copy.id) == (copy.title_id, 2500, "上册", reader.label, room, other_type)


def test_another_edition_has_its_own_price_and_volume_or_none(desk: Desk) -> None:
    _reader, copy = lent(desk)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(copies, copy.id, volume="上册")
    (loss,) = lost(desk, copy, LossWay.SAME_COPY).losses
    edition = a_copy(desk.library, "草房子（新版）", price=4000).title_id
    made = replace_copy(desk, loss.id, Replacement(title_id=edition, price=3800))
    assert made.copy is not None
    assert new_copy(desk, made.copy.id)[:3] == (edition, 3800, "")


def test_another_edition_whose_price_is_not_said_does_not_cost_what_the_old_one_did(desk: Desk) -> None:
    _reader, copy = lent(desk, price=1234)
    (loss,) = lost(desk, copy, LossWay.SAME_COPY).losses
    edition = a_copy(desk.library, "草房子（新版）").title_id
    made = replace_copy(desk, loss.id, Replacement(title_id=edition))
    assert made.copy is None or new_copy(desk, made.copy.id)[1] != 1234


def test_a_book_that_was_brought_for_nothing_costs_nothing_and_not_what_the_lost_one_did(desk: Desk) -> None:
    _reader, copy = lent(desk)
    (loss,) = lost(desk, copy, LossWay.SAME_COPY).losses
    made = replace_copy(desk, loss.id, Replacement(price=0))
    assert made.copy is None or new_copy(desk, made.copy.id)[1] == 0
