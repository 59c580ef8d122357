"""Holds: asked for, caught at return, kept, fulfilled, cancelled; and never in two places at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from tests.builders import (
    NOON,
    TODAY,
    a_copy,
    a_patron,
    all_rows,
    change_rules,
    change_setting,
    days_later,
    set_up_act,
    the_copy,
    the_patron,
)

from deskcirc.desk.circulation import CheckoutKind, Override, check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.hold_shelf import KeepKind, expire_holds, keep_copy, keep_until
from deskcirc.desk.holds import cancel_hold, move_hold, place_hold, reserve
from deskcirc.desk.returning import CheckInKind, check_in, shelve_all
from deskcirc.desk.undo import undo_by_id, undo_last
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import Copy
from deskcirc.domain.hold_requests import HoldBlockCode
from deskcirc.domain.holds import Hold
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.rule_book import REFERENCE
from deskcirc.store.check import check_library
from deskcirc.store.lookups.holds import holds_of_title, missed_holds
from deskcirc.store.tables import circulation_rules


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


def ready(desk: Desk, copy: Copy, *names: str) -> tuple[Hold, ...]:
    """The patrons wait in this order, and the copy came back for the first of them."""
    for name in names:
        place_hold(desk, a_patron(desk.library, name), copy.title_id)
    check_in(desk, copy.id)
    return queue(desk, copy)


def test_what_nobody_collected_goes_to_the_next_in_line_on_a_new_number(desk: Desk) -> None:
    copy = a_copy(desk.library)
    ready(desk, copy, "甲", "乙")
    assert expire_holds(days_later(desk, 7)) == ()
    (ended,) = expire_holds(days_later(desk, 8))
    assert ended.hold.patron == "甲"
    (next_one,) = queue(days_later(desk, 8), copy)
    assert (next_one.patron, next_one.shelf_number, str(next_one.expires)) == ("乙", 2, "2026-03-17")
    assert list(check_library(desk.library)) == []


def test_what_nobody_waits_for_any_more_goes_to_the_trolley_and_is_not_read_in_the_room(desk: Desk) -> None:
    copy = a_copy(desk.library)
    ready(desk, copy, "甲")
    late = days_later(desk, 9)
    assert len(expire_holds(late)) == 1
    assert not queue(late, copy)
    assert the_copy(desk.library, copy.id).awaits_shelving
    again = check_in(days_later(late, 1), copy.id)
    assert (again.kind, again.counted_in_house) == (CheckInKind.UNCOLLECTED, False)
    shelve_all(days_later(late, 2))
    assert check_in(days_later(late, 3), copy.id).counted_in_house


def test_ending_holds_is_one_act_and_taken_back_exactly(desk: Desk) -> None:
    one, other = a_copy(desk.library), a_copy(desk.library, "夏洛的网")
    ready(desk, one, "甲", "乙")
    ready(desk, other, "丙")
    before = all_rows(desk.library)
    late = days_later(desk, 8)
    assert len(expire_holds(late)) == 2
    entry = desk.library.last_entry
    assert entry is not None
    assert "2" in undo_by_id(late, entry).sentence
    assert all_rows(desk.library) == before


def test_where_nothing_has_to_end_nothing_is_written(desk: Desk) -> None:
    ready(desk, a_copy(desk.library), "甲")
    before = all_rows(desk.library, without_journal=False)
    assert expire_holds(desk) == ()
    assert all_rows(desk.library, without_journal=False) == before


def test_a_copy_pulled_from_its_shelf_is_kept_for_who_waits_longest(desk: Desk) -> None:
    copy = a_copy(desk.library)
    for name in ("甲", "乙"):
        place_hold(desk, a_patron(desk.library, name), copy.title_id)
    before = all_rows(desk.library)
    outcome = keep_copy(desk, copy.id)
    assert outcome.hold is not None
    assert (outcome.kind, outcome.hold.patron, outcome.hold.shelf_number) == (KeepKind.KEPT, "甲", 1)
    assert keep_copy(desk, copy.id).kind is KeepKind.KEPT_ALREADY
    assert undo_last(desk).done
    assert all_rows(desk.library) == before


def test_a_copy_that_nobody_waits_for_that_is_out_or_torn_is_not_kept(desk: Desk) -> None:
    copy = a_copy(desk.library)
    assert keep_copy(desk, copy.id).kind is KeepKind.NOBODY_WAITS
    check_out(desk, a_patron(desk.library), copy.id)
    place_hold(desk, a_patron(desk.library, "乙"), copy.title_id)
    out = keep_copy(desk, copy.id)
    assert (out.kind, out.loan is not None) == (KeepKind.ON_LOAN, True)
    torn = a_copy(desk.library, of=copy, damaged=True)
    assert keep_copy(desk, torn.id).kind is KeepKind.NOT_FOR_LOAN


def test_a_hold_on_one_very_copy_is_ready_with_that_one_alone(desk: Desk) -> None:
    one = a_copy(desk.library)
    other = a_copy(desk.library, of=one)
    assert not reserve(desk, a_patron(desk.library, "甲"), one.title_id, wanted_copy_id=other.id).blocks
    assert check_in(desk, one.id).hold is None
    kept = check_in(desk, other.id).hold
    assert kept is not None
    assert kept.patron == "甲"
    assert list(check_library(desk.library)) == []


def test_who_wants_one_very_copy_goes_on_waiting_when_they_take_another(desk: Desk) -> None:
    reader, one = a_patron(desk.library), a_copy(desk.library)
    other = a_copy(desk.library, of=one)
    reserve(desk, reader, one.title_id, wanted_copy_id=other.id)
    check_out(desk, reader, one.id)
    assert [hold.wanted_copy_id for hold in queue(desk, one)] == [other.id]


def test_the_librarian_moves_somebody_up_or_to_the_end_and_undo_puts_them_back(desk: Desk) -> None:
    copy = a_copy(desk.library)
    for name in ("甲", "乙", "丙"):
        place_hold(desk, a_patron(desk.library, name), copy.title_id)
    late = a_patron(desk.library, "丁")
    before = all_rows(desk.library)
    assert move_hold(desk, queue(desk, copy)[2].id) == ""
    assert [hold.patron for hold in queue(desk, copy)] == ["甲", "丙", "乙"]
    assert move_hold(desk, queue(desk, copy)[0].id, to_end=True) == ""
    assert [hold.patron for hold in queue(desk, copy)] == ["丙", "乙", "甲"]
    assert move_hold(desk, queue(desk, copy)[0].id) != ""
    place_hold(desk, late, copy.title_id)
    assert [hold.patron for hold in queue(desk, copy)] == ["丙", "乙", "甲", "丁"]
    assert check_in(desk, copy.id).hold == queue(desk, copy)[0]
    assert [undo_last(desk).done for _time in range(4)] == [True] * 4
    assert all_rows(desk.library) == before


def test_a_helper_moves_nobody_and_keeps_nothing_longer(desk: Desk) -> None:
    copy = a_copy(desk.library)
    (first, second) = ready(desk, copy, "甲", "乙")
    helper = replace(desk, operator=Operator(1, "小助手", Role.HELPER))
    assert move_hold(helper, second.id) != ""
    assert keep_until(helper, first.id, TODAY) != ""


def test_a_kept_copy_is_kept_longer_or_shorter_but_not_into_the_past(desk: Desk) -> None:
    copy = a_copy(desk.library)
    (hold,) = ready(desk, copy, "甲")
    assert keep_until(desk, hold.id, date(2026, 3, 1)) != ""
    assert keep_until(desk, hold.id, date(2026, 4, 1)) == ""
    assert expire_holds(days_later(desk, 8)) == ()
    assert undo_last(desk).done
    assert len(expire_holds(days_later(desk, 8))) == 1
    assert keep_until(days_later(desk, 8), hold.id, date(2026, 4, 1)) != ""


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        ({"state": "left"}, HoldBlockCode.PATRON_LEFT),
        ({"state": "stopped"}, HoldBlockCode.PATRON_STOPPED),
        ({"suspended_until": TODAY}, HoldBlockCode.SUSPENDED),
        ({"expires": date(2026, 3, 1)}, HoldBlockCode.CARD_EXPIRED),
    ],
)
def test_who_may_not_borrow_reserves_nothing_and_is_told_why(
    desk: Desk, columns: dict[str, Any], code: HoldBlockCode
) -> None:
    outcome = reserve(desk, a_patron(desk.library, **columns), a_copy(desk.library).title_id)
    assert [block.code for block in outcome.blocks] == [code]
    assert outcome.why_not


def test_nobody_waits_for_a_title_whose_copies_are_all_gone(desk: Desk) -> None:
    gone = a_copy(desk.library, state="withdrawn")
    assert [block.code for block in reserve(desk, a_patron(desk.library), gone.title_id).blocks] == [
        HoldBlockCode.NO_COPY
    ]
    a_copy(desk.library, of=gone)
    assert not reserve(desk, a_patron(desk.library, "乙"), gone.title_id).blocks


def test_a_rule_of_one_item_type_counts_holds_of_that_type(desk: Desk) -> None:
    reader = a_patron(desk.library)
    reference = [a_copy(desk.library, title, item_type=REFERENCE) for title in ("辞海", "辞源")]
    with desk.library.writing(set_up_act(desk.library)) as writing:
        for rule in desk.policy.rules:
            if rule.item_type_id is not None:
                writing.update(circulation_rules, rule.id, holds=1)
    assert not reserve(desk, reader, a_copy(desk.library, "草房子").title_id).blocks
    assert not reserve(desk, reader, reference[0].title_id).blocks
    assert [block.code for block in reserve(desk, reader, reference[1].title_id).blocks] == [HoldBlockCode.HOLD_LIMIT]


def test_a_reader_whose_hold_ran_out_is_told_at_the_next_visit_until_they_borrow(desk: Desk) -> None:
    copy = a_copy(desk.library)
    (hold,) = ready(desk, copy, "甲")
    late = days_later(desk, 8)
    expire_holds(late)
    with desk.library.reading() as connection:
        missed = missed_holds(connection, hold.patron_id, NOON, desk.policy, TODAY)
    assert [each.title for each in missed] == [copy.title]
    check_out(days_later(late, 1), the_patron(desk.library, hold.patron_id), a_copy(desk.library, "夏洛的网").id)
    with desk.library.reading() as connection:
        assert missed_holds(connection, hold.patron_id, NOON, desk.policy, TODAY) == ()


def test_the_schools_setting_about_who_waits_reaches_the_counter_and_is_passed_by_who_may(desk: Desk) -> None:
    reader, copy = a_patron(desk.library), a_copy(desk.library)
    other = a_copy(desk.library, of=copy)
    check_out(desk, reader, copy.id)
    place_hold(desk, a_patron(desk.library, "林小雨"), copy.title_id)
    taker, later = a_patron(desk.library, "许诺"), days_later(desk, 7)
    assert [block.code for block in check_out(later, reader, copy.id).blocks] == [BlockCode.SOMEBODY_WAITS]
    change_setting(desk.library, "waiting_renewal", '"warn"')
    change_setting(desk.library, "waiting_checkout", '"block"')
    renewed = check_out(later, reader, copy.id)
    assert (renewed.kind, bool(renewed.warnings)) == (CheckoutKind.RENEWED, True)
    assert [block.code for block in check_out(later, taker, other.id).blocks] == [BlockCode.SOMEBODY_WAITS]
    passing = Override(frozenset({BlockCode.SOMEBODY_WAITS}), "公开课要用")
    assert check_out(later, taker, other.id, override=passing).kind is CheckoutKind.LENT
    assert [hold.patron for hold in queue(desk, copy)] == ["林小雨"]
