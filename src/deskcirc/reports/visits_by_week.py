"""Visits to the reading room, summed by week: pupils, teachers and others, whole classes."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Kind, Report, ReportColumn, Value
from deskcirc.reports.kind import ReportKind
from deskcirc.reports.weeks import first_day, instant_of, monday_of, mondays, told_of
from deskcirc.store.tables import patrons, visits
from deskcirc.text import gettext as _
from deskcirc.text import marked

_VISITS = (
    select(visits.c.at, visits.c.persons, visits.c.patron_id, patrons.c.class_id)
    .select_from(visits.outerjoin(patrons, visits.c.patron_id == patrons.c.id))
    .where(visits.c.at >= bindparam("start"), visits.c.at < bindparam("end"))
)


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The weeks of the term up to today; weeks without a visit show a nought, for a target is missed by them."""
    first = first_day(policy, today)
    span = {"start": instant_of(policy, first), "end": instant_of(policy, today + timedelta(days=1))}
    sums: dict[date, Counter[str]] = {}
    for at, persons, patron_id, class_id in connection.execute(_VISITS, span):
        week = sums.setdefault(monday_of(policy.day_of(at)), Counter())
        if patron_id is None:
            week["classes"] += 1
            week["in classes"] += persons
        else:
            week["pupils" if class_id is not None else "others"] += persons
        week["all"] += persons
    rows = tuple(_row(monday, sums.get(monday, Counter())) for monday in mondays(first, today))
    return Report(KIND.name, _(KIND.title), told_of(policy, first, today), _columns(), rows)


def _row(monday: date, week: Counter[str]) -> tuple[Value, ...]:
    return (monday, week["pupils"], week["others"], week["classes"], week["in classes"], week["all"])


def _columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(_("Week from"), 40, Kind.DAY),
        ReportColumn(_("Pupils"), 25, Kind.NUMBER),
        ReportColumn(_("Teachers and others"), 35, Kind.NUMBER),
        ReportColumn(_("Whole classes"), 25, Kind.NUMBER),
        ReportColumn(_("Pupils in them"), 30, Kind.NUMBER),
        ReportColumn(_("All visits"), 25, Kind.NUMBER),
    )


KIND: Final = ReportKind("visits_by_week", marked("Visits a week"), marked("Who came to the reading room"), make)
