"""Charges at the desk: raised for what was late, lost or damaged, then paid or waived."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.charges import CHARGE_STATE_WORDS, ChargeKind, ChargeState
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen, read_price
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
) -> int:
    """Raise a charge of `amount` fen as part of another act, such as a return; returns its id."""
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
    )


def raise_charge(
    desk: Desk, patron_id: int, kind: ChargeKind, amount: int, note: str = "", *, copy_id: int | None = None
) -> str:
    """Charge the patron `amount` fen; returns "" or the sentence why not. Raises GoneError for no patron."""
    if not desk.operator.may(Right.PATRONS):
        return _("Only the librarian may charge somebody or settle a charge.")
    if not 0 < amount <= MOST_FEN:
        return _("A charge lies between 0.01 and {most} yuan.").format(most=format_fen(MOST_FEN))
    with desk.library.writing(desk.act(ActName.RAISE_CHARGE)) as writing:
        patron = patron_by_id(writing.connection, patron_id, desk.policy, desk.today)
        if patron is None:
            raise GoneError
        add_charge(desk, writing, patron.id, kind, amount, note, copy_id=copy_id)
        writing.tell(patron=patron.label, amount=format_fen(amount), note=note)
    return ""


def settle_charge(desk: Desk, charge_id: int, how: ChargeState, note: str = "") -> str:
    """Note an open charge as paid, or as waived with the reason; returns "" or the sentence why not.

    Raises GoneError for a charge that does not exist, and ValueError for OPEN, which settles nothing.
    """
    if how is ChargeState.OPEN:
        raise ValueError(how)
    if not desk.operator.may(Right.PATRONS):
        return _("Only the librarian may charge somebody or settle a charge.")
    if how is ChargeState.WAIVED and not note.strip():
        return _("Say why the charge is waived.")
    with desk.library.writing(desk.act(ActName.SETTLE_CHARGE)) as writing:
        charge = charge_by_id(writing.connection, charge_id)
        if charge is None:
            raise GoneError
        if not charge.is_open:
            return _("This charge has already been settled.")
        patron = patron_by_id(writing.connection, charge.patron_id, desk.policy, desk.today)
        writing.update(
            charges,
            charge_id,
            state=how.value,
            settled_at=desk.now,
            settled_by=desk.operator.id,
            settled_note=note.strip(),
        )
        words = _(CHARGE_STATE_WORDS[how])
        writing.tell(
            patron=patron.label if patron else "",
            amount=charge.yuan,
            how=f"{words} · {note.strip()}" if note.strip() else words,
        )
    return ""


def read_fen(text: str) -> int | None:
    """An amount as typed in yuan (`2.5`, `3元`) in fen; None where it is none."""
    return read_price(text).fen if text.strip() else None
