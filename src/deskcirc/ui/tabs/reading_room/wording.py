"""The sentences of the Reading room screen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.desk.reading_room import OnSiteOutcome, VisitOutcome
from deskcirc.desk.returning import CheckInKind, CheckInOutcome
from deskcirc.domain.check_in import Destination
from deskcirc.domain.copies import Copy
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.scanning import Scan
from deskcirc.text import day_words, in_a_row, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone
from deskcirc.ui.return_words import of_repair, return_message
from deskcirc.ui.tabs.reading_room.lists import RoomLists


def calm(lists: RoomLists) -> Message:
    """What the screen is for; before closing time, what has not been given back, and what is late since yesterday."""
    details = []
    if lists.late:
        names = _(", ").join(f"{row.title} {row.patron}" for row in lists.late[:3])
        words = ngettext(
            "{count} copy was not given back on an earlier day: {names}",
            "{count} copies were not given back on an earlier day: {names}",
            len(lists.late),
        )
        details.append(words.format(count=len(lists.late), names=names))
    if lists.closing and len(lists.here) > len(lists.late):
        words = ngettext(
            "Closing time: {count} copy is still being read here",
            "Closing time: {count} copies are still being read here",
            len(lists.here),
        )
        details.append(words.format(count=len(lists.here)))
    return Message(Tone.READY, _("Scan the card of who comes in, then what they read here"), tuple(details))


def visit(desk: Desk, outcome: VisitOutcome, here: Sequence[str]) -> Message:
    """Who came; or that they were counted in this period already. What they still read here stands under it."""
    clock = desk.policy.clock_of(outcome.at).strftime("%H:%M")
    reads = (_("Reads here: {titles}").format(titles=_(", ").join(here)),) if here else ()
    if not outcome.counted:
        words = _("{who}: counted at {clock} already").format(who=outcome.who, clock=clock)
        return Message(Tone.LOOK, words, reads or (_("Nobody is counted twice in one opening period."),))
    if outcome.is_class:
        words = ngettext("{who}: {count} person counted", "{who}: {count} persons counted", outcome.persons)
        hint = _("Another number came? Select the visit and change it.")
        return Message(Tone.DONE, words.format(who=outcome.who, count=outcome.persons), (hint,))
    return Message(Tone.DONE, _("{who}: visit counted").format(who=outcome.who), reads)


def told_visit(outcome: VisitOutcome) -> Told:
    """The same for machines."""
    return Told("visit" if outcome.counted else "visit-again", patron=outcome.who, reasons=(str(outcome.persons),))


def read_here(outcome: OnSiteOutcome) -> Message:
    """The copy is read here until the evening; or every reason why not."""
    title = outcome.copy.name
    if outcome.blocks:
        lines = tuple(in_a_row(block.sentence, block.remedy) for block in outcome.blocks)
        return Message(Tone.STOP, _("Not given out: {title}").format(title=title), lines)
    words = _("{patron} reads {title} here").format(patron=outcome.patron.name, title=title)
    tone = Tone.LOOK if outcome.warnings else Tone.DONE
    return Message(tone, words, (*outcome.warnings, _("To be given back today; scan the copy when it comes back.")))


def told_read_here(outcome: OnSiteOutcome) -> Told:
    """The same for machines."""
    return _told(outcome, "on-site")


def taken_home(outcome: OnSiteOutcome, today: date) -> Message:
    """The copy goes home and when it is due; or every reason why not."""
    title = outcome.copy.name
    if outcome.blocks or outcome.due is None:
        lines = tuple(in_a_row(block.sentence, block.remedy) for block in outcome.blocks)
        return Message(Tone.STOP, _("Not to be taken home: {title}").format(title=title), lines)
    words = _("{patron} takes {title} home").format(patron=outcome.patron.name, title=title)
    due = _("Due {day}").format(day=day_words(outcome.due.date, today))
    return Message(Tone.LOOK if outcome.warnings else Tone.DONE, words, (due, *outcome.warnings))


def told_home(outcome: OnSiteOutcome) -> Told:
    """The same for machines."""
    return _told(outcome, "home")


def came_back(outcome: CheckInOutcome, today: date) -> Message:
    """A copy that was read here is back, or was counted as used; where it goes now comes first if anywhere special."""
    if outcome.found is not None:
        return return_message(outcome, today)
    title = outcome.copy.name
    details = [] if outcome.patron is None else [_("Given back by {patron}").format(patron=outcome.patron.label)]
    if outcome.counted_in_house:
        details.append(_("Counted as in-house use"))
    if outcome.decision.days_late and outcome.loan is not None:
        details.append(_("It was due on {day}").format(day=day_words(outcome.loan.due, today)))
    return Message(*_tone_and_headline(outcome, title), tuple(details))


def _tone_and_headline(outcome: CheckInOutcome, title: str) -> tuple[Tone, str]:
    if outcome.hold is not None:
        words = _("{title}: put it on hold shelf {number}")
        return Tone.LOOK, words.format(title=title, number=outcome.hold.shelf_number)
    if outcome.repair is not None and outcome.loan is None:
        return Tone.LOOK, of_repair(outcome, outcome.repair)
    if outcome.decision.destination is Destination.ASIDE:
        words = _("{title} is registered as {state}: put it aside for the librarian")
        return Tone.LOOK, words.format(title=title, state=outcome.copy.state_words)
    if outcome.decision.destination is Destination.REPAIR:
        return Tone.LOOK, _("{title} goes to repair").format(title=title)
    if outcome.loan is not None:
        tone = Tone.LOOK if outcome.decision.days_late else Tone.DONE
        return tone, _("{title} is back from the reading room").format(title=title)
    if outcome.counted_in_house:
        return Tone.DONE, _("{title} was read here").format(title=title)
    return Tone.LOOK, _("{title} is back already").format(title=title)


def told_back(outcome: CheckInOutcome) -> Told:
    """The same for machines."""
    name = "on-site-returned" if outcome.kind is CheckInKind.RETURNED else str(outcome.kind)
    name = "in-house-use" if outcome.counted_in_house else name
    patron = outcome.patron.name if outcome.patron else ""
    return Told(name, outcome.copy.code, outcome.copy.title, patron, reasons=(str(outcome.decision.destination),))


def on_loan(copy: Copy, loan: OpenLoan, today: date) -> Message:
    """The register says that somebody has the copy at home."""
    words = _("{title} is on loan to {patron}, due {day}")
    day = day_words(loan.due, today)
    return Message(Tone.LOOK, words.format(title=copy.name, patron=loan.patron, day=day))


def unknown(scan: Scan) -> Message:
    """A code or words that nothing here is known by."""
    flaw = scan.sentence()
    if flaw:
        return Message(Tone.STOP, flaw)
    hint = _("It is not a card, a barcode, an ISBN, a name or a class known here.")
    return Message(Tone.STOP, _("Unknown: {code}").format(code=scan.original.strip() or scan.code), (hint,))


def _told(outcome: OnSiteOutcome, done: str) -> Told:
    codes = tuple(str(block.code) for block in outcome.blocks)
    due = outcome.due.date if outcome.due else None
    name = "refused" if outcome.blocks else done
    return Told(name, outcome.copy.code, outcome.copy.title, outcome.patron.name, due, codes)
