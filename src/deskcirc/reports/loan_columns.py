"""The columns that the reports on copies on loan have in common."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Kind, ReportColumn, Value
from deskcirc.store.lookups.end_of_term import CopyOut
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _


def loan_columns() -> tuple[ReportColumn, ...]:
    """Class, number, name, title, call number, code, due day."""
    return (
        ReportColumn(_("Class"), 30),
        ReportColumn(_("Number"), 27),
        ReportColumn(_("Name"), 20),
        ReportColumn(_("Title"), 58),
        ReportColumn(_("Call number"), 27),
        ReportColumn(_("Barcode"), 24),
        ReportColumn(_("Due"), 26, Kind.DAY),
    )


def loan_row(copy: CopyOut) -> tuple[Value, ...]:
    """The values of `loan_columns`."""
    who = copy.class_name or _("In no class")
    return (who, copy.patron_number, copy.patron, copy.name, copy.call_number, copy.code, copy.due)


def told_of(copies: Iterable[CopyOut], policy: Policy, today: date) -> str:
    """The line under the title: which library, which day, how many copies of how many patrons."""
    listed = tuple(copies)
    count = ngettext("{count} copy", "{count} copies", len(listed)).format(count=len(listed))
    holders = len({copy.patron_id for copy in listed})
    patrons = ngettext("{count} patron", "{count} patrons", holders).format(count=holders)
    return " · ".join(part for part in (policy.library_name, full_date(today), count, patrons) if part)
