"""A class, its corner, and what fills it, for tests."""

from __future__ import annotations

from datetime import date

from tests.builders import a_copy, a_patron, set_up_act

from deskcirc.desk.corners import CornerDraft, open_corner
from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.domain.corners import Corner
from deskcirc.domain.patrons import Patron
from deskcirc.store.database import Library
from deskcirc.store.lookups.corners import (
    corner_by_id,
)
from deskcirc.store.tables import classes, terms


def a_class(library: Library, entry_year: int = 2022, number: int = 2) -> int:
    with library.writing(set_up_act(library)) as writing:
        return writing.insert(classes, entry_year=entry_year, number=number)


def a_corner(desk: Desk, target: int = 50, capacity: int | None = 60, **of_class: int) -> Corner:
    class_id = a_class(desk.library, **of_class)
    outcome = open_corner(desk, class_id, CornerDraft(target, capacity))
    assert outcome.corner is not None, outcome.why_not
    return outcome.corner


def copies_of(library: Library, count: int) -> list[Copy]:
    return [a_copy(library, f"第{number}本") for number in range(count)]


def ids(found: list[Copy]) -> list[int]:
    return [copy.id for copy in found]


def corner_now(desk: Desk, corner: Corner) -> Corner:
    with desk.library.reading() as connection:
        found = corner_by_id(connection, corner.id, desk.policy, desk.today)
    assert found is not None
    return found


def a_pupil_of(desk: Desk, corner: Corner, name: str = "陈子墨") -> Patron:
    return a_patron(desk.library, name, class_id=corner.class_id)


def end_of_term(library: Library, return_by: date) -> None:
    with library.writing(set_up_act(library)) as writing:
        writing.insert(terms, name="春", starts=date(2026, 2, 20), ends=date(2026, 7, 5), return_by=return_by)
