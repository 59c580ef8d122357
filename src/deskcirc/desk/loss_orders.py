"""What is ordered about losses, what came of it, and every reason why a copy is not declared lost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskcirc.desk.charges import MOST_FEN, add_charge
from deskcirc.desk.desk import Desk
from deskcirc.domain.charges import ChargeKind
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.losses import Loss, LossOrigin, LossState, LossWay, Owed, what_is_owed
from deskcirc.domain.prices import format_fen
from deskcirc.domain.repair import Repair
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.losses import (
    loss_by_id,
    loss_percent_of,
)
from deskcirc.store.lookups.set_prices import set_price_of
from deskcirc.text import day_words
from deskcirc.text import gettext as _

if TYPE_CHECKING:
    from deskcirc.desk.payments import Reversal
    from deskcirc.desk.returning import CheckInOutcome


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
    """A copy that was not declared lost, and why."""

    copy: Copy
    why_not: str


@dataclass(frozen=True, slots=True)
class LossOutcome:
    """The losses as they stand now and what was refused, each with its reason; `why_not` where nothing was done."""

    losses: tuple[Loss, ...] = ()
    refused: tuple[RefusedLoss, ...] = ()
    why_not: str = ""
    released: tuple[Hold, ...] = ()  # who waits again, for the copy kept for them is lost
    reversal: Reversal | None = None  # of a loss that was declared by mistake
    came_back: CheckInOutcome | None = None  # then, where its loan cannot go on: the class corner was closed

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
class OrderFacts:
    """One order with what the library knows of it."""

    order: LossOrder
    copy: Copy
    loan: OpenLoan | None
    known: Loss | None  # the open loss of the copy
    patron_id: int | None
    owed: Owed
    at_table: Repair | None = None  # its repair, where the copy is being mended


def owed_for(desk: Desk, copy_id: int, patron_id: int | None, way: LossWay) -> Owed:
    """What a lost copy would cost this patron that way, asked before it is declared. Raises GoneError for no copy."""
    with desk.library.reading() as connection:
        copy = copy_by_id(connection, copy_id)
        if copy is None:
            raise GoneError
        return owed_in(desk, connection, copy, patron_id, way)


def owed_in(desk: Desk, connection: Connection, copy: Copy, patron_id: int | None, way: LossWay) -> Owed:
    """What `owed_for` says, within an act that does more."""
    percent = loss_percent_of(connection, patron_id, copy.item_type_id, desk.policy, desk.today)
    whole = set_price_of(connection, copy.id)
    return what_is_owed(copy.price, percent, way, whole, set_costs_whole=desk.policy.set_costs_whole)


def price_is_asked(copy: Copy) -> RefusedLoss:
    """The copy costs money and nobody knows how much: it is asked for, and is never nothing."""
    words = _("The price of {title} is not known: say what is to be paid.")
    return RefusedLoss(copy, words.format(title=copy.name))


def refusal(desk: Desk, facts: OrderFacts) -> RefusedLoss | None:
    """Why the copy is not declared lost by this order, with all that is known; None where it is."""
    why_not = _state_refuses(desk, facts) or order_refuses(facts)
    if why_not:
        return RefusedLoss(facts.copy, why_not)
    if facts.order.way.is_money and facts.order.amount is None and facts.owed.asks:
        return price_is_asked(facts.copy)
    return None


def _state_refuses(desk: Desk, facts: OrderFacts) -> str:
    copy, known, order = facts.copy, facts.known, facts.order
    if copy.state is CopyState.WITHDRAWN:
        return _("{title} is {state}.").format(title=copy.name, state=copy.state_words)
    if copy.state is CopyState.IN_PROCESS or (facts.at_table is not None and facts.at_table.in_process):
        words = _("{title} is still being processed: put it into stock first, or take it back out of its batch.")
        return words.format(title=copy.name)
    if known is not None and known.state is not LossState.CLAIMED:
        day = day_words(known.lost_on or known.reported_on, desk.today)
        return _("{title} has been registered as lost since {day} already.").format(title=copy.name, day=day)
    if copy.state is CopyState.IN_REPAIR and copy.damaged and facts.at_table is None:
        words = _("{title} was given up as beyond repair: withdraw it as lost instead.")
        return words.format(title=copy.name)
    ended = order.loan_id is not None and (facts.loan is None or facts.loan.id != order.loan_id)
    if ended and order.origin in (LossOrigin.PATRON, LossOrigin.OVERDUE, LossOrigin.CLAIMED):
        return _("{title} has come back meanwhile: look at the list again.").format(title=copy.name)
    return ""


def order_refuses(facts: OrderFacts) -> str:
    """What is wrong with the order itself, whatever the copy is; "" for nothing."""
    order, title = facts.order, facts.copy.name
    if long := too_long(order.note):
        return long[0]
    if facts.patron_id is None and order.way not in (LossWay.UNDECIDED, LossWay.NOTHING):
        return _("Nobody is named who makes {title} good: choose a patron, or that nothing follows.").format(
            title=title
        )
    amount = facts.owed.amount if order.amount is None else order.amount
    too_much = amount is not None and amount > MOST_FEN
    if order.way.is_money and (too_much or (order.amount is not None and order.amount <= 0)):
        words = _("What is paid for {title} lies between 0.01 and {most} yuan.")
        return words.format(title=title, most=format_fen(MOST_FEN))
    return ""


def charge_for(desk: Desk, writing: Writing, loss: Loss, amount: int, owed: Owed) -> None:
    """Raise the charge of `amount` fen for a loss, with how it came about where nobody wrote a note."""
    if loss.patron_id is None:
        return
    note = loss.note or (owed.words if owed.amount == amount else "")
    about = {"copy_id": loss.copy.id, "loan_id": loss.loan_id, "loss_id": loss.id}
    add_charge(desk, writing, loss.patron_id, ChargeKind.LOST, amount, note, **about)


def the_loss(desk: Desk, writing: Writing, loss_id: int) -> Loss:
    """The loss as it stands in this transaction. Raises GoneError for none."""
    loss = loss_by_id(writing.connection, loss_id, desk.policy, desk.today)
    if loss is None:
        raise GoneError
    return loss
