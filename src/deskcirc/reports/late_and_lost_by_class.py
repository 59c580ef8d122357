"""Late, lost and damaged by class, for the class competition: figures for every hundred loans, and nobody's name."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from deskcirc.domain.class_figures import class_table
from deskcirc.domain.ledgers import Span
from deskcirc.domain.periods import this_term
from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Report
from deskcirc.reports.kind import ReportKind
from deskcirc.reports.weeks import told_of
from deskcirc.store.lookups.class_figures import class_records
from deskcirc.text import marked


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The classes in this term up to today."""
    return of_span(connection, policy, this_term(policy, today).until(today))


def of_span(connection: Connection, policy: Policy, span: Span) -> Report:
    """The classes in these days, the youngest first."""
    table = class_table(class_records(connection, policy, span))
    return table.report(told_of(policy, span.first or date.min, span.last))


KIND: Final = ReportKind(
    "late_and_lost_by_class",
    marked("Late, lost and damaged by class"),
    marked("For the class competition: per 100 loans, no names"),
    make,
)
