"""What stands on the shelves of a large stock is read beside the desk: the shelves themselves are there at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.desk.counts import a_copy_at, a_shelf
from tests.ui.at_section import Counter
from tests.ui.held_readings import HeldReadings

from deskcirc.store.database import Library
from deskcirc.ui.sections import SectionedState
from deskcirc.ui.station import Shown, Ways
from deskcirc.ui.tabs.stocktake import large_counts
from deskcirc.ui.tabs.stocktake.shelves_part import ShelvesPart, told_of


def shelves_of(shown: Shown) -> ShelvesPart:
    state = shown.state
    assert isinstance(state, SectionedState)
    part = state.parts["shelves"]
    assert isinstance(part, ShelvesPart)
    return part


def test_shelves_are_listed_at_once_and_filled_when_their_stock_has_been_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large_counts, "_SMALL", 1)
    a_shelf(library, "SH001", "A1")
    a_shelf(library, "SH002", "I2", place=2)
    for number in ("A5", "I287.45/1", "I287.45/2"):
        a_copy_at(library, number)
    alone = shelves_of(Counter(library, "stocktake", "shelves").act("refresh"))
    readings = HeldReadings()
    counter = Counter(library, "stocktake", "shelves", Ways(beside=readings.begin))
    waiting = shelves_of(counter.act("refresh"))
    assert [line.shelf.code for line in waiting.lines] == ["SH001", "SH002"]
    assert "Reading what stands on them" in told_of(waiting)
    readings.let_go()
    read = shelves_of(counter.act("refresh"))
    assert read.lines == alone.lines
    assert told_of(read) == told_of(alone)
    a_copy_at(library, "I287.45/3")
    behind = shelves_of(counter.act("refresh"))
    assert (behind.stock, behind.reading, behind.is_behind) == (3, None, True)
    counter.now += timedelta(minutes=2)
    a_shelf(library, "SH003", "K1", place=3)  # somebody writes, and so it is looked after
    counter.act("refresh")
    readings.let_go()
    assert shelves_of(counter.act("refresh")).stock == 4
