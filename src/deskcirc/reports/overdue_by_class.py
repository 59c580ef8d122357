"""Overdue: every copy that should be back, by class, with the days it is late."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.reports.kind import ReportKind
from deskcirc.reports.loan_columns import loan_columns, loan_row, told_of
from deskcirc.store.lookups.end_of_term import copies_out
from deskcirc.text import gettext as _
from deskcirc.text import marked


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The report of a day."""
    found = tuple(copy for copy in copies_out(connection, policy, today) if copy.days_late > 0)
    columns = (*loan_columns(), ReportColumn(_("Days late"), 17, Kind.NUMBER))
    rows = tuple((*loan_row(copy), copy.days_late) for copy in found)
    told = told_of(found, policy, today)
    return Report(KIND.name, _(KIND.title), told, columns, rows, True, _("Nothing is overdue."))


KIND: Final = ReportKind("overdue_by_class", marked("Overdue"), marked("What should be back, and how late it is"), make)
