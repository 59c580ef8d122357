"""What becomes of a loss, in plain Python: decided anew, paid, replaced, waived, taken back, withdrawn, told of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.charges import read_fen, settle_charge
from deskcirc.desk.desk import Desk
from deskcirc.desk.loss_changes import cancel_loss, change_loss
from deskcirc.desk.loss_orders import LossChange, LossOutcome
from deskcirc.desk.replacing import Replacement, replace_copy
from deskcirc.desk.withdrawal import WithdrawalDraft, propose
from deskcirc.domain.charges import Charge, ChargeState
from deskcirc.domain.copies import CopyState
from deskcirc.domain.losses import LOSS_WAY_WORDS, Loss, LossWay
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.errors import GoneError
from deskcirc.labels.loss_letter import loss_letter
from deskcirc.store.lookups.losses import loss_by_id
from deskcirc.store.lookups.payments import charges_of_loss
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.loss_question import ask_way, read_answer
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in, print_label
from deskcirc.ui.paying import take_money
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair.losses_part import LossesPart, View

_MOST_LETTERS: Final = 200


def acted(desk: Desk, part: LossesPart, act: str, values: Mapping[str, str]) -> Answer:
    """An act about one loss, "letter" about several; raises UnknownActError for none of these."""
    verb = act.partition(":")[0]
    if verb == "letter":
        return _letter(desk, part, act)
    if verb not in _ACTS:
        raise UnknownActError(act)
    if not desk.operator.may(Right.PATRONS):
        sentence = _("Only the librarian decides how a loss is made good.")
        return Answer(part, Message(Tone.STOP, sentence), Told("refused"))
    return _ACTS[verb](desk, part, _loss(desk, number_in(act)), values)


def _loss(desk: Desk, loss_id: int) -> Loss:
    with desk.library.reading() as connection:
        loss = loss_by_id(connection, loss_id, desk.policy, desk.today)
    if loss is None:
        raise GoneError
    return loss


def _charges(desk: Desk, loss: Loss) -> tuple[Charge, ...]:
    with desk.library.reading() as connection:
        return charges_of_loss(connection, loss.id)


def _ask_way(desk: Desk, part: LossesPart, loss: Loss, _values: Mapping[str, str]) -> Answer:
    question = ask_way(desk, loss, f"change:{loss.id}")
    return Answer(_with(part, asked=question), Message(Tone.READY, question.title), Told("asked"))


def _change(desk: Desk, part: LossesPart, loss: Loss, values: Mapping[str, str]) -> Answer:
    answer = read_answer(values)
    if isinstance(answer, str):
        return _refused(part, answer)
    return _changed(part, change_loss(desk, loss.id, LossChange(answer.way, answer.amount, answer.note)))


def _nothing(desk: Desk, part: LossesPart, loss: Loss, _values: Mapping[str, str]) -> Answer:
    return _changed(part, change_loss(desk, loss.id, LossChange(LossWay.NOTHING)))


def _changed(part: LossesPart, outcome: LossOutcome) -> Answer:
    if not outcome.done:
        return _refused(part, outcome.why_not)
    loss = outcome.losses[0]
    words = _("{title}: {way}").format(title=loss.copy.name, way=_(LOSS_WAY_WORDS[loss.way]))
    details = (_("{amount} yuan owed").format(amount=format_fen(loss.owed)),) if loss.owed else ()
    return Answer(_with(part), Message(Tone.DONE, words, details), Told("changed", loss.copy.code))


def _pay(desk: Desk, part: LossesPart, loss: Loss, values: Mapping[str, str]) -> Answer:
    """Take what is owed for it, or a part, with its receipt; as in the money section."""
    waiting = [charge.id for charge in _charges(desk, loss) if charge.is_open]
    if not waiting:
        return Answer(part, Message(Tone.LOOK, _("Nothing is owed for it.")), Told("nothing"))
    paid = take_money(desk, waiting, values)
    if not paid.payments:
        return Answer(part, paid.message, Told("refused"))
    offers = (Offer(f"money.receipts:{paid.ids}", _("Print the receipt")),)
    return Answer(_with(part), paid.message, Told("paid", loss.copy.code, patron=loss.patron), offers)


def _waive(desk: Desk, part: LossesPart, loss: Loss, values: Mapping[str, str]) -> Answer:
    waiting = [charge for charge in _charges(desk, loss) if charge.is_open]
    if not waiting:
        return Answer(part, Message(Tone.LOOK, _("Nothing is owed for it.")), Told("nothing"))
    for charge in waiting:
        if why_not := settle_charge(desk, charge.id, ChargeState.WAIVED, values.get("reason", "")):
            return _refused(part, why_not)
    amount = format_fen(sum(charge.owed for charge in waiting))
    headline = _("{amount} yuan for {title} are waived").format(amount=amount, title=loss.copy.name)
    return Answer(_with(part), Message(Tone.DONE, headline), Told("waived", loss.copy.code))


def _cancel(desk: Desk, part: LossesPart, loss: Loss, values: Mapping[str, str]) -> Answer:
    outcome = cancel_loss(desk, loss.id, values.get("note", ""))
    if not outcome.done:
        return _refused(part, outcome.why_not)
    details = []
    if outcome.reversal is not None and outcome.reversal.refunded:
        words = _("Give {amount} yuan back to {patron}.")
        details.append(words.format(amount=format_fen(outcome.reversal.refunded), patron=loss.patron))
    if outcome.reversal is not None and outcome.reversal.cancelled:
        details.append(_("{amount} yuan are owed no more.").format(amount=format_fen(outcome.reversal.cancelled)))
    if outcome.came_back is not None:
        details.append(_("Its class corner was closed meanwhile: it counts as returned."))
        if outcome.came_back.hold is not None:
            words = _("Put it on hold shelf {number} for {patron}.")
            hold = outcome.came_back.hold
            details.append(words.format(number=hold.shelf_number, patron=hold.patron))
    elif outcome.losses[0].copy.state is CopyState.MISSING:
        details.append(_("It is missing again, as it was before."))
    headline = _("{title} was not lost").format(title=loss.copy.name)
    return Answer(_with(part), Message(Tone.DONE, headline, tuple(details)), Told("loss-cancelled", loss.copy.code))


def _replace(desk: Desk, part: LossesPart, loss: Loss, values: Mapping[str, str]) -> Answer:
    text = values.get("price", "").strip()
    price = read_fen(text) if text else None
    if text and price is None:
        return _refused(part, _("“{text}” is not an amount in yuan.").format(text=text[:20]))
    given = Replacement(price=price, note=values.get("note", ""), barcode=values.get("barcode", "").strip())
    outcome = replace_copy(desk, loss.id, given)
    if outcome.copy is None or outcome.refusals:
        sentence, *others = outcome.refusals or (_("Nothing was registered."),)
        return Answer(part, Message(Tone.STOP, sentence, tuple(others)), Told("refused"))
    number = outcome.copy.accession_number
    headline = _("{title} is replaced by {number}").format(title=loss.copy.name, number=number)
    details = [_("Nothing is owed for it any more."), _("Label the new copy and hand it over like any new book.")]
    if outcome.reversal is not None and outcome.reversal.refunded:
        back = _("Give {amount} yuan back to {patron}.")
        details.insert(0, back.format(amount=format_fen(outcome.reversal.refunded), patron=loss.patron))
    offers = [print_label(outcome.copy.id)]
    if desk.operator.may(Right.LEDGERS):
        offers.append(Offer(f"losses.withdraw:{loss.id}", _("Propose to withdraw the lost one")))
    return Answer(
        _with(part), Message(Tone.DONE, headline, tuple(details)), Told("replaced", outcome.copy.code), tuple(offers)
    )


def _withdraw(desk: Desk, part: LossesPart, loss: Loss, _values: Mapping[str, str]) -> Answer:
    """A batch of its own that gives the loss as its reason; it is signed and approved with the ledgers."""
    outcome = propose(desk, WithdrawalDraft(WithdrawalReason.LOST), [loss.copy.id])
    batch = outcome.withdrawal
    if batch is None or outcome.why_not:
        reasons = tuple(reason for each in outcome.blocked for reason in each.reasons)
        return Answer(part, Message(Tone.STOP, outcome.why_not, reasons), Told("refused"))
    headline = _("{title} is proposed in withdrawal {number}").format(title=loss.copy.name, number=batch.number)
    offers = (Offer(f"in:ledgers:withdrawal.open:{batch.id}", _("Show the withdrawal")),)
    return Answer(_with(part), Message(Tone.DONE, headline), Told("proposed", loss.copy.code), offers)


def _letter(desk: Desk, part: LossesPart, act: str) -> Answer:
    """Notes for the parents of these losses ("letter:12,15"); those of nobody are left out."""
    numbers = act.partition(":")[2].split(",")[:_MOST_LETTERS]
    ids = [number_in(f"letter:{number}") for number in numbers]
    if not desk.operator.may(Right.PATRONS):
        sentence = _("Only the librarian writes to parents.")
        return Answer(part, Message(Tone.STOP, sentence), Told("refused"))
    with desk.library.reading() as connection:
        found = [loss_by_id(connection, each, desk.policy, desk.today) for each in ids]
    losses = [loss for loss in found if loss is not None and loss.patron_id is not None]
    if not losses:
        return Answer(part, Message(Tone.LOOK, _("There is nobody to write to.")), Told("nothing"))
    paper = loss_letter(losses, desk.policy.library_name, desk.today, desk.policy.refund_days)
    words = ngettext("{count} note for the parents", "{count} notes for the parents", len(losses))
    message = Message(Tone.DONE, words.format(count=len(losses)))
    return Answer(part, message, Told("printed"), paper=paper)


def _with(part: LossesPart, **changes: object) -> LossesPart:
    return replace(part, **{"view": View.LOST, "asked": None, "brought": "", **changes})  # type: ignore[arg-type]


def _refused(part: LossesPart, sentence: str) -> Answer:
    """Say why not, on the question where it is open."""
    asked = None if part.asked is None else part.asked.refused(sentence)
    return Answer(replace(part, asked=asked), Message(Tone.STOP, sentence), Told("refused"))


_Act = Callable[[Desk, LossesPart, Loss, Mapping[str, str]], Answer]
_ACTS: Final[Mapping[str, _Act]] = {
    "ask_way": _ask_way,
    "change": _change,
    "nothing": _nothing,
    "pay": _pay,
    "waive": _waive,
    "cancel": _cancel,
    "replace": _replace,
    "withdraw": _withdraw,
}
