"""Shelves as staff set them up: many at once, named, ordered, divided; each taken back by undo, no code given twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import a_copy, a_patron
from tests.desk.counts import a_copy_at, a_count, a_location, scan
from tests.desk.test_accession import an_order

from deskcirc.desk.accession import add_copies
from deskcirc.desk.cards import replace_card
from deskcirc.desk.desk import Desk
from deskcirc.desk.shelves import (
    ShelfDraft,
    ShelvesOutcome,
    ShelvesWanted,
    begin_shelf,
    change_shelf,
    end_shelf,
    make_shelves,
    order_shelves,
    propose_ranges,
    proposed_code,
    take_ranges,
)
from deskcirc.desk.undo import undo_last
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.shelves import ShelfGrid
from deskcirc.domain.stocktake import Shelf
from deskcirc.errors import GoneError
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.shelves import all_shelves


def shelves_now(library: Library) -> tuple[Shelf, ...]:
    with library.reading() as connection:
        return all_shelves(connection)


def made(desk: Desk, count: int = 3, first_code: str = "", location_id: int | None = None) -> tuple[Shelf, ...]:
    outcome = make_shelves(desk, ShelvesWanted(ShelfGrid(bays=count), location_id, first_code))
    assert outcome.done, outcome.why_not
    return outcome.shelves


def undo(desk: Desk) -> None:
    outcome = undo_last(desk, "shelves")
    assert outcome.done, outcome.sentence


def test_three_rows_of_six_bays_of_five_boards_are_made_in_one_go(desk: Desk) -> None:
    outcome = make_shelves(desk, ShelvesWanted(ShelfGrid(3, 6, 5)))
    assert len(outcome.shelves) == 90
    assert [shelf.code for shelf in outcome.shelves][::89] == ["SH0001", "SH0090"]
    assert outcome.shelves[-1].name == "3-6-5"
    assert shelves_now(desk.library) == outcome.shelves
    assert not list(check_library(desk.library))


def test_codes_go_on_behind_those_given_and_undo_gives_none_of_them_back(desk: Desk) -> None:
    made(desk)
    undo(desk)
    assert shelves_now(desk.library) == ()
    assert [shelf.code for shelf in made(desk)] == ["SH0004", "SH0005", "SH0006"]
    assert proposed_code(desk) == "SH0007"


def test_a_first_code_that_was_given_once_goes_on_behind_those_that_were(desk: Desk) -> None:
    made(desk, first_code="SH0001")
    undo(desk)
    assert [shelf.code for shelf in made(desk, 1, "SH0002")] == ["SH0004"]


def test_a_first_code_of_ones_own_is_counted_up(desk: Desk) -> None:
    assert [shelf.code for shelf in made(desk, first_code="ｊ-08")] == ["J-08", "J-09", "J-10"]
    assert proposed_code(desk) == "J-11"


@pytest.mark.parametrize("code", ["DC-UNDO", "A1", "架一", "SHELF", "J-99", "X" * 30 + "1"])
def test_a_first_code_that_can_be_no_label_is_refused_with_a_sentence(desk: Desk, code: str) -> None:
    outcome = make_shelves(desk, ShelvesWanted(ShelfGrid(bays=3), first_code=code))
    assert outcome.why_not
    assert not shelves_now(desk.library)


def test_no_shelf_gets_a_code_that_a_copy_or_a_card_bears(desk: Desk) -> None:
    a_copy(desk.library, accession_number="SH0002")
    a_patron(desk.library, card="SH0003")
    assert [shelf.code for shelf in made(desk, 2)] == ["SH0004", "SH0005"]
    assert "SH0002" in make_shelves(desk, ShelvesWanted(ShelfGrid(bays=1), first_code="SH0002")).why_not


def test_no_copy_and_no_card_gets_the_code_of_a_shelf(desk: Desk) -> None:
    (shelf,) = made(desk, 1, "T000007")
    outcome = add_copies(desk, an_order(desk, 1, start="T000007"))
    assert any("T000007" in sentence for sentence in outcome.refusals)
    patron = a_patron(desk.library)
    assert shelf.label in replace_card(desk, patron.id, "T000007")


@pytest.mark.parametrize("grid", [ShelfGrid(), ShelfGrid(-1, 2, 2), ShelfGrid(100, 100, 100), ShelfGrid(1, 1, 1, -3)])
def test_shelves_that_cannot_be_are_refused(desk: Desk, grid: ShelfGrid) -> None:
    assert make_shelves(desk, ShelvesWanted(grid)).why_not


def test_a_shelf_is_changed_and_begins_with_a_book_and_both_are_taken_back(desk: Desk) -> None:
    place = a_location(desk.library, "HALL2")
    before = made(desk)
    changed = change_shelf(desk, before[1].id, ShelfDraft(" by the  window ", place, "I287.45/12"))
    assert (changed.shelves[0].label, changed.shelves[0].location_id) == ("by the window", place)
    assert begin_shelf(desk, before[1].id, "I287.45/13").shelves[0].first_call_number == "I287.45/13"
    undo(desk)
    undo(desk)
    assert shelves_now(desk.library) == before


def test_an_ended_shelf_gives_its_range_to_the_one_before_and_comes_back_by_undo(desk: Desk) -> None:
    first, second, third = made(desk)
    for shelf, number in ((first, "A1/1"), (second, "I1/1"), (third, "K1/1")):
        begin_shelf(desk, shelf.id, number)
    before = shelves_now(desk.library)
    end_shelf(desk, [second.id])
    after = shelves_now(desk.library)
    assert [shelf.id for shelf in after] == [first.id, third.id]
    assert after[0].end_key == after[1].first_key
    with pytest.raises(GoneError):
        begin_shelf(desk, second.id, "B1/1")
    undo(desk)
    assert shelves_now(desk.library) == before


def test_the_walking_order_is_changed_and_taken_back(desk: Desk) -> None:
    first, second, third = before = made(desk)
    order_shelves(desk, [third.id], first.id)
    assert [shelf.id for shelf in shelves_now(desk.library)] == [third.id, first.id, second.id]
    order_shelves(desk, [third.id, first.id], None)
    assert [shelf.id for shelf in shelves_now(desk.library)] == [second.id, third.id, first.id]
    undo(desk)
    undo(desk)
    assert shelves_now(desk.library) == before
    with pytest.raises(GoneError):
        order_shelves(desk, [first.id], 999)


def test_ranges_are_shown_before_they_are_taken_and_taken_back(desk: Desk) -> None:
    place = a_location(desk.library, "HALL2")
    before = made(desk, 2, location_id=place)
    for number in range(10):
        a_copy_at(desk.library, f"I{number}/1", location_id=place)
    a_copy_at(desk.library, "A1/1")
    proposed = propose_ranges(desk, place)
    assert [each.copies for each in proposed] == [5, 5]
    assert shelves_now(desk.library) == before
    take_ranges(desk, place)
    assert [shelf.first_call_number for shelf in shelves_now(desk.library)] == ["I0/1", "I5/1"]
    assert not list(check_library(desk.library))
    undo(desk)
    assert shelves_now(desk.library) == before


def test_nothing_is_divided_where_nothing_stands(desk: Desk) -> None:
    assert take_ranges(desk, None).why_not
    made(desk)
    assert take_ranges(desk, None).why_not
    assert take_ranges(desk, None, -1).why_not


def test_helpers_set_up_no_shelves(desk: Desk) -> None:
    (shelf,) = made(desk, 1)
    helper = replace(desk, operator=Operator(1, "小明", Role.HELPER))
    refused: list[ShelvesOutcome] = [
        make_shelves(helper, ShelvesWanted(ShelfGrid(bays=1))),
        change_shelf(helper, shelf.id, ShelfDraft("x")),
        end_shelf(helper, [shelf.id]),
        order_shelves(helper, [shelf.id], None),
        take_ranges(helper, None),
    ]
    assert all("librarian" in outcome.why_not for outcome in refused)


def test_shelves_that_books_were_counted_on_are_not_unmade(desk: Desk) -> None:
    (shelf,) = made(desk, 1)
    copy = a_copy_at(desk.library, "I1/1")
    scan(desk, a_count(desk), copy, shelf=shelf)
    assert shelves_now(desk.library) == (shelf,)
    assert not list(check_library(desk.library))


def test_what_no_shelf_can_hold_and_a_shelf_that_is_not_there_change_nothing(desk: Desk) -> None:
    a_copy_at(desk.library, "I24/1")
    shelves = made(desk)
    for capacity in (-1, 100_001):
        assert "1 to 100,000" in take_ranges(desk, None, capacity).why_not
    for ids, before in (([99], None), ([shelves[0].id], 99)):
        with pytest.raises(GoneError):
            order_shelves(desk, ids, before)
    assert shelves_now(desk.library) == shelves
