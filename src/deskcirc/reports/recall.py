"""The recall: everything that is to be back at the end of the term, by class; vacation loans may stay out."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from deskcirc.domain.policy import Policy
from deskcirc.domain.recall import recall_on
from deskcirc.domain.report import Report
from deskcirc.reports.kind import ReportKind
from deskcirc.reports.loan_columns import loan_columns, loan_row, told_of
from deskcirc.store.lookups.end_of_term import copies_wanted
from deskcirc.text import full_date, marked
from deskcirc.text import gettext as _


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The report of a day, for the term of that day."""
    return recall_report(connection, policy, today)


def recall_report(connection: Connection, policy: Policy, today: date, class_id: int | None = None) -> Report:
    """The same, of one class where it is given."""
    recall = recall_on(policy.terms, today)
    found = copies_wanted(connection, policy, today, recall, class_id=class_id)
    told = told_of(found, policy, today)
    if recall.return_by is not None:
        told = f"{told} · " + _("back by {day}").format(day=full_date(recall.return_by))
    rows = tuple(loan_row(copy) for copy in found)
    return Report(KIND.name, _(KIND.title), told, loan_columns(), rows, True, _("Everything is back."))


KIND: Final = ReportKind("recall", marked("Recall"), marked("What is to be back at the end of the term"), make)
