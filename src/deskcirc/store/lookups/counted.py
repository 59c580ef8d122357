"""The lines of a count: whether a copy or a code was noted in it already, and how many lines of each kind there are."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, text

from deskcirc.domain.stocktake import CountedLine, CountKind, CountSums, Remark
from deskcirc.store.tables import stocktake_scans

_STANDS: Final = text("NOT stocktake_scans.ended")
_LINES: Final = select(stocktake_scans).where(stocktake_scans.c.stocktake_id == bindparam("stocktake_id"), _STANDS)
# Only what was noted first: its repeats and what was refused say nothing of their own.
_FIRST: Final = _LINES.where(stocktake_scans.c.kind.not_in((CountKind.REPEAT.value, CountKind.REFUSED.value)))
_OF_COPY: Final = _FIRST.where(stocktake_scans.c.copy_id == bindparam("copy_id")).limit(1)
_OF_CODE: Final = _FIRST.where(
    stocktake_scans.c.code == bindparam("code"), text("stocktake_scans.copy_id IS NULL")
).limit(1)
_SUMS: Final = (
    select(stocktake_scans.c.kind, func.count())
    .where(stocktake_scans.c.stocktake_id == bindparam("stocktake_id"), _STANDS)
    .group_by(stocktake_scans.c.kind)
)
_LATEST: Final = _LINES.order_by(stocktake_scans.c.id.desc()).limit(bindparam("most"))

_SEEN: Final = select(stocktake_scans).where(_STANDS, stocktake_scans.c.kind != CountKind.REFUSED.value)
_OF_COPIES: Final = _SEEN.where(
    stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
    stocktake_scans.c.copy_id.in_(bindparam("copy_ids", expanding=True)),
).order_by(stocktake_scans.c.at, stocktake_scans.c.id)
_BY_IDS: Final = select(stocktake_scans).where(stocktake_scans.c.id.in_(bindparam("ids", expanding=True)))
_ALL_OF_CODE: Final = _LINES.where(
    stocktake_scans.c.code == bindparam("code"), text("stocktake_scans.copy_id IS NULL")
).order_by(stocktake_scans.c.id)


def line_of_copy(connection: Connection, stocktake_id: int, copy_id: int) -> CountedLine | None:
    """The line by which the copy was counted first; None where it was not counted yet."""
    asked = {"stocktake_id": stocktake_id, "copy_id": copy_id}
    row = connection.execute(_OF_COPY, asked).one_or_none()
    return None if row is None else line_of_row(row)


def line_of_code(connection: Connection, stocktake_id: int, code: str) -> CountedLine | None:
    """The line by which this unknown code was noted first; None where it was not noted yet."""
    row = connection.execute(_OF_CODE, {"stocktake_id": stocktake_id, "code": code}).one_or_none()
    return None if row is None else line_of_row(row)


def count_sums(connection: Connection, stocktake_id: int) -> CountSums:
    """How many lines were read and what they were, live scans and files together."""
    rows = connection.execute(_SUMS, {"stocktake_id": stocktake_id})
    return CountSums(**{row[0]: row[1] for row in rows})


def latest_lines(connection: Connection, stocktake_id: int, most: int) -> Sequence[CountedLine]:
    """The last lines noted, the latest first."""
    rows = connection.execute(_LATEST, {"stocktake_id": stocktake_id, "most": most})
    return [line_of_row(row) for row in rows]


def lines_of_copies(connection: Connection, stocktake_id: int, copy_ids: Sequence[int]) -> dict[int, list[CountedLine]]:
    """Where each of these copies was seen in the count, repeats too, the first time first; no copy without a line."""
    found: dict[int, list[CountedLine]] = {}
    asked = {"stocktake_id": stocktake_id, "copy_ids": list(copy_ids)}
    for row in connection.execute(_OF_COPIES, asked):
        found.setdefault(row.copy_id, []).append(line_of_row(row))
    return found


def lines_by_ids(connection: Connection, line_ids: Sequence[int], *, standing: bool = False) -> dict[int, CountedLine]:
    """These lines by their number, of whatever count; also those taken back, unless `standing`."""
    rows = connection.execute(_BY_IDS, {"ids": list(line_ids)})
    return {row.id: line_of_row(row) for row in rows if not (standing and row.ended)}


def lines_of_code(connection: Connection, stocktake_id: int, code: str) -> Sequence[CountedLine]:
    """Every line of a code that no copy has in the count, the first first."""
    asked = {"stocktake_id": stocktake_id, "code": code}
    return [line_of_row(row) for row in connection.execute(_ALL_OF_CODE, asked)]


def line_of_row(row: Any) -> CountedLine:
    """A row of the lines of counts as the domain knows it."""
    return CountedLine(
        id=row.id,
        stocktake_id=row.stocktake_id,
        copy_id=row.copy_id,
        code=row.code,
        at=row.at,
        kind=CountKind(row.kind),
        remark=Remark(row.remark),
        shelf_id=row.shelf_id,
        location_id=row.location_id,
        person=row.person,
        file_id=row.file_id,
        line=row.line,
        quantity=row.quantity,
        untimed=bool(row.untimed),
    )
