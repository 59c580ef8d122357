"""Deciding otherwise about a loss, and taking one back that was declared by mistake."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.desk.loss_orders import (
    LossChange,
    LossOrder,
    LossOutcome,
    OrderFacts,
    RefusedLoss,
    charge_for,
    order_refuses,
    owed_in,
    price_is_asked,
    the_loss,
)
from deskcirc.desk.payments import reverse_charges_of_loss
from deskcirc.desk.repair_parts import state_when_found
from deskcirc.desk.returning import CheckInOutcome, take_in
from deskcirc.domain.changes import ActName
from deskcirc.domain.charges import ChargeState
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LOSS_WAY_WORDS, Loss, LossState, LossWay
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.domain.typed_words import too_long
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.losses import cleared_since, corner_closed_since, was_missing_before
from deskcirc.store.lookups.payments import charges_of_loss
from deskcirc.store.stored_rows import stored_row
from deskcirc.store.tables import charges, copies, loans, losses
from deskcirc.text import gettext as _


def change_loss(desk: Desk, loss_id: int, change: LossChange) -> LossOutcome:
    """Decide another way, another amount or note. What was charged and not paid gives way to what is owed now.

    Raises GoneError for a loss that does not exist.
    """
    if not desk.operator.may(Right.PATRONS):
        return LossOutcome(why_not=_("Only the librarian decides how a loss is made good."))
    with desk.library.writing(desk.act(ActName.CHANGE_LOSS)) as writing:
        loss = the_loss(desk, writing, loss_id)
        if why_not := _change_refused(writing, loss, change):
            return LossOutcome((loss,), why_not=why_not)
        decides = change.way is not None or change.amount is not None
        if decides:
            refused = _decide(desk, writing, loss, loss.way if change.way is None else change.way, change.amount)
            if refused is not None:
                return LossOutcome((loss,), (refused,), refused.why_not)
        if change.note is not None:
            writing.update(losses, loss_id, note=change.note.strip())
        now = the_loss(desk, writing, loss_id)
        what = _(LOSS_WAY_WORDS[now.way]) if decides else _("note “{text}”").format(text=now.note)
        writing.tell(title=loss.copy.name, code=loss.copy.code, patron=loss.patron, what=what)
        return LossOutcome((now,))


def _change_refused(writing: Writing, loss: Loss, change: LossChange) -> str:
    if long := too_long(change.note or ""):
        return long[0]
    if change.way is None and change.amount is None:
        return "" if change.note is not None else _("Choose what to change.")
    if loss.state is not LossState.LOST:
        return _("{title} is not registered as lost any more.").format(title=loss.copy.name)
    if any(charge.kept for charge in charges_of_loss(writing.connection, loss.id)):
        words = _("{amount} yuan were received for {title} already: give them back first, under Money.")
        return words.format(amount=format_fen(loss.paid), title=loss.copy.name)
    return ""


def _decide(desk: Desk, writing: Writing, loss: Loss, way: LossWay, amount: int | None) -> RefusedLoss | None:
    order = LossOrder(loss.copy.id, loss.patron_id, way=way, amount=amount)
    owed = owed_in(desk, writing.connection, loss.copy, loss.patron_id, way)
    facts = OrderFacts(order, loss.copy, None, None, loss.patron_id, owed)
    if refused := order_refuses(facts):
        return RefusedLoss(loss.copy, refused)
    wanted = owed.amount if amount is None else amount
    if way.is_money and wanted is None:
        return price_is_asked(loss.copy)
    for charge in charges_of_loss(writing.connection, loss.id):
        if charge.is_open:
            ended = {"settled_at": desk.now, "settled_by": desk.operator.id, "settled_note": _("decided otherwise")}
            writing.update(charges, charge.id, state=ChargeState.CANCELLED.value, **ended)
    writing.update(losses, loss.id, way=way.value)
    if way.is_money and wanted:
        charge_for(desk, writing, loss, wanted, owed)
    return None


def cancel_loss(desk: Desk, loss_id: int, note: str) -> LossOutcome:
    """It was declared by mistake: charges are reversed, and the loan that ended by it goes on. A reason is asked for.

    A copy that was missing before is missing again. Raises GoneError for a loss that does not exist.
    """
    if not desk.operator.may(Right.PATRONS):
        return LossOutcome(why_not=_("Only the librarian takes a loss back."))
    if not note.strip():
        return LossOutcome(why_not=_("Say why it was no loss."))
    if long := too_long(note):
        return LossOutcome(why_not=long[0])
    with desk.library.writing(desk.act(ActName.CANCEL_LOSS)) as writing:
        loss = the_loss(desk, writing, loss_id)
        if loss.state is not LossState.LOST or loss.copy.state is not CopyState.LOST:
            words = _("{title} is not registered as lost any more.")
            return LossOutcome((loss,), why_not=words.format(title=loss.copy.name))
        loan_id = _loan_to_go_on(writing, loss)
        if loan_id is not None and _is_cleared(writing, loss):
            words = _("{patron} was cleared since, so that the loan cannot go on. Scan {title} when it is found.")
            return LossOutcome((loss,), why_not=words.format(patron=loss.patron, title=loss.copy.name))
        reversal = reverse_charges_of_loss(desk, writing, loss.id, note=note.strip())
        writing.update(losses, loss.id, state=LossState.CANCELLED.value, ended_at=desk.now, ended_note=note.strip())
        missing = loan_id is None and was_missing_before(writing.connection, loss)
        state = CopyState.MISSING if missing else state_when_found(writing, loss.copy.id)
        writing.update(copies, loss.copy.id, state=state.value)
        came_back = None if loan_id is None else _go_on(desk, writing, loss, loan_id)
        writing.tell(title=loss.copy.name, code=loss.copy.code, patron=loss.patron, note=note.strip())
        return LossOutcome((the_loss(desk, writing, loss_id),), reversal=reversal, came_back=came_back)


def _go_on(desk: Desk, writing: Writing, loss: Loss, loan_id: int) -> CheckInOutcome | None:
    """The loan goes on; of a class corner that was closed meanwhile it ends at once, as by a return."""
    lost = stored_row(writing.connection, losses, loss.id)
    writing.update(loans, loan_id, returned_at=None, returned_by=None, claimed_at=None)
    if lost is None or not corner_closed_since(writing.connection, loan_id, lost["lost_at"]):
        return None
    return take_in(desk, writing, loss.copy.id)


def _loan_to_go_on(writing: Writing, loss: Loss) -> int | None:
    """The loan that ended by this loss, by nothing else."""
    row = None if loss.loan_id is None else stored_row(writing.connection, loans, loss.loan_id)
    lost = stored_row(writing.connection, losses, loss.id)
    by_it = row is not None and lost is not None and row["returned_at"] == lost["lost_at"]
    return loss.loan_id if by_it else None


def _is_cleared(writing: Writing, loss: Loss) -> bool:
    lost = stored_row(writing.connection, losses, loss.id)
    holder = None if loss.loan_id is None else stored_row(writing.connection, loans, loss.loan_id)
    return bool(lost and holder and cleared_since(writing.connection, holder["patron_id"], lost["lost_at"]))
