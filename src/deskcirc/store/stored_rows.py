"""Rows of any table as they stand now, by their numbers: what a change starts from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, RowMapping, Select, Table, bindparam, select

_AT_ONCE: Final = 1000  # rows of one statement


@cache
def _row(table: Table) -> Select[Any]:
    return select(table).where(table.c.id == bindparam("row_id"))


@cache
def _some_rows(table: Table) -> Select[Any]:
    return select(table).where(table.c.id.in_(bindparam("row_ids", expanding=True)))


def stored_row(connection: Connection, table: Table, row_id: int) -> RowMapping | None:
    """One row as it stands now; None for none."""
    return connection.execute(_row(table), {"row_id": row_id}).mappings().one_or_none()


def stored_rows(connection: Connection, table: Table, row_ids: Sequence[int]) -> Iterator[RowMapping]:
    """Many rows as they stand now, in this order. Raises LookupError where one is not there."""
    for start in range(0, len(row_ids), _AT_ONCE):
        part = row_ids[start : start + _AT_ONCE]
        found = {row["id"]: row for row in connection.execute(_some_rows(table), {"row_ids": part}).mappings()}
        if missing := next((row_id for row_id in part if row_id not in found), None):
            raise LookupError(f"no row {missing} in {table.name}")
        yield from (found[row_id] for row_id in part)
