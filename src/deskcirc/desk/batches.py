"""Batches at the desk: opened with their number of the general ledger, and what is stated of them changed."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace

from deskcirc.desk.desk import Desk
from deskcirc.domain.batches import (
    BATCH_SOURCE_WORDS,
    HIGHEST_DISCOUNT,
    Batch,
    BatchDraft,
    BatchSource,
    BatchState,
    next_number,
)
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Right
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.batches import batch_by_id, batch_numbers, batches_of_invoice, open_batches
from deskcirc.store.tables import batches
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class BatchOutcome:
    """The batch as it stands now; else the sentences why not.

    `same_invoice` names other batches in which the same invoice of the same dealer stands.
    """

    batch: Batch | None = None
    why_not: tuple[str, ...] = ()
    same_invoice: tuple[str, ...] = ()


def open_batch(desk: Desk, draft: BatchDraft) -> BatchOutcome:
    """Open a batch; its number is the next of this year, taken under the lock, so that no two stations get the same."""
    if why_not := not_allowed(desk) or _flaws(desk, draft):
        return BatchOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.OPEN_BATCH)) as writing:
        batch_id = _opened(writing, desk, _tidy(draft))
        batch = the_batch(writing, batch_id)
        writing.tell(number=batch.number, source=_(BATCH_SOURCE_WORDS[draft.source]))
        return BatchOutcome(batch, same_invoice=_same_invoice(writing, batch))


def open_stock_batch(writing: Writing, desk: Desk, file_name: str, import_id: int | None) -> int:
    """The batch, closed at once, as which an import of old stock stands in the general ledger; returns its id.

    It is part of the import's own transaction: undoing the import takes the batch with it.
    """
    draft = BatchDraft(BatchSource.STOCK, desk.today, note=_("imported from {file}").format(file=file_name))
    return _opened(
        writing,
        desk,
        draft,
        state=BatchState.CLOSED.value,
        closed_at=desk.now,
        checked_at=desk.now,
        import_id=import_id,
    )


def running_batch(desk: Desk, writing: Writing, source: BatchSource) -> int:
    """The batch of this year, still under way, for what comes in bit by bit of itself; opened where there is none.

    It is part of another act: what was bound here, or replaced by readers, is one row of the general ledger a year.
    """
    for batch in open_batches(writing.connection):
        if batch.stated.source is source and batch.stated.received.year == desk.today.year:
            return batch.id
    return _opened(writing, desk, BatchDraft(source, desk.today))


def change_batch(desk: Desk, batch_id: int, draft: BatchDraft) -> BatchOutcome:
    """State something else of a batch that is open or checked. Raises GoneError for no batch."""
    if why_not := not_allowed(desk) or _flaws(desk, draft):
        return BatchOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.CHANGE_BATCH)) as writing:
        batch = the_batch(writing, batch_id)
        if not batch.is_under_way:
            return BatchOutcome(why_not=(not_under_way(batch),))
        writing.update(batches, batch_id, **_columns(_tidy(draft)))
        writing.tell(number=batch.number, what=_("what is stated of it"))
        changed = the_batch(writing, batch_id)
        return BatchOutcome(changed, same_invoice=_same_invoice(writing, changed))


def the_batch(writing: Writing, batch_id: int) -> Batch:
    """The batch as it stands in this transaction. Raises GoneError for none."""
    batch = batch_by_id(writing.connection, batch_id)
    if batch is None:
        raise GoneError
    return batch


def not_under_way(batch: Batch) -> str:
    """Why nothing may be changed in a batch that is closed or cancelled."""
    if batch.state is BatchState.CANCELLED:
        return _("Batch {number} was cancelled. Open it again first.").format(number=batch.number)
    return _("Batch {number} is closed. Open it again first.").format(number=batch.number)


def not_allowed(desk: Desk) -> tuple[str, ...]:
    """Why this operator may not take in new stock; empty where they may."""
    return () if desk.operator.may(Right.ACCESSION) else (_("Only the librarian takes in new books."),)


def _opened(writing: Writing, desk: Desk, draft: BatchDraft, **columns: object) -> int:
    number = next_number(desk.today.year, batch_numbers(writing.connection))
    return writing.insert(batches, number=number, opened_at=desk.now, **{**_columns(draft), **columns})


def _columns(draft: BatchDraft) -> dict[str, object]:
    return {**asdict(draft), "source": draft.source.value}


def _tidy(draft: BatchDraft) -> BatchDraft:
    """Without needless blanks in its words, so that one dealer is not two."""
    return replace(
        draft,
        dealer=_bare(draft.dealer),
        donor=_bare(draft.donor),
        invoice=_bare(draft.invoice),
        fund=_bare(draft.fund),
        note=_bare(draft.note),
    )


def _bare(words: str) -> str:
    return " ".join(words.split())


def _same_invoice(writing: Writing, batch: Batch) -> tuple[str, ...]:
    return batches_of_invoice(writing.connection, batch.stated.dealer, batch.stated.invoice, batch.id)


def _flaws(desk: Desk, draft: BatchDraft) -> tuple[str, ...]:
    """Everything that is wrong with what is stated, all at once."""
    flaws = list(too_long(draft.dealer, draft.donor, draft.invoice, draft.fund, draft.note))
    if draft.source is BatchSource.GIFT and not draft.donor.strip():
        flaws.append(_("Who gave these books? A gift needs its donor for the general ledger."))
    if draft.source is BatchSource.PURCHASE and not draft.dealer.strip():
        flaws.append(_("Who sold these books? A purchase needs its dealer for the general ledger."))
    if draft.received > desk.today:
        flaws.append(_("The day of receipt lies in the future."))
    if draft.discount is not None and not 0 <= draft.discount <= HIGHEST_DISCOUNT:
        flaws.append(_("The discount is what is paid of the list price, between 0 and 200 percent."))
    if draft.paid is not None and draft.paid < 0:
        flaws.append(_("The amount paid can't be less than nothing."))
    return tuple(flaws)
