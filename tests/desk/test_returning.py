"""Returns at the counter: whose copy it was, how late, where it goes, and scans that change nothing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from tests.builders import a_copy, a_patron, all_rows, change_rules, change_setting, days_later, the_copy, the_patron

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import place_hold
from deskcirc.desk.returning import CheckInKind, check_in, end_of_day, mark_damaged, shelve_all
from deskcirc.desk.undo import undo_last
from deskcirc.domain.check_in import Destination
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.store.check import check_library
from deskcirc.store.lookups.copies import copies_awaiting_shelving
from deskcirc.store.tables import in_house_uses


def lent(desk: Desk, **columns: Any) -> Copy:
    copy = a_copy(desk.library)
    check_out(desk, a_patron(desk.library, **columns), copy.id)
    return copy


def uses_in_house(desk: Desk) -> int:
    with desk.library.reading() as connection:
        return len(connection.execute(in_house_uses.select()).all())


def test_a_return_tells_who_had_it_and_what_they_still_hold(desk: Desk) -> None:
    reader, first, second = a_patron(desk.library, "林小雨"), a_copy(desk.library), a_copy(desk.library, "夏洛的网")
    for copy in (first, second):
        check_out(desk, reader, copy.id)
    outcome = check_in(desk, first.id)
    assert outcome.kind is CheckInKind.RETURNED
    assert outcome.patron is not None
    assert outcome.patron.name == "林小雨"
    assert [loan.copy_id for loan in outcome.still_out] == [second.id]


def test_a_returned_copy_awaits_shelving(desk: Desk) -> None:
    copy = lent(desk)
    assert check_in(desk, copy.id).decision.destination is Destination.SHELF
    assert the_copy(desk.library, copy.id).awaits_shelving


def test_a_copy_three_days_late_is_said_to_be_three_days_late(desk: Desk) -> None:
    assert check_in(days_later(desk, 17), lent(desk).id).decision.days_late == 3


def test_a_copy_from_the_book_drop_counts_for_the_day_it_was_dropped(desk: Desk) -> None:
    copy = lent(desk)
    outcome = check_in(days_later(desk, 17), copy.id, returned_on=date(2026, 3, 16))
    assert outcome.decision.days_late == 0
    with desk.library.reading() as connection:
        returned = connection.exec_driver_sql("SELECT returned_at FROM loans").scalar_one()
    assert returned == "2026-03-16T15:59:59.000+00:00"


def test_a_book_drop_date_before_the_loan_never_ends_it_before_it_began(desk: Desk) -> None:
    copy = lent(desk)
    check_in(desk, copy.id, returned_on=date(2026, 2, 1))
    assert list(check_library(desk.library)) == []


def test_nothing_is_returned_in_the_future(desk: Desk) -> None:
    copy = lent(desk)
    outcome = check_in(desk, copy.id, returned_on=date(2026, 12, 31))
    assert outcome.returned_on == desk.today
    assert outcome.decision.days_late == 0


def test_a_copy_scanned_twice_in_returns_is_harmless(desk: Desk) -> None:
    copy = lent(desk)
    check_in(desk, copy.id)
    before = all_rows(desk.library, without_journal=False)
    assert check_in(desk, copy.id).kind is CheckInKind.RETURNED_TWICE
    assert all_rows(desk.library, without_journal=False) == before


def test_a_copy_from_the_book_drop_scanned_twice_is_harmless(desk: Desk) -> None:
    copy, today = lent(desk), days_later(desk, 3)
    check_in(today, copy.id, returned_on=today.today - timedelta(days=1))
    assert check_in(today, copy.id, returned_on=today.today - timedelta(days=1)).kind is CheckInKind.RETURNED_TWICE
    assert uses_in_house(desk) == 0


def test_a_damaged_copy_scanned_twice_is_harmless(desk: Desk) -> None:
    copy = lent(desk)
    mark_damaged(desk, copy.id, "水渍")
    assert check_in(desk, copy.id).decision.destination is Destination.REPAIR
    assert check_in(desk, copy.id).kind is CheckInKind.RETURNED_TWICE
    assert uses_in_house(desk) == 0


def test_a_copy_not_on_loan_counts_as_read_in_the_room(desk: Desk) -> None:
    copy = a_copy(desk.library)
    outcome = check_in(desk, copy.id)
    assert (outcome.kind, outcome.counted_in_house) == (CheckInKind.NOT_ON_LOAN, True)
    assert uses_in_house(desk) == 1
    assert the_copy(desk.library, copy.id).awaits_shelving


def test_a_school_that_does_not_count_reading_in_the_room_counts_nothing(desk: Desk) -> None:
    change_setting(desk.library, "count_in_house", "false")
    assert check_in(desk, a_copy(desk.library).id).counted_in_house is False
    assert uses_in_house(desk) == 0


def test_a_copy_shelved_since_its_return_counts_again(desk: Desk) -> None:
    copy = lent(desk)
    check_in(desk, copy.id)
    shelve_all(desk)
    assert check_in(desk, copy.id).counted_in_house is True


@pytest.mark.parametrize("state", ["withdrawn", "in_process"])
def test_a_copy_that_ought_not_to_be_here_is_put_aside_and_changes_nothing(desk: Desk, state: str) -> None:
    copy = a_copy(desk.library, state=state)
    before = all_rows(desk.library, without_journal=False)
    outcome = check_in(desk, copy.id)
    assert outcome.decision.destination is Destination.ASIDE
    assert outcome.decision.found is (state != "in_process")
    assert all_rows(desk.library, without_journal=False) == before


def test_a_missing_copy_that_turns_up_is_in_stock_again(desk: Desk) -> None:
    copy = a_copy(desk.library, state="missing")
    assert check_in(desk, copy.id).decision.found
    assert the_copy(desk.library, copy.id).state is CopyState.IN_STOCK


def test_a_copy_that_somebody_waits_for_goes_to_the_lowest_free_number_of_the_hold_shelf(desk: Desk) -> None:
    for number in (1, 2):
        copy = a_copy(desk.library, f"第{number}本")
        assert place_hold(desk, a_patron(desk.library, f"读者{number}"), copy.title_id) == ""
        outcome = check_in(desk, copy.id)
        assert outcome.decision.destination is Destination.HOLD_SHELF
        assert outcome.hold is not None
        assert outcome.hold.shelf_number == number
        assert not the_copy(desk.library, copy.id).awaits_shelving


def test_a_copy_already_on_the_hold_shelf_stays_on_its_number(desk: Desk) -> None:
    copy = a_copy(desk.library)
    place_hold(desk, a_patron(desk.library), copy.title_id)
    check_in(desk, copy.id)
    before = all_rows(desk.library, without_journal=False)
    again = check_in(desk, copy.id)
    assert again.hold is not None
    assert again.hold.shelf_number == 1
    assert all_rows(desk.library, without_journal=False) == before


def test_a_late_return_suspends_by_the_rule_and_says_why(desk: Desk) -> None:
    change_rules(desk.library, overdue_effect="suspend", suspension_days=2)
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    today = days_later(desk, 17)
    assert check_in(today, copy.id).decision.suspend_until == today.today + timedelta(days=6)
    suspended = the_patron(desk.library, reader.id)
    assert suspended.suspended_until == today.today + timedelta(days=6)
    assert "草房子" in suspended.suspension_reason


def test_damage_is_flagged_with_its_note_and_the_last_patron_and_kept_through_later_loans(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    mark_damaged(desk, copy.id, "封底撕裂", reader.id)
    check_out(desk, a_patron(desk.library, "林小雨"), copy.id)
    check_in(desk, copy.id)
    marked = the_copy(desk.library, copy.id)
    assert (marked.damaged, marked.damage_note) == (True, "封底撕裂")


def test_a_damaged_copy_leaves_the_hold_shelf_and_its_patron_waits_on(desk: Desk) -> None:
    copy = a_copy(desk.library)
    place_hold(desk, a_patron(desk.library), copy.title_id)
    check_in(desk, copy.id)
    mark_damaged(desk, copy.id, "脱页")
    assert check_in(desk, copy.id).hold is None
    assert list(check_library(desk.library)) == []


def test_the_trolley_is_listed_in_shelf_order_and_emptied_at_once(desk: Desk) -> None:
    for key in ("I0287.45", "G0633", "I0287.4"):
        check_in(desk, a_copy(desk.library, key, shelf_key=key).id)
    with desk.library.reading() as connection:
        assert [copy.title for copy in copies_awaiting_shelving(connection)] == ["G0633", "I0287.4", "I0287.45"]
    assert shelve_all(desk) == 3
    assert shelve_all(desk) == 0


def test_the_end_of_a_school_day_is_the_last_second_before_its_midnight(desk: Desk) -> None:
    assert end_of_day(desk, date(2026, 3, 2)).isoformat() == "2026-03-02T15:59:59+00:00"


def test_a_copy_that_does_not_exist_is_a_bug(desk: Desk) -> None:
    with pytest.raises(LookupError):
        check_in(desk, 999)
    with pytest.raises(LookupError):
        mark_damaged(desk, 999, "")


LATE_DAYS = 20  # six days after the loan of fourteen days fell due


def charged(desk: Desk) -> list[tuple[str, int, str]]:
    with desk.library.reading() as connection:
        query = "SELECT kind, amount, state FROM charges ORDER BY id"
        return [tuple(row) for row in connection.exec_driver_sql(query)]


@pytest.mark.parametrize(("grace", "amount"), [(0, 60), (5, 60), (6, None), (30, None)])
def test_a_late_return_is_charged_by_the_day_once_the_grace_is_over(desk: Desk, grace: int, amount: int | None) -> None:
    change_rules(desk.library, overdue_effect="fine", fine=10, grace_days=grace)
    copy = a_copy(desk.library)
    check_out(desk, a_patron(desk.library), copy.id)
    assert check_in(days_later(desk, LATE_DAYS), copy.id).decision.fine == (amount or 0)
    assert charged(desk) == ([] if amount is None else [("late", amount, "open")])
    assert list(check_library(desk.library)) == []


def test_the_charge_goes_with_the_return_that_is_taken_back(desk: Desk) -> None:
    change_rules(desk.library, overdue_effect="fine", fine=10)
    copy = a_copy(desk.library)
    check_out(desk, a_patron(desk.library), copy.id)
    later = days_later(desk, LATE_DAYS)
    before = all_rows(desk.library)
    check_in(later, copy.id)
    assert undo_last(later).done
    assert all_rows(desk.library) == before


def test_a_copy_taken_back_to_be_lent_on_is_charged_too(desk: Desk) -> None:
    change_rules(desk.library, overdue_effect="fine", fine=10)
    copy, other = a_copy(desk.library), a_patron(desk.library, "林小雨")
    check_out(desk, a_patron(desk.library), copy.id)
    check_out(days_later(desk, LATE_DAYS), other, copy.id, return_first=True)
    assert [amount for _kind, amount, _state in charged(desk)] == [60]


def test_an_open_charge_is_in_nobodys_way(desk: Desk) -> None:
    change_rules(desk.library, overdue_effect="fine", fine=10)
    copy, reader = a_copy(desk.library), a_patron(desk.library)
    check_out(desk, reader, copy.id)
    later = days_later(desk, LATE_DAYS)
    check_in(later, copy.id)
    assert check_out(later, reader, copy.id).blocks == ()
