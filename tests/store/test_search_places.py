"""What the library knows about where a copy may be: neighbours on the shelf, other places of the same title."""

from __future__ import annotations

from typing import Any

from tests.builders import TODAY, a_copy, a_desk, a_patron, set_up_act

from deskcirc.desk.circulation import check_out
from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.copies import Copy
from deskcirc.domain.losses import Loss, LossOrigin, LossState, LossWay
from deskcirc.store.database import Library
from deskcirc.store.lookups.search_places import copies_to_search
from deskcirc.store.tables import locations


def shelved(library: Library, title: str, number: str, **columns: Any) -> Copy:
    return a_copy(library, title, call_number=number, shelf_key=shelf_key(number), **columns)


def a_claim(copy: Copy, number: int = 1, patron_id: int | None = None) -> Loss:
    words = "陈子墨" if patron_id else ""
    way = LossWay.UNDECIDED
    return Loss(number, copy, LossState.CLAIMED, LossOrigin.PATRON, way, TODAY, patron_id=patron_id, patron=words)


def places(library: Library, *claims: Loss) -> list[tuple[str, ...]]:
    with library.reading() as connection:
        return [each.places for each in copies_to_search(connection, claims, library.policy, TODAY)]


def test_neighbours_are_copies_that_stand_in_the_same_room(library: Library) -> None:
    with library.writing(set_up_act(library)) as writing:
        room = writing.insert(locations, code="B", name="B")
    patron = a_patron(library)
    first, wanted = shelved(library, "甲", "I287/1"), shelved(library, "乙", "I287/5")
    out = shelved(library, "丙", "I287/4")
    shelved(library, "丁", "I287/3", location_id=room)
    shelved(library, "戊", "I287/6", awaits_shelving=True)
    shelved(library, "己", "I287/7", state="missing")
    shelved(library, "庚", "I287/8")
    check_out(a_desk(library), patron, out.id)
    (walk,) = places(library, a_claim(wanted))
    assert walk[0] == f"Its place: I287/5, between {first.name} I287/1 and 《庚》 I287/8"
    assert walk[1:] == ("The trolley: 1 copy stands there",)


def test_numbers_that_read_alike_are_named_where_a_copy_has_them(library: Library) -> None:
    wanted = shelved(library, "甲", "I287.45/12")
    shelved(library, "乙", "I287.54/12")
    (walk,) = places(library, a_claim(wanted))
    assert "Where the number reads alike: I287.54/12" in walk


def test_copies_are_listed_in_the_order_of_the_walk(library: Library) -> None:
    late, early = shelved(library, "甲", "K9/1"), shelved(library, "乙", "B1/1")
    without = a_copy(library, "丙")
    claims = [a_claim(copy, number) for number, copy in enumerate((late, without, early), 1)]
    with library.reading() as connection:
        found = copies_to_search(connection, claims, library.policy, TODAY)
    assert [each.copy.id for each in found] == [early.id, late.id, without.id]
    assert found[2].places[0] == "Its place: no call number"
    assert places(library) == []


def test_whoever_had_it_last_ends_the_walk(library: Library) -> None:
    patron = a_patron(library, grade=3)
    (walk,) = places(library, a_claim(shelved(library, "甲", "I287/1"), patron_id=patron.id))
    assert walk[-1].startswith("陈子墨")
