"""What the calendar screen asks of the library: rows of days, who is suspended for coming late, loans to be moved."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.changes import ActName
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.domain.title_names import quoted
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import (
    circulation_rules,
    classes,
    closed_days,
    copies,
    journal,
    journal_changes,
    loans,
    opening_periods,
    patrons,
    terms,
    titles,
)

_DAY_IDS = select(closed_days.c.id, closed_days.c.day).where(
    closed_days.c.day >= bindparam("first"), closed_days.c.day <= bindparam("last")
)
_MARKED_IDS = select(closed_days.c.id).where(
    ~closed_days.c.ended, closed_days.c.day >= bindparam("first"), closed_days.c.day <= bindparam("last")
)
_PERIOD_IDS = select(opening_periods.c.id).where(~opening_periods.c.ended)
_TERM = select(terms.c.id).where(terms.c.id == bindparam("id"), ~terms.c.ended)
_SUSPENDED = select(patrons.c.id, patrons.c.name, patrons.c.suspended_until).where(
    patrons.c.suspended_until >= bindparam("today")
)
_CHANGES_OF_PATRON = (
    select(journal.c.act, journal_changes.c.before, journal_changes.c.after)
    .join(journal, journal.c.id == journal_changes.c.entry_id)
    .where(journal_changes.c.table_name == "patrons", journal_changes.c.row_id == bindparam("id"))
    .order_by(journal_changes.c.id.desc())
)
_LATE_ACTS = frozenset({ActName.CHECK_IN, ActName.CHECK_OUT, ActName.RETURN_IN_CORNER})
"""Acts that suspend by themselves, for coming late; everything else was a person's decision."""
_OPEN_LOANS = (
    select(
        loans.c.id,
        titles.c.title,
        titles.c.volume,
        patrons.c.name,
        patrons.c.expires,
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
        loans.c.lent_at,
        loans.c.renewed_at,
        loans.c.due,
        circulation_rules.c.loan_days,
        circulation_rules.c.renewal_days,
    )
    .select_from(
        loans.join(copies, loans.c.copy_id == copies.c.id)
        .join(titles, copies.c.title_id == titles.c.id)
        .join(patrons, loans.c.patron_id == patrons.c.id)
        .join(circulation_rules, loans.c.rule_id == circulation_rules.c.id)
        .outerjoin(classes, patrons.c.class_id == classes.c.id)
    )
    .where(loans.c.returned_at.is_(None), loans.c.lending == "home", loans.c.corner_id.is_(None))
    .order_by(loans.c.due, patrons.c.name, loans.c.id)
)


@dataclass(frozen=True, slots=True)
class DatedLoan:
    """An open loan with what its due date was made of: `days` from `begun`, the day it was lent or renewed last."""

    id: int
    title: str
    volume: str
    patron: str
    begun: date
    days: int
    due: date
    card_ends: date | None

    @property
    def name(self) -> str:
        """The title with its volume in title brackets."""
        return quoted(self.title, self.volume)


def rows_of_days(connection: Connection, first: date, last: date) -> dict[date, int]:
    """The rows of all days from first to last that were ever marked, ended ones too: a day has one row for ever."""
    return {row.day: row.id for row in connection.execute(_DAY_IDS, {"first": first, "last": last})}


def marked_days(connection: Connection, first: date, last: date) -> tuple[int, ...]:
    """The rows of the days from first to last that are marked now."""
    return tuple(connection.execute(_MARKED_IDS, {"first": first, "last": last}).scalars())


def opening_rows(connection: Connection) -> tuple[int, ...]:
    """The rows of the opening hours that hold now."""
    return tuple(connection.execute(_PERIOD_IDS).scalars())


def is_term(connection: Connection, term_id: int) -> bool:
    """Whether there is such a term."""
    return connection.execute(_TERM, {"id": term_id}).scalar() is not None


def late_suspensions(connection: Connection, today: date) -> tuple[tuple[int, str], ...]:
    """Who is suspended today because a loan came back late, with their names; suspensions by hand are not among them.

    The journal knows which act set the day that now stands with the patron.
    """
    suspended = connection.execute(_SUSPENDED, {"today": today}).all()
    return tuple((row.id, row.name) for row in suspended if _suspending_act(connection, row.id) in _LATE_ACTS)


def dated_loans(connection: Connection, policy: Policy, today: date) -> tuple[DatedLoan, ...]:
    """Every open loan for taking home that a rule gave its days, the most urgent first; none of a class corner."""
    found = []
    for row in connection.execute(_OPEN_LOANS):
        begun: datetime = row.renewed_at or row.lent_at
        label = class_label(row.entry_year, row.class_number, row.own_class_name, policy, today)
        found.append(
            DatedLoan(
                id=row.id,
                title=row.title,
                volume=row.volume,
                patron=patron_label(row.name, label),
                begun=policy.day_of(begun),
                days=row.loan_days if row.renewed_at is None else row.renewal_days,
                due=row.due,
                card_ends=row.expires,
            )
        )
    return tuple(found)


def _suspending_act(connection: Connection, patron_id: int) -> str:
    for row in connection.execute(_CHANGES_OF_PATRON, {"id": patron_id}):
        before, after = (
            json.loads(image).get("suspended_until") if image else None for image in (row.before, row.after)
        )
        if before != after:
            return str(row.act)
    return ""
