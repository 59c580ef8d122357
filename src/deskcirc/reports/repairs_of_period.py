"""Repairs: every copy that was damaged in some days, what was done about it, and where it is now.

No patron is named: the list may hang on a wall, and who was careless is nobody's business there.
"""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.ledgers import Span
from deskcirc.domain.periods import this_term
from deskcirc.domain.policy import Policy
from deskcirc.domain.repair import (
    DAMAGE_KIND_WORDS,
    REPAIR_STATE_WORDS,
    SEVERITY_WORDS,
    RepairState,
    Severity,
    read_kinds,
)
from deskcirc.domain.report import Kind, Report, ReportColumn, Value
from deskcirc.domain.title_names import quoted
from deskcirc.reports.kind import ReportKind
from deskcirc.reports.weeks import told_of
from deskcirc.store.lookups.repair_figures import instants_of
from deskcirc.store.tables import copies, repairs, titles
from deskcirc.text import gettext as _
from deskcirc.text import marked

_REPAIRS = (
    select(repairs, copies.c.accession_number, titles.c.title, titles.c.volume)
    .select_from(repairs.join(copies, copies.c.id == repairs.c.copy_id).join(titles, titles.c.id == copies.c.title_id))
    .where(repairs.c.reported_at >= bindparam("start"), repairs.c.reported_at < bindparam("end"))
    .order_by(repairs.c.reported_at, repairs.c.id)
)


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The repairs of this term up to today."""
    return of_span(connection, policy, this_term(policy, today).until(today))


def of_span(connection: Connection, policy: Policy, span: Span) -> Report:
    """The copies whose damage was seen in these days, the first one first."""
    rows = tuple(_row(row, policy) for row in connection.execute(_REPAIRS, instants_of(policy, span)))
    columns = (
        ReportColumn(_("Day"), 32, Kind.DAY),
        ReportColumn(_("Accession number"), 20),
        ReportColumn(_("Title"), 44),
        ReportColumn(_("Damage"), 32),
        ReportColumn(_("Severity"), 16),
        ReportColumn(_("State"), 22),
        ReportColumn(_("Minutes"), 12, Kind.NUMBER),
        ReportColumn(_("Ended on"), 32, Kind.DAY),
    )
    told = told_of(policy, span.first or date.min, span.last)
    return Report(KIND.name, _(KIND.title), told, columns, rows, False, _("No damage was seen in these days."))


def _row(row: Any, policy: Policy) -> tuple[Value, ...]:
    words = _(", ").join(_(DAMAGE_KIND_WORDS[kind]) for kind in read_kinds(row.kinds))
    return (
        policy.day_of(row.reported_at),
        row.accession_number,
        quoted(row.title, row.volume),
        words or _("not said"),
        _(SEVERITY_WORDS[Severity(row.severity)]),
        _(REPAIR_STATE_WORDS[RepairState(row.state)]),
        row.minutes,
        None if row.ended_at is None else policy.day_of(row.ended_at),
    )


KIND: Final = ReportKind(
    "repairs", marked("Repairs of the term"), marked("Damaged copies and what became of them"), make
)
