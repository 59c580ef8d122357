"""Terms of the school year and amnesties: when copies must be back, when vacation loans begin, who is forgiven."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Term:
    """One term, its first and last day included; None where the school has set no such day."""

    id: int
    name: str
    starts: date
    ends: date
    return_by: date | None = None  # everything is back on this day
    vacation_loans_from: date | None = None  # loans from this day on fall due in the next term's first week
    finals: date | None = None  # first day of the final examinations

    def holds(self, day: date) -> bool:
        """Whether the day lies in the term."""
        return self.starts <= day <= self.ends


@dataclass(frozen=True, slots=True)
class Amnesty:
    """Days, both included, on which a late return brings neither suspension nor charge."""

    id: int
    starts: date
    ends: date
    reason: str = ""


def term_on(terms: Iterable[Term], day: date) -> Term | None:
    """The term that the day lies in; None in the vacation, and where no term has been set."""
    return next((term for term in terms if term.holds(day)), None)


def term_after(terms: Iterable[Term], day: date) -> Term | None:
    """The first term that begins after the day; None where the school has not set it yet."""
    return min((term for term in terms if term.starts > day), key=lambda term: term.starts, default=None)
