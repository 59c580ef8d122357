"""Lending inside a class corner in plain Python: a pupil's card, then copies of the corner; a copy alone comes back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.sub_loans import SubLoanOutcome, lend_in_corner, return_in_corner
from deskcirc.domain.copies import Copy
from deskcirc.domain.corners import Corner, pupil_blocks
from deskcirc.domain.patrons import Patron
from deskcirc.domain.scanning import Scan
from deskcirc.store.lookups.corners import corners_of_copy
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.classes import corners_words as words
from deskcirc.ui.tabs.classes.corners_part import CornersPart


def scan_inside(desk: Desk, part: CornersPart, corner: Corner, scan: Scan, found: Identified) -> Answer:
    """A pupil of the class comes before the corner; a copy is lent to the pupil there is, or comes back.

    Whose card it was is forgotten when the corner has been idle, as at checkout: the next comes without a card.
    """
    idle = timedelta(seconds=desk.policy.idle_seconds)
    gone = part.pupil_at is not None and desk.now - part.pupil_at >= idle
    part = replace(part, pupil=None if gone else part.pupil, pupil_at=desk.now)
    if found.patron is not None:
        return _on_pupil(part, corner, found.patron)
    copy = found.copy or _of_isbn(part, found.of_isbn)
    if copy is None:
        details = (_("It is neither the card of a pupil nor a copy known here."),)
        return Answer(part, Message(Tone.STOP, _("Unknown: {code}").format(code=scan.code), details), Told("unknown"))
    if part.pupil is None:
        return put_back(desk, part, corner, copy.id)
    outcome = lend_in_corner(desk, corner.id, part.pupil.id, copy.id, part.due)
    return _answered(desk, part, outcome)


def put_back(desk: Desk, part: CornersPart, corner: Corner, copy_id: int) -> Answer:
    """The copy stands in the corner again."""
    return _answered(desk, part, return_in_corner(desk, corner.id, copy_id))


def set_due(desk: Desk, part: CornersPart, values: Mapping[str, str]) -> Answer:
    """Until when the corner lends from now on; no day for as long as the pupil likes."""
    text = values.get("day", "").strip()
    if not text:
        return Answer(replace(part, due=None), Message(Tone.DONE, _("The corner lends without a due date")))
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise UnknownActError(f"due {text}") from error
    if day < desk.today:
        message = Message(Tone.STOP, _("A due date cannot lie in the past."))
        return Answer(part, message, Told("refused"))
    headline = _("The corner lends until {day}").format(day=day_words(day, desk.today))
    return Answer(replace(part, due=day), Message(Tone.DONE, headline), Told("corner-due", due=day))


def where_it_stood(desk: Desk, part: CornersPart, copy: Copy) -> Answer:
    """The corners a copy has stood in."""
    with desk.library.reading() as connection:
        stood = corners_of_copy(connection, copy.id, desk.policy, desk.today)
    count = ngettext(
        "{title} has stood in a class corner {count} time",
        "{title} has stood in class corners {count} times",
        len(stood),
    )
    headline = count.format(title=copy.name, count=len(stood))
    if not stood:
        headline = _("{title} has never stood in a class corner").format(title=copy.name)
    lines = words.stood_words(stood, desk.today)
    return Answer(part, Message(Tone.LOOK, headline, lines), Told("stood", copy.code, copy.title))


def _on_pupil(part: CornersPart, corner: Corner, pupil: Patron) -> Answer:
    blocks = pupil_blocks(corner, pupil)
    if blocks:
        codes = tuple(str(block.reason) for block in blocks)
        headline = _("{patron} takes nothing here").format(patron=pupil.label)
        told = Told("refused", patron=pupil.name, reasons=codes)
        return Answer(replace(part, pupil=None), Message(Tone.STOP, headline, words.sentences(blocks)), told)
    has = [line.copy.name for line in part.inside if line.sub_loan and line.sub_loan.patron_id == pupil.id]
    held = _("has from this corner: {titles}").format(titles=_(", ").join(has)) if has else _("has nothing from it yet")
    details = (held, _("Now scan copies of the corner."))
    return Answer(
        replace(part, pupil=pupil), Message(Tone.DONE, pupil.name, details), Told("patron", patron=pupil.name)
    )


def _of_isbn(part: CornersPart, of_isbn: tuple[Copy, ...]) -> Copy | None:
    """The copy of the ISBN that stands in this corner; with a pupil there, one that nobody has."""
    here = {line.copy.id: line for line in part.inside}
    known = [copy for copy in of_isbn if copy.id in here]
    wanted = [copy for copy in known if (here[copy.id].sub_loan is None) == (part.pupil is not None)]
    return next(iter((*wanted, *known, *of_isbn)), None)


def _answered(desk: Desk, part: CornersPart, outcome: SubLoanOutcome) -> Answer:
    message, told = words.sub_loan_message(outcome, part.due, desk.today)
    return Answer(part, message, told)
