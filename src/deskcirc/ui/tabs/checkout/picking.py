"""An ISBN instead of a barcode: which of the copies lies on the counter; and a copy scanned with no patron there.

Schools that have labelled nothing yet lend by ISBN. Copies of one title are alike, so the counter takes the first
that is free; where the patron has one already, that one is meant.
"""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Choice, Message, Told, Tone


def pick_of_isbn(desk: Desk, of_isbn: tuple[Copy, ...], patron_id: int | None) -> Copy | tuple[Choice, ...]:
    """The copy that is meant, or the choices where titles share the ISBN."""
    with desk.library.reading() as connection:
        loans = {copy.id: loan_of_copy(connection, copy.id, desk.policy, desk.today) for copy in of_isbn}
        kept = {
            hold.copy_id: hold.patron_id
            for title_id in {copy.title_id for copy in of_isbn}
            for hold in holds_of_title(connection, title_id, desk.policy, desk.today)
            if hold.copy_id is not None
        }
    own = [copy for copy in of_isbn if (loan := loans[copy.id]) is not None and loan.patron_id == patron_id]
    if own:
        return own[0]
    for_them = [copy for copy in of_isbn if kept.get(copy.id) == patron_id and patron_id is not None]
    if for_them:
        return for_them[0]
    free = [
        copy
        for copy in of_isbn
        if copy.state is CopyState.IN_STOCK and not copy.damaged and loans[copy.id] is None and copy.id not in kept
    ]
    first_of_title = {copy.title_id: copy for copy in reversed(free or of_isbn)}
    if len(first_of_title) == 1:
        return next(iter(first_of_title.values()))
    return tuple(
        Choice(f"lend:{copy.id}", copy.name, f"{copy.author}  {copy.call_number}")
        for copy in list(first_of_title.values())[:9]
    )


def about_copy(desk: Desk, copy: Copy) -> tuple[Message, Told]:
    """What the counter says of a copy when no patron is there: who has it, or where it stands."""
    with desk.library.reading() as connection:
        loan = loan_of_copy(connection, copy.id, desk.policy, desk.today)
    details = tuple(part for part in (copy.call_number, copy.location, copy.code) if part)
    if loan is not None:
        headline = _("{title} is on loan to {patron}, due {day}").format(
            title=copy.name, patron=loan.holder, day=day_words(loan.due, desk.today)
        )
        told = Told("on-loan", copy.code, copy.title, loan.patron, loan.due)
        return Message(Tone.LOOK, headline, ("  ·  ".join(details),)), told
    if copy.state is CopyState.IN_REPAIR:
        words = _("{title} is registered as {state}.")
        details = (*details, _("If it is mended, scan it in Returns: it goes back to its place."))
    elif copy.damaged and copy.state is CopyState.IN_STOCK:
        words = _("{title} waits for repair: put it on the repair shelf")
    elif copy.state is CopyState.WITHDRAWN:
        words = _("{title} is registered as {state}: put it aside for the librarian")
    else:
        words = _("{title}: {state}. Scan the card first to lend it")
    headline = words.format(title=copy.name, state=copy.state_words)
    return Message(Tone.LOOK, headline, ("  ·  ".join(details),)), Told("no-patron", copy.code, copy.title)
