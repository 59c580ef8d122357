"""The desk at one moment: which library, who stands there, what time it is. Every command takes it first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Operator
from deskcirc.domain.policy import Policy
from deskcirc.store.database import Library
from deskcirc.store.journal import Act
from deskcirc.store.lookups.loans import DayFigures, figures_between


@dataclass(frozen=True, slots=True)
class Desk:
    """`now` is handed in with a time zone; a new Desk is made for every input."""

    library: Library
    operator: Operator
    station: str
    now: datetime

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
