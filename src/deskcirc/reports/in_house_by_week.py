"""Copies read in the room, summed by week: counted in Returns, and lent on site for the day."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.reports.kind import ReportKind
from deskcirc.reports.weeks import first_day, instant_of, monday_of, mondays, told_of
from deskcirc.store.tables import in_house_uses, loans
from deskcirc.text import gettext as _
from deskcirc.text import marked

_COUNTED = select(in_house_uses.c.at).where(
    in_house_uses.c.at >= bindparam("start"), in_house_uses.c.at < bindparam("end")
)
_ON_SITE = select(loans.c.lent_at).where(
    loans.c.lending != "home", loans.c.lent_at >= bindparam("start"), loans.c.lent_at < bindparam("end")
)


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The weeks of the term up to today."""
    first = first_day(policy, today)
    span = {"start": instant_of(policy, first), "end": instant_of(policy, today + timedelta(days=1))}
    counted, on_site = (
        Counter(monday_of(policy.day_of(at)) for at in connection.execute(query, span).scalars())
        for query in (_COUNTED, _ON_SITE)
    )
    rows = tuple(
        (monday, counted[monday], on_site[monday], counted[monday] + on_site[monday])
        for monday in mondays(first, today)
    )
    columns = (
        ReportColumn(_("Week from"), 60, Kind.DAY),
        ReportColumn(_("Counted on return"), 40, Kind.NUMBER),
        ReportColumn(_("Given for reading here"), 40, Kind.NUMBER),
        ReportColumn(_("All copies"), 40, Kind.NUMBER),
    )
    return Report(KIND.name, _(KIND.title), told_of(policy, first, today), columns, rows)


KIND: Final = ReportKind("in_house_by_week", marked("In-house use a week"), marked("Copies read in the room"), make)
