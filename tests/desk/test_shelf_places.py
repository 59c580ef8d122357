"""Which shelf a copy belongs on: one rule, whoever asks."""

from __future__ import annotations

import pytest
from tests.builders import a_desk
from tests.desk.counts import a_copy_at, a_count, a_location, a_shelf

from deskcirc.desk.desk import Desk
from deskcirc.desk.shelf_places import shelf_label_of, shelf_of_copy
from deskcirc.desk.stocktake_reports import report_now
from deskcirc.store.database import Library
from deskcirc.store.lookups.count_not_seen import not_seen
from deskcirc.store.lookups.count_progress import count_progress
from deskcirc.store.lookups.shelves import all_shelves
from deskcirc.ui.tabs.stocktake.scanning_part import ScanningPart


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def test_the_report_the_lists_the_progress_and_the_sentence_at_the_scan_name_the_same_shelf(desk: Desk) -> None:
    room = a_location(desk.library, "R1", "阅览室")
    a_shelf(desk.library, "SH001", first="A1/1", place=1)
    own = a_shelf(desk.library, "SH002", place=2, location_id=room)  # the only one of its room: nobody divided it
    copy = a_copy_at(desk.library, "I287/1", location_id=room)
    count = a_count(desk)
    with desk.library.reading() as connection:
        rows = [row.shelf for row in count_progress(connection, count, desk.now).shelves if row.expected]
        (missed,) = not_seen(connection, count, desk.policy, desk.today)
        (reported,) = report_now(desk, connection, count).missing
        found = [
            *(shelf.label for shelf in rows if shelf is not None),
            missed.shelf.label if missed.shelf is not None else "",
            reported.shelf,
            shelf_label_of(connection, copy.id),
        ]
        scanning = ScanningPart(shelves=all_shelves(connection)).shelf_of(copy, room)
    found += [shelf.label if shelf is not None else "" for shelf in (scanning, shelf_of_copy(desk, copy))]
    assert found == [own.label] * 6
