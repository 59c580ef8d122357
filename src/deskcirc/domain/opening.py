"""Opening hours: periods by weekday and, where the school wants it, by month."""

from __future__ import annotations

from dataclasses import dataclass


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
