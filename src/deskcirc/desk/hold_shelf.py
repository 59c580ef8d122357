"""The hold shelf: copies pulled for who waits, holds nobody collected, and how long one is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import FoundOutcome, found_in, is_missed
from deskcirc.desk.holds import keep_for, send_on
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold, HoldState, next_in_line
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.operators import Right
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.holds import holds_of_title, open_hold_by_id, past_holds, was_never_collected
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.tables import copies, holds
from deskcirc.text import day_words
from deskcirc.text import gettext as _


class KeepKind(StrEnum):
    """What a copy scanned for the hold shelf came to."""

    KEPT = "kept"
    KEPT_ALREADY = "kept-already"
    NOBODY_WAITS = "nobody-waits"
    EXPIRED = "expired"  # it comes from the hold shelf, where nobody collected it, and nobody else waits
    ON_LOAN = "on-loan"
    NOT_FOR_LOAN = "not-for-loan"  # damaged, in repair, in process, lost, withdrawn


@dataclass(frozen=True, slots=True)
class KeepOutcome:
    """What was done with the copy; `hold` is the one it is kept for, `loan` the one that is still open."""

    kind: KeepKind
    copy: Copy
    hold: Hold | None = None
    loan: OpenLoan | None = None
    found: FoundOutcome | None = None  # it was lost or looked for


@dataclass(frozen=True, slots=True)
class Expired:
    """A hold that ended uncollected, with the copy that was kept for it."""

    hold: Hold
    copy: Copy


def keep_copy(desk: Desk, copy_id: int) -> KeepOutcome:
    """Put a copy that was pulled from its shelf on the hold shelf for who waits longest for it.

    Raises GoneError for a copy that does not exist.
    """
    with desk.library.writing(desk.act(ActName.KEEP_COPY)) as writing:
        connection = writing.connection
        copy = copy_by_id(connection, copy_id)
        if copy is None:
            raise GoneError
        loan = loan_of_copy(connection, copy_id, desk.policy, desk.today)
        if is_missed(copy, loan):
            return _find(desk, writing, copy)
        if loan is not None:
            return KeepOutcome(KeepKind.ON_LOAN, copy, loan=loan)
        queue = holds_of_title(connection, copy.title_id, desk.policy, desk.today)
        kept = next((hold for hold in queue if hold.is_ready and hold.copy_id == copy_id), None)
        if kept is not None:
            return KeepOutcome(KeepKind.KEPT_ALREADY, copy, kept)
        if copy.damaged or copy.state not in (CopyState.IN_STOCK, CopyState.MISSING):
            return KeepOutcome(KeepKind.NOT_FOR_LOAN, copy)
        first = next_in_line(queue, copy_id)
        if first is None:
            over = copy.awaits_shelving and was_never_collected(connection, copy_id)
            return KeepOutcome(KeepKind.EXPIRED if over else KeepKind.NOBODY_WAITS, copy)
        if copy.state is CopyState.MISSING:
            writing.update(copies, copy_id, state=CopyState.IN_STOCK.value)
        ready = keep_for(desk, writing, first, copy)
        writing.tell(title=copy.name, code=copy.code, patron=ready.patron, number=ready.shelf_number)
        return KeepOutcome(KeepKind.KEPT, copy, ready)


def _find(desk: Desk, writing: Writing, copy: Copy) -> KeepOutcome:
    """A lost copy was pulled from a shelf: it is found, and goes to who waits or to the trolley."""
    found = found_in(desk, writing, copy)
    writing.name_act(str(ActName.FIND_COPY))
    if found.hold is not None:
        return KeepOutcome(KeepKind.KEPT, found.copy, found.hold, found=found)
    kind = KeepKind.NOT_FOR_LOAN if found.copy.damaged else KeepKind.NOBODY_WAITS
    return KeepOutcome(kind, found.copy, found=found)


def expire_holds(desk: Desk) -> tuple[Expired, ...]:
    """End every hold that was not collected in time, as one act; nothing is written where there is none.

    The copy is kept for the next in line, on another number than any that became free here, for those places are
    still full; or it goes to the trolley.
    """
    with desk.library.reading() as connection:
        if not past_holds(connection, desk.policy, desk.today):
            return ()
    with desk.library.writing(desk.act(ActName.EXPIRE_HOLDS)) as writing:
        past = past_holds(writing.connection, desk.policy, desk.today)
        numbers = [hold.shelf_number for hold in past if hold.shelf_number is not None]
        for hold in past:
            writing.update(holds, hold.id, state=HoldState.EXPIRED.value, shelf_number=None, ended_at=desk.now)
        ended = tuple(_set_free(desk, writing, hold, numbers) for hold in past)
        names = _(", ").join(dict.fromkeys(each.copy.name for each in ended))
        writing.tell(count=len(ended), titles=names)
    return ended


def _set_free(desk: Desk, writing: Writing, hold: Hold, not_on: list[int]) -> Expired:
    """The copy of an ended hold goes to the next in line, or to the trolley."""
    copy = None if hold.copy_id is None else copy_by_id(writing.connection, hold.copy_id)
    if copy is None:
        raise GoneError
    send_on(desk, writing, copy, not_on)
    return Expired(hold, copy)


def keep_until(desk: Desk, hold_id: int, until: date) -> str:
    """Keep a ready copy on the hold shelf until another day; returns "" or the sentence why not."""
    if not desk.operator.may(Right.PATRONS):
        return _("Only the librarian may change how long a copy is kept.")
    if until < desk.today:
        return _("{day} is over: a copy can be kept until today at the earliest.").format(
            day=day_words(until, desk.today)
        )
    with desk.library.writing(desk.act(ActName.CHANGE_HOLD)) as writing:
        hold = open_hold_by_id(writing.connection, hold_id, desk.policy, desk.today)
        if hold is None or not hold.is_ready:
            return _("No copy is kept for this hold any more.")
        writing.update(holds, hold.id, expires=until)
        writing.tell(title=hold.name, patron=hold.patron, due=until.isoformat())
    return ""
