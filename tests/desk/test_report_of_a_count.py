"""What stands in the report of a count and what does not: lines taken back, codes solved, the count before it."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_desk, days_later
from tests.desk.closed_counts import a_full_count
from tests.desk.collector_files import file_id, taken_in
from tests.desk.counts import a_copy_at, a_count, scan

from deskcirc.desk.count_decisions import decide, reverse_decisions
from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import close_stocktake
from deskcirc.desk.stocktake_reports import report_now
from deskcirc.domain.stocktake import CountKind, DecisionKind, Scope, Stocktake
from deskcirc.domain.stocktake_report import StocktakeReport
from deskcirc.store.database import Library

NOVELS = Scope(class_from="I", class_to="I")


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def report_of(desk: Desk, count: Stocktake) -> StocktakeReport:
    with desk.library.reading() as connection:
        return report_now(desk, connection, count)


def test_of_the_copies_found_those_that_stood_on_a_shelf_are_told(desk: Desk) -> None:
    counted = a_full_count(desk)
    report = report_of(counted.desk, counted.count)
    assert (report.total.found.copies, report.seen) == (3, 2)
    assert (report.accounted, report.copies) == (2, 8)


def test_a_file_that_was_taken_back_stands_nowhere_in_the_report(desk: Desk) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    taken = taken_in(later, count, f"{copy.code}\nT1\n", person="李想")
    assert [each.person for each in report_of(later, count).people] == ["李想"]
    assert take_back_file(later, file_id(taken)).done
    report = report_of(later, count)
    assert (report.people, report.files, report.unknown, report.sums.read) == ((), (), (), 0)
    assert [each.copy_id for each in report.missing] == [copy.id]


@pytest.mark.parametrize("seen_before", [False, True])
def test_a_code_that_was_solved_stands_in_the_report_with_its_copy(desk: Desk, *, seen_before: bool) -> None:
    copy = a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    if seen_before:
        scan(later, count, copy)
    line = scan(later, count, "T1").line
    assert line is not None
    (made,) = decide(later, count.id, DecisionKind.MATCHED, scan_ids=[line.id], copy_ids=[copy.id]).done
    solved = [(each.code, each.decided, each.copy) for each in report_of(later, count).unknown]
    assert solved == [("T1", "matched", copy.accession_number)]
    assert reverse_decisions(later, [made.id]).done
    assert [(each.code, each.decided, each.copy) for each in report_of(later, count).unknown] == [("T1", "", "")]


def test_a_code_noted_again_stands_in_the_report_once(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    assert [scan(later, count, "T1").kind for _each in range(2)] == [CountKind.UNKNOWN, CountKind.REPEAT]
    assert [each.code for each in report_of(later, count).unknown] == ["T1"]


def test_a_count_stands_beside_the_last_of_its_scope_that_ended_before_it_began(desk: Desk) -> None:
    a_copy_at(desk.library, "I24/1")
    closed: tuple[tuple[int, str, Scope], ...] = (
        (0, "前年", Scope()),
        (10, "去年", Scope()),
        (20, "文学", NOVELS),
    )
    for days, name, scope in closed:
        count = a_count(days_later(desk, days), name=name, scope=scope)
        assert close_stocktake(days_later(desk, days + 1), count.id).done
    now = days_later(desk, 30)
    count = a_count(now, name="今年")
    meanwhile = a_count(now, name="同时", scope=Scope(class_from="I2", class_to="I2"))
    assert close_stocktake(days_later(now, 1), meanwhile.id).done
    beside = [report_of(days_later(now, 2), each).comparison for each in (count, meanwhile)]
    assert [each and each.name for each in beside] == ["去年", "文学"]
