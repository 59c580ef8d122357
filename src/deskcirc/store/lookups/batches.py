"""Batches with what is in them: the list of all, one by its id, and what the form offers again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, func, select, text

from deskcirc.domain.batches import Batch, BatchDraft, BatchSource, BatchState
from deskcirc.store.tables import batches, copies, delivery_lines, titles

_ALL = select(batches).order_by(batches.c.id.desc())
_BY_ID = select(batches).where(batches.c.id == bindparam("batch_id"))
_UNDER_WAY = _ALL.where(batches.c.state.in_([BatchState.OPEN.value, BatchState.CHECKED.value]))
_NUMBERS = select(batches.c.number)
_INVOICES = (
    select(batches.c.number)
    .where(
        batches.c.invoice == bindparam("invoice"),
        batches.c.dealer == bindparam("dealer"),
        batches.c.id != bindparam("batch_id"),
        batches.c.state != BatchState.CANCELLED.value,
    )
    .order_by(batches.c.id)
)
# The condition on the batch is word for word that of the partial index.
_IN_BATCH = text("copies.batch_id IS NOT NULL")
_VALUES = (
    select(
        copies.c.batch_id,
        func.count().label("copies"),
        func.count(copies.c.title_id.distinct()).label("titles"),
        func.coalesce(func.sum(copies.c.price), 0).label("value"),
    )
    .where(_IN_BATCH)
    .group_by(copies.c.batch_id)
)
_EXPECTED = (
    select(
        delivery_lines.c.batch_id,
        func.sum(delivery_lines.c.expected).label("expected"),
        func.sum(delivery_lines.c.arrived).label("arrived"),
        func.sum(func.max(delivery_lines.c.expected - delivery_lines.c.arrived, 0)).label("short"),
    )
    .where(~delivery_lines.c.ended)
    .group_by(delivery_lines.c.batch_id)
)
_OF_BATCH = (copies.c.batch_id == bindparam("batch_id"), _IN_BATCH)
_DIVISION = func.upper(func.substr(titles.c.class_number, 1, 1))
_DIVISIONS = (
    select(
        _DIVISION.label("division"),
        func.count(copies.c.title_id.distinct()).label("titles"),
        func.count().label("copies"),
        func.coalesce(func.sum(copies.c.price), 0).label("value"),
    )
    .select_from(copies.join(titles))
    .where(*_OF_BATCH)
    .group_by(_DIVISION)
    .order_by(_DIVISION == "", _DIVISION)
)
_ENDS = (
    select(copies.c.accession_number).where(*_OF_BATCH).order_by(func.length(copies.c.accession_number)),
    select(copies.c.accession_number).where(*_OF_BATCH).order_by(func.length(copies.c.accession_number).desc()),
)
_FIRST = _ENDS[0].order_by(copies.c.accession_number).limit(1)
_LAST = _ENDS[1].order_by(copies.c.accession_number.desc()).limit(1)
_STILL = select(
    func.count().filter(copies.c.registered.is_(None)).label("unregistered"),
    func.count().filter(copies.c.state == "in_process").label("in_process"),
    func.count().filter(copies.c.price.is_(None)).label("unpriced"),
).where(*_OF_BATCH)
_AWAITING = (
    select(func.count(copies.c.title_id.distinct()))
    .select_from(copies.join(titles))
    .where(*_OF_BATCH, titles.c.awaits_cataloguing)
)


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One batch with its figures: what the dealer's list says, what arrived, what is registered; `value` in fen."""

    batch: Batch
    titles: int = 0
    copies: int = 0
    value: int = 0
    expected: int = 0
    arrived: int = 0


@dataclass(frozen=True, slots=True)
class Division:
    """The copies of a batch in one division of the classification; `letter` is "" for titles without a class."""

    letter: str
    titles: int
    copies: int
    value: int  # fen


@dataclass(frozen=True, slots=True)
class BatchContents:
    """What is in one batch: its figures, its divisions, its numbers from first to last, and what is not done yet."""

    line: BatchLine
    divisions: tuple[Division, ...] = ()
    first_number: str = ""
    last_number: str = ""
    unregistered: int = 0  # copies without a day in the ledgers
    in_process: int = 0  # copies not handed over yet
    unpriced: int = 0
    awaiting: int = 0  # titles still to be catalogued
    short: int = 0  # copies of the lists that have not come


def batch_by_id(connection: Connection, batch_id: int) -> Batch | None:
    """The batch of that id, a cancelled one too."""
    row = connection.execute(_BY_ID, {"batch_id": batch_id}).one_or_none()
    return None if row is None else _batch(row)


def open_batches(connection: Connection) -> tuple[Batch, ...]:
    """The batches that copies may still come into, the newest first; for choosing one."""
    return tuple(_batch(row) for row in connection.execute(_UNDER_WAY))


def batch_lines(connection: Connection) -> tuple[BatchLine, ...]:
    """All batches with their figures, the newest first."""
    values = {row.batch_id: row for row in connection.execute(_VALUES)}
    expected = {row.batch_id: row for row in connection.execute(_EXPECTED)}
    rows = connection.execute(_ALL).all()
    return tuple(_line(_batch(row), values.get(row.id), expected.get(row.id)) for row in rows)


def batch_contents(connection: Connection, batch_id: int) -> BatchContents | None:
    """One batch with everything its sheet shows; None where there is no such batch."""
    batch = batch_by_id(connection, batch_id)
    if batch is None:
        return None
    of_batch = {"batch_id": batch_id}
    value = connection.execute(_VALUES.where(*_OF_BATCH), of_batch).one_or_none()
    expected = connection.execute(
        _EXPECTED.where(delivery_lines.c.batch_id == bindparam("batch_id")), of_batch
    ).one_or_none()
    still = connection.execute(_STILL, of_batch).one()
    return BatchContents(
        line=_line(batch, value, expected),
        divisions=tuple(Division(*row) for row in connection.execute(_DIVISIONS, of_batch)),
        first_number=connection.execute(_FIRST, of_batch).scalar() or "",
        last_number=connection.execute(_LAST, of_batch).scalar() or "",
        unregistered=still.unregistered,
        in_process=still.in_process,
        unpriced=still.unpriced,
        awaiting=int(connection.execute(_AWAITING, of_batch).scalar() or 0),
        short=0 if expected is None else expected.short,
    )


def batch_numbers(connection: Connection) -> Sequence[str]:
    """Every number given to a batch, in the order in which they were given."""
    return connection.execute(_NUMBERS.order_by(batches.c.id)).scalars().all()


def batches_of_invoice(connection: Connection, dealer: str, invoice: str, except_id: int = 0) -> tuple[str, ...]:
    """Numbers of the batches that this invoice of this dealer stands in; cancelled ones are left out."""
    if not invoice:
        return ()
    asked = {"dealer": dealer, "invoice": invoice, "batch_id": except_id}
    return tuple(connection.execute(_INVOICES, asked).scalars())


def words_typed_before(connection: Connection, column: str) -> tuple[str, ...]:
    """What stood in a column of the batches before (dealer, donor, fund), the latest first."""
    chosen = batches.c[column]
    query = select(chosen).where(chosen != "").group_by(chosen).order_by(func.max(batches.c.id).desc())
    return tuple(connection.execute(query).scalars())


def _batch(row: Any) -> Batch:
    stated = BatchDraft(
        source=BatchSource(row.source),
        received=row.received,
        dealer=row.dealer,
        donor=row.donor,
        invoice=row.invoice,
        fund=row.fund,
        discount=row.discount,
        paid=row.paid,
        note=row.note,
    )
    state, at = BatchState(row.state), (row.opened_at, row.checked_at, row.closed_at)
    return Batch(row.id, row.number, stated, state, *at, row.import_id)


def _line(batch: Batch, value: Any, expected: Any) -> BatchLine:
    counts = (0, 0, 0) if value is None else (value.titles, value.copies, value.value)
    listed = (0, 0) if expected is None else (expected.expected, expected.arrived)
    return BatchLine(batch, *counts, *listed)
