"""The sentences of the Checkout screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from deskcirc.desk.circulation import CheckoutKind, CheckoutOutcome
from deskcirc.domain.calendar import Cap, DueDate
from deskcirc.domain.patrons import CardState, card_sentence
from deskcirc.domain.scanning import Scan
from deskcirc.text import day_words, in_a_row, marked, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone
from deskcirc.ui.tabs.checkout.panel import PatronPanel

if TYPE_CHECKING:
    from deskcirc.desk.reading_room import OnSiteOutcome

_CAPS: Final = {
    Cap.CARD: marked("the card ends"),
    Cap.RETURN_BY: marked("everything must be back"),
    Cap.TERM_END: marked("the term ends"),
}


def due_words(due: DueDate | None, today: date) -> str:
    """The due date, and how it came about: moved from a closed day, ended by term or card, or in the next term."""
    if due is None:
        return ""
    words = day_words(due.date, today)
    if due.moved_from is not None:
        return _("{day} (moved from {closed_day})").format(day=words, closed_day=day_words(due.moved_from, today))
    if due.vacation:
        return _("{day} (vacation loan)").format(day=words)
    if due.cap is not None:
        return _("{day} ({reason})").format(day=words, reason=_(_CAPS[due.cap]))
    return words


def greeting(panel: PatronPanel) -> Message:
    """The patron's name and whether they may take something."""
    left = _("{count} more allowed").format(count=panel.places_left)
    details = [left, *panel.notices]
    if panel.overdue:
        details.insert(
            0,
            ngettext("{count} copy is overdue", "{count} copies are overdue", panel.overdue).format(
                count=panel.overdue
            ),
        )
    if panel.patron.card is not CardState.VALID:
        details.insert(0, card_sentence(panel.patron.card))
    look = panel.overdue or panel.notices or not panel.places_left or panel.patron.card is not CardState.VALID
    return Message(Tone.LOOK if look else Tone.DONE, panel.patron.label, ("  ·  ".join(details),))


def checkout_message(outcome: CheckoutOutcome, panel: PatronPanel, today: date) -> Message:
    """What the scan came to, in one big sentence, with every reason under it."""
    title, due = outcome.copy.name, due_words(outcome.due, today)
    if outcome.kind is CheckoutKind.REFUSED:
        lines = tuple(in_a_row(block.sentence, block.remedy) for block in outcome.blocks)
        return Message(Tone.STOP, _("Not lent: {title}").format(title=title), lines)
    if outcome.kind is CheckoutKind.ALREADY:
        headline = _("{title} is already on loan to {patron}").format(title=title, patron=panel.patron.name)
        return Message(Tone.LOOK, headline, (_("Due {day}").format(day=due),))
    counted = _("{count} on loan, {left} more allowed").format(count=panel.held, left=panel.places_left)
    details = ["  ·  ".join((_("Due {day}").format(day=due), counted)), *outcome.warnings]
    if outcome.returned_from is not None:
        details.append(_("Returned for {patron} first").format(patron=outcome.returned_from.patron))
    headline = _("Renewed {title}") if outcome.kind is CheckoutKind.RENEWED else _("Lent {title}")
    look = bool(outcome.warnings or outcome.returned_from)
    return Message(Tone.LOOK if look else Tone.DONE, headline.format(title=title), tuple(details))


def read_here_message(outcome: OnSiteOutcome) -> Message:
    """The copy stays in the house with this patron until the evening; or every reason why not."""
    if outcome.blocks:
        lines = tuple(in_a_row(block.sentence, block.remedy) for block in outcome.blocks)
        return Message(Tone.STOP, _("Not given out: {title}").format(title=outcome.copy.name), lines)
    words = _("{patron} reads {title} here").format(patron=outcome.patron.name, title=outcome.copy.name)
    return Message(Tone.DONE, words, (_("To be given back today; scan the copy when it comes back."),))


def told(outcome: CheckoutOutcome) -> Told:
    """The outcome for machines."""
    return Told(
        str(outcome.kind),
        outcome.copy.code,
        outcome.copy.title,
        outcome.patron.name,
        outcome.due.date if outcome.due else None,
        ("found",) if outcome.found else tuple(str(block.code) for block in outcome.blocks),
    )


def unknown(scan: Scan) -> Message:
    """A code that nothing here is known by."""
    flaw = scan.sentence()
    if flaw:
        return Message(Tone.STOP, flaw)
    if not scan.code:
        return Message(Tone.STOP, _("Nothing was read. Scan it again."))
    details = (
        _("It is not a card, a barcode, an ISBN or a name known here. Put the book aside, or find the patron by name."),
    )
    return Message(Tone.STOP, _("Unknown: {code}").format(code=scan.code), details)
