"""Returns: closing a loan, keeping the copy for who waits, counting in-house use, noting damage, shelving."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from deskcirc.desk import holds as desk_holds
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import FoundOutcome, found_in, is_missed
from deskcirc.domain.changes import ActName
from deskcirc.domain.check_in import CheckInDecision, CheckInFacts, Destination, decide_check_in
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.holds import Hold
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import Patron
from deskcirc.domain.repair import DamageKind, Repair, RepairOrigin, RepairState, Severity
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copies_awaiting_shelving, copy_by_id
from deskcirc.store.lookups.holds import holds_of_title, was_never_collected
from deskcirc.store.lookups.loans import last_return_of_copy, loan_of_copy, loans_of_patron, read_in_house_since
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import copies, in_house_uses, loans, patrons
from deskcirc.text import gettext as _

if TYPE_CHECKING:
    from deskcirc.domain.corners import SubLoan


class CheckInKind(StrEnum):
    """What a scan in Returns came to."""

    RETURNED = "returned"
    NOT_ON_LOAN = "not-on-loan"
    RETURNED_TWICE = "returned-twice"
    UNCOLLECTED = "uncollected"  # from the hold shelf, where a hold on it has ended
    BACK_FROM_REPAIR = "back-from-repair"  # it was mended, and this scan ends its repair
    FOUND = "found"  # it was lost, or said to be returned and looked for


@dataclass(frozen=True, slots=True)
class CheckInOutcome:
    """What was done and where the copy goes."""

    kind: CheckInKind
    copy: Copy
    decision: CheckInDecision
    returned_on: date
    patron: Patron | None = None  # who had it
    loan: OpenLoan | None = None
    still_out: tuple[OpenLoan, ...] = ()
    hold: Hold | None = None  # ready on the hold shelf now
    counted_in_house: bool = False
    found: FoundOutcome | None = None  # what its loss had brought and is reversed now
    sub_loan: SubLoan | None = None  # the pupil's who had it of the class, where it stood in a class corner
    repair: Repair | None = None  # of a damaged copy: the open one, as it was before the scan, or the one given up


def check_in(desk: Desk, copy_id: int, *, returned_on: date | None = None) -> CheckInOutcome:
    """Take the copy back, whoever brings it. Never refused. `returned_on` back-dates it (book drop).

    A copy not on loan is counted as in-house use if the school wants that, unless it came back today already.
    Raises GoneError for a copy that does not exist.
    """
    with desk.library.writing(desk.act(ActName.CHECK_IN)) as writing:
        return take_in(desk, writing, copy_id, returned_on)


def take_in(desk: Desk, writing: Writing, copy_id: int, returned_on: date | None = None) -> CheckInOutcome:
    """What `check_in` does, within an act that does more. Raises GoneError for a copy that does not exist."""
    facts, patron = _read_facts(desk, writing, copy_id, min(returned_on or desk.today, desk.today))
    if is_missed(facts.copy, facts.loan):
        return _find(desk, writing, facts, patron)
    decision = decide_check_in(facts)
    if facts.loan is None:
        return _not_on_loan(desk, writing, facts, decision)
    sub_loan = _close_loan(desk, writing, facts, facts.loan, decision)
    hold = _send_on(desk, writing, facts.copy, decision)
    left = tuple(
        loan
        for loan in loans_of_patron(writing.connection, facts.loan.patron_id, desk.policy, desk.today)
        if loan.id != facts.loan.id
    )
    return CheckInOutcome(
        CheckInKind.RETURNED,
        facts.copy,
        decision,
        facts.returned_on,
        patron,
        facts.loan,
        left,
        hold,
        sub_loan=sub_loan,
        repair=facts.repair,
    )


def _find(desk: Desk, writing: Writing, facts: CheckInFacts, patron: Patron | None) -> CheckInOutcome:
    """A copy that was lost, or looked for, is here: its loan ends as of the day of the claim, and nothing is late."""
    if writing.act.name == str(ActName.CHECK_IN):
        writing.name_act(str(ActName.FIND_COPY))
    found = found_in(desk, writing, facts.copy)
    now, _nobody = _read_facts(desk, writing, facts.copy.id, desk.today)
    decision = replace(decide_check_in(now), found=True)
    claimed_on = facts.loan.claimed_on if facts.loan is not None else None
    return CheckInOutcome(
        CheckInKind.FOUND,
        now.copy,
        decision,
        claimed_on or desk.today,
        patron,
        facts.loan,
        hold=found.hold,
        found=found,
        repair=now.repair,
    )


def return_to_lend_on(desk: Desk, writing: Writing, copy_id: int) -> None:
    """End the loan of a copy that is lent on at once: all of a return, but that the copy goes nowhere."""
    facts, _patron = _read_facts(desk, writing, copy_id, desk.today)
    if facts.loan is not None:
        _close_loan(desk, writing, facts, facts.loan, decide_check_in(facts))


def _close_loan(
    desk: Desk, writing: Writing, facts: CheckInFacts, loan: OpenLoan, decision: CheckInDecision
) -> SubLoan | None:
    """End the loan, suspend or charge who had it where the rule asks for that; a copy leaves its class corner by it."""
    sub_loan = None if loan.corner_id is None else _out_of_corner(desk, writing, loan.copy_id)
    back = desk.now if facts.returned_on == desk.today else end_of_day(desk, facts.returned_on)
    writing.update(
        loans,
        loan.id,
        returned_at=max(back, loan.lent_at),
        returned_by=desk.operator.id,
        days_late=decision.days_late,
    )
    writing.tell(title=facts.copy.name, code=facts.copy.code, patron=loan.patron, late=decision.days_late)
    if decision.suspend_until is not None:
        reason = _("{title} came back {days} days late.")
        writing.update(
            patrons,
            loan.patron_id,
            suspended_until=decision.suspend_until,
            suspension_reason=reason.format(title=facts.copy.name, days=decision.days_late),
        )
    if decision.fine:
        _charge(desk, writing, facts, loan, decision)
    return sub_loan


def _out_of_corner(desk: Desk, writing: Writing, copy_id: int) -> SubLoan | None:
    from deskcirc.desk.sub_loans import end_sub_loan  # a school without corners need not wait for them

    return end_sub_loan(desk, writing, copy_id)


def _charge(desk: Desk, writing: Writing, facts: CheckInFacts, loan: OpenLoan, decision: CheckInDecision) -> None:
    from deskcirc.desk.charges import MOST_FEN, add_charge  # most schools take no money for days late
    from deskcirc.domain.charges import ChargeKind

    note = _("{title} came back {days} days late.").format(title=facts.copy.name, days=decision.days_late)
    owed = min(decision.fine, MOST_FEN)
    add_charge(desk, writing, loan.patron_id, ChargeKind.LATE, owed, note, copy_id=facts.copy.id, loan_id=loan.id)


def end_of_day(desk: Desk, day: date) -> datetime:
    """The last instant of a school day, in UTC: a book drop was filled some time before it."""
    return datetime.combine(day + timedelta(days=1), time(), UTC) - desk.policy.utc_offset - timedelta(seconds=1)


def _read_facts(desk: Desk, writing: Writing, copy_id: int, returned_on: date) -> tuple[CheckInFacts, Patron | None]:
    connection, today = writing.connection, desk.today
    copy = copy_by_id(connection, copy_id)
    if copy is None:
        raise GoneError
    loan = loan_of_copy(connection, copy_id, desk.policy, today)
    patron = None if loan is None else patron_by_id(connection, loan.patron_id, desk.policy, today)
    rule = None if patron is None else desk.policy.rule_for(patron.category_id, patron.grade, copy.item_type_id)
    facts = CheckInFacts(
        copy=copy,
        loan=loan,
        rule=rule,
        holds=holds_of_title(connection, copy.title_id, desk.policy, today),
        returned_on=returned_on,
        today=today,
        suspended_until=patron.suspended_until if patron else None,
        open_days=desk.policy.open_days,
        closed_due=desk.policy.closed_due,
        amnesty=desk.policy.amnesty_on(returned_on),
        repair=_repair_of(desk, writing, copy),
    )
    return facts, patron


def _repair_of(desk: Desk, writing: Writing, copy: Copy) -> Repair | None:
    if not copy.damaged and copy.state is not CopyState.IN_REPAIR:
        return None
    from deskcirc.store.lookups.repairs import repairs_of_copy  # a counter of sound copies need not wait for it

    last = next(iter(repairs_of_copy(writing.connection, copy.id, desk.policy, desk.today)), None)
    return last if last is not None and (last.state.is_open or last.state is RepairState.BEYOND) else None


def _not_on_loan(desk: Desk, writing: Writing, facts: CheckInFacts, decision: CheckInDecision) -> CheckInOutcome:
    if facts.goes_back and facts.repair is not None:
        return _back_from_repair(desk, writing, facts, facts.repair, decision)
    still_here = facts.copy.awaits_shelving or decision.destination is Destination.REPAIR
    twice = still_here and _came_in_on(desk, writing, facts)
    kept = facts.copy.id in {hold.copy_id for hold in facts.holds if hold.is_ready}
    uncollected = facts.copy.awaits_shelving and was_never_collected(writing.connection, facts.copy.id)
    used = not twice and not kept and not uncollected and facts.repair is None  # it comes from the repair shelf
    count = desk.policy.count_in_house and used and decision.destination is not Destination.ASIDE
    writing.name_act(str(ActName.IN_HOUSE_USE))
    writing.tell(title=facts.copy.name, code=facts.copy.code)
    if count:
        writing.insert(in_house_uses, copy_id=facts.copy.id, at=desk.now, counted_by=desk.operator.id)
    hold = _send_on(desk, writing, facts.copy, decision)
    kind = CheckInKind.RETURNED_TWICE if twice or kept else CheckInKind.NOT_ON_LOAN
    kind = CheckInKind.UNCOLLECTED if uncollected else kind
    return CheckInOutcome(
        kind,
        facts.copy,
        decision,
        facts.returned_on,
        hold=hold,
        counted_in_house=count,
        repair=facts.repair,
    )


def _back_from_repair(
    desk: Desk, writing: Writing, facts: CheckInFacts, repair: Repair, decision: CheckInDecision
) -> CheckInOutcome:
    from deskcirc.desk.repair_parts import end_in  # as above

    writing.name_act(str(ActName.END_REPAIR))
    writing.tell(title=facts.copy.name, code=facts.copy.code)
    ended = end_in(desk, writing, repair.id)
    copy = facts.copy if ended.repair is None else ended.repair.copy
    kind = CheckInKind.BACK_FROM_REPAIR
    return CheckInOutcome(kind, copy, decision, facts.returned_on, hold=ended.hold, repair=repair)


def _came_in_on(desk: Desk, writing: Writing, facts: CheckInFacts) -> bool:
    last = last_return_of_copy(writing.connection, facts.copy.id, desk.policy, desk.today)
    if last is not None and desk.policy.day_of(last[1]) in (desk.today, facts.returned_on):
        return True
    from deskcirc.store.lookups.losses import found_since  # a copy that comes back need not wait for it

    if found_since(writing.connection, facts.copy.id, desk.midnight):
        return True
    return read_in_house_since(writing.connection, facts.copy.id, desk.midnight)


def _send_on(desk: Desk, writing: Writing, copy: Copy, decision: CheckInDecision) -> Hold | None:
    aside = decision.destination is Destination.ASIDE
    if copy.state is CopyState.MISSING:  # found; put aside only where it is beyond repair
        writing.update(copies, copy.id, state=(CopyState.IN_REPAIR if aside else CopyState.IN_STOCK).value)
    if aside:
        return None
    if decision.hold is not None and decision.destination is Destination.HOLD_SHELF:
        return desk_holds.keep_for(desk, writing, decision.hold, copy)
    if decision.destination is Destination.SHELF:
        writing.update(copies, copy.id, awaits_shelving=True)
    return None


def mark_damaged(
    desk: Desk,
    copy_id: int,
    note: str,
    patron_id: int | None = None,
    *,
    kinds: tuple[DamageKind, ...] = (),
    severity: Severity = Severity.MEDIUM,
) -> Copy:
    """Put the copy into the repair queue with a note and who had it last; a hold waiting gets another copy.

    Nothing is done to a copy that is lost or withdrawn. Raises GoneError for a copy that does not exist.
    """
    from deskcirc.desk.damage import DamageReport, copy_of, report_in  # as above

    seen = DamageReport(kinds, severity, note, RepairOrigin.RETURNS, patron_id)
    with desk.library.writing(desk.act(ActName.MARK_DAMAGED)) as writing:
        copy = copy_of(writing, copy_id)
        repair = report_in(desk, writing, copy, seen, though_on_loan=True).repair
        if repair is None:
            return copy
        writing.tell(title=copy.name, code=copy.code, note=repair.damage_words)
        return repair.copy


def shelve_all(desk: Desk) -> int:
    """The trolley is empty: every copy that awaited shelving stands in its place. Returns how many."""
    with desk.library.writing(desk.act(ActName.SHELVE)) as writing:
        waiting = copies_awaiting_shelving(writing.connection)
        for copy in waiting:
            writing.update(copies, copy.id, awaits_shelving=False)
        writing.tell(count=len(waiting))
    return len(waiting)
