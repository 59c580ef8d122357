"""Reserved call numbers: given to titles that are not saved yet, by which station and since when."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import Connection

from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Kind, Report, ReportColumn
from deskcirc.reports.kind import ReportKind
from deskcirc.store.lookups.book_numbers import claims_held
from deskcirc.text import full_date, marked
from deskcirc.text import gettext as _


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """Every number reserved now, the oldest first."""
    rows = tuple(
        (
            claim.call_number,
            claim.station,
            policy.day_of(claim.claimed_at),
            f"{policy.clock_of(claim.claimed_at):%H:%M}",
        )
        for claim in claims_held(connection)
    )
    columns = (
        ReportColumn(_("Call number"), 60),
        ReportColumn(_("Station"), 50),
        ReportColumn(_("Day"), 40, Kind.DAY),
        ReportColumn(_("Time"), 30),
    )
    told = " · ".join(part for part in (policy.library_name, full_date(today)) if part)
    empty = _("No call number is reserved: every title that got one is saved.")
    return Report(KIND.name, _(KIND.title), told, columns, rows, False, empty)


KIND: Final = ReportKind(
    "reserved_call_numbers",
    marked("Reserved call numbers"),
    marked("Numbers given to titles that are not saved yet"),
    make,
)
