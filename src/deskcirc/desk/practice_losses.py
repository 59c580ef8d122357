"""Losses in the practice library: one copy said to be returned, one lost and paid for, one missing from its shelf."""

from __future__ import annotations

from typing import Final

from deskcirc.desk.claims import claim_returned
from deskcirc.desk.desk import Desk
from deskcirc.desk.loss_orders import LossOrder
from deskcirc.desk.losses import declare_lost, report_missing
from deskcirc.desk.payments import pay_charge
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LossWay
from deskcirc.domain.rules import Lending
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.imports import known_copies
from deskcirc.store.lookups.loans import loan_of_copy, open_loans
from deskcirc.store.lookups.payments import charges_of_loss
from deskcirc.text import gettext as _

_PRICE: Final = 2000
"""Fen, where the stock names no price."""


def lose_some(desk: Desk) -> None:
    """The loans overdue for longest tell the story; a library without any has nothing to look for."""
    with desk.library.reading() as connection:
        home = [
            loan
            for loan in open_loans(connection, desk.policy, desk.today)
            if loan.corner_id is None and loan.lending is Lending.HOME and loan.due < desk.today
        ]
    if home:
        claim_returned(desk, home[0].id, _("says it went into the return box"))
    if len(home) > 1:
        _lose_and_pay(desk, home[1].copy_id)
    _miss_one(desk)


def _lose_and_pay(desk: Desk, copy_id: int) -> None:
    with desk.library.reading() as connection:
        copy = copy_by_id(connection, copy_id)
    amount = None if copy is not None and copy.price else _PRICE
    done = declare_lost(desk, [LossOrder(copy_id, way=LossWay.PRICE, amount=amount)]).losses
    with desk.library.reading() as connection:
        raised = [charge for loss in done for charge in charges_of_loss(connection, loss.id)]
    for charge in raised:
        pay_charge(desk, charge.id, charge.owed)


def _miss_one(desk: Desk) -> None:
    with desk.library.reading() as connection:
        at_hand = (
            copy.id
            for known in known_copies(connection)
            if (copy := copy_by_id(connection, known.id)) is not None
            and copy.state is CopyState.IN_STOCK
            and not copy.damaged
            and not copy.awaits_shelving
            and loan_of_copy(connection, known.id, desk.policy, desk.today) is None
        )
        copy_id = next(at_hand, None)
    if copy_id is not None:
        report_missing(desk, copy_id)
