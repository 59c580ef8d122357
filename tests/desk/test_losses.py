"""Losses at the desk: claimed, declared, paid or replaced, found again; every state has a way out."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.builders import a_copy, a_desk, a_patron, all_rows, change_rules, change_setting, days_later, the_copy
from tests.desk.losing import is_whole, lent, loan_id, lost, owed, undone

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.claims import claim_returned, end_claim, note_search
from deskcirc.desk.clearance import reasons_against
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.holds import place_hold
from deskcirc.desk.loss_changes import cancel_loss, change_loss
from deskcirc.desk.loss_orders import LossChange, LossOrder, owed_for
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.desk.payments import pay_charge
from deskcirc.desk.replacing import Replacement, replace_copy
from deskcirc.desk.returning import CheckInKind, check_in
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossOrigin, LossState, LossWay
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.rule_book import TEACHER
from deskcirc.reports.overdue_by_class import make as overdue
from deskcirc.reports.who_has_what import make as who_has_what
from deskcirc.store.database import Library
from deskcirc.store.lookups.charges import charges_of_patron
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.losses import (
    loss_by_id,
    losses_of_patron,
    missing_copies,
    open_loss_of_copy,
    open_losses,
    proposed_losses,
)
from deskcirc.store.lookups.patron_details import past_loans
from deskcirc.store.tables import copies, loans


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_what_a_patron_says_was_returned_blocks_nothing_and_is_in_no_list(desk: Desk) -> None:
    change_rules(desk.library, loan_limit=1, overdue_effect="block")
    reader, copy = lent(desk)
    late = days_later(desk, 60)
    assert check_out(late, reader, a_copy(desk.library, "西游记").id).blocks
    outcome = claim_returned(late, loan_id(late, copy), "上周还在书箱里了")
    assert outcome.loss is not None
    assert outcome.loss.state is LossState.CLAIMED
    with desk.library.reading() as connection:
        assert overdue(connection, late.policy, late.today).rows == ()
        assert len(who_has_what(connection, late.policy, late.today).rows) == 1
    assert check_out(late, reader, a_copy(desk.library, "三国演义").id).kind is CheckoutKind.LENT
    assert is_whole(desk)


def test_a_claim_is_made_once_and_refused_for_a_loan_that_has_ended(desk: Desk) -> None:
    _reader, copy = lent(desk)
    loan = loan_id(desk, copy)
    assert claim_returned(desk, loan).loss is not None
    again = claim_returned(desk, loan)
    assert again.already
    assert "陈子墨" in again.why_not
    check_in(desk, copy.id)
    assert claim_returned(desk, loan).why_not


def test_a_claimed_copy_found_anywhere_counts_as_returned_on_the_day_of_the_claim(desk: Desk) -> None:
    change_rules(desk.library, overdue_effect="fine", fine=10)
    reader, copy = lent(desk)
    late = days_later(desk, 60)
    claim_returned(late, loan_id(late, copy))
    later = days_later(late, 5)
    before = all_rows(desk.library)
    outcome = check_in(later, copy.id)
    assert outcome.kind is CheckInKind.FOUND
    assert outcome.returned_on == late.today
    assert outcome.decision.days_late == 0
    assert outcome.found is not None
    assert "陈子墨" in outcome.found.said[0]
    assert owed(desk, reader) == 0
    with desk.library.reading() as connection:
        row = connection.execute(select(loans.c.returned_at, loans.c.days_late)).one()
    assert (row.returned_at, row.days_late) == (late.now, 0)
    assert is_whole(desk)
    assert undone(later, before)


def test_a_claim_that_was_wrong_lets_the_loan_count_again(desk: Desk) -> None:
    _reader, copy = lent(desk)
    claim = claim_returned(desk, loan_id(desk, copy)).loss
    assert claim is not None
    assert end_claim(desk, claim.id, " ").why_not
    before = all_rows(desk.library)
    assert end_claim(desk, claim.id, "在家里找到了").loss is not None
    late = days_later(desk, 60)
    with desk.library.reading() as connection:
        assert len(overdue(connection, late.policy, late.today).rows) == 1
    assert is_whole(desk)
    assert undone(desk, before)


def test_a_claim_looked_for_in_vain_becomes_a_loss_that_somebody_decides(desk: Desk) -> None:
    reader, copy = lent(desk)
    claim = claim_returned(desk, loan_id(desk, copy)).loss
    assert claim is not None
    assert note_search(desk, [claim.id, 999]) == 1
    assert note_search(desk, [claim.id]) == 1
    (loss,) = lost(desk, copy, LossWay.NOTHING).losses
    assert (loss.id, loss.origin, loss.searches) == (claim.id, LossOrigin.CLAIMED, 2)
    assert owed(desk, reader) == 0
    assert is_whole(desk)


def test_a_claim_is_settled_before_a_leaver_is_cleared(desk: Desk) -> None:
    reader, copy = lent(desk)
    claim_returned(desk, loan_id(desk, copy))
    assert "looked for" in reasons_against(desk, reader.id)[0]
    lost(desk, copy, LossWay.SAME_COPY)
    assert "made good" in reasons_against(desk, reader.id)[0]
    with desk.library.reading() as connection:
        (loss,) = losses_of_patron(connection, reader.id, desk.policy, desk.today)
    assert change_loss(desk, loss.id, LossChange(way=LossWay.NOTHING, note="图书馆承担")).done
    assert reasons_against(desk, reader.id) == ()


def test_a_loss_costs_the_price_by_the_factor_of_the_rule(desk: Desk) -> None:
    change_rules(desk.library, loss_percent=150)
    reader, copy = lent(desk)
    before = all_rows(desk.library)
    assert owed_for(desk, copy.id, reader.id, LossWay.PRICE).amount == 3750
    (loss,) = lost(desk, copy).losses
    assert owed(desk, reader) == 3750
    assert (loss.owed, loss.patron_id, loss.state) == (3750, reader.id, LossState.LOST)
    assert the_copy(desk.library, copy.id).state is CopyState.LOST
    assert is_whole(desk)
    assert undone(desk, before)


@pytest.mark.parametrize("price", [None, 0])
def test_a_price_that_nobody_knows_is_asked_for_and_never_nothing(desk: Desk, price: int | None) -> None:
    reader, copy = lent(desk, price=price)
    outcome = declare_lost(desk, [LossOrder(copy.id, way=LossWay.PRICE)])
    assert not outcome.done
    assert "price" in outcome.refused[0].why_not
    assert the_copy(desk.library, copy.id).state is CopyState.IN_STOCK
    lost(desk, copy, amount=1800)
    assert owed(desk, reader) == 1800


def test_a_volume_of_a_set_may_cost_the_set(desk: Desk) -> None:
    reader = a_patron(desk.library)
    first = a_copy(desk.library, "十万个为什么", volume="动物", price=2000)
    a_copy(desk.library, of=first, volume="植物", price=3000)
    assert owed_for(desk, first.id, reader.id, LossWay.SET_PRICE).amount == 5000
    assert owed_for(desk, first.id, reader.id, LossWay.PRICE).amount == 2000
    change_setting(desk.library, "set_costs_whole", "true")
    assert owed_for(desk, first.id, reader.id, LossWay.PRICE).amount == 5000
    lone = a_copy(desk.library, "草房子", price=2000)
    assert owed_for(desk, lone.id, reader.id, LossWay.SET_PRICE).asks


def test_many_are_declared_at_once_each_in_its_own_way_and_what_cannot_is_named(desk: Desk) -> None:
    first, one = lent(desk, "草房子")
    second, two = lent(desk, "西游记")
    gone = a_copy(desk.library, "旧书", state="withdrawn")
    orders = [LossOrder(one.id, way=LossWay.PRICE), LossOrder(two.id, way=LossWay.SAME_COPY), LossOrder(gone.id)]
    outcome = declare_lost(desk, orders)
    assert [loss.way for loss in outcome.losses] == [LossWay.PRICE, LossWay.SAME_COPY]
    assert [each.copy.id for each in outcome.refused] == [gone.id]
    assert (owed(desk, first), owed(desk, second)) == (2500, 0)
    again = declare_lost(desk, orders[:1])
    assert not again.done
    assert "already" in again.why_not


def test_what_is_overdue_for_long_is_proposed_and_never_lost_by_itself(desk: Desk) -> None:
    reader, copy = lent(desk)
    _other, claimed = lent(desk, "西游记")
    claim_returned(desk, loan_id(desk, claimed))
    with desk.library.reading() as connection:
        due = loan_of_copy(connection, copy.id, desk.policy, desk.today)
        assert due is not None
        days = (due.due - desk.today).days + desk.policy.lost_after_days
        assert proposed_losses(connection, desk.policy, days_later(desk, days - 1).today) == ()
        (proposed,) = proposed_losses(connection, desk.policy, days_later(desk, days).today)
    assert proposed.loan.patron_id == reader.id
    assert proposed.days_late == desk.policy.lost_after_days
    assert proposed.owed(LossWay.PRICE).amount == 2500
    later = days_later(desk, days)
    check_in(later, copy.id)
    order = LossOrder(copy.id, loan_id=proposed.loan.id, origin=LossOrigin.OVERDUE, way=LossWay.PRICE)
    assert "meanwhile" in declare_lost(later, [order]).why_not


def test_a_loan_that_ended_by_a_loss_is_no_return_of_the_day(desk: Desk) -> None:
    reader, copy = lent(desk)
    lost(desk, copy)
    assert desk.figures_of_today().returned == 0
    with desk.library.reading() as connection:
        (past,) = past_loans(connection, reader.id, 10)
    assert past.lost


def test_a_hold_ready_on_a_lost_copy_waits_again(desk: Desk) -> None:
    copy = a_copy(desk.library)
    waiting = a_patron(desk.library, "李华", category=TEACHER)
    _reader, other = a_patron(desk.library), copy
    check_out(desk, _reader, other.id)
    assert place_hold(desk, waiting, copy.title_id) == ""
    check_in(desk, copy.id)
    before = all_rows(desk.library)
    outcome = lost(desk, copy, LossWay.NOTHING, origin=LossOrigin.SHELF)
    assert [hold.patron_id for hold in outcome.released] == [waiting.id]
    assert is_whole(desk)
    assert undone(desk, before)


def test_the_same_book_is_brought_and_the_old_copy_stays_lost(desk: Desk) -> None:
    reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    before = all_rows(desk.library)
    outcome = replace_copy(desk, loss.id, Replacement(in_stock=True))
    assert outcome.done, outcome.refusals
    assert outcome.copy is not None
    assert outcome.copy.accession_number != copy.accession_number
    assert (outcome.copy.state, outcome.copy.price) == (CopyState.IN_STOCK, 2500)
    assert the_copy(desk.library, copy.id).state is CopyState.LOST
    assert owed(desk, reader) == 0
    assert outcome.loss is not None
    assert (outcome.loss.state, outcome.loss.replaced_by) == (LossState.REPLACED, outcome.copy.accession_number)
    with desk.library.reading() as connection:
        wants_label = connection.execute(select(copies.c.wants_label).where(copies.c.id == outcome.copy.id)).scalar()
        (charge,) = charges_of_patron(connection, reader.id)
    assert wants_label
    assert str(charge.state) == "replaced"
    last = desk.library.last_entry
    assert replace_copy(desk, loss.id).refusals
    assert is_whole(desk)
    assert last is not None
    assert undo_by_id(desk, last).done
    now = all_rows(desk.library)
    assert {name for name in now if now[name] != before[name]} <= {"number_series", "number_gaps"}


def test_a_number_that_is_taken_replaces_nothing_and_opens_no_batch(desk: Desk) -> None:
    _reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    before = all_rows(desk.library)
    outcome = replace_copy(desk, loss.id, Replacement(start=copy.accession_number))
    assert outcome.refusals
    assert all_rows(desk.library) == before


def test_a_second_replacement_of_the_year_goes_into_the_same_batch(desk: Desk) -> None:
    found = []
    for title in ("草房子", "西游记"):
        _reader, copy = lent(desk, title)
        (loss,) = lost(desk, copy).losses
        outcome = replace_copy(desk, loss.id)
        assert outcome.copy is not None
        assert outcome.copy.state is CopyState.IN_PROCESS
        with desk.library.reading() as connection:
            batch = select(copies.c.batch_id).where(copies.c.id == outcome.copy.id)
            found.append(connection.execute(batch).scalar())
    assert found[0] == found[1] is not None


def test_a_copy_is_missing_found_missing_again_and_then_lost(desk: Desk) -> None:
    reader, copy = lent(desk)
    assert "on loan" in report_missing(desk, copy.id)
    check_in(desk, copy.id)
    assert report_missing(desk, copy.id) == ""
    assert "missing" in report_missing(desk, copy.id)
    with desk.library.reading() as connection:
        (missing,) = missing_copies(connection, desk.policy, desk.today)
    assert missing.last_patron_id == reader.id
    assert find_copy(desk, copy.id).done
    assert not find_copy(desk, copy.id).done
    assert report_missing(desk, copy.id) == ""
    (loss,) = lost(desk, copy, LossWay.NOTHING, origin=LossOrigin.STOCKTAKE).losses
    assert loss.patron_id is None
    assert is_whole(desk)


def test_money_for_a_copy_that_nobody_had_asks_who_pays(desk: Desk) -> None:
    copy = a_copy(desk.library, price=2000)
    order = LossOrder(copy.id, origin=LossOrigin.STOCKTAKE, way=LossWay.PRICE)
    assert "Nobody" in declare_lost(desk, [order]).why_not


def test_another_way_is_decided_until_money_was_received(desk: Desk) -> None:
    reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    assert change_loss(desk, loss.id, LossChange(amount=1000)).done
    assert owed(desk, reader) == 1000
    assert change_loss(desk, loss.id, LossChange(way=LossWay.SAME_COPY)).done
    assert owed(desk, reader) == 0
    assert change_loss(desk, loss.id, LossChange(way=LossWay.PRICE)).done
    with desk.library.reading() as connection:
        charge = next(each for each in charges_of_patron(connection, reader.id) if each.is_open)
    pay_charge(desk, charge.id, 500)
    assert "5.00" in change_loss(desk, loss.id, LossChange(way=LossWay.NOTHING)).why_not
    assert is_whole(desk)


def test_a_loss_declared_by_mistake_lets_the_loan_go_on(desk: Desk) -> None:
    reader, copy = lent(desk)
    (loss,) = lost(desk, copy).losses
    assert cancel_loss(desk, loss.id, "").why_not
    assert cancel_loss(desk, loss.id, "点错了").done
    assert owed(desk, reader) == 0
    assert loan_id(desk, copy)
    assert is_whole(desk)


def test_two_counters_declare_and_find_at_once_and_one_of_them_is_told(desk: Desk) -> None:
    _reader, copy = lent(desk)
    other = a_desk(desk.library, station="counter 2")
    lost(desk, copy)
    assert check_in(other, copy.id).kind is CheckInKind.FOUND
    with desk.library.reading() as connection:
        assert open_loss_of_copy(connection, copy.id, desk.policy, desk.today) is None
        (loss,) = open_losses(connection, desk.policy, desk.today, LossState.FOUND)
        assert loss_by_id(connection, loss.id, desk.policy, desk.today) == loss
    assert "lost" in cancel_loss(desk, loss.id, "点错了").why_not
    assert replace_copy(desk, loss.id).refusals


def test_a_helper_finds_and_claims_and_only_the_librarian_decides(desk: Desk) -> None:
    _reader, copy = lent(desk)
    helper = Desk(desk.library, Operator(1, "小明", Role.HELPER), desk.station, desk.now)
    claim = claim_returned(helper, loan_id(desk, copy)).loss
    assert claim is not None
    assert "librarian" in declare_lost(helper, [LossOrder(copy.id)]).why_not
    assert "librarian" in end_claim(helper, claim.id, "x").why_not
    assert "librarian" in change_loss(helper, claim.id, LossChange(note="x")).why_not
    assert "librarian" in cancel_loss(helper, claim.id, "x").why_not
    assert replace_copy(helper, claim.id).refusals
