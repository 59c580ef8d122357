"""Charging who had a copy for the damage to it, once it is decided that they pay: a charge that knows its repair."""

from __future__ import annotations

from deskcirc.desk.charges import add_charge, wrong_amount
from deskcirc.desk.desk import Desk
from deskcirc.desk.payments import not_allowed
from deskcirc.domain.changes import ActName
from deskcirc.domain.charges import ChargeKind, ChargeState
from deskcirc.domain.prices import format_fen
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.lookups.payments import charges_of_repair
from deskcirc.store.lookups.repairs import repair_by_id
from deskcirc.text import gettext as _


def charge_for_damage(desk: Desk, repair_id: int, amount: int, note: str = "") -> str:
    """Charge who had the copy last `amount` fen for its damage; returns "" or why not. Raises GoneError for no repair.

    A damage is charged once; one whose charge was waived or is owed no more may be charged anew.
    """
    if why_not := not_allowed(desk) or wrong_amount(amount) or "".join(too_long(note)[:1]):
        return why_not
    with desk.library.writing(desk.act(ActName.RAISE_CHARGE)) as writing:
        repair = repair_by_id(writing.connection, repair_id, desk.policy, desk.today)
        if repair is None:
            raise GoneError
        if repair.patron_id is None:
            return _("Nobody is known to have had {title}: scan their card in the repair queue first.").format(
                title=repair.copy.name
            )
        for charge in charges_of_repair(writing.connection, repair_id):
            if charge.state in (ChargeState.OPEN, ChargeState.PAID):
                return _("{amount} yuan were charged for this damage already.").format(amount=charge.yuan)
        about = {"copy_id": repair.copy.id, "loan_id": repair.loan_id, "repair_id": repair.id}
        words = note.strip() or repair.damage_words
        add_charge(desk, writing, repair.patron_id, ChargeKind.DAMAGED, amount, words, **about)
        writing.tell(patron=repair.patron, amount=format_fen(amount), note=words)
    return ""
