"""Money at the desk: what is taken for charges, in full or in parts, and what is given back; each with its receipt.

A receipt's number runs through the year and is given once for ever: one that was taken back leaves a gap, which the
cash sheet names. The cash box holds the sum of all payments, and nothing else moves it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.running_numbers import take_numbers
from deskcirc.domain.changes import ActName
from deskcirc.domain.charges import Charge, ChargeState, Payment, PaymentKind
from deskcirc.domain.losses import LossState
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.domain.typed_words import too_long
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.charges import charge_by_id
from deskcirc.store.lookups.payments import charges_of_loss, loss_state, payment_by_id, payments_of_charge
from deskcirc.store.tables import charges, payments
from deskcirc.text import gettext as _

RECEIPTS: Final = "receipts"
"""The number series of receipts is this, a colon and the year."""


@dataclass(frozen=True, slots=True)
class PaymentOutcome:
    """The payment that was written, or why none was; `cancelled` fen of the charge are owed no more by it."""

    payment: Payment | None = None
    why_not: str = ""
    cancelled: int = 0


@dataclass(frozen=True, slots=True)
class PaymentsOutcome:
    """The payments that one sum became, a receipt each, in the order of the charges; or why none was taken."""

    payments: tuple[Payment, ...] = ()
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class Reversal:
    """What became of the charges for a loss, in fen.

    `cancelled` was still owed, `refunded` is given back, `too_late` was paid too long ago to be given back by itself.
    """

    cancelled: int = 0
    refunded: int = 0
    too_late: int = 0
    payments: tuple[int, ...] = ()  # ids of the refunds, for their vouchers


def not_allowed(desk: Desk) -> str:
    """Why this operator may not touch money; "" for who may."""
    if desk.operator.may(Right.PATRONS):
        return ""
    return _("Only the librarian may charge somebody or settle a charge.")


def pay_charge(desk: Desk, charge_id: int, amount: int | None, note: str = "") -> PaymentOutcome:
    """Take `amount` fen for an open charge, all that is owed where it is None; what is left stays open.

    Raises GoneError for a charge that does not exist.
    """
    outcome = pay_charges(desk, (charge_id,), amount, note)
    return PaymentOutcome(outcome.payments[0] if outcome.payments else None, outcome.why_not)


def pay_charges(desk: Desk, charge_ids: Sequence[int], amount: int | None, note: str = "") -> PaymentsOutcome:
    """Take one sum for several open charges of one patron: the first is paid first, and each has its own receipt.

    All that is owed is taken where `amount` is None. Raises GoneError for a charge that does not exist.
    """
    if why_not := not_allowed(desk) or "".join(too_long(note)[:1]):
        return PaymentsOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.PAY_CHARGE)) as writing:
        found = [_charge(writing, charge_id) for charge_id in dict.fromkeys(charge_ids)]
        owed = sum(charge.owed for charge in found)
        left = owed if amount is None else amount
        if why_not := _why_not_paid(found, left, owed):
            return PaymentsOutcome(why_not=why_not)
        given: list[int] = []
        for charge in found:
            if part := min(left, charge.owed):
                given.append(_take(desk, writing, charge, part, note.strip()))
                left -= part
        made = _payments(desk, writing, given)
        writing.tell(patron=made[0].patron, amount=format_fen(sum(each.amount for each in made)), number=_told(made))
        return PaymentsOutcome(made)


def refund_charge(desk: Desk, charge_id: int, amount: int | None, note: str = "") -> PaymentOutcome:
    """Give `amount` fen of a charge back, all that is kept where it is None; later than the term says why.

    Of a charge that was paid in part the rest is owed no more: its reason is gone with the money. A found copy that was
    paid for within the school's days needs no reason; anything else does. Raises GoneError for a charge that does not
    exist.
    """
    if why_not := not_allowed(desk) or "".join(too_long(note)[:1]):
        return PaymentOutcome(why_not=why_not)
    with desk.library.writing(desk.act(ActName.REFUND_CHARGE)) as writing:
        charge = _charge(writing, charge_id)
        sum_wanted = charge.kept if amount is None else amount
        if why_not := _why_not_refunded(desk, writing, charge, sum_wanted, note):
            return PaymentOutcome(why_not=why_not)
        if charge.is_open:
            settled = {"settled_at": desk.now, "settled_by": desk.operator.id, "settled_note": note.strip()}
            writing.update(charges, charge.id, state=ChargeState.CANCELLED.value, **settled)
        (made,) = _payments(desk, writing, (give_back(desk, writing, charge, sum_wanted, note.strip()),))
        writing.tell(patron=made.patron, amount=format_fen(made.amount), number=made.receipt)
        return PaymentOutcome(made, cancelled=charge.owed)


def reverse_charges_of_loss(
    desk: Desk, writing: Writing, loss_id: int, settled: ChargeState = ChargeState.CANCELLED, note: str = ""
) -> Reversal:
    """What a copy found again or replaced does to its charges, within that act: the rest is owed no more.

    What was paid within `policy.refund_days` is given back; what was paid before is left to the librarian. `settled` is
    what a charge becomes that nobody paid for.
    """
    cancelled = refunded = too_late = 0
    vouchers: list[int] = []
    for charge in charges_of_loss(writing.connection, loss_id):
        cancelled += charge.owed
        in_time = refundable_in_time(desk, writing, charge)
        refunded += in_time
        too_late += charge.kept - in_time
        if charge.is_open:
            values = {"settled_at": desk.now, "settled_by": desk.operator.id, "settled_note": note}
            writing.update(charges, charge.id, state=settled.value, **values)
        if in_time:
            vouchers.append(give_back(desk, writing, charge, in_time, note))
    return Reversal(cancelled, refunded, too_late, tuple(vouchers))


def refundable_in_time(desk: Desk, writing: Writing, charge: Charge) -> int:
    """How much of what is kept for a charge was paid within the school's days for refunds, in fen."""
    days = timedelta(days=desk.policy.refund_days)
    known = payments_of_charge(writing.connection, charge.id, desk.policy)
    paid = [each for each in known if each.kind is PaymentKind.PAID]
    if not paid:  # settled before receipts were kept
        settled = charge.settled_at
        in_days = settled is not None and desk.today - desk.policy.day_of(settled) <= days
        return charge.kept if in_days else 0
    fresh = sum(each.amount for each in paid if desk.today - desk.policy.day_of(each.at) <= days)
    return min(charge.kept, fresh)


def give_back(desk: Desk, writing: Writing, charge: Charge, amount: int, note: str) -> int:
    """Write a refund of `amount` fen as part of another act; returns the id of the payment."""
    values: dict[str, object] = {"paid": charge.paid, "refunded": charge.refunded + amount}
    if charge.refunded + amount == charge.paid:
        values["state"] = ChargeState.REFUNDED.value
    writing.update(charges, charge.id, **values)
    return _write(desk, writing, charge, PaymentKind.REFUNDED, amount, note)


def _take(desk: Desk, writing: Writing, charge: Charge, amount: int, note: str) -> int:
    values: dict[str, object] = {"paid": charge.received + amount}
    if amount == charge.owed:
        settled = {"settled_at": desk.now, "settled_by": desk.operator.id, "settled_note": note}
        values |= {"state": ChargeState.PAID.value, **settled}
    writing.update(charges, charge.id, **values)
    return _write(desk, writing, charge, PaymentKind.PAID, amount, note)


def _write(desk: Desk, writing: Writing, charge: Charge, kind: PaymentKind, amount: int, note: str) -> int:
    year = desk.today.year
    (count,) = take_numbers(writing, f"{RECEIPTS}:{year}", 1)
    values: Mapping[str, object] = {"kind": kind.value, "amount": amount, "note": note, "at": desk.now}
    receipt = {"receipt": f"{year}-{count:04}", "taken_by": desk.operator.id}
    return writing.insert(payments, charge_id=charge.id, patron_id=charge.patron_id, **values, **receipt)


def _why_not_paid(found: Sequence[Charge], amount: int, owed: int) -> str:
    if not found:
        return _("Choose what is paid for.")
    if any(not charge.is_open for charge in found):
        return _("This charge has already been settled.")
    if len({charge.patron_id for charge in found}) > 1:
        return _("One sum pays the charges of one patron only.")
    if amount <= 0:
        return _("Write how much is paid: {owed} yuan are owed.").format(owed=format_fen(owed))
    if amount > owed:
        sentence = _("Only {owed} yuan are owed, not {amount}: take {owed} yuan, or a part of it.")
        return sentence.format(owed=format_fen(owed), amount=format_fen(amount))
    return ""


def _why_not_refunded(desk: Desk, writing: Writing, charge: Charge, amount: int, note: str) -> str:
    kept = format_fen(charge.kept)
    if not charge.kept:
        return _("Nothing was paid for this charge that could be given back.")
    if amount <= 0:
        return _("Write how much is given back: {kept} yuan were paid.").format(kept=kept)
    if amount > charge.kept:
        sentence = _("Only {kept} yuan were paid and not given back, not {amount}.")
        return sentence.format(kept=kept, amount=format_fen(amount))
    if note.strip():
        return ""
    if loss_state(writing.connection, charge.loss_id) != LossState.FOUND.value:
        return _("Say why the money is given back.")
    if amount > refundable_in_time(desk, writing, charge):
        sentence = _("This was paid more than {days} days ago: say why the money is given back all the same.")
        return sentence.format(days=desk.policy.refund_days)
    return ""


def _charge(writing: Writing, charge_id: int) -> Charge:
    charge = charge_by_id(writing.connection, charge_id)
    if charge is None:
        raise GoneError
    return charge


def _payments(desk: Desk, writing: Writing, ids: Sequence[int]) -> tuple[Payment, ...]:
    made = (payment_by_id(writing.connection, each, desk.policy) for each in ids)
    return tuple(each for each in made if each is not None)


def _told(made: Sequence[Payment]) -> str:
    return made[0].receipt if len(made) == 1 else f"{made[0].receipt} – {made[-1].receipt}"
