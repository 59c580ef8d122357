"""The Holds tab by scans alone: pulled copies get their numbers, cards and titles reserve, queues are put in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pytestqt.qtbot import QtBot
from tests.builders import NOON, a_copy, a_patron, all_rows

from deskcirc.domain.operators import Role
from deskcirc.labels.paper import Paper, Words
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.lines_model import LinesView
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Shown, Station
from deskcirc.ui.tabs.holds.state import HoldsState
from deskcirc.ui.tabs.holds.tab import HoldsPage
from deskcirc.ui.tabs.returns.state import ReturnsState
from deskcirc.ui.theme import Theme

Scanning = Callable[..., Shown]


@pytest.fixture
def scan(library: Library) -> Scanning:
    """Scan or act in the Holds tab, five seconds after each other, or `days` later."""
    station, now = Station(library, "counter"), [NOON]

    def take(line: str = "", *, act: str = "", tab: str = "holds", days: int = 0, **values: str) -> Shown:
        now[0] += timedelta(days=days, seconds=5)
        return station.take(Input(now[0], line, act, values, tab))

    return take


def holds(shown: Shown) -> HoldsState:
    assert isinstance(shown.state, HoldsState)
    return shown.state


def test_what_stands_on_the_shelf_while_somebody_waits_is_pulled_in_shelf_order(
    library: Library, scan: Scanning
) -> None:
    a_patron(library, card="K1")
    for number, title in ((2, "草房子"), (1, "夏洛的网")):
        a_copy(library, title, shelf_key=f"I {number}", call_number=f"I/{number}", barcode=f"B{number}")
        scan("K1")
        scan(title)
    lists = holds(scan(act="next")).lists
    assert [line.call_number for line in lists.pull] == ["I/1", "I/2"]
    assert [line.place for line in lists.waiting] == [1, 1]
    shown = scan("B1")
    assert shown.told.outcome == "kept"
    assert "1" in shown.message.headline
    assert [line.call_number for line in holds(shown).lists.pull] == ["I/2"]
    assert [(line.number, line.title) for line in holds(shown).lists.shelf] == [(1, "《夏洛的网》")]
    assert list(check_library(library)) == []


def test_a_card_and_a_title_reserve_in_either_order(library: Library, scan: Scanning) -> None:
    a_patron(library, "陈子墨", card="K1")
    out = a_copy(library, "草房子")
    scan("K1", tab="checkout")
    assert scan(out.code, tab="checkout").told.outcome == "lent"
    a_patron(library, "林小雨", card="K2")
    assert scan("K2").told.outcome == "patron"
    assert scan("草房子").told.outcome == "reserved"
    a_patron(library, "许诺", card="K3")
    scan(act="next")
    assert scan("草房子").told.outcome == "queue"
    shown = scan("K3")
    assert [offer.act for offer in shown.state.offers] == ["place", "place_copy"]
    assert scan(act="place").told.outcome == "reserved"
    assert [line.patron for line in holds(scan(act="next")).lists.waiting] == ["林小雨", "许诺"]


def test_who_waits_already_is_not_offered_the_title_again(library: Library, scan: Scanning) -> None:
    a_patron(library, "陈子墨", card="K1")
    a_patron(library, "林小雨", card="K2")
    copy = a_copy(library)
    scan("K1", tab="checkout")
    scan(copy.code, tab="checkout")
    scan("K2", tab="checkout")
    refused = scan(copy.code, tab="checkout")
    assert "hold" in [offer.act for offer in refused.state.offers]
    assert scan(act="hold", tab="checkout").told.outcome == "reserved"
    again = scan(copy.code, tab="checkout")
    assert "hold" not in [offer.act for offer in again.state.offers]
    scan("K2")
    assert [offer.act for offer in scan(copy.code).state.offers] == [f"in:returns:return:{copy.id}"]


def test_one_very_copy_is_reserved_and_named_in_the_queue(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1")
    scan("K1")
    assert scan("B1").told.outcome == "nobody-waits"
    shown = scan(act="place_copy")
    assert [line.copy_code for line in holds(shown).lists.waiting] == ["B1"]


def test_what_nobody_collected_is_said_when_the_day_begins_and_until_it_is_put_away(
    library: Library, scan: Scanning
) -> None:
    a_patron(library, "陈子墨", card="K1")
    a_copy(library, barcode="B1")
    scan("K1")
    scan("草房子")
    scan("B1")
    shown = scan(act="next", days=8)
    assert any("1" in line for line in shown.message.details)
    (line,) = holds(shown).lists.shelf
    assert line.ended
    assert line.number == 0
    returns = scan(act="refresh", tab="returns").state
    assert isinstance(returns, ReturnsState)
    assert [each.title for each in returns.trolley] == ["《草房子》 · not collected"]
    assert "not collected" in " ".join(scan("K1", tab="checkout").message.details)
    assert scan("B1").told.outcome == "expired"
    scan(act="shelved", tab="returns")
    assert scan("B1").told.outcome == "nobody-waits"
    assert holds(scan(act="next")).lists.shelf == ()


def test_a_copy_on_loan_scanned_here_may_be_taken_back(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    copy = a_copy(library)
    scan("K1", tab="checkout")
    scan(copy.code, tab="checkout")
    shown = scan(copy.code)
    assert shown.told.outcome == "on-loan"
    back = scan(act=shown.state.offers[0].act)
    assert (back.tab, back.told.outcome) == ("returns", "returned")


def test_the_librarian_puts_a_queue_in_order_and_a_helper_does_not(library: Library) -> None:
    station, now = Station(library, "counter"), [NOON]

    def act(name: str, scan: str = "", **values: str) -> Shown:
        now[0] += timedelta(seconds=5)
        return station.take(Input(now[0], scan, name, values, "holds"))

    for number in (1, 2):
        a_patron(library, f"读者{number}", card=f"K{number}")
    a_copy(library, barcode="B1")
    for number in (1, 2):
        act("", f"K{number}")
        act("", "草房子")
    lines = holds(act("next")).lists.waiting
    moved = act(f"up:{lines[1].hold_id}")
    assert [line.patron for line in holds(moved).lists.waiting] == ["读者2", "读者1"]
    assert act("undo").told.outcome == "undone"
    act("", "B1")
    kept = act(f"until:{lines[0].hold_id}", day="2026-03-20")
    assert holds(kept).lists.shelf[0].expires == "2026-03-20"
    assert act(f"until:{lines[0].hold_id}", day="2026-02-20").told.outcome == "refused"
    assert act(f"until:{lines[0].hold_id}", day="soon").told.outcome == "not-an-input"
    assert act(f"cancel:{lines[0].hold_id}").told.outcome == "cancelled"
    station.operator = replace(station.operator, role=Role.HELPER)
    assert act(f"up:{lines[1].hold_id}").told.outcome == "refused"
    assert list(check_library(library)) == []


def test_the_pull_list_is_printed(library: Library, scan: Scanning) -> None:
    a_patron(library, "陈子墨", card="K1")
    a_copy(library, barcode="B1")
    assert any("Nothing" in text for text in words_on(scan(act="print")))
    scan("K1")
    scan("草房子")
    assert {"《草房子》", "B1", "陈子墨"} <= set(words_on(scan(act="print")))


def words_on(shown: Shown) -> list[str]:
    paper = shown.state.paper
    assert isinstance(paper, Paper)
    return [shape.text for page in paper.pages for shape in page if isinstance(shape, Words)]


def test_the_page_shows_the_lists_and_offers_only_what_can_be_done(
    library: Library, scan: Scanning, qtbot: QtBot
) -> None:
    page = HoldsPage(Theme())
    qtbot.addWidget(page)
    page.resize(1340, 460)
    page.show()
    acts: list[str] = []
    page.acted.connect(lambda act, _values: acts.append(act))
    a_patron(library, "陈子墨", card="K1")
    a_patron(library, "林小雨", card="K2")
    a_copy(library, barcode="B1")
    for card in ("K1", "K2"):
        scan(card)
        scan("草房子")
    page.show_state(scan("B1").state)
    assert cells(page.shelf) == [["1", "《草房子》", "陈子墨", "Mon 9 Mar"]]
    assert not page.drop.isEnabled()
    page.waiting.select(0)
    page.drop.click()
    page.shelf.select(0)
    page.give_up.click()
    assert [act.partition(":")[0] for act in acts] == ["cancel", "cancel"]
    page.show_state(scan(act="next", days=9).state)
    assert cells(page.shelf)[0][3] == "over: now number 2"


def cells(view: LinesView[Any]) -> list[list[str]]:
    model = view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())] for row in range(model.rowCount())
    ]


def test_reserving_is_taken_back_exactly(library: Library, scan: Scanning) -> None:
    a_patron(library, card="K1")
    a_copy(library, barcode="B1")
    before = all_rows(library)
    scan("K1")
    scan("草房子")
    scan("B1")
    assert [scan(act="undo").told.outcome for _time in range(3)] == ["undone", "undone", "nothing-to-undo"]
    assert all_rows(library) == before
