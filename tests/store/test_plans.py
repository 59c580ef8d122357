"""Every statement of the counter's everyday work finds its rows by an index, however large the library has become."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from tests.benchmarks.big_library import TINY, big_library
from tests.benchmarks.codes import NOW, barcode_of, card_of
from tests.benchmarks.counter import Counter
from tests.desk.counts import a_shelf

from deskcirc.desk.access import first_operator
from deskcirc.desk.claims import claim_returned
from deskcirc.desk.damage import DamageReport
from deskcirc.desk.damage_before import queue_what_was_damaged
from deskcirc.desk.desk import Desk
from deskcirc.desk.repair import finish_repair, report_damage, start_repair
from deskcirc.desk.returning import CheckInKind, check_in
from deskcirc.desk.stocktakes import StocktakeOrder, open_stocktake
from deskcirc.domain.ledgers import Span
from deskcirc.domain.losses import LossState
from deskcirc.domain.repair import DamageKind
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.class_figures import class_records
from deskcirc.store.lookups.losses import open_losses
from deskcirc.store.lookups.repairs import beyond_repair, repair_queue, repairs_of_patron
from deskcirc.store.lookups.search_places import copies_to_search
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Shown, Station

# Read whole, and yet small: they hold what stands on the trolley or on the hold shelf, titles of a second ISBN, and new
# books: those in process, those that want a label, titles that are still to be completed, sets on dealers' lists.
PARTIAL_INDICES = (
    *("ix_copies_awaits_shelving", "ix_titles_other_isbns", "uq_holds_shelf_number"),
    *("ix_copies_in_process", "ix_copies_wants_label", "ix_titles_awaits_cataloguing", "ix_delivery_lines_of_sets"),
    *("ix_copies_out_of_order", "uq_repairs_open_copy"),
)
ISBN = "9787534618727"
GROWING = (
    *("loans", "copies", "titles", "journal", "journal_changes", "holds", "patrons", "cards", "in_house_uses"),
    *("delivery_lines", "copy_codes", "marc_records", "repairs", "stocktake_scans", "stocktake_blocks"),
)
_HOME = "SELECT id FROM loans WHERE returned_at IS NULL AND claimed_at IS NULL AND corner_id IS NULL LIMIT ?"
SCAN = re.compile(r"^SCAN (?P<table>\w+)( USING (COVERING )?INDEX (?P<index>\w+))?")


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with open_library(big_library(tmp_path, TINY)) as library:
        yield library


class Counted:
    """A station whose clock moves on ten seconds with every input."""

    def __init__(self, library: Library) -> None:
        self._station = Station(library, "1")
        self._inputs = 0

    def take(self, **given: Any) -> Shown:
        self._inputs += 1
        return self._station.take(Input(at=NOW + timedelta(seconds=10 * self._inputs), **given))


def plans(library: Library, statements: list[tuple[str, Any]]) -> Iterator[tuple[str, str]]:
    """Each statement with each line of its plan."""
    with library.reading() as connection:
        for statement, parameters in statements:
            for line in connection.exec_driver_sql("EXPLAIN QUERY PLAN " + statement, parameters):
                yield statement, line.detail


@contextmanager
def noted(library: Library, *, every: bool = False) -> Iterator[list[tuple[str, Any]]]:
    """The reading and writing statements sent meanwhile, each once, or `every` time."""
    seen: dict[str, Any] = {}
    sent: list[tuple[str, Any]] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, many: bool) -> None:
        if re.match("SELECT|INSERT|UPDATE|DELETE|WITH", sql):
            seen.setdefault(sql, parameters[0] if many else parameters)
            sent.append((sql, parameters[0] if many else parameters))

    statements: list[tuple[str, Any]] = []
    with library.reading() as connection:
        engine = connection.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(engine, "before_cursor_execute", note)
        statements += sent if every else seen.items()


def slow_steps(library: Library, statements: list[tuple[str, Any]], *small: str) -> list[str]:
    """Plans that read a growing table from end to end, be it in an index; those in `small` hold few rows."""
    found = []
    for statement, detail in plans(library, statements):
        step = SCAN.match(detail)
        if step is not None and step["table"] in GROWING and step["index"] not in (*PARTIAL_INDICES, *small):
            found.append(f"{detail}: {' '.join(statement.split())}")
    return found


def test_lending_renewing_and_returning_read_no_table_from_end_to_end(library: Library) -> None:
    pair = Counter(library).pairs(1)[0]
    counter = Counted(library)
    with noted(library) as statements:
        assert counter.take(scan=card_of(pair.patron.id)).told.outcome == "patron"
        assert counter.take(scan=barcode_of(pair.copy_id)).told.outcome == "lent"
        assert counter.take(scan=barcode_of(pair.copy_id)).told.outcome == "already-lent"
        counter.take(tab="returns", scan=barcode_of(pair.copy_id))
        counter.take(scan=barcode_of(pair.copy_id))
        counter.take(scan="DC-UNDO")
    assert len(statements) > 15
    assert slow_steps(library, statements) == []


def test_holds_and_the_reading_room_read_no_table_from_end_to_end(library: Library) -> None:
    pair = Counter(library).pairs(1)[0]
    card, code = card_of(pair.patron.id), barcode_of(pair.copy_id)
    counter = Counted(library)
    with noted(library) as statements:
        assert counter.take(tab="reading_room", scan=card).told.outcome == "visit"
        assert counter.take(scan=code).told.outcome == "on-site"
        assert counter.take(scan="DC-TAKE-HOME").told.outcome == "home"
        counter.take(tab="returns", scan=code)
        assert counter.take(tab="holds", scan=card).told.outcome == "patron"
        assert counter.take(scan=code).told.outcome == "nobody-waits"
        assert counter.take(act="place").told.outcome == "reserved"
        assert counter.take(act="refresh").told.outcome == "tab"
        assert counter.take(scan=code).told.outcome == "kept"
        counter.take(tab="returns", act="refresh")
    assert len(statements) > 40
    assert slow_steps(library, statements, "uq_holds_open", "ix_holds_queue") == []  # the lists of all who wait


def test_a_code_that_nobody_knows_reads_no_table_from_end_to_end(library: Library) -> None:
    counter = Counted(library)
    with noted(library) as statements:
        assert counter.take(scan="0099999").told.outcome == "unknown"
        counter.take(scan="9787532780983")
    assert slow_steps(library, statements) == []


def test_the_way_of_new_books_reads_no_table_from_end_to_end(library: Library) -> None:
    counter = Counted(library)
    book = {"title": "草房子", "author": "曹文轩", "price": "18.00", "class_number": "I287.45", "book_number": "999"}
    with noted(library) as statements:
        counter.take(tab="accession", act="in:accession:section:batches")
        batch = {"source": "purchase", "dealer": "新华书店"}
        assert counter.take(act="batches.open", values=batch).told.outcome == "batch-opened"
        counter.take(act="in:accession:section:delivery")
        assert counter.take(scan=ISBN).told.outcome == "not-listed"
        counter.take(act="in:accession:section:cataloguing")
        assert counter.take(scan=ISBN).told.outcome == "new"
        assert counter.take(act="cataloguing.save", values=book).told.outcome == "saved"
        copies = {"count": "2", "item_type": "1"}
        assert counter.take(act="cataloguing.copies_register", values=copies).told.outcome == "registered"
        assert counter.take(scan=ISBN).told.outcome == "title"
        for section in ("labels", "hand_over"):
            assert counter.take(act=f"in:accession:section:{section}").tab == "accession"
    assert len(statements) > 40
    # The classes as they are written, and one copy of any; the list of batches adds up all of their lists.
    small = ("ix_titles_class_number", "sqlite_autoindex_copies_2", "ix_delivery_lines_batch_id")
    assert slow_steps(library, statements, *small) == []


def test_the_way_of_a_damaged_copy_reads_no_table_from_end_to_end(library: Library) -> None:
    pair = Counter(library).pairs(1)[0]
    desk = Desk(library, first_operator(library), "1", NOW)
    with noted(library) as statements:
        queue_what_was_damaged(desk)
        repair = report_damage(desk, pair.copy_id, DamageReport((DamageKind.TORN,))).repair
        assert repair is not None
        start_repair(desk, [repair.id], helper_id=pair.patron.id)
        finish_repair(desk, repair.id, minutes=5)
        assert check_in(desk, pair.copy_id).kind is CheckInKind.BACK_FROM_REPAIR
        with library.reading() as connection:
            repair_queue(connection, library.policy, desk.today)
            beyond_repair(connection, library.policy, desk.today)
            repairs_of_patron(connection, pair.patron.id, library.policy, desk.today)
    assert len(statements) > 20
    assert slow_steps(library, statements) == []


def test_counting_at_the_shelf_reads_no_table_from_end_to_end(library: Library) -> None:
    pair = Counter(library).pairs(1)[0]
    desk = Desk(library, first_operator(library), "1", NOW)
    assert open_stocktake(desk, StocktakeOrder()).done
    a_shelf(library, "SH001")
    counter = Counted(library)
    counter.take(tab="stocktake", act="in:stocktake:section:scanning")  # read whole, once
    with noted(library) as statements:
        assert counter.take(scan="SH001").told.outcome == "shelf"
        assert counter.take(scan=barcode_of(pair.copy_id)).told.outcome == "count-found"
        counter.take(scan="0099999")
        assert counter.take(scan=barcode_of(pair.copy_id)).told.outcome == "count-repeat"
        counter.take(tab="checkout", scan=card_of(pair.patron.id))
        assert counter.take(scan=barcode_of(pair.copy_id)).told.outcome == "lent"
        counter.take(tab="stocktake", scan=barcode_of(pair.copy_id))
    assert len(statements) > 15
    assert slow_steps(library, statements, "sqlite_autoindex_copies_2") == []  # one copy of any


def test_a_scan_at_the_shelf_asks_no_more_at_the_end_of_a_count_than_at_its_start(library: Library) -> None:
    assert open_stocktake(Desk(library, first_operator(library), "1", NOW), StocktakeOrder()).done
    counter = Counted(library)
    counter.take(tab="stocktake", act="in:stocktake:section:scanning")
    asked = []
    for pair in Counter(library).pairs(20):
        with noted(library, every=True) as statements:
            assert counter.take(scan=barcode_of(pair.copy_id)).told.outcome == "count-found"
        asked.append(len(statements))
    assert asked[0] >= asked[1] == asked[-1] <= 11


def test_loans_of_corners_are_not_looked_for_among_all_loans(library: Library) -> None:
    years = Span(NOW.date() - timedelta(days=8 * 365), NOW.date())
    with noted(library) as statements, library.reading() as connection:
        assert class_records(connection, library.policy, years)
    of_corners = [each for each in statements if "corner_id IS NOT NULL" in each[0]]
    steps = [detail for _statement, detail in plans(library, of_corners)]
    assert any("ix_loans_corner_id" in step for step in steps)
    assert slow_steps(library, of_corners) == []


def test_where_to_look_is_asked_once_for_all_claims(library: Library) -> None:
    desk = Desk(library, first_operator(library), "1", NOW)
    asked: list[list[str]] = []
    for more in (1, 8):
        with library.reading() as connection:
            rows = connection.exec_driver_sql(_HOME, (more,)).scalars().all()
        claims = [claim_returned(desk, loan_id).loss for loan_id in rows]
        assert None not in claims
        with noted(library, every=True) as statements, library.reading() as connection:
            known = open_losses(connection, library.policy, desk.today, LossState.CLAIMED)
            copies_to_search(connection, known, library.policy, desk.today)
        assert slow_steps(library, [each for each in statements if "wanted" in each[0]]) == []
        asked.append([sql for sql, _parameters in statements])
    assert len(asked[0]) == len(asked[1])
