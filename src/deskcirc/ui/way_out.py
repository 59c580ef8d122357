"""The way out for a copy that is missed: wherever it is scanned, what it is registered as and "It is here".

Screens that take copies in find it themselves; on every other one this is added to what the screen says, so that no
lost, missing or looked-for copy is a dead end. The offer is a button, and the barcode DC-YES.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.loans import OpenLoan
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Offer, Tone

_AT_THE_COUNTER: Final = frozenset({"checkout", "returns"})
"""Where a scan that went well was about a copy that nobody misses: it need not be asked again."""
_FOUND: Final = "in:repair:losses.found:"
_YES: Final = "DC-YES"


def with_way_out(desk: Desk, tab: str, state: Any, found: Identified) -> Any:
    """The state of a tab after a scan; of a copy that is still missed with what it is, and the offer that finds it."""
    if found.copy is None or desk.operator.class_id is not None:
        return state
    if tab in _AT_THE_COUNTER and state.message.tone in (Tone.DONE, Tone.READY):
        return state
    if any(offer.act.startswith(_FOUND) for offer in state.offers):
        return state
    said = _missed(desk, found.copy)
    if not said:
        return state
    taken = bool(state.choices) or any(offer.barcode == _YES for offer in state.offers)
    offer = Offer(f"{_FOUND}{found.copy.id}", _("It is here"), "" if taken else _YES)
    message = replace(state.message, details=(*state.message.details, said))
    if message.tone in (Tone.DONE, Tone.READY):
        message = replace(message, tone=Tone.LOOK)
    return replace(state, message=message, offers=(offer, *state.offers))


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
