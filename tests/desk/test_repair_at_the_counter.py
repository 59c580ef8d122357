"""What a damaged copy comes to at the counter: never lent by accident, and every scan says where it belongs."""

from __future__ import annotations

from tests.builders import a_copy, a_desk, a_patron, all_rows, days_later, the_copy

from deskcirc.desk.circulation import CheckoutKind, Override, check_out
from deskcirc.desk.corner_piles import fill_corner, take_back
from deskcirc.desk.corners import CornerDraft, open_corner
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.hold_shelf import KeepKind, keep_copy
from deskcirc.desk.holds import place_hold
from deskcirc.desk.reading_room import lend_on_site
from deskcirc.desk.repair import finish_repair, give_up_repair, report_damage, start_repair
from deskcirc.desk.returning import CheckInKind, check_in, mark_damaged
from deskcirc.desk.undo import undo_last
from deskcirc.domain.check_in import Destination
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.repair import DamageKind, Repair, RepairOrigin, RepairState, Severity
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.copies import copies_waited_for
from deskcirc.store.lookups.repairs import repairs_of_copy

ALL_THE_SAME = Override(frozenset({BlockCode.COPY_IN_REPAIR}), "needed for the lesson")


def a_repair(library: Library, state: RepairState) -> Repair:
    """A repair of a new copy that has come so far."""
    desk, copy = a_desk(library), a_copy(library)
    report_damage(desk, copy.id, DamageReport((DamageKind.COVER,)))
    repair = the_repair(library, copy)
    if state in (RepairState.IN_REPAIR, RepairState.MENDED):
        start_repair(desk, [repair.id])
    if state is RepairState.MENDED:
        finish_repair(desk, repair.id)
    if state is RepairState.BEYOND:
        give_up_repair(desk, repair.id, "nothing left of it")
    return the_repair(library, copy)


def the_repair(library: Library, copy: Copy) -> Repair:
    """The last repair of the copy."""
    with library.reading() as connection:
        return repairs_of_copy(connection, copy.id, library.policy, a_desk(library).today)[0]


def whole(library: Library) -> bool:
    """Whether the library keeps every promise."""
    return list(check_library(library)) == []


def test_a_mended_copy_scanned_in_returns_goes_back_to_its_shelf(library: Library) -> None:
    repair = a_repair(library, RepairState.MENDED)
    before = all_rows(library)
    outcome = check_in(a_desk(library), repair.copy.id)
    assert (outcome.kind, outcome.decision.destination) == (CheckInKind.BACK_FROM_REPAIR, Destination.SHELF)
    assert not outcome.counted_in_house
    assert the_repair(library, repair.copy).state is RepairState.BACK
    after = the_copy(library, repair.copy.id)
    assert (after.state, after.damaged, after.awaits_shelving) == (CopyState.IN_STOCK, False, True)
    assert whole(library)
    assert undo_last(a_desk(library)).done
    assert all_rows(library) == before


def test_a_mended_copy_that_somebody_waits_for_goes_from_returns_to_the_hold_shelf(library: Library) -> None:
    repair, patron = a_repair(library, RepairState.MENDED), a_patron(library)
    place_hold(a_desk(library), patron, repair.copy.title_id)
    outcome = check_in(a_desk(library), repair.copy.id)
    assert outcome.decision.destination is Destination.HOLD_SHELF
    assert outcome.hold is not None
    assert outcome.hold.patron_id == patron.id
    assert whole(library)


def test_a_copy_at_the_table_or_in_the_queue_scanned_in_returns_stays_in_repair(library: Library) -> None:
    for state in (RepairState.QUEUED, RepairState.IN_REPAIR):
        repair = a_repair(library, state)
        before = all_rows(library)
        outcome = check_in(a_desk(library), repair.copy.id)
        assert outcome.decision.destination is Destination.REPAIR
        assert outcome.repair is not None
        assert outcome.repair.state is state
        assert all_rows(library) == before


def test_a_copy_beyond_repair_scanned_in_returns_is_for_the_librarian(library: Library) -> None:
    repair = a_repair(library, RepairState.BEYOND)
    assert check_in(a_desk(library), repair.copy.id).decision.destination is Destination.ASIDE
    assert the_copy(library, repair.copy.id).state is CopyState.IN_REPAIR
    assert whole(library)


def test_no_damaged_copy_is_lent_or_read_here_by_accident(library: Library) -> None:
    patron = a_patron(library)
    for state in (RepairState.QUEUED, RepairState.IN_REPAIR, RepairState.MENDED, RepairState.BEYOND):
        copy = a_repair(library, state).copy
        refused = check_out(a_desk(library), patron, copy.id)
        assert [block.code for block in refused.blocks] == [BlockCode.COPY_IN_REPAIR]
        assert BlockCode.COPY_IN_REPAIR in {
            block.code for block in lend_on_site(a_desk(library), patron, copy.id).blocks
        }


def test_a_copy_lent_all_the_same_goes_to_repair_when_it_comes_back(library: Library) -> None:
    for state in (RepairState.QUEUED, RepairState.IN_REPAIR, RepairState.BEYOND):
        copy, patron = a_repair(library, state).copy, a_patron(library, f"王{state}")
        lent = check_out(a_desk(library), patron, copy.id, override=ALL_THE_SAME)
        assert lent.kind is CheckoutKind.LENT
        assert the_repair(library, copy).state is RepairState.QUEUED
        assert whole(library)
        back = check_in(a_desk(library), copy.id)
        assert (back.kind, back.decision.destination) == (CheckInKind.RETURNED, Destination.REPAIR)
        assert whole(library)


def test_a_copy_on_loan_that_waits_for_repair_is_renewed_by_decision_only(library: Library) -> None:
    copy, patron = a_repair(library, RepairState.QUEUED).copy, a_patron(library)
    check_out(a_desk(library), patron, copy.id, override=ALL_THE_SAME)
    later = days_later(a_desk(library), 5)
    refused = check_out(later, patron, copy.id)
    assert [(block.code, block.overridable) for block in refused.blocks] == [(BlockCode.COPY_IN_REPAIR, True)]
    assert copy.name in refused.blocks[0].sentence
    assert check_out(later, patron, copy.id, override=ALL_THE_SAME).kind is CheckoutKind.RENEWED
    assert the_repair(library, copy).state is RepairState.QUEUED
    assert whole(library)


def test_a_mended_copy_lent_all_the_same_is_back_by_it(library: Library) -> None:
    repair = a_repair(library, RepairState.MENDED)
    before = all_rows(library)
    check_out(a_desk(library), a_patron(library), repair.copy.id, override=ALL_THE_SAME)
    assert the_repair(library, repair.copy).state is RepairState.BACK
    assert not the_copy(library, repair.copy.id).damaged
    assert whole(library)
    assert undo_last(a_desk(library)).done
    assert all_rows(library)["repairs"] == before["repairs"]


def test_a_step_of_a_copy_that_is_on_loan_says_who_has_it(library: Library) -> None:
    repair, patron = a_repair(library, RepairState.QUEUED), a_patron(library)
    check_out(a_desk(library), patron, repair.copy.id, override=ALL_THE_SAME)
    (refused,) = start_repair(a_desk(library), [repair.id])
    assert patron.name in refused.why_not
    assert refused.loan is not None


def test_a_damaged_copy_fills_no_hold_and_stands_on_no_list_of_copies_to_pull(library: Library) -> None:
    for state in (RepairState.QUEUED, RepairState.IN_REPAIR, RepairState.MENDED):
        copy = a_repair(library, state).copy
        place_hold(a_desk(library), a_patron(library, f"王{state}"), copy.title_id)
        assert keep_copy(a_desk(library), copy.id).kind is KeepKind.NOT_FOR_LOAN
    with library.reading() as connection:
        assert copies_waited_for(connection) == ()


def test_damage_marked_in_returns_enters_the_queue_with_its_kinds_and_who_brought_it(library: Library) -> None:
    copy, patron = a_copy(library), a_patron(library)
    check_out(a_desk(library), patron, copy.id)
    check_in(a_desk(library), copy.id)
    mark_damaged(
        a_desk(library), copy.id, "缺页", patron.id, kinds=(DamageKind.PAGES_MISSING,), severity=Severity.HEAVY
    )
    repair = the_repair(library, copy)
    assert (repair.origin, repair.patron_id) == (RepairOrigin.RETURNS, patron.id)
    assert (repair.kinds, repair.severity, repair.note) == ((DamageKind.PAGES_MISSING,), Severity.HEAVY, "缺页")
    assert repair.loan_id is not None
    assert whole(library)


def test_damage_found_in_the_pile_of_a_class_corner_enters_the_queue(library: Library) -> None:
    class_id = a_patron(library, grade=5).class_id
    assert class_id is not None
    desk, copy = a_desk(library), a_copy(library)
    corner = open_corner(desk, class_id, CornerDraft(50)).corner
    assert corner is not None
    waiting = a_repair(library, RepairState.QUEUED).copy
    filled = fill_corner(desk, corner.id, [copy.id, waiting.id])
    assert [each.id for each in filled.lent] == [copy.id]
    take_back(desk, corner.id, [copy.id], {copy.id: DamageReport(note="撕破")})
    repair = the_repair(library, copy)
    assert (repair.origin, repair.note) == (RepairOrigin.CORNER, "撕破")
    assert whole(library)
