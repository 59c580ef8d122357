"""Book numbers of a class that are given: by titles, by copies, and reserved for titles that are not saved yet.

A class is looked for under every way of writing it that stands in the library (I287.45, I28745, ｉ287.45), for they are
one place on the shelf.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select, text

from deskcirc.domain.book_numbers import read_book_number
from deskcirc.domain.call_numbers import (
    call_number,
    keys_in_class,
    running_number_of_key,
    shelf_form,
    shelf_key,
)
from deskcirc.store.tables import book_number_claims, copies, titles

_CLASSES = select(titles.c.class_number).distinct()
_CLAIMS = select(book_number_claims).where(text("released_at IS NULL")).order_by(book_number_claims.c.claimed_at)
_IN_CLASSES = select(
    titles.c.id, titles.c.title, titles.c.volume, titles.c.class_number, titles.c.book_number, titles.c.call_number
).where(titles.c.class_number.in_(bindparam("class_numbers", expanding=True)), ~titles.c.ended)
_NUMBERS = select(titles.c.id, titles.c.class_number, titles.c.book_number, titles.c.call_number).where(
    titles.c.class_number.in_(bindparam("class_numbers", expanding=True))
)
_KEYS = (
    select(copies.c.shelf_key)
    .where(copies.c.shelf_key >= bindparam("first"), copies.c.shelf_key < bindparam("end"))
    .distinct()
)
_AT_KEY = (
    select(titles.c.id, titles.c.title, titles.c.volume)
    .select_from(copies.join(titles))
    .where(copies.c.shelf_key == bindparam("shelf_key"), copies.c.state != "withdrawn", ~titles.c.ended)
    .distinct()
)


@dataclass(frozen=True, slots=True)
class HeldClaim:
    """A book number reserved for a title that is not saved yet: at which station, since when."""

    id: int
    class_number: str
    book_number: str
    station: str
    claimed_at: datetime

    @property
    def running(self) -> int | None:
        """The running number."""
        return read_book_number(self.book_number).running

    @property
    def call_number(self) -> str:
        """As it would stand on the spine."""
        return call_number(self.class_number, self.book_number)


@dataclass(frozen=True, slots=True)
class TitleThere:
    """A title that has a call number already."""

    id: int
    name: str


def claims_held(connection: Connection, class_number: str | None = None) -> tuple[HeldClaim, ...]:
    """Every number reserved now, the oldest first; of one class where it is given."""
    wanted = None if class_number is None else shelf_form(class_number)
    return tuple(
        HeldClaim(row.id, row.class_number, row.book_number, row.station, row.claimed_at)
        for row in connection.execute(_CLAIMS)
        if wanted is None or shelf_form(row.class_number) == wanted
    )


def running_numbers_used(connection: Connection, class_number: str) -> set[int]:
    """Running numbers of the class that titles or copies bear, those that are gone too, and those reserved."""
    first, end = keys_in_class(class_number)
    found = {running_number_of_key(key) for key in connection.execute(_KEYS, {"first": first, "end": end}).scalars()}
    found |= {
        read_book_number(_book_number(row)).running
        for row in connection.execute(_NUMBERS, {"class_numbers": ways_of_writing(connection, class_number)})
    }
    found |= {claim.running for claim in claims_held(connection, class_number)}
    return {number for number in found if number is not None}


def titles_at(
    connection: Connection, class_number: str, book_number: str, but: int | None = None
) -> tuple[TitleThere, ...]:
    """The titles, `but` for one, that have just this call number, in whatever way of writing it."""
    called = call_number(class_number, book_number)
    if not called or not book_number.strip():
        return ()
    form = shelf_form(called)
    there: dict[int, Any] = {row.id: row for row in connection.execute(_AT_KEY, {"shelf_key": shelf_key(called)})}
    for row in connection.execute(_IN_CLASSES, {"class_numbers": ways_of_writing(connection, class_number)}):
        if shelf_form(row.call_number or call_number(row.class_number, row.book_number)) == form:
            there[row.id] = row
    return tuple(
        TitleThere(row.id, " ".join(filter(None, (row.title, row.volume))))
        for _id, row in sorted(there.items())
        if row.id != but
    )


def ways_of_writing(connection: Connection, class_number: str) -> list[str]:
    """The class number in every way it is written in titles of this library."""
    form = shelf_form(class_number)
    return [written for written in _written_classes(connection) if shelf_form(written) == form]


def _written_classes(connection: Connection) -> Iterator[str]:
    yield from connection.execute(_CLASSES).scalars()


def _book_number(row: Any) -> str:
    return str(row.book_number or shelf_form(row.call_number).partition("/")[2])
