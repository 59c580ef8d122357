"""Trouble outside in the middle of a queue: it is said, nothing is stored, and the same scan again works at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta

from tests.builders import NOON, a_copy, a_patron

from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station


def test_a_scan_refused_while_another_program_held_the_file_is_scanned_again_within_the_second(
    library: Library,
) -> None:
    a_patron(library, card="K1001")
    a_copy(library, barcode="B10001")
    station = Station(library, "counter 1")
    station.take(Input(NOON, "K1001"))
    with library.reading() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=20")
    with closing(sqlite3.connect(library.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert station.take(Input(NOON + timedelta(seconds=3), "B10001")).told.outcome == "trouble"
        other.execute("ROLLBACK")
    assert station.take(Input(NOON + timedelta(seconds=4), "B10001")).told.outcome == "lent"
    assert list(check_library(library)) == []


def test_a_scan_refused_for_the_clock_is_scanned_again_once_the_clock_was_confirmed(library: Library) -> None:
    a_patron(library, card="K1001")
    a_copy(library, barcode="B10001")
    a_copy(library, barcode="B10002")
    station = Station(library, "counter 1")
    for seconds, scan in enumerate(("K1001", "B10001")):
        station.take(Input(NOON.replace(year=2031) + timedelta(seconds=seconds), scan))
    assert station.take(Input(NOON, "K1001")).told.outcome == "patron"
    stopped = station.take(Input(NOON + timedelta(seconds=1), "B10002"))
    assert (stopped.told.outcome, stopped.clock_is_wrong) == ("clock", True)
    station.take(Input(NOON + timedelta(seconds=1.5), act="confirm_clock"))
    # The loan of 2031 is not overdue in 2026, so nothing stands against another.
    assert station.take(Input(NOON + timedelta(seconds=2), "B10002")).told.outcome == "lent"
    assert list(check_library(library)) == []
