"""The cash sheet as a list: every payment of some days, with what lay in the box before and after."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from sqlalchemy import Connection

from deskcirc.domain.cash_sheet import CashLine, CashSheet
from deskcirc.domain.policy import Policy
from deskcirc.domain.prices import format_fen
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.domain.terms import term_on
from deskcirc.reports.kind import ReportKind
from deskcirc.store.lookups.payments import box_before, payments_between, receipts_taken_back
from deskcirc.text import gettext as _
from deskcirc.text import marked


def read_sheet(connection: Connection, policy: Policy, first: date, last: date) -> CashSheet:
    """The cash sheet of the school's days from `first` to `last`, both included."""
    begin, end = _midnight(policy, first), _midnight(policy, last + timedelta(days=1))
    lines = tuple(
        CashLine(policy.clock_of(payment.at), payment) for payment in payments_between(connection, begin, end, policy)
    )
    return CashSheet(first, last, box_before(connection, begin), lines, receipts_taken_back(connection, begin, end))


def cash_report(sheet: CashSheet, policy: Policy) -> Report:
    """A sheet as columns and rows; its last row is what lies in the box in the end."""
    rows = [
        (
            line.at.date(),
            f"{line.at:%H:%M}",
            line.payment.receipt,
            line.payment.patron,
            line.payment.about,
            line.came_in,
            line.went_out,
            line.payment.taken_by,
            line.payment.note,
        )
        for line in sheet.lines
    ]
    told = _("{library} · {days} · before {opening}, in {came}, out {went}, now {closing} yuan").format(
        library=policy.library_name,
        days=sheet.days,
        opening=format_fen(sheet.opening),
        came=format_fen(sheet.came_in),
        went=format_fen(sheet.went_out),
        closing=format_fen(sheet.closing),
    )
    notes: tuple[str, ...] = ()
    if sheet.taken_back:
        numbers = _(", ").join(sheet.taken_back)
        notes = (_("Receipts that were undone, never given again: {numbers}").format(numbers=numbers),)
    empty = _("No money was taken or given back.")
    return Report(KIND.name, sheet.title, told, _columns(), tuple(rows), empty=empty, notes=notes)


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The sheet of the term so far; in the holidays that of the day."""
    term = term_on(policy.terms, today)
    return cash_report(read_sheet(connection, policy, term.starts if term else today, today), policy)


def _columns() -> tuple[ReportColumn, ...]:
    return (
        ReportColumn(_("Day"), 24, Kind.DAY),
        ReportColumn(_("Time"), 12),
        ReportColumn(_("Receipt No."), 22),
        ReportColumn(_("From or to"), 34),
        ReportColumn(_("For"), 36),
        ReportColumn(_("In (yuan)"), 15, Kind.MONEY),
        ReportColumn(_("Out (yuan)"), 15, Kind.MONEY),
        ReportColumn(_("Done by"), 16),
        ReportColumn(_("Note"), 16),
    )


def _midnight(policy: Policy, day: date) -> datetime:
    """The instant at which the school's day begins, in UTC."""
    return datetime.combine(day, time(), UTC) - policy.utc_offset


KIND: Final = ReportKind(
    "cash_sheet", marked("Cash sheet of the term"), marked("What was paid and given back, and what is in the box"), make
)
