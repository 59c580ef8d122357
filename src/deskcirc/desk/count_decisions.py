"""What somebody decides about the copies and codes of a count, many in one act, and how each decision is taken back.

Only a decision changes a copy; a scan never does. Each one that is taken back restores exactly what it changed, as the
journal keeps it, unless somebody touched the same rows since: then a sentence says what stands in the way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, Unpack

from deskcirc.desk.count_orders import (
    Case,
    DecisionMore,
    DecisionOutcome,
    NotDecidedError,
    cases,
    known_of,
    nothing_known,
)
from deskcirc.desk.count_refusals import reasons_against
from deskcirc.desk.count_reversal import reverse_in
from deskcirc.desk.count_steps import take_step
from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktakes import may_not_decide, the_stocktake
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Right
from deskcirc.domain.stocktake import ABOUT_CODES, DECISION_WORDS, Decision, DecisionKind, Stocktake
from deskcirc.domain.typed_words import too_long
from deskcirc.domain.withdrawal import WithdrawalState
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.count_decisions import decisions_by_ids
from deskcirc.store.lookups.withdrawals import withdrawal_by_id
from deskcirc.store.tables import stocktake_decisions
from deskcirc.text import gettext as _

_CHUNK: Final = 5000  # copies whose facts are read at once
_MOST: Final = {DecisionKind.LOST: 500, DecisionKind.WITHDRAWAL: 2000}
"""Of one act, as many as are declared lost or withdrawn at once elsewhere; more is a slip of the hand."""


def decide(
    desk: Desk,
    stocktake_id: int,
    kind: DecisionKind,
    *,
    copy_ids: Sequence[int] = (),
    scan_ids: Sequence[int] = (),
    note: str = "",
    **more: Unpack[DecisionMore],
) -> DecisionOutcome:
    """Decide the same about all of these copies, or about the codes of these scans, in one act.

    For MATCHED and ACCESSIONED the first copy is the first code's, and so on; every other decision takes copies, or
    the scans by which they were seen, SET_ASIDE scans alone. What something stands in the way of is left out and
    named. Raises GoneError for a count, a copy or a scan that does not exist.
    """
    if why_not := _why_not(desk, kind, _how_many(kind, copy_ids, scan_ids), note):
        return DecisionOutcome(why_not=why_not)
    returns = kind is DecisionKind.RETURNED  # at the counter everybody does and takes it back, and so at the shelf
    with desk.library.writing(desk.act(ActName.RETURN_IN_COUNT if returns else ActName.DECIDE_COUNT)) as writing:
        stocktake = the_stocktake(writing.connection, stocktake_id)
        if not stocktake.runs:
            return DecisionOutcome(why_not=stocktake.why_no_scans)
        outcome = decide_in(desk, writing, stocktake, kind, copy_ids=copy_ids, scan_ids=scan_ids, note=note, **more)
        writing.tell(number=stocktake.number, count=len(outcome.done), what=_(DECISION_WORDS[kind]))
        return outcome


def decide_in(
    desk: Desk,
    writing: Writing,
    stocktake: Stocktake,
    kind: DecisionKind,
    *,
    copy_ids: Sequence[int] = (),
    scan_ids: Sequence[int] = (),
    note: str = "",
    at_closing: bool = False,
    **more: Unpack[DecisionMore],
) -> DecisionOutcome:
    """What `decide` does, within an act that does more and has asked who may; it tells what was done itself."""
    if why_not := _no_batch(desk, writing, more.get("withdrawal_id")):
        return DecisionOutcome(why_not=why_not)
    base = Case(desk, writing, stocktake, kind, nothing_known(), note.strip(), more)
    base.batches.extend(each for each in [more.get("withdrawal_id")] if each is not None)
    done: list[Decision] = []
    refused: list[tuple[int, str]] = []
    for case in _all_cases(base, copy_ids, scan_ids):
        desk.progress(len(done) + len(refused), max(len(copy_ids), len(scan_ids)), _("Writing the decisions down"))
        try:
            done.append(_decided(case, at_closing=at_closing))
        except NotDecidedError as no:
            refused.append((case.about, str(no)))
    why_not = refused[0][1] if refused and not done else ""
    return DecisionOutcome(tuple(done), tuple(refused), why_not, tuple(base.said), next(iter(base.batches), None))


def reverse_decisions(desk: Desk, decision_ids: Sequence[int], note: str = "") -> DecisionOutcome:
    """Take decisions back, the last first; each restores exactly what it changed.

    One whose copy somebody has touched since is left as it is and named. Raises GoneError for what does not exist.
    """
    if why_not := _not_allowed(desk) or next(iter(too_long(note)), ""):
        return DecisionOutcome(why_not=why_not)
    if not decision_ids:
        return DecisionOutcome(why_not=_("Choose what is taken back first."))
    with desk.library.writing(desk.act(ActName.REVERSE_DECISION)) as writing:
        wanted = decisions_by_ids(writing.connection, dict.fromkeys(decision_ids))
        if len(wanted) != len(set(decision_ids)):
            raise GoneError
        stocktake = the_stocktake(writing.connection, wanted[0].stocktake_id)
        if any(each.stocktake_id != stocktake.id for each in wanted):
            return DecisionOutcome(why_not=_("Take back the decisions of one count at a time."))
        if not stocktake.runs:
            return DecisionOutcome(why_not=stocktake.why_no_scans)
        done: list[Decision] = []
        refused: list[tuple[int, str]] = []
        for decision in wanted:
            desk.progress(len(done) + len(refused), len(wanted), _("Taking the decisions back"))
            if why_not := reverse_in(desk, writing, decision):
                refused.append((decision.id, why_not))
            else:
                done.append(replace(decision, reversed_at=desk.now))
        what = _(", ").join(dict.fromkeys(_(DECISION_WORDS[each.kind]) for each in done))
        writing.tell(number=stocktake.number, count=len(done), what=what, note=note.strip())
        why_not = refused[0][1] if refused and not done else ""
        return DecisionOutcome(tuple(done), tuple(refused), why_not)


def _all_cases(base: Case, copy_ids: Sequence[int], scan_ids: Sequence[int]) -> Iterator[Case]:
    """The cases one by one; what is known of thousands is read a part at a time."""
    pairs = max(len(copy_ids), len(scan_ids), 1)
    for start in range(0, pairs, _CHUNK):
        part = slice(start, start + _CHUNK)
        known = known_of(base.desk, base.writing, base.stocktake, copy_ids[part], scan_ids[part])
        yield from cases(replace(base, known=known), copy_ids[part], scan_ids[part])


def _decided(case: Case, *, at_closing: bool) -> Decision:
    """Write the decision and do what it says, or raise NotDecidedError with every reason."""
    if reasons := reasons_against(case):
        raise NotDecidedError(" ".join(reasons))
    desk, copy, line = case.desk, case.copy, case.line
    before = copy.state.value if copy is not None else ""
    values = {
        "stocktake_id": case.stocktake.id,
        "copy_id": None if copy is None else copy.id,
        "scan_id": None if line is None else line.id,
        "kind": case.kind.value,
        "state_before": before,
        "note": case.note,
        "at": desk.now,
        "by": desk.operator.id,
        "at_closing": at_closing,
    }
    with case.writing.attempt():
        decision_id = case.writing.insert(stocktake_decisions, **values)
        take_step(case)
    return Decision(
        decision_id,
        case.stocktake.id,
        None if copy is None else copy.id,
        None if line is None else line.id,
        case.kind,
        desk.now,
        desk.operator.name,
        case.note,
        before,
        at_closing,
    )


def _no_batch(desk: Desk, writing: Writing, withdrawal_id: int | None) -> str:
    """Why copies are not proposed in this batch. Raises GoneError for one that does not exist."""
    if withdrawal_id is None:
        return ""
    batch = withdrawal_by_id(writing.connection, withdrawal_id, desk.policy)
    if batch is None:
        raise GoneError
    if batch.state is WithdrawalState.PROPOSED:
        return ""
    return _("Withdrawal {number} is no longer proposed: choose another, or a new one.").format(number=batch.number)


def _how_many(kind: DecisionKind, copy_ids: Sequence[int], scan_ids: Sequence[int]) -> int:
    """What is decided about: a code has its scan alone, whatever copy stands beside it."""
    return len(scan_ids) if kind in ABOUT_CODES else max(len(copy_ids), len(scan_ids))


def _why_not(desk: Desk, kind: DecisionKind, count: int, note: str) -> str:
    if why_not := _not_allowed(desk, kind) or next(iter(too_long(note)), ""):
        return why_not
    if kind is DecisionKind.LOST and not desk.operator.may(Right.PATRONS):
        return _("Only the librarian declares copies lost.")
    if kind is DecisionKind.WITHDRAWAL and not desk.operator.may(Right.LEDGERS):
        return _("Only the librarian withdraws copies.")
    if not count:
        return _("Choose what is decided about first.")
    most = _MOST.get(kind, count)
    if count > most:
        words = _("{count} at once are too many: {most} at most.")
        return words.format(count=count, most=most)
    return ""


def _not_allowed(desk: Desk, kind: DecisionKind | None = None) -> str:
    """Returning asks for no right at the counter, and so for none at the shelf."""
    return "" if kind is DecisionKind.RETURNED else may_not_decide(desk)
