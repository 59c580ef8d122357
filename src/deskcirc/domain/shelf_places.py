"""Which shelf a copy belongs on, by its location and its place in the shelf order; quick for a whole library."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from deskcirc.domain.call_numbers import has_place
from deskcirc.domain.stocktake import Shelf


@dataclass(frozen=True, slots=True)
class _Room:
    keys: tuple[str, ...]  # with which its shelves begin, ascending
    shelves: tuple[Shelf, ...]
    undivided: tuple[Shelf, ...]  # of which nobody said what stands on them


@dataclass(frozen=True, slots=True)
class ShelfMap:
    """The shelves in use, room by room; a shelf without a room takes copies of every room."""

    rooms: dict[int | None, _Room] = field(default_factory=dict)

    def shelf_of(self, location_id: int | None, shelf_key: str) -> Shelf | None:
        """Where a copy belongs; None where no shelf takes it, or several might."""
        for room_id in dict.fromkeys((location_id, None)):
            room = self.rooms.get(room_id)
            if room is None:
                continue
            if not has_place(shelf_key):  # nobody can say on which one: only where there is just one
                return room.undivided[0] if len(room.undivided) == 1 and not room.shelves else None
            found = self._begins_before(room, shelf_key)
            if found is not None:
                return found
            if len(room.undivided) == 1:
                return room.undivided[0]
        return None

    @staticmethod
    def _begins_before(room: _Room, shelf_key: str) -> Shelf | None:
        at = bisect_right(room.keys, shelf_key)
        return room.shelves[at - 1] if at and room.shelves[at - 1].holds(shelf_key) else None


def map_of(shelves: Iterable[Shelf]) -> ShelfMap:
    """The map of these shelves; those that have ended take nothing."""
    rooms: dict[int | None, list[Shelf]] = {}
    for shelf in shelves:
        if not shelf.ended:
            rooms.setdefault(shelf.location_id, []).append(shelf)
    made = {}
    for room_id, within in rooms.items():
        divided = sorted((shelf for shelf in within if shelf.first_key), key=lambda shelf: shelf.first_key)
        undivided = tuple(shelf for shelf in within if not shelf.first_key)
        made[room_id] = _Room(tuple(shelf.first_key for shelf in divided), tuple(divided), undivided)
    return ShelfMap(made)
