"""Who still has what: every open loan with its class, and what each class still has to bring."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.policy import Policy
from deskcirc.domain.recall import Recall
from deskcirc.domain.title_names import quoted
from deskcirc.store.lookups.classes import ClassLine, class_lines
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, copies, loans, patrons, titles

_NOT_CLAIMED = loans.c.claimed_at.is_(None)  # what a patron says was returned is looked for, not called in
_COPIES_OUT = (
    select(
        loans.c.id,
        loans.c.patron_id,
        patrons.c.number,
        patrons.c.name,
        patrons.c.class_id,
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
        titles.c.title,
        titles.c.volume,
        copies.c.barcode,
        copies.c.accession_number,
        copies.c.call_number,
        loans.c.lent_at,
        loans.c.due,
        loans.c.corner_id,
    )
    .select_from(
        loans.join(copies, loans.c.copy_id == copies.c.id)
        .join(titles, copies.c.title_id == titles.c.id)
        .join(patrons, loans.c.patron_id == patrons.c.id)
        .outerjoin(classes, patrons.c.class_id == classes.c.id)
    )
    .where(loans.c.returned_at.is_(None))
    .order_by(
        classes.c.entry_year.is_(None),
        classes.c.entry_year.desc(),
        classes.c.number,
        patrons.c.class_id,
        patrons.c.number,
        patrons.c.id,
        loans.c.due,
        loans.c.id,
    )
)
_OF_CLASS = _COPIES_OUT.where(patrons.c.class_id == bindparam("class_id"))
_OF_NO_CLASS = _COPIES_OUT.where(patrons.c.class_id.is_(None))
_FOR_BOARD = (
    select(
        loans.c.patron_id,
        patrons.c.class_id,
        loans.c.lent_at,
        loans.c.due,
    )
    .select_from(loans.join(patrons, loans.c.patron_id == patrons.c.id))
    .where(loans.c.returned_at.is_(None), loans.c.corner_id.is_(None), loans.c.claimed_at.is_(None))
)

_GONE = select(classes).where(classes.c.id.in_(bindparam("ids", expanding=True))).order_by(classes.c.id)

NO_CLASS: Final = 0
"""Stands for everybody who is in no class: teachers, staff."""


@dataclass(frozen=True, slots=True)
class CopyOut:
    """One copy on loan, with who has it; `in_corner` stands in the class's own corner and is lent to the class."""

    loan_id: int
    class_id: int  # NO_CLASS for none
    class_name: str
    patron_id: int
    patron_number: str
    patron: str
    name: str  # of the title, in title brackets
    code: str
    call_number: str
    lent_on: date
    due: date
    days_late: int
    in_corner: bool


@dataclass(frozen=True, slots=True)
class ClassDue:
    """What one class still has to bring back; `pupils` is how many of the class hold something."""

    class_id: int  # NO_CLASS for those in none
    name: str  # "" for those in no class
    teacher: str
    pupils: int
    copies: int
    overdue: int
    corner: int = 0  # copies in the class's corner
    in_class: int = 0  # who are in the class

    @property
    def is_clear(self) -> bool:
        """Whether everything is back."""
        return not self.copies and not self.corner


def copies_out(
    connection: Connection, policy: Policy, today: date, *, class_id: int | None = None, with_claimed: bool = False
) -> tuple[CopyOut, ...]:
    """Every copy on loan, by class (the youngest first), number and due day; of one class where it is given.

    What a patron says was returned is looked for and left out, but `with_claimed`.
    """
    query, given = _COPIES_OUT, dict[str, int]()
    if class_id is not None:
        query, given = (_OF_NO_CLASS, given) if class_id == NO_CLASS else (_OF_CLASS, {"class_id": class_id})
    rows = connection.execute(query if with_claimed else query.where(_NOT_CLAIMED), given)
    return tuple(_copy_out(row, policy, today) for row in rows)


def copies_wanted(
    connection: Connection, policy: Policy, today: date, recall: Recall, *, class_id: int | None = None
) -> tuple[CopyOut, ...]:
    """What the recall calls in, in the order of `copies_out`; vacation loans may stay out."""
    found = copies_out(connection, policy, today, class_id=class_id)
    return tuple(copy for copy in found if recall.wants_back(copy.lent_on, copy.due, policy.terms))


def board(connection: Connection, policy: Policy, today: date, recall: Recall) -> tuple[ClassDue, ...]:
    """What each class still has to bring, the youngest first.

    After the classes at school come those that have left it, and who is in none, if they have something out.
    """
    counted = _count(connection.execute(_FOR_BOARD), policy, today, recall)
    lines = [
        _class_due(line, counted.pop(line.id, _NOTHING))
        for line in class_lines(connection, policy, today)
        if line.pupils or line.out
    ]
    for row in connection.execute(_GONE, {"ids": [key for key in counted if key != NO_CLASS]}):
        name = class_label(row.entry_year, row.number, row.name, policy, today)
        lines.append(ClassDue(row.id, name, row.teacher, *_numbers(counted[row.id])))
    if NO_CLASS in counted:
        lines.append(ClassDue(NO_CLASS, "", "", *_numbers(counted[NO_CLASS])))
    return tuple(lines)


_Count = tuple[frozenset[int], int, int]
"""Who holds something, how many copies, how many of them overdue."""
_Counted = dict[int, _Count]
_NOTHING: Final[_Count] = (frozenset(), 0, 0)


def _count(rows: Iterable[Any], policy: Policy, today: date, recall: Recall) -> _Counted:
    """What is wanted back, by class; a due day is judged once, however many loans fall due on it."""
    counted: dict[int, tuple[set[int], list[int]]] = {}
    late: dict[date, bool] = {}
    for patron_id, class_id, lent_at, due in rows:
        if not recall.wants_back(policy.day_of(lent_at), due, policy.terms):
            continue
        if due not in late:
            late[due] = policy.days_late(due, today) > 0
        holders, numbers = counted.setdefault(class_id or NO_CLASS, (set(), [0, 0]))
        holders.add(patron_id)
        numbers[0] += 1
        numbers[1] += late[due]
    return {key: (frozenset(holders), numbers[0], numbers[1]) for key, (holders, numbers) in counted.items()}


def _class_due(line: ClassLine, count: _Count) -> ClassDue:
    return ClassDue(line.id, line.name, line.teacher, *_numbers(count), line.corner, line.pupils)


def _numbers(count: _Count) -> tuple[int, int, int]:
    holders, number, overdue = count
    return len(holders), number, overdue


def _copy_out(row: Any, policy: Policy, today: date) -> CopyOut:
    return CopyOut(
        loan_id=row.id,
        class_id=row.class_id or NO_CLASS,
        class_name=class_label(row.entry_year, row.class_number, row.own_class_name, policy, today),
        patron_id=row.patron_id,
        patron_number=row.number or "",
        patron=row.name,
        name=quoted(row.title, row.volume),
        code=row.barcode or row.accession_number,
        call_number=row.call_number,
        lent_on=policy.day_of(row.lent_at),
        due=row.due,
        days_late=policy.days_late(row.due, today),
        in_corner=row.corner_id is not None,
    )
