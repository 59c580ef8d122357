"""Unknown codes of a count with what each may be, and the order of shelves as it was scanned."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.builders import a_copy, a_desk, days_later, set_up_act
from tests.desk.collector_files import file_id, taken_in
from tests.desk.counts import a_copy_at, a_count, a_shelf, scan

from deskcirc.desk.count_files import take_back_file
from deskcirc.desk.desk import Desk
from deskcirc.domain.code_misreads import Misread
from deskcirc.domain.copies import CopyState
from deskcirc.domain.count_findings import ShelfMoves, UnknownCode, place_words
from deskcirc.domain.stocktake import Stocktake
from deskcirc.store.database import Library
from deskcirc.store.lookups import count_findings
from deskcirc.store.tables import titles


@pytest.fixture
def desk(library: Library) -> Desk:
    return a_desk(library)


def unknown(desk: Desk, count: Stocktake) -> tuple[UnknownCode, ...]:
    with desk.library.reading() as connection:
        return count_findings.unknown_codes(connection, count)


def moves(desk: Desk, count: Stocktake) -> tuple[ShelfMoves, ...]:
    with desk.library.reading() as connection:
        return count_findings.moves(connection, count)


def minutes_later(desk: Desk, minutes: int) -> Desk:
    return replace(desk, now=desk.now + timedelta(minutes=minutes))


def test_what_is_missed_is_proposed_before_what_was_seen_and_never_what_was_struck_off(desk: Desk) -> None:
    likelier, missed = a_copy(desk.library, barcode="B1243"), a_copy(desk.library, barcode="B1235")
    a_copy(desk.library, barcode="B1239", state=CopyState.WITHDRAWN.value)
    count = a_count(desk)
    later = days_later(desk, 1)
    scan(later, count, likelier)
    scan(later, count, "B1234")
    (code,) = unknown(later, count)
    assert [(each.copy.id, each.not_seen) for each in code.proposals] == [(missed.id, True), (likelier.id, False)]


def test_of_a_printed_isbn_the_copies_of_its_title_are_proposed_those_not_seen_first(desk: Desk) -> None:
    seen = a_copy(desk.library)
    missed = a_copy(desk.library, of=seen)
    a_copy(desk.library, of=seen, state=CopyState.WITHDRAWN.value)
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.update(titles, seen.title_id, isbn="9787302511625")
    count = a_count(desk)
    later = days_later(desk, 1)
    scan(later, count, seen)
    scan(later, count, "9787302511625")
    scan(later, count, "9787302511632")  # of no title here
    code, other = unknown(later, count)
    assert [(each.copy.id, each.not_seen, each.misread) for each in code.proposals] == [
        (missed.id, True, Misread.ISBN),
        (seen.id, False, Misread.ISBN),
    ]
    assert other.proposals == ()


def test_a_handful_of_copies_is_proposed_for_a_code(desk: Desk) -> None:
    for number in range(1, 9):
        a_copy(desk.library, barcode=f"B123{number}")
    count = a_count(desk)
    scan(desk, count, "B1230")
    assert [len(each.proposals) for each in unknown(desk, count)] == [5]


def test_codes_of_a_file_that_was_taken_back_are_neither_open_nor_repeats(desk: Desk) -> None:
    a_copy(desk.library)
    count = a_count(desk)
    later = days_later(desk, 1)
    scan(later, count, "T2")
    taken = taken_in(later, count, "T1\nT2\nT2\n")
    assert {each.line.code: each.repeats for each in unknown(later, count)} == {"T1": 0, "T2": 2}
    assert take_back_file(later, file_id(taken)).done
    assert {each.line.code: each.repeats for each in unknown(later, count)} == {"T2": 0}


def test_a_stray_copy_and_a_second_person_put_no_shelf_out_of_order(desk: Desk) -> None:
    shelf = a_shelf(desk.library, "SH1", "I1/1")
    a_shelf(desk.library, "SH2", "I3/1", place=2)
    stray, first, second, third = (a_copy_at(desk.library, f"I{each}/1") for each in (35, 11, 12, 13))
    count = a_count(desk)
    scanned = ((stray, "甲"), (first, "甲"), (third, "甲"), (second, "乙"))
    for minute, (copy, person) in enumerate(scanned):
        scan(minutes_later(desk, minute), count, copy, shelf=shelf, person=person)
    assert moves(desk, count) == ()


def test_shelves_out_of_order_come_as_one_walks(desk: Desk) -> None:
    shelves = [a_shelf(desk.library, code, place=place) for code, place in (("SH1", 2), ("SH2", 1))]
    copies = [a_copy_at(desk.library, f"I24/{number}") for number in (2, 1, 4, 3)]
    count = a_count(desk)
    for minute, copy in enumerate(copies):
        scan(minutes_later(desk, minute), count, copy, shelf=shelves[minute // 2])
    assert [each.place for each in moves(desk, count)] == ["SH2", "SH1"]


def test_a_place_is_said_as_people_say_it(desk: Desk) -> None:
    shelf = a_shelf(desk.library, "SH1", name="1排1架")
    assert place_words(replace(shelf, location="书库"), "书库") == "书库 1排1架"
    assert (place_words(shelf, ""), place_words(None, "书库"), place_words(None, "")) == (
        "1排1架",
        "书库",
        "no place said",
    )
