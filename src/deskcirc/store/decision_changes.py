"""What a decision of a count changed, as the journal keeps it, and who has touched that since.

The decision's own row is written first and its consequences behind it, up to the next decision of the same act.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import Connection, bindparam, func, select

from deskcirc.store.journal import Change
from deskcirc.store.reversal import Entry, entry_by_id
from deskcirc.store.tables import (
    charges,
    copies,
    copy_codes,
    corner_loans,
    holds,
    in_house_uses,
    journal_changes,
    loans,
    losses,
    patrons,
    payments,
    repairs,
    stocktake_decisions,
    stocktake_scans,
    withdrawal_copies,
    withdrawals,
)

CHANGED_BY_DECISIONS: Final = frozenset(
    table.name
    for table in (
        charges,
        copies,
        copy_codes,
        corner_loans,
        holds,
        in_house_uses,
        loans,
        losses,
        patrons,
        payments,
        repairs,
        stocktake_scans,
        withdrawal_copies,
    )
)
"""What else an act writes behind its decisions, as the closing of a count does, is none of theirs."""
_DECISION_ROW: Final = (
    journal_changes.c.table_name == stocktake_decisions.name,
    journal_changes.c.before.is_(None),
)
# The number of a decision that was undone is given again: the last row made under it is the one that stands.
_MADE: Final = (
    select(journal_changes.c.entry_id, func.max(journal_changes.c.id).label("id"))
    .where(*_DECISION_ROW, journal_changes.c.row_id == bindparam("decision_id"))
    .group_by(journal_changes.c.entry_id)
    .order_by(func.max(journal_changes.c.id).desc())
    .limit(1)
)
_NEXT: Final = (
    select(journal_changes.c.id)
    .where(*_DECISION_ROW, journal_changes.c.entry_id == bindparam("entry_id"), journal_changes.c.id > bindparam("id"))
    .order_by(journal_changes.c.id)
    .limit(1)
)
_BETWEEN: Final = (
    select(journal_changes)
    .where(
        journal_changes.c.entry_id == bindparam("entry_id"),
        journal_changes.c.id > bindparam("id"),
        journal_changes.c.id < bindparam("end"),
    )
    .order_by(journal_changes.c.id.desc())
)
_BATCH_MADE: Final = select(journal_changes).where(
    journal_changes.c.entry_id == bindparam("entry_id"),
    journal_changes.c.table_name == withdrawals.name,
    journal_changes.c.before.is_(None),
)
_LATER: Final = select(func.max(journal_changes.c.entry_id)).where(
    journal_changes.c.table_name == bindparam("table_name"),
    journal_changes.c.row_id == bindparam("row_id"),
    journal_changes.c.entry_id > bindparam("entry_id"),
)
_NO_ID_IS_HIGHER: Final = 2**62


def changes_of_decision(connection: Connection, decision_id: int) -> tuple[Change, ...]:
    """What the decision changed besides its own row, the last first."""
    made = connection.execute(_MADE, {"decision_id": decision_id}).one_or_none()
    if made is None:
        return ()
    asked = {"entry_id": made.entry_id, "id": made.id}
    end = connection.execute(_NEXT, asked).scalar() or _NO_ID_IS_HIGHER
    rows = connection.execute(_BETWEEN, {**asked, "end": end})
    return tuple(
        Change(row.table_name, row.row_id, row.before, row.after)
        for row in rows
        if row.table_name in CHANGED_BY_DECISIONS
    )


def batch_made_with(connection: Connection, decision_id: int) -> Change | None:
    """The withdrawal that was opened by the very act of this decision; None where it went into a known one."""
    made = connection.execute(_MADE, {"decision_id": decision_id}).one_or_none()
    asked = {"entry_id": 0 if made is None else made.entry_id}
    row = connection.execute(_BATCH_MADE, asked).first()
    return None if row is None else Change(row.table_name, row.row_id, row.before, row.after)


def touched_after(connection: Connection, decision_id: int, rows: Sequence[tuple[str, int]]) -> Entry | None:
    """The last act after this decision that changed any of these rows, by table and id; None where none did."""
    made = connection.execute(_MADE, {"decision_id": decision_id}).one_or_none()
    if made is None:
        return None
    asked = {"entry_id": made.entry_id}
    later = [connection.execute(_LATER, {**asked, "table_name": table, "row_id": row}).scalar() for table, row in rows]
    last = max((each for each in later if each is not None), default=None)
    return None if last is None else entry_by_id(connection, last)
