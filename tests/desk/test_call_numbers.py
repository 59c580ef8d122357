"""Call numbers of copies follow their title's; keys of another version are made anew."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from tests.builders import a_copy, all_rows, set_up_act, the_copy
from tests.desk.counts import a_shelf

from deskcirc.desk.call_numbers import bring_shelf_keys_up_to_date, call_number_follows
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.call_numbers import SHELF_KEY_VERSION, shelf_key
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy
from deskcirc.store.check import check_library
from deskcirc.store.lookups.shelves import all_shelves
from deskcirc.store.tables import copies, settings
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station


def called(desk: Desk, called_before: str, of: Copy | None = None, **columns: str) -> Copy:
    return a_copy(desk.library, of=of, call_number=called_before, shelf_key=shelf_key(called_before), **columns)


def follow(desk: Desk, title_id: int, before: str, after: str) -> int:
    with desk.library.writing(desk.act(ActName.CHANGE_TITLE, title="《草房子》")) as writing:
        return call_number_follows(writing, title_id, before, after)


@pytest.mark.parametrize(
    ("stands", "goes"),
    [
        ("I287.45/238", "I287.5/7"),
        ("I287.45/238:2", "I287.5/7:2"),
        ("I287.45/238(2)", "I287.5/7(2)"),
        ("I287.45/2380", "I287.45/2380"),
        ("J228/1", "J228/1"),
        ("", ""),
    ],
)
def test_a_copy_follows_with_what_it_has_behind_the_number(desk: Desk, stands: str, goes: str) -> None:
    copy = called(desk, stands)
    assert follow(desk, copy.title_id, "I287.45/238", "I287.5/7") == (stands != goes)
    now = the_copy(desk.library, copy.id)
    assert (now.call_number, now.shelf_key) == (goes, shelf_key(goes))


def test_a_title_that_had_no_call_number_gives_its_copies_one(desk: Desk) -> None:
    bare, other = called(desk, ""), called(desk, "J228/1")
    assert follow(desk, bare.title_id, "", "I287.5/7") == 1
    assert the_copy(desk.library, bare.id).call_number == "I287.5/7"
    assert follow(desk, other.title_id, "", "I287.5/7") == 0


def test_a_new_call_number_wants_a_new_label_and_undo_takes_all_of_it_back(desk: Desk) -> None:
    copy = called(desk, "I287.45/238")
    before = all_rows(desk.library)
    follow(desk, copy.title_id, "I287.45/238", "I287.5/7")
    with desk.library.reading() as connection:
        assert connection.execute(select(copies.c.wants_label)).scalar()
    assert desk.library.last_entry is not None
    assert undo_by_id(desk, desk.library.last_entry).done
    assert all_rows(desk.library) == before


def test_a_withdrawn_copy_keeps_the_number_it_went_with(desk: Desk) -> None:
    copy = called(desk, "I287.45/238", state="withdrawn")
    assert follow(desk, copy.title_id, "I287.45/238", "I287.5/7") == 0


def test_keys_of_this_version_are_left_alone(desk: Desk) -> None:
    a_copy(desk.library, call_number="I287.45/2", shelf_key="odd")
    before = all_rows(desk.library, without_journal=False)
    assert bring_shelf_keys_up_to_date(desk) == 0
    assert all_rows(desk.library, without_journal=False) == before


def test_keys_of_another_version_are_made_anew_when_a_station_starts(desk: Desk) -> None:
    stale = a_copy(desk.library, call_number="I287.45/2", shelf_key="I287.45 00002")
    right = called(desk, "I287.45/1")
    shelf = a_shelf(desk.library, "SH001", "I287.45/1", first_key="old")
    with desk.library.writing(set_up_act(desk.library)) as writing:
        writing.insert(settings, name="shelf_key_version", value="0")
    Station(desk.library, desk.station).take(Input(desk.now, act="refresh"))
    keys = [the_copy(desk.library, copy.id).shelf_key for copy in (right, stale)]
    assert keys == [shelf_key("I287.45/1"), shelf_key("I287.45/2")]
    with desk.library.reading() as connection:
        assert all_shelves(connection)[0].first_key == shelf_key("I287.45/1") != shelf.first_key
    assert bring_shelf_keys_up_to_date(desk) == 0
    with desk.library.reading() as connection:
        stored = connection.execute(select(settings.c.value).where(settings.c.name == "shelf_key_version")).scalar()
    assert stored == str(SHELF_KEY_VERSION)
    assert list(check_library(desk.library)) == []
