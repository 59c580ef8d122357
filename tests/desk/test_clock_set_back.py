"""A clock that was set back, and said to be right: what ends by it never ends before it began."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from tests.builders import a_copy, days_later
from tests.corner_builders import a_corner, a_pupil_of, copies_of
from tests.desk.losing import is_whole, lent, loan_id

from deskcirc.desk.claims import claim_returned
from deskcirc.desk.corner_piles import fill_corner
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.loss_changes import cancel_loss
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.repair import cancel_repair, end_repair, finish_repair, give_up_repair, report_damage, start_repair
from deskcirc.desk.sub_loans import lend_in_corner, return_in_corner
from deskcirc.domain.losses import LossOrigin, LossWay


def a_month_before(desk: Desk) -> Desk:
    """The counter after somebody set the clock back and said that it is right now."""
    early = days_later(desk, -30)
    desk.library.clock_confirmed_at = early.now
    return early


def test_a_claim_and_the_copy_found_by_it_keep_the_loan_in_order(desk: Desk) -> None:
    _reader, copy = lent(desk)
    early = a_month_before(desk)
    assert claim_returned(early, loan_id(desk, copy)).why_not == ""
    assert is_whole(desk)
    assert find_copy(early, copy.id).done
    assert is_whole(desk)


def test_a_loss_declared_ends_its_loan_when_it_began_at_the_earliest_and_can_be_taken_back(desk: Desk) -> None:
    _reader, copy = lent(desk)
    loan, early = loan_id(desk, copy), a_month_before(desk)
    outcome = declare_lost(early, [LossOrder(copy.id, loan_id=loan, origin=LossOrigin.PATRON, way=LossWay.PRICE)])
    assert outcome.done
    assert is_whole(desk)
    assert cancel_loss(early, outcome.losses[0].id, "错了").done
    assert loan_id(desk, copy) == loan
    assert is_whole(desk)


_Ends = Callable[[Desk, int], object]


@pytest.mark.parametrize(
    "end",
    [
        lambda desk, repair_id: start_repair(desk, [repair_id]),
        lambda desk, repair_id: (finish_repair(desk, repair_id), end_repair(desk, [repair_id])),
        lambda desk, repair_id: give_up_repair(desk, repair_id, "散了"),
        cancel_repair,
    ],
    ids=["begun", "mended and back", "given up", "not damaged"],
)
def test_a_repair_goes_on_after_it_was_reported(desk: Desk, end: _Ends) -> None:
    repair = report_damage(desk, a_copy(desk.library).id, DamageReport()).repair
    assert repair is not None
    end(a_month_before(desk), repair.id)
    assert is_whole(desk)


def test_a_copy_comes_back_into_its_corner_after_it_was_lent_there(desk: Desk) -> None:
    corner, (copy,) = a_corner(desk), copies_of(desk.library, 1)
    fill_corner(desk, corner.id, [copy.id])
    lend_in_corner(desk, corner.id, a_pupil_of(desk, corner).id, copy.id)
    return_in_corner(a_month_before(desk), corner.id, copy.id)
    assert is_whole(desk)
