"""How far a count has come since it was read whole: from the few rows that were written meanwhile.

Between two scans somebody lends, takes back, decides: the journal names the rows, so that the scan after it need not
read the whole count again. What moves whole rows of the progress, such as a file loaded, a line taken back, or another
range of a shelf, makes it be read anew.
"""

from __future__ import annotations

import json
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, text

from deskcirc.domain.count_progress import CountProgress
from deskcirc.domain.stocktake import Group, Stocktake
from deskcirc.store.lookups.count_changes import changes_since, copies_named
from deskcirc.store.lookups.counted import line_of_row
from deskcirc.store.lookups.presence import present_of
from deskcirc.store.lookups.shelves import shelves_by_ids
from deskcirc.store.lookups.stocktakes import frozen_group
from deskcirc.store.tables import copies, locations, shelves, stocktake_blocks, stocktake_files, stocktake_scans

_NEW_LINES: Final = (
    select(stocktake_scans)
    .where(
        stocktake_scans.c.id > bindparam("last_line"),
        stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
        text("NOT stocktake_scans.ended"),
    )
    .order_by(stocktake_scans.c.id)
)
_WHOLE: Final = frozenset(table.name for table in (shelves, locations, stocktake_files, stocktake_blocks))
_HOME: Final = (copies.c.location_id.name, copies.c.shelf_key.name)


def progress_since(
    connection: Connection, stocktake: Stocktake, progress: CountProgress, entry: int
) -> CountProgress | None:
    """The progress with all that was written after the journal's entry of this number; `progress` holds all before.

    None where it has to be read whole: too much was written, or something that moves its rows.
    """
    changes = changes_since(connection, entry)
    if changes is None or any(_moves_rows(change) for change in changes):
        return None
    handled = copies_named(changes)
    progress = _with_new_lines(connection, progress)
    present = present_of(connection, stocktake, sorted(handled)) if handled else set()
    for copy_id in sorted(handled):
        if copy_id in present:
            progress = progress.with_copy(copy_id)
        elif _was_found(connection, progress, copy_id):
            return None
    return progress


def _with_new_lines(connection: Connection, progress: CountProgress) -> CountProgress:
    asked = {"last_line": progress.last_line, "stocktake_id": progress.stocktake_id}
    for row in connection.execute(_NEW_LINES, asked).all():
        line = line_of_row(row)
        known = line.shelf_id is None or (True, line.shelf_id) in progress.rows
        shelf = None if known or line.shelf_id is None else next(iter(shelves_by_ids(connection, [line.shelf_id])))
        progress = progress.with_line(line, shelf)
    return progress


def _moves_rows(change: Any) -> bool:
    """Whether the change does more than add a line or take a copy in hand."""
    if change.table_name in _WHOLE:
        return True
    if change.table_name == stocktake_scans.name:
        return change.before is not None
    if change.table_name != copies.name or change.before is None or change.after is None:
        return False
    before, after = json.loads(change.before), json.loads(change.after)
    return any(before[name] != after[name] for name in _HOME)


def _was_found(connection: Connection, progress: CountProgress, copy_id: int) -> bool:
    """Whether a copy of which nothing is known any more was found before: its return was undone."""
    if progress.missed.row_of(copy_id) is not None:
        return False
    return frozen_group(connection, progress.stocktake_id, copy_id) is Group.SHELF
