"""The books of a parcel one after the other: described, their copies registered, on to the next."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.builders import all_rows
from tests.ui.at_cataloguing import BOOK, OTHER_ISBN, Counter, a_dealers_line, part_of

from deskcirc.desk.cataloguing import save_title
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.deliveries import stored_draft
from deskcirc.store.database import Library
from deskcirc.store.tables import delivery_lines
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tabs.accession.cataloguing_part import View


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library)


def test_the_books_of_a_parcel_come_one_after_the_other_once_their_copies_are_registered(
    counter: Counter, library: Library, desk: Desk
) -> None:
    a_dealers_line(library, desk, BOOK, arrived=2)
    other = replace(BOOK, title="细米", isbn=OTHER_ISBN, book_number="239", call_number="I287.45/239")
    with library.writing(desk.act(ActName.LOAD_DELIVERY)) as writing:
        writing.insert(
            delivery_lines,
            batch_id=1,
            position=2,
            title=other.title,
            isbn=other.isbn,
            expected=1,
            arrived=1,
            draft=stored_draft(other),
        )
    assert part_of(counter.act("batch:1")).typed["title"] == BOOK.title
    saved = part_of(counter.act("save"))
    assert (saved.view, saved.panel.values["count"], saved.panel.values["batch"]) == (View.COPIES, "2", "1")
    counter.act("close")
    again = part_of(counter.act("batch:1"))  # left before its copies were registered: it is the next one still
    assert (again.view, again.panel.values["count"]) == (View.COPIES, "2")
    following = counter.act("copies_register")
    assert following.message.tone is Tone.DONE
    assert "《细米》" in following.message.details[-1]
    assert part_of(following).typed["title"] == "细米"
    counter.act("save")
    last = counter.act("copies_register")
    assert last.message.details[-1] == "Everything that arrived of this batch is catalogued"
    assert last.state.offers[0].act == "in:accession:section:labels"
    assert len(all_rows(library)["copies"]) == 3


def test_saving_what_is_saved_leads_back_to_how_many_came(counter: Counter, desk: Desk) -> None:
    save_title(desk, None, BOOK)
    before = part_of(counter.scan(BOOK.isbn))
    shown = counter.act("save")
    assert (part_of(shown).view, shown.message.tone) == (View.COPIES, Tone.DONE)
    assert part_of(shown).edition > before.edition  # by which the page puts the keyboard into the count


def test_the_banner_says_what_the_section_on_top_is_for(counter: Counter) -> None:
    assert counter.take(act="section:labels").message.headline == "Labels: scan a copy that needs a new one"
    assert counter.take(act="section:cataloguing").message.headline == "Cataloguing: scan the ISBN of a book"
