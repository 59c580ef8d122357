"""Losses taken back and copies of class corners: what was missing is missing again, and corners are named."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_desk, a_patron, all_rows, days_later, the_copy
from tests.corner_builders import a_corner, a_pupil_of
from tests.desk.losing import is_whole, loan_id, lost, undone

from deskcirc.desk.claims import claim_returned
from deskcirc.desk.corner_piles import fill_corner
from deskcirc.desk.corners import close_corner
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.holds import place_hold
from deskcirc.desk.loss_changes import cancel_loss
from deskcirc.desk.losses import report_missing
from deskcirc.desk.sub_loans import lend_in_corner
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossWay
from deskcirc.store.database import Library
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.search_places import copies_to_search


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_a_missing_copy_declared_lost_by_mistake_is_missing_again_and_not_in_stock(desk: Desk) -> None:
    copy, other = a_copy(desk.library), a_copy(desk.library, "西游记")
    assert report_missing(desk, copy.id) == ""
    for each in (copy, other):
        (loss,) = lost(desk, each, LossWay.NOTHING).losses
        assert find_copy(desk, each.id).done
        assert undo_by_id(desk, desk.library.last_entry or 0).done
        before = all_rows(desk.library)
        outcome = cancel_loss(desk, loss.id, "点错了")
        assert outcome.done
        now = CopyState.MISSING if each is copy else CopyState.IN_STOCK
        assert the_copy(desk.library, each.id).state is now
        assert is_whole(desk)
        assert undone(desk, before)


def test_a_loss_taken_back_after_its_class_corner_was_closed_is_a_return_from_the_corner(desk: Desk) -> None:
    corner, copy = a_corner(desk), a_copy(desk.library)
    fill_corner(desk, corner.id, [copy.id])
    waits = a_patron(desk.library, "林小雨", grade=4)
    place_hold(desk, waits, copy.title_id)
    (loss,) = lost(days_later(desk, 1), copy, LossWay.NOTHING).losses
    assert close_corner(days_later(desk, 2), corner.id).corner is not None
    later = days_later(desk, 3)
    before = all_rows(desk.library)
    outcome = cancel_loss(later, loss.id, "其实在班里")
    assert outcome.came_back is not None
    assert outcome.came_back.hold is not None
    assert outcome.came_back.hold.patron_id == waits.id
    with desk.library.reading() as connection:
        assert loan_of_copy(connection, copy.id, desk.policy, desk.today) is None
    assert the_copy(desk.library, copy.id).state is CopyState.IN_STOCK
    assert is_whole(desk)
    assert undone(later, before)


def test_a_loss_taken_back_while_its_class_corner_is_open_goes_on_there(desk: Desk) -> None:
    corner, copy = a_corner(desk), a_copy(desk.library)
    fill_corner(desk, corner.id, [copy.id])
    (loss,) = lost(desk, copy, LossWay.NOTHING).losses
    outcome = cancel_loss(days_later(desk, 1), loss.id, "其实在班里")
    assert outcome.done
    assert outcome.came_back is None
    assert loan_id(desk, copy)
    assert is_whole(desk)


def test_a_claim_on_a_copy_of_a_class_corner_names_the_class_and_its_corner(desk: Desk) -> None:
    corner, copy = a_corner(desk), a_copy(desk.library)
    fill_corner(desk, corner.id, [copy.id])
    pupil = a_pupil_of(desk, corner)
    lend_in_corner(desk, corner.id, pupil.id, copy.id)
    claim = claim_returned(desk, loan_id(desk, copy), "班长说还了").loss
    assert claim is not None
    assert (claim.patron, claim.in_corner) == (f"{corner.class_name} (class corner)", True)
    assert claim.pupil == pupil.name
    with desk.library.reading() as connection:
        (wanted,) = copies_to_search(connection, [claim], desk.policy, desk.today)
    assert wanted.places[-2:] == (f"The class corner of {corner.class_name}", f"{pupil.name}: school bag, desk, home")
    assert "(class corner) said so" in claim_returned(desk, loan_id(desk, copy)).why_not
    assert is_whole(desk)
    (loss,) = lost(desk, copy, LossWay.NOTHING).losses
    assert (loss.patron_id, loss.in_corner) == (pupil.id, False)
