"""Finding copies: by code, by ISBN, by title; and what waits to be shelved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, select, text

from deskcirc.domain.copies import Copy, CopyState
from deskcirc.store.tables import (
    copies,
    copy_codes,
    holds,
    item_types,
    loans,
    locations,
    titles,
    withdrawal_copies,
    withdrawals,
)

COPY_COLUMNS = (
    copies.c.id,
    copies.c.title_id,
    titles.c.title,
    titles.c.volume,
    titles.c.author,
    titles.c.isbn,
    copies.c.accession_number,
    copies.c.barcode,
    copies.c.call_number,
    copies.c.shelf_key,
    locations.c.code.label("location"),
    copies.c.item_type_id,
    item_types.c.name.label("item_type"),
    copies.c.state,
    copies.c.price,
    copies.c.damaged,
    copies.c.damage_note,
    copies.c.awaits_shelving,
)
COPY_TABLES = copies.join(titles).join(item_types).outerjoin(locations)
_ALL = select(*COPY_COLUMNS).select_from(COPY_TABLES)
_ANY = select(copies.c.id).limit(1)
_BY_ID = _ALL.where(copies.c.id == bindparam("copy_id"))
_BY_IDS = _ALL.where(copies.c.id.in_(bindparam("copy_ids", expanding=True))).order_by(
    copies.c.shelf_key, copies.c.accession_number
)
_BY_BARCODE = _ALL.where(copies.c.barcode == bindparam("code"))
_BY_ACCESSION_NUMBER = _ALL.where(copies.c.accession_number == bindparam("code"))
_BY_OLD_BARCODE = _ALL.where(
    copies.c.id == select(copy_codes.c.copy_id).where(copy_codes.c.code == bindparam("code")).scalar_subquery()
)
_BY_FIRST_ISBN = _ALL.where(titles.c.isbn == bindparam("isbn")).order_by(copies.c.accession_number)
# The first of its conditions is word for word that of a partial index, and so few titles are looked through.
_BY_OTHER_ISBN = _ALL.where(
    copies.c.title_id.in_(
        select(titles.c.id)
        .where(text("titles.other_isbns <> ''"), func.instr(titles.c.other_isbns, bindparam("isbn")) > 0)
        .correlate(None)
    )
).order_by(copies.c.accession_number)
_OF_TITLE = _ALL.where(copies.c.title_id == bindparam("title_id")).order_by(copies.c.accession_number)
_AWAITING = _ALL.where(text("copies.awaits_shelving")).order_by(copies.c.shelf_key, copies.c.accession_number)
# Conditions on the state of a hold are words of the statement, not bound, for the partial indices to be taken.
_WAITING = text("holds.state IN ('waiting', 'ready') AND holds.state = 'waiting'")
_ON_LOAN = exists().where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None))
_KEPT = exists().where(holds.c.copy_id == copies.c.id, text("holds.state = 'ready'"))
_WAITED_FOR = (
    _ALL.where(
        copies.c.title_id.in_(select(holds.c.title_id).where(_WAITING).correlate(None)),
        copies.c.state == CopyState.IN_STOCK.value,
        ~copies.c.damaged,
        ~_ON_LOAN,
        ~_KEPT,
    )
).order_by(copies.c.shelf_key, copies.c.accession_number)
_ONE_EACH = _ALL.where(
    copies.c.id.in_(
        select(func.min(copies.c.id))
        .where(
            copies.c.title_id.in_(bindparam("title_ids", expanding=True)),
            copies.c.state.not_in([CopyState.WITHDRAWN.value, CopyState.LOST.value]),
        )
        .group_by(copies.c.title_id)
        .correlate(None)
    )
)


_WITHDRAWN_AS = (
    select(withdrawal_copies.c.number, withdrawals.c.approved_on)
    .select_from(withdrawal_copies.join(withdrawals))
    .where(
        withdrawal_copies.c.copy_id == bindparam("copy_id"),
        text("NOT withdrawal_copies.ended"),
        withdrawal_copies.c.number.is_not(None),
    )
)
_into = copies.alias("into")
_BOUND_INTO = (
    select(_into.c.accession_number)
    .select_from(copies.join(_into, copies.c.bound_into == _into.c.id))
    .where(copies.c.id == bindparam("copy_id"))
)


def has_copies(connection: Connection) -> bool:
    """Whether the library holds anything yet."""
    return connection.execute(_ANY).first() is not None


def copy_by_id(connection: Connection, copy_id: int) -> Copy | None:
    """The copy with the words of its title."""
    row = connection.execute(_BY_ID, {"copy_id": copy_id}).one_or_none()
    return None if row is None else whole_copy(connection, row)


def copies_by_ids(connection: Connection, copy_ids: Sequence[int]) -> tuple[Copy, ...]:
    """These copies in shelf order; an id that no copy has is left out."""
    return tuple(copy_of_row(row) for row in connection.execute(_BY_IDS, {"copy_ids": list(copy_ids)}))


def copy_by_code(connection: Connection, codes: Sequence[str]) -> Copy | None:
    """The copy whose barcode or accession number is one of `codes`, tried in order; last, by a label it once bore."""
    for statements in ((_BY_BARCODE, _BY_ACCESSION_NUMBER), (_BY_OLD_BARCODE,)):
        for code in codes:
            for statement in statements:
                row = connection.execute(statement, {"code": code}).one_or_none()
                if row is not None:
                    return whole_copy(connection, row)
    return None


def copies_by_isbn(connection: Connection, isbn: str) -> tuple[Copy, ...]:
    """Every copy of every title with that ISBN that is still held, by accession number."""
    rows = connection.execute(_BY_FIRST_ISBN, {"isbn": isbn}).all()
    if not rows:
        rows = connection.execute(_BY_OTHER_ISBN, {"isbn": isbn}).all()
    found = (copy_of_row(row) for row in rows)
    return tuple(copy for copy in found if copy.state is not CopyState.WITHDRAWN)


def copies_of_title(connection: Connection, title_id: int) -> tuple[Copy, ...]:
    """All copies of a title, by accession number."""
    return tuple(copy_of_row(row) for row in connection.execute(_OF_TITLE, {"title_id": title_id}))


def copies_awaiting_shelving(connection: Connection) -> tuple[Copy, ...]:
    """What came back and stands on the trolley, in shelf order."""
    return tuple(copy_of_row(row) for row in connection.execute(_AWAITING))


def copies_waited_for(connection: Connection) -> tuple[Copy, ...]:
    """Copies at hand, on their shelf or on the trolley, of titles that somebody waits for, in shelf order."""
    return tuple(copy_of_row(row) for row in connection.execute(_WAITED_FOR))


def one_copy_each(connection: Connection, title_ids: Sequence[int]) -> tuple[Copy, ...]:
    """One copy of each title, in the order of `title_ids`; a title of which nothing is held is left out."""
    found = {row.title_id: copy_of_row(row) for row in connection.execute(_ONE_EACH, {"title_ids": list(title_ids)})}
    return tuple(found[title_id] for title_id in title_ids if title_id in found)


def whole_copy(connection: Connection, row: Any) -> Copy:
    """A copy looked up by itself, of a row with COPY_COLUMNS: of a withdrawn one, since when and under which number."""
    copy = copy_of_row(row)
    if copy.state is not CopyState.WITHDRAWN:
        return copy
    gone = connection.execute(_WITHDRAWN_AS, {"copy_id": copy.id}).one_or_none()
    if gone is None:
        return copy
    bound_into = connection.execute(_BOUND_INTO, {"copy_id": copy.id}).scalar() or ""
    return replace(copy, withdrawal_number=gone.number, withdrawn_on=gone.approved_on, bound_into=bound_into)


def copy_of_row(row: Any) -> Copy:
    """The copy of a row with COPY_COLUMNS."""
    return Copy(
        id=row.id,
        title_id=row.title_id,
        title=row.title,
        volume=row.volume,
        author=row.author,
        isbn=row.isbn,
        accession_number=row.accession_number,
        barcode=row.barcode or "",
        call_number=row.call_number,
        shelf_key=row.shelf_key,
        location=row.location or "",
        item_type_id=row.item_type_id,
        item_type=row.item_type,
        state=CopyState(row.state),
        price=row.price,
        damaged=row.damaged,
        damage_note=row.damage_note,
        awaits_shelving=row.awaits_shelving,
    )
