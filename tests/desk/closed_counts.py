"""Two counts of a small school as tests of reports need them: one closed in winter, one that has something of all."""

from __future__ import annotations

from dataclasses import dataclass

from tests.builders import a_patron, days_later, set_up_act
from tests.desk.counts import a_copy_at, a_count, a_shelf, scan

from deskcirc.desk.circulation import check_out
from deskcirc.desk.count_decisions import decide
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import find_copy
from deskcirc.desk.returning import shelve_all
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.domain.copies import Copy
from deskcirc.domain.stocktake import DecisionKind, Stocktake
from deskcirc.store.tables import locations

PUPIL = "陈子墨"
"""Who has a copy on loan, and had another before it was missed; stands on no paper."""


@dataclass(frozen=True, slots=True)
class Counted:
    """The second count while it is open, the desk a day later, and its copies by what becomes of them."""

    desk: Desk
    count: Stocktake
    found: Copy
    missed: Copy
    given_up: Copy
    lent: Copy
    found_again: Copy
    missed_again: Copy
    misplaced: Copy
    on_loan_here: Copy


def a_full_count(desk: Desk) -> Counted:
    """Open a second count, after one that missed two copies, and scan all but what is missed in it."""
    room = _location(desk, "SK", "一楼书库")
    copies = [
        a_copy_at(desk.library, number, title=title, price=price, location_id=room)
        for number, title, price in (
            ("I287.45/1", "草房子", 1800),
            ("I287.47/2", "青铜葵花", 2200),
            ("K928.6/1", "中国地理", 3550),
            ("Q95-49/3", "昆虫记", 2990),
            ("I561.88/4", "小王子", None),
            ("O1-49/7", "数学花园", 1290),
            ("G624/5", "成语故事", 990),
            ("J228/6", "父与子", 1500),
        )
    ]
    found, missed, given_up, lent, found_again, missed_again, misplaced, out = copies
    winter = a_count(desk, name="寒假清点")
    for copy in (found, missed, given_up, lent, misplaced, out):
        scan(days_later(desk, 1), winter, copy, person="小李")
    assert close_stocktake(days_later(desk, 2), winter.id).count == 2
    patron = a_patron(desk.library, PUPIL)
    before = days_later(desk, 90)
    assert find_copy(before, missed_again.id).done
    assert shelve_all(before) == 1
    check_out(before, patron, out.id)
    shelf = a_shelf(desk.library, "SH01", "I200", name="I 架 1", location_id=room)
    a_shelf(desk.library, "SH02", "K100", name="K 架 1", location_id=room, place=2)
    summer = days_later(desk, 100)
    count = a_count(summer, name="2026 暑期盘点", blind=True)
    later = days_later(desk, 101)
    for copy in (found, misplaced, found_again, out):
        scan(later, count, copy, shelf=shelf, person="王老师")
    scan(later, count, "TSG99999", shelf=shelf, person="王老师")
    check_out(later, patron, lent.id)
    assert decide(later, count.id, DecisionKind.LOST, copy_ids=[given_up.id]).done
    return Counted(later, count, found, missed, given_up, lent, found_again, missed_again, misplaced, out)


def _location(desk: Desk, code: str, name: str) -> int:
    with desk.library.writing(set_up_act(desk.library)) as writing:
        return writing.insert(locations, code=code, name=name)
