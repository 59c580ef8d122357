"""What the stock says about a title that is being described: others like it, places in use, publishers by their prefix.

Written differently, the same title is still found: candidates come by the index over titles, by every sign that a
title the same but for width, case and 《》 may begin with, and the domain compares them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, bindparam, exists, func, select, text, tuple_

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.title_match import first_signs, plain, same_work
from deskcirc.domain.titles import Title, TitleKind
from deskcirc.store.lookups.titles import title_of, titles_by_ids
from deskcirc.store.tables import copies, covers, titles

_NAMED: Final = select(titles.c.id, titles.c.title).where(
    ~titles.c.ended, titles.c.title >= bindparam("first"), titles.c.title < bindparam("last")
)
_PLACE: Final = select(titles.c.id).where(titles.c.place == bindparam("place"), ~titles.c.ended).limit(1)
_BY_ISSN: Final = (
    select(titles)
    .where(titles.c.issn == bindparam("issn"), ~titles.c.ended)
    .order_by(titles.c.kind == TitleKind.BOUND_YEAR.value, titles.c.id)
)
_BOUND_YEARS: Final = (
    select(titles)
    .where(titles.c.title == bindparam("name"), titles.c.issn == bindparam("issn"))
    .where(titles.c.kind == TitleKind.BOUND_YEAR.value, ~titles.c.ended)
    .order_by(titles.c.id)
    .limit(1)
)
_PUBLISHERS: Final = (
    select(titles.c.publisher, titles.c.place, func.count().label("titles"))
    .where(
        titles.c.isbn >= bindparam("first"),
        titles.c.isbn < bindparam("last"),
        titles.c.publisher != "",
        ~titles.c.ended,
    )
    .group_by(titles.c.publisher, titles.c.place)
    .order_by(func.count().desc(), titles.c.publisher)
    .limit(9)
)
_HELD: Final = (
    select(copies.c.title_id, func.count().label("held"))
    .where(copies.c.title_id.in_(bindparam("title_ids", expanding=True)), copies.c.state.not_in(["withdrawn", "lost"]))
    .group_by(copies.c.title_id)
)
_HAS_COPIES: Final = exists().where(copies.c.title_id == titles.c.id, copies.c.state.not_in(["withdrawn", "lost"]))
_INCOMPLETE: Final = {
    "awaiting": text("awaits_cataloguing"),
    "no_class": titles.c.class_number == "",
    "no_price": titles.c.price.is_(None),
}
_COVER: Final = select(covers.c.octets).where(covers.c.title_id == bindparam("title_id"), ~covers.c.ended)
_COVER_ROW: Final = select(covers.c.id).where(covers.c.title_id == bindparam("title_id"))

INCOMPLETE: Final = tuple(_INCOMPLETE)
"""What may be missing: "awaiting" was put off by a person, "no_class" and "no_price" are titles with copies."""


@dataclass(frozen=True, slots=True)
class PublisherUsed:
    """A publisher of the stock with its place, and how many titles of the prefix are theirs."""

    publisher: str
    place: str
    titles: int


def titles_like(connection: Connection, description: TitleDraft, but: int | None = None) -> tuple[Title, ...]:
    """Other titles that may be the same work: title, part, author and publisher agree as far as both say them."""
    wanted, ids = plain(description.title), []
    for sign in first_signs(description.title):
        given = {"first": sign, "last": chr(ord(sign) + 1)}
        ids += [row.id for row in connection.execute(_NAMED, given) if plain(row.title) == wanted and row.id != but]
    found = titles_by_ids(connection, ids)
    return tuple(found[each] for each in sorted(found) if same_work(description, found[each].description))


def place_is_used(connection: Connection, place: str) -> bool:
    """Whether any title was published there."""
    return connection.execute(_PLACE, {"place": place}).first() is not None


def titles_by_issn(connection: Connection, issn: str) -> tuple[Title, ...]:
    """Magazines with that number, written `1000-1234`; their bound years last."""
    return tuple(title_of(row) for row in connection.execute(_BY_ISSN, {"issn": issn}).mappings())


def bound_years_of(connection: Connection, magazine: TitleDraft) -> Title | None:
    """The title whose copies are the bound years of the magazine: of the same name and ISSN; None before the first."""
    asked = {"name": magazine.title, "issn": magazine.issn}
    row = connection.execute(_BOUND_YEARS, asked).mappings().one_or_none()
    return None if row is None else title_of(row)


def publishers_with_prefix(connection: Connection, digits: str) -> tuple[PublisherUsed, ...]:
    """Who published what the stock has with ISBNs that begin with these digits, the most frequent first."""
    if not digits.isdigit():
        return ()
    given = {"first": digits, "last": str(int(digits) + 1)}
    return tuple(PublisherUsed(*row) for row in connection.execute(_PUBLISHERS, given))


def copies_held(connection: Connection, title_ids: Sequence[int]) -> dict[int, int]:
    """How many copies of each title are held; a title without any is left out."""
    return {row.title_id: row.held for row in connection.execute(_HELD, {"title_ids": list(title_ids)})}


def titles_to_complete(
    connection: Connection, lacking: str, most: int, after: Title | None = None
) -> tuple[int, tuple[Title, ...]]:
    """How many titles lack it, a word of INCOMPLETE, and the first `most` of them, the longest waiting first.

    Of a list that is gone through, those behind the title `after` alone.
    """
    condition: Any = _INCOMPLETE[lacking]
    chosen = [condition, ~titles.c.ended] + ([] if lacking == "awaiting" else [_HAS_COPIES])
    count = connection.execute(select(func.count()).select_from(titles).where(*chosen)).scalar_one()
    query = select(titles).where(*chosen).order_by(titles.c.added_at, titles.c.id).limit(most)
    if after is not None:
        query = query.where(tuple_(titles.c.added_at, titles.c.id) > tuple_(after.added_at, after.id))
    return count, tuple(title_of(row) for row in connection.execute(query).mappings())


def cover_of_title(connection: Connection, title_id: int) -> bytes | None:
    """The picture kept for the title, as the octets of a JPEG or PNG."""
    found: bytes | None = connection.execute(_COVER, {"title_id": title_id}).scalar()
    return found


def cover_row(connection: Connection, title_id: int) -> int | None:
    """The row of the title's cover, one that was taken away too."""
    found: int | None = connection.execute(_COVER_ROW, {"title_id": title_id}).scalar()
    return found
