"""Losses: every copy that was declared lost or said to be returned in some days, how it is made good, the money.

No patron is named: the list goes to the leader with the ledgers. Money is in fen.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select

from deskcirc.domain.ledgers import Span
from deskcirc.domain.losses import LOSS_STATE_WORDS, LOSS_WAY_WORDS, LossState, LossWay
from deskcirc.domain.periods import this_term
from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Kind, Report, ReportColumn, Value
from deskcirc.domain.title_names import quoted
from deskcirc.reports.kind import ReportKind
from deskcirc.reports.weeks import told_of
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.lookups.repair_figures import instants_of
from deskcirc.store.tables import charges, classes, copies, losses, patrons, titles
from deskcirc.text import gettext as _
from deskcirc.text import marked

_MONEY = (
    select(
        charges.c.loss_id,
        func.sum(charges.c.amount).filter(charges.c.state == "open")
        - func.coalesce(func.sum(charges.c.paid).filter(charges.c.state == "open"), 0),
        func.sum(charges.c.paid - charges.c.refunded),
    )
    .where(charges.c.loss_id.is_not(None))
    .group_by(charges.c.loss_id)
)
_LOSSES = (
    select(
        losses,
        copies.c.accession_number,
        copies.c.price,
        titles.c.title,
        titles.c.volume,
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
    )
    .select_from(
        losses.join(copies, copies.c.id == losses.c.copy_id)
        .join(titles, titles.c.id == copies.c.title_id)
        .outerjoin(patrons, patrons.c.id == losses.c.patron_id)
        .outerjoin(classes, classes.c.id == patrons.c.class_id)
    )
    .where(losses.c.reported_at >= bindparam("start"), losses.c.reported_at < bindparam("end"))
    .order_by(losses.c.reported_at, losses.c.id)
)


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The losses of this term up to today."""
    return of_span(connection, policy, this_term(policy, today).until(today))


def of_span(connection: Connection, policy: Policy, span: Span) -> Report:
    """The losses reported in these days, the first one first."""
    money = {row[0]: (row[1] or 0, row[2] or 0) for row in connection.execute(_MONEY)}
    found = connection.execute(_LOSSES, instants_of(policy, span))
    rows = tuple(_row(row, policy, span.last, money) for row in found)
    columns = (
        ReportColumn(_("Day"), 32, Kind.DAY),
        ReportColumn(_("Accession number"), 20),
        ReportColumn(_("Title"), 42),
        ReportColumn(_("Class"), 24),
        ReportColumn(_("State"), 24),
        ReportColumn(_("Made good by"), 20),
        ReportColumn(_("Price"), 13, Kind.MONEY),
        ReportColumn(_("Owed"), 13, Kind.MONEY),
        ReportColumn(_("Received"), 13, Kind.MONEY),
    )
    told = told_of(policy, span.first or date.min, span.last)
    return Report(KIND.name, _(KIND.title), told, columns, rows, False, _("Nothing was lost in these days."))


def _row(row: Any, policy: Policy, on: date, money: Mapping[int, tuple[int, int]]) -> tuple[Value, ...]:
    owed, received = money.get(row.id, (0, 0))
    return (
        policy.day_of(row.reported_at),
        row.accession_number,
        quoted(row.title, row.volume),
        class_label(row.entry_year, row.class_number, row.own_class_name, policy, on),
        _(LOSS_STATE_WORDS[LossState(row.state)]),
        _(LOSS_WAY_WORDS[LossWay(row.way)]),
        row.price,
        owed,
        received,
    )


KIND: Final = ReportKind("losses", marked("Losses of the term"), marked("Lost copies and how they are made good"), make)
