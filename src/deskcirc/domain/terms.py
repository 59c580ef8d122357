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


def is_vacation(terms: Iterable[Term], day: date) -> bool:
    """Whether the day lies between two set terms; before the first and after the last one nothing is known."""
    ended = follows = False
    for term in terms:
        if term.holds(day):
            return False
        ended, follows = ended or term.ends < day, follows or term.starts > day
    return ended and follows


def vacation_loans_begun(terms: Iterable[Term], day: date) -> Term | None:
    """The term after which a loan made on the day is a vacation loan; None where it is a loan like any other.

    Where the next term is not set this is so to the end of the term alone: what follows it may be anything.
    """
    listed = tuple(terms)
    last = max((term for term in listed if term.starts <= day), key=lambda term: term.starts, default=None)
    if last is None or last.vacation_loans_from is None or day < last.vacation_loans_from:
        return None
    return last if last.holds(day) or term_after(listed, day) is not None else None


def amnesty_on(amnesties: Iterable[Amnesty], day: date) -> Amnesty | None:
    """The amnesty that the day lies in; None on any other day."""
    return next((amnesty for amnesty in amnesties if amnesty.starts <= day <= amnesty.ends), None)
