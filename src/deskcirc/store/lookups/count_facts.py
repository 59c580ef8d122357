"""The facts by which many lines of a count are decided at once: each kind of fact is one question for all copies."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, select, text

from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.policy import Policy
from deskcirc.domain.stocktake import CountedLine, FrozenGroups
from deskcirc.store.lookups.carried import withdrawn_at
from deskcirc.store.lookups.copies import COPY_COLUMNS, copy_of_row
from deskcirc.store.lookups.counted import line_of_row
from deskcirc.store.lookups.in_parts import in_parts
from deskcirc.store.lookups.loans import open_loans
from deskcirc.store.lookups.stocktakes import frozen_groups
from deskcirc.store.tables import copies, holds, item_types, locations, stocktake_scans, titles

_COPIES: Final = (
    select(*COPY_COLUMNS, copies.c.location_id, copies.c.added_at)
    .select_from(copies.join(titles).join(item_types).outerjoin(locations))
    .where(copies.c.id.in_(bindparam("some", expanding=True)))
)
_ON_HOLD_SHELF: Final = select(holds.c.copy_id).where(text("holds.state = 'ready'"), holds.c.copy_id.is_not(None))
_STANDING: Final = (
    select(stocktake_scans)
    .where(
        stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
        stocktake_scans.c.kind != "refused",
        text("NOT stocktake_scans.ended"),
    )
    .order_by(stocktake_scans.c.id)
)
_FIRST: Final = _STANDING.where(stocktake_scans.c.kind != "repeat")
_OF_COPIES: Final = stocktake_scans.c.copy_id.in_(bindparam("some", expanding=True))
_OF_CODES: Final = (
    stocktake_scans.c.code.in_(bindparam("some", expanding=True)),
    text("stocktake_scans.copy_id IS NULL"),
)


@dataclass(frozen=True, slots=True)
class CopyFacts:
    """A copy with where it belongs, since when it is in stock, and when a withdrawn one was struck off."""

    copy: Copy
    location_id: int | None
    added_at: datetime | None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ManyFacts:
    """All that is known of many copies and codes when their lines are decided."""

    copies: Mapping[int, CopyFacts]
    groups: FrozenGroups
    loans: Mapping[int, OpenLoan]
    on_hold_shelf: frozenset[int]


def many_facts(
    connection: Connection, stocktake_id: int, copy_ids: Collection[int], policy: Policy, today: date
) -> ManyFacts:
    """The facts of these copies for one count, as they are now."""
    rows = _asked(connection, _COPIES, sorted(copy_ids), {})
    return ManyFacts(
        {row.id: _copy_facts(connection, row) for row in rows},
        frozen_groups(connection, stocktake_id),
        {loan.copy_id: loan for loan in open_loans(connection, policy, today) if loan.copy_id in copy_ids},
        frozenset(connection.execute(_ON_HOLD_SHELF).scalars()),
    )


def _copy_facts(connection: Connection, row: Any) -> CopyFacts:
    copy = copy_of_row(row)
    struck_off = withdrawn_at(connection, copy.id) if copy.state is CopyState.WITHDRAWN else None
    return CopyFacts(copy, row.location_id, row.added_at, struck_off)


def first_lines_of_copies(
    connection: Connection, stocktake_id: int, copy_ids: Collection[int]
) -> dict[int, CountedLine]:
    """The line by which each of these copies was counted, as far as it was."""
    rows = _asked(connection, _FIRST.where(_OF_COPIES), sorted(copy_ids), {"stocktake_id": stocktake_id})
    return {row.copy_id: line_of_row(row) for row in rows}


def first_lines_of_codes(connection: Connection, stocktake_id: int, codes: Collection[str]) -> dict[str, CountedLine]:
    """The line by which each of these unknown codes was noted, as far as it was."""
    rows = _asked(connection, _FIRST.where(*_OF_CODES), sorted(codes), {"stocktake_id": stocktake_id})
    return {row.code: line_of_row(row) for row in rows}


def standing_lines(
    connection: Connection, stocktake_id: int, copy_ids: Collection[int], codes: Collection[str]
) -> list[Any]:
    """Every row of these copies and unknown codes that still stands, refused ones aside, in the order of noting."""
    asked = {"stocktake_id": stocktake_id}
    rows = [
        *_asked(connection, _STANDING.where(_OF_COPIES), sorted(copy_ids), asked),
        *_asked(connection, _STANDING.where(*_OF_CODES), sorted(codes), asked),
    ]
    return sorted(rows, key=lambda row: row.id)


def _asked(connection: Connection, statement: Select[Any], some: Sequence[Any], more: dict[str, Any]) -> Iterator[Any]:
    """The rows of a statement for many values, as many of them at a time as it takes."""
    for part in in_parts(some):
        yield from connection.execute(statement, {**more, "some": part})
