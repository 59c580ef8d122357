"""What a count has to know of the one copy that is scanned: by one statement, for it is asked at every scan."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, Integer, LargeBinary, bindparam, exists, func, select, text

from deskcirc.domain.copies import Copy
from deskcirc.domain.stocktake import BLOCK, Group
from deskcirc.store.lookups.copies import COPY_COLUMNS, COPY_TABLES, whole_copy
from deskcirc.store.tables import copies, holds, loans, stocktake_blocks, stocktake_scans

_COPY_ID: Final = bindparam("copy_id", type_=Integer)
_STOCKTAKE_ID: Final = bindparam("stocktake_id", type_=Integer)
# The one byte, not the block; its place is worked out beforehand.
_GROUP: Final = (
    select(func.substr(stocktake_blocks.c.groups, bindparam("place", type_=Integer), 1, type_=LargeBinary))
    .where(stocktake_blocks.c.stocktake_id == _STOCKTAKE_ID, stocktake_blocks.c.block == bindparam("block"))
    .scalar_subquery()
)
_ON_LOAN: Final = exists().where(loans.c.copy_id == _COPY_ID, loans.c.returned_at.is_(None))
_KEPT: Final = exists().where(holds.c.copy_id == _COPY_ID, text("holds.state = 'ready'"))
_COUNTED: Final = exists().where(
    stocktake_scans.c.copy_id == _COPY_ID,
    stocktake_scans.c.stocktake_id == _STOCKTAKE_ID,
    text("stocktake_scans.kind NOT IN ('repeat', 'refused')"),  # words of the statement: a list is not bound anew
    text("NOT stocktake_scans.ended"),
)
_FACTS: Final = (
    select(
        *COPY_COLUMNS,
        copies.c.location_id,
        copies.c.added_at,
        _GROUP.label("group"),
        _ON_LOAN.label("on_loan"),
        _KEPT.label("kept"),
        _COUNTED.label("counted"),
    )
    .select_from(COPY_TABLES)
    .where(copies.c.id == _COPY_ID)
)


@dataclass(frozen=True, slots=True)
class CopyInCount:
    """A copy before it is counted; `group` is None for one out of scope, and for one that came later."""

    copy: Copy
    location_id: int | None
    added_at: datetime
    group: Group | None
    on_loan: bool
    on_hold_shelf: bool
    counted: bool  # noted in this count already


def copy_in_count(connection: Connection, stocktake_id: int, copy_id: int) -> CopyInCount | None:
    """What is known of the copy; None where there is none."""
    block, place = divmod(copy_id, BLOCK)
    asked = {"stocktake_id": stocktake_id, "copy_id": copy_id, "block": block, "place": place + 1}
    row = connection.execute(_FACTS, asked).one_or_none()
    if row is None:
        return None
    group = Group(row.group[0]) if row.group and row.group[0] else None
    seen = (bool(row.on_loan), bool(row.kept), bool(row.counted))
    return CopyInCount(whole_copy(connection, row), row.location_id, row.added_at, group, *seen)
