"""The Reading room tab by scans alone: visits, copies read here and given back, and what is taken home from there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_patron, all_rows, set_up_act

from deskcirc.domain.rule_book import REFERENCE, TEACHER
from deskcirc.domain.visits import VisitSums
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import opening_periods
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.reading_room.state import RoomState
from deskcirc.ui.tabs.reading_room.tab import ReadingRoomPage
from deskcirc.ui.theme import Theme

Scanning = Callable[..., Shown]


@pytest.fixture
def scan(library: Library) -> Scanning:
    """Scan or act in the Reading room tab, five seconds after each other, or `minutes` later."""
    station, now = Station(library, "counter"), [NOON]

    def take(line: str = "", *, act: str = "", tab: str = "reading_room", minutes: int = 0, **values: str) -> Shown:
        now[0] += timedelta(minutes=minutes, seconds=5)
        return station.take(Input(now[0], line, act, values, tab))

    return take


def room(shown: Shown) -> RoomState:
    assert isinstance(shown.state, RoomState)
    return shown.state


def test_one_scan_is_one_visit_and_the_sums_grow(library: Library, scan: Scanning) -> None:
    a_patron(library, "王老师", card="K1", category=TEACHER)
    a_patron(library, "陈子墨", card="K2", grade=3)
    assert [scan(code).told.outcome for code in ("K1", "K2", "K1")] == ["visit", "visit", "visit-again"]
    lists = room(scan(act="refresh")).lists
    assert lists.today == lists.week == VisitSums(teachers=1, pupils=1)
    assert [row.who for row in lists.visits] == ["陈子墨 (Grade 3, class 1)", "王老师"]
    assert scan(act="undo").told.outcome == "undone"
    assert room(scan(act="refresh")).lists.today == VisitSums(teachers=1)


def test_a_copy_is_not_given_to_whose_visit_was_undone(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1")
    scan("K1")
    scan(act="undo")
    assert scan("B1").told.outcome != "on-site"
    assert [scan(code).told.outcome for code in ("K1", "B1")] == ["visit", "on-site"]
    scan(act="undo")
    assert scan("B1").told.outcome == "on-site"  # a copy scanned amiss: its reader still stands here


def test_a_class_is_counted_by_its_name_and_its_number_changed(library: Library, scan: Scanning) -> None:
    a_patron(library, grade=3)
    assert scan("三（1）班").told.outcome == "visit"
    (row,) = room(scan(act="refresh")).lists.visits
    assert (row.persons, row.is_class) == (1, True)
    assert scan(act=f"persons:{row.visit_id}", persons="38").told.outcome == "persons"
    assert room(scan(act="refresh")).lists.today == VisitSums(classes=1, class_persons=38)
    assert scan(act=f"persons:{row.visit_id}", persons="0").told.outcome == "refused"
    assert scan(act=f"persons:{row.visit_id}", persons="many").told.outcome == "not-an-input"
    assert scan("3a").told.outcome == "visit-again"


def test_a_class_counted_by_hand_has_the_persons_that_were_said(library: Library, scan: Scanning) -> None:
    class_id = a_patron(library, grade=3).class_id
    assert scan(act=f"class:{class_id}", persons="41").told.reasons == ("41",)


def test_with_no_card_before_it_a_copy_was_read_in_the_room(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1")
    assert scan("B1").told.outcome == "in-house-use"
    assert room(scan(act="refresh")).lists.today.read_in_house == 1
    scan("K1")
    assert scan("B1").told.outcome == "on-site"


def test_a_copy_scanned_again_has_been_given_back(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1")
    scan("K1")
    assert scan("B1").told.outcome == "on-site"
    assert [row.code for row in room(scan(act="refresh")).lists.here] == ["B1"]
    assert scan("B1").told.outcome == "on-site-returned"
    assert room(scan(act="refresh")).lists.here == ()


def test_returns_takes_back_what_was_read_here_and_says_where_from(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1")
    scan("K1")
    scan("B1")
    shown = scan("B1", tab="returns")
    assert shown.told.outcome == "returned"
    assert "reading room" in shown.message.headline


def test_a_reader_who_has_gone_to_their_place_reads_nothing_more(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1")
    scan("K1")
    assert scan("B1", minutes=30).told.outcome == "in-house-use"


def test_taking_home_asks_every_rule_and_is_undone_step_by_step(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1")
    a_copy(library, "辞海", barcode="B2", item_type=REFERENCE)
    before = all_rows(library)
    scan("K1")
    scan("B1")
    assert scan("DC-TAKE-HOME").told.outcome == "home"
    scan("B2")
    refused = scan("DC-TAKE-HOME")
    assert (refused.told.outcome, refused.told.reasons) == ("refused", ("in-house-only",))
    assert scan("DC-TAKE-HOME").told.outcome == "refused"
    assert [scan(act="undo").told.outcome for _time in range(4)] == ["undone"] * 4
    assert all_rows(library) == before
    assert list(check_library(library)) == []


def test_what_is_at_home_is_not_read_here(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    copy = a_copy(library, barcode="B1")
    scan("K1", tab="checkout")
    scan("B1", tab="checkout")
    shown = scan("B1")
    assert (shown.told.outcome, shown.state.offers[0].act) == ("on-loan", f"in:returns:return:{copy.id}")
    assert scan(act=f"home:{copy.id}").told.outcome == "nothing"


def test_what_was_not_given_back_is_named_before_closing_and_on_the_next_day(library: Library, scan: Scanning) -> None:
    with library.writing(set_up_act(library)) as writing:
        for weekday in (1, 2):
            writing.insert(opening_periods, weekday=weekday, opens=720, closes=780)
    a_patron(library, "陈子墨", card="K1")
    a_copy(library, barcode="B1")
    scan("K1")
    scan("B1")
    assert scan(act="next").message.details == ()
    assert "Closing time: 1" in scan(act="next", minutes=52).message.details[0]
    late = scan(act="next", minutes=24 * 60)
    assert "草房子" in late.message.details[0]
    assert "陈子墨" in late.message.details[0]
    assert [row.late for row in room(late).lists.here] == [True]


def test_the_checkout_offers_reading_here_for_what_may_not_go_home(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1", item_type=REFERENCE)
    scan("K1", tab="checkout")
    refused = scan("B1", tab="checkout")
    assert "read_here" in [offer.act for offer in refused.state.offers]
    assert scan("DC-READ-HERE", tab="checkout").told.outcome == "on-site"
    again = scan("B1", tab="checkout")
    assert again.told.outcome == "refused"
    assert "read_here" not in [offer.act for offer in again.state.offers]
    greeted = scan("K1", tab="checkout")
    assert "3 more" in greeted.message.details[0]


def test_renewing_everything_takes_nothing_home_that_is_read_here(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1")
    scan("K1")
    scan("B1")
    scan("K1", tab="checkout")
    scan(act="renew_all", tab="checkout")
    assert [row.code for row in room(scan(act="refresh")).lists.here] == ["B1"]


def test_the_page_shows_who_came_and_counts_a_class_by_click(library: Library, scan: Scanning, qtbot: QtBot) -> None:
    page = ReadingRoomPage(Theme())
    qtbot.addWidget(page)
    page.resize(1340, 460)
    page.show()
    acts: list[tuple[str, object]] = []
    page.acted.connect(lambda act, values: acts.append((act, values)))
    page.show_state(scan(act="refresh").state)
    assert not page.count.isEnabled()
    pupil = a_patron(library, "陈子墨", card="K1", grade=3)
    a_copy(library, barcode="B1")
    scan("K1")
    page.show_state(scan("B1").state)
    assert page.visits.lines[0].who == pupil.label
    assert page.sums.lines[0].sums == VisitSums(pupils=1, read_in_house=1)
    assert page.persons.text() == "1"
    page.persons.setText("38")
    page.show_state(scan(act="refresh").state)
    page.count.click()
    page.here.select(0)
    page.home.click()
    assert acts == [(f"class:{pupil.class_id}", {"persons": "38"}), (f"home:{page.here.lines[0].copy_id}", {})]
