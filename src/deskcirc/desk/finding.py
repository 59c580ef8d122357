"""A copy that was missing, lost or said to be returned lies on the counter: everything its loss brought is reversed.

Whoever scans it finds it, in whatever tab. The copy is in stock again; what was owed for it is owed no more, and what
was paid within the school's days is given back; how much is said to whoever may see what patrons owe. A suspension
stays as it is: no loss has set it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskcirc.desk import holds as desk_holds
from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.checkout_facts import CheckoutFacts
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.losses import Loss, LossState
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import copies, loans, losses, withdrawal_copies
from deskcirc.text import day_words
from deskcirc.text import gettext as _

if TYPE_CHECKING:
    from deskcirc.desk.payments import Reversal


@dataclass(frozen=True, slots=True)
class FoundOutcome:
    """What became of it: the copy as it stands now, what it was before, and what was reversed; or `why_not`.

    `loss` is as it stood before; None for a missing copy, and for one that was lost before losses were kept.
    """

    copy: Copy
    was: CopyState
    loss: Loss | None = None
    loan: OpenLoan | None = None  # of the patron who said that it was returned: it ended on that day
    hold: Hold | None = None  # it is kept for now
    reversal: Reversal | None = None
    taken_out_of: str = ""  # the proposed withdrawal it was in
    said: tuple[str, ...] = ()  # what is to be known, a sentence each
    why_not: str = ""

    @property
    def done(self) -> bool:
        """Whether the copy was found by it."""
        return not self.why_not


def find_copy(desk: Desk, copy_id: int) -> FoundOutcome:
    """The copy is here: put it back into stock, whatever it was missed as. Raises GoneError for no copy."""
    with desk.library.writing(desk.act(ActName.FIND_COPY)) as writing:
        copy = copy_by_id(writing.connection, copy_id)
        if copy is None:
            raise GoneError
        return found_in(desk, writing, copy)


def is_missed(copy: Copy, loan: OpenLoan | None) -> bool:
    """Whether the register does not expect the copy to lie here: lost, or said to be returned."""
    return copy.state is CopyState.LOST or (loan is not None and loan.is_claimed)


def as_found(facts: CheckoutFacts) -> CheckoutFacts:
    """The facts as they stand once the copy is found, for a decision before anything is written."""
    copy = replace(facts.copy, state=CopyState.IN_STOCK) if facts.copy.state is CopyState.LOST else facts.copy
    claimed = facts.loan_of_copy
    if claimed is None or not claimed.is_claimed:
        return replace(facts, copy=copy)
    others = tuple(loan for loan in facts.loans if loan.id != claimed.id)
    return replace(facts, copy=copy, loan_of_copy=None, loans=others)


def found_in(desk: Desk, writing: Writing, copy: Copy, *, send_on: bool = True) -> FoundOutcome:
    """What `find_copy` does, within an act that does more; `send_on` puts it on the hold shelf or the trolley.

    Nothing is done, with the sentence why not, to a copy that nobody misses.
    """
    connection = writing.connection
    loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    if why_not := _why_not(desk, copy, loan):
        return FoundOutcome(copy, copy.state, why_not=why_not)
    loss = _open_loss(desk, writing, copy.id)
    if loan is not None:
        _close_claimed(desk, writing, loan)
    state = _state_now(writing, copy)
    if copy.state is not state:
        writing.update(copies, copy.id, state=state.value)
    reversal = None if loss is None else _end_loss(desk, writing, loss)
    taken_out_of = _out_of_withdrawal(writing, copy.id) if copy.state is CopyState.LOST else ""
    now = replace(copy, state=state)
    hold = _send_on(desk, writing, now) if send_on else None
    writing.tell(title=copy.name, code=copy.code, patron=loss.patron if loss else "")
    said = _said(desk, copy, loss, reversal, taken_out_of)
    return FoundOutcome(now, copy.state, loss, loan, hold, reversal, taken_out_of, said)


def _state_now(writing: Writing, copy: Copy) -> CopyState:
    """In stock again; but what was given up as beyond repair is not lent because it turns up."""
    if not copy.damaged:
        return CopyState.IN_STOCK
    from deskcirc.desk.repair_parts import state_when_found  # what is sound need not wait for it

    return state_when_found(writing, copy.id)


def _why_not(desk: Desk, copy: Copy, loan: OpenLoan | None) -> str:
    if copy.state is CopyState.WITHDRAWN:
        words = _(
            "{title} is {state}. Put it aside for the librarian: the withdrawal can be undone until its month is"
            " sealed; after that the copy is registered anew."
        )
        return words.format(title=copy.name, state=copy.state_words)
    if loan is not None and not loan.is_claimed:
        words = _("{title} has been on loan to {patron} since {day}: return it.")
        return words.format(title=copy.name, patron=loan.holder, day=day_words(loan.lent_on, desk.today))
    if loan is None and copy.state not in (CopyState.LOST, CopyState.MISSING):
        return _("{title} is {state}; nobody misses it.").format(title=copy.name, state=copy.state_words)
    return ""


def _open_loss(desk: Desk, writing: Writing, copy_id: int) -> Loss | None:
    from deskcirc.store.lookups.losses import open_loss_of_copy  # a counter where nothing is lost need not wait for it

    return open_loss_of_copy(writing.connection, copy_id, desk.policy, desk.today)


def _close_claimed(desk: Desk, writing: Writing, loan: OpenLoan) -> None:
    """The patron was right: the loan ended when they said so, and nothing was late."""
    if loan.corner_id is not None:
        from deskcirc.desk.sub_loans import end_sub_loan  # as above

        end_sub_loan(desk, writing, loan.copy_id)
    row = stored_row(writing.connection, loans, loan.id)
    said_at = None if row is None else row["claimed_at"]
    back = max(said_at or desk.now, loan.lent_at)
    writing.update(loans, loan.id, returned_at=back, returned_by=desk.operator.id, days_late=0)


def _end_loss(desk: Desk, writing: Writing, loss: Loss) -> Reversal | None:
    writing.update(losses, loss.id, state=LossState.FOUND.value, ended_at=desk.now)
    if loss.state is LossState.CLAIMED:
        return None
    from deskcirc.desk.payments import reverse_charges_of_loss  # as above

    return reverse_charges_of_loss(desk, writing, loss.id, note=_("found again"))


def _out_of_withdrawal(writing: Writing, copy_id: int) -> str:
    """Nobody withdraws as lost what is here: the copy leaves a batch that proposes it; returns the batch's number."""
    from deskcirc.store.lookups.losses import proposed_as_lost  # as above

    line = proposed_as_lost(writing.connection, copy_id)
    if line is None:
        return ""
    writing.update(withdrawal_copies, line[0], ended=True)
    return line[1]


def _send_on(desk: Desk, writing: Writing, copy: Copy) -> Hold | None:
    """Where the copy goes: to the repair queue it is in, to who waits for it, or to the trolley."""
    if copy.damaged:
        return None
    return desk_holds.send_on(desk, writing, copy)


def _said(desk: Desk, copy: Copy, loss: Loss | None, reversal: Reversal | None, taken_out_of: str) -> tuple[str, ...]:
    said = [_what_it_was(desk, copy, loss)]
    if loss is not None and loss.state is LossState.REPLACED:
        said.append(_("It had been replaced by {number}; both are in stock now.").format(number=loss.replaced_by))
    if reversal is not None and loss is not None and desk.operator.may(Right.PATRONS):
        said += _of_money(desk, loss, reversal)
    if taken_out_of:
        said.append(_("It is no longer proposed in withdrawal {number}.").format(number=taken_out_of))
    return tuple(said)


def _what_it_was(desk: Desk, copy: Copy, loss: Loss | None) -> str:
    if loss is not None and loss.state is LossState.CLAIMED and loss.claimed_on is not None:
        words = _(
            "{patron} said on {day} that it was returned: it counts as returned on that day, and nothing follows."
        )
        return words.format(patron=loss.patron, day=day_words(loss.claimed_on, desk.today))
    if copy.state is CopyState.MISSING:
        return _("This copy was missing and has now been found.")
    if loss is None or loss.lost_on is None:
        return _("This copy was lost and has now been found.")
    since = day_words(loss.lost_on, desk.today)
    if not loss.patron:
        return _("This copy had been lost since {day} and has now been found.").format(day=since)
    words = _("This copy had been lost since {day} ({patron}) and has now been found.")
    return words.format(day=since, patron=loss.patron)


def _of_money(desk: Desk, loss: Loss, reversal: Reversal) -> list[str]:
    said = []
    if reversal.cancelled:
        words = _("{patron} no longer owes {amount} yuan for it.")
        said.append(words.format(patron=loss.patron, amount=format_fen(reversal.cancelled)))
    if reversal.refunded:
        words = _("{amount} yuan are to be given back to {patron}, with the receipt.")
        said.append(words.format(patron=loss.patron, amount=format_fen(reversal.refunded)))
    if reversal.too_late:
        words = _(
            "{amount} yuan were paid more than {days} days ago and are not given back by themselves; a librarian may"
            " refund them with a reason."
        )
        said.append(words.format(amount=format_fen(reversal.too_late), days=desk.policy.refund_days))
    return said
