"""Titles are found by a few characters, by pinyin and by initials, at once after they were written, and after undo."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.builders import OPENED, a_copy, a_desk, set_up_act

from deskcirc.desk.imports import ImportSource, run_import
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.drafts import ReadRow, TitleDraft
from deskcirc.domain.title_search import search_text, tokens
from deskcirc.store import search
from deskcirc.store.bulk import ROWS_IN_A_PILE, Piles
from deskcirc.store.database import Library, open_library
from deskcirc.store.lookups.titles import title_by_id
from deskcirc.store.tables import titles

BOOKS = (
    ("草房子", "曹文轩"),
    ("房", "无名氏"),
    ("青铜葵花", "曹文轩"),
    ("十万个为什么 植物", "少年儿童出版社"),
    ("哈利·波特与魔法石", "J.K.罗琳"),
    ("Charlotte's Web", "E. B. White"),
    ("重庆之眼", "范稳"),
    ("窗边的小豆豆", "黑柳彻子"),
    ("女生日记", "杨红樱"),
    ("新房子里的老鼠", "周锐"),
)


@pytest.fixture
def shelf(library: Library) -> Library:
    """The library with these titles."""
    with library.writing(set_up_act(library)) as writing:
        for title, author in BOOKS:
            writing.insert(titles, title=title, author=author, added_at=OPENED)
    return library


def found(library: Library, query: str, most: int = 50) -> list[str]:
    with library.reading() as connection:
        return [title.description.title for title in search.found_titles(connection, query, most)]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("草房子", "草房子"),
        ("房", "房"),
        ("房子", "草房子"),
        ("cfz", "草房子"),
        ("fz", "草房子"),
        ("caofangzi", "草房子"),
        ("caofa", "草房子"),
        ("cao fang", "草房子"),
        ("曹文轩 葵", "青铜葵花"),
        ("cwx 青铜", "青铜葵花"),
        ("《草房子》", "草房子"),
        ("chongqing", "重庆之眼"),
        ("charl", "Charlotte's Web"),
        ("ＷＥＢ", "Charlotte's Web"),
        ("哈利波特", "哈利·波特与魔法石"),
        ("nvsheng", "女生日记"),
        ("小豆豆", "窗边的小豆豆"),
        ("十万 植物", "十万个为什么 植物"),
    ],
)
def test_a_title_is_found_by_what_a_person_types(shelf: Library, query: str, first: str) -> None:
    assert found(shelf, query)[:1] == [first]


@pytest.mark.parametrize("query", ["", "  ", "《》", "“", "*", '"', "^", "AND", "草房子)", "title:草", "a" * 500, "𠮷"])
def test_no_query_is_too_odd_to_be_asked(shelf: Library, query: str) -> None:
    assert len(found(shelf, query)) <= len(BOOKS)


def test_the_title_that_is_the_query_comes_first_however_many_contain_it(library: Library) -> None:
    with library.writing(set_up_act(library)) as writing:
        many = [{"title": f"小小的房{number}", "added_at": OPENED} for number in range(900)]
        writing.insert_many(titles, many)
        writing.insert(titles, title="的", added_at=OPENED)
    assert found(library, "的", 3)[0] == "的"


def test_a_title_that_was_renamed_is_found_by_its_new_name_only(shelf: Library) -> None:
    with shelf.writing(set_up_act(shelf)) as writing:
        writing.update(titles, 1, title="红瓦")
    assert found(shelf, "草房子") == []
    assert found(shelf, "hw") == ["红瓦"]


def test_titles_of_an_import_are_found_and_after_undo_no_more(library: Library) -> None:
    desk = a_desk(library)
    rows = [ReadRow(1, "", "", TitleDraft(title="夏洛的网", author="怀特"))]
    run_import(desk, rows, ImportSource("清单.xlsx"))
    entry = library.last_entry
    assert found(library, "xldw") == ["夏洛的网"]
    assert entry is not None
    undo_by_id(desk, entry)
    assert found(library, "xldw") == []


def test_an_ended_title_is_not_found(shelf: Library) -> None:
    with shelf.writing(set_up_act(shelf)) as writing:
        writing.update(titles, 1, ended=True)
    assert found(shelf, "草房子") == []


def test_a_file_without_its_index_gets_it_when_it_is_opened(library_file: Path) -> None:
    with open_library(library_file) as library:
        a_copy(library, "草房子")
    with closing(sqlite3.connect(library_file)) as raw:
        raw.execute("DELETE FROM title_search")
        raw.commit()
    with open_library(library_file) as library:
        assert found(library, "cfz") == ["草房子"]


_WORDS = st.text(alphabet=st.sampled_from("草房子的小王曹文轩重庆abcXYZ019 《》·-—"), min_size=1, max_size=12)


@given(title=_WORDS.filter(lambda text: bool(tokens(text))), data=st.data())
def test_any_piece_of_any_title_finds_it(title: str, data: st.DataObject) -> None:
    """On the index's own columns: a phrase of neighbouring tokens is in the title's text."""
    words = tokens(title)
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    assert " ".join(words[start:end]) in search_text(TitleDraft(title=title)).title


def test_every_character_of_real_titles_finds_its_title(shelf: Library) -> None:
    for title, _author in BOOKS:
        for token in tokens(title):
            assert title in found(shelf, token)


def test_a_found_title_is_the_whole_title(shelf: Library) -> None:
    with shelf.reading() as connection:
        first = search.found_titles(connection, "cfz")[0]
        assert first == title_by_id(connection, first.id)


@pytest.mark.timeout(30)
def test_a_cell_of_millions_of_characters_is_put_into_the_index_without_a_wait() -> None:
    """A dealer's whole list pasted into one cell took minutes, for all of it was put into pinyin."""
    indexed = search_text(TitleDraft("草房子" * 700_000, author="曹文轩" * 700_000))
    assert indexed.syllables.startswith("cao fang zi cao")
    assert indexed.author_initials.startswith("cwxcwx")
    assert len(indexed.title) > 4_000_000


def test_words_made_while_a_file_was_read_are_not_made_again_where_a_pile_is_full(library: Library) -> None:
    told = search_text(TitleDraft(title="夏洛的网"))
    with library.writing(set_up_act(library)) as writing:
        piles = Piles(writing)
        for number in range(ROWS_IN_A_PILE + 2):
            piles.add_title(told, title=f"书{number}", added_at=OPENED)
        piles.write()
    with library.reading() as connection:
        kept = connection.exec_driver_sql("SELECT title, count(*) FROM title_search GROUP BY title").all()
    assert kept == [(told.title, ROWS_IN_A_PILE + 2)]
