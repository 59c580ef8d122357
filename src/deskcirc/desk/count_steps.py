"""What each decision of a count does to the copy or the code it is about; its own row is written before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from deskcirc.desk.count_matching import match_code
from deskcirc.desk.count_orders import Case, NotDecidedError
from deskcirc.desk.damage import DamageReport, report_in
from deskcirc.desk.finding import found_in
from deskcirc.desk.loss_orders import LossOrder, RefusedLoss
from deskcirc.desk.losses import declare_in, missing_in
from deskcirc.desk.returning import take_in
from deskcirc.desk.withdrawal import WithdrawalDraft, opened_in, put_in, sorted_out
from deskcirc.domain.copies import Copy
from deskcirc.domain.holds import Hold
from deskcirc.domain.losses import LossOrigin, LossWay
from deskcirc.domain.repair import RepairOrigin, Severity
from deskcirc.domain.stocktake import DecisionKind
from deskcirc.domain.withdrawal import WithdrawalReason
from deskcirc.store.lookups.numbering import all_locations
from deskcirc.store.lookups.repairs import open_repair_of_copy
from deskcirc.store.lookups.shelves import shelves_by_ids
from deskcirc.store.tables import copies, loans
from deskcirc.text import gettext as _


def take_step(case: Case) -> None:
    """Do what the decision says. Raises NotDecidedError with the sentence where it cannot be done."""
    _STEPS[case.kind](case)


def _missing(case: Case) -> None:
    missing_in(case.desk, case.writing, case.the_copy)


def _lost(case: Case) -> None:
    """Nobody had it, so nothing is charged unless a patron is named."""
    order = LossOrder(
        case.the_copy.id,
        patron_id=case.more.get("patron_id"),
        origin=LossOrigin.STOCKTAKE,
        way=case.more.get("way", LossWay.UNDECIDED),
        amount=case.more.get("amount"),
        note=case.note,
    )
    loss, released = declare_in(case.desk, case.writing, order)
    if isinstance(loss, RefusedLoss):
        raise NotDecidedError(loss.why_not)
    for hold in released:
        words = _("{patron} waits for {title} again: the copy that was kept is lost.")
        case.said.append(words.format(patron=hold.patron, title=hold.name))


def _found(case: Case) -> None:
    outcome = found_in(case.desk, case.writing, case.the_copy)
    if not outcome.done:
        raise NotDecidedError(outcome.why_not)
    case.said.extend(outcome.said)
    _stands_already(case, outcome.hold)


def _returned(case: Case) -> None:
    """Returned at the instant it was scanned, as late as it was then; it stands on its shelf already.

    No line is of before the opening, and none is evidence against a loan that began after it was noted.
    """
    loan = case.loan
    line = case.the_line
    outcome = take_in(case.desk, case.writing, case.the_copy.id, case.desk.policy.day_of(line.at))
    if outcome.found is not None:
        case.said.extend(outcome.found.said)
    elif loan is not None:
        case.writing.update(loans, loan.id, returned_at=line.at)
    _stands_already(case, outcome.hold)


def _stands_already(case: Case, hold: Hold | None) -> None:
    """It waits for no shelving; where somebody waits for it, it is taken from its shelf to the hold shelf."""
    case.writing.update(copies, case.the_copy.id, awaits_shelving=False)
    if hold is not None:
        words = _("Take {title} from its shelf to number {number} of the hold shelf, for {patron}.")
        case.said.append(words.format(title=hold.name, number=hold.shelf_number, patron=hold.patron))


def _nothing_else(_case: Case) -> None:
    """The decision itself is all there is: nothing of the copy changes."""


def _relocated(case: Case) -> None:
    wanted = case.more.get("location_id")
    location_id = _stood_in(case) if wanted is None else wanted
    name = next((each.name for each in all_locations(case.writing.connection) if each.id == location_id), None)
    if location_id is None or name is None:
        words = _("Nobody said in which room {title} stood: choose one.")
        raise NotDecidedError(words.format(title=case.the_copy.name))
    if not case.writing.update(copies, case.the_copy.id, location_id=location_id):
        words = _("{title} belongs to {place} already: put it where its call number says.")
        raise NotDecidedError(words.format(title=case.the_copy.name, place=name))


def _stood_in(case: Case) -> int | None:
    line = case.the_line
    if line.shelf_id is None:
        return line.location_id
    return shelves_by_ids(case.writing.connection, [line.shelf_id])[0].location_id


def _matched(case: Case) -> None:
    match_code(case)


def _damaged(case: Case) -> None:
    seen = DamageReport(
        case.more.get("damage", ()),
        case.more.get("severity", Severity.MEDIUM),
        case.note,
        RepairOrigin.STOCKTAKE,
    )
    desk, copy = case.desk, case.the_copy
    known = open_repair_of_copy(case.writing.connection, copy.id, desk.policy, desk.today)
    outcome = report_in(desk, case.writing, copy, seen)
    if outcome.why_not:
        raise NotDecidedError(outcome.why_not)
    if known is not None and outcome.repair == known:  # a decision that changes nothing could not be taken back
        raise NotDecidedError(_("{title} is in the repair queue already.").format(title=copy.name))


def _withdrawal(case: Case) -> None:
    """Into the batch that is given, or into a new one that is opened with the first copy that can go."""
    fit, blocked = sorted_out(case.desk, case.writing, [case.the_copy.id])
    if blocked:
        raise NotDecidedError(f"{case.the_copy.name}: {' '.join(blocked[0].reasons)}")
    if not case.batches:
        reason = case.more.get("reason", WithdrawalReason.LOST)
        draft = WithdrawalDraft(reason, note=_("from the count {number}").format(number=case.stocktake.number))
        case.batches.append(opened_in(case.desk, case.writing, draft)[0])
    put_in(case.desk, case.writing, case.batches[0], fit, _evidence(case, case.the_copy))


def _evidence(case: Case, copy: Copy) -> dict[int, str]:
    if copy.id in case.known.present:
        return {copy.id: case.note} if case.note else {}
    words = _("not seen in the count {number}").format(number=case.stocktake.number)
    return {copy.id: _("; ").join(filter(None, (words, case.note)))}


_STEPS: Final[dict[DecisionKind, Callable[[Case], None]]] = {
    DecisionKind.SEARCHED: _nothing_else,
    DecisionKind.MISSING: _missing,
    DecisionKind.LOST: _lost,
    DecisionKind.FOUND: _found,
    DecisionKind.RETURNED: _returned,
    DecisionKind.MOVED: _nothing_else,
    DecisionKind.RELOCATED: _relocated,
    DecisionKind.MATCHED: _matched,
    DecisionKind.ACCESSIONED: _matched,
    DecisionKind.SET_ASIDE: _nothing_else,
    DecisionKind.DAMAGED: _damaged,
    DecisionKind.WITHDRAWAL: _withdrawal,
}
