"""Holds: asked for at the counter, moved in their queue, cancelled; and the copy of one kept or let go of."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import timedelta

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.copies import Copy
from deskcirc.domain.hold_requests import HoldBlock, HoldFacts, decide_hold
from deskcirc.domain.holds import Hold, HoldState, free_shelf_number, in_order, next_in_line
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import Patron
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copies_of_title
from deskcirc.store.lookups.holds import (
    holds_of_patron,
    holds_of_title,
    open_hold_by_id,
    patrons_holds_of_type,
    shelf_numbers_in_use,
)
from deskcirc.store.lookups.loans import loans_of_patron
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import copies
from deskcirc.store.tables import holds as holds_table
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row


@dataclass(frozen=True, slots=True)
class HoldOutcome:
    """Whether the patron waits now; `ahead` counts who stands before them, `blocks` say why they don't."""

    patron: Patron
    name: str  # of the title, in its brackets
    blocks: tuple[HoldBlock, ...] = ()
    ahead: int = 0

    @property
    def why_not(self) -> str:
        """Every reason against it in one text; "" where the patron waits now."""
        return in_a_row(*(block.sentence for block in self.blocks))


def place_hold(desk: Desk, patron: Patron, title_id: int) -> str:
    """Put the patron into the title's queue; returns "" or the sentences why not."""
    return reserve(desk, patron, title_id).why_not


def reserve(desk: Desk, patron: Patron, title_id: int, *, wanted_copy_id: int | None = None) -> HoldOutcome:
    """Put the patron at the end of the title's queue, for any copy or for one very copy.

    Raises GoneError for a patron or title that does not exist.
    """
    with desk.library.writing(desk.act(ActName.PLACE_HOLD)) as writing:
        facts = _read_facts(desk, writing, patron, title_id, wanted_copy_id)
        blocks = decide_hold(facts)
        if blocks:
            return HoldOutcome(facts.patron, facts.name, blocks)
        writing.insert(
            holds_table,
            title_id=title_id,
            patron_id=patron.id,
            placed_at=desk.now,
            wanted_copy_id=wanted_copy_id,
            place=max((hold.place for hold in facts.queue), default=0),
        )
        writing.tell(title=facts.name, patron=facts.patron.label)
    return HoldOutcome(facts.patron, facts.name, ahead=sum(not hold.is_ready for hold in facts.queue))


def _read_facts(
    desk: Desk, writing: Writing, patron: Patron, title_id: int, wanted_copy_id: int | None = None
) -> HoldFacts:
    connection, today = writing.connection, desk.today
    fresh = patron_by_id(connection, patron.id, desk.policy, today)
    found = copies_of_title(connection, title_id)
    if wanted_copy_id is not None:
        found = tuple(copy for copy in found if copy.id == wanted_copy_id)
    if fresh is None or not found:
        raise GoneError
    item_type_id = found[0].item_type_id
    return HoldFacts(
        patron=fresh,
        name=found[0].name,
        today=today,
        copies=found,
        queue=holds_of_title(connection, title_id, desk.policy, today),
        loans=loans_of_patron(connection, patron.id, desk.policy, today),
        holds=holds_of_patron(connection, patron.id, desk.policy, today),
        rule=desk.policy.rule_for(fresh.category_id, fresh.grade, item_type_id),
        title_id=title_id,
        of_type=patrons_holds_of_type(connection, patron.id, item_type_id),
    )


def move_hold(desk: Desk, hold_id: int, *, to_end: bool = False) -> str:
    """Let a waiting patron stand one place further up, or last; returns "" or the sentence why not."""
    if not desk.operator.may(Right.PATRONS):
        return _("Only the librarian may move somebody in a queue.")
    with desk.library.writing(desk.act(ActName.MOVE_HOLD)) as writing:
        hold = open_hold_by_id(writing.connection, hold_id, desk.policy, desk.today)
        if hold is None or hold.is_ready:
            return _("Nobody waits here any more: this hold has ended, or its copy is ready.")
        queue = in_order(holds_of_title(writing.connection, hold.title_id, desk.policy, desk.today))
        others = [other for other in queue if other.id != hold.id]
        before = [other for other in queue[: queue.index(hold)] if not other.is_ready]
        place = len(others) if to_end else others.index(before[-1]) if before else queue.index(hold)
        moved = [*others[:place], hold, *others[place:]]
        if moved == queue:
            return _("{patron} stands there already.").format(patron=hold.patron)
        for number, other in enumerate(moved, 1):
            writing.update(holds_table, other.id, place=number)
        number = sum(not other.is_ready for other in moved[: place + 1])
        writing.tell(title=hold.name, patron=hold.patron, number=number)
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
        writing.tell(title=hold.name, patron=hold.patron)
    return ""


def keep_for(desk: Desk, writing: Writing, hold: Hold, copy: Copy, not_on: Collection[int] = ()) -> Hold:
    """Put the copy on the hold shelf for the hold, on the lowest free number that is not in `not_on`.

    Harmless when it stands there already.
    """
    if hold.is_ready and hold.copy_id == copy.id:
        return hold
    number = free_shelf_number({*shelf_numbers_in_use(writing.connection), *not_on})
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


def send_on(desk: Desk, writing: Writing, copy: Copy, not_on: Collection[int] = ()) -> Hold | None:
    """A copy that can be lent again goes to who waits for it, else to the trolley; returns the hold it is kept for.

    `not_on` are places of the hold shelf that are still full.
    """
    queue = holds_of_title(writing.connection, copy.title_id, desk.policy, desk.today)
    first = next_in_line(queue, copy.id)
    if first is not None:
        return keep_for(desk, writing, first, copy, not_on)
    writing.update(copies, copy.id, awaits_shelving=True)
    return None


def fulfil(desk: Desk, writing: Writing, queue: tuple[Hold, ...], patron_id: int, copy_id: int) -> None:
    """The patron borrows the title: their hold ends; a copy kept for them that they did not take is set free.

    Who waits for one very copy goes on waiting when they take another.
    """
    own = next((hold for hold in queue if hold.patron_id == patron_id and hold.takes(copy_id)), None)
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
