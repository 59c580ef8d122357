"""The record beside the form: edits go into it, and no field that the form does not know is ever lost."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from tests.builders import all_rows
from tests.ui.at_cataloguing import BOOK, Counter, a_dealers_line, part_of

from deskcirc.desk.cataloguing import save_title
from deskcirc.desk.desk import Desk
from deskcirc.domain.title_form import read_title
from deskcirc.exchange.marc_fields import Field, FieldList
from deskcirc.exchange.marc_form import fields_of, form_fields, marc_of
from deskcirc.store.database import Library
from deskcirc.store.lookups.titles import record_of_title, titles_by_isbn
from deskcirc.ui.tabs.accession.cataloguing_record import record_lines, record_to_keep

WORDS = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x4E40), min_size=1, max_size=6)
EDITS = st.dictionaries(
    st.sampled_from(["title", "author", "publisher", "published", "series", "note", "subjects", "class_number"]), WORDS
)
UNKNOWN = st.lists(
    st.builds(
        lambda tag, words: Field(tag, "  ", "", (("a", words), ("x", "自编"))),
        st.sampled_from(["035", "396", "830", "950", "998"]),
        WORDS,
    ),
    max_size=4,
)


def test_a_record_that_nobody_edits_is_kept_octet_by_octet() -> None:
    kept = marc_of(form_fields(BOOK))
    assert record_to_keep(kept, BOOK, BOOK) is kept


def test_a_new_title_gets_a_record() -> None:
    record = record_to_keep(None, BOOK, BOOK)
    assert record is not None
    fields = fields_of(record)
    assert fields is not None
    assert fields.values("200", "a") == ["草房子"]
    assert record_lines(None, BOOK, BOOK)


@given(UNKNOWN, EDITS)
def test_no_unknown_field_is_lost_by_any_edit(unknown: list[Field], edits: dict[str, str]) -> None:
    made = form_fields(BOOK)
    kept = marc_of(FieldList(made.leader, (*made.fields, *unknown)))
    edited = read_title({**edits, "title": edits.get("title", BOOK.title)}, BOOK).description
    record = record_to_keep(kept, BOOK, edited)
    assert record is not None
    fields = fields_of(record)
    assert fields is not None
    for field in unknown:
        assert field in fields.fields


def test_copies_added_to_the_title_there_is_settle_their_line_and_undo_brings_it_back(
    library: Library, desk: Desk
) -> None:
    counter = Counter(library)
    save_title(desk, None, BOOK)
    line = a_dealers_line(library, desk, replace(BOOK, isbn="", isbn_valid=False), arrived=2)
    before = all_rows(library)["delivery_lines"]
    counter.act(f"line:{line}")
    counter.act("save")
    panel = part_of(counter.act("instead:1")).panel
    assert (panel.title_id, panel.values["count"], panel.values["batch"]) == (1, "2", "1")
    assert all_rows(library)["delivery_lines"] != before
    counter.scan("DC-UNDO")
    assert all_rows(library)["delivery_lines"] == before


def test_a_dealers_class_that_takes_no_running_number_stands_on_the_spine_alone(library: Library, desk: Desk) -> None:
    counter, odd = Counter(library), replace(BOOK, class_number="21.1", book_number="", call_number="")
    a_dealers_line(library, desk, odd)
    counter.scan(BOOK.isbn)
    counter.act("save")
    counter.act("save")
    counter.act("copies_register", count="1")
    with library.reading() as connection:
        (title,) = titles_by_isbn(connection, BOOK.isbn)
        assert title.description.call_number == "21.1"
        assert connection.exec_driver_sql("SELECT call_number FROM copies").scalars().all() == ["21.1"]
        assert record_of_title(connection, title.id) == marc_of(form_fields(odd))
