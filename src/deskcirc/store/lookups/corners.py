"""Class corners: which there are, what stands in each, who has what, and what stood where."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select

from deskcirc.domain.copies import CopyState
from deskcirc.domain.corners import Corner, CornerCopy, SubLoan
from deskcirc.domain.patrons import CLASS_CATEGORY
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import (
    cards,
    classes,
    copies,
    corner_loans,
    corners,
    holds,
    item_types,
    loans,
    locations,
    losses,
    operators,
    patron_categories,
    patrons,
)

_HELD = (
    select(func.count())
    .where(loans.c.corner_id == corners.c.id, loans.c.returned_at.is_(None))
    .correlate(corners)
    .scalar_subquery()
)
_WITH_PUPILS = (
    select(func.count())
    .where(corner_loans.c.corner_id == corners.c.id, corner_loans.c.returned_at.is_(None))
    .correlate(corners)
    .scalar_subquery()
)
_CORNERS = (
    select(
        corners,
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
        _HELD.label("held"),
        _WITH_PUPILS.label("with_pupils"),
    )
    .select_from(corners.join(classes))
    .order_by(corners.c.closed_at.is_not(None), classes.c.entry_year.desc(), classes.c.number, corners.c.id.desc())
)
_BY_ID = _CORNERS.where(corners.c.id == bindparam("corner_id"))
_OPEN_OF_CLASS = _CORNERS.where(corners.c.class_id == bindparam("class_id"), corners.c.closed_at.is_(None))
_OPEN_LOANS = select(loans.c.id, loans.c.copy_id, loans.c.lent_at, loans.c.due).where(
    loans.c.corner_id == bindparam("corner_id"), loans.c.returned_at.is_(None)
)
_SUB_LOANS = select(corner_loans, patrons.c.name).join(patrons, patrons.c.id == corner_loans.c.patron_id)
_OPEN_SUB_LOANS = _SUB_LOANS.where(corner_loans.c.returned_at.is_(None)).order_by(corner_loans.c.id)
_SUB_LOANS_OF_CORNER = _OPEN_SUB_LOANS.where(corner_loans.c.corner_id == bindparam("corner_id"))
_SUB_LOAN_OF_COPY = _OPEN_SUB_LOANS.where(corner_loans.c.copy_id == bindparam("copy_id"))
_CLASS_PATRON = (
    select(patrons.c.id)
    .join(patron_categories, patron_categories.c.id == patrons.c.category_id)
    .where(
        patrons.c.class_id == bindparam("class_id"),
        patron_categories.c.code == CLASS_CATEGORY,
        patrons.c.state != "left",
    )
    .order_by(patrons.c.id)
    .limit(1)
)
_CLASS_CATEGORY = select(patron_categories.c.id).where(patron_categories.c.code == CLASS_CATEGORY)
_CARD = select(cards.c.code).where(cards.c.patron_id == bindparam("patron_id"), cards.c.state == "valid").limit(1)
_CLASS = select(classes).where(classes.c.id == bindparam("class_id"))
_LOST_BY = (
    select(losses.c.id)
    .where(losses.c.loan_id == loans.c.id, losses.c.lost_at == loans.c.returned_at)
    .limit(1)
    .correlate(loans)
    .scalar_subquery()
)
_FILLINGS = (
    select(
        loans.c.lent_at,
        operators.c.name,
        func.count().label("copies"),
        (func.count(loans.c.returned_at) - func.count(_LOST_BY)).label("back"),  # what was lost is not back
        func.max(loans.c.returned_at).label("last_back"),
    )
    .select_from(loans.outerjoin(operators, operators.c.id == loans.c.lent_by))
    .where(loans.c.corner_id == bindparam("corner_id"))
    .group_by(loans.c.lent_at, operators.c.name)
    .order_by(loans.c.lent_at.desc())
)
_STOOD = (
    select(
        loans.c.lent_at,
        loans.c.returned_at,
        classes.c.entry_year,
        classes.c.number.label("class_number"),
        classes.c.name.label("own_class_name"),
    )
    .select_from(loans.join(corners, corners.c.id == loans.c.corner_id).join(classes))
    .where(loans.c.copy_id == bindparam("copy_id"))
    .order_by(loans.c.lent_at.desc())
)
_READERS = (
    select(
        patrons.c.id,
        patrons.c.name,
        patrons.c.number,
        func.count().label("taken"),
        (func.count() - func.count(corner_loans.c.returned_at)).label("out"),
    )
    .join(patrons, patrons.c.id == corner_loans.c.patron_id)
    .where(corner_loans.c.corner_id == bindparam("corner_id"))
    .group_by(patrons.c.id)
    .order_by(func.count().desc(), patrons.c.number, patrons.c.id)
)
_AT_HAND = (
    select(copies.c.id, copies.c.title_id)
    .outerjoin(locations)
    .where(
        copies.c.state == CopyState.IN_STOCK.value,
        copies.c.damaged.is_(False),
        ~select(loans.c.id).where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None)).exists(),
        ~select(holds.c.id).where(holds.c.copy_id == copies.c.id, holds.c.state == "ready").exists(),
    )
    .order_by(copies.c.shelf_key, copies.c.accession_number)
)


@dataclass(frozen=True, slots=True)
class ShelfChoice:
    """Which copies to take from the shelves: keys in shelf order, "" and None for any."""

    first_key: str = ""
    last_key: str = ""  # all that begins with it is meant too
    location: str = ""
    item_type_id: int | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """One act by which copies were lent to a corner."""

    on: date
    operator: str
    copies: int
    back: int
    last_back: date | None


@dataclass(frozen=True, slots=True)
class Stand:
    """A corner in which a copy stood, the days by the school's calendar; None while it still stands there."""

    class_name: str
    lent_on: date
    returned_on: date | None


@dataclass(frozen=True, slots=True)
class CornerReader:
    """How much one pupil has taken from a corner, and has now; for reading figures."""

    patron_id: int
    name: str
    number: str
    taken: int
    out: int


def all_corners(connection: Connection, policy: Policy, today: date) -> tuple[Corner, ...]:
    """Every corner, the open ones first, the youngest class first."""
    return tuple(_corner(row, policy, today) for row in connection.execute(_CORNERS))


def corner_by_id(connection: Connection, corner_id: int, policy: Policy, today: date) -> Corner | None:
    """One corner, open or closed."""
    row = connection.execute(_BY_ID, {"corner_id": corner_id}).one_or_none()
    return None if row is None else _corner(row, policy, today)


def corner_of_class(connection: Connection, class_id: int, policy: Policy, today: date) -> Corner | None:
    """The open corner of a class; there is at most one."""
    row = connection.execute(_OPEN_OF_CLASS, {"class_id": class_id}).one_or_none()
    return None if row is None else _corner(row, policy, today)


def copies_in_corner(connection: Connection, corner_id: int, policy: Policy) -> tuple[CornerCopy, ...]:
    """What is lent to the corner, in shelf order, and which pupil has it."""
    with_pupils = {
        row.copy_id: _sub_loan(row, policy)
        for row in connection.execute(_SUB_LOANS_OF_CORNER, {"corner_id": corner_id})
    }
    lent = {row.copy_id: row for row in connection.execute(_OPEN_LOANS, {"corner_id": corner_id})}
    return tuple(
        CornerCopy(
            copy, lent[copy.id].id, policy.day_of(lent[copy.id].lent_at), lent[copy.id].due, with_pupils.get(copy.id)
        )
        for copy in copies_by_ids(connection, tuple(lent))
    )


def sub_loan_of_copy(connection: Connection, copy_id: int, policy: Policy) -> SubLoan | None:
    """The open sub-loan of a copy; there is at most one."""
    row = connection.execute(_SUB_LOAN_OF_COPY, {"copy_id": copy_id}).one_or_none()
    return None if row is None else _sub_loan(row, policy)


def fillings(connection: Connection, corner_id: int, policy: Policy) -> tuple[Filling, ...]:
    """When copies were lent to the corner, the last first, and how many of them are back."""
    rows = connection.execute(_FILLINGS, {"corner_id": corner_id})
    return tuple(
        Filling(
            policy.day_of(row.lent_at),
            row.name or "",
            row.copies,
            row.back,
            None if row.last_back is None else policy.day_of(row.last_back),
        )
        for row in rows
    )


def corners_of_copy(connection: Connection, copy_id: int, policy: Policy, today: date) -> tuple[Stand, ...]:
    """The corners a copy has stood in, the last first."""
    return tuple(
        Stand(
            class_label(row.entry_year, row.class_number, row.own_class_name, policy, today),
            policy.day_of(row.lent_at),
            None if row.returned_at is None else policy.day_of(row.returned_at),
        )
        for row in connection.execute(_STOOD, {"copy_id": copy_id})
    )


def readers_of_corner(connection: Connection, corner_id: int) -> tuple[CornerReader, ...]:
    """How much each pupil has taken from the corner, who took most first."""
    rows = connection.execute(_READERS, {"corner_id": corner_id})
    return tuple(CornerReader(row.id, row.name, row.number or "", row.taken, row.out) for row in rows)


def copies_at_hand(connection: Connection, choice: ShelfChoice, most: int) -> tuple[tuple[int, int], ...]:
    """Copies that stand on their shelves undamaged and kept for nobody, in shelf order: their ids and titles' ids."""
    query = _AT_HAND
    if choice.first_key:
        query = query.where(copies.c.shelf_key >= choice.first_key)
    if choice.last_key:
        query = query.where(copies.c.shelf_key < choice.last_key + "\x7f")  # keys are printable ASCII
    if choice.location:
        query = query.where(locations.c.code == choice.location)
    if choice.item_type_id is not None:
        query = query.where(copies.c.item_type_id == choice.item_type_id)
    return tuple((row.id, row.title_id) for row in connection.execute(query.limit(most)))


def titles_of_copies(connection: Connection, copy_ids: Collection[int], corner_id: int) -> set[int]:
    """The titles that these copies and the copies in the corner are of."""
    there = select(loans.c.copy_id).where(loans.c.corner_id == corner_id, loans.c.returned_at.is_(None))
    query = select(copies.c.title_id).where(or_(copies.c.id.in_(list(copy_ids)), copies.c.id.in_(there)))
    return set(connection.execute(query).scalars())


def places_and_types(connection: Connection) -> tuple[tuple[str, ...], tuple[tuple[int, str], ...]]:
    """The codes of all locations, and id and name of every item type: what a choice from the shelves may name."""
    types = select(item_types.c.id, item_types.c.name).where(~item_types.c.ended).order_by(item_types.c.id)
    places = connection.execute(select(locations.c.code).order_by(locations.c.code)).scalars()
    return tuple(places), tuple((row.id, row.name) for row in connection.execute(types))


def patron_of_class(connection: Connection, class_id: int) -> int | None:
    """The class itself as a patron; None where nothing was ever lent to it."""
    return connection.execute(_CLASS_PATRON, {"class_id": class_id}).scalar()


def category_of_classes(connection: Connection) -> int | None:
    """The patron category of whole classes; None in a library that has none."""
    return connection.execute(_CLASS_CATEGORY).scalar()


def card_of(connection: Connection, patron_id: int) -> str:
    """The code of a valid card of the patron, "" for none."""
    return connection.execute(_CARD, {"patron_id": patron_id}).scalar() or ""


def class_called(connection: Connection, class_id: int, policy: Policy, today: date) -> tuple[str, str] | None:
    """What a class is called today, and a code for its card by year of entry and number; None for no class."""
    row = connection.execute(_CLASS, {"class_id": class_id}).one_or_none()
    if row is None:
        return None
    return class_label(row.entry_year, row.number, row.name, policy, today), f"BJ{row.entry_year}{row.number:02}"


def _corner(row: Any, policy: Policy, today: date) -> Corner:
    return Corner(
        id=row.id,
        class_id=row.class_id,
        class_name=class_label(row.entry_year, row.class_number, row.own_class_name, policy, today),
        patron_id=row.patron_id,
        target=row.target,
        capacity=row.capacity,
        note=row.note,
        opened_on=policy.day_of(row.opened_at),
        closed_on=None if row.closed_at is None else policy.day_of(row.closed_at),
        held=row.held,
        with_pupils=row.with_pupils,
    )


def _sub_loan(row: Any, policy: Policy) -> SubLoan:
    return SubLoan(
        id=row.id,
        corner_id=row.corner_id,
        copy_id=row.copy_id,
        patron_id=row.patron_id,
        patron=row.name,
        lent_on=policy.day_of(row.lent_at),
        due=row.due,
    )
