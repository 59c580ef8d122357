"""Holds: asked for at the counter, caught at return, kept on a numbered place, fulfilled by a loan."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy
from deskcirc.domain.holds import Hold, HoldState, free_shelf_number
from deskcirc.domain.patrons import Patron
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copies_of_title
from deskcirc.store.lookups.holds import holds_of_patron, holds_of_title, open_hold_by_id, shelf_numbers_in_use
from deskcirc.store.lookups.loans import loans_of_patron
from deskcirc.store.tables import copies
from deskcirc.store.tables import holds as holds_table
from deskcirc.text import gettext as _


def place_hold(desk: Desk, patron: Patron, title_id: int) -> str:
    """Put the patron into the title's queue; returns "" or the sentence why not."""
    with desk.library.writing(desk.act(ActName.PLACE_HOLD)) as writing:
        queue = holds_of_title(writing.connection, title_id, desk.policy, desk.today)
        if any(hold.patron_id == patron.id for hold in queue):
            return _("{patron} is already waiting for this title.").format(patron=patron.name)
        held = loans_of_patron(writing.connection, patron.id, desk.policy, desk.today)
        if any(loan.title_id == title_id for loan in held):
            return _("{patron} already has a copy of this title.").format(patron=patron.name)
        rule = desk.policy.rule_for(patron.category_id, patron.grade, None)
        allowed = rule.holds if rule else 0
        if len(holds_of_patron(writing.connection, patron.id, desk.policy, desk.today)) >= allowed:
            return _("{patron} may have at most {limit} holds at a time.").format(patron=patron.name, limit=allowed)
        writing.insert(holds_table, title_id=title_id, patron_id=patron.id, placed_at=desk.now)
        writing.tell(title=_name_of(writing, title_id), patron=patron.label)
    return ""


def cancel_hold(desk: Desk, hold_id: int) -> str:
    """End a hold; a copy kept for it goes back to the trolley, or to who waits next by the next scan in Returns.

    Returns "" or the sentence why not: the list it was chosen from may be older than the last scan.
    """
    with desk.library.writing(desk.act(ActName.CANCEL_HOLD)) as writing:
        hold = open_hold_by_id(writing.connection, hold_id, desk.policy, desk.today)
        if hold is None:
            return _("This hold has already ended.")
        writing.update(
            holds_table, hold.id, state=HoldState.CANCELLED.value, ended_at=desk.now, copy_id=None, shelf_number=None
        )
        if hold.copy_id is not None:
            writing.update(copies, hold.copy_id, awaits_shelving=True)
        writing.tell(title=f"《{hold.title}》", patron=hold.patron)
    return ""


def keep_for(desk: Desk, writing: Writing, hold: Hold, copy: Copy) -> Hold:
    """Put the copy on the hold shelf for the hold, on the lowest free number; harmless when it stands there already."""
    if hold.is_ready and hold.copy_id == copy.id:
        return hold
    number = free_shelf_number(shelf_numbers_in_use(writing.connection))
    expires = desk.policy.open_days.next_open_day(desk.today + timedelta(days=desk.policy.hold_days))
    writing.update(
        holds_table,
        hold.id,
        state=HoldState.READY.value,
        copy_id=copy.id,
        shelf_number=number,
        ready_at=desk.now,
        expires=expires,
    )
    if copy.awaits_shelving:
        writing.update(copies, copy.id, awaits_shelving=False)
    return replace(hold, state=HoldState.READY, copy_id=copy.id, shelf_number=number, expires=expires)


def fulfil(desk: Desk, writing: Writing, queue: tuple[Hold, ...], patron_id: int, copy_id: int) -> None:
    """The patron borrows the title: their hold ends; a copy kept for them that they did not take is set free."""
    own = next((hold for hold in queue if hold.patron_id == patron_id), None)
    for hold in queue:
        if hold.copy_id == copy_id and hold is not own:
            _put_back_in_line(writing, hold)
    if own is None:
        return
    writing.update(holds_table, own.id, state=HoldState.FULFILLED.value, ended_at=desk.now)
    if own.copy_id is not None and own.copy_id != copy_id:
        writing.update(copies, own.copy_id, awaits_shelving=True)


def release_copy(writing: Writing, queue: tuple[Hold, ...], copy_id: int) -> None:
    """The copy can no longer be kept: whoever it was kept for waits in their old place again."""
    for hold in queue:
        if hold.copy_id == copy_id:
            _put_back_in_line(writing, hold)


def _put_back_in_line(writing: Writing, hold: Hold) -> None:
    writing.update(
        holds_table,
        hold.id,
        state=HoldState.WAITING.value,
        copy_id=None,
        shelf_number=None,
        ready_at=None,
        expires=None,
    )


def _name_of(writing: Writing, title_id: int) -> str:
    found = copies_of_title(writing.connection, title_id)
    return found[0].name if found else ""
