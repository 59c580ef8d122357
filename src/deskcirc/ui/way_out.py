"""The way out for a copy that is missed: wherever it is scanned, what it is registered as and "It is here".

Screens that take copies in find it themselves, and what is to be given back is said there in big words; on every other
one the way out is added to what the screen says, so that no lost, missing or looked-for copy is a dead end. The offer
is a button, and the barcode DC-YES.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.charges import PaymentKind
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Offer, Tone

_AT_THE_COUNTER: Final = frozenset({"checkout", "returns"})
"""Where a scan that went well was about a copy that nobody misses: it need not be asked again."""
_FOUND: Final = "in:repair:losses.found:"
_QUEUE: Final = "queue"
_COUNTED: Final = "count-"
"""What was told of a scan in a count: it says itself what is missed, and a blind count says nothing."""
_TOO_LATE: Final = "count-closed"
"""But one that came after the closing, and waits for no other count, is told of nowhere else: the closing may just have
marked the copy missing."""
_YES: Final = "DC-YES"
_RECEIPTS: Final = "money.receipts:"


def with_way_out(desk: Desk, tab: str, state: Any, found: Identified) -> Any:
    """The state of a tab after a scan; of a copy that is still missed with what it is, and the offer that finds it."""
    if found.copy is None or desk.operator.class_id is not None:
        return state
    well = state.message.tone in (Tone.DONE, Tone.READY) and found.copy.state is not CopyState.LOST
    if well and (tab in _AT_THE_COUNTER or (tab == "repair" and _is_repaired(state, found.copy))):
        return state
    if tab == "stocktake" and _told_by_a_count(state):
        return state
    if any(offer.act.startswith(_FOUND) for offer in state.offers):
        return state
    said = _missed(desk, found.copy)
    if not said:
        return _with_money_back(desk, state, found.copy) if _is_lost(found.copy) else state
    taken = bool(state.choices) or any(offer.barcode == _YES for offer in state.offers)
    offer = Offer(f"{_FOUND}{found.copy.id}", _("It is here"), "" if taken else _YES)
    message = replace(state.message, details=(*state.message.details, said))
    if message.tone in (Tone.DONE, Tone.READY):
        message = replace(message, tone=Tone.LOOK)
    return replace(state, message=message, offers=(offer, *state.offers))


def _is_repaired(state: Any, copy: Copy) -> bool:
    """Whether the repair queue took the copy: it takes none that is on loan, and of a missing one it is asked."""
    return getattr(state, "section", "") == _QUEUE and copy.state is not CopyState.MISSING


def _told_by_a_count(state: Any) -> bool:
    """Whether a count says of the copy what it may, now or as soon as it is chosen."""
    outcome = state.told.outcome
    return outcome.startswith(_COUNTED) and (outcome != _TOO_LATE or bool(state.choices))


def _is_lost(copy: Copy) -> bool:
    return copy.state is CopyState.LOST


def _with_money_back(desk: Desk, state: Any, copy: Copy) -> Any:
    """The state of a screen that has just found a lost copy; what was paid for it is given back by whoever may."""
    if any(offer.act.startswith(_RECEIPTS) for offer in state.offers):
        return state
    back, ids, patron = _given_back(desk, copy)
    if not ids:
        return state
    message = state.message
    if not desk.operator.may(Right.PATRONS):
        words = _("Bring it to the librarian: something was paid for it.")
        return replace(state, message=replace(message, details=(*message.details, words)))
    words = _("{title} is found: give {amount} yuan back to {patron}")
    headline = words.format(title=copy.name, amount=format_fen(back), patron=patron)
    offer = Offer(f"in:repair:{_RECEIPTS}{','.join(map(str, ids))}", _("Print the voucher"))
    told = replace(message, tone=Tone.LOOK, headline=headline, details=(message.headline, *message.details))
    return replace(state, message=told, offers=(offer, *state.offers))


def _given_back(desk: Desk, copy: Copy) -> tuple[int, tuple[int, ...], str]:
    """What the act of this very moment gives back for the copy, in fen; its payments, and to whom."""
    from deskcirc.store.lookups.losses import losses_of_copy  # a counter where nothing is lost need not wait for them
    from deskcirc.store.lookups.payments import charges_of_loss, payments_of_charge

    with desk.library.reading() as connection:
        losses = losses_of_copy(connection, copy.id, desk.policy, desk.today)[:1]
        made = [
            payment
            for loss in losses
            for charge in charges_of_loss(connection, loss.id)
            for payment in payments_of_charge(connection, charge.id, desk.policy)
            if payment.kind is PaymentKind.REFUNDED and payment.at == desk.now
        ]
    return sum(each.amount for each in made), tuple(each.id for each in made), losses[0].patron if losses else ""


def _missed(desk: Desk, copy: Copy) -> str:
    """What the register says of a copy that it does not expect here; "" for one that nobody misses."""
    with desk.library.reading() as connection:
        now = copy_by_id(connection, copy.id) or copy
        loan = None
        if now.state not in (CopyState.LOST, CopyState.MISSING):
            loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    if now.state is CopyState.LOST:
        return _("It is registered as lost. If it lies here, it is found.")
    if now.state is CopyState.MISSING:
        return _("It is registered as missing. If it lies here, it is found.")
    return _looked_for(desk, loan)


def _looked_for(desk: Desk, loan: OpenLoan | None) -> str:
    if loan is None or loan.claimed_on is None:
        return ""
    words = _("{patron} said on {day} that it was returned; it is looked for. If it lies here, it is found.")
    return words.format(patron=loan.patron, day=day_words(loan.claimed_on, desk.today))
