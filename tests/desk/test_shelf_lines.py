"""Where a station goes on counting: its last line, and the order of what one person scanned on a shelf."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_desk
from tests.desk.counts import a_copy_at, a_count, a_shelf, scan

from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_last
from deskcirc.store.database import Library
from deskcirc.store.lookups.shelf_lines import LastPlace, last_place, scanned_on_shelf


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def later(desk: Desk, minutes: int, station: str = "counter 1") -> Desk:
    return replace(desk, now=desk.now + timedelta(minutes=minutes), station=station)


def test_each_station_goes_on_where_it_scanned_last(desk: Desk) -> None:
    shelf = a_shelf(desk.library)
    first, second = a_copy_at(desk.library, "I24/1"), a_copy_at(desk.library, "I24/2")
    count = a_count(desk)
    scan(later(desk, 1), count, first, shelf=shelf, person="小明")
    scan(later(desk, 2, "counter 2"), count, second, person="小红")
    with desk.library.reading() as connection:
        assert last_place(connection, "counter 1") == LastPlace(count.id, shelf.id, None, "小明")
        assert last_place(connection, "counter 2") == LastPlace(count.id, None, None, "小红")
        assert last_place(connection, "counter 3") is None


def test_a_scan_taken_back_is_not_where_one_goes_on(desk: Desk) -> None:
    shelf = a_shelf(desk.library)
    first, second = a_copy_at(desk.library, "I24/1"), a_copy_at(desk.library, "I24/2")
    count = a_count(desk)
    scan(later(desk, 1), count, first, shelf=shelf)
    scan(later(desk, 2), count, second)
    undo_last(later(desk, 3), "scanning")
    with desk.library.reading() as connection:
        place = last_place(connection, "counter 1")
    assert place is not None
    assert place.shelf_id == shelf.id


def test_the_order_on_a_shelf_is_that_of_one_person_without_what_belongs_elsewhere(desk: Desk) -> None:
    a_shelf(desk.library, "SH002", "I3/1", place=2)
    shelf = a_shelf(desk.library, "SH001", "I2/1", place=1)
    copies = [a_copy_at(desk.library, number) for number in ("I24/9", "I35/1", "I24/1", "I24/5")]
    count = a_count(desk)
    for minute, (copy, person) in enumerate(zip(copies, ("小明", "小明", "小明", "小红"), strict=True), start=1):
        scan(later(desk, minute), count, copy, shelf=shelf, person=person)
    scan(later(desk, 9), count, copies[0], shelf=shelf, person="小明")
    with desk.library.reading() as connection:
        scanned = scanned_on_shelf(connection, LastPlace(count.id, shelf.id, None, "小明"))
    assert [call_number for _key, call_number in scanned] == ["I24/9", "I24/1"]
