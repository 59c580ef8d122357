"""The order on a shelf: which copies stand out of it, and the fewest that must be moved to put it right.

The longest run of copies that stand in order among themselves stays; all others are moved, and no smaller number of
moves can do it. The run is found by laying the keys in piles as in the card game patience, which takes n log n steps.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

_REMEMBERED: Final = 64  # keys of a run: a room without shelf labels is one shelf, and a scan costs the same at its end


def places_to_move(keys: Sequence[str]) -> list[int]:
    """The places, from 0 and ascending, of the fewest copies that must move for the rest to stand in order.

    `keys` are shelf keys in the order the copies stand; equal keys stand in order whichever is first.
    """
    stays = set(_longest_run(keys))
    return [place for place in range(len(keys)) if place not in stays]


def _longest_run(keys: Sequence[str]) -> list[int]:
    """The places of a longest run that never descends."""
    tails: list[str] = []  # the smallest key that ends a run of each length
    ends: list[int] = []  # and its place
    before: list[int | None] = []
    for place, key in enumerate(keys):
        length = bisect_right(tails, key)
        before.append(ends[length - 1] if length else None)
        if length == len(tails):
            tails.append(key)
            ends.append(place)
        else:
            tails[length], ends[length] = key, place
    run: list[int] = []
    last = ends[-1] if ends else None
    while last is not None:
        run.append(last)
        last = before[last]
    return run[::-1]


@dataclass(frozen=True, slots=True)
class Run:
    """The shelf that is being scanned, key by key: says at once whether the next copy stands in order.

    `tails` are the smallest keys that end a run of each length so far. One copy set far too high up the shelf puts
    only the next scan in doubt, not all that follow.
    """

    tails: tuple[str, ...] = ()

    @property
    def last(self) -> str:
        """The key after which the next copy is looked for; "" on a shelf not yet begun."""
        return self.tails[-1] if self.tails else ""

    def scanned(self, key: str) -> Run:
        """The run with this copy."""
        length = bisect_right(self.tails, key)
        if length == 0 and len(self.tails) == _REMEMBERED:
            return self
        return Run((*self.tails[:length], key, *self.tails[length + 1 :])[-_REMEMBERED:])

    def in_order(self, key: str) -> bool:
        """Whether a copy of this key stands in order after what was scanned."""
        return not self.tails or key >= self.tails[-1]
