"""Where to look for a copy that is said to be returned: in words, and in the order of the walk."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tests.domain.facts import A_COPY

from deskcirc.domain.losses import Loss, LossOrigin, LossState, LossWay
from deskcirc.domain.search_places import Neighbour, Whereabouts, places_to_look, read_alike

DAY = date(2026, 3, 2)


def a_claim(patron: str = "陈子墨（三（1）班）") -> Loss:
    copy = replace(A_COPY, call_number="I287.45/12")
    return Loss(1, copy, LossState.CLAIMED, LossOrigin.PATRON, LossWay.UNDECIDED, DAY, patron=patron)


def test_two_neighbouring_digits_changed_about_read_alike() -> None:
    assert read_alike("I287.45/12") == ("I827.45/12", "I278.45/12", "I287.54/12", "I287.45/21")
    assert read_alike("") == read_alike("I11/2") == ()


def test_the_walk_begins_at_its_place_and_ends_with_whoever_had_it() -> None:
    before, after = Neighbour("《城南旧事》", "I287.45/11"), Neighbour("《昆虫记》", "I287.45/13")
    known = Whereabouts(before, after, ("I287.54/12",), 3, (4,), shelf_in_use=True, corners=("三（1）班",))
    assert places_to_look(a_claim(), known) == (
        "Its place: I287.45/12, between 《城南旧事》 I287.45/11 and 《昆虫记》 I287.45/13",
        "Where the number reads alike: I287.54/12",
        "The trolley: 3 copies stand there",
        "The hold shelf, at number 4: the same title",
        "The class corner of 三（1）班",
        "陈子墨（三（1）班）: school bag, desk, home",
    )


def test_what_stood_in_a_class_corner_is_looked_for_there_and_with_the_pupil_who_had_it_of_the_class() -> None:
    known = Whereabouts(corners=("三（1）班",))
    of_corner = replace(a_claim("三（1）班（图书角）"), in_corner=True)
    places = ("Its place: I287.45/12", "The class corner of 三（1）班")
    assert places_to_look(of_corner, known) == places
    lent_on = replace(of_corner, pupil="林小雨")
    assert places_to_look(lent_on, known) == (*places, "林小雨: school bag, desk, home")


def test_only_places_there_are_are_named() -> None:
    assert places_to_look(a_claim(""), Whereabouts()) == ("Its place: I287.45/12",)
    only_after = Whereabouts(after=Neighbour("《昆虫记》", ""), shelf_in_use=True)
    assert places_to_look(a_claim(""), only_after) == ("Its place: I287.45/12, before 《昆虫记》", "The hold shelf")
