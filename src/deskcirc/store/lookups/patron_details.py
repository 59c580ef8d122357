"""Everything the library knows of one patron: cards, loans now and before, holds, charges, what was done, visits."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from deskcirc.domain.charges import Charge
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import Card, Patron
from deskcirc.domain.policy import Policy
from deskcirc.domain.title_names import quoted
from deskcirc.store.lookups.charges import charges_of_patron
from deskcirc.store.lookups.history import HistoryLine
from deskcirc.store.lookups.holds import holds_of_patron
from deskcirc.store.lookups.loans import ENDED_BY_LOSS, loans_of_patron
from deskcirc.store.lookups.patron_cards import cards_of_patron
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.lookups.queues import QueuedHold, queued_holds
from deskcirc.store.tables import cards, charges, copies, journal, journal_changes, loans, patrons, titles, visits

_PAST = (
    select(
        loans.c.id,
        titles.c.title,
        titles.c.volume,
        copies.c.barcode,
        copies.c.accession_number,
        loans.c.lent_at,
        loans.c.due,
        loans.c.returned_at,
        loans.c.days_late,
        loans.c.renewals,
        ENDED_BY_LOSS.label("lost"),
    )
    .select_from(loans.join(copies, loans.c.copy_id == copies.c.id).join(titles))
    .where(loans.c.patron_id == bindparam("patron_id"), loans.c.returned_at.is_not(None))
    .order_by(loans.c.lent_at.desc(), loans.c.id.desc())
    .limit(bindparam("most"))
)
_PAST_COUNT = select(func.count()).where(loans.c.patron_id == bindparam("patron_id"), loans.c.returned_at.is_not(None))
_VISITS = select(func.count(), func.max(visits.c.at)).where(visits.c.patron_id == bindparam("patron_id"))
_ENROLLED = select(patrons.c.enrolled_at).where(patrons.c.id == bindparam("patron_id"))
_changed = journal_changes.c
_ABOUT = or_(
    and_(_changed.table_name == patrons.name, _changed.row_id == bindparam("patron_id")),
    *(
        and_(
            _changed.table_name == table.name,
            _changed.row_id.in_(select(table.c.id).where(table.c.patron_id == bindparam("patron_id"))),
        )
        for table in (cards, charges)
    ),
)
_later = journal.alias("later")
_DONE = (
    select(journal, _later.c.id.label("undone_by"))
    .select_from(journal.outerjoin(_later, _later.c.undoes == journal.c.id))
    .where(journal.c.id.in_(select(_changed.entry_id).where(_ABOUT)))
    .order_by(journal.c.id.desc())
    .limit(bindparam("most"))
)


@dataclass(frozen=True, slots=True)
class PastLoan:
    """A loan that has ended: the copy came back, or it was declared lost at `returned_at`."""

    id: int
    title: str
    code: str
    lent_at: datetime
    due: date
    returned_at: datetime
    days_late: int
    renewals: int
    lost: bool = False


@dataclass(frozen=True, slots=True)
class PatronDetails:
    """One patron with all that belongs to them; `past` and `done` are the newest of more."""

    patron: Patron
    enrolled_at: datetime
    cards: tuple[Card, ...]
    loans: tuple[OpenLoan, ...]
    holds: tuple[QueuedHold, ...]
    charges: tuple[Charge, ...]
    past: tuple[PastLoan, ...]
    past_count: int
    done: tuple[HistoryLine, ...]
    visits: int
    last_visit: datetime | None


def patron_details(
    connection: Connection, patron_id: int, policy: Policy, today: date, most_past: int, most_done: int
) -> PatronDetails | None:
    """The patron with `most_past` loans of before and `most_done` acts of the journal; None for no patron."""
    patron = patron_by_id(connection, patron_id, policy, today)
    if patron is None:
        return None
    asked = {"patron_id": patron_id}
    count, last = connection.execute(_VISITS, asked).one()
    return PatronDetails(
        patron=patron,
        enrolled_at=connection.execute(_ENROLLED, asked).scalar_one(),
        cards=cards_of_patron(connection, patron_id),
        loans=loans_of_patron(connection, patron_id, policy, today),
        holds=queued_holds(connection, holds_of_patron(connection, patron_id, policy, today), policy, today),
        charges=charges_of_patron(connection, patron_id),
        past=past_loans(connection, patron_id, most_past),
        past_count=int(connection.execute(_PAST_COUNT, asked).scalar_one()),
        done=acts_about_patron(connection, patron_id, most_done),
        visits=count,
        last_visit=last,
    )


def past_loans(connection: Connection, patron_id: int, most: int) -> tuple[PastLoan, ...]:
    """Loans of the patron that have ended, the newest first."""
    rows = connection.execute(_PAST, {"patron_id": patron_id, "most": most})
    return tuple(
        PastLoan(
            id=row.id,
            title=quoted(row.title, row.volume),
            code=row.barcode or row.accession_number,
            lent_at=row.lent_at,
            due=row.due,
            returned_at=row.returned_at,
            days_late=row.days_late or 0,
            renewals=row.renewals,
            lost=bool(row.lost),
        )
        for row in rows
    )


def acts_about_patron(connection: Connection, patron_id: int, most: int) -> tuple[HistoryLine, ...]:
    """What was done about the patron, their cards and their charges, from the journal, the newest first."""
    rows: Any = connection.execute(_DONE, {"patron_id": patron_id, "most": most})
    return tuple(
        HistoryLine(
            row.id, row.at, row.act, row.operator, row.station, json.loads(row.subject), row.undone_by is not None
        )
        for row in rows
    )
