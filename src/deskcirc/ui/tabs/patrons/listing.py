"""The list of patrons in plain Python: who answers, and the lines that are on the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.domain.patrons import SchoolClass
from deskcirc.store.database import Connection
from deskcirc.store.lookups.patron_cards import Category, open_categories
from deskcirc.store.lookups.patron_list import PatronLine, Standing, Wanted, patron_keys, patron_lines
from deskcirc.store.lookups.patrons import school_classes
from deskcirc.ui.outcome import UnknownActError
from deskcirc.ui.tabs.patrons.info_line import InfoLine
from deskcirc.ui.tabs.patrons.wording import line_words

FIRST_LINES = 24
EVERYBODY = Wanted()
_MOST_LINES = 400


@dataclass(frozen=True, slots=True)
class Listing:
    """Who answers, by id; `lines` are those read for the screen; `edition` rises when all must be painted anew."""

    wanted: Wanted = EVERYBODY
    keys: tuple[int, ...] = ()
    lines: Mapping[int, InfoLine] = field(default_factory=dict)
    edition: int = 0
    classes: tuple[SchoolClass, ...] = ()
    categories: tuple[Category, ...] = ()


NO_LISTING = Listing()
"""Before anything is read."""


def read_listing(desk: Desk, listing: Listing, wanted: Wanted | None = None) -> Listing:
    """Search anew, for the same or for something else; the lines on the screen are read with it."""
    looked_for = wanted or listing.wanted
    classes, categories = listing.classes, listing.categories
    with desk.library.reading() as connection:
        keys = patron_keys(connection, looked_for, desk.policy, desk.today)
        seen = tuple(listing.lines) if wanted is None else ()
        asked = [key for key in seen if key in set(keys)] or keys[:FIRST_LINES]
        lines = _read_lines(connection, desk, asked[:_MOST_LINES])
        if wanted is None or not listing.classes:  # not anew at each letter that is typed
            classes = school_classes(connection, desk.policy, desk.today)
            categories = open_categories(connection)
    return Listing(looked_for, keys, lines, listing.edition + 1, classes, categories)


def read_rows(desk: Desk, listing: Listing, words: str) -> Listing:
    """The lines of these ids, as the page asks for them while it is scrolled."""
    keys = _ids(words)
    with desk.library.reading() as connection:
        return replace(listing, lines=_read_lines(connection, desk, keys))


def _read_lines(connection: Connection, desk: Desk, keys: Sequence[int]) -> Mapping[int, InfoLine]:
    found = patron_lines(connection, keys, desk.policy, desk.today)
    return {key: _in_words(line, desk.today) for key, line in found.items()}


def _in_words(line: PatronLine, today: date) -> InfoLine:
    patron = line.patron
    where = patron.class_name or patron.category
    cells = (patron.name, where, patron.number, line.card, str(line.out or ""), line_words(line, today))
    return InfoLine(patron.id, cells)


def wanted_of(values: Mapping[str, str]) -> Wanted:
    """What the fields above the list ask for."""
    standing = values.get("standing", Standing.HERE.value)
    if standing not in set(Standing):
        raise UnknownActError(f"search {standing}")
    return Wanted(
        words=values.get("words", ""),
        class_id=_number(values.get("class", "")),
        category_id=_number(values.get("category", "")),
        standing=Standing(standing),
    )


def _number(text: str) -> int | None:
    return _ids(text)[0] if text else None


def _ids(words: str) -> Sequence[int]:
    parts = words.split(",")
    if len(parts) > _MOST_LINES or not all(part.isascii() and part.isdecimal() and len(part) < 19 for part in parts):
        raise UnknownActError(f"rows {words}")
    return [int(part) for part in parts]
