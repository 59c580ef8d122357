"""Due dates after the calendar was edited: which open loans would now fall due on another day, and moving them.

Nothing is moved without being asked for: a loan keeps the date that its patron was told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.domain.calendar import DueDate
from deskcirc.domain.changes import ActName
from deskcirc.domain.due_dates import loan_due, next_term_wanted
from deskcirc.domain.policy import Policy
from deskcirc.store.lookups.calendar import DatedLoan, dated_loans
from deskcirc.store.tables import loans


@dataclass(frozen=True, slots=True)
class LoanToMove:
    """An open loan whose date the calendar and the rule would set otherwise today."""

    loan_id: int
    title: str
    patron: str
    due: date
    moved: DueDate

    @property
    def gets_longer(self) -> bool:
        """Whether the patron gains days by it."""
        return self.moved.date > self.due


@dataclass(frozen=True, slots=True)
class DueDatesNow:
    """How the open loans stand to the calendar; `on_closed_days` keep their date and are forgiven till it opens."""

    to_move: tuple[LoanToMove, ...] = ()
    on_closed_days: int = 0


def due_dates_now(desk: Desk) -> DueDatesNow:
    """Every open loan looked at with the calendar and the rules as they are now."""
    with desk.library.reading() as connection:
        dated = dated_loans(connection, desk.policy, desk.today)
    moves = tuple(move for loan in dated if (move := _move_of(loan, desk.policy, desk.today)) is not None)
    moving = {move.loan_id for move in moves}
    closed = sum(1 for loan in dated if loan.id not in moving and not desk.policy.open_days.is_open(loan.due))
    return DueDatesNow(moves, closed)


def move_due_dates(desk: Desk, *, only_longer: bool = False) -> int:
    """Give every such loan its new date in one act, or only those that gain days; returns how many."""
    with desk.library.writing(desk.act(ActName.MOVE_DUE_DATES)) as writing:
        count = 0
        for loan in dated_loans(writing.connection, desk.policy, desk.today):
            move = _move_of(loan, desk.policy, desk.today)
            if move is not None and (move.gets_longer or not only_longer):
                writing.update(loans, move.loan_id, due=move.moved.date)
                count += 1
        writing.tell(count=count)
    return count


def _move_of(loan: DatedLoan, policy: Policy, today: date) -> LoanToMove | None:
    if next_term_wanted(policy.open_days, loan.begun):
        return None
    card_ends = None if loan.card_ends is None or loan.card_ends < loan.begun else loan.card_ends
    due = loan_due(loan.begun, loan.days, policy.open_days, policy.due_rules, card_ends)
    if due.date < today:
        due = DueDate(policy.open_days.next_open_day(today) or today)  # never a day that has passed
        if due.date >= loan.due:
            return None  # an overdue loan stays overdue
    if due.date == loan.due:
        return None
    return LoanToMove(loan.id, loan.name, loan.patron, loan.due, due)
