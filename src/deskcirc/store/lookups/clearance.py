"""What stands between a patron and the school gate: loans, charges, holds, cards; and the certificates given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select

from deskcirc.domain.leavers import OpenCharge
from deskcirc.domain.patrons import PatronState
from deskcirc.domain.policy import Policy
from deskcirc.domain.title_names import quoted
from deskcirc.store.lookups.classes import CLASS_CATEGORY
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import (
    cards,
    charges,
    classes,
    clearances,
    copies,
    corner_loans,
    holds,
    loans,
    losses,
    operators,
    patrons,
    titles,
)
from deskcirc.store.tables import patron_categories as categories

_CHARGES = (
    select(charges.c.kind, (charges.c.amount - charges.c.paid).label("owed"), charges.c.note)
    .where(charges.c.patron_id == bindparam("patron_id"), charges.c.state == "open")
    .order_by(charges.c.id)
)
_IN_CORNER = (
    select(titles.c.title)
    .select_from(
        corner_loans.join(copies, copies.c.id == corner_loans.c.copy_id).join(titles, titles.c.id == copies.c.title_id)
    )
    .where(corner_loans.c.patron_id == bindparam("patron_id"), corner_loans.c.returned_at.is_(None))
)
_UNSETTLED = (
    select(titles.c.title, titles.c.volume)
    .select_from(losses.join(copies, losses.c.copy_id == copies.c.id).join(titles, copies.c.title_id == titles.c.id))
    .where(losses.c.patron_id == bindparam("patron_id"), losses.c.state == "lost", losses.c.way.in_(["", "same_copy"]))
    .order_by(losses.c.id)
)
_HOLDS = select(holds.c.id, holds.c.copy_id).where(
    holds.c.patron_id == bindparam("patron_id"), holds.c.state.in_(["waiting", "ready"])
)
_CARDS = select(cards.c.id, cards.c.state).where(cards.c.patron_id == bindparam("patron_id")).order_by(cards.c.id)
_CERTIFICATES = (
    select(
        clearances.c.number,
        clearances.c.at,
        patrons.c.id.label("patron_id"),
        patrons.c.name,
        patrons.c.number.label("patron_number"),
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
        operators.c.name.label("cleared_by"),
    )
    .select_from(
        clearances.join(patrons, patrons.c.id == clearances.c.patron_id)
        .outerjoin(classes, classes.c.id == patrons.c.class_id)
        .outerjoin(operators, operators.c.id == clearances.c.cleared_by)
    )
    .order_by(clearances.c.number.desc())
)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A clearance that was given; `number` is never given again."""

    number: int
    at: datetime
    patron_id: int
    name: str
    patron_number: str
    class_name: str  # as it was called on the day of the clearance
    cleared_by: str


@dataclass(frozen=True, slots=True)
class LeaverLine:
    """One pupil of a class that leaves, with what stands in the way; `certificate` once they are cleared."""

    id: int
    number: str
    name: str
    state: PatronState
    out: int
    charges: int
    owed: int  # fen
    certificate: int | None

    @property
    def is_free(self) -> bool:
        """Whether nothing stands in the way."""
        return not self.out and not self.charges


def open_charges(connection: Connection, patron_id: int) -> tuple[OpenCharge, ...]:
    """What the patron owes."""
    rows = connection.execute(_CHARGES, {"patron_id": patron_id})
    return tuple(OpenCharge(row.kind, row.owed, row.note) for row in rows)


def titles_from_corner(connection: Connection, patron_id: int) -> tuple[str, ...]:
    """Titles the patron has out of the corner of the class, in the brackets of the language."""
    return tuple(quoted(title) for title in connection.execute(_IN_CORNER, {"patron_id": patron_id}).scalars())


def unsettled_losses(connection: Connection, patron_id: int) -> tuple[str, ...]:
    """Titles the patron lost that are to be replaced, or of which nobody has decided what follows."""
    rows = connection.execute(_UNSETTLED, {"patron_id": patron_id})
    return tuple(quoted(row.title, row.volume) for row in rows)


def open_holds(connection: Connection, patron_id: int) -> Sequence[tuple[int, int | None]]:
    """Id and kept copy of every open hold of the patron."""
    return [(row.id, row.copy_id) for row in connection.execute(_HOLDS, {"patron_id": patron_id})]


def cards_of_patron(connection: Connection, patron_id: int) -> Sequence[tuple[int, str]]:
    """Id and state of every card of the patron, the oldest first."""
    return [(row.id, row.state) for row in connection.execute(_CARDS, {"patron_id": patron_id})]


def certificates(connection: Connection, policy: Policy, patron_ids: Sequence[int] = ()) -> tuple[Certificate, ...]:
    """Every certificate, or those of some patrons; the newest first."""
    query = _CERTIFICATES.where(clearances.c.patron_id.in_(patron_ids)) if patron_ids else _CERTIFICATES
    return tuple(_certificate(row, policy) for row in connection.execute(query))


def leaver_lines(connection: Connection, class_id: int) -> tuple[LeaverLine, ...]:
    """Who is in the class or left it with a certificate, by number."""
    here = and_(patrons.c.class_id == class_id, categories.c.code != CLASS_CATEGORY)
    query = (
        select(patrons.c.id, patrons.c.number, patrons.c.name, patrons.c.state)
        .select_from(patrons.join(categories))
        .where(here)
        .order_by(patrons.c.number, patrons.c.search_words, patrons.c.id)
    )
    rows = connection.execute(query).all()
    out = _numbers(connection, loans, class_id)
    for patron_id, count in _numbers(connection, corner_loans, class_id).items():
        out[patron_id] = out.get(patron_id, 0) + count
    owed = _owed(connection, class_id)
    given = _given(connection, class_id)
    lines = (
        LeaverLine(
            id=row.id,
            number=row.number or "",
            name=row.name,
            state=PatronState(row.state),
            out=out.get(row.id, 0),
            charges=owed[row.id][0],
            owed=owed[row.id][1],
            certificate=given.get(row.id),
        )
        for row in rows
    )
    return tuple(line for line in lines if line.state is not PatronState.LEFT or line.certificate is not None)


def _numbers(connection: Connection, table: Any, class_id: int) -> dict[int, int]:
    query = (
        select(table.c.patron_id, func.count())
        .select_from(table.join(patrons, patrons.c.id == table.c.patron_id))
        .where(table.c.returned_at.is_(None), patrons.c.class_id == class_id)
        .group_by(table.c.patron_id)
    )
    return {row.patron_id: row[1] for row in connection.execute(query)}


def _owed(connection: Connection, class_id: int) -> defaultdict[int, tuple[int, int]]:
    query = (
        select(charges.c.patron_id, func.count(), func.sum(charges.c.amount - charges.c.paid))
        .select_from(charges.join(patrons, patrons.c.id == charges.c.patron_id))
        .where(charges.c.state == "open", patrons.c.class_id == class_id)
        .group_by(charges.c.patron_id)
    )
    found = {patron_id: (count, fen) for patron_id, count, fen in connection.execute(query)}
    return defaultdict(lambda: (0, 0), found)


def _given(connection: Connection, class_id: int) -> dict[int, int]:
    query = (
        select(clearances.c.patron_id, func.max(clearances.c.number))
        .select_from(clearances.join(patrons, patrons.c.id == clearances.c.patron_id))
        .where(patrons.c.class_id == class_id, patrons.c.state == PatronState.LEFT.value)
        .group_by(clearances.c.patron_id)
    )
    return {row.patron_id: row[1] for row in connection.execute(query)}


def _certificate(row: Any, policy: Policy) -> Certificate:
    on: date = policy.day_of(row.at)
    return Certificate(
        number=row.number,
        at=row.at,
        patron_id=row.patron_id,
        name=row.name,
        patron_number=row.patron_number or "",
        class_name=class_label(row.entry_year, row.class_number, row.own_class_name, policy, on),
        cleared_by=row.cleared_by or "",
    )
