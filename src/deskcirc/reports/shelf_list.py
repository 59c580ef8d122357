"""The shelf list 排架目录: every copy in the order in which it stands, all or from one call number to another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from sqlalchemy import Connection, bindparam, exists, select

from deskcirc.domain.call_numbers import shelf_key
from deskcirc.domain.classification import main_class_name
from deskcirc.domain.copies import COPY_STATE_WORDS, CopyState
from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Report, ReportColumn, Value
from deskcirc.domain.title_names import quoted
from deskcirc.reports.kind import ReportKind
from deskcirc.store.tables import copies, loans, locations, titles
from deskcirc.text import full_date, marked, ngettext
from deskcirc.text import gettext as _

_ON_LOAN = exists().where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None))
_COPIES = (
    select(
        copies.c.shelf_key,  # begins with the letter of the main class, or is that of an odd call number
        copies.c.call_number,
        titles.c.title,
        titles.c.volume,
        titles.c.author,
        copies.c.accession_number,
        locations.c.code,
        locations.c.name,
        copies.c.state,
        _ON_LOAN.label("on_loan"),
    )
    .select_from(copies.join(titles).outerjoin(locations))
    .where(
        copies.c.state != "withdrawn", copies.c.shelf_key >= bindparam("first"), copies.c.shelf_key < bindparam("end")
    )
    .order_by(copies.c.shelf_key, copies.c.accession_number)
)
_AFTER_ALL: Final = "\x7f"  # keys are printable ASCII


def make(connection: Connection, policy: Policy, today: date) -> Report:
    """Every copy that is not withdrawn."""
    return make_between(connection, policy, today, "", "")


def make_between(connection: Connection, policy: Policy, today: date, first: str, last: str) -> Report:
    """The copies from the call or class number `first` to `last` with all that lies in it; "" leaves an end open."""
    span = {
        "first": shelf_key(first) if first.strip() else "",
        "end": (shelf_key(last) if last.strip() else "") + _AFTER_ALL,
    }
    rows = tuple(_rows(connection, span))
    columns = (
        ReportColumn(_("Main class"), 34),
        ReportColumn(_("Call number"), 32),
        ReportColumn(_("Title"), 62),
        ReportColumn(_("Author"), 32),
        ReportColumn(_("Accession number"), 25),
        ReportColumn(_("Location"), 20),
        ReportColumn(_("State"), 18),
    )
    return Report(
        KIND.name,
        _(KIND.title),
        _told(policy, today, first, last, len(rows)),
        columns,
        rows,
        True,
        _("No copy stands there."),
    )


def _rows(connection: Connection, span: Mapping[str, str]) -> Iterator[tuple[Value, ...]]:
    """A hundred thousand of them in half a second, so the words that come again and again are looked up once."""
    on_loan, no_number = _("on loan"), _("no call number")
    headings: dict[str, str] = {}
    states = {state.value: _(COPY_STATE_WORDS[state]) for state in CopyState} | {CopyState.IN_STOCK.value: ""}
    for key, called, title, volume, author, number, code, name, state, is_out in connection.execute(_COPIES, span):
        letter = key[:1]
        if letter not in headings:
            headings[letter] = f"{letter} {main_class_name(letter)}" if letter.isalpha() else _("Without a class")
        yield (
            headings[letter],
            called or no_number,
            quoted(title, volume),
            author,
            number,
            name or code or "",
            on_loan if is_out else states[state],
        )


def _told(policy: Policy, today: date, first: str, last: str, count: int) -> str:
    span = ""
    if first.strip() or last.strip():
        span = _("{first} to {last}").format(first=first.strip() or "A", last=last.strip() or "Z")
    counted = ngettext("{count} copy", "{count} copies", count).format(count=count)
    return " · ".join(part for part in (policy.library_name, full_date(today), span, counted) if part)


KIND: Final = ReportKind(
    "shelf_list", marked("Shelf list"), marked("Every copy in the order in which it stands"), make, make_between
)
