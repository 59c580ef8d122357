"""The CLC classes of this library's titles: how many each has, which were used last, and what titles alike have.

Not to be mixed up with `classes`, the school's own. Every query goes by an index and reads a limited number of rows,
so that a suggestion is there while the form is still being filled in.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from deskcirc.domain.class_suggestions import ISBN_DISTANCE, Alike, TitlesAlike, first_author, word_pairs
from deskcirc.domain.classification import ClassesInStock
from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.title_names import quoted
from deskcirc.domain.title_search import tokens
from deskcirc.store.tables import titles

_COUNTS = (
    # SQLite takes the title from the very row that has the highest id.
    select(titles.c.class_number, func.count().label("titles"), titles.c.title, func.max(titles.c.id).label("newest"))
    .where(titles.c.class_number != "", ~titles.c.ended)
    .group_by(titles.c.class_number)
)
_LATEST = (
    select(titles.c.class_number)
    .where(titles.c.class_number != "", ~titles.c.ended)
    .order_by(titles.c.id.desc())
    .limit(200)
)
_HIGHEST_ID = select(func.max(titles.c.id))
_CLASSED = (
    select(titles.c.id, titles.c.title, titles.c.class_number, titles.c.series, titles.c.set_name)
    .where(titles.c.id.in_(bindparam("title_ids", expanding=True)), titles.c.class_number != "", ~titles.c.ended)
    .order_by(titles.c.id.desc())
)
_NEIGHBOURS = (
    select(titles.c.id, titles.c.title, titles.c.class_number, titles.c.isbn)
    .where(
        titles.c.isbn >= bindparam("first"),
        titles.c.isbn < bindparam("end"),
        titles.c.isbn_valid,
        titles.c.class_number != "",
        ~titles.c.ended,
    )
    .limit(60)
)
_MATCH: Final = "SELECT rowid FROM title_search WHERE title_search MATCH ? ORDER BY rowid DESC LIMIT ?"

_MOST_RECENT: Final = 5
_MOST_NEIGHBOURS: Final = 8
_MOST_OF_AUTHOR: Final = 60
_MOST_PAIRS: Final = 16
_MOST_OF_PAIR: Final = 400
"""A pair of characters that more titles have says little; the newest of them are enough."""
_MOST_BY_WORDS: Final = 60


def classes_in_stock(connection: Connection) -> ClassesInStock:
    """All class numbers with the number of their titles and the newest one, and the last that were given."""
    rows = connection.execute(_COUNTS).all()
    recent = dict.fromkeys(connection.execute(_LATEST).scalars())
    return ClassesInStock(
        {row.class_number: int(row.titles) for row in rows},
        tuple(recent)[:_MOST_RECENT],
        {row.class_number: quoted(row.title) for row in rows},
    )


def titles_alike(connection: Connection, description: TitleDraft, but: int | None = None) -> TitlesAlike:
    """Classed titles of the library that are like the one described; `but` is its own id, if it has one already."""
    pairs = {pair: _matching(connection, "title", pair.split(), _MOST_OF_PAIR) for pair in _pairs(description)}
    common: Counter[int] = Counter()
    for found in pairs.values():
        weight = _MOST_OF_PAIR // (len(found) + 1) + 1
        for title_id in found:
            common[title_id] += weight
    common.pop(but or 0, None)
    counts = {pair: max(0, len(found) - (but in found)) for pair, found in pairs.items()}
    author = tokens(first_author(description.author))
    by_author = _matching(connection, "{author}", author, _MOST_OF_AUTHOR) if len(author) > 1 else []
    return TitlesAlike(
        series=_of_series(connection, description, but),
        isbn=_neighbours(connection, description, but),
        author=_classed(connection, by_author, but),
        words=_classed(connection, [title_id for title_id, _weight in common.most_common(_MOST_BY_WORDS)], but),
        titles=int(connection.execute(_HIGHEST_ID).scalar() or 0),
        pairs=counts,
    )


def _pairs(description: TitleDraft) -> Sequence[str]:
    return word_pairs(f"{description.title} {description.subtitle}")[:_MOST_PAIRS]


def _matching(connection: Connection, columns: str, words: Sequence[str], most: int) -> list[int]:
    """The newest titles with these words side by side; words come from `tokens`, so that no sign is left in them."""
    asked = f'{columns} : "{" ".join(words)}"'
    return list(connection.exec_driver_sql(_MATCH, (asked, most)).scalars())


def _classed(connection: Connection, title_ids: Iterable[int], but: int | None) -> tuple[Alike, ...]:
    wanted = [title_id for title_id in title_ids if title_id != but]
    rows = connection.execute(_CLASSED, {"title_ids": wanted}) if wanted else ()
    return tuple(Alike(row.title, row.class_number) for row in rows)


def _of_series(connection: Connection, description: TitleDraft, but: int | None) -> tuple[Alike, ...]:
    names = {" ".join(tokens(name)) for name in (description.series, description.set_name)} - {""}
    found = [
        title_id for name in sorted(names) for title_id in _matching(connection, "more", name.split(), _MOST_OF_AUTHOR)
    ]
    rows = connection.execute(_CLASSED, {"title_ids": found}) if found else ()
    return tuple(
        Alike(row.title, row.class_number)
        for row in rows
        if row.id != but and any(" ".join(tokens(name)) in names for name in (row.series, row.set_name))
    )


def _neighbours(connection: Connection, description: TitleDraft, but: int | None) -> tuple[Alike, ...]:
    """Titles whose ISBNs, without the check digit, are next to this one's."""
    if not description.isbn_valid:
        return ()
    number = int(description.isbn[:12])
    span = {"first": str(number - ISBN_DISTANCE), "end": str(number + ISBN_DISTANCE + 1)}
    found = [(abs(int(row.isbn[:12]) - number), row) for row in connection.execute(_NEIGHBOURS, span) if row.id != but]
    found.sort(key=lambda pair: (pair[0], -pair[1].id))
    return tuple(Alike(row.title, row.class_number, distance) for distance, row in found[:_MOST_NEIGHBOURS])
