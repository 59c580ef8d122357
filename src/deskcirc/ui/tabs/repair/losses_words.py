"""What the losses section says of a scan: a copy that nobody misses, one on loan, a patron with all that is theirs."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import FoundOutcome
from deskcirc.desk.loss_orders import LossOutcome
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.losses import LOSS_STATE_WORDS, LossState
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import Patron
from deskcirc.domain.prices import format_fen
from deskcirc.store.lookups.charges import open_fen_of_patron
from deskcirc.store.lookups.loans import loans_of_patron
from deskcirc.store.lookups.losses import losses_of_patron
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui import found_words
from deskcirc.ui.outcome import Message, Offer, Told, Tone
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.repair.losses_part import LossesPart

_NAMED = 6


def about_copy(part: LossesPart, copy: Copy) -> Answer:
    """Nobody misses it; one that is not in its place may be reported missing."""
    headline = _("{title}: {state}; nobody misses it").format(title=copy.name, state=copy.state_words)
    told = Told("not-missed", copy.code, copy.title)
    offers: tuple[Offer, ...] = ()
    if copy.state is CopyState.IN_STOCK:
        offers = (Offer(f"losses.missing:{copy.id}", _("It is not in its place")),)
        if part.may_change:
            offers = (*offers, Offer(f"losses.ask_lost:{copy.id}", _("Declare it lost …")))
    where = "  ·  ".join(each for each in (copy.call_number, copy.location, copy.code) if each)
    return Answer(part, Message(Tone.LOOK, headline, (where,)), told, offers)


def about_loan(desk: Desk, part: LossesPart, copy: Copy, loan: OpenLoan) -> Answer:
    """Somebody has it. What was scanned mostly lies here, so "yes" takes it back; a number may be typed of one lost."""
    facts = {"title": copy.name, "patron": loan.holder, "day": day_words(loan.due, desk.today)}
    headline = _("{title} is on loan to {patron}, due {day}").format(**facts)
    offers = [Offer(f"in:returns:return:{copy.id}", _("Take it back"))]
    if part.may_change:
        offers.append(Offer(f"losses.ask_lost:{copy.id}", _("It is lost …")))
    offers.append(Offer(f"losses.claim:{loan.id}", _("Says it was returned")))
    told = Told("on-loan", copy.code, copy.title, loan.patron, loan.due)
    return Answer(part, Message(Tone.LOOK, headline), told, tuple(offers))


def about_patron(desk: Desk, part: LossesPart, patron: Patron) -> Answer:
    """What the patron has out, what they owe, and what of theirs is looked for or lost."""
    sees_all = desk.operator.may(Right.PATRONS)
    with desk.library.reading() as connection:
        loans = loans_of_patron(connection, patron.id, desk.policy, desk.today)
        losses = losses_of_patron(connection, patron.id, desk.policy, desk.today)
        owed = open_fen_of_patron(connection, patron.id) if sees_all else 0
    counted = ngettext("{count} copy in hand", "{count} copies in hand", len(loans)).format(count=len(loans))
    if owed:
        counted = _("{counted}, {amount} yuan owed").format(counted=counted, amount=format_fen(owed))
    open_states = (LossState.CLAIMED, LossState.LOST, LossState.REPLACED)
    theirs = [loss for loss in losses if loss.state in open_states]
    shown = theirs if sees_all else [loss for loss in theirs if loss.state is LossState.CLAIMED]
    details = [counted]
    if loans:
        names = _(", ").join(loan.name for loan in loans[:_NAMED])
        details.append(names if len(loans) <= _NAMED else f"{names} …")
    for loss in shown[:_NAMED]:
        details.append(_("{title}: {state}").format(title=loss.copy.name, state=_(LOSS_STATE_WORDS[loss.state])))
    offer = Offer(f"in:patrons:patron:{patron.id}", _("Show {patron}").format(patron=patron.name))
    tone = Tone.LOOK if shown or owed else Tone.DONE
    told = Told("patron", patron=patron.name, reasons=tuple(str(loss.state) for loss in shown))
    return Answer(part, Message(tone, patron.label, tuple(details)), told, (offer,))


def found_offers(desk: Desk, outcome: FoundOutcome) -> tuple[Offer, ...]:
    """After a find: the voucher of what is given back, the refund that came too late, the patron."""
    if not outcome.done or not desk.operator.may(Right.PATRONS):
        return ()
    offers = []
    money, loss = outcome.reversal, outcome.loss
    if money is not None and money.payments:
        ids = ",".join(map(str, money.payments))
        offers.append(Offer(f"money.receipts:{ids}", _("Print the voucher")))
    if loss is not None and loss.patron_id is not None:
        offers.append(Offer(f"in:patrons:patron:{loss.patron_id}", _("Show {patron}").format(patron=loss.patron)))
    return tuple(offers)


def lost_offers(desk: Desk, outcome: LossOutcome) -> tuple[Offer, ...]:
    """After a loss: take the money now, or print a note for the parents."""
    offers = found_words.letter_offer(outcome)
    first = outcome.losses[0]
    if first.owed and desk.operator.may(Right.PATRONS):
        words = _("{amount} yuan are paid now").format(amount=format_fen(first.owed))
        offers = (Offer(f"losses.pay:{first.id}", words), *offers)
    return offers
