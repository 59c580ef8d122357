"""Shelves by themselves: names in walking order, the stock divided over them, ranges that clash."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.shelves import (
    ShelfGrid,
    StandsHere,
    Stock,
    copies_placed,
    divide,
    fills,
    moved,
    range_flaws,
    stock_for,
)
from deskcirc.domain.stocktake import Shelf


def shelves_of(*firsts: str, location_id: int | None = None) -> list[Shelf]:
    """Shelves in walking order that begin with these call numbers, each ending where the next begins."""
    made = [
        Shelf(n, f"SH{n:04}", "", location_id, "", n, first, shelf_key(first) if first else "")
        for n, first in enumerate(firsts, 1)
    ]
    keys = [shelf.first_key for shelf in made]
    return [
        replace(shelf, end_key=next((key for key in keys[place + 1 :] if key), "")) for place, shelf in enumerate(made)
    ]


def stands(*numbers: str, copies: int = 1) -> list[StandsHere]:
    return sorted((StandsHere(shelf_key(each), each, copies) for each in numbers), key=lambda each: each.key)


def test_shelves_are_named_row_by_row_bay_by_bay_from_the_upper_board_down() -> None:
    names = ShelfGrid(2, 2, 3, first_row=4).names()
    assert len(names) == 12
    assert names[:4] == ("4-1-1", "4-1-2", "4-1-3", "4-2-1")
    assert names[-1] == "5-2-3"


def test_a_part_that_nobody_counts_is_left_out_of_the_names() -> None:
    assert ShelfGrid(bays=2, before="Hall").names() == ("Hall Bay 1", "Hall Bay 2")
    assert ShelfGrid().names() == ()


def test_stock_is_divided_evenly_by_copies_and_no_call_number_is_divided() -> None:
    groups = [*stands("A1/1", "A2/1", copies=10), *stands("B8/1", "C9/1", copies=40)]
    ranges = divide(shelves_of("", "", location_id=1), sorted(groups, key=lambda each: each.key))
    assert [(each.stands.call_number if each.stands else "", each.copies) for each in ranges] == [
        ("A1/1", 60),
        ("C9/1", 40),
    ]


def test_shelves_are_filled_up_to_their_capacity_and_the_last_one_says_what_is_too_much() -> None:
    ranges = divide(shelves_of("", ""), stands("A1/1", "A1/2", "A1/3", "A1/4", "A1/5"), capacity=2)
    assert [(each.copies, each.over, each.last_call_number) for each in ranges] == [(2, 0, "A1/2"), (3, 1, "A1/5")]


def test_where_nothing_is_left_a_shelf_gets_no_range() -> None:
    ranges = divide(shelves_of("", "", "I1/1"), stands("A1/1", "A1/2"))
    assert [each.stands is None for each in ranges] == [False, False, True]
    assert ranges[2].begins_anew
    assert [each.copies for each in divide(shelves_of("", ""), [])] == [0, 0]


@given(
    st.lists(st.tuples(st.integers(1, 400), st.integers(1, 9)), unique_by=lambda each: each[0], max_size=60),
    st.integers(0, 12),
    st.integers(0, 25),
)
def test_every_copy_falls_to_just_one_shelf_in_order(books: list[tuple[int, int]], count: int, capacity: int) -> None:
    groups = [StandsHere(f"{number:03}", f"A{number}", copies) for number, copies in sorted(books)]
    ranges = divide(shelves_of(*[""] * count), groups, capacity)
    assert len(ranges) == count
    if count:
        assert sum(each.copies for each in ranges) == sum(group.copies for group in groups)
    keys = [each.stands.key for each in ranges if each.stands]
    assert keys == sorted(set(keys))
    if keys:
        assert keys[0] == groups[0].key
        assert all(each.stands for each in ranges[: len(keys)])


def test_what_belongs_on_a_shelf_is_counted_by_its_range_with_the_last_call_number() -> None:
    shelves = shelves_of("A1/1", "I2/1", location_id=7)
    found = fills(shelves, {7: stands("A1/1", "B8/3", "I2/1", "I3/9", copies=2), None: stands("A1/1")})
    assert [(found[shelf.id].copies, found[shelf.id].last_call_number) for shelf in shelves] == [
        (4, "B8/3"),
        (4, "I3/9"),
    ]


def test_a_copy_in_two_ranges_that_overlap_has_one_shelf() -> None:
    shelves = shelves_of("A1/1", "K1/1", "I2/1", location_id=7)
    stock: Stock = {7: stands("A0/1", "A1/1", "I2/1", "I9/1", "K1/1")}
    assert sum(fill.copies for fill in fills(shelves, stock).values()) == 6
    assert copies_placed(shelves, stock) == 4


def test_shelves_of_no_location_hold_what_has_no_shelves_of_its_own() -> None:
    shelves = [*shelves_of("A1/1"), replace(shelves_of("A1/1", location_id=7)[0], id=9)]
    stock = {7: stands("I1/1"), 8: stands("I2/1"), None: stands("B1/1")}
    assert [each.call_number for each in stock_for(None, stock, shelves)] == ["B1/1", "I2/1"]
    assert [each.call_number for each in stock_for(7, stock, shelves)] == ["I1/1"]


def test_a_call_number_that_stands_at_two_locations_is_divided_no_more_than_one_at_a_single_one() -> None:
    shelves = shelves_of("", "", "")
    stock: Stock = {7: stands("A1/1", "I2/1", copies=3), 8: stands("I2/1", "K1/1", copies=2)}
    ranges = divide(shelves, stock_for(None, stock, shelves))
    assert [each.copies for each in ranges] == [3, 5, 2]


def test_ranges_that_run_backwards_or_leave_nothing_are_named() -> None:
    shelves = shelves_of("A1/1", "I2/1", "", "B1/1", "B1/1")
    flaws = range_flaws(shelves)
    assert set(flaws) == {4, 5}
    assert "B1/1" in flaws[4]
    assert "I2/1" in flaws[4]
    assert range_flaws(shelves_of("A1/1", "", "B1/1")) == {}


def test_moved_shelves_keep_their_own_order() -> None:
    shelves = shelves_of("", "", "", "")
    order = [
        [each.id for each in moved(shelves, ids, before)]
        for ids, before in [([4, 2], 1), ([1], None), ([2, 3], 2), ([1, 2], 99)]
    ]
    assert order == [[2, 4, 1, 3], [2, 3, 4, 1], [1, 2, 3, 4], [3, 4, 1, 2]]
