"""Everybody and every class as a new roster is compared with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, Select, bindparam, func, or_, select

from deskcirc.domain.patrons import PatronState
from deskcirc.domain.policy import Policy
from deskcirc.domain.roster import ClassKey, KnownClass, KnownPupil, SchoolNow
from deskcirc.store.lookups.classes import CLASS_CATEGORY
from deskcirc.store.tables import (
    cards,
    charges,
    classes,
    copies,
    copy_codes,
    corner_loans,
    loans,
    losses,
    operators,
    patrons,
)
from deskcirc.store.tables import patron_categories as categories

_STAFF: Final = frozenset({"teacher", "staff"})
_AT_ONCE: Final = 500  # codes asked for in one statement; SQLite takes some thousands of values

_PATRONS = (
    select(
        patrons.c.id,
        patrons.c.number,
        patrons.c.name,
        patrons.c.state,
        categories.c.code.label("category"),
        classes.c.entry_year,
        classes.c.number.label("class_number"),
    )
    .select_from(patrons.join(categories).outerjoin(classes))
    .order_by(patrons.c.id)
)
_CARDS = select(cards.c.patron_id, cards.c.code).order_by(cards.c.id)
_CLASSES = select(classes).order_by(classes.c.id)
_OPEN: Final = (
    select(loans.c.patron_id, func.count()).where(loans.c.returned_at.is_(None)).group_by(loans.c.patron_id),
    select(corner_loans.c.patron_id, func.count())
    .where(corner_loans.c.returned_at.is_(None))
    .group_by(corner_loans.c.patron_id),
)
_CHARGES = select(charges.c.patron_id, func.count()).where(charges.c.state == "open").group_by(charges.c.patron_id)
# A lost copy that is to be replaced, or of which nobody has decided yet, is owed like money.
_UNSETTLED = (
    select(losses.c.patron_id, func.count())
    .where(losses.c.state == "lost", losses.c.way.in_(["", "same_copy"]), losses.c.patron_id.is_not(None))
    .group_by(losses.c.patron_id)
)
_ASKED: Final[BindParameter[Any]] = bindparam("codes", expanding=True)
_BY_COPIES = select(copies.c.barcode, copies.c.accession_number).where(
    or_(copies.c.barcode.in_(_ASKED), copies.c.accession_number.in_(_ASKED))
)
_BY_OLD_BARCODES = select(copy_codes.c.code).where(copy_codes.c.code.in_(_ASKED))
_BY_OPERATORS = select(operators.c.card).where(operators.c.card.in_(_ASKED))


def school_now(connection: Connection, policy: Policy, codes: Iterable[str] = ()) -> SchoolNow:
    """The school as it is; of `codes`, those that copies, operators or classes bear are in `other_codes`."""
    cards_of: dict[int, list[str]] = defaultdict(list)
    for patron_id, code in connection.execute(_CARDS):
        cards_of[patron_id].append(code)
    held: Counter[int] = Counter()
    for query in _OPEN:
        held.update(_counts(connection, query))
    owed = Counter(_counts(connection, _CHARGES)) + Counter(_counts(connection, _UNSETTLED))
    known: list[KnownPupil] = []
    others: set[str] = set()
    for row in connection.execute(_PATRONS):
        pupil = _pupil(row, tuple(cards_of[row.id]), held[row.id], owed[row.id])
        if row.category == CLASS_CATEGORY:
            others.update(pupil.codes)
        else:
            known.append(pupil)
    others |= _borne_by_things(connection, codes)
    return SchoolNow(tuple(known), _classes(connection), policy.schooling, policy.last_grade, frozenset(others))


def _pupil(row: Any, its_cards: tuple[str, ...], open_loans: int, open_charges: int) -> KnownPupil:
    key: ClassKey | None = None if row.entry_year is None else (row.entry_year, row.class_number)
    return KnownPupil(
        id=row.id,
        number=row.number or "",
        name=row.name,
        class_key=key,
        state=PatronState(row.state),
        is_pupil=key is not None and row.category not in _STAFF,
        open_loans=open_loans,
        open_charges=open_charges,
        cards=its_cards,
    )


def _classes(connection: Connection) -> dict[ClassKey, KnownClass]:
    rows = connection.execute(_CLASSES)
    return {(row.entry_year, row.number): KnownClass(row.id, row.name, row.ended) for row in rows}


def _counts(connection: Connection, query: Select[Any]) -> Counter[int]:
    return Counter({row.patron_id: int(row[1]) for row in connection.execute(query)})


def _borne_by_things(connection: Connection, codes: Iterable[str]) -> set[str]:
    wanted, found = iter(dict.fromkeys(codes)), set[str]()
    while asked := list(islice(wanted, _AT_ONCE)):
        found |= _among(connection, asked)
    return found


def _among(connection: Connection, asked: Sequence[str]) -> set[str]:
    borne = {code for row in connection.execute(_BY_COPIES, {"codes": asked}) for code in row}
    for statement in (_BY_OLD_BARCODES, _BY_OPERATORS):
        borne.update(connection.execute(statement, {"codes": asked}).scalars())
    return borne.intersection(asked)
