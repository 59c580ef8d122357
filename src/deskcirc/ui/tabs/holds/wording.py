"""The sentences of the Holds screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskcirc.desk.hold_shelf import KeepKind, KeepOutcome
from deskcirc.desk.holds import HoldOutcome
from deskcirc.domain.copies import Copy
from deskcirc.domain.holds import Hold
from deskcirc.domain.patrons import Patron
from deskcirc.domain.scanning import Scan
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone


def calm(ended: int) -> Message:
    """What the screen is for, and what ended today because nobody came."""
    words = ngettext(
        "{count} hold was not collected in time: take its copy off the hold shelf",
        "{count} holds were not collected in time: take their copies off the hold shelf",
        ended,
    )
    details = (words.format(count=ended),) if ended else ()
    return Message(Tone.READY, _("Scan a pulled copy, a library card, or a title that somebody wants"), details)


def kept(outcome: KeepOutcome, today: date) -> Message:
    """Where the copy goes, with the number first to be seen; or why it is kept for nobody."""
    title, hold = outcome.copy.name, outcome.hold
    if hold is not None:
        details = [_("Reserved by {patron}").format(patron=hold.patron)]
        if hold.expires is not None:
            details.append(_("Kept until {day}").format(day=day_words(hold.expires, today)))
        words = _("Hold shelf {number}: {title} already stands there")
        if outcome.kind is KeepKind.KEPT:
            words = _("Hold shelf {number}: put {title} there")
        tone = Tone.DONE if outcome.kind is KeepKind.KEPT else Tone.LOOK
        found = outcome.found.said if outcome.found else ()
        return Message(tone, words.format(number=hold.shelf_number, title=title), ("  ·  ".join(details), *found))
    if outcome.loan is not None:
        words = _("{title} is on loan to {patron}, due {day}")
        due = day_words(outcome.loan.due, today)
        return Message(Tone.LOOK, words.format(title=title, patron=outcome.loan.patron, day=due))
    if outcome.kind is KeepKind.NOT_FOR_LOAN:
        state = _("damaged") if outcome.copy.damaged else outcome.copy.state_words
        words = _("{title} is registered as {state}: put it aside for the librarian")
        return Message(Tone.STOP, words.format(title=title, state=state))
    words = _("Nobody waits for {title}")
    if outcome.kind is KeepKind.EXPIRED:
        words = _("{title} was reserved and never collected: back to its shelf")
    found = outcome.found.said if outcome.found else ()
    return Message(Tone.LOOK, words.format(title=title), (_where(outcome.copy), *found))


def told_kept(outcome: KeepOutcome) -> Told:
    """The same for machines."""
    patron = outcome.hold.patron if outcome.hold else outcome.loan.patron if outcome.loan else ""
    expires = outcome.hold.expires if outcome.hold else None
    return Told(str(outcome.kind), outcome.copy.code, outcome.copy.title, patron, expires)


def reserved(outcome: HoldOutcome) -> Message:
    """The patron waits now, with how many before them; or every reason why not."""
    if outcome.blocks:
        words = _("Not reserved: {title} for {patron}").format(title=outcome.name, patron=outcome.patron.name)
        return Message(Tone.STOP, words, tuple(block.sentence for block in outcome.blocks))
    words = _("Reserved {title} for {patron}").format(title=outcome.name, patron=outcome.patron.name)
    ahead = ngettext("{count} patron stands before them", "{count} patrons stand before them", outcome.ahead)
    details = ahead.format(count=outcome.ahead) if outcome.ahead else _("They are the first in line")
    return Message(Tone.DONE, words, (details,))


def told_reserved(outcome: HoldOutcome, copy: Copy) -> Told:
    """The same for machines."""
    reasons = tuple(str(block.code) for block in outcome.blocks)
    name = "hold-refused" if outcome.blocks else "reserved"
    return Told(name, copy.code, copy.title, outcome.patron.name, reasons=reasons)


def patrons_holds(patron: Patron, holds: Sequence[Hold], today: date) -> Message:
    """What a patron waits for, what is ready for them and until when."""
    words = ngettext("{patron} has {count} hold", "{patron} has {count} holds", len(holds))
    ready = any(hold.is_ready for hold in holds)
    lines = tuple(_hold_words(hold, today) for hold in holds)
    hint = _("Scan or type the title they want.")
    headline = words.format(patron=patron.label, count=len(holds))
    return Message(Tone.DONE if ready else Tone.LOOK, headline, (*lines, hint))


def queue_of(copy: Copy, queue: Sequence[Hold]) -> Message:
    """Who waits for a title, the first in line first."""
    if not queue:
        hint = _("Scan the card of who wants it.")
        return Message(Tone.LOOK, _("Nobody waits for {title}").format(title=copy.name), (hint,))
    names = _(", ").join(hold.patron for hold in queue)
    words = ngettext("{count} patron waits for {title}", "{count} patrons wait for {title}", len(queue))
    return Message(Tone.LOOK, words.format(count=len(queue), title=copy.name), (names,))


def unknown(scan: Scan) -> Message:
    """A code or words that nothing here is known by."""
    flaw = scan.sentence()
    if flaw:
        return Message(Tone.STOP, flaw)
    hint = _("It is not a card, a barcode, an ISBN, or part of a title or a name known here.")
    return Message(Tone.STOP, _("Unknown: {code}").format(code=scan.original.strip() or scan.code), (hint,))


def _hold_words(hold: Hold, today: date) -> str:
    if not hold.is_ready:
        return _("{title}: waiting").format(title=hold.name)
    until = "–" if hold.expires is None else day_words(hold.expires, today)
    words = _("{title}: ready on hold shelf {number} until {day}")
    return words.format(title=hold.name, number=hold.shelf_number, day=until)


def _where(copy: Copy) -> str:
    return "  ·  ".join(part for part in (copy.call_number, copy.location, copy.code) if part)
