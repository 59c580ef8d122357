"""Due dates after the calendar was edited: which open loans would now fall due on another day, and moving them.

Nothing is moved without being asked for: a loan keeps the date that its patron was told.

What the calendar gave when the loan was dated is compared with what it gives now, the loan's days being those it had
then. So a circulation rule changed since moves no date: it is for loans still to be made, and whoever edits a holiday
has not asked to shorten every loan. The calendar then is wound back by the journal, for by the date alone nobody can
tell a holiday set since from a rule changed since.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.domain.calendar import DueDate
from deskcirc.domain.changes import ActName
from deskcirc.domain.due_dates import loan_due, next_term_wanted
from deskcirc.domain.policy import Policy
from deskcirc.store.database import Connection
from deskcirc.store.lookups.calendar import DatedLoan, dated_loans
from deskcirc.store.lookups.past_calendars import PastCalendars, SetThen
from deskcirc.store.tables import loans


@dataclass(frozen=True, slots=True)
class LoanToMove:
    """An open loan whose date the calendar as it is now would set otherwise."""

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
    """Every open loan looked at with the calendar as it is now, and as it was when the loan was dated."""
    with desk.library.reading() as connection:
        dated, moves = _looked_at(desk, connection)
    moving = {move.loan_id for move in moves}
    closed = sum(1 for loan in dated if loan.id not in moving and not desk.policy.open_days.is_open(loan.due))
    return DueDatesNow(tuple(moves), closed)


def move_due_dates(desk: Desk, *, only_longer: bool = False) -> int:
    """Give every such loan its new date in one act, or only those that gain days; returns how many."""
    with desk.library.writing(desk.act(ActName.MOVE_DUE_DATES)) as writing:
        count = 0
        for move in _looked_at(desk, writing.connection)[1]:
            if move.gets_longer or not only_longer:
                writing.update(loans, move.loan_id, due=move.moved.date)
                count += 1
        writing.tell(count=count)
    return count


def _looked_at(desk: Desk, connection: Connection) -> tuple[Sequence[DatedLoan], list[LoanToMove]]:
    dated = dated_loans(connection, desk.policy, desk.today)
    past = PastCalendars(connection)
    found = (_move_of(loan, past.of_loan(loan.id), desk.policy, desk.today) for loan in dated)
    return dated, [move for move in found if move is not None]


def _days_then(loan: DatedLoan, then: SetThen, card_ends: date | None) -> int | None:
    """For how many days the loan was made: the rule's, or where that has changed those up to its due date.

    None where neither gives the date it has, so that it is nobody's but a person's.
    """
    if next_term_wanted(then.open_days, loan.begun):
        return None
    for days in (loan.days, (loan.due - loan.begun).days):
        if days >= 0 and loan_due(loan.begun, days, then.open_days, then.due_rules, card_ends).date == loan.due:
            return days
    return None


def _move_of(loan: DatedLoan, then: SetThen, policy: Policy, today: date) -> LoanToMove | None:
    if next_term_wanted(policy.open_days, loan.begun):
        return None
    card_ends = None if loan.card_ends is None or loan.card_ends < loan.begun else loan.card_ends
    days = _days_then(loan, then, card_ends)
    if days is None:
        return None
    due = loan_due(loan.begun, days, policy.open_days, policy.due_rules, card_ends)
    if due.date < today:
        due = DueDate(policy.open_days.next_open_day(today) or today)  # never a day that has passed
        if due.date >= loan.due:
            return None  # an overdue loan stays overdue
    if due.date == loan.due:
        return None
    return LoanToMove(loan.id, loan.name, loan.patron, loan.due, due)
