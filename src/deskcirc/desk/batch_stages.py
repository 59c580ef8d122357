"""A batch from stage to stage: checked against its list, closed, cancelled, opened again; nothing goes unsaid."""

from __future__ import annotations

from deskcirc.desk.batches import BatchOutcome, not_allowed, not_under_way, the_batch
from deskcirc.desk.desk import Desk
from deskcirc.domain.batches import Batch, BatchStand, BatchState, open_ends
from deskcirc.domain.changes import ActName
from deskcirc.domain.prices import format_fen
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.batches import BatchContents, batch_contents
from deskcirc.store.tables import batches
from deskcirc.text import gettext as _


def check_batch(desk: Desk, batch_id: int) -> BatchOutcome:
    """Say that the parcels were compared with the list. Raises GoneError for no batch."""
    if why_not := not_allowed(desk):
        return BatchOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHECK_BATCH)) as writing:
        batch = the_batch(writing, batch_id)
        if batch.state is BatchState.CHECKED:
            return BatchOutcome(why_not=(_("Batch {number} was checked before.").format(number=batch.number),))
        if not batch.is_under_way:
            return BatchOutcome(why_not=(not_under_way(batch),))
        line = _contents(writing, batch_id).line
        writing.update(batches, batch_id, state=BatchState.CHECKED.value, checked_at=desk.now)
        writing.tell(number=batch.number, arrived=line.arrived, expected=line.expected)
        return BatchOutcome(the_batch(writing, batch_id))


def close_batch(desk: Desk, batch_id: int, reason: str = "") -> BatchOutcome:
    """Close a batch; where something is not done that is named, and only a stated reason, kept as a note, closes it.

    Raises GoneError for no batch.
    """
    if why_not := not_allowed(desk) or too_long(reason):
        return BatchOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CLOSE_BATCH)) as writing:
        batch = the_batch(writing, batch_id)
        if not batch.is_under_way:
            return BatchOutcome(why_not=(not_under_way(batch),))
        contents = _contents(writing, batch_id)
        ends = open_ends(batch.stated, stand_of(contents))
        stated = " ".join(reason.split())
        if ends and not stated:
            return BatchOutcome(batch, why_not=ends)
        note = _with(batch.stated.note, " ".join((*ends, stated))) if ends else batch.stated.note
        writing.update(batches, batch_id, state=BatchState.CLOSED.value, closed_at=desk.now, note=note)
        writing.tell(number=batch.number, count=contents.line.copies, amount=format_fen(contents.line.value))
        return BatchOutcome(the_batch(writing, batch_id))


def cancel_batch(desk: Desk, batch_id: int, reason: str) -> BatchOutcome:
    """Cancel a batch that nothing was registered in; its number stays given. Raises GoneError for no batch."""
    stated = " ".join(reason.split())
    if why_not := not_allowed(desk) or too_long(reason):
        return BatchOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_BATCH)) as writing:
        batch = the_batch(writing, batch_id)
        if not batch.is_under_way:
            return BatchOutcome(why_not=(not_under_way(batch),))
        if _contents(writing, batch_id).line.copies:
            words = _("Copies are registered in batch {number}, so it can't be cancelled; withdraw them first.")
            return BatchOutcome(why_not=(words.format(number=batch.number),))
        if not stated:
            return BatchOutcome(why_not=(_("Say why the batch is cancelled; its number stays in the ledger."),))
        writing.update(batches, batch_id, state=BatchState.CANCELLED.value, note=_with(batch.stated.note, stated))
        writing.tell(number=batch.number, what=_("cancelled: {reason}").format(reason=stated))
        return BatchOutcome(the_batch(writing, batch_id))


def reopen_batch(desk: Desk, batch_id: int, reason: str = "") -> BatchOutcome:
    """Open a batch again that was checked, closed or cancelled. Raises GoneError for no batch."""
    if why_not := not_allowed(desk) or too_long(reason):
        return BatchOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.REOPEN_BATCH)) as writing:
        batch = the_batch(writing, batch_id)
        if batch.state is BatchState.OPEN:
            return BatchOutcome(why_not=(_("Batch {number} is open.").format(number=batch.number),))
        was_checked = batch.state is BatchState.CLOSED and batch.checked_at is not None
        state = BatchState.CHECKED if was_checked else BatchState.OPEN
        checked_at = batch.checked_at if was_checked else None
        writing.update(batches, batch_id, state=state.value, checked_at=checked_at, closed_at=None)
        writing.tell(number=batch.number, note=" ".join(reason.split()))
        return BatchOutcome(the_batch(writing, batch_id))


def stand_of(contents: BatchContents) -> BatchStand:
    """How far the work has come, from what is in the batch."""
    line = contents.line
    return BatchStand(
        copies=line.copies,
        value=line.value,
        expected=line.expected,
        arrived=line.arrived,
        short=contents.short,
        undated=contents.unregistered,
        awaiting=contents.awaiting,
    )


def ends_of(batch: Batch, contents: BatchContents) -> tuple[str, ...]:
    """What would speak against closing it now."""
    return open_ends(batch.stated, stand_of(contents)) if batch.is_under_way else ()


def _contents(writing: Writing, batch_id: int) -> BatchContents:
    contents = batch_contents(writing.connection, batch_id)
    if contents is None:
        raise GoneError
    return contents


def _with(note: str, words: str) -> str:
    return " ".join(part for part in (note, words) if part)
