"""On which labelled shelf a copy belongs, as every section and the report of a count say it."""

from __future__ import annotations

from deskcirc.domain.shelf_places import map_of
from deskcirc.domain.stocktake import Shelf

STACKS = [
    Shelf(1, "S1", "", 1, "书库", 1, "A", "A", "I"),
    Shelf(2, "S2", "", 1, "书库", 2, "I", "I", ""),
    Shelf(3, "S3", "", 2, "阅览室", 3),
]


def shelf_id(shelves: list[Shelf], location_id: int | None, key: str) -> int | None:
    found = map_of(shelves).shelf_of(location_id, key)
    return None if found is None else found.id


def test_a_copy_belongs_to_the_last_shelf_that_begins_before_it() -> None:
    places = ((1, "B5"), (1, "I"), (1, "Z"), (None, "B"), (1, ""))
    assert [shelf_id(STACKS, *place) for place in places] == [1, 2, 2, None, None]


def test_the_only_shelf_of_a_room_takes_what_nobody_divided() -> None:
    assert shelf_id(STACKS, 2, "B5") == 3


def test_a_shelf_without_a_room_takes_copies_of_every_room_that_has_no_shelf_of_its_own_for_them() -> None:
    shelves = [*STACKS, Shelf(4, "S4", "", None, "", 4, "A", "A", "")]
    assert [shelf_id(shelves, room, "B5") for room in (1, 2, 3, None)] == [1, 3, 4, 4]
