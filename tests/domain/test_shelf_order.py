"""The moves that put a shelf in order, each made between two copies that stand there already."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.shelf_order import Placed, moves_of
from deskcirc.domain.shelf_runs import Run


@given(keys=st.lists(st.sampled_from("ABCDEFG"), max_size=9))
def test_every_move_finds_both_its_neighbours_beside_each_other_and_the_last_leaves_a_shelf_in_order(
    keys: list[str],
) -> None:
    run = [Placed(place, key) for place, key in enumerate(keys)]
    moves = moves_of(run)
    moved = {copy_id for copy_id, _after, _before in moves}
    stands = [each.copy_id for each in run if each.copy_id not in moved]
    for copy_id, after, before in moves:
        at = 0 if after is None else stands.index(after) + 1
        assert (stands[at] if at < len(stands) else None) == before
        stands.insert(at, copy_id)
    assert [keys[copy_id] for copy_id in stands] == sorted(keys)


def test_a_copy_too_far_back_leaves_the_place_where_somebody_scans() -> None:
    run, said = Run(), []
    for key in "ABCDBCE":
        said.append(run.in_order(key))
        run = run.scanned(key)
    assert said == [True, True, True, True, False, False, True]
