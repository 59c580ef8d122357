"""Holds: asked for, caught at return, kept, fulfilled, cancelled; and never in two places at once."""

from __future__ import annotations

from tests.builders import TODAY, a_copy, a_patron, change_rules, days_later, the_copy

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.holds import cancel_hold, place_hold
from deskcirc.desk.returning import check_in
from deskcirc.domain.copies import Copy
from deskcirc.domain.holds import Hold
from deskcirc.store.check import check_library
from deskcirc.store.lookups.holds import holds_of_title


def queue(desk: Desk, copy: Copy) -> tuple[Hold, ...]:
    with desk.library.reading() as connection:
        return holds_of_title(connection, copy.title_id, desk.policy, TODAY)


def test_patrons_wait_in_the_order_they_asked(desk: Desk) -> None:
    copy = a_copy(desk.library)
    for at, name in enumerate(("甲", "乙", "丙")):
        assert place_hold(days_later(desk, at), a_patron(desk.library, name), copy.title_id) == ""
    assert [hold.patron for hold in queue(desk, copy)] == ["甲", "乙", "丙"]


def test_the_returned_copy_is_kept_for_who_asked_first(desk: Desk) -> None:
    copy = a_copy(desk.library)
    for name in ("甲", "乙"):
        place_hold(desk, a_patron(desk.library, name), copy.title_id)
    outcome = check_in(desk, copy.id)
    assert outcome.hold is not None
    assert outcome.hold.patron == "甲"


def test_nobody_waits_twice_for_a_title(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    assert place_hold(desk, reader, copy.title_id) == ""
    assert reader.name in place_hold(desk, reader, copy.title_id)
    assert len(queue(desk, copy)) == 1


def test_nobody_waits_for_a_title_they_have_at_home(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    check_out(desk, reader, copy.id)
    assert place_hold(desk, reader, copy.title_id) != ""
    assert check_in(desk, copy.id).hold is None


def test_a_patron_waits_for_as_many_titles_as_the_rule_allows(desk: Desk) -> None:
    reader = a_patron(desk.library)
    change_rules(desk.library, holds=1)
    assert place_hold(desk, reader, a_copy(desk.library).title_id) == ""
    assert "1" in place_hold(desk, reader, a_copy(desk.library, "夏洛的网").title_id)


def test_a_kept_copy_waits_for_the_days_the_school_set_to_an_open_day(desk: Desk) -> None:
    copy = a_copy(desk.library)
    place_hold(desk, a_patron(desk.library), copy.title_id)
    outcome = check_in(days_later(desk, 4), copy.id)  # Friday 6 March
    assert outcome.hold is not None
    assert str(outcome.hold.expires) == "2026-03-13"


def test_a_cancelled_hold_frees_its_copy_for_the_trolley_and_its_number(desk: Desk) -> None:
    copy = a_copy(desk.library)
    place_hold(desk, a_patron(desk.library), copy.title_id)
    check_in(desk, copy.id)
    (hold,) = queue(desk, copy)
    assert cancel_hold(desk, hold.id) == ""
    assert queue(desk, copy) == ()
    assert the_copy(desk.library, copy.id).awaits_shelving
    assert list(check_library(desk.library)) == []


def test_a_freed_copy_goes_to_who_waits_next_at_the_next_scan(desk: Desk) -> None:
    copy = a_copy(desk.library)
    for name in ("甲", "乙"):
        place_hold(desk, a_patron(desk.library, name), copy.title_id)
    check_in(desk, copy.id)
    cancel_hold(desk, queue(desk, copy)[0].id)
    outcome = check_in(desk, copy.id)
    assert outcome.hold is not None
    assert (outcome.hold.patron, outcome.hold.shelf_number) == ("乙", 1)


def test_a_hold_cancelled_from_an_old_list_harms_nothing(desk: Desk) -> None:
    """The list was shown before its patron took the kept copy home: the copy must not come onto the trolley."""
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    place_hold(desk, reader, copy.title_id)
    check_in(desk, copy.id)
    (shown,) = queue(desk, copy)
    check_out(desk, reader, copy.id)
    assert cancel_hold(desk, shown.id) != ""
    assert not the_copy(desk.library, copy.id).awaits_shelving
    assert list(check_library(desk.library)) == []
