"""The edges of the repair queue: the day it is due back, whose loan the damage is put down to, too large a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.builders import a_patron
from tests.desk.losing import lent
from tests.desk.mending_days import a_damaged, later

from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.repair import (
    LARGEST_PHOTO,
    RepairChange,
    change_repair,
    report_damage,
    set_repair_photo,
    start_repair,
)
from deskcirc.desk.returning import check_in
from deskcirc.store.check import check_library
from deskcirc.store.lookups.repairs import RepairPhoto


def test_a_copy_may_be_due_back_today_and_not_yesterday(desk: Desk) -> None:
    repair = a_damaged(desk)
    (refused,) = start_repair(desk, [repair.id], due_back=desk.today - timedelta(days=1))
    assert refused.why_not
    (begun,) = start_repair(desk, [repair.id], due_back=desk.today)
    assert begun.repair is not None
    assert begun.repair.due_back == desk.today


def test_damage_put_down_to_somebody_else_is_put_down_to_no_loan_of_the_first(desk: Desk) -> None:
    reader, copy = lent(desk)
    check_in(later(desk, 1), copy.id)
    repair = report_damage(later(desk, 2), copy.id, DamageReport()).repair
    assert repair is not None
    assert (repair.patron_id, repair.loan_id is not None) == (reader.id, True)
    other = a_patron(desk.library, "林小雨")
    changed = change_repair(later(desk, 3), repair.id, replace(RepairChange.of(repair), patron_id=other.id)).repair
    assert changed is not None
    assert (changed.patron_id, changed.loan_id) == (other.id, None)
    assert list(check_library(desk.library)) == []


def test_a_picture_is_kept_up_to_its_size_and_not_beyond(desk: Desk) -> None:
    repair = a_damaged(desk)
    assert not set_repair_photo(desk, repair.id, RepairPhoto(b"x" * LARGEST_PHOTO, 640, 480)).why_not
    refused = set_repair_photo(desk, repair.id, RepairPhoto(b"x" * (LARGEST_PHOTO + 1), 640, 480))
    assert "too large" in refused.why_not
