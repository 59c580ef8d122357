"""Counts of the shelves: what is frozen at the opening, the backup, pausing, and who is present by which stream."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, a_desk, a_patron, days_later
from tests.desk.counts import a_copy_at, a_count, a_shelf, missed, present, scan, the_count

from deskcirc.desk.circulation import check_out
from deskcirc.desk.desk import Desk
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost
from deskcirc.desk.returning import check_in
from deskcirc.desk.stocktakes import (
    StocktakeOrder,
    continue_stocktake,
    open_stocktake,
    pause_stocktake,
    rename_stocktake,
    weighed,
)
from deskcirc.desk.undo import undo_last
from deskcirc.domain.counting import CountDecision
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.stocktake import CountKind, Group, Remark, Scope, StocktakeState
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.counted import count_sums
from deskcirc.store.lookups.stocktakes import frozen_groups


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_a_count_freezes_where_every_copy_is(desk: Desk) -> None:
    stands, out = a_copy(desk.library), a_copy(desk.library)
    check_out(desk, a_patron(desk.library), out.id)
    assert weighed(desk, Scope()) == ({Group.SHELF: 1, Group.ON_LOAN: 1}, "")
    count = a_count(desk, name="期末")
    with desk.library.reading() as connection:
        groups = frozen_groups(connection, count.id)
    assert (groups.group_of(stands.id), groups.group_of(out.id)) == (Group.SHELF, Group.ON_LOAN)
    assert (count.number, count.copies, count.expected) == ("S2026-01", 2, 1)


@pytest.mark.parametrize(("days", "missed_then"), [(6, False), (8, True)])
def test_what_came_back_over_a_week_ago_stands_on_its_shelf_though_nobody_said_so(
    desk: Desk, days: int, *, missed_then: bool
) -> None:
    copy = a_copy(desk.library)
    check_out(desk, a_patron(desk.library), copy.id)
    check_in(days_later(desk, 1), copy.id)
    later = days_later(desk, 1 + days)
    assert (missed(later, a_count(later)) == {copy.id}) is missed_then


def test_the_library_as_it_was_before_the_count_can_be_opened(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    kept = desk.library.path.with_name(count.backup)
    before = open_library(kept)
    try:
        assert not list(check_library(before))
        with before.reading() as connection:
            assert count_sums(connection, count.id).read == 0
    finally:
        before.close()


def test_a_count_of_nothing_is_not_opened_and_no_number_is_lost(desk: Desk) -> None:
    assert "No copy" in open_stocktake(desk, StocktakeOrder()).why_not
    a_copy(desk.library)
    assert "No copy" in open_stocktake(desk, StocktakeOrder(scope=Scope(class_from="X", class_to="X"))).why_not
    assert a_count(desk).number == "S2026-01"


def test_the_same_scope_is_not_counted_twice_at_once_but_another_is(desk: Desk) -> None:
    a_copy_at(desk.library, "I24/1")
    a_count(desk, name="全部")
    assert "全部" in open_stocktake(desk, StocktakeOrder()).why_not
    assert a_count(desk, scope=Scope(class_from="I", class_to="I")).expected == 1


def test_a_helper_counts_but_opens_nothing(desk: Desk) -> None:
    copy = a_copy(desk.library)
    helper = replace(desk, operator=Operator(1, "小明", Role.HELPER))
    assert "librarian" in open_stocktake(helper, StocktakeOrder()).why_not
    assert scan(helper, a_count(desk), copy).kind is CountKind.FOUND


def test_a_paused_count_takes_no_scan_until_it_is_continued(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    pause_stocktake(desk, count.id)
    assert "continue" in scan(desk, count, copy).why_not
    week_later = days_later(desk, 7)
    assert continue_stocktake(week_later, count.id).done
    assert scan(week_later, count, copy).kind is CountKind.FOUND
    assert the_count(desk, count).state is StocktakeState.OPEN


def test_a_count_that_does_not_exist_is_gone(desk: Desk) -> None:
    with pytest.raises(GoneError):
        pause_stocktake(desk, 7)
    with pytest.raises(GoneError):
        rename_stocktake(desk, 7, "?")


def test_whatever_went_over_the_counter_since_the_opening_is_in_the_house(desk: Desk) -> None:
    seen, lent, returned, gone = (a_copy(desk.library) for _each in range(4))
    patron = a_patron(desk.library)
    check_out(desk, patron, returned.id)
    later = days_later(desk, 1)
    count = a_count(later)
    assert missed(later, count) == {seen.id, lent.id, gone.id}
    week = days_later(later, 7)
    scan(week, count, seen)
    check_out(week, patron, lent.id)
    check_in(week, returned.id)
    assert missed(week, count) == {gone.id}
    assert present(week, count) == {seen.id, lent.id, returned.id}


def test_a_copy_that_was_declared_lost_has_not_come_back_by_that(desk: Desk) -> None:
    copy, patron = a_copy(desk.library, price=1000), a_patron(desk.library)
    check_out(desk, patron, copy.id)
    later = days_later(desk, 1)
    a_copy(desk.library)
    count = a_count(later)
    assert declare_lost(days_later(later, 1), [LossOrder(copy.id)]).done
    assert copy.id not in present(days_later(later, 2), count)


def test_a_scan_in_another_count_shows_that_the_copy_is_here(desk: Desk) -> None:
    copy = a_copy_at(desk.library, "I24/1")
    everything, novels = a_count(desk), a_count(desk, scope=Scope(class_from="I", class_to="I"))
    scan(days_later(desk, 1), novels, copy)
    assert missed(days_later(desk, 1), everything) == set()


def test_each_scan_is_taken_back_by_undo(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    later = replace(desk, now=desk.now + timedelta(minutes=1))
    scan(later, count, copy)
    scan(later, count, copy)
    undo_last(later, "scanning")
    undo_last(later, "scanning")
    assert present(later, count) == set()
    assert scan(later, count, copy).kind is CountKind.FOUND


def test_a_copy_on_another_shelf_is_found_and_said_to_be_wrong(desk: Desk) -> None:
    a_shelf(desk.library, "SH002", "I3/1", place=2)
    shelf = a_shelf(desk.library, "SH001", "I2/1", place=1)
    here, wrong = a_copy_at(desk.library, "I24/1"), a_copy_at(desk.library, "I35/1")
    count = a_count(desk)
    said = [scan(desk, count, copy, shelf=shelf).decision for copy in (here, wrong)]
    assert said == [CountDecision(CountKind.FOUND), CountDecision(CountKind.FOUND, Remark.WRONG_SHELF)]


def test_lines_read_are_the_sum_of_their_kinds(desk: Desk) -> None:
    stands, out = a_copy(desk.library), a_copy(desk.library)
    check_out(desk, a_patron(desk.library), out.id)
    later = days_later(desk, 1)
    count = a_count(later)
    for code in (stands, stands, out, "T9999", "T9999"):
        scan(later, count, code)
    with desk.library.reading() as connection:
        sums = count_sums(connection, count.id)
    assert (sums.read, sums.found, sums.repeat, sums.on_loan, sums.unknown) == (5, 1, 2, 1, 1)


def test_classes_the_wrong_way_round_are_said_whoever_opens_the_count(desk: Desk) -> None:
    a_copy(desk.library)
    order = StocktakeOrder("盘点", Scope(class_from="K", class_to="I"))
    outcome = open_stocktake(desk, order)
    assert (outcome.done, outcome.why_not) == (False, "The first class stands after the last: exchange them.")
