"""Opening hours: periods by weekday and, where the school wants it, by month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

MINUTES_OF_A_DAY: Final = 1440


@dataclass(frozen=True, slots=True)
class OpeningPeriod:
    """Open on this weekday (1 Monday to 7) from `opens` to before `closes`, in minutes after midnight.

    A period with months (1 to 12, both included, 11 to 2 goes over the new year) replaces, in these months, every
    period without: "in May and June only Monday and Friday" is two periods of months 5 to 6.
    """

    id: int
    weekday: int
    opens: int
    closes: int
    month_from: int | None = None
    month_to: int | None = None

    def holds_in(self, month: int) -> bool:
        """Whether the period speaks of this month by name; one without months speaks of none."""
        if self.month_from is None or self.month_to is None:
            return False
        if self.month_from <= self.month_to:
            return self.month_from <= month <= self.month_to
        return month >= self.month_from or month <= self.month_to


def plan_of_month(periods: Iterable[OpeningPeriod], month: int) -> tuple[OpeningPeriod, ...]:
    """The periods that hold in a month: those that name it, else those that name none; nothing where none are set."""
    listed = tuple(periods)
    named = tuple(period for period in listed if period.holds_in(month))
    return named or tuple(period for period in listed if period.month_from is None)


def hours_of(periods: Iterable[OpeningPeriod], weekday: int) -> tuple[tuple[int, int], ...]:
    """From when to when a weekday (1 Monday to 7) is open, the earliest first, periods that touch joined into one."""
    joined: list[tuple[int, int]] = []
    for opens, closes in sorted((period.opens, period.closes) for period in periods if period.weekday == weekday):
        if joined and opens <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], closes))
        else:
            joined.append((opens, closes))
    return tuple(joined)


def clock_words(minute: int) -> str:
    """A time of day as it is written: 730 is "12:10"."""
    return f"{minute // 60}:{minute % 60:02}"
