"""The report of a count, kept at its closing: sealed, in all its tables, and read back as it was."""

from __future__ import annotations

import pytest
from tests.builders import a_copy, a_desk, days_later
from tests.desk.counts import a_copy_at, a_count, a_location, a_shelf, scan, the_count

from deskcirc.desk.count_decisions import decide
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import ClosingOutcome, close_stocktake
from deskcirc.desk.stocktake_reports import sealed_report
from deskcirc.domain.stocktake import DecisionKind, Stocktake
from deskcirc.store.database import Library
from deskcirc.store.lookups.count_findings import misplaced


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def closed(desk: Desk, count: Stocktake, note: str = "") -> ClosingOutcome:
    outcome = close_stocktake(desk, count.id, note=note)
    assert outcome.done, outcome.why_not
    return outcome


def test_the_report_is_sealed_and_reads_back_as_it_was(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    outcome = closed(days_later(desk, 1), count, "期末清点")
    with desk.library.reading() as connection:
        kept = sealed_report(connection, count.id)
    assert kept is not None
    assert kept.whole
    assert kept.report == outcome.report
    assert kept.report.head.note == "期末清点"
    assert the_count(desk, count).seal == kept.seal


def test_the_report_says_what_each_person_found_and_what_that_is_worth(desk: Desk) -> None:
    dear, cheap, free, _missed = (a_copy(desk.library, price=price) for price in (1800, 250, None, 900))
    count = a_count(desk)
    later = days_later(desk, 1)
    for person, copy in (("小明", dear), ("小红", dear), ("小红", cheap), ("小红", free)):
        scan(later, count, copy, person=person)
    report = closed(later, count).report
    assert report is not None
    assert [(each.person, each.lines, each.found, each.fen) for each in report.people] == [
        ("小明", 1, 1, 1800),
        ("小红", 3, 2, 250),
    ]
    assert sum(each.fen for each in report.people) == report.total.found.fen
    with desk.library.reading() as connection:
        kept = sealed_report(connection, count.id)
    assert kept is not None
    assert kept.report == report


def test_shelves_that_stand_in_no_room_have_their_line_in_the_report(desk: Desk) -> None:
    a_copy_at(desk.library, "B22/2", location_id=a_location(desk.library, "a"))
    shelf = a_shelf(desk.library, first="A1/1")
    report = closed(desk, a_count(desk)).report
    assert report is not None
    assert [line.words for line in report.by_shelf] == [shelf.label]


def test_the_report_names_as_misplaced_what_the_lists_of_the_count_name(desk: Desk) -> None:
    own, other = a_shelf(desk.library, "SH001", first="A1/1"), a_shelf(desk.library, "SH002", first="K1/1")
    strayed, came_home, put_back, left = (a_copy_at(desk.library, f"A11/{number}") for number in (1, 2, 3, 4))
    count = a_count(desk)
    later = days_later(desk, 1)
    for copy, shelf in ((strayed, own), (strayed, other), (came_home, other), (came_home, own)):
        scan(later, count, copy, shelf=shelf)
    for copy in (put_back, left):
        scan(later, count, copy, shelf=other)
    decide(later, count.id, DecisionKind.MOVED, copy_ids=[put_back.id])
    with desk.library.reading() as connection:
        listed = {each.copy.id for each in misplaced(connection, count)}
    assert listed == {strayed.id, left.id}
    report = closed(later, count).report
    assert report is not None
    assert {(each.copy_id, each.decided) for each in report.misplaced} == {
        (strayed.id, ""),
        (left.id, ""),
        (put_back.id, DecisionKind.MOVED.value),
    }
