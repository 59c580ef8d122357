"""Where a copy belongs by the ranges of the shelves, and a shelf that begins with the book in hand."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.desk.shelves import ShelvesOutcome, begin_shelf
from deskcirc.domain.copies import Copy
from deskcirc.domain.shelf_places import map_of
from deskcirc.domain.stocktake import Shelf
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.shelf_lines import location_of_copy
from deskcirc.store.lookups.shelves import all_shelves, shelves_by_ids
from deskcirc.text import gettext as _


def shelf_of_copy(desk: Desk, copy: Copy) -> Shelf | None:
    """The shelf on which the copy belongs; None where no range says so."""
    if not copy.call_number:
        return None
    with desk.library.reading() as connection:
        return map_of(all_shelves(connection)).shelf_of(location_of_copy(connection, copy.id), copy.shelf_key)


def shelf_label_of(connection: Connection, copy_id: int) -> str:
    """What the shelf is called on which the copy belongs; "" where no range says so."""
    copy = copy_by_id(connection, copy_id)
    if copy is None or not copy.call_number:
        return ""
    shelf = map_of(all_shelves(connection)).shelf_of(location_of_copy(connection, copy_id), copy.shelf_key)
    return shelf.label if shelf is not None else ""


def begin_with_copy(desk: Desk, shelf_id: int, copy: Copy) -> ShelvesOutcome:
    """Let a shelf begin with the book that stands first on it. Raises GoneError for a shelf that is not there."""
    with desk.library.reading() as connection:
        shelf = next(iter(shelves_by_ids(connection, [shelf_id])), None)
        location_id = location_of_copy(connection, copy.id)
    if shelf is None:
        raise GoneError
    if not copy.call_number:
        words = _("{title} has no call number yet, so no shelf can begin with it.")
        return ShelvesOutcome(why_not=words.format(title=copy.name))
    if shelf.location_id is not None and location_id is not None and shelf.location_id != location_id:
        words = _("{title} belongs to another location than {shelf} ({location}): no shelf there can begin with it.")
        return ShelvesOutcome(
            why_not=words.format(title=copy.name, shelf=shelf.label, location=shelf.location or shelf.code)
        )
    return begin_shelf(desk, shelf_id, copy.call_number)
