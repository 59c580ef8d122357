"""The journal as a list, newest first, a page at a time."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, select

from deskcirc.store.tables import journal

_later = journal.alias("later")
_PAGE = (
    select(journal, _later.c.id.label("undone_by"))
    .select_from(journal.outerjoin(_later, _later.c.undoes == journal.c.id))
    .where(journal.c.id < bindparam("before"))
    .order_by(journal.c.id.desc())
    .limit(bindparam("most"))
)
_END = 2**62


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One act of the journal."""

    id: int
    at: datetime
    act: str
    operator: str
    station: str
    subject: dict[str, Any]
    is_undone: bool


def history(connection: Connection, before: int = _END, most: int = 100) -> tuple[HistoryLine, ...]:
    """Acts before the entry `before`, newest first, `most` at most."""
    rows = connection.execute(_PAGE, {"before": before, "most": most})
    return tuple(
        HistoryLine(
            row.id, row.at, row.act, row.operator, row.station, json.loads(row.subject), row.undone_by is not None
        )
        for row in rows
    )
