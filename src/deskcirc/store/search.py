"""The index by which titles are found: written in the transaction of the title itself, read by a few characters.

An index is no fact of the library: it holds nothing that the titles don't, so it is in no journal image, and it is
made anew whenever it is found empty beside titles, as after the step that brought it. Candidates come in the order of
their ids and are ranked here, never by FTS5's own rank, which takes a tenth of a second for 的 (measured, chapter 4
of the project's limits); those that begin with the query are asked for by themselves, so that none is cut off.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, select

from deskcirc.domain.drafts import SearchText, TitleDraft
from deskcirc.domain.title_search import BEGINNINGS, ranking, search_text, wanted
from deskcirc.domain.titles import Title
from deskcirc.store.lookups.titles import titles_by_ids
from deskcirc.store.tables import titles

_COLUMNS: Final = ", ".join(SearchText._fields)
_INSERT: Final = f"INSERT INTO title_search (rowid, {_COLUMNS}) VALUES (?, {', '.join('?' * len(SearchText._fields))})"  # noqa: S608
_DELETE: Final = "DELETE FROM title_search WHERE rowid = ?"
_MATCH: Final = (
    "SELECT rowid, title, syllables, initials FROM title_search WHERE title_search MATCH ? ORDER BY rowid LIMIT ?"
)
_IS_EMPTY: Final = "SELECT EXISTS (SELECT 1 FROM titles) AND NOT EXISTS (SELECT 1 FROM title_search)"
_CANDIDATES: Final = 400
_AT_ONCE: Final = 2000
SEARCHED: Final = frozenset(
    {"title", "subtitle", "parallel_title", "volume", "series", "set_name", "author", "other_authors"}
)
"""Columns of a title that are looked through."""
_WORDS: Final = select(titles.c.id, *(titles.c[name] for name in sorted(SEARCHED))).execution_options(
    yield_per=_AT_ONCE
)


def index_titles(
    connection: Connection, rows: Iterable[Mapping[Any, Any]], ready: Mapping[int, SearchText] = MappingProxyType({})
) -> None:
    """Take in rows of the table of titles that are not in the index; `ready` holds words made already, by title."""
    written = [(row["id"], *(ready.get(row["id"]) or _text_of(row))) for row in rows]
    if written:
        connection.exec_driver_sql(_INSERT, written)


def _text_of(row: Mapping[Any, Any]) -> SearchText:
    return search_text(TitleDraft(**{name: row[name] for name in SEARCHED}))


def forget_title(connection: Connection, title_id: int) -> None:
    """Take a title out of the index."""
    connection.exec_driver_sql(_DELETE, (title_id,))


def is_missing(connection: Connection) -> bool:
    """Whether there are titles and no index of them."""
    return bool(connection.exec_driver_sql(_IS_EMPTY).scalar())


def make_index(connection: Connection) -> None:
    """Take in every title; the caller has opened a transaction."""
    rows = iter(connection.execute(_WORDS).mappings().all())
    while some := list(islice(rows, _AT_ONCE)):
        index_titles(connection, some)


def found_titles(connection: Connection, query: str, most: int = 50) -> tuple[Title, ...]:
    """Titles that answer a query of characters, words, pinyin or initials, the best first; ended ones are left out."""
    asked = wanted(query)
    if asked is None:
        return ()
    rank = ranking(query)
    found: dict[int, tuple[int, int, int]] = {}
    for expression in (asked.beginning, asked.anywhere):
        # What only contains the query comes after all that begins with it, so it is wanted where those are few.
        if expression and sum(place[0] < BEGINNINGS for place in found.values()) < most:
            for title_id, *text in connection.exec_driver_sql(_MATCH, (expression, _CANDIDATES)).fetchall():
                found[title_id] = (rank(*text), len(text[0]), title_id)
    ordered = sorted(found, key=found.__getitem__)[:most]
    known = titles_by_ids(connection, ordered)
    return tuple(known[title_id] for title_id in ordered if title_id in known and not known[title_id].ended)
