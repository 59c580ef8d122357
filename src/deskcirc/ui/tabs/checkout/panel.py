"""The patron on the Checkout screen: what they hold, may hold, and what waits for them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.patrons import Patron, PatronState
from deskcirc.domain.rules import CirculationRule, Lending
from deskcirc.store.lookups.holds import holds_of_patron, missed_holds
from deskcirc.store.lookups.loans import loans_of_patron
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.lookups.queues import queued_holds
from deskcirc.text import day_words
from deskcirc.text import gettext as _

_REMEMBERED: Final = timedelta(days=60)
"""So long a patron who has not come since is told of a hold that ended uncollected."""


@dataclass(frozen=True, slots=True)
class LoanLine:
    """One copy in the patron's hands."""

    loan_id: int
    title: str
    code: str
    call_number: str
    due: date
    due_words: str
    days_late: int
    renewals: int
    stays: bool = False  # read in the room, or out for the day
    claimed: bool = False  # the patron says it was returned, and it is looked for


@dataclass(frozen=True, slots=True)
class PatronPanel:
    """Everything about the patron that the counter shows; `loans` the most urgent first, `notices` to be said."""

    patron: Patron
    loans: tuple[LoanLine, ...]
    loan_limit: int
    overdue: int
    notices: tuple[str, ...]
    reserved: frozenset[int] = frozenset()  # ids of the titles they wait for
    waiting: tuple[str, ...] = ()  # each of those with the place in its queue

    @property
    def places_left(self) -> int:
        """Copies the patron may still take."""
        return max(0, self.loan_limit - self.held)

    @property
    def held(self) -> int:
        """Copies that count for the limit: what is read in the room does not, nor what is looked for."""
        return sum(not line.stays and not line.claimed for line in self.loans)


def read_panel(desk: Desk, patron: Patron) -> PatronPanel:
    """The patron as the library knows them now; the state of the scanned card is kept."""
    policy, today = desk.policy, desk.today
    with desk.library.reading() as connection:
        fresh = replace(patron_by_id(connection, patron.id, policy, today) or patron, card=patron.card)
        loans = loans_of_patron(connection, patron.id, policy, today)
        holds = holds_of_patron(connection, patron.id, policy, today)
        queued = queued_holds(connection, holds, policy, today)
        missed = missed_holds(connection, patron.id, desk.midnight - _REMEMBERED, policy, today)
    rule = policy.rule_for(fresh.category_id, fresh.grade, None)
    limit = fresh.loan_limit if fresh.loan_limit is not None else (rule.loan_limit if rule else 0)
    lines = tuple(
        LoanLine(
            loan.id,
            loan.name,
            loan.code,
            loan.call_number,
            loan.due,
            day_words(loan.due, today),
            policy.loan_late(loan, today),
            loan.renewals,
            loan.lending is not Lending.HOME,
            loan.is_claimed,
        )
        for loan in loans
    )
    overdue = sum(1 for line in lines if line.days_late)
    ready = tuple(
        _("Ready to collect: {title} on hold shelf {number}").format(title=hold.name, number=hold.shelf_number)
        for hold in holds
        if hold.is_ready
    )
    lost = tuple(
        _("{title} was kept and not collected in time; that hold is over").format(title=hold.name) for hold in missed
    )
    reserved = frozenset(hold.title_id for hold in holds)
    notices = (*ready, *lost, *_own_limit(fresh, rule), *_standing(fresh, today))
    waiting = tuple(
        _("Waits for {title}: place {place}").format(title=each.hold.name, place=each.place)
        for each in queued
        if not each.hold.is_ready
    )
    return PatronPanel(fresh, lines, limit, overdue, notices, reserved, waiting)


def _own_limit(patron: Patron, rule: CirculationRule | None) -> tuple[str, ...]:
    allowed = rule.loan_limit if rule else 0
    if patron.loan_limit is None or patron.loan_limit == allowed:
        return ()
    words = _("This patron's own limit: {limit} copies, where the rule allows {rule}.")
    return (words.format(limit=patron.loan_limit, rule=allowed),)


def _standing(patron: Patron, today: date) -> tuple[str, ...]:
    said = []
    if patron.suspended_until is not None and today <= patron.suspended_until:
        said.append(
            _("Suspended until {day}. {reason}").format(
                day=day_words(patron.suspended_until, today), reason=patron.suspension_reason
            )
        )
    if patron.expires is not None and today > patron.expires:
        said.append(_("The card expired on {day}.").format(day=day_words(patron.expires, today)))
    if patron.state is PatronState.STOPPED:
        said.append(_("Lending to {patron} has been stopped.").format(patron=patron.name))
    if patron.state is PatronState.LEFT:
        said.append(_("{patron} has left the school.").format(patron=patron.name))
    if patron.note:
        said.append(patron.note)
    return tuple(said)
