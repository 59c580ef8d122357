"""Finding a patron who has no card with them: by name, pinyin or initials, or from the class list."""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.desk.desk import Desk
from deskcirc.domain.patrons import Patron, SchoolClass
from deskcirc.store.lookups.patrons import patrons_of_class, school_classes, search_patrons


@dataclass(frozen=True, slots=True)
class Finder:
    """The list of classes, the query or class chosen, and the patrons it gives."""

    classes: tuple[SchoolClass, ...]
    query: str = ""
    class_id: int | None = None
    patrons: tuple[Patron, ...] = ()


def open_finder(desk: Desk, query: str = "") -> Finder:
    """A finder with all classes, and what `query` finds."""
    with desk.library.reading() as connection:
        classes = school_classes(connection, desk.policy, desk.today)
        found = search_patrons(connection, query, desk.policy, desk.today)
    return Finder(classes, query=query, patrons=found)


def choose_class(desk: Desk, finder: Finder, class_id: int) -> Finder:
    """The finder showing the list of one class."""
    with desk.library.reading() as connection:
        found = patrons_of_class(connection, class_id, desk.policy, desk.today)
    return Finder(finder.classes, class_id=class_id, patrons=found)
