"""The calendar as it was when a loan got its due date, wound back from the one that holds now by the journal."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, exists, func, select

from deskcirc.domain.calendar import OpenDays
from deskcirc.domain.due_dates import DueRules
from deskcirc.store.columns import row_of
from deskcirc.store.lookups.policy import due_rules_of, open_days_of
from deskcirc.store.tables import (
    TABLES,
    closed_days,
    journal,
    journal_changes,
    loans,
    opening_periods,
    settings,
    terms,
)

_TABLES: Final = (terms, closed_days, opening_periods, settings)
_NAMES: Final = tuple(table.name for table in _TABLES)
_undo = journal.alias("undo")
_STANDS = ~exists().where(_undo.c.undoes == journal.c.id)
_CHANGES = select(journal_changes).where(journal_changes.c.table_name.in_(_NAMES)).order_by(journal_changes.c.id.desc())
_DATED_BY = (
    select(loans.c.id, func.max(journal_changes.c.entry_id).label("entry_id"))
    .select_from(
        loans.join(
            journal_changes, (journal_changes.c.table_name == loans.name) & (journal_changes.c.row_id == loans.c.id)
        ).join(journal, journal.c.id == journal_changes.c.entry_id)
    )
    .where(loans.c.returned_at.is_(None), journal.c.undoes.is_(None), _STANDS)
    .group_by(loans.c.id)
)


@dataclass(frozen=True, slots=True)
class SetThen:
    """What the school had set about days when a loan got its date; circulation rules are not among it."""

    open_days: OpenDays
    due_rules: DueRules


@dataclass(slots=True)
class PastCalendars:
    """Winds back once for each time at which the calendar was another; `dated_by` are the loans' last acts."""

    connection: Connection
    dated_by: Mapping[int, int] = field(init=False)
    _changes: list[Any] = field(init=False)
    _found: dict[int, SetThen] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Read which act dated each open loan, and every change of the calendar, the last first.

        An act that was taken back dated nothing: the date is again that of the act before.
        """
        self.dated_by = {row.id: row.entry_id for row in self.connection.execute(_DATED_BY)}
        self._changes = list(self.connection.execute(_CHANGES))

    def of_loan(self, loan_id: int) -> SetThen:
        """What was set when the loan got the due date it has."""
        dated = self.dated_by.get(loan_id, 0)
        since = sum(1 for change in self._changes if change.entry_id > dated)
        if since not in self._found:
            self._found[since] = self._wound_back(since)
        return self._found[since]

    def _wound_back(self, count: int) -> SetThen:
        """The calendar before the last so many changes."""
        rows: dict[str, dict[int, dict[str, Any]]] = {
            table.name: {row["id"]: dict(row) for row in self.connection.execute(select(table)).mappings()}
            for table in _TABLES
        }
        for change in self._changes[:count]:
            if change.before is None:
                rows[change.table_name].pop(change.row_id, None)
            else:
                rows[change.table_name][change.row_id] = row_of(TABLES[change.table_name], json.loads(change.before))
        standing = {name: [row for row in held.values() if not row.get("ended")] for name, held in rows.items()}
        stored = {row["name"]: row["value"] for row in standing[settings.name]}
        calendar = open_days_of(
            stored, standing[terms.name], standing[closed_days.name], standing[opening_periods.name]
        )
        return SetThen(calendar, due_rules_of(stored))
