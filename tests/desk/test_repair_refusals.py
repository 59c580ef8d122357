"""Steps of a repair that are refused: of copies that are lost or withdrawn, and of copies that are not that far yet."""

from __future__ import annotations

from tests.builders import a_copy, a_patron, days_later
from tests.desk.losing import lost
from tests.desk.mending_days import a_damaged, later

from deskcirc.desk.circulation import check_out
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.repair import end_repair, finish_repair, report_damage, start_repair
from deskcirc.desk.returning import check_in
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossOrigin, LossWay
from deskcirc.domain.repair import DamageKind, Severity
from deskcirc.store.lookups.repairs import repair_queue


def test_a_lost_copy_is_found_before_it_is_mended(desk: Desk) -> None:
    repair = a_damaged(desk)
    lost(later(desk, 1), repair.copy, LossWay.NOTHING, origin=LossOrigin.SHELF)
    (refused,) = start_repair(later(desk, 2), [repair.id])
    assert "registered as lost" in refused.why_not
    assert "registered as lost" in finish_repair(later(desk, 2), repair.id).why_not


def test_damage_of_a_withdrawn_copy_is_the_librarians(desk: Desk) -> None:
    copy = a_copy(desk.library, state=CopyState.WITHDRAWN.value)
    outcome = report_damage(desk, copy.id, DamageReport())
    assert (outcome.repair, "for the librarian" in outcome.why_not) == (None, True)


def test_what_is_still_being_mended_does_not_go_back(desk: Desk) -> None:
    repair = a_damaged(desk)
    start_repair(desk, [repair.id])
    (refused,) = end_repair(later(desk, 1), [repair.id])
    assert "Note it as mended first" in refused.why_not


def test_loans_of_years_ago_do_not_make_a_copy_wanted_and_what_is_quick_goes_before_what_is_old(desk: Desk) -> None:
    loved = a_copy(desk.library, "旧")
    check_out(desk, a_patron(desk.library), loved.id)
    check_in(later(desk, 1), loved.id)
    years_later = days_later(desk, 800)
    report_damage(years_later, loved.id, DamageReport((DamageKind.TORN,), Severity.HEAVY))
    quick = a_damaged(days_later(years_later, 1), "快", DamageKind.LABEL_GONE)
    with desk.library.reading() as connection:
        queue = repair_queue(connection, desk.policy, days_later(years_later, 1).today)
    assert [each.copy.id for each in queue] == [quick.copy.id, loved.id]
