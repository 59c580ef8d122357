"""Copies lost or damaged again after their repair or its lesson, and undo beneath what came later."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_patron
from tests.desk.losing import lent, lost, owed
from tests.desk.mending_days import a_damaged, a_lesson, later

from deskcirc.desk.charges import settle_charge
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.loss_changes import cancel_loss, change_loss
from deskcirc.desk.loss_orders import LossChange, LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.mending_lessons import bring_in, close_lesson, take_out
from deskcirc.desk.repair import report_damage, start_repair
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.charges import ChargeState
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossWay
from deskcirc.domain.repair import Repair, RepairState
from deskcirc.store.check import check_library
from deskcirc.store.lookups.repairs import open_repair_of_copy


def breaches(desk: Desk) -> list[str]:
    return [breach.sentence for breach in check_library(desk.library)]


def mended_in_a_lesson_that_is_over(desk: Desk) -> Repair:
    repair, helper = a_damaged(desk), a_patron(desk.library)
    lesson = a_lesson(desk, repair)
    assert not take_out(later(desk, 1), lesson.id, repair.id, helper.id).why_not
    assert not bring_in(later(desk, 2), lesson.id, repair.id).why_not
    assert not close_lesson(later(desk, 3), lesson.id).why_not
    return repair


def repair_now(desk: Desk, repair: Repair) -> Repair:
    with desk.library.reading() as connection:
        found = open_repair_of_copy(connection, repair.copy.id, desk.policy, desk.today)
    assert found is not None
    return found


def test_what_was_mended_in_a_lesson_that_is_over_and_is_lost_waits_outside_of_it(desk: Desk) -> None:
    repair = mended_in_a_lesson_that_is_over(desk)
    lost(later(desk, 4), repair.copy, LossWay.UNDECIDED)
    now = repair_now(desk, repair)
    assert (now.state, now.lesson_id) == (RepairState.QUEUED, None)
    assert breaches(desk) == []


def test_what_was_mended_in_a_lesson_that_is_over_and_came_apart_is_mended_outside_of_it(desk: Desk) -> None:
    repair = mended_in_a_lesson_that_is_over(desk)
    assert report_damage(later(desk, 4), repair.copy.id, DamageReport(note="又散了")).already
    now = repair_now(desk, repair)
    assert (now.state, now.lesson_id) == (RepairState.IN_REPAIR, None)
    assert breaches(desk) == []


def test_a_copy_that_is_mended_while_in_process_is_no_more_declared_lost_than_one_in_process(desk: Desk) -> None:
    copy = a_copy(desk.library, state=CopyState.IN_PROCESS.value)
    repair = report_damage(desk, copy.id, DamageReport()).repair
    assert repair is not None
    assert not start_repair(later(desk, 1), [repair.id])[0].why_not
    refused = declare_lost(later(desk, 2), [LossOrder(copy.id)])
    assert not refused.done
    assert "still being processed" in refused.why_not


def test_a_loss_can_be_left_undecided_again(desk: Desk) -> None:
    reader, copy = lent(desk)
    (loss,) = lost(later(desk, 1), copy).losses
    assert owed(desk, reader) == 2500
    (now,) = change_loss(later(desk, 2), loss.id, LossChange(way=LossWay.UNDECIDED)).losses
    assert now.way is LossWay.UNDECIDED
    assert owed(desk, reader) == 0


@pytest.mark.parametrize("found", [True, False])
def test_a_waiver_is_not_taken_back_once_the_copy_is_no_longer_lost(desk: Desk, *, found: bool) -> None:
    """Else somebody would owe money for a copy that stands on its shelf."""
    reader, copy = lent(desk)
    (loss,) = lost(later(desk, 1), copy).losses
    assert settle_charge(later(desk, 2), 1, ChargeState.WAIVED, "家庭困难") == ""
    waived = desk.library.last_entry or 0
    if found:
        assert find_copy(later(desk, 3), copy.id).done
    else:
        assert cancel_loss(later(desk, 3), loss.id, "点错了").done
    outcome = undo_by_id(later(desk, 4), waived)
    assert not outcome.done
    assert "is not lost any more" in outcome.sentence
    assert owed(desk, reader) == 0
    assert breaches(desk) == []


def test_a_waiver_is_not_taken_back_once_another_charge_took_its_place(desk: Desk) -> None:
    reader, copy = lent(desk)
    (loss,) = lost(later(desk, 1), copy).losses
    assert settle_charge(later(desk, 2), 1, ChargeState.WAIVED, "家庭困难") == ""
    waived = desk.library.last_entry or 0
    assert change_loss(later(desk, 3), loss.id, LossChange(way=LossWay.PRICE, amount=700)).done
    assert not undo_by_id(later(desk, 4), waived).done
    assert owed(desk, reader) == 700
    assert breaches(desk) == []
