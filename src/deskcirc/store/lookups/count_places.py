"""Where the lines of a count were noted, in words, and where the copies of the library belong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, select

from deskcirc.domain.call_numbers import has_place
from deskcirc.domain.count_findings import place_words
from deskcirc.domain.shelf_places import ShelfMap, map_of
from deskcirc.domain.stocktake import CountedLine, Shelf
from deskcirc.store.lookups.place_names import location_names
from deskcirc.store.lookups.shelves import all_shelves, shelves_by_ids
from deskcirc.store.tables import shelves

_ENDED: Final = select(shelves.c.id).where(shelves.c.ended)


@dataclass(frozen=True, slots=True)
class Rooms:
    """Every shelf and every room, read once for a list."""

    shelves: dict[int, Shelf]
    names: dict[int, str]
    belongs: ShelfMap

    def place(self, shelf_id: int | None, location_id: int | None) -> str:
        """Where somebody was, in words."""
        shelf = None if shelf_id is None else self.shelves.get(shelf_id)
        return place_words(shelf, self.names.get(location_id or 0, ""))

    def place_of(self, line: CountedLine) -> str:
        """Where a line was noted."""
        return self.place(line.shelf_id, line.location_id)

    def location_at(self, shelf_id: int | None, location_id: int | None) -> int | None:
        """The room somebody was in; None where nobody said."""
        shelf = None if shelf_id is None else self.shelves.get(shelf_id)
        return location_id if shelf is None else shelf.location_id

    def home(self, location_id: int | None, shelf_key: str) -> tuple[Shelf | None, str]:
        """Where a copy belongs: its shelf where there is one, and the place in words."""
        shelf = self.belongs.shelf_of(location_id, shelf_key)
        return shelf, place_words(shelf, self.names.get(location_id or 0, ""))

    def is_wrong(self, shelf_id: int | None, here: int | None, location_id: int | None, shelf_key: str) -> bool:
        """Whether a copy that stood there belongs elsewhere, as far as anybody said; `here` is the room without a
        shelf."""
        room = self.location_at(shelf_id, here)
        if room is not None and location_id is not None and room != location_id:
            return True
        shelf = None if shelf_id is None else self.shelves.get(shelf_id)
        return shelf is not None and has_place(shelf_key) and not shelf.holds(shelf_key)


def all_rooms(connection: Connection) -> Rooms:
    """The rooms and shelves as they stand now; shelves that have ended too, for lines noted at them."""
    standing = all_shelves(connection)
    ended = shelves_by_ids(connection, list(connection.execute(_ENDED).scalars()))
    shelves_by_id = {shelf.id: shelf for shelf in (*standing, *ended)}
    return Rooms(shelves_by_id, location_names(connection), map_of(standing))
