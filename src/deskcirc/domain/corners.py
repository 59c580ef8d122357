"""Class corners (教室图书角): fifty and more copies lent to a class as a bulk, and lent on inside by a pupil helper.

Schools' work plans ask for at least fifty copies a class a term (domain facts, chapter 1); the copies are lent to the
class itself, and what its pupils take from the corner are sub-loans, which are no loans of the library. Here is what
each copy scanned from a pile means; nothing is written before somebody says so.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.domain.calendar import DueDate
from deskcirc.domain.checkout_facts import Block, BlockCode, CheckoutFacts
from deskcirc.domain.copies import Copy
from deskcirc.domain.due_dates import loan_due
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.operators import Operator
from deskcirc.domain.patrons import Patron, PatronState
from deskcirc.domain.terms import term_on
from deskcirc.text import gettext as _

USUAL_TARGET: Final = 50
"""Copies a class is to have at least; schools' work plans."""


@dataclass(frozen=True, slots=True)
class Corner:
    """The corner of one class; `held` and `with_pupils` count copies now."""

    id: int
    class_id: int
    class_name: str  # as the class is called today
    patron_id: int  # the class itself, to which the copies are lent
    target: int
    capacity: int | None
    note: str
    opened_on: date
    closed_on: date | None
    held: int = 0
    with_pupils: int = 0

    @property
    def is_open(self) -> bool:
        """Whether copies may still be lent to it, and from it."""
        return self.closed_on is None

    def wanted(self, more: int = 0) -> int:
        """Copies that the target asks for beyond those there and `more`."""
        return max(0, self.target - self.held - more)

    def too_many(self, more: int = 0) -> int:
        """Copies for which the shelf in the classroom has no room, with `more` to come."""
        return 0 if self.capacity is None else max(0, self.held + more - self.capacity)


@dataclass(frozen=True, slots=True)
class SubLoan:
    """A copy of a corner in a pupil's hands."""

    id: int
    corner_id: int
    copy_id: int
    patron_id: int
    patron: str  # the pupil's name
    lent_on: date
    due: date | None


@dataclass(frozen=True, slots=True)
class CornerCopy:
    """One copy that is lent to a corner, and the pupil who has it."""

    copy: Copy
    loan_id: int
    lent_on: date
    due: date
    sub_loan: SubLoan | None = None


class FillVerdict(StrEnum):
    """What a copy on the pile for a corner is."""

    FINE = "fine"
    ON_LOAN = "on-loan"
    HELD = "held"
    IN_HOUSE = "in-house-only"
    IN_PILE = "in-the-pile"
    IN_CORNER = "in-this-corner"
    OTHER_CORNER = "other-corner"
    REFUSED = "refused"
    UNKNOWN = "unknown"


class BackVerdict(StrEnum):
    """What a copy on the pile that came back from a corner is."""

    BACK = "back"
    IN_PILE = "in-the-pile"
    EXTRA = "extra"
    EXTRA_ON_LOAN = "extra-on-loan"
    SWAPPED = "swapped"
    UNKNOWN = "unknown"


_VERDICT_OF_BLOCK: Final = {
    BlockCode.ON_LOAN: FillVerdict.ON_LOAN,
    BlockCode.HELD_FOR_ANOTHER: FillVerdict.HELD,
    BlockCode.IN_HOUSE_ONLY: FillVerdict.IN_HOUSE,
}


def fill_verdict(
    copy_id: int, blocks: Collection[Block], loan: OpenLoan | None, corner: Corner, pile: Collection[int]
) -> FillVerdict:
    """What the copy is, the pile lying on the counter; `blocks` are all the reasons against lending it to the class."""
    if copy_id in pile:
        return FillVerdict.IN_PILE
    if loan is not None and loan.corner_id == corner.id:
        return FillVerdict.IN_CORNER
    if loan is not None and loan.corner_id is not None:
        return FillVerdict.OTHER_CORNER
    codes = [block.code for block in blocks]
    known = (verdict for code, verdict in _VERDICT_OF_BLOCK.items() if code in codes)
    return next(known, FillVerdict.REFUSED) if codes else FillVerdict.FINE


def back_verdict(copy_id: int, loan: OpenLoan | None, corner: Corner, pile: Collection[int]) -> BackVerdict:
    """What the copy is on the pile that came back from the corner."""
    if copy_id in pile:
        return BackVerdict.IN_PILE
    if loan is None:
        return BackVerdict.EXTRA
    if loan.corner_id == corner.id:
        return BackVerdict.BACK
    return BackVerdict.EXTRA_ON_LOAN if loan.corner_id is None else BackVerdict.SWAPPED


def corner_due(facts: CheckoutFacts, by_rule: DueDate) -> date:
    """The last open day on which everything is back in this term; the day by the class's rule where the term has none.

    A corner stands all term, however few days the rule of a single loan gives; a card that ends before ends it too.
    """
    term = term_on(facts.open_days.terms, facts.today)
    if by_rule.vacation or term is None or term.return_by is None or term.return_by < facts.today:
        return by_rule.date
    rules = replace(facts.due_rules, cap_by_term=True)
    return loan_due(facts.today, (term.ends - facts.today).days + 1, facts.open_days, rules, facts.last_day).date


class SubLoanReason(StrEnum):
    """Why a copy is not lent or taken back inside a corner, as `replay` prints it."""

    CLOSED = "corner-closed"
    NOT_YOURS = "not-your-corner"
    OTHER_CLASS = "other-class"
    NO_PUPIL = "no-pupil"
    LEFT = "patron-left"
    NOT_IN_CORNER = "not-in-corner"
    OTHER_CORNER = "other-corner"
    ON_SHELF = "in-its-corner"


@dataclass(frozen=True, slots=True)
class SubLoanBlock:
    """One reason against and its sentence."""

    reason: SubLoanReason
    sentence: str


def pupil_blocks(corner: Corner, pupil: Patron) -> tuple[SubLoanBlock, ...]:
    """Why this patron takes nothing from the corner: only pupils of the class do."""
    found = []
    if not corner.is_open:
        words = _("The class corner of {name} is closed.").format(name=corner.class_name)
        found.append(SubLoanBlock(SubLoanReason.CLOSED, words))
    if pupil.id == corner.patron_id:
        words = _("This is the card of the class. Scan the card of a pupil.")
        found.append(SubLoanBlock(SubLoanReason.NO_PUPIL, words))
    elif pupil.class_id != corner.class_id:
        words = _("{patron} is not in {name}; this corner lends to its own class only.")
        found.append(SubLoanBlock(SubLoanReason.OTHER_CLASS, words.format(patron=pupil.label, name=corner.class_name)))
    if pupil.state is PatronState.LEFT:
        words = _("{patron} has left the school.").format(patron=pupil.name)
        found.append(SubLoanBlock(SubLoanReason.LEFT, words))
    return tuple(found)


def operator_blocks(corner: Corner, operator: Operator) -> tuple[SubLoanBlock, ...]:
    """Why this operator does nothing here: a helper of another class's corner."""
    if operator.class_id in (None, corner.class_id):
        return ()
    words = _("{operator} helps at the corner of another class, not at that of {name}.")
    return (SubLoanBlock(SubLoanReason.NOT_YOURS, words.format(operator=operator.name, name=corner.class_name)),)


def copy_blocks(corner: Corner, copy: Copy, loan: OpenLoan | None) -> tuple[SubLoanBlock, ...]:
    """Why this copy is nothing of the corner's."""
    if loan is not None and loan.corner_id == corner.id:
        return ()
    if loan is None:
        words = _("{title} is not lent to this corner; it belongs in the library.").format(title=copy.name)
        return (SubLoanBlock(SubLoanReason.NOT_IN_CORNER, words),)
    if loan.corner_id is None:
        words = _("{title} is on loan to {patron}, from the library itself.")
        sentence = words.format(title=copy.name, patron=loan.patron)
        return (SubLoanBlock(SubLoanReason.NOT_IN_CORNER, sentence),)
    words = _("{title} belongs in the class corner of {name}.")
    return (SubLoanBlock(SubLoanReason.OTHER_CORNER, words.format(title=copy.name, name=loan.patron)),)
