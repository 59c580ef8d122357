"""The desk at one moment: which library, who stands there, what time it is. Every command takes it first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Protocol

from deskcirc.desk.reading import OnProgress, Read, Reading, silent
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Operator
from deskcirc.domain.policy import Policy
from deskcirc.store.database import Library
from deskcirc.store.journal import Act
from deskcirc.store.lookups.loans import DayFigures, figures_between


class Beside(Protocol):
    """Begins a reading by a thread and a connection of its own; `then` is the act that fetches what came of it."""

    def __call__(self, desk: Desk, read: Callable[[Desk, OnProgress], Read], then: str = "refresh") -> Reading[Read]:
        """Begin; `read` gets the same desk with a library that it can read alone."""


@dataclass(frozen=True, slots=True)
class Desk:
    """`now` is handed in with a time zone; a new Desk is made for every input.

    `progress` hears how far a long act is, and may stop it. `beside` is None where nobody reads beside the desk: then
    whatever is asked is read at once.
    """

    library: Library
    operator: Operator
    station: str
    now: datetime
    progress: OnProgress = silent
    beside: Beside | None = None

    @property
    def policy(self) -> Policy:
        """What the school has set."""
        return self.library.policy

    @property
    def today(self) -> date:
        """The school's own day."""
        return self.policy.day_of(self.now)

    @property
    def midnight(self) -> datetime:
        """The instant at which the school's day began, in UTC."""
        return datetime.combine(self.today, time(), UTC) - self.policy.utc_offset

    def act(self, name: ActName, /, **subject: Any) -> Act:
        """An act by this operator, here and now."""
        return Act(str(name), self.now, self.operator.name, self.station, subject)

    def figures_of_today(self) -> DayFigures:
        """Loans, returns and in-house uses of the school's day so far."""
        with self.library.reading() as connection:
            return figures_between(connection, self.midnight, self.midnight + timedelta(days=1))
