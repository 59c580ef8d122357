"""The sentences of the Returns screen."""

from __future__ import annotations

from datetime import date

from deskcirc.desk.returning import CheckInKind, CheckInOutcome
from deskcirc.domain.check_in import Destination
from deskcirc.domain.copies import Copy
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.repair import RepairState
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _


def condition(outcome: CheckInOutcome) -> str:
    """The column "condition" of the list."""
    if outcome.copy.damaged:
        said = "" if outcome.repair is None else outcome.repair.damage_words  # in the language of the screen
        return _("damaged: {note}").format(note=said) if said else damage_words(outcome.copy)
    if outcome.decision.days_late:
        words = ngettext("{days} day late", "{days} days late", outcome.decision.days_late)
        return words.format(days=outcome.decision.days_late)
    return {
        CheckInKind.RETURNED: "",
        CheckInKind.NOT_ON_LOAN: _("not on loan"),
        CheckInKind.RETURNED_TWICE: _("back already"),
        CheckInKind.UNCOLLECTED: _("not collected"),
        CheckInKind.BACK_FROM_REPAIR: _("mended"),
        CheckInKind.FOUND: _("found again"),
    }[outcome.kind]


def damage_words(copy: Copy) -> str:
    """The damage in a few words."""
    return _("damaged: {note}").format(note=copy.damage_note) if copy.damage_note else _("damaged")


def with_damage(lateness: str, copy: Copy) -> str:
    """The column "condition" of a copy whose damage was seen after its return: that it came late stands on."""
    return _(", ").join(each for each in (damage_words(copy), lateness) if each)


def destination(outcome: CheckInOutcome) -> str:
    """The column "goes to" of the list."""
    if outcome.hold is not None:
        return _("Hold shelf {number}").format(number=outcome.hold.shelf_number)
    if outcome.decision.destination is Destination.REPAIR:
        at_table = outcome.repair is not None and outcome.repair.state is RepairState.IN_REPAIR
        return _("Mending table") if at_table else _("Repair shelf")
    if outcome.decision.destination is Destination.ASIDE:
        return _("For the librarian")
    if outcome.copy.location:
        return _("Shelf {location}").format(location=outcome.copy.location)
    return _("Shelf")


def loan_detail(loan: OpenLoan, days_late: int, today: date) -> str:
    """One loan on one line: when it is due, how late it is."""
    if loan.claimed_on is not None:
        words = _("Said on {day} to be returned; looked for")
        return f"{words.format(day=day_words(loan.claimed_on, today))}  ·  {loan.code}"
    due = _("Due {day}").format(day=day_words(loan.due, today))
    if not days_late:
        return f"{due}  ·  {loan.code}"
    late = ngettext("{days} day late", "{days} days late", days_late).format(days=days_late)
    return f"{due}  ·  {late}  ·  {loan.code}"
