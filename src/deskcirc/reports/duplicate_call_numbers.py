"""Duplicate call numbers: titles that stand on one and the same place of the shelf, each with its copies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, func, select

from deskcirc.domain.call_numbers import call_number, shelf_form, shelf_key
from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Kind, Report, ReportColumn, Value
from deskcirc.domain.title_names import quoted
from deskcirc.reports.kind import ReportKind
from deskcirc.store.tables import copies, titles
from deskcirc.text import full_date, marked, ngettext
from deskcirc.text import gettext as _

_COPIES = select(func.count()).where(copies.c.title_id == titles.c.id, copies.c.state != "withdrawn").scalar_subquery()
_TITLES = (
    select(
        titles.c.title,
        titles.c.volume,
        titles.c.author,
        titles.c.publisher,
        titles.c.isbn,
        titles.c.class_number,
        titles.c.book_number,
        titles.c.call_number,
        _COPIES.label("copies"),
    )
    .where(titles.c.kind != "bound_year")  # they stand where their magazine stands
    .where(~titles.c.ended, (titles.c.book_number != "") | titles.c.call_number.contains("/"))
    .order_by(titles.c.id)
)


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """Titles with a book number that another title has as well, in shelf order.

    A bare class number is no call number of one title, so a library without book numbers has no duplicates.
    """
    rows = tuple(_rows(connection))
    columns = (
        ReportColumn(_("Call number"), 32),
        ReportColumn(_("Title"), 66),
        ReportColumn(_("Author"), 40),
        ReportColumn(_("Publisher"), 34),
        ReportColumn(_("ISBN"), 28),
        ReportColumn(_("Copies"), 14, Kind.NUMBER),
    )
    count = len({row[0] for row in rows})
    found = ngettext("{count} call number twice", "{count} call numbers twice or more", count).format(count=count)
    told = " · ".join(part for part in (policy.library_name, full_date(today), found) if part)
    return Report(KIND.name, _(KIND.title), told, columns, rows, True, _("Every title has a call number of its own."))


def _rows(connection: Connection) -> Iterator[tuple[Value, ...]]:
    by_form: dict[str, list[tuple[str, Any]]] = {}
    for row in connection.execute(_TITLES):
        called = row.call_number or call_number(row.class_number, row.book_number)
        by_form.setdefault(shelf_form(called), []).append((called, row))
    twice = [there for form, there in by_form.items() if "/" in form and len(there) > 1]
    for there in sorted(twice, key=lambda there: shelf_key(there[0][0])):
        for _called, row in there:
            yield (there[0][0], quoted(row.title, row.volume), row.author, row.publisher, row.isbn, row.copies)


KIND: Final = ReportKind(
    "duplicate_call_numbers",
    marked("Duplicate call numbers"),
    marked("Titles that stand on the same place of the shelf"),
    make,
)
