"""What is said when a copy that was missed turns up, and when one is claimed or declared lost; for every screen.

What somebody owes or gets back is the librarian's to know: whoever else scans the copy is sent there.
"""

from __future__ import annotations

from deskcirc.desk.claims import ClaimOutcome
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import FoundOutcome
from deskcirc.desk.loss_orders import LossOutcome
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone

_NAMED = 6


def found(desk: Desk, outcome: FoundOutcome) -> Message:
    """The copy is found, and what is to be done now in big words: give money back, or where it goes."""
    if not outcome.done:
        return Message(Tone.STOP, outcome.why_not)
    title, money = outcome.copy.name, outcome.reversal
    sees_all = desk.operator.may(Right.PATRONS)
    details = list(outcome.said if sees_all else outcome.said[:1])
    headline = _("{title} is found").format(title=title)
    tone = Tone.DONE
    if money is not None and (money.refunded or money.too_late):
        tone = Tone.LOOK
        if not sees_all:
            details.append(_("Bring it to the librarian: something was paid for it."))
        elif money.refunded and outcome.loss is not None:
            words = _("{title} is found: give {amount} yuan back to {patron}")
            headline = words.format(title=title, amount=format_fen(money.refunded), patron=outcome.loss.patron)
    if outcome.hold is not None:
        tone = Tone.LOOK
        words = _("Put it on hold shelf {number} for {patron}.")
        details.insert(0, words.format(number=outcome.hold.shelf_number, patron=outcome.hold.patron))
    elif outcome.copy.damaged:
        details.append(_("It is damaged: it goes to repair."))
    else:
        details.append(_("It goes on the trolley, and from there to its shelf."))
    return Message(tone, headline, tuple(details))


def told_found(outcome: FoundOutcome) -> Told:
    """The same for machines; reasons are what the copy was before and fen given back."""
    back = outcome.reversal.refunded if outcome.reversal else 0
    patron = outcome.loss.patron if outcome.loss else ""
    name = "found" if outcome.done else "not-found"
    return Told(name, outcome.copy.code, outcome.copy.title, patron, reasons=(str(outcome.was), str(back)))


def claimed(outcome: ClaimOutcome) -> Message:
    """The copy is looked for from now on; or why not."""
    if outcome.why_not:
        return Message(Tone.LOOK if outcome.already else Tone.STOP, outcome.why_not)
    loss = outcome.loss
    title = loss.copy.name if loss else ""
    details = (_("Nothing follows for them meanwhile: no reminder, no limit, no block."),)
    return Message(Tone.DONE, _("{title} is looked for now").format(title=title), details)


def declared(outcome: LossOutcome) -> Message:
    """What was declared lost and what it comes to; what was left out is named with its reason."""
    refused = tuple(each.why_not for each in outcome.refused[:_NAMED])
    if len(outcome.refused) > _NAMED:
        refused = (*refused, _("… and {count} more").format(count=len(outcome.refused) - _NAMED))
    if not outcome.losses:
        return Message(Tone.STOP, outcome.why_not, tuple(each for each in refused if each != outcome.why_not))
    count = len(outcome.losses)
    owed = sum(loss.owed for loss in outcome.losses)
    if count == 1:
        headline = _("{title} is declared lost").format(title=outcome.losses[0].copy.name)
    else:
        headline = ngettext("{count} copy declared lost", "{count} copies declared lost", count).format(count=count)
    if owed:
        headline = _("{what}: {amount} yuan owed").format(what=headline, amount=format_fen(owed))
    details = [_("If it turns up, one scan takes everything back.")]
    waiting = [hold.patron for hold in outcome.released]
    if waiting:
        details.append(_("These wait again: {patrons}").format(patrons=_(", ").join(waiting)))
    tone = Tone.LOOK if outcome.refused or waiting else Tone.DONE
    return Message(tone, headline, (*details, *refused))


def told_declared(outcome: LossOutcome) -> Told:
    """The same for machines."""
    if not outcome.losses:
        return Told("refused")
    first = outcome.losses[0]
    return Told("lost", first.copy.code, first.copy.title, first.patron, reasons=(str(len(outcome.losses)),))


def letter_offer(outcome: LossOutcome) -> tuple[Offer, ...]:
    """The offer to print a note for the parents of whoever lost what was just declared lost."""
    ids = ",".join(str(loss.id) for loss in outcome.losses if loss.patron_id is not None)
    return (Offer(f"in:repair:losses.letter:{ids}", _("Note for the parents")),) if ids else ()
