"""The end of a term: by which day everything is to be back, and which loans may stay out over the vacation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskcirc.domain.terms import Term, term_on, vacation_loans_begun


@dataclass(frozen=True, slots=True)
class Recall:
    """The recall of one term; without a term, or a day by which all is back, nothing is guessed."""

    term: Term | None = None

    @property
    def return_by(self) -> date | None:
        """The day by which everything is to be back; None where the school has not set it."""
        return None if self.term is None else self.term.return_by

    def wants_back(self, lent_on: date, due: date, terms: Sequence[Term]) -> bool:
        """Whether a loan is called in: every one but a vacation loan, which falls due when the next term has begun."""
        if self.term is None or due <= self.term.ends:
            return True
        return vacation_loans_begun(terms, lent_on) != self.term


def recall_on(terms: Sequence[Term], day: date) -> Recall:
    """The recall that goes on: of the term the day lies in, in a vacation of the term that has ended."""
    now = term_on(terms, day)
    ended = [term for term in terms if term.ends < day]
    return Recall(now or max(ended, key=lambda term: term.ends, default=None))
