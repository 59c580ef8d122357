"""Losses at the desk: declared one by one or many at once, each with its own way and price; changed, cancelled.

Nothing is lost by itself: what is overdue for long is proposed, what is missing stays missing, until somebody says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskcirc.desk import holds as desk_holds
from deskcirc.desk.charges import MOST_FEN, add_charge, reverse_charges_of_loss
from deskcirc.desk.claims import ClaimOutcome, claim_returned, end_claim, note_search
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import FoundOutcome, find_copy, found_in
from deskcirc.desk.replacing import Replacement, ReplaceOutcome, replace_copy
from deskcirc.domain.changes import ActName
from deskcirc.domain.charges import ChargeKind, ChargeState
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.losses import LOSS_WAY_WORDS, Loss, LossOrigin, LossState, LossWay, Owed, what_is_owed
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.domain.repair import RepairState
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing, stored_row
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.losses import (
    loss_by_id,
    loss_percent_of,
    open_loss_of_copy,
    repair_at_table,
)
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.lookups.payments import charges_of_loss
from deskcirc.store.lookups.set_prices import set_price_of
from deskcirc.store.tables import charges, copies, loans, losses, repairs
from deskcirc.text import day_words
from deskcirc.text import gettext as _

if TYPE_CHECKING:
    from deskcirc.desk.payments import Reversal

__all__ = [
    "MOST_AT_ONCE",
    "ClaimOutcome",
    "FoundOutcome",
    "LossChange",
    "LossOrder",
    "LossOutcome",
    "RefusedLoss",
    "ReplaceOutcome",
    "Replacement",
    "cancel_loss",
    "change_loss",
    "claim_returned",
    "declare_lost",
    "end_claim",
    "find_copy",
    "found_in",
    "note_search",
    "owed_for",
    "replace_copy",
    "report_missing",
]

MOST_AT_ONCE = 500
"""Losses declared in one act; more is a slip of the hand."""
_TITLES_TOLD = 3  # in the history


@dataclass(frozen=True, slots=True)
class LossOrder:
    """One copy to declare lost; `amount` (fen) None takes what the rule and the price say.

    `patron_id` None is whoever has the copy on loan, and nobody where nobody has. `loan_id` is by which they had it:
    one that has ended since refuses the order, but for what is missed at stocktake or from its shelf.
    """

    copy_id: int
    patron_id: int | None = None
    loan_id: int | None = None
    origin: LossOrigin = LossOrigin.PATRON
    way: LossWay = LossWay.UNDECIDED
    amount: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RefusedLoss:
    """A copy that was not declared lost; `asks_price` where nothing but its price is missing."""

    copy: Copy
    why_not: str
    asks_price: bool = False


@dataclass(frozen=True, slots=True)
class LossOutcome:
    """The losses as they stand now and what was refused, each with its reason; `why_not` where nothing was done."""

    losses: tuple[Loss, ...] = ()
    refused: tuple[RefusedLoss, ...] = ()
    why_not: str = ""
    released: tuple[Hold, ...] = ()  # who waits again, for the copy kept for them is lost
    reversal: Reversal | None = None  # of a loss that was declared by mistake

    @property
    def done(self) -> bool:
        """Whether anything was done."""
        return bool(self.losses) and not self.why_not


@dataclass(frozen=True, slots=True)
class LossChange:
    """What to change of a loss; None leaves it. `amount` in fen is for the ways that cost money."""

    way: LossWay | None = None
    amount: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class _Facts:
    """One order with what the library knows of it."""

    order: LossOrder
    copy: Copy
    loan: OpenLoan | None
    known: Loss | None  # the open loss of the copy
    patron_id: int | None
    owed: Owed
    at_table: int | None = None  # its repair, where the copy is being mended


def owed_for(desk: Desk, copy_id: int, patron_id: int | None, way: LossWay) -> Owed:
    """What a lost copy would cost this patron that way, asked before it is declared. Raises GoneError for no copy."""
    with desk.library.reading() as connection:
        copy = copy_by_id(connection, copy_id)
        if copy is None:
            raise GoneError
        percent = loss_percent_of(connection, patron_id, copy.item_type_id, desk.policy, desk.today)
        whole = set_price_of(connection, copy_id)
    return what_is_owed(copy.price, percent, way, whole, set_costs_whole=desk.policy.set_costs_whole)


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
            facts = _read(desk, writing, order)
            if (no := _refusal(desk, facts)) is not None:
                refused.append(no)
                continue
            released += _hold_let_go(desk, writing, facts.copy)
            done.append(_declare(desk, writing, facts))
        titles = [loss.copy.name for loss in done]
        more = ("…",) if len(titles) > _TITLES_TOLD else ()
        writing.tell(count=len(done), titles=" ".join((*titles[:_TITLES_TOLD], *more)))
        why_not = refused[0].why_not if refused and not done else ""
        return LossOutcome(tuple(done), tuple(refused), why_not, tuple(released))


def _read(desk: Desk, writing: Writing, order: LossOrder) -> _Facts:
    connection = writing.connection
    copy = copy_by_id(connection, order.copy_id)
    if copy is None:
        raise GoneError
    loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    known = open_loss_of_copy(connection, copy.id, desk.policy, desk.today)
    patron_id = order.patron_id or (known.patron_id if known else None) or (loan.patron_id if loan else None)
    if patron_id is not None and patron_by_id(connection, patron_id, desk.policy, desk.today) is None:
        raise GoneError
    percent = loss_percent_of(connection, patron_id, copy.item_type_id, desk.policy, desk.today)
    whole = set_price_of(connection, copy.id)
    owed = what_is_owed(copy.price, percent, order.way, whole, set_costs_whole=desk.policy.set_costs_whole)
    return _Facts(order, copy, loan, known, patron_id, owed, repair_at_table(connection, copy.id))


def _refusal(desk: Desk, facts: _Facts) -> RefusedLoss | None:
    why_not = _state_refuses(desk, facts) or _order_refuses(facts)
    if why_not:
        return RefusedLoss(facts.copy, why_not)
    if _costs(facts.order.way) and facts.order.amount is None and facts.owed.asks:
        words = _("The price of {title} is not known: say what is to be paid.")
        return RefusedLoss(facts.copy, words.format(title=facts.copy.name), asks_price=True)
    return None


def _state_refuses(desk: Desk, facts: _Facts) -> str:
    copy, known, order = facts.copy, facts.known, facts.order
    if copy.state is CopyState.WITHDRAWN:
        return _("{title} is {state}.").format(title=copy.name, state=copy.state_words)
    if copy.state is CopyState.IN_PROCESS:
        words = _("{title} is still being processed: put it into stock first, or take it back out of its batch.")
        return words.format(title=copy.name)
    if known is not None and known.state is not LossState.CLAIMED:
        day = day_words(known.lost_on or known.reported_on, desk.today)
        return _("{title} has been registered as lost since {day} already.").format(title=copy.name, day=day)
    if copy.state is CopyState.IN_REPAIR and copy.damaged and not facts.at_table:
        words = _("{title} was given up as beyond repair: withdraw it as lost instead.")
        return words.format(title=copy.name)
    ended = order.loan_id is not None and (facts.loan is None or facts.loan.id != order.loan_id)
    if ended and order.origin in (LossOrigin.PATRON, LossOrigin.OVERDUE, LossOrigin.CLAIMED):
        return _("{title} has come back meanwhile: look at the list again.").format(title=copy.name)
    return ""


def _order_refuses(facts: _Facts) -> str:
    order, title = facts.order, facts.copy.name
    if long := too_long(order.note):
        return long[0]
    if facts.patron_id is None and order.way not in (LossWay.UNDECIDED, LossWay.NOTHING):
        return _("Nobody is named who makes {title} good: choose a patron, or that nothing follows.").format(
            title=title
        )
    if order.amount is not None and _costs(order.way) and not 0 < order.amount <= MOST_FEN:
        words = _("What is paid for {title} lies between 0.01 and {most} yuan.")
        return words.format(title=title, most=format_fen(MOST_FEN))
    return ""


def _costs(way: LossWay) -> bool:
    return way in (LossWay.PRICE, LossWay.SET_PRICE)


def _hold_let_go(desk: Desk, writing: Writing, copy: Copy) -> tuple[Hold, ...]:
    queue = holds_of_title(writing.connection, copy.title_id, desk.policy, desk.today)
    desk_holds.release_copy(writing, queue, copy.id)
    return tuple(hold for hold in queue if hold.copy_id == copy.id)


def _declare(desk: Desk, writing: Writing, facts: _Facts) -> Loss:
    order, copy, known = facts.order, facts.copy, facts.known
    loan_id = order.loan_id or (facts.loan.id if facts.loan else None)
    patron_id = _end_loan(desk, writing, facts)
    values = {
        "state": LossState.LOST.value,
        "origin": (LossOrigin.CLAIMED if known else order.origin).value,
        "way": order.way.value,
        "patron_id": patron_id,
        "loan_id": loan_id,
        "lost_at": desk.now,
        "note": order.note.strip() or (known.note if known else ""),
    }
    if known is not None:
        loss_id = known.id
        writing.update(losses, loss_id, **values)
    else:
        loss_id = writing.insert(losses, copy_id=copy.id, reported_at=desk.now, reported_by=desk.operator.id, **values)
    if facts.at_table is not None:  # it waits for its repair again, should it be found
        writing.update(repairs, facts.at_table, state=RepairState.QUEUED.value, started_at=None, mended_at=None)
    writing.update(copies, copy.id, state=CopyState.LOST.value, awaits_shelving=False, wants_label=False)
    amount = facts.owed.amount if order.amount is None else order.amount
    if _costs(order.way) and amount and patron_id is not None:
        _charge(desk, writing, _the_loss(desk, writing, loss_id), amount, facts.owed)
    return _the_loss(desk, writing, loss_id)


def _end_loan(desk: Desk, writing: Writing, facts: _Facts) -> int | None:
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
    writing.update(loans, loan.id, returned_at=desk.now, returned_by=desk.operator.id)
    return patron_id


def _charge(desk: Desk, writing: Writing, loss: Loss, amount: int, owed: Owed) -> None:
    if loss.patron_id is None:
        return
    note = loss.note or (owed.words if owed.amount == amount else "")
    about = {"copy_id": loss.copy.id, "loan_id": loss.loan_id, "loss_id": loss.id}
    add_charge(desk, writing, loss.patron_id, ChargeKind.LOST, amount, note, **about)


def change_loss(desk: Desk, loss_id: int, change: LossChange) -> LossOutcome:
    """Decide another way, another amount or note. What was charged and not paid gives way to what is owed now.

    Raises GoneError for a loss that does not exist.
    """
    if not desk.operator.may(Right.PATRONS):
        return LossOutcome(why_not=_("Only the librarian decides how a loss is made good."))
    with desk.library.writing(desk.act(ActName.CHANGE_LOSS)) as writing:
        loss = _the_loss(desk, writing, loss_id)
        if why_not := _change_refused(writing, loss, change):
            return LossOutcome((loss,), why_not=why_not)
        decides = change.way is not None or change.amount is not None
        if decides:
            refused = _decide(desk, writing, loss, change.way or loss.way, change.amount)
            if refused is not None:
                return LossOutcome((loss,), (refused,), refused.why_not)
        if change.note is not None:
            writing.update(losses, loss_id, note=change.note.strip())
        now = _the_loss(desk, writing, loss_id)
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
    percent = loss_percent_of(writing.connection, loss.patron_id, loss.copy.item_type_id, desk.policy, desk.today)
    whole = set_price_of(writing.connection, loss.copy.id)
    owed = what_is_owed(loss.copy.price, percent, way, whole, set_costs_whole=desk.policy.set_costs_whole)
    facts = _Facts(order, loss.copy, None, None, loss.patron_id, owed)
    if refused := _order_refuses(facts):
        return RefusedLoss(loss.copy, refused)
    wanted = owed.amount if amount is None else amount
    if _costs(way) and wanted is None:
        words = _("The price of {title} is not known: say what is to be paid.")
        return RefusedLoss(loss.copy, words.format(title=loss.copy.name), asks_price=True)
    for charge in charges_of_loss(writing.connection, loss.id):
        if charge.is_open:
            ended = {"settled_at": desk.now, "settled_by": desk.operator.id, "settled_note": _("decided otherwise")}
            writing.update(charges, charge.id, state=ChargeState.CANCELLED.value, **ended)
    writing.update(losses, loss.id, way=way.value)
    if _costs(way) and wanted:
        _charge(desk, writing, loss, wanted, owed)
    return None


def cancel_loss(desk: Desk, loss_id: int, note: str) -> LossOutcome:
    """It was declared by mistake: charges are reversed, and the loan that ended by it goes on. A reason is asked for.

    Raises GoneError for a loss that does not exist.
    """
    if not desk.operator.may(Right.PATRONS):
        return LossOutcome(why_not=_("Only the librarian takes a loss back."))
    if not note.strip():
        return LossOutcome(why_not=_("Say why it was no loss."))
    if long := too_long(note):
        return LossOutcome(why_not=long[0])
    with desk.library.writing(desk.act(ActName.CANCEL_LOSS)) as writing:
        loss = _the_loss(desk, writing, loss_id)
        if loss.state is not LossState.LOST or loss.copy.state is not CopyState.LOST:
            words = _("{title} is not registered as lost any more.")
            return LossOutcome((loss,), why_not=words.format(title=loss.copy.name))
        reversal = reverse_charges_of_loss(desk, writing, loss.id, note=note.strip())
        writing.update(losses, loss.id, state=LossState.CANCELLED.value, ended_at=desk.now, ended_note=note.strip())
        writing.update(copies, loss.copy.id, state=CopyState.IN_STOCK.value)
        _loan_goes_on(writing, loss)
        writing.tell(title=loss.copy.name, code=loss.copy.code, patron=loss.patron, note=note.strip())
        return LossOutcome((_the_loss(desk, writing, loss_id),), reversal=reversal)


def _loan_goes_on(writing: Writing, loss: Loss) -> None:
    row = None if loss.loan_id is None else stored_row(writing.connection, loans, loss.loan_id)
    lost = stored_row(writing.connection, losses, loss.id)
    if row is not None and lost is not None and row["returned_at"] == lost["lost_at"]:
        writing.update(loans, row["id"], returned_at=None, returned_by=None, claimed_at=None)


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
        if loan is not None:
            words = _("{title} has been on loan to {patron} since {day}: it is not missing.")
            return words.format(title=copy.name, patron=loan.holder, day=day_words(loan.lent_on, desk.today))
        if copy.state is not CopyState.IN_STOCK:
            return _("{title} is registered as {state}.").format(title=copy.name, state=copy.state_words)
        _hold_let_go(desk, writing, copy)
        writing.update(copies, copy_id, state=CopyState.MISSING.value, awaits_shelving=False)
        writing.tell(title=copy.name, code=copy.code, note=note.strip())
    return ""


def _the_loss(desk: Desk, writing: Writing, loss_id: int) -> Loss:
    loss = loss_by_id(writing.connection, loss_id, desk.policy, desk.today)
    if loss is None:
        raise GoneError
    return loss
