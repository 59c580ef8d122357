"""The order on a shelf."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.shelf_runs import Run, places_to_move

SHELF = st.lists(st.sampled_from("ABCDEFG"), max_size=9)


@pytest.mark.parametrize(
    ("keys", "moves"),
    [("", []), ("A", []), ("AABBC", []), ("ABZCD", [2]), ("CAB", [0]), ("CBA", [0, 1]), ("ABABAB", [1, 3])],
)
def test_the_copies_that_stand_wrong_are_named(keys: str, moves: list[int]) -> None:
    found = places_to_move(keys)
    assert len(found) == len(moves)
    left = [key for place, key in enumerate(keys) if place not in found]
    assert left == sorted(left)


@given(keys=SHELF)
def test_no_fewer_moves_put_a_shelf_right(keys: list[str]) -> None:
    moves = set(places_to_move(keys))
    left = [key for place, key in enumerate(keys) if place not in moves]
    assert left == sorted(left)
    for fewer in range(len(moves)):
        for others in combinations(range(len(keys)), fewer):
            rest = [key for place, key in enumerate(keys) if place not in others]
            assert rest != sorted(rest)


@given(keys=SHELF)
def test_a_shelf_in_order_is_never_said_to_be_out_of_it(keys: list[str]) -> None:
    run = Run()
    for key in sorted(keys):
        assert run.in_order(key)
        run = run.scanned(key)


def test_one_copy_far_too_high_puts_only_the_next_scan_in_doubt() -> None:
    run, said = Run(), []
    for key in "ABZCDE":
        said.append(run.in_order(key))
        run = run.scanned(key)
    assert said == [True, True, True, False, True, True]


def test_a_room_of_thousands_without_labels_is_followed_to_its_end() -> None:
    run = Run()
    for number in range(1000, 1300):
        run = run.scanned(str(number))
    assert run.last == "1299"
    assert [run.in_order(key) for key in ("1298", "1299", "1300")] == [False, True, True]
    for number in range(100):  # somebody begins at the front again: that is no new order
        run = run.scanned(f"0{number:03}")
    assert (run.last, run.in_order("0999")) == ("1299", False)
