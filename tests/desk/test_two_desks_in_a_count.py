"""Two stations at one count at the same instant, each with its own connection: nothing twice, nothing by half."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, the_copy
from tests.desk.counts import a_count, scan, the_count, what_closing_does
from tests.desk.test_two_desks import at_once, two_desks

from deskcirc.desk.count_files import FileOutcome, load_file, wish_of
from deskcirc.desk.counting import CountOutcome
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import ClosingOutcome, close_stocktake, void_stocktake
from deskcirc.desk.stocktake_reports import sealed_report
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.count_files import FileOrder
from deskcirc.domain.stocktake import Stocktake, StocktakeState
from deskcirc.exchange.collector import read_collector
from deskcirc.store.bulk import ROWS_IN_A_PILE
from deskcirc.store.check import check_library

__all__ = ["two_desks"]

Desks = tuple[Desk, Desk]
SEVERAL_TIMES = pytest.mark.parametrize("again", range(5))
COPIES = 6
LINES = 5000


def later(desks: Desks) -> Desks:
    """Both an hour later."""
    one, other = (replace(desk, now=desk.now + timedelta(hours=1)) for desk in desks)
    return one, other


def a_school_counted(desks: Desks) -> tuple[list[Copy], Stocktake]:
    """Six copies, and a count of them that was just opened."""
    copies = [a_copy(desks[0].library, f"第{number}本") for number in range(COPIES)]
    return copies, a_count(desks[0])


def how_many(desk: Desk, what: str) -> int:
    with desk.library.reading() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {what}").scalar_one())


def assert_closed_once(desk: Desk, count: Stocktake, found: int) -> None:
    """One closing in the journal, one sealed report that is whole, and every copy as the report says."""
    assert [breach.sentence for breach in check_library(desk.library)] == []
    assert how_many(desk, "journal WHERE act = 'close_stocktake'") == 1
    with desk.library.reading() as connection:
        kept = sealed_report(connection, count.id)
    assert kept is not None
    assert kept.whole
    assert (kept.report.total.found.copies, kept.report.total.missing.copies) == (found, COPIES - found)
    assert the_count(desk, count).state is StocktakeState.CLOSED


def load(desk: Desk, count: Stocktake, copies: list[Copy], half_in: Callable[[], object] = bool) -> FileOutcome:
    """Load a file of 5 000 lines, most of them unknown; `half_in` is called when half of it is written."""
    codes = [*(copy.code for copy in copies), *(f"X{number:05}" for number in range(LINES - len(copies)))]
    file = read_collector("\r\n".join(codes).encode(), "盘点机.txt", wish_of(desk))

    def progress(done: int, total: int, _what: str) -> None:
        if done * 2 >= total > (done - ROWS_IN_A_PILE) * 2:
            half_in()

    return load_file(desk, count.id, file, FileOrder("PDA 1"), progress)


def close_while_loading(desks: Desks, count: Stocktake, copies: list[Copy], asked: int | None) -> ClosingOutcome:
    """The librarian closes while the other station has half a file of 5 000 lines in."""
    with ThreadPoolExecutor(1) as pool:
        closing: list[Future[ClosingOutcome]] = []

        def close() -> None:
            closing.append(pool.submit(close_stocktake, desks[0], count.id, asked=asked))

        loaded = load(desks[1], count, copies, close)
        assert (loaded.done, loaded.sums.read, loaded.sums.found) == (True, LINES, len(copies))
        (closed,) = closing
        return closed.result(timeout=20)


@SEVERAL_TIMES
def test_two_stations_close_at_once_and_exactly_one_succeeds(two_desks: Desks, again: int) -> None:
    copies, count = a_school_counted(two_desks)
    scan(two_desks[0], count, copies[0])
    outcomes = at_once(later(two_desks), lambda desk: close_stocktake(desk, count.id, note=f"{desk.station} {again}"))
    assert sorted(outcome.done for outcome in outcomes) == [False, True]
    (refused,) = (outcome for outcome in outcomes if not outcome.done)
    assert refused.why_not.startswith(f"{count.number} was closed already, ")
    assert_closed_once(two_desks[0], count, found=1)


def test_a_count_closed_while_another_station_loads_a_file_waits_for_all_of_it(two_desks: Desks) -> None:
    copies, count = a_school_counted(two_desks)
    closed = close_while_loading(later(two_desks), count, copies[:4], asked=None)
    assert closed.done, closed.why_not
    assert closed.report is not None
    assert len(closed.report.unknown) == LINES - 4
    assert_closed_once(two_desks[0], count, found=4)


def test_whoever_was_asked_before_the_file_of_another_station_came_is_asked_again(two_desks: Desks) -> None:
    copies, count = a_school_counted(two_desks)
    asked = what_closing_does(later(two_desks)[0], count).to_mark
    closed = close_while_loading(later(two_desks), count, copies[:4], asked)
    assert closed.why_not == "Meanwhile somebody went on counting: 2 copies are not seen now, not 6. Look once more."
    assert the_count(two_desks[0], count).state is StocktakeState.OPEN
    assert close_stocktake(later(two_desks)[0], count.id, asked=2).done
    assert_closed_once(two_desks[0], count, found=4)


@SEVERAL_TIMES
def test_a_file_and_a_closing_at_once_end_with_all_of_its_lines_or_none(two_desks: Desks, again: int) -> None:
    copies, count = a_school_counted(two_desks)
    first, second = later(two_desks)

    def load_or_close(desk: Desk) -> FileOutcome | ClosingOutcome:
        return load(desk, count, copies[again:]) if desk is first else close_stocktake(desk, count.id)

    loaded, closed = at_once((first, second), load_or_close)
    assert closed.why_not == ""
    assert (loaded.why_not == "") == loaded.done
    assert loaded.done or "is closed: what is scanned now no longer counts" in loaded.why_not
    assert how_many(first, "stocktake_scans") == (LINES if loaded.done else 0)
    assert_closed_once(first, count, found=COPIES - again if loaded.done else 0)


@SEVERAL_TIMES
def test_a_scan_and_a_closing_at_once_the_scan_counts_or_is_said_to_be_too_late(two_desks: Desks, again: int) -> None:
    copies, count = a_school_counted(two_desks)
    seen = copies[again]
    first, second = later(two_desks)

    def scan_or_close(desk: Desk) -> CountOutcome | ClosingOutcome:
        return scan(desk, count, seen) if desk is first else close_stocktake(desk, count.id)

    scanned, closed = at_once((first, second), scan_or_close)
    assert isinstance(scanned, CountOutcome)
    assert closed.why_not == ""
    assert (scanned.line is None) == ("no longer counts" in scanned.why_not)
    assert_closed_once(first, count, found=0 if scanned.line is None else 1)


@SEVERAL_TIMES
def test_a_count_voided_while_another_station_closes_it_is_void_in_the_end(two_desks: Desks, again: int) -> None:
    copies, count = a_school_counted(two_desks)
    first, second = later(two_desks)

    def void_or_close(desk: Desk) -> ClosingOutcome:
        return void_stocktake(desk, count.id, f"开错了{again}") if desk is first else close_stocktake(desk, count.id)

    voided, closed = at_once((first, second), void_or_close)
    assert voided.done
    assert voided.count == (COPIES if closed.done else 0)
    assert closed.done or closed.why_not == f"{count.number} was declared void: open another count."
    assert the_count(first, count).state is StocktakeState.VOID
    assert {the_copy(first.library, copy.id).state for copy in copies} == {CopyState.IN_STOCK}
    assert [breach.sentence for breach in check_library(first.library)] == []
