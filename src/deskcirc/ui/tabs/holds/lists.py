"""The three lists of the Holds screen, read in one go: to pull, on the hold shelf, waiting."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.copies import Copy
from deskcirc.domain.holds import Hold, to_pull
from deskcirc.store.database import Connection
from deskcirc.store.lookups.copies import copies_waited_for, copy_by_id
from deskcirc.store.lookups.holds import expired_since, ready_holds, waiting_holds
from deskcirc.text import day_words
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class PullLine:
    """One copy that somebody waits for and that stands on its shelf, or on the trolley."""

    copy_id: int
    call_number: str
    title: str
    code: str
    patron: str
    location: str


@dataclass(frozen=True, slots=True)
class ShelfLine:
    """One copy on the hold shelf; `number` is 0 and `ended` says what to do where its hold is over."""

    hold_id: int
    number: int
    title: str
    patron: str
    until: str
    expires: str  # ISO, "" for never
    is_last_day: bool = False
    ended: str = ""


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """One patron in a queue; `place` counts from 1, `copy_code` names the one copy they want, "" for any."""

    hold_id: int
    title: str
    patron: str
    place: int
    since: str
    copy_code: str


@dataclass(frozen=True, slots=True)
class HoldLists:
    """All three, and how many holds ended today because nobody came."""

    pull: tuple[PullLine, ...] = ()
    shelf: tuple[ShelfLine, ...] = ()
    waiting: tuple[WaitingLine, ...] = ()
    ended: int = 0


NO_LISTS: Final = HoldLists()
"""Before anything is read."""


def read_lists(desk: Desk) -> HoldLists:
    """Everything as it is now; the pull list in shelf order, the shelf by its numbers with what ended on top."""
    policy, today = desk.policy, desk.today
    with desk.library.reading() as connection:
        waiting = waiting_holds(connection, policy, today)
        ready = ready_holds(connection, policy, today)
        free = copies_waited_for(connection) if waiting else ()
        over = expired_since(connection, desk.midnight, policy, today)
        numbers = {hold.copy_id: hold.shelf_number or 0 for hold in ready}
        ended = tuple(line for hold in over if (line := _ended_line(connection, hold, numbers)) is not None)
        lines = tuple(_waiting_line(connection, desk, hold, place) for hold, place in _places(waiting))
    shelf = tuple(_shelf_line(desk, hold) for hold in ready)
    return HoldLists(_pull_lines(waiting, free), (*ended, *shelf), lines, len(ended))


def _pull_lines(waiting: tuple[Hold, ...], free: tuple[Copy, ...]) -> tuple[PullLine, ...]:
    by_title: dict[int, list[int]] = defaultdict(list)
    for copy in free:
        by_title[copy.title_id].append(copy.id)
    pulled = to_pull(waiting, by_title)
    return tuple(
        PullLine(copy.id, copy.call_number, copy.name, copy.code, pulled[copy.id].patron, _where(copy))
        for copy in free
        if copy.id in pulled
    )


def _where(copy: Copy) -> str:
    return _("on the trolley") if copy.awaits_shelving else copy.location


def _shelf_line(desk: Desk, hold: Hold) -> ShelfLine:
    until = "" if hold.expires is None else day_words(hold.expires, desk.today)
    expires = "" if hold.expires is None else hold.expires.isoformat()
    last = hold.expires == desk.today
    return ShelfLine(hold.id, hold.shelf_number or 0, hold.name, hold.patron, until, expires, last)


def _ended_line(connection: Connection, hold: Hold, numbers: dict[int | None, int]) -> ShelfLine | None:
    """What is to be done with the copy of a hold that ended; None where it was done."""
    copy = None if hold.copy_id is None else copy_by_id(connection, hold.copy_id)
    if copy is None:
        return None
    if copy.id in numbers:
        ended = _("now number {number}").format(number=numbers[copy.id])
    elif copy.awaits_shelving:
        ended = _("to the trolley")
    else:
        return None
    return ShelfLine(hold.id, 0, hold.name, hold.patron, "", "", ended=ended)


def _places(waiting: tuple[Hold, ...]) -> list[tuple[Hold, int]]:
    """Each hold with its place in its own queue, titles in the order in which somebody began to wait."""
    queues: dict[int, list[Hold]] = defaultdict(list)
    for hold in waiting:
        queues[hold.title_id].append(hold)
    oldest = sorted(queues.values(), key=lambda queue: min(hold.placed_at for hold in queue))
    return [(hold, place) for queue in oldest for place, hold in enumerate(queue, 1)]


def _waiting_line(connection: Connection, desk: Desk, hold: Hold, place: int) -> WaitingLine:
    wanted = None if hold.wanted_copy_id is None else copy_by_id(connection, hold.wanted_copy_id)
    since = day_words(desk.policy.day_of(hold.placed_at), desk.today)
    return WaitingLine(hold.id, hold.name, hold.patron, place, since, wanted.code if wanted else "")
