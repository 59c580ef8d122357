"""New rows in piles of a thousand, each with its id known before it is written, for an import or a practice library."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Table

from deskcirc.domain.drafts import SearchText
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.imports import highest_id
from deskcirc.store.tables import TABLES, titles

ROWS_IN_A_PILE: Final = 1000


class Piles:
    """Gathers new rows of several tables and writes them together, rows that others point to first.

    Ids are given at once, so that a copy can name its title before either is written; the transaction's write lock
    makes that safe. Call `write` at the end, and before reading any of these tables.
    """

    def __init__(self, writing: Writing) -> None:
        self._writing = writing
        self._rows: dict[str, list[dict[str, Any]]] = {}
        self._next: dict[str, int] = {}
        self._search: dict[int, SearchText] = {}

    def add_title(self, search: SearchText | None, **values: Any) -> int:
        """Take in one new title, with the words by which it is found where they were made already; returns its id."""
        title_id = self._gather(titles, values)
        if search is not None:
            self._search[title_id] = search
        self._write_if_full(titles)
        return title_id

    def add(self, table: Table, **values: Any) -> int:
        """Take in one new row; returns its id. Columns not given take the table's defaults."""
        row_id = self._gather(table, values)
        self._write_if_full(table)
        return row_id

    def _gather(self, table: Table, values: dict[str, Any]) -> int:
        if table.name not in self._next:
            self._next[table.name] = highest_id(self._writing.connection, table) + 1
        row_id = self._next[table.name]
        self._next[table.name] = row_id + 1
        self._rows.setdefault(table.name, []).append(values)
        return row_id

    def _write_if_full(self, table: Table) -> None:
        if len(self._rows[table.name]) > ROWS_IN_A_PILE:
            self.write()

    def write(self) -> None:
        """Write all that was gathered; raises RuntimeError where somebody else wrote into one of these tables."""
        for name, table in TABLES.items():  # sorted: a table comes after those it points to
            pile = self._rows.pop(name, None)
            if not pile:
                continue
            ids = self._writing.insert_many(table, pile, self._search)
            if ids[-1] + 1 != self._next[name]:
                raise RuntimeError(f"rows of {name} were written beside their pile")
        self._search.clear()
