"""Lines of the dealers' lists: those of a batch, those of an ISBN, one with all the list says, and what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, exists, func, or_, select, text

from deskcirc.domain.deliveries import DeliveryLine, LoadedLine, draft_of
from deskcirc.domain.drafts import MarcDraft
from deskcirc.store.tables import batches, copies, delivery_lines, imports, journal, journal_changes

_LIGHT = (
    delivery_lines.c.id,
    delivery_lines.c.batch_id,
    delivery_lines.c.position,
    delivery_lines.c.title,
    delivery_lines.c.volume,
    delivery_lines.c.author,
    delivery_lines.c.publisher,
    delivery_lines.c.isbn,
    delivery_lines.c.price,
    delivery_lines.c.expected,
    delivery_lines.c.arrived,
    delivery_lines.c.price_found,
    delivery_lines.c.isbn_found,
    delivery_lines.c.remark,
    delivery_lines.c.title_id,
)
_STANDING = ~delivery_lines.c.ended
_OF_BATCH = (
    select(*_LIGHT)
    .where(delivery_lines.c.batch_id == bindparam("batch_id"), _STANDING)
    .order_by(delivery_lines.c.position, delivery_lines.c.id)
)
_BY_IDS = select(*_LIGHT).where(delivery_lines.c.id.in_(bindparam("line_ids", expanding=True)), _STANDING)
_WHOLE = select(delivery_lines).where(_STANDING)
_NEWEST_FIRST = delivery_lines.c.id.desc()
_BY_ISBN = _WHOLE.where(delivery_lines.c.isbn == bindparam("isbn")).order_by(_NEWEST_FIRST)
# The first of its conditions is word for word that of a partial index, and so few lines are looked through.
_WITHIN = _WHOLE.where(
    text("instr(draft, 'other_isbns') > 0"), func.instr(delivery_lines.c.draft, bindparam("isbn")) > 0
).order_by(text("+delivery_lines.id DESC"))
_HIGHEST = select(func.max(delivery_lines.c.position)).where(delivery_lines.c.batch_id == bindparam("batch_id"))
_TO_CATALOGUE = (
    select(delivery_lines.c.id)
    .where(
        delivery_lines.c.batch_id == bindparam("batch_id"),
        _STANDING,
        delivery_lines.c.arrived > 0,
        or_(
            delivery_lines.c.title_id.is_(None),
            ~exists().where(
                copies.c.title_id == delivery_lines.c.title_id, copies.c.batch_id == delivery_lines.c.batch_id
            ),
        ),
    )
    .order_by(delivery_lines.c.position, delivery_lines.c.id)
)
_LISTS = (
    select(imports.c.file_name, imports.c.at, batches.c.number, batches.c.id)
    .distinct()
    .select_from(
        delivery_lines.join(imports, imports.c.id == delivery_lines.c.import_id).join(
            batches, batches.c.id == delivery_lines.c.batch_id
        )
    )
    .where(imports.c.digest == bindparam("digest"), _STANDING, batches.c.state != "cancelled")
    .order_by(imports.c.at.desc())
)
_LAST_ENTRY = select(func.max(journal.c.id))
_CHANGED = (
    select(journal_changes.c.row_id)
    .distinct()
    .where(journal_changes.c.entry_id > bindparam("after"), journal_changes.c.table_name == delivery_lines.name)
)
_ALIKE = (
    select(
        delivery_lines.c.batch_id,
        batches.c.number,
        delivery_lines.c.isbn,
        delivery_lines.c.title,
        delivery_lines.c.volume,
        delivery_lines.c.price,
        delivery_lines.c.expected,
    )
    .select_from(delivery_lines.join(batches))
    .where(_STANDING, delivery_lines.c.import_id.is_not(None), batches.c.state != "cancelled")
)


@dataclass(frozen=True, slots=True)
class LoadedList:
    """A file that was loaded: its name, when, and into which batch."""

    file_name: str
    at: datetime
    batch_number: str
    batch_id: int


@dataclass(frozen=True, slots=True)
class ListedAs:
    """What tells a listed line from another, with the batch it is in."""

    batch_id: int
    batch_number: str
    isbn: str
    title: str
    volume: str
    price: int | None
    expected: int


def lines_of_batch(connection: Connection, batch_id: int) -> tuple[DeliveryLine, ...]:
    """All lines of a batch in the order of the list, those that were on none at the end."""
    return tuple(_line(row) for row in connection.execute(_OF_BATCH, {"batch_id": batch_id}))


def lines_by_ids(connection: Connection, line_ids: Sequence[int]) -> Mapping[int, DeliveryLine]:
    """These lines by their ids; one that ended or was undone is left out."""
    return {row.id: _line(row) for row in connection.execute(_BY_IDS, {"line_ids": list(line_ids)})}


def loaded_line(connection: Connection, line_id: int) -> LoadedLine | None:
    """A line with everything the list says of it; None where there is none."""
    row = connection.execute(_WHOLE.where(delivery_lines.c.id == line_id)).one_or_none()
    return None if row is None else _loaded(row)


def lines_by_isbn(connection: Connection, isbn: str) -> tuple[LoadedLine, ...]:
    """The lines of any dealer's list with that ISBN (thirteen digits), the newest first.

    Where none has it as its own, those that name it beside another one, as a set does.
    """
    for statement in (_BY_ISBN, _WITHIN):
        found = tuple(_loaded(row) for row in connection.execute(statement, {"isbn": isbn}))
        if found or not isbn:
            return found
    return ()


def lines_to_catalogue(connection: Connection, batch_id: int) -> tuple[int, ...]:
    """Ids of the lines of a batch of which something arrived and no copy is registered yet, in the list's order."""
    return tuple(connection.execute(_TO_CATALOGUE, {"batch_id": batch_id}).scalars())


def last_position(connection: Connection, batch_id: int) -> int:
    """The highest place on the list of a batch, ended lines too; 0 where it has none."""
    return int(connection.execute(_HIGHEST, {"batch_id": batch_id}).scalar() or 0)


def lists_with_digest(connection: Connection, digest: str) -> tuple[LoadedList, ...]:
    """Where the very same file was loaded before and still stands, the latest first."""
    if not digest:
        return ()
    rows = connection.execute(_LISTS, {"digest": digest})
    return tuple(LoadedList(row.file_name, row.at, row.number, row.id) for row in rows)


def all_listed(connection: Connection) -> tuple[ListedAs, ...]:
    """Every line of every list that stands, for recognising a list that comes again in another file."""
    return tuple(ListedAs(*row) for row in connection.execute(_ALIKE))


def last_entry(connection: Connection) -> int:
    """The number of the last journal entry, by which a list on the screen knows how old it is."""
    return int(connection.execute(_LAST_ENTRY).scalar() or 0)


def lines_changed_after(connection: Connection, entry_id: int) -> frozenset[int]:
    """Ids of the lines that any act after this journal entry touched."""
    return frozenset(connection.execute(_CHANGED, {"after": entry_id}).scalars())


def _line(row: Any) -> DeliveryLine:
    return DeliveryLine(*(getattr(row, column.name) for column in _LIGHT))


def _loaded(row: Any) -> LoadedLine:
    marc = None if row.octets is None else MarcDraft(row.syntax, row.carrier, row.encoding, row.octets)
    return LoadedLine(_line(row), draft_of(row.draft), marc)
