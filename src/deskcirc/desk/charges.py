"""Charges at the desk: raised for what was late, lost or damaged, then paid, in one go or in parts, or waived.

Money that comes in and money that is given back is `desk.payments`; here a charge begins, and here it ends without any.
"""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.desk.payments import not_allowed, pay_charge
from deskcirc.domain.changes import ActName
from deskcirc.domain.charges import CHARGE_STATE_WORDS, ChargeKind, ChargeState
from deskcirc.domain.prices import format_fen, typed_fen
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.charges import charge_by_id
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import charges
from deskcirc.text import gettext as _

MOST_FEN = 1_000_000
"""No charge of a school library is higher; a slip of the finger is."""


def add_charge(
    desk: Desk,
    writing: Writing,
    patron_id: int,
    kind: ChargeKind,
    amount: int,
    note: str = "",
    *,
    copy_id: int | None = None,
    loan_id: int | None = None,
    loss_id: int | None = None,
    repair_id: int | None = None,
) -> int:
    """Raise a charge of `amount` fen as part of another act, such as a return or a loss; returns its id."""
    return writing.insert(
        charges,
        patron_id=patron_id,
        loan_id=loan_id,
        copy_id=copy_id,
        kind=kind.value,
        amount=amount,
        note=note,
        raised_at=desk.now,
        raised_by=desk.operator.id,
        loss_id=loss_id,
        repair_id=repair_id,
    )


def raise_charge(
    desk: Desk,
    patron_id: int,
    kind: ChargeKind,
    amount: int,
    note: str = "",
    *,
    copy_id: int | None = None,
    loss_id: int | None = None,
) -> str:
    """Charge the patron `amount` fen; returns "" or the sentence why not. Raises GoneError for no patron."""
    if why_not := not_allowed(desk) or wrong_amount(amount) or "".join(too_long(note)[:1]):
        return why_not
    with desk.library.writing(desk.act(ActName.RAISE_CHARGE)) as writing:
        patron = patron_by_id(writing.connection, patron_id, desk.policy, desk.today)
        if patron is None:
            raise GoneError
        add_charge(desk, writing, patron.id, kind, amount, note, copy_id=copy_id, loss_id=loss_id)
        writing.tell(patron=patron.label, amount=format_fen(amount), note=note)
    return ""


def wrong_amount(amount: int) -> str:
    """Why a charge of so many fen is not taken; "" where it is."""
    if 0 < amount <= MOST_FEN:
        return ""
    return _("A charge lies between 0.01 and {most} yuan.").format(most=format_fen(MOST_FEN))


def settle_charge(desk: Desk, charge_id: int, how: ChargeState, note: str = "") -> str:
    """End an open charge: PAID takes all that is owed, else the rest is waived with a reason, replaced or cancelled.

    Returns "" or the sentence why not. Raises GoneError for a charge that does not exist, and ValueError for OPEN,
    which settles nothing, and for REFUNDED, which gives money back: `refund_charge`.
    """
    if how in (ChargeState.OPEN, ChargeState.REFUNDED):
        raise ValueError(how)
    if how is ChargeState.PAID:
        return pay_charge(desk, charge_id, None, note).why_not
    if why_not := not_allowed(desk) or "".join(too_long(note)[:1]):
        return why_not
    if how is ChargeState.WAIVED and not note.strip():
        return _("Say why the charge is waived.")
    with desk.library.writing(desk.act(ActName.SETTLE_CHARGE)) as writing:
        charge = charge_by_id(writing.connection, charge_id)
        if charge is None:
            raise GoneError
        if not charge.is_open:
            return _("This charge has already been settled.")
        patron = patron_by_id(writing.connection, charge.patron_id, desk.policy, desk.today)
        settled = {"settled_at": desk.now, "settled_by": desk.operator.id, "settled_note": note.strip()}
        writing.update(charges, charge_id, state=how.value, **settled)
        words = _(CHARGE_STATE_WORDS[how])
        writing.tell(
            patron=patron.label if patron else "",
            amount=format_fen(charge.owed),
            how=f"{words} · {note.strip()}" if note.strip() else words,
        )
    return ""


def read_fen(text: str) -> int | None:
    """An amount as typed in yuan (`2.5`, `3元`) in fen; None where it is none, or where a part of it is not clear."""
    return typed_fen(text)
