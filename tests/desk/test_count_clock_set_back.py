"""A count opened while the computer's clock was ahead: once it is put right, scans, loans and returns still count."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_patron, days_later
from tests.desk.counts import a_count, missed, scan
from tests.desk.test_clock_set_back import a_month_before

from deskcirc.desk.circulation import CheckoutKind, check_out
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.reading_room import lend_on_site
from deskcirc.desk.repair import report_damage
from deskcirc.desk.returning import check_in
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.domain.stocktake import CountKind, Scope
from deskcirc.store.check import check_library
from deskcirc.store.lookups.presence import present_in


def test_a_live_scan_is_never_before_the_opening(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    early = a_month_before(desk)
    outcome = scan(early, count, copy)
    assert outcome.kind is CountKind.FOUND
    assert missed(early, count) == set()


def test_a_live_scan_in_one_count_shows_the_copy_to_another_that_was_opened_later(desk: Desk) -> None:
    copy = a_copy(desk.library)
    first = a_count(days_later(desk, -40))
    second = a_count(desk, scope=Scope(item_types=(1,)))
    assert scan(a_month_before(desk), first, copy).kind is CountKind.FOUND
    assert missed(desk, second) == set()


@pytest.mark.parametrize("handled", ["lent", "lent and returned", "read here", "damaged"])
def test_what_goes_over_the_counter_after_the_clock_was_put_right_is_not_missed(desk: Desk, handled: str) -> None:
    copy, unseen, reader = a_copy(desk.library), a_copy(desk.library), a_patron(desk.library)
    count = a_count(desk)
    early = a_month_before(desk)
    if handled == "read here":
        assert lend_on_site(early, reader, copy.id).done
    elif handled == "damaged":
        assert report_damage(early, copy.id, DamageReport(note="水渍")).why_not == ""
    else:
        assert check_out(early, reader, copy.id).kind is CheckoutKind.LENT
    if handled == "lent and returned":
        check_in(early, copy.id)
    assert missed(early, count) == {unseen.id}
    closed = close_stocktake(early, count.id)
    assert (closed.why_not, closed.count) == ("", 1)
    assert [breach.sentence for breach in check_library(desk.library)] == []


def test_a_copy_that_was_out_at_the_opening_and_came_back_since_was_here(desk: Desk) -> None:
    copy, reader = a_copy(desk.library), a_patron(desk.library)
    check_out(desk, reader, copy.id)
    count = a_count(desk)
    check_in(a_month_before(desk), copy.id)
    with desk.library.reading() as connection:
        assert copy.id in present_in(connection, count)
