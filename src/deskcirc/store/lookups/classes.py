"""The classes of the school with what they hold, and the pupils of one class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, bindparam, exists, func, select

from deskcirc.domain.classes import grade_on
from deskcirc.domain.patrons import PatronState
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, corners, loans, patron_categories, patrons

CLASS_CATEGORY = "class"
"""Code of the category of a class that borrows as one, for its corner; it is in itself, and no pupil."""

_HERE = (patrons.c.state != PatronState.LEFT.value, patron_categories.c.code != CLASS_CATEGORY)
_CLASSES = select(classes).where(~classes.c.ended).order_by(classes.c.entry_year.desc(), classes.c.number, classes.c.id)
_BY_ID = select(classes.c.entry_year, classes.c.number, classes.c.name).where(classes.c.id == bindparam("class_id"))
_OPEN_CORNER = select(corners.c.id).where(corners.c.class_id == bindparam("class_id"), corners.c.closed_at.is_(None))
_HEADS = (
    select(patrons.c.class_id, func.count().label("count"))
    .select_from(patrons.join(patron_categories))
    .where(patrons.c.class_id.is_not(None), *_HERE)
    .group_by(patrons.c.class_id)
)
_OUT = (
    select(patrons.c.class_id, loans.c.due, func.count().label("count"))
    .select_from(loans.join(patrons, patrons.c.id == loans.c.patron_id))
    .where(
        loans.c.returned_at.is_(None),
        loans.c.corner_id.is_(None),
        loans.c.claimed_at.is_(None),
        patrons.c.class_id.is_not(None),
    )
    .group_by(patrons.c.class_id, loans.c.due)
)
_IN_CORNER = (
    select(corners.c.class_id, func.count(loans.c.id).label("count"))
    .select_from(corners.join(loans, loans.c.corner_id == corners.c.id))
    .where(loans.c.returned_at.is_(None))
    .group_by(corners.c.class_id)
)
_EMPTY = (
    select(classes.c.id)
    .where(
        ~classes.c.ended,
        ~exists(
            select(patrons.c.id)
            .select_from(patrons.join(patron_categories))
            .where(patrons.c.class_id == classes.c.id, *_HERE)
        ),
        ~exists().where(corners.c.class_id == classes.c.id, corners.c.closed_at.is_(None)),
    )
    .order_by(classes.c.id)
)
_PUPILS = (
    select(patrons.c.id, patrons.c.number, patrons.c.name, patrons.c.state, patrons.c.search_words)
    .select_from(patrons.join(patron_categories))
    .where(patrons.c.class_id == bindparam("class_id"), *_HERE)
    .order_by(patrons.c.number, patrons.c.search_words, patrons.c.id)
)
_OUT_OF_CLASS = (
    select(loans.c.patron_id, loans.c.due, func.count().label("count"))
    .select_from(loans.join(patrons, patrons.c.id == loans.c.patron_id))
    .where(loans.c.returned_at.is_(None), loans.c.claimed_at.is_(None), patrons.c.class_id == bindparam("class_id"))
    .group_by(loans.c.patron_id, loans.c.due)
)


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class at school; `out` counts what its pupils hold, `corner` the copies that stand in its corner."""

    id: int
    entry_year: int
    number: int  # 0 for none
    name: str  # as it is called today
    own_name: str  # given by the school, "" where the name follows from the date
    grade: int
    teacher: str
    pupils: int
    out: int
    overdue: int
    corner: int


@dataclass(frozen=True, slots=True)
class PupilLine:
    """One pupil of a class with what they hold."""

    id: int
    number: str
    name: str
    state: PatronState
    out: int
    overdue: int


def class_lines(connection: Connection, policy: Policy, today: date) -> tuple[ClassLine, ...]:
    """All classes at school, the youngest first."""
    heads = _counts(connection, _HEADS)
    corner = _counts(connection, _IN_CORNER)
    out, overdue = _counts_by_due(connection.execute(_OUT), policy, today)
    return tuple(
        ClassLine(
            id=row.id,
            entry_year=row.entry_year,
            number=row.number,
            name=class_label(row.entry_year, row.number, row.name, policy, today),
            own_name=row.name,
            grade=grade_on(row.entry_year, today, policy.schooling),
            teacher=row.teacher,
            pupils=heads[row.id],
            out=out[row.id],
            overdue=overdue[row.id],
            corner=corner[row.id],
        )
        for row in connection.execute(_CLASSES)
    )


def pupils_of_class(connection: Connection, class_id: int, policy: Policy, today: date) -> tuple[PupilLine, ...]:
    """Who is in the class, by number; leavers are left out."""
    asked = {"class_id": class_id}
    out, overdue = _counts_by_due(connection.execute(_OUT_OF_CLASS, asked), policy, today)
    return tuple(
        PupilLine(row.id, row.number or "", row.name, PatronState(row.state), out[row.id], overdue[row.id])
        for row in connection.execute(_PUPILS, asked)
    )


def class_by_id(connection: Connection, class_id: int) -> Any | None:
    """Year of entry, number and own name of a class; None for none."""
    return connection.execute(_BY_ID, {"class_id": class_id}).one_or_none()


def has_open_corner(connection: Connection, class_id: int) -> bool:
    """Whether copies may stand in the class's corner."""
    return connection.execute(_OPEN_CORNER, {"class_id": class_id}).first() is not None


def classes_without_pupils(connection: Connection) -> tuple[int, ...]:
    """Ids of the classes that nobody is in and that have no corner open; those that have ended are left out."""
    return tuple(connection.execute(_EMPTY).scalars())


def _counts(connection: Connection, query: Select[Any]) -> Counter[int]:
    return Counter({row.class_id: int(row[1]) for row in connection.execute(query)})


def _counts_by_due(rows: Iterable[Any], policy: Policy, today: date) -> tuple[Counter[int], Counter[int]]:
    """All and overdue, by the first column; a day is asked once, however many loans fall due on it."""
    out, overdue, late = Counter[int](), Counter[int](), dict[date, bool]()
    for whose, due, number in rows:
        out[whose] += number
        if due not in late:
            late[due] = policy.days_late(due, today) > 0
        overdue[whose] += number if late[due] else 0
    return out, overdue
