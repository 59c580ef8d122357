"""Lost copies that are found again: whoever scans them, everything is reversed and said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import a_copy, a_desk, a_patron, all_rows, change_rules, days_later, the_copy
from tests.desk.losing import is_whole, lent, loan_id, lost, owed, undone

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.claims import claim_returned
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.holds import place_hold
from deskcirc.desk.payments import pay_charge
from deskcirc.desk.reading_room import lend_on_site
from deskcirc.desk.returning import CheckInKind, check_in
from deskcirc.desk.undo import undo_last
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.check_in import Destination
from deskcirc.domain.copies import CopyState
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.rule_book import TEACHER
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.database import Library
from deskcirc.store.lookups.charges import charges_of_patron
from deskcirc.store.lookups.withdrawals import lines_of_withdrawal


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_a_lost_copy_scanned_in_returns_is_found_and_what_was_owed_is_owed_no_more(desk: Desk) -> None:
    reader, copy = lent(desk)
    lost(desk, copy)
    before = all_rows(desk.library)
    outcome = check_in(desk, copy.id)
    assert outcome.kind is CheckInKind.FOUND
    assert outcome.decision.destination is Destination.SHELF
    assert owed(desk, reader) == 0
    assert outcome.found is not None
    assert any("25.00" in sentence for sentence in outcome.found.said)
    assert the_copy(desk.library, copy.id).awaits_shelving
    assert check_in(desk, copy.id).kind is CheckInKind.RETURNED_TWICE
    assert is_whole(desk)
    undo_last(desk)
    assert all_rows(desk.library) == before


def test_what_was_paid_in_time_is_given_back_and_later_only_by_the_librarian(desk: Desk) -> None:
    for days, back in ((10, 2500), (90, 0)):
        reader, copy = lent(desk)
        lost(desk, copy)
        with desk.library.reading() as connection:
            (charge,) = charges_of_patron(connection, reader.id)
        assert pay_charge(desk, charge.id, 2500).payment is not None
        later = days_later(desk, days)
        found = find_copy(later, copy.id)
        assert found.reversal is not None
        assert (found.reversal.refunded, found.reversal.too_late) == (back, 2500 - back)
        assert "25.00" in found.said[1]
        assert is_whole(desk)
        desk = later


def test_a_pupil_helper_who_finds_it_does_not_hear_what_was_paid_or_owed(desk: Desk) -> None:
    helper = replace(desk, operator=Operator(1, "小李", Role.HELPER))
    for pays in (False, True):
        reader, copy = lent(desk)
        lost(desk, copy)
        with desk.library.reading() as connection:
            (charge,) = charges_of_patron(connection, reader.id)
        if pays:
            assert pay_charge(desk, charge.id, None).payment is not None
        found = check_in(helper, copy.id).found
        assert found is not None
        assert not any("25.00" in sentence for sentence in found.said)
        assert found.reversal is not None
        assert (found.reversal.cancelled, found.reversal.refunded) == ((0, 2500) if pays else (2500, 0))


def test_a_lost_copy_in_hand_is_found_and_lent_in_one_scan(desk: Desk) -> None:
    first, copy = lent(desk)
    lost(desk, copy)
    reader = a_patron(desk.library, "李华")
    before = all_rows(desk.library)
    outcome = check_out(desk, reader, copy.id)
    assert outcome.kind is CheckoutKind.LENT
    assert outcome.found is not None
    assert "lost" in outcome.warnings[0]
    assert owed(desk, first) == 0
    assert is_whole(desk)
    assert undone(desk, before)


def test_a_lost_copy_that_may_not_be_lent_stays_lost_and_the_counter_says_where_to_scan_it(desk: Desk) -> None:
    change_rules(desk.library, loan_limit=0)
    copy = a_copy(desk.library, state="lost")
    before = all_rows(desk.library, without_journal=False)
    outcome = check_out(desk, a_patron(desk.library), copy.id)
    after = all_rows(desk.library, without_journal=False)
    assert outcome.kind is CheckoutKind.REFUSED
    assert "Returns" in outcome.warnings[0]
    assert after["copies"] == before["copies"]


def test_who_said_it_was_returned_and_brings_it_gets_it_lent_anew(desk: Desk) -> None:
    reader, copy = lent(desk)
    claim_returned(desk, loan_id(desk, copy))
    assert check_out(desk, reader, copy.id).kind is CheckoutKind.LENT
    assert is_whole(desk)


def test_a_lost_copy_is_found_in_the_reading_room(desk: Desk) -> None:
    copy = a_copy(desk.library, state="lost")
    outcome = lend_on_site(desk, a_patron(desk.library), copy.id)
    assert outcome.done
    assert outcome.found is not None
    assert is_whole(desk)


def test_a_copy_lost_by_the_register_before_losses_were_kept_is_found_as_well(desk: Desk) -> None:
    copy = a_copy(desk.library, state="lost")
    found = find_copy(desk, copy.id)
    assert found.done
    assert found.loss is None
    assert the_copy(desk.library, copy.id).state is CopyState.IN_STOCK


def test_who_waits_gets_the_copy_that_is_found(desk: Desk) -> None:
    _reader, copy = lent(desk)
    waiting = a_patron(desk.library, "李华", category=TEACHER)
    assert place_hold(desk, waiting, copy.title_id) == ""
    lost(desk, copy)
    outcome = check_in(desk, copy.id)
    assert outcome.decision.destination is Destination.HOLD_SHELF
    assert outcome.hold is not None
    assert outcome.hold.patron_id == waiting.id
    assert is_whole(desk)


def test_a_withdrawn_copy_says_under_which_number_and_how_back_in(desk: Desk) -> None:
    _reader, copy = lent(desk)
    lost(desk, copy)
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.LOST), [copy.id]).withdrawal
    assert batch is not None
    approved = approve_withdrawal(desk, batch.id, Approval("校办〔2026〕3号", "王校长", desk.today))
    assert not approved.why_not
    found = find_copy(desk, copy.id)
    assert "00001" in found.why_not
    assert "undone" in found.why_not
    assert is_whole(desk)


def test_what_was_paid_stands_in_the_withdrawal_and_a_found_copy_leaves_it(desk: Desk) -> None:
    reader, copy = lent(desk)
    lost(desk, copy)
    with desk.library.reading() as connection:
        (charge,) = charges_of_patron(connection, reader.id)
    pay_charge(desk, charge.id, 2500)
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.LOST), [copy.id]).withdrawal
    assert batch is not None
    with desk.library.reading() as connection:
        (line,) = lines_of_withdrawal(connection, batch.id, desk.policy)
    assert line.compensation == 2500
    assert "25.00" in line.evidence
    found = find_copy(desk, copy.id)
    assert found.taken_out_of == batch.number
    with desk.library.reading() as connection:
        assert lines_of_withdrawal(connection, batch.id, desk.policy) == ()
    assert is_whole(desk)
