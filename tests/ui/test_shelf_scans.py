"""The label of a shelf scanned at the counter: a sentence that says what it is for, and nothing is done."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.builders import NOON, a_copy, a_patron, all_rows
from tests.desk.counts import a_count, a_shelf

from deskcirc.desk.desk import Desk
from deskcirc.desk.shelves import end_shelf
from deskcirc.store.database import Library
from deskcirc.ui.open_tabs import TABS
from deskcirc.ui.outcome import Input, Tone
from deskcirc.ui.station import Shown, Station


def scanned(library: Library, tab: str, *codes: str) -> Shown:
    station = Station(library, "counter 1")
    station.take(Input(NOON, act=f"tab:{tab}"))
    shown = None
    for step, code in enumerate(codes, 1):
        shown = station.take(Input(NOON + timedelta(seconds=5 * step), scan=code))
    assert shown is not None
    return shown


@pytest.mark.parametrize("tab", [name for name in TABS if name != "stocktake"])
def test_in_every_tab_a_shelf_label_is_named_and_does_nothing(library: Library, tab: str) -> None:
    a_shelf(library, "SH0001", name="1排3架2层")
    before = all_rows(library)
    shown = scanned(library, tab, "SH0001")
    assert shown.message.tone is Tone.LOOK
    assert "1排3架2层" in shown.message.headline
    assert shown.told.outcome == "shelf"
    assert not shown.state.offers
    assert all_rows(library) == before


@pytest.mark.parametrize("section", ["counts", "files", "report"])
def test_in_the_other_sections_of_a_count_it_is_named_too(library: Library, section: str) -> None:
    a_shelf(library, "SH0001", name="1排3架2层")
    station = Station(library, "counter 1")
    station.take(Input(NOON, act="tab:stocktake"))
    station.take(Input(NOON, act=f"section:{section}"))
    shown = station.take(Input(NOON + timedelta(seconds=5), scan="SH0001"))
    assert shown.told.outcome == "shelf"
    assert "1排3架2层" in shown.message.headline


def test_while_a_count_is_open_the_way_to_its_scanning_is_offered(library: Library, desk: Desk) -> None:
    a_shelf(library, "SH0001")
    a_copy(library)
    a_count(desk)
    assert scanned(library, "returns", "SH0001").message.tone is Tone.LOOK
    shown = scanned(library, "returns", "SH0001", "DC-YES")
    assert shown.tab == "stocktake"
    assert getattr(shown.state, "section", "") == "scanning"


def test_the_patron_at_the_counter_stays_when_a_shelf_label_is_scanned(library: Library) -> None:
    a_shelf(library, "SH0001")
    patron, copy = a_patron(library, card="K9"), a_copy(library)
    shown = scanned(library, "checkout", "K9", "SH0001", copy.code)
    assert shown.told.patron == patron.name or shown.told.outcome == "lent"
    with library.reading() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM loans").scalar() == 1


def test_the_label_of_an_ended_shelf_is_known_and_to_be_taken_off(library: Library, desk: Desk) -> None:
    end_shelf(desk, [a_shelf(library, "SH0001").id])
    shown = scanned(library, "checkout", "SH0001")
    assert "no longer" in shown.message.headline
    assert shown.told.outcome == "shelf"
