"""Small builders of what a test's library holds, through the program's own journal."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Table, func, select

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy
from deskcirc.domain.operators import Operator, Role
from deskcirc.domain.patrons import Patron
from deskcirc.domain.rule_book import GENERAL, PUPIL
from deskcirc.store.database import Library
from deskcirc.store.journal import Act, Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import (
    cards,
    circulation_rules,
    classes,
    copies,
    item_types,
    journal,
    patron_categories,
    patrons,
    settings,
    titles,
)

OPENED = datetime(2025, 9, 1, 0, 0, tzinfo=UTC)
"""When the library file was made."""
NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
"""Monday 2 March 2026, 12:00 in the school's time zone."""
TODAY = date(2026, 3, 2)
LIBRARIAN = Operator(1, "Librarian", Role.LIBRARIAN)


def a_desk(library: Library, now: datetime = NOON, *, station: str = "counter 1") -> Desk:
    """The librarian at a counter, at an instant."""
    return Desk(library, LIBRARIAN, station, now)


def days_later(desk: Desk, days: int) -> Desk:
    """The same counter, some days later at the same time."""
    return Desk(desk.library, desk.operator, desk.station, desk.now + timedelta(days=days))


def set_up_act(library: Library) -> Act:
    """The act under which the builders write: of no counter, at the moment of the last act."""
    with library.reading() as connection:
        last = connection.execute(select(journal.c.at).order_by(journal.c.id.desc()).limit(1)).scalar_one()
    return Act(str(ActName.IMPORT), last, "Librarian", "", {})


def id_of(writing: Writing, table: Table, code: str) -> int:
    """The id of the row with that code."""
    return int(writing.connection.execute(select(table.c.id).where(table.c.code == code)).scalar_one())


def _next(writing: Writing, table: Table) -> int:
    return int(writing.connection.execute(select(func.coalesce(func.max(table.c.id), 0) + 1)).scalar_one())


def a_patron(
    library: Library, name: str = "陈子墨", *, category: str = PUPIL, card: str = "", grade: int = 0, **columns: Any
) -> Patron:
    """A patron with a valid card, whose code is "K" and four digits unless given; `grade` puts them into a class."""
    with library.writing(set_up_act(library)) as writing:
        number = _next(writing, patrons)
        class_id = _class_of_grade(writing, grade) if grade else None
        row = {"number": f"S{number:04}", "enrolled_at": OPENED, "class_id": class_id, **columns}
        patron_id = writing.insert(patrons, name=name, category_id=id_of(writing, patron_categories, category), **row)
        writing.insert(cards, code=card or f"K{number:04}", patron_id=patron_id, issued_at=OPENED)
    return the_patron(library, patron_id)


def _class_of_grade(writing: Writing, grade: int) -> int:
    year = 2026 - grade  # on 2 March 2026 the school year is that of 2025
    query = select(classes.c.id).where(classes.c.entry_year == year, classes.c.number == 1)
    found = writing.connection.execute(query).scalar()
    return int(found) if found is not None else writing.insert(classes, entry_year=year, number=1)


def the_patron(library: Library, patron_id: int, on: date = TODAY) -> Patron:
    """The patron as the library knows them."""
    with library.reading() as connection:
        found = patron_by_id(connection, patron_id, library.policy, on)
    assert found is not None
    return found


def a_copy(
    library: Library, title: str = "草房子", *, of: Copy | None = None, item_type: str = GENERAL, **columns: Any
) -> Copy:
    """A copy of a new title, or one more `of` the same title; its barcode is "B" and five digits unless given."""
    with library.writing(set_up_act(library)) as writing:
        number = _next(writing, copies)
        title_id = of.title_id if of else writing.insert(titles, title=title, added_at=OPENED, price=2500)
        row = {"accession_number": f"A{number:05}", "barcode": f"B{number:05}", "added_at": OPENED, **columns}
        copy_id = writing.insert(copies, title_id=title_id, item_type_id=id_of(writing, item_types, item_type), **row)
    return the_copy(library, copy_id)


def the_copy(library: Library, copy_id: int) -> Copy:
    """The copy as the library knows it."""
    with library.reading() as connection:
        found = copy_by_id(connection, copy_id)
    assert found is not None
    return found


def change_rules(library: Library, **numbers: Any) -> None:
    """Change numbers of every circulation rule for lending home."""
    with library.writing(set_up_act(library)) as writing:
        query = select(circulation_rules.c.id).where(circulation_rules.c.lending == "home")
        for (rule_id,) in writing.connection.execute(query).all():
            writing.update(circulation_rules, rule_id, **numbers)


def change_setting(library: Library, name: str, text: str) -> None:
    """Store a setting of the library as its text."""
    with library.writing(set_up_act(library)) as writing:
        writing.insert(settings, name=name, value=text)


def all_rows(library: Library, *, without_journal: bool = True) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table as stored, to compare two moments of a library."""
    with library.reading() as connection:
        # The tables behind the index of titles are SQLite's own; what it finds stands in title_search itself.
        own = "name NOT LIKE 'sqlite%' AND name NOT LIKE 'title_search_%'"
        query = f"SELECT name FROM sqlite_master WHERE type = 'table' AND {own}"
        names = connection.exec_driver_sql(query).scalars().all()
        kept = [name for name in names if not (without_journal and str(name).startswith("journal"))]
        return {
            name: [tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {name} ORDER BY 1")]
            for name in kept
        }


def but_numbers(library: Library, *others: str) -> dict[str, list[tuple[Any, ...]]]:
    """Every row but those of the number series, and of other tables named: a number is given once, undone or not."""
    return {name: rows for name, rows in all_rows(library).items() if name not in ("number_series", *others)}
