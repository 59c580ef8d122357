"""Taking money and giving it back as an act of a screen: the amounts as typed, the change, the receipt on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from deskcirc.desk.charges import read_fen
from deskcirc.desk.desk import Desk
from deskcirc.desk.payments import pay_charges, refund_charge
from deskcirc.domain.charges import Charge, Payment, PaymentKind
from deskcirc.domain.money import change_back
from deskcirc.domain.prices import format_fen
from deskcirc.labels.paper import Paper
from deskcirc.labels.receipt import Receipt, receipt_paper
from deskcirc.store.database import Connection
from deskcirc.store.lookups.charges import charge_by_id
from deskcirc.store.lookups.payments import payment_by_id, payments_of_charge
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Tone, UnknownActError

MOST_RECEIPTS: Final = 200
_LONGEST_NUMBER: Final = 18
_SHOWN: Final = 30


@dataclass(frozen=True, slots=True)
class Paid:
    """What was written, and the banner that says it; no payment where nothing was."""

    message: Message
    payments: tuple[Payment, ...] = ()

    @property
    def ids(self) -> str:
        """The payments' ids, as `receipts_wanted` reads them."""
        return ",".join(str(payment.id) for payment in self.payments)


def take_money(desk: Desk, charge_ids: Sequence[int], values: Mapping[str, str]) -> Paid:
    """Take what stands in "amount" for the charges, all that is owed where it is empty; "given" may be a larger note.

    Raises GoneError for a charge that does not exist.
    """
    amount, given = (_read(values.get(name, "")) for name in ("amount", "given"))
    for each in (amount, given):
        if isinstance(each, str):
            return _refused(each)
    if isinstance(amount, int) and isinstance(given, int) and change_back(amount, given) is None:
        sentence = _("{given} yuan are less than the {amount} yuan that are to be paid.")
        way_out = _("To take a part of it, write that part as the amount.")
        headline = sentence.format(given=format_fen(given), amount=format_fen(amount))
        return Paid(Message(Tone.STOP, headline, (way_out,)))
    wanted = amount if isinstance(amount, int) else None
    outcome = pay_charges(desk, charge_ids, wanted, values.get("note", ""))
    if not outcome.payments:
        return _refused(outcome.why_not)
    taken = sum(payment.amount for payment in outcome.payments)
    headline = _("{amount} yuan received from {patron}").format(
        amount=format_fen(taken), patron=outcome.payments[0].patron
    )
    details = [_told_receipts(outcome.payments)]
    if isinstance(given, int) and (change := change_back(taken, given)) is not None:
        details.append(
            _("Given {given} yuan: {change} yuan change").format(given=format_fen(given), change=format_fen(change))
        )
    if left := _still_owed(desk, charge_ids):
        details.append(_("Still owed: {amount} yuan").format(amount=format_fen(left)))
    return Paid(Message(Tone.DONE, headline, tuple(details)), outcome.payments)


def give_money_back(desk: Desk, charge_id: int, values: Mapping[str, str]) -> Paid:
    """Give back what stands in "amount", all of it where that is empty, for the "reason"; raises GoneError as above."""
    amount = _read(values.get("amount", ""))
    if isinstance(amount, str):
        return _refused(amount)
    outcome = refund_charge(desk, charge_id, amount, values.get("reason", ""))
    if outcome.payment is None:
        return _refused(outcome.why_not)
    headline = _("{amount} yuan given back to {patron}").format(
        amount=format_fen(outcome.payment.amount), patron=outcome.payment.patron
    )
    details = [_told_receipts((outcome.payment,))]
    if outcome.cancelled:
        details.append(_("{amount} yuan are owed no more.").format(amount=format_fen(outcome.cancelled)))
    return Paid(Message(Tone.DONE, headline, tuple(details)), (outcome.payment,))


def receipts_wanted(act: str) -> tuple[int, ...]:
    """The ids behind the colon of an act such as `receipts:3,4`; raises UnknownActError where there are none."""
    parts = act.partition(":")[2].split(",")
    if len(parts) > MOST_RECEIPTS or not all(
        part.isascii() and part.isdecimal() and len(part) <= _LONGEST_NUMBER for part in parts
    ):
        raise UnknownActError(act)
    return tuple(int(part) for part in parts)


def receipts_on_paper(desk: Desk, payment_ids: Iterable[int], again: frozenset[int] = frozenset()) -> Paper | None:
    """The receipts of these payments, those of `again` marked as copies; None where a payment was undone since."""
    with desk.library.reading() as connection:
        found = [payment_by_id(connection, payment_id, desk.policy) for payment_id in payment_ids]
        receipts = [
            Receipt(payment, desk.policy.day_of(payment.at), _left(connection, desk, payment), payment.id in again)
            for payment in found
            if payment is not None
        ]
    return receipt_paper(receipts, desk.policy.library_name) if receipts and len(receipts) == len(found) else None


def charge_of_payment(desk: Desk, payment_id: int) -> Charge | None:
    """The charge a payment was for; None where the payment was undone since."""
    with desk.library.reading() as connection:
        payment = payment_by_id(connection, payment_id, desk.policy)
        return None if payment is None else charge_by_id(connection, payment.charge_id)


def _read(text: str) -> int | str | None:
    """An amount in fen, None for nothing typed, or the sentence that it is none."""
    if not text.strip():
        return None
    amount = read_fen(text)
    return _("“{text}” is not an amount in yuan.").format(text=text[:_SHOWN]) if amount is None else amount


def _refused(sentence: str) -> Paid:
    return Paid(Message(Tone.STOP, sentence))


def _told_receipts(payments: Sequence[Payment]) -> str:
    numbers = _(", ").join(payment.receipt for payment in payments)
    if payments[0].kind is PaymentKind.REFUNDED:
        return _("Refund voucher {number}").format(number=numbers)
    return _("Receipt {number}").format(number=numbers)


def _still_owed(desk: Desk, charge_ids: Sequence[int]) -> int:
    with desk.library.reading() as connection:
        found = (charge_by_id(connection, charge_id) for charge_id in dict.fromkeys(charge_ids))
        return sum(charge.owed for charge in found if charge is not None)


def _left(connection: Connection, desk: Desk, payment: Payment) -> int:
    """What of the charge was still owed when this had been paid."""
    charge = charge_by_id(connection, payment.charge_id)
    if charge is None:
        return 0
    known = payments_of_charge(connection, payment.charge_id, desk.policy)
    paid = sum(each.amount for each in known if each.kind is PaymentKind.PAID and each.id <= payment.id)
    return charge.amount - paid
