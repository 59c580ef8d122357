"""What the repair queue shows: the copies on their way from damage to shelf, the filters, and the one in hand."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.domain.mending_tasks import MendingTask, mending_minutes, task_of
from deskcirc.domain.operators import Right
from deskcirc.domain.repair import DamageKind, Repair, RepairState, Severity
from deskcirc.domain.repair_steps import by_want
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.repairs import (
    RepairPhoto,
    beyond_repair,
    photo_of_repair,
    repair_by_id,
    repair_queue,
    repairs_of_copy,
)
from deskcirc.store.lookups.withdrawals import copies_in_withdrawals
from deskcirc.text import marked


class Show(StrEnum):
    """Which copies of the queue are listed."""

    ALL = "all"
    WAITING = "waiting"
    AT_TABLE = "at_table"
    MENDED = "mended"
    LATE = "late"
    BEYOND = "beyond"


_SHOWN_AS: Final = {
    RepairState.QUEUED: Show.WAITING,
    RepairState.IN_REPAIR: Show.AT_TABLE,
    RepairState.MENDED: Show.MENDED,
}


class Order(StrEnum):
    """How they are sorted."""

    WANTED = "wanted"
    EASY = "easy"
    SHELF = "shelf"
    OLDEST = "oldest"
    DUE = "due"


ORDER_WORDS: Final = {
    Order.WANTED: marked("most wanted"),
    Order.EASY: marked("easiest first"),
    Order.SHELF: marked("shelf order"),
    Order.OLDEST: marked("oldest first"),
    Order.DUE: marked("day due back"),
}


class Side(StrEnum):
    """Which page of the copy in hand is on top."""

    DAMAGE = "damage"
    MENDING = "mending"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class QueuePart:
    """The queue as it stands; `shown` is what the filters leave of it, in the order asked for.

    `entry` is the last entry of the journal when the queue was read: while nobody writes, nothing is read again.
    """

    repairs: tuple[Repair, ...] = ()  # open, the most wanted first
    by_id: Mapping[int, Repair] = field(default_factory=dict)  # the same
    beyond: tuple[Repair, ...] = ()  # given up and not withdrawn yet
    proposed: frozenset[int] = frozenset()  # of these the copies whose withdrawal is proposed already
    shown: tuple[Repair, ...] = ()
    counts: Mapping[Show, int] = field(default_factory=Counter)
    show: Show = Show.ALL
    kind: DamageKind | None = None
    for_pupils: bool = False
    order: Order = Order.WANTED
    side: Side = Side.DAMAGE
    chosen: Repair | None = None
    history: tuple[Repair, ...] = ()  # of the copy in hand, the last first
    scanned: tuple[Repair, ...] | None = None  # of the copy that is scanned, as it was before; None outside of a scan
    photo: RepairPhoto | None = None
    helper_id: int | None = None  # who mends what is taken to the table next
    helper: str = ""
    refused: Copy | None = None  # scanned last and not taken in, as it is on loan or lost
    seen: tuple[str, ...] = ()  # codes of the damage scanned of it meanwhile
    pile: bool = False  # a whole pile is taken in: every scan only reports
    piled: int = 0
    entry: int = -1
    today: date = date.min
    may_decide: bool = False
    may_withdraw: bool = False

    @property
    def task(self) -> MendingTask | None:
        """What is done to the copy in hand."""
        return task_of(self.chosen.kinds, self.chosen.severity) if self.chosen is not None else None


def read_part(desk: Desk, part: QueuePart) -> QueuePart:
    """Read what was written since: all of it, or nothing where nobody wrote."""
    may = replace(part, may_decide=desk.operator.may(Right.REPAIR), may_withdraw=desk.operator.may(Right.LEDGERS))
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        if entry == part.entry and desk.today == part.today:
            return may
        queue = repair_queue(connection, desk.policy, desk.today)
        given_up = beyond_repair(connection, desk.policy, desk.today)
        proposed = copies_in_withdrawals(connection) if given_up else frozenset()
        chosen = None if part.chosen is None else repair_by_id(connection, part.chosen.id, desk.policy, desk.today)
    by_id = {each.id: each for each in queue}
    read = replace(may, repairs=queue, by_id=by_id, beyond=given_up, proposed=proposed, entry=entry, today=desk.today)
    return in_hand(desk, listed(read), chosen)


def with_repair(desk: Desk, part: QueuePart, repair: Repair) -> QueuePart:
    """The part after an act of this station changed one repair: it comes into hand, and only it is read.

    Where somebody else wrote meanwhile, all is read again by the next `read_part`.
    """
    changed, history = part, None
    if desk.library.last_entry == part.entry + 1:
        given_up = tuple(each for each in part.beyond if each.id != repair.id)
        if repair.state is RepairState.BEYOND:
            given_up = (repair, *given_up)
        changed = _with_one(replace(part, beyond=given_up, entry=part.entry + 1), repair)
        history = None if part.scanned is None else _with_newest(part.scanned, repair)
    return in_hand(desk, changed, repair, history)


def _with_newest(history: tuple[Repair, ...], repair: Repair) -> tuple[Repair, ...]:
    """The repairs of a copy after one of them began or changed; ids rise, and the last is first."""
    others = [replace(each, copy=repair.copy) for each in history if each.id != repair.id]
    return tuple(sorted([repair, *others], key=lambda each: each.id, reverse=True))


def _with_one(part: QueuePart, repair: Repair) -> QueuePart:
    """The queue and its counts with one repair as it stands now; thousands of others are not looked at again."""
    queue, by_id, counts = list(part.repairs), {**part.by_id}, Counter(part.counts)
    before = by_id.pop(repair.id, None)
    if before is not None:
        del queue[bisect_left(queue, by_want(before), key=by_want)]
        counts.subtract(_counted_as(before, part.today))
    if repair.state.is_open:
        insort(queue, repair, key=by_want)
        by_id[repair.id] = repair
        counts.update(_counted_as(repair, part.today))
    counts[Show.ALL], counts[Show.BEYOND] = len(queue), len(part.beyond)
    changed = replace(part, repairs=tuple(queue), by_id=by_id, counts=counts)
    return replace(changed, shown=_in_order(changed, _of_show(changed)))


def _counted_as(repair: Repair, today: date) -> tuple[Show, ...]:
    """Under which filters an open repair is counted."""
    return (_SHOWN_AS[repair.state], Show.LATE) if is_late(repair, today) else (_SHOWN_AS[repair.state],)


def _of_show(part: QueuePart) -> tuple[Repair, ...]:
    """What is listed of the queue before it is filtered further."""
    if part.show in (Show.ALL, Show.BEYOND):
        return part.repairs if part.show is Show.ALL else part.beyond
    if part.show is Show.LATE:
        return tuple(each for each in part.repairs if is_late(each, part.today))
    return tuple(each for each in part.repairs if _SHOWN_AS[each.state] is part.show)


def in_hand(desk: Desk, part: QueuePart, repair: Repair | None, history: tuple[Repair, ...] | None = None) -> QueuePart:
    """The part with a copy in hand, its photo and what was ever mended about it, read where it is not given."""
    part = replace(part, refused=None, seen=())
    if repair is None:
        return replace(part, chosen=None, history=(), photo=None)
    photo = None
    if history is None or repair.photos:
        with desk.library.reading() as connection:
            if history is None:
                history = repairs_of_copy(connection, repair.copy.id, desk.policy, desk.today)
            photo = photo_of_repair(connection, repair.id) if repair.photos else None
    return replace(part, chosen=repair, history=history, photo=photo)


def listed(part: QueuePart) -> QueuePart:
    """The part with what the filters leave, sorted, and how many each of them would leave."""
    counts = Counter(dict.fromkeys(Show, 0))
    counts.update(show for each in part.repairs for show in _counted_as(each, part.today))
    counts[Show.ALL], counts[Show.BEYOND] = len(part.repairs), len(part.beyond)
    return replace(part, counts=counts, shown=_in_order(part, _of_show(part)))


def is_late(repair: Repair, today: date) -> bool:
    """Whether the copy should be back from the table by now."""
    at_table = repair.state is RepairState.IN_REPAIR
    return at_table and repair.due_back is not None and repair.due_back < today


def _in_order(part: QueuePart, repairs: tuple[Repair, ...]) -> tuple[Repair, ...]:
    if part.kind is not None:
        repairs = tuple(each for each in repairs if part.kind in each.kinds)
    if part.for_pupils:
        fit: dict[tuple[tuple[DamageKind, ...], Severity], bool] = {}
        repairs = tuple(each for each in repairs if _is_fit(each, fit))
    if part.order is Order.EASY:
        minutes = _Minutes()
        return tuple(sorted(repairs, key=minutes.of))
    if part.order is Order.SHELF:
        return tuple(sorted(repairs, key=lambda each: (each.copy.shelf_key, each.copy.accession_number)))
    if part.order is Order.OLDEST:
        return tuple(sorted(repairs, key=lambda each: each.reported_on))
    if part.order is Order.DUE:
        return tuple(sorted(repairs, key=lambda each: each.due_back or date.max))
    return repairs


class _Minutes:
    """The minutes of each task, reckoned once: of thousands of copies most have the same few."""

    def __init__(self) -> None:
        self._known: dict[tuple[tuple[DamageKind, ...], Severity], int] = {}

    def of(self, repair: Repair) -> int:
        key = (repair.kinds, repair.severity)
        if key not in self._known:
            self._known[key] = mending_minutes(*key)
        return self._known[key]


def _is_fit(repair: Repair, known: dict[tuple[tuple[DamageKind, ...], Severity], bool]) -> bool:
    key = (repair.kinds, repair.severity)
    if key not in known:
        known[key] = task_of(*key).fit_for_pupils
    return known[key]
