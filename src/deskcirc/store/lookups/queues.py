"""Where a patron stands in the queues they wait in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from deskcirc.domain.holds import Hold, HoldState, in_order
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.holds import holds_of_title


@dataclass(frozen=True, slots=True)
class QueuedHold:
    """An open hold with its place among those who wait for the title, 1 being next; 0 once it is ready."""

    hold: Hold
    place: int


def queued_holds(connection: Connection, held: Iterable[Hold], policy: Policy, today: date) -> tuple[QueuedHold, ...]:
    """The holds of a patron with their places in the queues."""
    found = []
    for hold in held:
        place = 0
        if not hold.is_ready:
            queue = in_order(holds_of_title(connection, hold.title_id, policy, today))
            waiting = [other.id for other in queue if other.state is HoldState.WAITING]
            place = waiting.index(hold.id) + 1
        found.append(QueuedHold(hold, place))
    return tuple(found)
