"""What a return comes to in sentences, wherever it is scanned: the Returns screen, the board at the end of term."""

from __future__ import annotations

from datetime import date
from typing import Final

from deskcirc.desk.returning import CheckInKind, CheckInOutcome
from deskcirc.domain.check_in import Destination
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.prices import format_fen
from deskcirc.domain.repair import Repair, RepairState
from deskcirc.domain.rules import Lending
from deskcirc.domain.scanning import Scan
from deskcirc.text import day_words, marked, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone

_NAMED: Final = 3
"""So many of the copies still out are named; a class has a hundred."""


_OF_KIND: Final = {
    CheckInKind.FOUND: marked("{title} is found again"),
    CheckInKind.UNCOLLECTED: marked("{title} was reserved and never collected: back to its shelf"),
    CheckInKind.RETURNED_TWICE: marked("{title} is back already"),
    CheckInKind.NOT_ON_LOAN: marked("{title} was not on loan"),
}


def return_message(outcome: CheckInOutcome, today: date) -> Message:
    """Where the copy goes now, if anywhere special; else that it is back; then who had it and what they still hold."""
    tone = Tone.LOOK if _needs_a_look(outcome) else Tone.DONE
    return Message(tone, _headline(outcome), tuple(_details(outcome, today)))


def _needs_a_look(outcome: CheckInOutcome) -> bool:
    on_its_way = outcome.decision.destination is Destination.SHELF
    plain = outcome.kind is CheckInKind.RETURNED and on_its_way and not outcome.decision.days_late
    return not plain or outcome.decision.found or _stood_in_corner(outcome)


def _stood_in_corner(outcome: CheckInOutcome) -> bool:
    return outcome.loan is not None and outcome.loan.corner_id is not None


def _headline(outcome: CheckInOutcome) -> str:
    title = outcome.copy.name
    if outcome.hold is not None:
        return _("{title}: put it on hold shelf {number}").format(title=title, number=outcome.hold.shelf_number)
    withdrawn = outcome.copy.state is CopyState.WITHDRAWN
    if outcome.repair is not None and outcome.loan is None and not withdrawn:
        return of_repair(outcome, outcome.repair)
    if outcome.decision.destination is Destination.ASIDE:
        return _("{title} is registered as {state}: put it aside for the librarian").format(
            title=title, state=outcome.copy.state_words
        )
    if outcome.decision.destination is Destination.REPAIR:
        return _("{title} goes to repair").format(title=title)
    if outcome.kind in _OF_KIND:
        return _(_OF_KIND[outcome.kind]).format(title=title)
    if outcome.decision.days_late:
        words = ngettext(
            "{title} is back, {days} day late", "{title} is back, {days} days late", outcome.decision.days_late
        )
        return words.format(title=title, days=outcome.decision.days_late)
    if outcome.loan is not None and outcome.loan.lending is not Lending.HOME:
        return _("{title} is back from the reading room").format(title=title)
    return _("{title} is back").format(title=title)


def of_repair(outcome: CheckInOutcome, repair: Repair) -> str:
    """What a damaged copy that nobody had comes to: it goes back, or it is said where it belongs."""
    words = {
        RepairState.QUEUED: _("{title} waits for repair: put it on the repair shelf"),
        RepairState.IN_REPAIR: _("{title} is being mended: back to the mending table"),
        RepairState.BEYOND: _("{title} is beyond repair: put it aside for the librarian"),
    }
    said = words.get(repair.state, _("{title} is mended and goes back to its shelf"))
    if repair.state is RepairState.MENDED and outcome.decision.destination is Destination.ASIDE:
        said = _("{title} is mended and goes on being processed")
    return said.format(title=outcome.copy.name)


def _about_repair(outcome: CheckInOutcome, repair: Repair, today: date) -> list[str]:
    said = [] if outcome.kind is CheckInKind.BACK_FROM_REPAIR or not repair.damage_words else [repair.damage_words]
    if repair.state is not RepairState.IN_REPAIR:
        return said
    if repair.helper:
        said.append(_("It is mended by {helper}").format(helper=repair.helper))
    if repair.due_back is not None:
        said.append(_("It should be mended by {day}").format(day=day_words(repair.due_back, today)))
    return [*said, _("Is it mended? Note that in Repair first.")]


def _details(outcome: CheckInOutcome, today: date) -> list[str]:
    said = _of_people(outcome)
    if outcome.repair is not None:
        said += _about_repair(outcome, outcome.repair, today)
    if outcome.counted_in_house:
        said.append(_("Counted as in-house use"))
    if outcome.decision.found and outcome.found is None:
        said += _of_register(outcome.copy)
    if outcome.decision.amnesty is not None:
        said.append(_("Amnesty: nothing follows from coming late."))
    if outcome.decision.suspend_until is not None:
        day = day_words(outcome.decision.suspend_until, today)
        said.append(_("Lending is suspended until {day}").format(day=day))
    if outcome.decision.fine:
        said.append(_("{yuan} yuan overdue charge").format(yuan=format_fen(outcome.decision.fine)))
    if outcome.returned_on != today and outcome.kind is CheckInKind.RETURNED:
        said.append(_("Counts as returned on {day}").format(day=day_words(outcome.returned_on, today)))
    return said


def _of_register(copy: Copy) -> list[str]:
    """What it was by the register; of a withdrawn copy, whose headline says so, how it comes back into the books."""
    if copy.state is CopyState.WITHDRAWN:
        return [_("The withdrawal can be undone until its month is sealed; after that the copy is registered anew.")]
    return [_("It was registered as {state}").format(state=copy.state_words)]


def _of_people(outcome: CheckInOutcome) -> list[str]:
    """Who waits for it and who had it; of a copy that was lost, what is reversed now."""
    said = [] if outcome.hold is None else [_("Reserved by {patron}").format(patron=outcome.hold.patron)]
    if outcome.found is not None:
        return [*said, *outcome.found.said]
    return said if outcome.patron is None else [*said, _returned_by(outcome)]


def _returned_by(outcome: CheckInOutcome) -> str:
    who = outcome.patron.label if outcome.patron else ""
    if _stood_in_corner(outcome):
        words = _("It stood in the class corner of {name} and is taken out of it")
        if outcome.sub_loan is not None:
            words = _("It stood in the class corner of {name}, {patron} had it; it is taken out of the corner")
        return words.format(name=who, patron=outcome.sub_loan.patron if outcome.sub_loan else "")
    if not outcome.still_out:
        return _("Returned by {patron}, who has nothing else on loan").format(patron=who)
    names = _(", ").join(loan.name for loan in outcome.still_out[:_NAMED])
    if len(outcome.still_out) > _NAMED:
        names = _("{titles} and others").format(titles=names)
    words = ngettext(
        "Returned by {patron}, who still has {count} on loan: {titles}",
        "Returned by {patron}, who still has {count} on loan: {titles}",
        len(outcome.still_out),
    )
    return words.format(patron=who, count=len(outcome.still_out), titles=names)


def told(outcome: CheckInOutcome) -> Told:
    """The outcome for machines."""
    return Told(
        str(outcome.kind),
        outcome.copy.code,
        outcome.copy.title,
        outcome.patron.name if outcome.patron else "",
        outcome.loan.due if outcome.loan else None,
        (str(outcome.decision.destination),),
    )


def unknown(scan: Scan) -> Message:
    """A code that nothing here is known by."""
    flaw = scan.sentence()
    if flaw:
        return Message(Tone.STOP, flaw)
    if not scan.code:
        return Message(Tone.STOP, _("Nothing was read. Scan it again."))
    return Message(
        Tone.STOP, _("Unknown: {code}").format(code=scan.code), (_("Put the book aside for the librarian."),)
    )
