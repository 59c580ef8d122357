"""What a checkout or a renewal is decided on, and the reasons it can be refused for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from deskcirc.domain.calendar import ClosedDueRule, OpenDays, days_late
from deskcirc.domain.copies import Copy
from deskcirc.domain.due_dates import DueRules
from deskcirc.domain.holds import Hold, Waiting, waiting_for
from deskcirc.domain.leaver_days import stop_day_of
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import Patron
from deskcirc.domain.policy import Policy
from deskcirc.domain.rules import CirculationRule, Lending
from deskcirc.domain.turns import OutsideFacts


class BlockCode(StrEnum):
    """The reasons, as `replay` prints them."""

    PATRON_LEFT = "patron-left"
    PATRON_STOPPED = "patron-stopped"
    CARD_EXPIRED = "card-expired"
    CARD_NOT_VALID = "card-not-valid"
    SUSPENDED = "suspended"
    OVERDUE = "overdue"
    NO_RULE = "no-rule"
    LOAN_LIMIT = "loan-limit"
    TYPE_LIMIT = "type-limit"
    IN_HOUSE_ONLY = "in-house-only"
    COPY_WITHDRAWN = "copy-withdrawn"
    COPY_IN_PROCESS = "copy-in-process"
    COPY_IN_REPAIR = "copy-in-repair"
    COPY_LOST = "copy-lost"
    ON_LOAN = "on-loan"
    HELD_FOR_ANOTHER = "held-for-another"
    RENEWALS_USED = "renewals-used"
    SOMEBODY_WAITS = "somebody-waits"
    OUTSIDE_TURN = "outside-turn"
    LEAVER_STOPPED = "leaver-stopped"
    NEXT_TERM_NOT_SET = "next-term-not-set"


@dataclass(frozen=True, slots=True)
class Block:
    """One reason against, its sentence, what would allow it, and whether an operator with the right may pass it."""

    code: BlockCode
    sentence: str
    remedy: str = ""
    overridable: bool = True


@dataclass(frozen=True, slots=True)
class CheckoutFacts:
    """What the library knew when the copy was scanned."""

    patron: Patron
    copy: Copy
    today: date
    rule: CirculationRule | None  # the winning rule for this patron and item type
    loans: tuple[OpenLoan, ...]  # all the patron holds
    loan_of_copy: OpenLoan | None
    holds: tuple[Hold, ...]  # open holds of the title, in the order of the queue
    open_days: OpenDays
    closed_due: ClosedDueRule
    waiting_renewal: Waiting = Waiting.BLOCK
    waiting_checkout: Waiting = Waiting.WARN
    outside_turn: OutsideFacts | None = None  # a pupil who came while it is not the turn of the class
    returned_first: bool = False  # the copy would be taken back from another patron and lent on at once
    cap_by_term: bool = True
    vacation_due_days: int = 4
    leavers_stop: date | None = None  # of a leaver: the first day on which leavers borrow nothing

    @property
    def loan_limit(self) -> int:
        """Copies in all this patron may hold: the patron's own limit, else the rule's."""
        if self.patron.loan_limit is not None:
            return self.patron.loan_limit
        return self.rule.loan_limit if self.rule else 0

    @property
    def last_day(self) -> date | None:
        """The day no loan outlives: the card's last; None once it has passed and an operator lends all the same."""
        expires = self.patron.expires
        return None if expires is None or expires < self.today else expires

    @property
    def due_rules(self) -> DueRules:
        """What the school has set about due dates."""
        return DueRules(self.closed_due, self.cap_by_term, self.vacation_due_days)

    def is_late(self, loan: OpenLoan) -> bool:
        """Whether a loan is overdue today, forgiven over closed days where the school forgives them.

        What the patron says was returned is looked for first, and is not late meanwhile.
        """
        forgive = self.closed_due is ClosedDueRule.KEEP
        return not loan.is_claimed and days_late(loan.due, self.today, self.open_days, forgive=forgive) > 0

    def is_same_title(self, loan: OpenLoan) -> bool:
        """Whether a loan is of this title; another ISBN of the same book counts, as a reader sees it."""
        same_name = (loan.title, loan.volume) == (self.copy.title, self.copy.volume)
        return loan.title_id == self.copy.title_id or same_name

    @property
    def counted_loans(self) -> list[OpenLoan]:
        """The loans that count for limits: of all that left the room, home or for the day, apart from this copy.

        What is said to be returned does not: it is looked for.
        """
        others = (loan for loan in self.loans if loan.copy_id != self.copy.id and not loan.is_claimed)
        return [loan for loan in others if loan.lending is not Lending.IN_HOUSE]

    @property
    def others_waiting(self) -> list[Hold]:
        """Holds of other patrons that this copy would do for, unless it is kept for this patron, who waited first."""
        kept = any(hold.copy_id == self.copy.id and hold.patron_id == self.patron.id for hold in self.holds)
        return [] if kept else waiting_for(self.holds, self.copy.id, self.patron.id)


def facts_of(
    policy: Policy,
    today: date,
    patron: Patron,
    copy: Copy,
    *,
    loans: tuple[OpenLoan, ...] = (),
    loan_of_copy: OpenLoan | None = None,
    holds: tuple[Hold, ...] = (),
    outside_turn: OutsideFacts | None = None,
) -> CheckoutFacts:
    """The facts of a checkout from what is known already; everything the school has set comes from `policy`."""
    return CheckoutFacts(
        patron=patron,
        copy=copy,
        today=today,
        rule=policy.rule_for(patron.category_id, patron.grade, copy.item_type_id),
        loans=loans,
        loan_of_copy=loan_of_copy,
        holds=holds,
        outside_turn=outside_turn,
        open_days=policy.open_days,
        closed_due=policy.closed_due,
        waiting_renewal=policy.waiting_renewal,
        waiting_checkout=policy.waiting_checkout,
        cap_by_term=policy.cap_by_term,
        vacation_due_days=policy.vacation_due_days,
        leavers_stop=stop_day_of(policy, patron.grade, today),
    )
