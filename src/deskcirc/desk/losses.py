"""Losses at the desk: declared one by one or many at once, each with its own way and price; changed, cancelled.

Nothing is lost by itself: what is overdue for long is proposed, what is missing stays missing, until somebody says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from deskcirc.desk import holds as desk_holds
from deskcirc.desk.desk import Desk
from deskcirc.desk.loss_orders import (
    LossOrder,
    LossOutcome,
    OrderFacts,
    RefusedLoss,
    charge_for,
    owed_in,
    refusal,
    the_loss,
)
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.losses import Loss, LossOrigin, LossState
from deskcirc.domain.operators import Right
from deskcirc.domain.repair import Repair
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.losses import open_loss_of_copy
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.lookups.repairs import open_repair_of_copy
from deskcirc.store.tables import copies, loans, losses
from deskcirc.text import day_words
from deskcirc.text import gettext as _

MOST_AT_ONCE = 500
"""Losses declared in one act; more is a slip of the hand."""
_TITLES_TOLD = 3  # in the history


def declare_lost(desk: Desk, orders: Sequence[LossOrder]) -> LossOutcome:
    """Declare copies lost in one act: loans end, holds wait again, charges are raised by the way of each.

    An order that something stands in the way of is left out and named. Raises GoneError for a copy or a patron that
    does not exist.
    """
    if not desk.operator.may(Right.PATRONS):
        return LossOutcome(why_not=_("Only the librarian declares copies lost."))
    if not orders:
        return LossOutcome(why_not=_("Choose what is lost first."))
    if len(orders) > MOST_AT_ONCE:
        words = _("{count} copies cannot be declared lost at once: {most} at most.")
        return LossOutcome(why_not=words.format(count=len(orders), most=MOST_AT_ONCE))
    with desk.library.writing(desk.act(ActName.DECLARE_LOST)) as writing:
        done: list[Loss] = []
        refused: list[RefusedLoss] = []
        released: list[Hold] = []
        for order in {each.copy_id: each for each in orders}.values():
            loss, holds = declare_in(desk, writing, order)
            if isinstance(loss, RefusedLoss):
                refused.append(loss)
                continue
            released += holds
            done.append(loss)
        titles = [loss.copy.name for loss in done]
        more = ("…",) if len(titles) > _TITLES_TOLD else ()
        writing.tell(count=len(done), titles=" ".join((*titles[:_TITLES_TOLD], *more)))
        why_not = refused[0].why_not if refused and not done else ""
        return LossOutcome(tuple(done), tuple(refused), why_not, tuple(released))


def declare_in(desk: Desk, writing: Writing, order: LossOrder) -> tuple[Loss | RefusedLoss, tuple[Hold, ...]]:
    """Declare one copy lost within an act that does more, with the holds that wait again by it; or why not.

    Raises GoneError for a copy or a patron that does not exist.
    """
    facts = _read(desk, writing, order)
    if (no := refusal(desk, facts)) is not None:
        return no, ()
    released = _hold_let_go(desk, writing, facts.copy)
    return _declare(desk, writing, facts), released


def _read(desk: Desk, writing: Writing, order: LossOrder) -> OrderFacts:
    connection = writing.connection
    copy = copy_by_id(connection, order.copy_id)
    if copy is None:
        raise GoneError
    loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    known = open_loss_of_copy(connection, copy.id, desk.policy, desk.today)
    patron_id = order.patron_id or (loan.patron_id if loan else None)
    if patron_id is not None and patron_by_id(connection, patron_id, desk.policy, desk.today) is None:
        raise GoneError
    owed = owed_in(desk, connection, copy, patron_id, order.way)
    return OrderFacts(order, copy, loan, known, patron_id, owed, _at_table(desk, writing, copy))


def _at_table(desk: Desk, writing: Writing, copy: Copy) -> Repair | None:
    if copy.state is not CopyState.IN_REPAIR:
        return None
    return open_repair_of_copy(writing.connection, copy.id, desk.policy, desk.today)


def _hold_let_go(desk: Desk, writing: Writing, copy: Copy) -> tuple[Hold, ...]:
    queue = holds_of_title(writing.connection, copy.title_id, desk.policy, desk.today)
    desk_holds.release_copy(writing, queue, copy.id)
    return tuple(hold for hold in queue if hold.copy_id == copy.id)


def _declare(desk: Desk, writing: Writing, facts: OrderFacts) -> Loss:
    order, copy, known = facts.order, facts.copy, facts.known
    loan_id = order.loan_id or (facts.loan.id if facts.loan else None)
    patron_id = _end_loan(desk, writing, facts)
    values = {
        "state": LossState.LOST.value,
        "origin": (LossOrigin.CLAIMED if known else order.origin).value,
        "way": order.way.value,
        "patron_id": patron_id,
        "loan_id": loan_id,
        "lost_at": _lost_at(desk, facts),
        "note": order.note.strip() or (known.note if known else ""),
    }
    if known is not None:
        loss_id = known.id
        writing.update(losses, loss_id, **values)
    else:
        loss_id = writing.insert(losses, copy_id=copy.id, reported_at=desk.now, reported_by=desk.operator.id, **values)
    if facts.at_table is not None:  # it waits for its repair again, should it be found
        from deskcirc.desk.repair_parts import off_the_table  # as below

        off_the_table(desk, writing, copy.id)
    writing.update(copies, copy.id, state=CopyState.LOST.value, awaits_shelving=False, wants_label=False)
    amount = facts.owed.amount if order.amount is None else order.amount
    if order.way.is_money and amount and patron_id is not None:
        charge_for(desk, writing, the_loss(desk, writing, loss_id), amount, facts.owed)
    return the_loss(desk, writing, loss_id)


def _lost_at(desk: Desk, facts: OrderFacts) -> datetime:
    """Now; of a clock that was set back, not before the loan that ends by it began."""
    return desk.now if facts.loan is None else max(desk.now, facts.loan.lent_at)


def _end_loan(desk: Desk, writing: Writing, facts: OrderFacts) -> int | None:
    """End the open loan: the copy does not come back by it, so that nothing is late and nobody is suspended.

    Returns who makes the loss good: of a class corner the pupil who had the copy last.
    """
    loan = facts.loan
    if loan is None:
        return facts.patron_id
    patron_id = facts.patron_id
    if loan.corner_id is not None:
        from deskcirc.desk.sub_loans import end_sub_loan  # a school without corners need not wait for them

        sub_loan = end_sub_loan(desk, writing, loan.copy_id)
        if sub_loan is not None and facts.order.patron_id is None:
            patron_id = sub_loan.patron_id
    writing.update(loans, loan.id, returned_at=_lost_at(desk, facts), returned_by=desk.operator.id)
    return patron_id


def report_missing(desk: Desk, copy_id: int, note: str = "") -> str:
    """The copy is not in its place: it is missing, which is not lost. Returns "" or the sentence why not.

    Raises GoneError for a copy that does not exist.
    """
    if long := too_long(note):
        return long[0]
    with desk.library.writing(desk.act(ActName.REPORT_MISSING)) as writing:
        copy = copy_by_id(writing.connection, copy_id)
        if copy is None:
            raise GoneError
        loan = loan_of_copy(writing.connection, copy_id, desk.policy, desk.today)
        if why_not := why_not_missing(desk, copy, loan):
            return why_not
        missing_in(desk, writing, copy)
        writing.tell(title=copy.name, code=copy.code, note=note.strip())
    return ""


def why_not_missing(desk: Desk, copy: Copy, loan: OpenLoan | None) -> str:
    """Why the copy cannot be missing from its place; "" where it can."""
    if loan is not None:
        words = _("{title} has been on loan to {patron} since {day}: it is not missing.")
        return words.format(title=copy.name, patron=loan.holder, day=day_words(loan.lent_on, desk.today))
    if copy.state is not CopyState.IN_STOCK:
        return _("{title} is registered as {state}.").format(title=copy.name, state=copy.state_words)
    return ""


def missing_in(desk: Desk, writing: Writing, copy: Copy) -> None:
    """The copy is missing, within an act that has asked `why_not_missing`; whoever it was kept for waits again."""
    _hold_let_go(desk, writing, copy)
    writing.update(copies, copy.id, state=CopyState.MISSING.value, awaits_shelving=False)
