"""Collector files that were taken into a count: their sums, their codes in order, and names people gave before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select, text

from deskcirc.domain.count_files import CountFile
from deskcirc.domain.stocktake import CountSums
from deskcirc.store.tables import operators, stocktake_decisions, stocktake_files, stocktake_scans

_ALL: Final = select(stocktake_files, operators.c.name.label("loader")).select_from(
    stocktake_files.outerjoin(operators, stocktake_files.c.loaded_by == operators.c.id)
)
_OF_COUNT: Final = _ALL.where(stocktake_files.c.stocktake_id == bindparam("stocktake_id")).order_by(
    stocktake_files.c.id.desc()
)
_BY_ID: Final = _ALL.where(stocktake_files.c.id == bindparam("file_id"))
_TAKEN: Final = _ALL.where(
    stocktake_files.c.stocktake_id == bindparam("stocktake_id"),
    stocktake_files.c.sha256 == bindparam("sha256"),
    text("NOT stocktake_files.ended"),
)
_SUMS: Final = (
    select(stocktake_scans.c.file_id, stocktake_scans.c.kind, func.count())
    .where(
        stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
        text("stocktake_scans.file_id IS NOT NULL"),
    )
    .group_by(stocktake_scans.c.file_id, stocktake_scans.c.kind)
)
_CODES: Final = (
    select(stocktake_scans.c.code)
    .where(stocktake_scans.c.file_id == bindparam("file_id"))
    .order_by(stocktake_scans.c.line)
)
_LINES: Final = (
    select(stocktake_scans).where(stocktake_scans.c.file_id == bindparam("file_id")).order_by(stocktake_scans.c.line)
)
_DEVICES: Final = (
    select(stocktake_files.c.device)
    .where(stocktake_files.c.device != "")
    .group_by(stocktake_files.c.device)
    .order_by(func.max(stocktake_files.c.id).desc())
)
_PEOPLE: Final = (
    select(stocktake_files.c.person)
    .where(stocktake_files.c.person != "")
    .group_by(stocktake_files.c.person)
    .order_by(func.max(stocktake_files.c.id).desc())
)
_DECIDED: Final = (
    select(func.count())
    .select_from(stocktake_decisions.join(stocktake_scans, stocktake_decisions.c.scan_id == stocktake_scans.c.id))
    .where(stocktake_scans.c.file_id == bindparam("file_id"), stocktake_decisions.c.reversed_at.is_(None))
)


def files_of(connection: Connection, stocktake_id: int) -> tuple[CountFile, ...]:
    """Every file of the count with its sums, the last one first; those taken back too."""
    counted: dict[int, dict[str, int]] = defaultdict(dict)
    for file_id, kind, count in connection.execute(_SUMS, {"stocktake_id": stocktake_id}):
        counted[file_id][kind] = count
    rows = connection.execute(_OF_COUNT, {"stocktake_id": stocktake_id})
    return tuple(_file(row, CountSums(**counted[row.id])) for row in rows)


def file_by_id(connection: Connection, file_id: int) -> CountFile | None:
    """One file, without its sums."""
    row = connection.execute(_BY_ID, {"file_id": file_id}).one_or_none()
    return None if row is None else _file(row, CountSums())


def file_taken(connection: Connection, stocktake_id: int, sha256: str) -> CountFile | None:
    """The file of the very same content that stands in the count already."""
    row = connection.execute(_TAKEN, {"stocktake_id": stocktake_id, "sha256": sha256}).one_or_none()
    return None if row is None else _file(row, CountSums())


def codes_of_file(connection: Connection, file_id: int) -> Sequence[str]:
    """The codes of its lines in their order in the file."""
    return connection.execute(_CODES, {"file_id": file_id}).scalars().all()


def rows_of_file(connection: Connection, file_id: int) -> Sequence[Any]:
    """The rows of its lines in their order in the file."""
    return connection.execute(_LINES, {"file_id": file_id}).all()


def names_given(connection: Connection) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of handhelds, and of people who counted with them, the last ones first."""
    return tuple(connection.execute(_DEVICES).scalars()), tuple(connection.execute(_PEOPLE).scalars())


def decisions_about_file(connection: Connection, file_id: int) -> int:
    """How many decisions that still hold rest on a line of the file."""
    return int(connection.execute(_DECIDED, {"file_id": file_id}).scalar_one())


def _file(row: Any, sums: CountSums) -> CountFile:
    return CountFile(
        id=row.id,
        stocktake_id=row.stocktake_id,
        name=row.name,
        sha256=row.sha256,
        device=row.device,
        person=row.person,
        encoding=row.encoding,
        counted_on=row.counted_on,
        loaded_at=row.loaded_at,
        loaded_by=row.loader or "",
        lines=row.lines,
        ended=row.ended,
        sums=sums,
    )
