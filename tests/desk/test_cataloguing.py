"""Titles are catalogued and changed: what follows, what is refused, what undo gives back, two stations at one title."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import NOON, a_copy, a_desk, all_rows, change_setting, the_copy

from deskcirc.desk.book_numbers import claim_book_number
from deskcirc.desk.cataloguing import doubts_about_title, remove_cover, save_title, set_cover
from deskcirc.desk.desk import Desk
from deskcirc.desk.undo import undo_last
from deskcirc.domain.changes import ActName
from deskcirc.domain.drafts import MarcDraft, TitleDraft
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.title_form import texts_of
from deskcirc.domain.titles import Title
from deskcirc.errors import GoneError
from deskcirc.settings import ENTRY_CHECKS
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.lookups.title_matches import (
    cover_of_title,
    publishers_with_prefix,
    titles_like,
    titles_to_complete,
)
from deskcirc.store.lookups.titles import record_of_title, title_by_id
from deskcirc.store.tables import copies

BOOK = TitleDraft(
    title="草房子",
    author="曹文轩著",
    publisher="江苏少年儿童出版社",
    place="南京",
    isbn="9787534618727",
    isbn_valid=True,
    other_isbns=("9787020002207",),
    subjects=("儿童小说", "长篇小说-中国"),
    price=1800,
    class_number="I287.45",
    book_number="238",
    call_number="I287.45/238",
)
MARC = MarcDraft("cnmarc", "iso2709", "utf-8", b"first")


def title_of(library: Library, title_id: int | None) -> Title:
    assert title_id is not None
    with library.reading() as connection:
        title = title_by_id(connection, title_id)
    assert title is not None
    return title


def test_a_title_is_catalogued_with_its_record_and_taken_back(desk: Desk, library: Library) -> None:
    before = all_rows(library)
    saved = save_title(desk, None, BOOK, marc=MARC)
    assert title_of(library, saved.title_id).description == BOOK
    with library.reading() as connection:
        assert record_of_title(connection, saved.title_id or 0) == MARC
    assert undo_last(desk, "cataloguing").done
    assert all_rows(library) == before


def test_a_changed_class_takes_the_copies_along_that_stood_there(desk: Desk, library: Library) -> None:
    saved = save_title(desk, None, BOOK)
    own = {"call_number": "I287.45/238", "shelf_key": "old"}
    first = a_copy(library)
    with library.writing(desk.act(ActName.IMPORT)) as writing:
        writing.update(copies, first.id, title_id=saved.title_id, **own)
    second = a_copy(library, of=the_copy(library, first.id), call_number="J/1", shelf_key="J/1")
    before = all_rows(library)
    changed = replace(BOOK, class_number="I287.47", call_number="I287.47/238")
    assert save_title(desk, saved.title_id, changed, read_as=BOOK).copies_moved == 1
    assert the_copy(library, first.id).call_number == "I287.47/238"
    assert the_copy(library, first.id).shelf_key.startswith("I287")
    assert the_copy(library, second.id).call_number == "J/1"
    assert list(check_library(library)) == []
    assert undo_last(desk, "cataloguing").done
    assert all_rows(library) == before


def test_saving_a_title_unchanged_writes_nothing(desk: Desk, library: Library) -> None:
    saved = save_title(desk, None, BOOK, marc=MARC)
    before = all_rows(library, without_journal=False)
    assert save_title(desk, saved.title_id, BOOK, read_as=BOOK, marc=MARC).title_id == saved.title_id
    assert all_rows(library, without_journal=False) == before


def test_of_two_stations_the_later_one_is_told(desk: Desk, library: Library) -> None:
    title_id = save_title(desk, None, BOOK).title_id
    other = a_desk(library, NOON, station="counter 2")
    assert not save_title(other, title_id, replace(BOOK, note="签名本"), read_as=BOOK).why_not
    refused = save_title(desk, title_id, replace(BOOK, price=2000), read_as=BOOK)
    assert "meanwhile" in refused.why_not
    assert title_of(library, title_id).description.price == 1800


def test_a_helper_describes_nothing_and_a_title_must_have_a_name(desk: Desk, library: Library) -> None:
    helper = replace(desk, operator=Operator(2, "小明", Role.HELPER))
    assert save_title(helper, None, BOOK).why_not
    assert set_cover(helper, 1, b"x", 1, 1)
    assert remove_cover(helper, 1)
    assert save_title(desk, None, replace(BOOK, title=" ")).why_not
    with pytest.raises(GoneError):
        save_title(desk, 999, BOOK)
    assert all_rows(library)["titles"] == []


def test_the_record_kept_last_is_changed_and_never_doubled(desk: Desk, library: Library) -> None:
    title_id = save_title(desk, None, BOOK, marc=MARC).title_id
    assert title_id
    save_title(desk, title_id, BOOK, marc=replace(MARC, octets=b"second"))
    assert len(all_rows(library)["marc_records"]) == 1
    with library.reading() as connection:
        record = record_of_title(connection, title_id)
    assert record is not None
    assert record.octets == b"second"


def test_a_title_written_otherwise_is_found_before_it_is_there_twice(desk: Desk, library: Library) -> None:
    title_id = save_title(desk, None, replace(BOOK, title="《草房子》")).title_id
    again = TitleDraft(title="草 房子", author="曹文轩", publisher="江苏少年儿童出版社")
    with library.reading() as connection:
        assert [title.id for title in titles_like(connection, again)] == [title_id]
        doubts = doubts_about_title(desk, connection, again, texts_of(again))
        assert [(doubt.code, doubt.title_id) for doubt in doubts] == [("same-work", title_id)]
        assert doubts_about_title(desk, connection, BOOK, texts_of(BOOK), but=title_id) == ()
        isbn = replace(again, title="别的", isbn="9787020002207", isbn_valid=True)
        assert [doubt.code for doubt in doubts_about_title(desk, connection, isbn, {})] == ["same-isbn"]


def test_the_stock_says_who_publishes_under_a_prefix(desk: Desk, library: Library) -> None:
    save_title(desk, None, BOOK)
    save_title(desk, None, replace(BOOK, title="根鸟", isbn="9787534600005", call_number="I287.45/9", book_number="9"))
    with library.reading() as connection:
        used = publishers_with_prefix(connection, "97875346")
        assert [(each.publisher, each.place, each.titles) for each in used] == [("江苏少年儿童出版社", "南京", 2)]
        assert publishers_with_prefix(connection, "978702") == ()


def test_what_was_put_off_waits_in_the_queue_until_it_is_completed(desk: Desk, library: Library) -> None:
    title_id = save_title(desk, None, TitleDraft(title="快加"), awaits_cataloguing=True).title_id
    a_copy(library, "没有分类号")
    with library.reading() as connection:
        assert [title.id for title in titles_to_complete(connection, "awaiting", 9)[1]] == [title_id]
        assert [title.name for title in titles_to_complete(connection, "no_class", 9)[1]] == ["没有分类号"]
        assert titles_to_complete(connection, "no_price", 9)[0] == 0
    save_title(desk, title_id, BOOK)
    with library.reading() as connection:
        assert titles_to_complete(connection, "awaiting", 9) == (0, ())


def test_a_cover_is_set_replaced_and_taken_away(desk: Desk, library: Library) -> None:
    title_id = save_title(desk, None, BOOK).title_id
    assert title_id
    before = all_rows(library)
    assert set_cover(desk, title_id, b"one", 3, 4) == ""
    assert undo_last(desk, "cataloguing").done
    assert all_rows(library) == before
    set_cover(desk, title_id, b"one", 3, 4)
    set_cover(desk, title_id, b"two", 3, 4)
    with library.reading() as connection:
        assert cover_of_title(connection, title_id) == b"two"
    assert remove_cover(desk, title_id) == ""
    with library.reading() as connection:
        assert cover_of_title(connection, title_id) is None
    assert set_cover(desk, title_id, b"x" * 10**6, 3, 4)


def test_a_call_number_of_another_title_is_refused_unless_it_is_meant(desk: Desk, library: Library) -> None:
    save_title(desk, None, BOOK)
    other = replace(BOOK, title="根鸟", isbn="", isbn_valid=False, other_isbns=())
    with library.reading() as connection:
        assert [doubt.code for doubt in doubts_about_title(desk, connection, other, {})] == ["call-number"]
    assert "草房子" in save_title(desk, None, other).why_not
    assert save_title(desk, None, other, shares_call_number=True).title_id


def test_two_unsaved_titles_at_two_stations_get_two_book_numbers(desk: Desk, library: Library) -> None:
    other_desk = a_desk(library, NOON, station="counter 2")
    numbers = [claim_book_number(each, "I287.45").book_number for each in (desk, other_desk)]
    assert numbers == ["1", "2"]
    mine = replace(BOOK, book_number="1", call_number="I287.45/1")
    assert "reserved" in save_title(other_desk, None, mine).why_not
    assert save_title(desk, None, mine).title_id
    assert list(check_library(library)) == []


def test_a_library_without_entry_checks_hears_of_other_titles_alone(desk: Desk, library: Library) -> None:
    save_title(desk, None, BOOK)
    change_setting(library, ENTRY_CHECKS.name, "false")
    odd = replace(BOOK, place="别处", class_number="第5类")
    with library.reading() as connection:
        codes = [doubt.code for doubt in doubts_about_title(desk, connection, odd, texts_of(odd))]
    assert codes == ["same-isbn"]
