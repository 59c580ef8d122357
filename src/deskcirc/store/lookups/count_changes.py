"""What was written since an entry of the journal, as far as a count may care, and which copies it is about."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, exists, select

from deskcirc.store.tables import (
    copies,
    corner_loans,
    holds,
    in_house_uses,
    item_types,
    journal,
    journal_changes,
    loans,
    locations,
    losses,
    operators,
    repairs,
    settings,
    shelves,
    stocktake_blocks,
    stocktake_decisions,
    stocktake_files,
    stocktake_scans,
    stocktakes,
    titles,
)

_MOST: Final = 200  # changed rows; with more of them the whole is read as fast
_CHANGES: Final = (
    select(journal_changes.c.table_name, journal_changes.c.row_id, journal_changes.c.before, journal_changes.c.after)
    .where(journal_changes.c.entry_id > bindparam("entry"))
    .order_by(journal_changes.c.entry_id)
    .limit(_MOST + 1)
)
_UNDONE: Final = select(exists().where(journal.c.id > bindparam("entry"), journal.c.undoes.is_not(None)))
_HANDLED: Final = frozenset(table.name for table in (loans, corner_loans, in_house_uses, repairs, losses, holds))
STREAMS: Final = _HANDLED | {stocktake_scans.name, stocktake_decisions.name}
"""The tables whose rows say that a copy was in hand, or what was decided about it."""
_OF_REPORTS: Final = frozenset(
    table.name
    for table in (
        *(titles, item_types, locations, shelves, operators, settings),
        *(stocktakes, stocktake_blocks, stocktake_files, stocktake_scans, stocktake_decisions),
    )
)
_NAMED: Final = ("title_id", "accession_number", "call_number", "shelf_key", "location_id", "item_type_id", "volume")
_FACTS: Final = (*_NAMED, "price", "state")


def changes_since(connection: Connection, entry: int) -> Sequence[Any] | None:
    """The rows changed after the entry of this number, in their order; None where there are too many of them.

    Each has `table_name`, `row_id`, and its images `before` and `after` as JSON.
    """
    changes = connection.execute(_CHANGES, {"entry": entry}).all()
    return None if len(changes) > _MOST else changes


def copies_named(changes: Iterable[Any]) -> set[int]:
    """The copies, by number, that were changed or that rows of the streams are about."""
    listed = list(changes)
    of_streams = [change for change in listed if change.table_name in STREAMS]
    images = [json.loads(image) for change in of_streams for image in (change.before, change.after) if image]
    changed = {change.row_id for change in listed if change.table_name == copies.name}
    return changed.union(image["copy_id"] for image in images if image["copy_id"] is not None)


def tells_on_a_report(connection: Connection, entry: int, missed: Collection[int]) -> bool:
    """Whether what was written after the entry of this number may change the report of a count that missed these.

    A loan, a return or a hold tells on it only where its copy was missed until then: the others are in the house
    already, or were elsewhere from the start. What was undone may have been the only sign of a copy.
    """
    changes = changes_since(connection, entry)
    if changes is None or any(_tells(change) for change in changes):
        return True
    if connection.execute(_UNDONE, {"entry": entry}).scalar_one():
        return True
    return not copies_named(changes).isdisjoint(missed)


def _tells(change: Any) -> bool:
    """Whether the change tells on every report: of a copy, only one of what a report says of it."""
    if change.table_name != copies.name:
        return change.table_name in _OF_REPORTS
    if change.before is None or change.after is None:
        return True
    before, after = json.loads(change.before), json.loads(change.after)
    return any(before[name] != after[name] for name in _FACTS)
