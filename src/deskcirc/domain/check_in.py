"""What a return means: how late it is, what follows for the patron, and where the copy goes now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deskcirc.domain.calendar import ClosedDueRule, OpenDays, days_late
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold, next_in_line
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.repair import Repair, RepairState
from deskcirc.domain.rules import CirculationRule, OverdueEffect
from deskcirc.domain.terms import Amnesty


class Destination(StrEnum):
    """Where the copy is put after the scan."""

    SHELF = "shelf"
    HOLD_SHELF = "hold_shelf"
    REPAIR = "repair"
    ASIDE = "aside"  # for the librarian: withdrawn, lost, in process


@dataclass(frozen=True, slots=True)
class CheckInFacts:
    """What the library knew when the copy was scanned in Returns; `returned_on` may lie back (book drop)."""

    copy: Copy
    loan: OpenLoan | None
    rule: CirculationRule | None
    holds: tuple[Hold, ...]
    returned_on: date
    today: date
    suspended_until: date | None  # of the patron who had it
    open_days: OpenDays
    closed_due: ClosedDueRule
    amnesty: Amnesty | None = None  # on the day the copy came back
    repair: Repair | None = None  # of a damaged copy: the open one, or the one that was given up

    @property
    def goes_back(self) -> bool:
        """Whether the scan is the last step of a repair: the copy is mended and was not out meanwhile."""
        return self.loan is None and self.repair is not None and self.repair.state is RepairState.MENDED


@dataclass(frozen=True, slots=True)
class CheckInDecision:
    """What is done: nothing of it is ever refused, for the copy lies on the counter."""

    days_late: int
    suspend_until: date | None
    fine: int  # fen
    destination: Destination
    hold: Hold | None  # the hold this copy is kept for
    found: bool  # it was missing, lost or withdrawn by the register
    amnesty: Amnesty | None = None  # late, and forgiven by it


def decide_check_in(facts: CheckInFacts) -> CheckInDecision:
    """Days late by the calendar, suspension or fine by the rule, and the copy's way: hold shelf before shelf.

    In an amnesty the days are counted and nothing follows from them.
    """
    late = _days_late(facts)
    punished = late if facts.amnesty is None else 0
    hold = _hold_to_fill(facts)
    return CheckInDecision(
        days_late=late,
        suspend_until=_suspension(facts, punished),
        fine=_fine(facts, punished),
        destination=_destination(facts, hold),
        hold=hold,
        found=facts.copy.state in (CopyState.MISSING, CopyState.LOST, CopyState.WITHDRAWN),
        amnesty=facts.amnesty if late else None,
    )


def _days_late(facts: CheckInFacts) -> int:
    if facts.loan is None:
        return 0
    forgive = facts.closed_due is ClosedDueRule.KEEP
    return days_late(facts.loan.due, facts.returned_on, facts.open_days, forgive=forgive)


def _suspension(facts: CheckInFacts, late: int) -> date | None:
    rule = facts.rule
    if rule is None or rule.overdue_effect is not OverdueEffect.SUSPEND or late <= rule.grace_days:
        return None
    days = late * rule.suspension_days
    if rule.suspension_cap is not None:
        days = min(days, rule.suspension_cap)
    until = facts.returned_on + timedelta(days=days)
    if facts.suspended_until is not None and facts.suspended_until >= until:
        return None  # suspensions do not add up
    return until if until >= facts.today else None


def _fine(facts: CheckInFacts, late: int) -> int:
    rule = facts.rule
    if rule is None or rule.overdue_effect is not OverdueEffect.FINE or late <= rule.grace_days:
        return 0
    return late * rule.fine


def _hold_to_fill(facts: CheckInFacts) -> Hold | None:
    kept = next((hold for hold in facts.holds if hold.is_ready and hold.copy_id == facts.copy.id), None)
    if kept is not None:
        return kept
    if facts.goes_back:
        still_in_process = facts.repair is not None and facts.repair.in_process
        return None if still_in_process else next_in_line(facts.holds, facts.copy.id)
    lendable = facts.copy.state in (CopyState.IN_STOCK, CopyState.MISSING)
    return next_in_line(facts.holds, facts.copy.id) if lendable and not facts.copy.damaged else None


def _destination(facts: CheckInFacts, hold: Hold | None) -> Destination:
    if facts.copy.state in (CopyState.WITHDRAWN, CopyState.LOST, CopyState.IN_PROCESS):
        return Destination.ASIDE
    if facts.goes_back:
        return _after_repair(facts, hold)
    if facts.repair is not None and facts.repair.state is RepairState.BEYOND:
        return Destination.ASIDE
    if facts.copy.state is CopyState.IN_REPAIR or facts.copy.damaged:
        return Destination.REPAIR
    return Destination.HOLD_SHELF if hold is not None else Destination.SHELF


def _after_repair(facts: CheckInFacts, hold: Hold | None) -> Destination:
    """A copy that was not in stock yet when it was mended goes on being processed."""
    if facts.repair is not None and facts.repair.in_process:
        return Destination.ASIDE
    return Destination.HOLD_SHELF if hold is not None else Destination.SHELF
