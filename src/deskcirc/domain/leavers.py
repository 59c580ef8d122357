"""Who leaves the school: what stands in the way of a clearance (离校清书), and when a leaver's lending stops.

Schools stop lending to leavers two weeks before the finals (domain facts, chapter 7); only the finals that end the
school year are meant, those of the term that ends after 1 March.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from deskcirc.domain.classes import school_year
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.prices import format_fen
from deskcirc.domain.terms import Term
from deskcirc.text import day_words
from deskcirc.text import gettext as _

_SPRING: Final = (3, 1)  # a term that ends before this day is the first of its school year
_NAMED: Final = 5  # titles named in a refusal; of more the rest is counted


@dataclass(frozen=True, slots=True)
class OpenCharge:
    """Something owed, in fen."""

    kind: str
    amount: int
    note: str


def leavers_stop_day(terms: Iterable[Term], today: date, days_before: int) -> date | None:
    """The first day of this school year on which leavers borrow nothing; None where no final term has finals set."""
    year = school_year(today)
    first_end = date(year + 1, *_SPRING)
    finals = [
        term.finals
        for term in terms
        if term.finals is not None and school_year(term.ends) == year and term.ends >= first_end
    ]
    return min(finals) - timedelta(days=days_before) if finals else None


def is_leaver(grade: int | None, last_grade: int) -> bool:
    """Whether a pupil of the grade leaves at the end of the school year, or has reached that end already."""
    return grade is not None and grade >= last_grade


def why_not_cleared(
    loans: Sequence[OpenLoan], from_corner: Sequence[str], charges: Sequence[OpenCharge], today: date
) -> tuple[str, ...]:
    """Every reason against a clearance, each naming what is out or owed; nothing where the leaver may go."""
    said = []
    for loan in loans[:_NAMED]:
        said.append(_("{title} is on loan, due {day}.").format(title=loan.name, day=day_words(loan.due, today)))
    said += [_("《{title}》 is out of the class corner.").format(title=title) for title in from_corner[:_NAMED]]
    more = max(0, len(loans) - _NAMED) + max(0, len(from_corner) - _NAMED)
    if more:
        said.append(_("… and {count} more").format(count=more))
    for charge in charges:
        said.append(
            _("{amount} yuan are owed: {note}").format(amount=format_fen(charge.amount), note=charge.note or "–")
        )
    return tuple(said)
