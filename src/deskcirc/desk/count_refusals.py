"""Why a decision about a copy or a code of a count is refused: every reason at once, each a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from deskcirc.desk.count_orders import Case
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.stocktake import CountKind, DecisionKind, Group
from deskcirc.text import day_words
from deskcirc.text import gettext as _


def reasons_against(case: Case) -> tuple[str, ...]:
    """Every reason why it is not decided; empty where nothing stands in the way as far as the count knows."""
    return tuple(reason for reason in _REASONS[case.kind](case) if reason)


def _registered(copy: Copy) -> str:
    words = _("{title} is registered as {state} already: leave it so, or take that back first.")
    return words.format(title=copy.name, state=copy.state_words)


def _not_missing(case: Case) -> Iterable[str]:
    yield from _not_to_be_missed(case)
    copy = case.the_copy
    if copy.state is not CopyState.IN_STOCK:
        yield _registered(copy)


def _not_searched(case: Case) -> Iterable[str]:
    yield from _not_to_be_missed(case)
    copy = case.the_copy
    if copy.state not in (CopyState.IN_STOCK, CopyState.MISSING):
        yield _registered(copy)


def _not_lost(case: Case) -> Iterable[str]:
    yield _seen(case)
    yield _on_loan(case)
    if case.known.groups.group_of(case.the_copy.id) is None:
        yield _not_asked_for(case)


def _not_to_be_missed(case: Case) -> Iterable[str]:
    yield _seen(case)
    yield _on_loan(case)
    group = case.known.groups.group_of(case.the_copy.id)
    if group is not Group.SHELF and not (group is Group.MISSING and case.kind is DecisionKind.SEARCHED):
        yield _not_asked_for(case)


def _seen(case: Case) -> str:
    copy = case.the_copy
    if copy.id not in case.known.present:
        return ""
    lines = case.known.lines.get(copy.id)
    if not lines:
        return _("{title} went over the counter since the count was opened: it is not missed.").format(title=copy.name)
    day = day_words(case.desk.policy.day_of(lines[-1].at), case.desk.today)
    words = _("{title} was seen on {day} by {person}: it is not missed.")
    return words.format(title=copy.name, day=day, person=lines[-1].person or "–")


def _on_loan(case: Case) -> str:
    loan = case.loan
    if loan is None:
        return ""
    words = _("{title} has been on loan to {patron} since {day}: it is not missing.")
    return words.format(title=loan.name, patron=loan.holder, day=day_words(loan.lent_on, case.desk.today))


def _not_asked_for(case: Case) -> str:
    words = _("{title} did not have to stand on a shelf when this count was opened: decide about it under Losses.")
    return words.format(title=case.the_copy.name)


def _not_found(case: Case) -> Iterable[str]:
    yield _not_scanned(case)
    if case.kind is DecisionKind.RETURNED:
        yield _no_evidence(case)


def _not_scanned(case: Case) -> str:
    if case.line is not None and case.line.kind is not CountKind.REFUSED:
        return ""
    return _("{title} was not scanned in this count: scan it first.").format(title=case.the_copy.name)


def _no_evidence(case: Case) -> str:
    copy, loan, line = case.the_copy, case.loan, case.line
    if loan is None:
        return _("{title} is not on loan any more.").format(title=copy.name)
    if line is not None and loan.lent_at >= case.stocktake.since(line.at, untimed=line.untimed):
        words = _("{title} was lent to {patron} after it was scanned here: it has not come back.")
        return words.format(title=copy.name, patron=loan.holder)
    return ""


def _not_seen_here(case: Case) -> Iterable[str]:
    yield _not_scanned(case)


def _not_moved(case: Case) -> Iterable[str]:
    yield _not_scanned(case)
    for decision in case.known.standing.get(case.the_copy.id, ()):
        if decision.kind is DecisionKind.MOVED and case.line is not None and decision.at >= case.line.at:
            yield _("{title} was put in its place already.").format(title=case.the_copy.name)
            return


def _nothing_more(_case: Case) -> Iterable[str]:
    return ()


def _not_relocated(case: Case) -> Iterable[str]:
    copy = case.the_copy
    if copy.state is CopyState.WITHDRAWN:
        yield _registered(copy)
    if case.more.get("location_id") is None:
        yield _not_scanned(case)


def _not_of_a_code(case: Case) -> Iterable[str]:
    line, facts = case.the_line, {"code": case.the_line.code}
    if line.kind is not CountKind.UNKNOWN or line.copy_id is not None:
        yield _("{code} is no unknown code any more: look at the list again.").format(**facts)
    if any(each.kind is DecisionKind.SET_ASIDE for each in case.known.of_scan(line.id)):
        if case.kind is DecisionKind.SET_ASIDE:
            yield _("{code} was set aside already.").format(**facts)
        else:
            yield _("{code} was set aside: take that back first.").format(**facts)


_REASONS: Final[dict[DecisionKind, Callable[[Case], Iterable[str]]]] = {
    DecisionKind.SEARCHED: _not_searched,
    DecisionKind.MISSING: _not_missing,
    DecisionKind.LOST: _not_lost,
    DecisionKind.FOUND: _not_found,
    DecisionKind.RETURNED: _not_found,
    DecisionKind.MOVED: _not_moved,
    DecisionKind.RELOCATED: _not_relocated,
    DecisionKind.MATCHED: _not_of_a_code,
    DecisionKind.ACCESSIONED: _not_of_a_code,
    DecisionKind.SET_ASIDE: _not_of_a_code,
    DecisionKind.DAMAGED: _not_seen_here,
    DecisionKind.WITHDRAWAL: _nothing_more,
}
