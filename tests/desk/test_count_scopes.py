"""What a count asks for: the group of every copy at its opening, parts of the stock, who may open and change it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from tests.builders import a_copy, a_desk, a_patron, days_later
from tests.corner_builders import a_corner
from tests.desk.collector_files import file_id, taken_in
from tests.desk.counts import a_copy_at, a_count, a_location, a_shelf, scan, the_count

from deskcirc.desk.circulation import check_out
from deskcirc.desk.corner_piles import fill_corner
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.hold_shelf import keep_copy
from deskcirc.desk.holds import reserve
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.desk.reading_room import lend_on_site
from deskcirc.desk.returning import check_in, mark_damaged
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.desk.stocktakes import continue_stocktake, pause_stocktake, rename_stocktake, weighed
from deskcirc.desk.withdrawal import Approval, WithdrawalDraft, approve_withdrawal, propose
from deskcirc.domain.counting import CountDecision
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.stocktake import CountKind, Group, Remark, Scope
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.database import Library


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def _withdraw(desk: Desk, copy_id: int) -> None:
    batch = propose(desk, WithdrawalDraft(WithdrawalReason.WEEDED), [copy_id]).withdrawal
    assert batch is not None
    assert approve_withdrawal(desk, batch.id, Approval("1号", "王校长", date(2026, 3, 2))).done


def _keep(desk: Desk, copy_id: int) -> None:
    with desk.library.reading() as connection:
        (title_id,) = connection.exec_driver_sql(f"SELECT title_id FROM copies WHERE id = {copy_id}").one()
    assert not reserve(desk, a_patron(desk.library), title_id).blocks
    assert keep_copy(desk, copy_id).hold is not None


HANDS: dict[Group, Callable[[Desk, int], object]] = {
    Group.SHELF: lambda _desk, _copy_id: None,
    Group.TROLLEY: check_in,
    Group.ON_LOAN: lambda desk, copy_id: check_out(desk, a_patron(desk.library), copy_id),
    Group.CORNER: lambda desk, copy_id: fill_corner(desk, a_corner(desk).id, [copy_id]),
    Group.HOLD_SHELF: _keep,
    Group.READING_ROOM: lambda desk, copy_id: lend_on_site(desk, a_patron(desk.library), copy_id),
    Group.REPAIR: lambda desk, copy_id: mark_damaged(desk, copy_id, "脱页"),
    Group.MISSING: report_missing,
    Group.LOST: lambda desk, copy_id: declare_lost(desk, [LossOrder(copy_id)]),
}


@pytest.mark.parametrize("group", HANDS)
def test_every_copy_is_in_the_group_where_it_is_at_the_opening(desk: Desk, group: Group) -> None:
    copy = a_copy(desk.library)
    HANDS[group](desk, copy.id)
    assert weighed(desk, Scope())[0] == {group: 1}
    assert a_count(desk).expected == (group is Group.SHELF)


def test_a_copy_not_handed_over_yet_is_being_processed_and_a_withdrawn_one_is_of_no_count(desk: Desk) -> None:
    gone, _new = a_copy(desk.library), a_copy(desk.library, state="in_process")
    _withdraw(desk, gone.id)
    assert weighed(desk, Scope())[0] == {Group.IN_PROCESS: 1}


def test_a_part_of_the_stock_is_that_of_its_rooms_those_without_one_and_its_shelves(desk: Desk) -> None:
    first, second = a_location(desk.library, "YD", "阅览室"), a_location(desk.library, "SK", "书库")
    shelf = a_shelf(desk.library, "SH001", "I1", location_id=first)
    for number, room in (("I24/1", first), ("I24/2", second), ("A1/1", first), ("I24/3", None), ("", first)):
        a_copy_at(desk.library, number, location_id=room)
    counted = {
        scope: sum(weighed(desk, scope)[0].values())
        for scope in (
            Scope(locations=(first,)),
            Scope(locations=(0,)),
            Scope(locations=(0, second)),
            Scope(shelves=(shelf.id,)),
        )
    }
    assert list(counted.values()) == [3, 1, 2, 1]


def test_the_last_closed_count_of_the_same_scope_is_the_one_before(desk: Desk) -> None:
    a_copy_at(desk.library, "I24/1")
    everything, novels = a_count(desk), a_count(desk, scope=Scope(class_from="I", class_to="I"))
    assert (everything.previous_id, novels.previous_id) == (None, None)
    assert close_stocktake(days_later(desk, 1), everything.id).done
    assert close_stocktake(days_later(desk, 2), novels.id).done
    assert a_count(days_later(desk, 3)).previous_id == everything.id
    poems = a_count(days_later(desk, 3), scope=Scope(class_from="I2", class_to="I2"))
    assert poems.previous_id == novels.id


def test_only_the_librarian_renames_a_count(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk, name="期末")
    helper = replace(desk, operator=Operator(1, "小明", Role.HELPER))
    assert "librarian" in rename_stocktake(helper, count.id, "期中").why_not
    assert the_count(desk, count).name == "期末"


def test_a_closed_count_is_neither_paused_nor_continued(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    assert close_stocktake(days_later(desk, 1), count.id).done
    for step in (pause_stocktake, continue_stocktake):
        assert "closed" in step(days_later(desk, 2), count.id).why_not
    assert the_count(desk, count).closed_at == days_later(desk, 1).now


def test_at_the_shelf_it_is_said_that_a_copy_is_kept_for_somebody_or_came_later(desk: Desk) -> None:
    kept = a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    _keep(later, kept.id)
    young = a_copy(desk.library, added_at=later.now)
    said = [scan(later, count, copy).decision for copy in (kept, young)]
    assert said == [
        CountDecision(CountKind.FOUND, Remark.ON_HOLD_SHELF),
        CountDecision(CountKind.ELSEWHERE, Remark.NEW),
    ]


def test_a_code_of_a_line_that_was_refused_or_taken_back_is_noted_as_if_for_the_first_time(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    back = taken_in(later, count, "T1\nT3\n")
    assert take_back_file(later, file_id(back)).done
    refused = taken_in(later, count, "条码,数量\nT2,0\nT4,1\n", "scans.csv")
    assert refused.sums.refused == 1
    assert [scan(later, count, code).kind for code in ("T1", "T2", "T4")] == [
        CountKind.UNKNOWN,
        CountKind.UNKNOWN,
        CountKind.REPEAT,
    ]
