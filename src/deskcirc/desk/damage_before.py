"""Copies that were marked as damaged before there was a repair queue: they enter it once, as the program opens."""

from __future__ import annotations

from typing import Any

from deskcirc.desk import holds as desk_holds
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import CopyState
from deskcirc.domain.repair import RepairOrigin, RepairState
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.repairs import damaged_not_in_queue
from deskcirc.store.tables import copies, repairs


def queue_what_was_damaged(desk: Desk) -> int:
    """Put every copy that is marked as damaged or in repair into the queue; returns how many there were.

    Nothing is written where the queue knows them all. A copy registered as in repair is taken to lie at the table.
    """
    with desk.library.reading() as connection:
        if not damaged_not_in_queue(connection):
            return 0
    with desk.library.writing(desk.act(ActName.QUEUE_DAMAGED)) as writing:
        count = queue_in(desk, writing)
        writing.tell(count=count)
    return count


def queue_in(desk: Desk, writing: Writing) -> int:
    """The same within another act: an act from before the queue that is taken back may bring such a copy back."""
    found = damaged_not_in_queue(writing.connection)
    for row in found:
        _enter(desk, writing, row)
    return len(found)


def _enter(desk: Desk, writing: Writing, row: Any) -> None:
    at_table = row.state == CopyState.IN_REPAIR.value
    seen = row.damaged_at or min(row.added_at, desk.now)
    writing.insert(
        repairs,
        copy_id=row.id,
        state=(RepairState.IN_REPAIR if at_table else RepairState.QUEUED).value,
        origin=RepairOrigin.REGISTER.value,
        note=row.damage_note,
        patron_id=row.damaged_by,
        reported_at=seen,
        started_at=seen if at_table else None,
    )
    writing.update(copies, row.id, damaged=True, awaits_shelving=False)
    queue = holds_of_title(writing.connection, row.title_id, desk.policy, desk.today)
    desk_holds.release_copy(writing, queue, row.id)
