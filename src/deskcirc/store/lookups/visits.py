"""Visits of the reading room: those of today one by one, all of them summed by day and by week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import BindParameter, Connection, bindparam, case, func, select

from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.domain.rules import Lending
from deskcirc.domain.visits import VisitSums, WeekSums, monday_of
from deskcirc.store.lookups.loans import OPEN_ON_SITE, open_loan
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, in_house_uses, loans, patron_categories, patrons, visits

# The codes of the categories as `desk.set_up` makes them; a school's own categories count as pupils.
_TEACHERS = ("teacher", "staff")
_CLASS = "class"

_LINES = (
    select(
        visits.c.id,
        visits.c.at,
        visits.c.persons,
        visits.c.class_id,
        patrons.c.name,
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
    )
    .select_from(
        visits.outerjoin(patrons, visits.c.patron_id == patrons.c.id).outerjoin(
            classes, classes.c.id == func.coalesce(visits.c.class_id, patrons.c.class_id)
        )
    )
    .where(visits.c.at >= bindparam("start"), visits.c.at < bindparam("end"))
    .order_by(visits.c.at.desc(), visits.c.id.desc())
)
_KIND = case((visits.c.class_id.is_not(None), "class"), (patron_categories.c.code.in_(_TEACHERS), "teacher"))
_SHIFT: BindParameter[str] = bindparam("shift")
_BY_DAY = (
    select(
        func.date(visits.c.at, _SHIFT).label("day"),
        func.coalesce(_KIND, "pupil").label("kind"),
        func.count().label("visits"),
        func.sum(visits.c.persons).label("persons"),
    )
    .select_from(
        visits.outerjoin(patrons, visits.c.patron_id == patrons.c.id).outerjoin(
            patron_categories, patrons.c.category_id == patron_categories.c.id
        )
    )
    .where(visits.c.at >= bindparam("start"), visits.c.at < bindparam("end"))
    .group_by("day", "kind")
)
_USES_BY_DAY = (
    select(func.date(in_house_uses.c.at, _SHIFT).label("day"), func.count().label("uses"))
    .where(in_house_uses.c.at >= bindparam("start"), in_house_uses.c.at < bindparam("end"))
    .group_by("day")
)
_LENT_HERE_BY_DAY = (
    select(func.date(loans.c.lent_at, _SHIFT).label("day"), func.count().label("uses"))
    .where(
        loans.c.lent_at >= bindparam("start"),
        loans.c.lent_at < bindparam("end"),
        loans.c.lending != Lending.HOME.value,
    )
    .group_by("day")
)
_VISIT_OF_PATRON = select(visits.c.id, visits.c.at, visits.c.persons).where(
    visits.c.patron_id == bindparam("patron_id"),
    visits.c.at >= bindparam("start"),
    visits.c.at < bindparam("end"),
)
_VISIT_OF_CLASS = select(visits.c.id, visits.c.at, visits.c.persons).where(
    visits.c.class_id == bindparam("class_id"),
    visits.c.at >= bindparam("start"),
    visits.c.at < bindparam("end"),
)
_VISIT = select(visits.c.id, visits.c.at, visits.c.persons, visits.c.class_id).where(
    visits.c.id == bindparam("visit_id")
)
_CATEGORY_CODE = select(patron_categories.c.code).where(patron_categories.c.id == bindparam("category_id"))


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit that was counted; `persons` is more than one for a class."""

    id: int
    at: datetime
    persons: int
    class_id: int | None = None


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit with the words of who came."""

    id: int
    at: datetime
    who: str
    persons: int
    is_class: bool


def is_class_card(connection: Connection, category_id: int) -> bool:
    """Whether a patron of this category stands for a whole class."""
    return connection.execute(_CATEGORY_CODE, {"category_id": category_id}).scalar() == _CLASS


def visit_of_patron(connection: Connection, patron_id: int, start: datetime, end: datetime) -> Visit | None:
    """The patron's visit from `start` to before `end`; the first where there are several."""
    row = connection.execute(_VISIT_OF_PATRON, {"patron_id": patron_id, "start": start, "end": end}).first()
    return None if row is None else Visit(row.id, row.at, row.persons)


def visit_of_class(connection: Connection, class_id: int, start: datetime, end: datetime) -> Visit | None:
    """The whole class's visit from `start` to before `end`."""
    row = connection.execute(_VISIT_OF_CLASS, {"class_id": class_id, "start": start, "end": end}).first()
    return None if row is None else Visit(row.id, row.at, row.persons, class_id)


def visit_by_id(connection: Connection, visit_id: int) -> Visit | None:
    """One visit; None for none, such as one that was taken back."""
    row = connection.execute(_VISIT, {"visit_id": visit_id}).one_or_none()
    return None if row is None else Visit(row.id, row.at, row.persons, row.class_id)


def visit_lines(
    connection: Connection, start: datetime, end: datetime, policy: Policy, today: date
) -> tuple[VisitLine, ...]:
    """Visits from `start` to before `end`, the last first."""
    rows = connection.execute(_LINES, {"start": start, "end": end})
    return tuple(
        VisitLine(row.id, row.at, _who(row.name, label), row.persons, row.class_id is not None)
        for row in rows
        for label in (class_label(row.entry_year, row.class_number, row.own_class_name, policy, today),)
    )


def on_site_loans(connection: Connection, policy: Policy, today: date) -> tuple[OpenLoan, ...]:
    """What is being read here, or is out for the day, the longest first."""
    return tuple(open_loan(row, policy, today) for row in connection.execute(OPEN_ON_SITE))


def sums_by_day(connection: Connection, first: date, last: date, policy: Policy) -> dict[date, VisitSums]:
    """Visits and in-house uses of each day from `first` to `last`, both included; days without any are left out."""
    minutes = round(policy.utc_offset.total_seconds() / 60)
    start = datetime.combine(first, time(), UTC) - policy.utc_offset
    end = datetime.combine(last + timedelta(days=1), time(), UTC) - policy.utc_offset
    span = {"start": start, "end": end, "shift": f"{minutes:+} minutes"}
    found: dict[date, VisitSums] = {}

    def add(day: str, sums: VisitSums) -> None:
        found[date.fromisoformat(day)] = found.get(date.fromisoformat(day), VisitSums()) + sums

    for row in connection.execute(_BY_DAY, span):
        if row.kind == "class":
            add(row.day, VisitSums(classes=row.visits, class_persons=row.persons))
        else:
            add(row.day, VisitSums(**{f"{row.kind}s": row.visits}))
    for statement in (_USES_BY_DAY, _LENT_HERE_BY_DAY):
        for row in connection.execute(statement, span):
            add(row.day, VisitSums(read_in_house=row.uses))
    return found


def sums_by_week(connection: Connection, today: date, weeks: int, policy: Policy) -> tuple[WeekSums, ...]:
    """This week and the weeks before it, so many in all, the newest first; empty weeks too."""
    this = monday_of(today)
    mondays = [this - timedelta(weeks=back) for back in range(weeks)]
    by_day = sums_by_day(connection, mondays[-1], this + timedelta(days=6), policy)
    totals = {monday: VisitSums() for monday in mondays}
    for day, sums in by_day.items():
        totals[monday_of(day)] += sums
    return tuple(WeekSums(monday, totals[monday]) for monday in mondays)


def _who(name: str | None, label: str) -> str:
    return label if name is None else patron_label(name, label)
