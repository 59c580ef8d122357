"""Missing numbers: every gap in the accession numbers of each series, with its explanation; for the inspector."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Kind, Report, ReportColumn, Value
from deskcirc.reports.kind import ReportKind
from deskcirc.store.lookups.number_gaps import SeriesFigures, series_figures
from deskcirc.text import full_date, marked
from deskcirc.text import gettext as _


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The report of a day."""
    found = series_figures(connection, policy)
    columns = (
        ReportColumn(_("Number series"), 32),
        ReportColumn(_("First number missing"), 28),
        ReportColumn(_("Last number missing"), 28),
        ReportColumn(_("How many"), 16, Kind.NUMBER),
        ReportColumn(_("Explanation"), 54),
        ReportColumn(_("Day"), 22, Kind.DAY),
    )
    rows = tuple(row for figures in found for row in _rows(figures))
    missing, unexplained = (sum(getattr(each, name) for each in found) for name in ("missing", "unexplained"))
    told = _("{library} · {day} · {missing} numbers are missing, {unexplained} of them not explained").format(
        library=policy.library_name, day=full_date(today), missing=missing, unexplained=unexplained
    )
    return Report(KIND.name, _(KIND.title), told, columns, rows, True, _("No number is missing."))


def _rows(figures: SeriesFigures) -> tuple[tuple[Value, ...], ...]:
    name = figures.series.name or _("General series")
    return tuple(
        (name, gap.run.first, gap.run.last, gap.run.count, gap.reason or _("not explained"), gap.day)
        for gap in figures.gaps
    )


KIND: Final = ReportKind(
    "number_gaps", marked("Missing accession numbers"), marked("Which numbers are missing, and why"), make
)
