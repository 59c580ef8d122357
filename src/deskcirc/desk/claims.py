"""Claims (待查): a patron says that a copy was returned; it is looked for, and nothing follows for them meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from deskcirc.desk.desk import Desk
from deskcirc.desk.loss_orders import the_loss
from deskcirc.domain.changes import ActName
from deskcirc.domain.losses import Loss, LossOrigin, LossState
from deskcirc.domain.operators import Right
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.losses import loss_by_id, open_loss_of_copy, searches_of
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import loans, losses
from deskcirc.text import day_words
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class ClaimOutcome:
    """The claim as it stands now, or the sentence why nothing was done; `already` where it was claimed before."""

    loss: Loss | None = None
    why_not: str = ""
    already: bool = False


def claim_returned(desk: Desk, loan_id: int, note: str = "") -> ClaimOutcome:
    """Note that the patron says the copy of this loan was returned: it is looked for from now on.

    Raises GoneError for a loan that does not exist.
    """
    if long := too_long(note):
        return ClaimOutcome(why_not=long[0])
    with desk.library.writing(desk.act(ActName.CLAIM_RETURNED)) as writing:
        connection = writing.connection
        row = stored_row(connection, loans, loan_id)
        if row is None:
            raise GoneError
        known = open_loss_of_copy(connection, row["copy_id"], desk.policy, desk.today)
        loan = loan_of_copy(connection, row["copy_id"], desk.policy, desk.today)
        if loan is None or loan.id != loan_id:
            return ClaimOutcome(known, _("This loan has ended already: nothing has to be looked for."))
        if loan.claimed_on is not None:
            words = _("{patron} said so on {day} already; it is looked for.")
            said = words.format(patron=loan.holder, day=day_words(loan.claimed_on, desk.today))
            return ClaimOutcome(known, said, already=True)
        said_at = max(desk.now, loan.lent_at)  # a clock may have been set back
        loss_id = writing.insert(
            losses,
            copy_id=loan.copy_id,
            state=LossState.CLAIMED.value,
            origin=LossOrigin.CLAIMED.value,
            patron_id=loan.patron_id,
            loan_id=loan.id,
            claimed_at=said_at,
            reported_at=desk.now,
            reported_by=desk.operator.id,
            note=note.strip(),
        )
        writing.update(loans, loan.id, claimed_at=said_at)
        writing.tell(title=loan.name, code=loan.code, patron=loan.holder)
        return ClaimOutcome(loss_by_id(connection, loss_id, desk.policy, desk.today))


def end_claim(desk: Desk, loss_id: int, note: str) -> ClaimOutcome:
    """The patron has it after all: the loan counts again as it did, with its due date. A reason is asked for.

    Raises GoneError for a claim that does not exist.
    """
    if not desk.operator.may(Right.PATRONS):
        return ClaimOutcome(why_not=_("Only the librarian decides that a claim has ended."))
    if not note.strip():
        return ClaimOutcome(why_not=_("Say why it is on loan after all."))
    if long := too_long(note):
        return ClaimOutcome(why_not=long[0])
    with desk.library.writing(desk.act(ActName.END_CLAIM)) as writing:
        loss = the_loss(desk, writing, loss_id)
        if loss.state is not LossState.CLAIMED or loss.loan_id is None:
            return ClaimOutcome(loss, _("This is no longer looked for."))
        writing.update(losses, loss.id, state=LossState.CANCELLED.value, ended_at=desk.now, ended_note=note.strip())
        writing.update(loans, loss.loan_id, claimed_at=None)
        writing.tell(title=loss.copy.name, code=loss.copy.code, patron=loss.patron, note=note.strip())
        return ClaimOutcome(the_loss(desk, writing, loss_id))


def note_search(desk: Desk, loss_ids: Sequence[int]) -> int:
    """Note that these were looked for in vain once more; returns how many were still looked for.

    What was found or settled since the list was printed is passed over.
    """
    with desk.library.writing(desk.act(ActName.SEARCH_COPIES)) as writing:
        searched = searches_of(writing.connection, loss_ids)
        for loss_id, searches in searched.items():
            writing.update(losses, loss_id, searches=searches + 1, searched_at=desk.now)
        writing.tell(count=len(searched))
    return len(searched)
