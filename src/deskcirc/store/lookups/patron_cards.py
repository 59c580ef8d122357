"""Cards of patrons, which classes and namesakes there are: what enrolling and a new card are checked against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.patrons import Card, CardState, Patron, PatronState
from deskcirc.domain.pinyin import comparable, search_words
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import cards, classes, patron_categories, patrons

_OF_PATRON = select(cards).where(cards.c.patron_id == bindparam("patron_id")).order_by(cards.c.id.desc())
_BY_ID = select(cards).where(cards.c.id == bindparam("card_id"))
_CODES = select(cards.c.code).order_by(cards.c.id)
_CATEGORIES = (
    select(patron_categories.c.id, patron_categories.c.name)
    .where(~patron_categories.c.ended)
    .order_by(patron_categories.c.id)
)
_CLASS = select(classes.c.id, classes.c.ended).where(
    classes.c.entry_year == bindparam("entry_year"), classes.c.number == bindparam("number")
)
_NAMED = select(patrons.c.id, patrons.c.name, patrons.c.class_id).where(
    patrons.c.search_words == bindparam("words"),
    patrons.c.state != PatronState.LEFT.value,
    patrons.c.id != bindparam("but"),
)


@dataclass(frozen=True, slots=True)
class Category:
    """A category patrons may be put into."""

    id: int
    name: str


@dataclass(frozen=True, slots=True)
class FoundClass:
    """A class by its year and number; one that has ended takes nobody in."""

    id: int
    ended: bool


def cards_of_patron(connection: Connection, patron_id: int) -> tuple[Card, ...]:
    """Every card the patron has or had, the newest first."""
    return tuple(_card(row) for row in connection.execute(_OF_PATRON, {"patron_id": patron_id}))


def card_by_id(connection: Connection, card_id: int) -> tuple[Card, int] | None:
    """One card and the id of its patron."""
    row = connection.execute(_BY_ID, {"card_id": card_id}).one_or_none()
    return None if row is None else (_card(row), int(row.patron_id))


def card_codes(connection: Connection) -> Iterator[str]:
    """The code of every card ever given out, the oldest first."""
    return (code for (code,) in connection.execute(_CODES))


def open_categories(connection: Connection) -> tuple[Category, ...]:
    """The categories in use, in the order they were made."""
    return tuple(Category(row.id, row.name) for row in connection.execute(_CATEGORIES))


def find_class(connection: Connection, entry_year: int, number: int) -> FoundClass | None:
    """The class of that year of entry and number, 0 for none."""
    row = connection.execute(_CLASS, {"entry_year": entry_year, "number": number}).one_or_none()
    return None if row is None else FoundClass(row.id, row.ended)


def namesakes(
    connection: Connection, name: str, class_id: int | None, policy: Policy, today: date, but: int = 0
) -> tuple[Patron, ...]:
    """Who bears the name in the class, or in none; leavers and the patron `but` are left out, blanks do not count."""
    rows = connection.execute(_NAMED, {"words": search_words(name), "but": but}).all()
    same = [row for row in rows if row.class_id == class_id and comparable(row.name) == comparable(name)]
    found = (patron_by_id(connection, row.id, policy, today) for row in same)
    return tuple(patron for patron in found if patron is not None)


def _card(row: Any) -> Card:
    return Card(row.id, row.code, CardState(row.state), row.issued_at, row.stopped_at)
