"""Cataloguing without a window: what a scan leads to, doubts, the queue, sets, what waits and what is kept."""

from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from sqlalchemy import select
from tests.builders import NOON, a_copy, a_patron, all_rows
from tests.ui.at_cataloguing import BOOK, OTHER_ISBN, Counter, a_dealers_line, part_of

from deskcirc.desk.cataloguing import save_title
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.title_form import texts_of
from deskcirc.domain.titles import Title
from deskcirc.exchange.marc_form import fields_of, form_fields, marc_of
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.journal import Act
from deskcirc.store.lookups.book_numbers import claims_held
from deskcirc.store.lookups.deliveries import loaded_line
from deskcirc.store.lookups.title_matches import cover_of_title
from deskcirc.store.lookups.titles import record_of_title, title_by_id, titles_by_isbn
from deskcirc.store.tables import circulation_rules, copies, item_types
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.accession.to_complete_state import ToCompletePart


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library)


@pytest.fixture
def title_id(desk: Desk) -> int:
    saved = save_title(desk, None, BOOK, marc=marc_of(form_fields(BOOK)))
    assert saved.title_id
    return saved.title_id


def titles_with(library: Library, isbn: str) -> tuple[Title, ...]:
    with library.reading() as connection:
        return titles_by_isbn(connection, isbn)


def the_title(library: Library, title_id: int) -> Title:
    with library.reading() as connection:
        title = title_by_id(connection, title_id)
    assert title is not None
    return title


def test_a_scanned_isbn_of_the_library_opens_its_title_for_more_copies(counter: Counter, title_id: int) -> None:
    shown = counter.scan(BOOK.isbn)
    part = part_of(shown)
    assert part.form is not None
    assert (part.form.title_id, part.form.focus) == (title_id, "copies")
    assert shown.message.tone is Tone.DONE
    assert part.typed["price"] == "18.00"
    assert not part.is_unsaved


def test_a_scanned_copy_opens_its_title(counter: Counter, library: Library) -> None:
    copy = a_copy(library, "根鸟")
    form = part_of(counter.scan(copy.barcode)).form
    assert form is not None
    assert form.title_id == copy.title_id
    assert part_of(counter.take(act="refresh")).panel.lines[0].id == copy.id


def test_a_card_is_no_book(counter: Counter, library: Library) -> None:
    shown = counter.scan(a_patron(library, card="K9").card and "K9")
    assert part_of(shown).form is None
    assert shown.message.tone is Tone.LOOK


def test_what_a_dealer_listed_fills_the_form_and_keeps_its_record(
    counter: Counter, library: Library, desk: Desk
) -> None:
    line_id = a_dealers_line(library, desk, BOOK, arrived=2)
    part = part_of(counter.scan(BOOK.isbn))
    assert part.form is not None
    assert part.form.delivery_line == line_id
    assert part.typed["author"] == "曹文轩著"
    saved = counter.act("save", note="书角有折")
    assert saved.message.tone is Tone.DONE, saved.message
    panel = part_of(saved).panel
    assert (panel.values["count"], panel.values["batch"]) == ("2", "1")
    title = titles_with(library, BOOK.isbn)[0]
    assert title.description == replace(BOOK, note="书角有折")
    with library.reading() as connection:
        record = record_of_title(connection, title.id)
    assert record is not None
    fields = fields_of(record)
    assert fields is not None
    assert "书角有折" in fields.values("300", "a")
    assert all_rows(library)["delivery_lines"][0].count(title.id) >= 1


def test_a_dealers_line_with_a_class_has_its_number_before_anybody_types(
    counter: Counter, library: Library, desk: Desk
) -> None:
    a_dealers_line(library, desk, replace(BOOK, book_number="", call_number="I287.45"), arrived=2)
    assert part_of(counter.scan(BOOK.isbn)).typed["book_number"] == "1"
    counter.act("save")
    counter.act("save")
    assert [title.description.call_number for title in titles_with(library, BOOK.isbn)] == ["I287.45/1"]


def test_copies_of_a_title_in_stock_that_came_with_a_parcel_settle_its_line(
    counter: Counter, library: Library, desk: Desk, title_id: int
) -> None:
    line_id = a_dealers_line(library, desk, the_title(library, title_id).description, arrived=3)
    panel = part_of(counter.scan(the_title(library, title_id).description.isbn)).panel
    assert (panel.values["count"], panel.values["batch"]) == ("3", "1")
    counter.act("copies_register", count="3")
    with library.reading() as connection:
        loaded = loaded_line(connection, line_id)
    assert loaded is not None
    assert loaded.line.title_id == title_id


def test_an_unknown_isbn_begins_a_form_with_what_it_tells(counter: Counter, title_id: int) -> None:
    shown = counter.scan("9787534600005")
    part = part_of(shown)
    assert part.form is not None
    assert part.form.focus == "title"
    assert part.typed["language"] == "chi"
    assert (part.typed["publisher"], part.typed["place"]) == (BOOK.publisher, BOOK.place)
    assert "978-7-5346" in part.form.source


def test_the_bars_of_a_magazine_begin_a_magazine(counter: Counter, library: Library) -> None:
    part = part_of(counter.scan("977100012300603"))
    assert part.typed["issn"] == "1000-1239"
    assert part.typed["kind"] == "magazine"
    counter.act("save", title="少年文艺")
    counter.act("close")
    part = part_of(counter.scan("9771000123006"))
    assert part.form is not None
    assert part.form.title_id is not None


def test_a_doubt_is_said_once_and_passed_by_saving_again(counter: Counter, library: Library) -> None:
    counter.act("new")
    words = {"title": "根鸟", "price": "面议", "place": "别处", "class_number": "第5类"}
    shown = counter.act("save", **words)
    assert shown.message.tone is Tone.LOOK
    assert len(shown.message.details) == 3
    assert all_rows(library)["titles"] == []
    assert [offer.barcode for offer in shown.state.offers] == ["DC-YES"]
    assert counter.act("save", **words).message.tone is Tone.DONE
    assert part_of(counter.act("find", words="根鸟")).found[0].title.description.note == "面议"


def test_without_a_title_nothing_is_saved(counter: Counter) -> None:
    counter.act("new")
    assert counter.act("save", price="1").message.tone is Tone.STOP


def test_a_title_that_is_there_is_named_while_somebody_types(counter: Counter, title_id: int) -> None:
    counter.act("new")
    part = part_of(counter.act("edit", title="《草房子》", author="曹文轩"))
    assert [doubt.title_id for doubt in part.doubts] == [title_id]
    shown = counter.act("save", title="《草房子》", author="曹文轩")
    offers = [offer.act for offer in shown.state.offers]
    assert f"cataloguing.instead:{title_id}" in offers
    form = part_of(counter.take(act=offers[-1])).form
    assert form is not None
    assert form.title_id == title_id


def test_a_scan_over_an_unsaved_form_waits_until_it_is_saved(counter: Counter, library: Library, title_id: int) -> None:
    counter.act("new", title="根鸟")
    shown = counter.scan(BOOK.isbn)
    assert shown.told.outcome == "unsaved"
    assert part_of(shown).typed["title"] == "根鸟"
    after = part_of(counter.scan("DC-YES"))
    assert after.form is not None
    assert after.form.title_id == title_id
    assert part_of(counter.act("find", words="根鸟")).found


def test_what_is_left_unsaved_is_gone_and_what_waited_comes(counter: Counter, library: Library, title_id: int) -> None:
    counter.act("new", title="根鸟")
    counter.scan(BOOK.isbn)
    form = part_of(counter.act("drop")).form
    assert form is not None
    assert form.title_id == title_id
    assert len(all_rows(library)["titles"]) == 1


def test_a_set_has_all_the_numbers_that_were_scanned_over_its_form(counter: Counter, library: Library) -> None:
    counter.act("new", title="十万个为什么")
    for isbn in (BOOK.isbn, OTHER_ISBN):
        counter.scan(isbn)
        counter.act("further_isbn")
    counter.act("save")
    assert [title.id for title in titles_with(library, OTHER_ISBN)] == [1]
    assert [title.id for title in titles_with(library, BOOK.isbn)] == [1]


def test_the_next_volume_begins_from_the_one_before(counter: Counter, library: Library) -> None:
    counter.act("new", title="十万个为什么")
    part = part_of(counter.act("next_volume", volume="第一册", publisher="少年儿童出版社", isbn=OTHER_ISBN))
    assert (part.typed["volume"], part.typed["isbn"], part.typed["set_name"]) == ("第二册", "", "十万个为什么")
    counter.act("save")
    assert [row[4] for row in all_rows(library)["titles"]] == ["第一册", "第二册"]


def test_a_settled_class_reserves_its_book_number_and_leaving_frees_it(counter: Counter, library: Library) -> None:
    counter.act("new", title="根鸟")
    assert part_of(counter.act("settle_class", class_number="I287.45")).typed["book_number"] == "1"
    assert part_of(counter.act("settle_class", class_number="I287.47")).typed["book_number"] == "1"
    with library.reading() as connection:
        assert [claim.class_number for claim in claims_held(connection)] == ["I287.47"]
    counter.act("drop")
    with library.reading() as connection:
        assert claims_held(connection) == ()


def test_a_saved_title_has_its_number_and_holds_no_reservation(counter: Counter, library: Library) -> None:
    counter.act("new", title="根鸟")
    counter.act("settle_class", class_number="I287.45")
    assert counter.act("save").message.tone is Tone.DONE
    with library.reading() as connection:
        assert claims_held(connection) == ()
    assert the_title(library, 1).description.call_number == "I287.45/1"
    assert list(check_library(library)) == []


def test_another_class_gives_a_saved_title_another_number_and_says_how_many_copies_moved(
    counter: Counter, library: Library, desk: Desk, title_id: int
) -> None:
    copy = a_copy(library, "根鸟")
    with library.writing(desk.act(ActName.IMPORT)) as writing:
        writing.update(copies, copy.id, title_id=title_id, call_number=BOOK.call_number)
    counter.scan(BOOK.isbn)
    assert part_of(counter.act("settle_class", class_number="I287.47")).typed["book_number"] == "1"
    shown = counter.act("save")
    assert "1 copy" in shown.message.details[0]


def test_a_typed_number_is_never_overwritten(counter: Counter) -> None:
    counter.act("new", title="根鸟")
    part = part_of(counter.act("settle_class", class_number="I287.45", book_number="77"))
    assert part.typed["book_number"] == "77"


def test_the_record_follows_the_form_while_it_is_looked_at(counter: Counter, title_id: int) -> None:
    counter.scan(BOOK.isbn)
    assert part_of(counter.act("edit")).marc == ()
    assert any("草房子" in line for line in part_of(counter.act("marc")).marc)
    assert any("新草房子" in line for line in part_of(counter.act("edit", title="新草房子")).marc)


def test_saving_a_form_unchanged_changes_nothing(counter: Counter, library: Library, title_id: int) -> None:
    before = all_rows(library, without_journal=False)
    part = part_of(counter.scan(BOOK.isbn))
    assert counter.act("save", **part.typed).message.tone is Tone.DONE
    assert all_rows(library, without_journal=False) == before


def test_undo_in_the_section_takes_the_change_back_and_shows_it(
    counter: Counter, library: Library, title_id: int
) -> None:
    counter.scan(BOOK.isbn)
    counter.act("save", publisher="别的出版社")
    assert part_of(counter.take(act="undo")).typed["publisher"] == BOOK.publisher
    counter.act("new", title="根鸟")
    counter.act("save")
    assert part_of(counter.take(act="undo")).form is None


def test_of_two_stations_the_later_one_is_told_and_keeps_its_words(
    counter: Counter, library: Library, title_id: int
) -> None:
    counter.scan(BOOK.isbn)
    counter.act("edit", note="我的")
    other = Counter(library)
    other.station.name = "counter 2"
    other.scan(BOOK.isbn)
    other.act("save", note="她的")
    shown = counter.act("save")
    assert shown.message.tone is Tone.STOP
    assert part_of(shown).typed["note"] == "我的"


def test_the_queue_goes_from_one_to_the_next(counter: Counter, library: Library, desk: Desk) -> None:
    for name in ("甲", "乙"):
        save_title(desk, None, TitleDraft(title=name), awaits_cataloguing=True)
    shown = counter.take(act="section:to_complete")
    part = shown.state.parts["to_complete"]  # type: ignore[attr-defined]
    assert isinstance(part, ToCompletePart)
    assert dict(part.counts) == {"awaiting": 2, "no_class": 0, "no_price": 0}
    first = part.lines[0].title
    opened = counter.take(act=f"in:accession:cataloguing.open:{first.id}", values={"queue": "awaiting"})
    assert part_of(opened).typed["title"] == "甲"
    assert part_of(counter.act("save", author="某人著")).typed["title"] == "乙"
    counter.act("save", author="某人著")
    assert not any(the_title(library, number).awaits_cataloguing for number in (1, 2))
    assert part_of(counter.take(act="refresh")).awaiting == 0


def test_what_is_put_off_is_saved_and_waits(counter: Counter, library: Library) -> None:
    counter.act("new", title="快加")
    assert part_of(counter.act("save_later", price="面议")).awaiting == 1


def test_a_cover_is_kept_and_a_file_that_is_none_gets_a_sentence(
    counter: Counter, library: Library, title_id: int
) -> None:
    counter.scan(BOOK.isbn)
    picture = base64.b64encode(b"octets").decode()
    shown = counter.act("cover", file="cover.jpg", picture=picture, width="3", height="4")
    assert shown.message.tone is Tone.DONE
    assert part_of(shown).cover == b"octets"
    assert counter.act("cover", file="cover.jpg").message.tone is Tone.STOP
    assert counter.act("cover", file="cover.jpg", picture="???", width="3", height="4").told.outcome == "not-an-input"
    counter.act("remove_cover")
    with library.reading() as connection:
        assert cover_of_title(connection, title_id) is None


def test_words_in_the_scan_box_look_for_titles(counter: Counter, title_id: int) -> None:
    shown = counter.scan("cfz")
    assert [line.title.id for line in part_of(shown).found] == [title_id]
    assert counter.scan("zzzz").message.tone is Tone.LOOK


def test_one_isbn_on_two_titles_is_a_choice(counter: Counter, desk: Desk, title_id: int) -> None:
    save_title(desk, None, replace(BOOK, title="草房子 导读", call_number="", book_number="", class_number=""))
    shown = counter.scan(BOOK.isbn)
    assert [choice.act for choice in shown.state.choices] == ["cataloguing.open:1", "cataloguing.open:2"]


def test_the_form_is_filled_by_texts_that_read_back_to_the_title(title_id: int, counter: Counter) -> None:
    part = part_of(counter.scan(BOOK.isbn))
    assert part.typed == texts_of(BOOK)


def test_an_unknown_isbn_at_the_counter_is_catalogued_from_there(counter: Counter) -> None:
    counter.take(act="tab:checkout")
    shown = counter.scan(OTHER_ISBN)
    offers = [offer.act for offer in shown.state.offers]
    assert offers == [f"in:accession:cataloguing.scan:{OTHER_ISBN}"]
    opened = counter.take(act=offers[0])
    assert opened.tab == "accession"
    assert part_of(opened).typed["isbn"] == OTHER_ISBN


def test_copies_are_ordered_beside_their_title_and_a_type_that_nobody_lends_is_said(
    counter: Counter, library: Library, title_id: int
) -> None:
    with library.writing(Act("change_item_type", NOON, "", "")) as writing:
        other = writing.insert(item_types, code="toy", name="玩具")
        for (rule_id,) in writing.connection.execute(select(circulation_rules.c.id)).all():
            if rule_id > 0:
                writing.update(circulation_rules, rule_id, item_type_id=1)
    counter.scan(BOOK.isbn)
    assert part_of(counter.act("copies_look", item_type="1")).type_doubt == ""
    assert "玩具" in part_of(counter.act("copies_look", item_type=str(other))).type_doubt
    shown = counter.act("copies_register", count="3", item_type="1")
    assert shown.message.tone is Tone.DONE
    assert part_of(shown).held == 3


def test_a_class_typed_just_before_saving_has_its_number_all_the_same(counter: Counter, library: Library) -> None:
    edition = str(part_of(counter.act("new", title="根鸟")).edition)
    words = {"class_number": "I287.45", "book_number": "", "edition": edition}
    counter.act("settle_class", **words)
    assert counter.act("save", **words).message.tone is Tone.DONE
    assert the_title(library, 1).description.call_number == "I287.45/1"
