"""What is out in one class, patron by patron: what the class teacher asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, bindparam, func, select

from deskcirc.domain.patrons import CLASS_CATEGORY, PatronState
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, copies, loans, patron_categories, patrons, titles

_CLASS = select(classes).where(classes.c.id == bindparam("class_id"))
_OUT = (
    select(
        loans.c.id,
        loans.c.patron_id,
        patrons.c.number,
        patrons.c.name,
        titles.c.title,
        titles.c.volume,
        copies.c.barcode,
        copies.c.accession_number,
        loans.c.lent_at,
        loans.c.due,
    )
    .select_from(
        loans.join(patrons, loans.c.patron_id == patrons.c.id)
        .join(copies, loans.c.copy_id == copies.c.id)
        .join(titles, copies.c.title_id == titles.c.id)
    )
    .where(patrons.c.class_id == bindparam("class_id"), loans.c.returned_at.is_(None))
    .order_by(
        patrons.c.number.is_(None), patrons.c.number, patrons.c.search_words, patrons.c.id, loans.c.due, loans.c.id
    )
)
_HEADS = (
    select(func.count())
    .select_from(patrons.join(patron_categories))
    .where(
        patrons.c.class_id == bindparam("class_id"),
        patrons.c.state != PatronState.LEFT.value,
        patron_categories.c.code != CLASS_CATEGORY,
    )
)


@dataclass(frozen=True, slots=True)
class ClassLoan:
    """One copy in the hands of somebody of the class."""

    loan_id: int
    patron_id: int
    number: str
    name: str
    title: str
    code: str
    due: date
    days_late: int


@dataclass(frozen=True, slots=True)
class ClassLoans:
    """Everything out in a class; `patrons` is how many are in it."""

    class_id: int
    name: str
    teacher: str
    patrons: int
    loans: tuple[ClassLoan, ...]

    @property
    def borrowers(self) -> int:
        """How many of them have something."""
        return len({loan.patron_id for loan in self.loans})

    @property
    def late(self) -> int:
        """How many copies are late."""
        return sum(1 for loan in self.loans if loan.days_late)


def loans_of_class(connection: Connection, class_id: int, policy: Policy, today: date) -> ClassLoans | None:
    """What the patrons of the class hold, by their numbers, the most urgent first; None for no class."""
    asked = {"class_id": class_id}
    row = connection.execute(_CLASS, asked).one_or_none()
    if row is None:
        return None
    found = tuple(
        ClassLoan(
            loan_id=loan.id,
            patron_id=loan.patron_id,
            number=loan.number or "",
            name=loan.name,
            title=f"《{loan.title} {loan.volume}》" if loan.volume else f"《{loan.title}》",
            code=loan.barcode or loan.accession_number,
            due=loan.due,
            days_late=policy.days_late(loan.due, today),
        )
        for loan in connection.execute(_OUT, asked)
    )
    heads = int(connection.execute(_HEADS, asked).scalar_one())
    name = class_label(row.entry_year, row.number, row.name, policy, today)
    return ClassLoans(class_id, name, row.teacher, heads, found)
