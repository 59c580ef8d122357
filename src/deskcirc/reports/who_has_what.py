"""Who has what: every copy on loan, by class."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Report
from deskcirc.reports.kind import ReportKind
from deskcirc.reports.loan_columns import loan_columns, loan_row, told_of
from deskcirc.store.lookups.end_of_term import copies_out
from deskcirc.text import gettext as _
from deskcirc.text import marked


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The report of a day."""
    found = copies_out(connection, policy, today, with_claimed=True)
    rows = tuple(loan_row(copy) for copy in found)
    told = told_of(found, policy, today)
    return Report(KIND.name, _(KIND.title), told, loan_columns(), rows, True, _("Nothing is on loan."))


KIND: Final = ReportKind("who_has_what", marked("Who has what"), marked("Every copy on loan, by class"), make)
