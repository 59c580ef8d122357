"""A lost copy replaced by the same book: the new one is a copy of its own, in the year's batch of replacements."""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.desk.accession import CopyOrder, not_allowed, register_in
from deskcirc.desk.batches import running_batch
from deskcirc.desk.desk import Desk
from deskcirc.desk.loss_orders import the_loss
from deskcirc.desk.payments import Reversal, reverse_charges_of_loss
from deskcirc.domain.batches import BatchSource
from deskcirc.domain.changes import ActName
from deskcirc.domain.charges import ChargeState
from deskcirc.domain.copies import Copy
from deskcirc.domain.losses import Loss, LossState, LossWay
from deskcirc.domain.operators import Right
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import copies, losses
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class Replacement:
    """The book that was brought; `price` in fen None takes the old copy's, `start` and `barcode` "" the next ones.

    `title_id` None is the title of the lost copy; another edition is a title of its own. `in_stock` puts it straight
    on the shelf, else it is labelled and handed over like any new copy.
    """

    title_id: int | None = None
    price: int | None = None
    start: str = ""
    barcode: str = ""
    again: bool = False  # the book bears this number already, though it was taken back once
    in_stock: bool = False
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReplaceOutcome:
    """The loss as it stands now and the copy that took its place, or every reason why nothing was done."""

    loss: Loss | None = None
    copy: Copy | None = None
    refusals: tuple[str, ...] = ()
    reversal: Reversal | None = None  # what was owed is owed no more, what was paid is given back
    proposal: str = ""  # the start of the next free numbers
    taken_back_only: bool = False  # it would be done with `again`

    @property
    def done(self) -> bool:
        """Whether the new copy is in the library."""
        return self.copy is not None and not self.refusals


def replace_copy(desk: Desk, loss_id: int, given: Replacement | None = None) -> ReplaceOutcome:
    """Register the book that was brought for a lost one. Raises GoneError for a loss or a title that is not there."""
    given = given or Replacement()
    refused = not_allowed(desk)
    if not desk.operator.may(Right.PATRONS):
        refused = (_("Only the librarian decides how a loss is made good."),)
    if refused or (refused := too_long(given.note)):
        return ReplaceOutcome(refusals=refused)
    try:
        with desk.library.writing(desk.act(ActName.REPLACE_COPY)) as writing:
            return _replaced(desk, writing, loss_id, given)
    except _RefusedError as error:
        return error.outcome


class _RefusedError(Exception):
    """Carries what stood in the way out of the transaction, which is rolled back: not even a new batch stays."""

    def __init__(self, outcome: ReplaceOutcome) -> None:
        super().__init__(outcome.refusals)
        self.outcome = outcome


def _replaced(desk: Desk, writing: Writing, loss_id: int, given: Replacement) -> ReplaceOutcome:
    loss = the_loss(desk, writing, loss_id)
    if loss.state is not LossState.LOST:
        words = _("{title} is not registered as lost any more, or it was replaced already.")
        return ReplaceOutcome(loss, refusals=(words.format(title=loss.copy.name),))
    added = register_in(desk, writing, _order(desk, writing, loss, given))
    if not added.done:
        raise _RefusedError(ReplaceOutcome(loss, None, added.refusals, None, added.proposal, added.taken_back_only))
    (new_id,) = added.copy_ids
    replaced = {"state": LossState.REPLACED.value, "way": LossWay.SAME_COPY.value, "replaced_by": new_id}
    writing.update(losses, loss.id, **replaced)
    note = _("replaced by {number}").format(number=added.numbers[0])
    reversal = reverse_charges_of_loss(desk, writing, loss.id, ChargeState.REPLACED, note)
    patron = loss.patron or _("The library")
    writing.tell(title=loss.copy.name, code=loss.copy.code, patron=patron, number=added.numbers[0])
    copy = copy_by_id(writing.connection, new_id)
    return ReplaceOutcome(the_loss(desk, writing, loss_id), copy, (), reversal)


def _order(desk: Desk, writing: Writing, loss: Loss, given: Replacement) -> CopyOrder:
    """The new copy as the old one was: type, place, volume and price, unless something else is said."""
    old = stored_row(writing.connection, copies, loss.copy.id)
    if old is None:
        raise GoneError
    price = given.price if given.price is not None else old["price"]
    words = _("in place of {number}").format(number=loss.copy.accession_number)
    return CopyOrder(
        title_id=given.title_id or loss.copy.title_id,
        count=1,
        item_type_id=loss.copy.item_type_id,
        location_id=old["location_id"],
        batch_id=running_batch(desk, writing, BatchSource.REPLACEMENT),
        price=price if given.title_id in (None, loss.copy.title_id) else given.price,
        source=loss.patron,
        volumes=(old["volume"],) if old["volume"] and given.title_id in (None, loss.copy.title_id) else (),
        start=given.start,
        barcodes=(given.barcode,) if given.barcode else (),
        in_stock=given.in_stock,
        again=given.again,
        note=given.note.strip() or words,
    )
