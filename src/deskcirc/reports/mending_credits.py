"""Who has mended copies this term: pupils, copies and minutes, for the thank-you at its end."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from deskcirc.domain.mending_lessons import HelperCredit
from deskcirc.domain.periods import this_term
from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.reports.kind import ReportKind
from deskcirc.store.lookups.mending_lessons import helper_credits
from deskcirc.text import full_date, marked, ngettext
from deskcirc.text import gettext as _


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """The term of the day, or the last one in a vacation, up to today."""
    period = this_term(policy, today)
    span = period.until(today)
    first = span.first or today
    return credits_report(helper_credits(connection, first, span.last, policy, today), first, span.last)


def credits_report(credited: tuple[HelperCredit, ...], first: date, last: date) -> Report:
    """The credits of any days as a list."""
    rows = tuple((each.helper, each.copies, each.minutes, each.last_on) for each in credited)
    columns = (
        ReportColumn(_("Who mended"), 80),
        ReportColumn(_("Copies mended"), 30, Kind.NUMBER),
        ReportColumn(_("Minutes"), 30, Kind.NUMBER),
        ReportColumn(_("Last on"), 40, Kind.DAY),
    )
    copies = sum(each.copies for each in credited)
    told = " · ".join(
        (
            _("{first} – {last}").format(first=full_date(first), last=full_date(last)),
            ngettext("{count} helper", "{count} helpers", len(credited)).format(count=len(credited)),
            ngettext("{count} copy mended", "{count} copies mended", copies).format(count=copies),
        )
    )
    empty = _("Nobody has mended a copy in these days.")
    return Report(KIND.name, _(KIND.title), told, columns, rows, False, empty)


KIND: Final = ReportKind(
    "mending_credits", marked("Who has mended copies"), marked("Pupils who mended copies this term, and how many"), make
)
