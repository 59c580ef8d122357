"""Everything a preflight looks at, read in bulk: a counter that asked patron by patron would still ask at the bell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Date, Select, bindparam, exists, func, or_, select, type_coerce

from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import CardState, Patron, PatronState
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.loans import open_loans
from deskcirc.store.lookups.patrons import patrons_here
from deskcirc.store.tables import cards, copies, item_types, patron_categories, patrons, titles

_IN_STOCK = copies.c.state == CopyState.IN_STOCK.value
_HERE = patrons.c.state != PatronState.LEFT.value
_SAMPLES = (
    select(func.min(copies.c.id)).where(_IN_STOCK, ~copies.c.damaged).group_by(copies.c.item_type_id)
)  # any copy of a type will do: rules speak of types
_NOT_IN_STOCK = (
    select(copies.c.id)
    .where(copies.c.state.in_([CopyState.IN_PROCESS.value, CopyState.IN_REPAIR.value]))
    .order_by(copies.c.accession_number)
    .limit(bindparam("most"))
)
_HELD = select(func.count()).select_from(copies).where(copies.c.state != CopyState.WITHDRAWN.value)
_WITHOUT_CARD = (
    select(patrons.c.id)
    .where(
        _HERE,
        patrons.c.number.is_(None),
        ~exists().where(cards.c.patron_id == patrons.c.id, cards.c.state == CardState.VALID.value),
    )
    .order_by(patrons.c.id)
)
_CODE_TWICE = select(cards.c.patron_id, cards.c.code).where(
    cards.c.state == CardState.VALID.value,
    or_(
        exists().where(copies.c.barcode == cards.c.code),
        exists().where(copies.c.accession_number == cards.c.code),
    ),
)
_NUMBER_TWICE = select(patrons.c.id, patrons.c.number).where(
    _HERE,
    or_(
        exists().where(copies.c.barcode == patrons.c.number),
        exists().where(copies.c.accession_number == patrons.c.number),
    ),
)
_WITHOUT_PRICE = (
    select(copies.c.id)
    .where(copies.c.price.is_(None), copies.c.state.not_in([CopyState.WITHDRAWN.value, CopyState.LOST.value]))
    .order_by(copies.c.accession_number)
    .limit(bindparam("most"))
)
_CAME = func.coalesce(copies.c.registered, copies.c.acquired, func.date(copies.c.added_at))
_LONG_IN_PROCESS = (
    select(copies.c.id, type_coerce(_CAME, Date).label("day"))
    .where(copies.c.state == CopyState.IN_PROCESS.value, bindparam("before", type_=Date) > _CAME)
    .order_by(_CAME, copies.c.accession_number)
    .limit(bindparam("most"))
)
_NOT_DESCRIBED = (
    select(titles.c.id, titles.c.title, func.count().label("copies"))
    .select_from(titles.join(copies, copies.c.title_id == titles.c.id))
    .where(titles.c.awaits_cataloguing, ~titles.c.ended, _IN_STOCK)
    .group_by(titles.c.id, titles.c.title)
    .order_by(titles.c.id)
    .limit(bindparam("most"))
)
_WITHOUT_LABEL = (
    select(copies.c.id)
    .where(copies.c.wants_label, copies.c.hand_over_id.is_not(None), _IN_STOCK)
    .order_by(copies.c.accession_number)
    .limit(bindparam("most"))
)
_TYPES = (
    select(copies.c.item_type_id, item_types.c.name, func.count().label("copies"))
    .select_from(copies.join(item_types))
    .where(copies.c.state != CopyState.WITHDRAWN.value)
    .group_by(copies.c.item_type_id, item_types.c.name)
)
_CATEGORIES = (
    select(patrons.c.category_id, patron_categories.c.name, func.count().label("patrons"))
    .select_from(patrons.join(patron_categories))
    .where(_HERE)
    .group_by(patrons.c.category_id, patron_categories.c.name)
)


@dataclass(frozen=True, slots=True)
class Group:
    """A patron category or an item type that is in use, and how many patrons or copies are of it."""

    id: int
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Everything:
    """What a preflight needs: `samples` holds one lendable copy of every item type that has one.

    `long_in_process` are copies with the day they came, `not_described` titles with their copies on the shelf,
    `without_label` copies handed over that want one. `code_twice` are patrons whose card or number is also the code of
    a copy, with that code: a scan of it means either.
    """

    patrons: tuple[Patron, ...]
    loans: tuple[OpenLoan, ...]
    samples: tuple[Copy, ...]
    not_in_stock: tuple[Copy, ...]
    without_price: tuple[Copy, ...]
    without_card: frozenset[int]
    code_twice: tuple[tuple[int, str], ...]
    long_in_process: tuple[tuple[Copy, date], ...]
    not_described: tuple[Group, ...]
    without_label: tuple[Copy, ...]
    item_types: tuple[Group, ...]
    categories: tuple[Group, ...]
    copies_held: int


def read_everything(connection: Connection, policy: Policy, today: date, most: int, long_days: int) -> Everything:
    """Read it all; of copies that are not in order at most so many of a kind. `long_days` in process is too long."""
    return Everything(
        patrons=patrons_here(connection, policy, today),
        loans=open_loans(connection, policy, today),
        samples=_copies(connection, _SAMPLES, {}),
        not_in_stock=_copies(connection, _NOT_IN_STOCK, {"most": most}),
        without_price=_copies(connection, _WITHOUT_PRICE, {"most": most}),
        without_card=frozenset(row[0] for row in connection.execute(_WITHOUT_CARD)),
        code_twice=tuple(
            (row[0], row[1]) for query in (_CODE_TWICE, _NUMBER_TWICE) for row in connection.execute(query)
        ),
        long_in_process=_waiting(connection, today - timedelta(days=long_days), most),
        not_described=tuple(
            Group(row.id, row.title, row.copies) for row in connection.execute(_NOT_DESCRIBED, {"most": most})
        ),
        without_label=_copies(connection, _WITHOUT_LABEL, {"most": most}),
        item_types=tuple(Group(row.item_type_id, row.name, row.copies) for row in connection.execute(_TYPES)),
        categories=tuple(Group(row.category_id, row.name, row.patrons) for row in connection.execute(_CATEGORIES)),
        copies_held=int(connection.execute(_HELD).scalar_one()),
    )


def _waiting(connection: Connection, before: date, most: int) -> tuple[tuple[Copy, date], ...]:
    rows = connection.execute(_LONG_IN_PROCESS, {"before": before, "most": most}).all()
    found = ((copy_by_id(connection, row.id), row.day) for row in rows)
    return tuple((copy, day) for copy, day in found if copy is not None)


def _copies(connection: Connection, query: Select[Any], values: dict[str, int]) -> tuple[Copy, ...]:
    ids = [row[0] for row in connection.execute(query, values)]
    found = (copy_by_id(connection, copy_id) for copy_id in ids)
    return tuple(copy for copy in found if copy is not None)


def _pairs(connection: Connection, query: Select[Any]) -> tuple[tuple[int, str], ...]:
    return tuple((row[0], row[1]) for row in connection.execute(query))
