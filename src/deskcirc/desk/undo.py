"""Taking back the last act of this counter, then the one before it, whatever tab it was done in."""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.desk.access import operators_of
from deskcirc.desk.desk import Desk
from deskcirc.domain.act_rights import right_to
from deskcirc.domain.changes import CORNER_ACTS, COUNTER_ACTS, NOT_UNDOABLE, SECTION_ACTS, ActName, act_sentence
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.reversal import Entry, TouchedSinceError, entry_by_id, is_undone, last_undoable, reverse
from deskcirc.store.tables import copies, stocktakes
from deskcirc.text import full_date
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """What was taken back, or why nothing could be."""

    done: bool
    sentence: str
    entry_id: int | None = None  # the journal entry that was taken back


def undo_last(desk: Desk, section: str = "") -> UndoOutcome:
    """Take back the last act of this station that still stands; acts of other days are left to the history.

    `section`: the one of a tab that is looked at, a key of SECTION_ACTS; what is done there counts too then, as far as
    the operator may do it.
    """
    done_there = SECTION_ACTS.get(section, frozenset())
    acts = COUNTER_ACTS | {act for act in done_there if (right := right_to(act)) is None or desk.operator.may(right)}
    with desk.library.reading() as connection:
        entry = last_undoable(connection, desk.station, acts)
    if entry is None or desk.policy.day_of(entry.at) != desk.today:
        return UndoOutcome(False, _("There is nothing more to undo at this counter today."))
    if desk.operator.class_id is not None and (entry.act not in CORNER_ACTS or entry.operator != desk.operator.name):
        return UndoOutcome(
            False, _("Somebody else did the last thing here, so {name} cannot undo it.").format(name=desk.operator.name)
        )
    return undo_entry(desk, entry)


def undo_by_id(desk: Desk, entry_id: int) -> UndoOutcome:
    """Take back one entry of the history. Raises GoneError for an entry that does not exist."""
    with desk.library.reading() as connection:
        entry = entry_by_id(connection, entry_id)
        if entry is None:
            raise GoneError
        if is_undone(connection, entry_id):
            return UndoOutcome(False, _("This has already been undone."))
    if entry.act in NOT_UNDOABLE:
        return UndoOutcome(False, _("This cannot be undone."))
    return undo_entry(desk, entry)


def undo_entry(desk: Desk, entry: Entry) -> UndoOutcome:
    """Put every row of the entry back as one new act, or say what stands in the way."""
    what = act_sentence(entry.act, entry.subject)
    if why_not := _not_allowed(desk, entry.act, what):
        return UndoOutcome(False, why_not)
    if why_not := _on_a_signed_sheet(desk, entry):
        return UndoOutcome(False, _("“{what}” cannot be undone: {why}").format(what=what, why=why_not))
    subject = {**entry.subject, "act": entry.act}
    try:
        with desk.library.writing(desk.act(ActName.UNDO, **subject)) as writing:
            words = _("Putting back what was there")
            reverse(writing, entry, lambda done, total: desk.progress(done, total, words))
            _queue_what_it_brought_back(desk, writing)
            _refuse_to_count_twice(writing)
    except TouchedSinceError as error:
        if error.why:
            return UndoOutcome(False, _("“{what}” cannot be undone: {why}").format(what=what, why=error.why))
        return UndoOutcome(False, _("“{what}” cannot be undone yet; undo what was done later first.").format(what=what))
    return UndoOutcome(True, what, entry.id)


def _queue_what_it_brought_back(desk: Desk, writing: Writing) -> None:
    """A copy that was damaged before there was a queue, and withdrawn, comes back damaged: it waits for its repair."""
    if copies.name in writing.touched:
        from deskcirc.desk.damage_before import queue_in  # most undos bring no copy back

        queue_in(desk, writing)


def _refuse_to_count_twice(writing: Writing) -> None:
    """A count that was closed or void runs again by this: not while another one asks for the very same copies."""
    if stocktakes.name in writing.touched:
        from deskcirc.desk.stocktakes import counted_twice  # most undos are of no count

        if why_not := counted_twice(writing.connection):
            raise TouchedSinceError(stocktakes.name, why_not)


def _on_a_signed_sheet(desk: Desk, entry: Entry) -> str:
    """Why money of an earlier day is not taken back: that day's cash sheet is signed, and the box was counted by it."""
    day = desk.policy.day_of(entry.at)
    if day == desk.today:
        return ""
    from deskcirc.store.lookups.payments import writes_payments  # most undos are of the same day

    with desk.library.reading() as connection:
        if not writes_payments(connection, entry.id):
            return ""
    return _("it stands on the cash sheet of {day}; give the money back, or charge it anew.").format(day=full_date(day))


def _not_allowed(desk: Desk, act: str, what: str) -> str:
    """Whoever may not do a thing may not take it back; the sentence names who may."""
    right = right_to(act)
    if right is None or desk.operator.may(right):
        return ""
    names = [other.name for other in operators_of(desk) if other.may(right)]
    words = _("Only the librarian may take back “{what}”: {names}.")
    return words.format(what=what, names=_(", ").join(names))
