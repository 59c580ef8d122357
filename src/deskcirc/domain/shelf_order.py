"""How a shelf is put in order: each move with the two copies between which the moved one goes."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from deskcirc.domain.shelf_runs import places_to_move


@dataclass(frozen=True, slots=True)
class Placed:
    """A copy as it stands on the shelf."""

    copy_id: int
    shelf_key: str


def moves_of(run: Sequence[Placed]) -> list[tuple[int, int | None, int | None]]:
    """The fewest moves: the copy, after which it goes and before which; None is the end of the shelf.

    Made in this order every move finds both its neighbours standing where it says.
    """
    moved = set(places_to_move([each.shelf_key for each in run]))
    stands = [each for place, each in enumerate(run) if place not in moved]
    keys = [each.shelf_key for each in stands]
    found: list[tuple[int, int | None, int | None]] = []
    for each in sorted((run[place] for place in moved), key=lambda placed: placed.shelf_key):
        at = bisect_right(keys, each.shelf_key)
        after = stands[at - 1].copy_id if at else None
        before = stands[at].copy_id if at < len(stands) else None
        found.append((each.copy_id, after, before))
        keys.insert(at, each.shelf_key)
        stands.insert(at, each)
    return found
