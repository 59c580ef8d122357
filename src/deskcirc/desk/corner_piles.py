"""Filling a class corner and taking it back: the whole pile is judged copy by copy, and written as one act."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from deskcirc.desk import holds as desk_holds
from deskcirc.desk.circulation import NO_OVERRIDE, Override, granted, leave_place, read_facts
from deskcirc.desk.damage import DamageReport, report_in
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import as_found, found_in, is_missed
from deskcirc.desk.returning import CheckInOutcome, take_in
from deskcirc.domain.changes import ActName
from deskcirc.domain.checkout import decide_checkout
from deskcirc.domain.checkout_facts import Block, CheckoutFacts
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.corners import (
    BackVerdict,
    Corner,
    CornerCopy,
    FillVerdict,
    back_verdict,
    corner_due,
    fill_verdict,
)
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import Patron
from deskcirc.domain.repair import RepairOrigin
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.corners import (
    ShelfChoice,
    copies_at_hand,
    copies_in_corner,
    corner_by_id,
    titles_of_copies,
)
from deskcirc.store.lookups.loans import loan_of_copy
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import loans

_NEVER = datetime.max.replace(tzinfo=UTC)
MOST_LOOKED_AT = 5000
"""Copies on the shelves looked at for one choice; a shelf full of reference works yields none, however long."""


@dataclass(frozen=True, slots=True)
class FillJudgement:
    """What a copy for the corner is, and all the reasons against lending it."""

    copy: Copy
    verdict: FillVerdict
    blocks: tuple[Block, ...] = ()
    loan: OpenLoan | None = None


@dataclass(frozen=True, slots=True)
class FillOutcome:
    """What was lent, until when, and what was left out with its reasons."""

    corner: Corner
    lent: tuple[Copy, ...] = ()
    refused: tuple[FillJudgement, ...] = ()
    due: date | None = None


@dataclass(frozen=True, slots=True)
class BackJudgement:
    """What a copy of the pile that came back is; `loan` says who has it by the register."""

    copy: Copy
    verdict: BackVerdict
    loan: OpenLoan | None = None


@dataclass(frozen=True, slots=True)
class BackOutcome:
    """What came back, and what is short: it stays on loan to the corner."""

    corner: Corner
    back: tuple[CheckInOutcome, ...] = ()
    short: tuple[CornerCopy, ...] = ()
    damaged: int = 0


def judge_for_filling(
    desk: Desk, corner_id: int, copy_id: int, pile: Collection[int] = (), override: Override = NO_OVERRIDE
) -> FillJudgement:
    """What the copy is that lies on the pile next; nothing is written. Raises GoneError for what does not exist."""
    with desk.library.reading() as connection:
        corner, patron = _corner_and_class(desk, connection, corner_id)
        return _judged(desk, connection, corner, patron, copy_id, pile, override)


def choose_from_shelves(
    desk: Desk, corner_id: int, choice: ShelfChoice, most: int, pile: Collection[int] = ()
) -> tuple[FillJudgement, ...]:
    """The first `most` copies of the shelves that may be lent to the corner, in shelf order, one of each title.

    Titles in the pile or in the corner already are passed over: a class reads fifty books, not one fifty times.

    Raises GoneError for a corner that does not exist.
    """
    found: list[FillJudgement] = []
    with desk.library.reading() as connection:
        corner, patron = _corner_and_class(desk, connection, corner_id)
        known = titles_of_copies(connection, pile, corner.id)
        for copy_id, title_id in copies_at_hand(connection, choice, MOST_LOOKED_AT):
            if len(found) >= most:
                break
            if title_id in known:
                continue
            in_hand = (*pile, *(each.copy.id for each in found))
            judged = _judged(desk, connection, corner, patron, copy_id, in_hand, NO_OVERRIDE)
            if judged.verdict is FillVerdict.FINE:
                found.append(judged)
                known.add(title_id)
    return tuple(found)


def fill_corner(desk: Desk, corner_id: int, copy_ids: Sequence[int], override: Override = NO_OVERRIDE) -> FillOutcome:
    """Lend the pile to the corner, each copy by all the rules; what is refused is left out and named.

    Raises GoneError for a corner or a copy that does not exist.
    """
    with desk.library.writing(desk.act(ActName.FILL_CORNER)) as writing:
        connection = writing.connection
        corner, patron = _corner_and_class(desk, connection, corner_id)
        override = granted(desk, connection, override)
        lent, refused, due = list[Copy](), list[FillJudgement](), None
        for copy_id in dict.fromkeys(copy_ids) if corner.is_open else ():
            facts = _facts(desk, connection, patron, copy_id)
            decision = decide_checkout(facts, override.codes)
            loan = facts.loan_of_copy
            if decision.lend and decision.due is not None and loan is None:
                _find(desk, writing, copy_id)
                due = corner_due(facts, decision.due)
                passed = bool(override.codes) and not decide_checkout(facts).lend
                _lend(desk, writing, corner, facts, due, override.reason if passed else "")
                lent.append(facts.copy)
            else:
                verdict = fill_verdict(copy_id, decision.blocks, loan, corner, ())
                refused.append(FillJudgement(facts.copy, verdict, decision.blocks, loan))
        writing.tell(name=corner.class_name, count=len(lent))
        if lent and override.reason:
            writing.tell(override=override.reason)
        after = corner_by_id(connection, corner_id, desk.policy, desk.today) or corner
        return FillOutcome(after, tuple(lent), tuple(refused), due)


def judge_coming_back(desk: Desk, corner_id: int, copy_id: int, pile: Collection[int] = ()) -> BackJudgement:
    """What the copy is that came back next; nothing is written. Raises GoneError for what does not exist."""
    with desk.library.reading() as connection:
        corner, _patron = _corner_and_class(desk, connection, corner_id)
        copy = copy_by_id(connection, copy_id)
        if copy is None:
            raise GoneError
        loan = loan_of_copy(connection, copy_id, desk.policy, desk.today)
        return BackJudgement(copy, back_verdict(copy_id, loan, corner, pile), loan)


def take_back(
    desk: Desk, corner_id: int, copy_ids: Sequence[int], damaged: Mapping[int, DamageReport] | None = None
) -> BackOutcome:
    """Take the copies of the pile that are lent to this corner back; their sub-loans end, `damaged` ones are flagged.

    Copies that are nothing of the corner's are left as they are. Raises GoneError for a corner that does not exist.
    """
    reports = damaged or {}
    with desk.library.writing(desk.act(ActName.EMPTY_CORNER)) as writing:
        connection = writing.connection
        corner, _patron = _corner_and_class(desk, connection, corner_id)
        back, flagged = list[CheckInOutcome](), 0
        for copy_id in dict.fromkeys(copy_ids):
            loan = loan_of_copy(connection, copy_id, desk.policy, desk.today)
            lost = loan is None and _is_lost(connection, copy_id)
            if not lost and (loan is None or loan.corner_id != corner.id):
                continue
            outcome = take_in(desk, writing, copy_id)
            if copy_id in reports:
                had_it = outcome.sub_loan.patron_id if outcome.sub_loan else None
                seen = replace(reports[copy_id], origin=RepairOrigin.CORNER, patron_id=had_it)
                report_in(desk, writing, outcome.copy, seen)
                flagged += 1
            back.append(outcome)
        writing.tell(name=corner.class_name, count=len(back), title="", code="", patron=corner.class_name)
        after = corner_by_id(connection, corner_id, desk.policy, desk.today) or corner
        return BackOutcome(after, tuple(back), copies_in_corner(connection, corner.id, desk.policy), flagged)


def _corner_and_class(desk: Desk, connection: Connection, corner_id: int) -> tuple[Corner, Patron]:
    corner = corner_by_id(connection, corner_id, desk.policy, desk.today)
    patron = None if corner is None else patron_by_id(connection, corner.patron_id, desk.policy, desk.today)
    if corner is None or patron is None:
        raise GoneError
    return corner, patron


def _facts(desk: Desk, connection: Connection, patron: Patron, copy_id: int) -> CheckoutFacts:
    facts = read_facts(desk, connection, patron, copy_id)
    if is_missed(facts.copy, facts.loan_of_copy):
        facts = as_found(facts)
    return replace(facts, outside_turn=None)  # a pile is brought by the librarian, not in the turn of the class


def _find(desk: Desk, writing: Writing, copy_id: int) -> None:
    """A copy of the pile that was lost, or looked for, is found by lending it."""
    copy = copy_by_id(writing.connection, copy_id)
    loan = loan_of_copy(writing.connection, copy_id, desk.policy, desk.today)
    if copy is not None and is_missed(copy, loan):
        found_in(desk, writing, copy, send_on=False)


def _is_lost(connection: Connection, copy_id: int) -> bool:
    copy = copy_by_id(connection, copy_id)
    return copy is not None and copy.state is CopyState.LOST


def _with_pile(facts: CheckoutFacts, pile: Collection[int]) -> CheckoutFacts:
    """The facts as they will be once the pile is lent, as far as limits in all go; types are counted when it is."""
    to_come = tuple(
        OpenLoan(0, copy_id, 0, "", "", "", "", 0, facts.patron.id, "", _NEVER, facts.today, facts.today, 0)
        for copy_id in pile
    )
    return replace(facts, loans=(*facts.loans, *to_come))


def _judged(
    desk: Desk,
    connection: Connection,
    corner: Corner,
    patron: Patron,
    copy_id: int,
    pile: Collection[int],
    override: Override,
) -> FillJudgement:
    facts = _facts(desk, connection, patron, copy_id)
    blocks = decide_checkout(_with_pile(facts, pile), granted(desk, connection, override).codes).blocks
    loan = facts.loan_of_copy
    return FillJudgement(facts.copy, fill_verdict(copy_id, blocks, loan, corner, pile), blocks, loan)


def _lend(desk: Desk, writing: Writing, corner: Corner, facts: CheckoutFacts, due: date, reason: str) -> None:
    writing.insert(
        loans,
        copy_id=facts.copy.id,
        patron_id=corner.patron_id,
        rule_id=facts.rule.id if facts.rule else None,
        lent_at=desk.now,
        lent_by=desk.operator.id,
        due=due,
        corner_id=corner.id,
        override_reason=reason,
    )
    leave_place(desk, writing, facts.copy)
    desk_holds.fulfil(desk, writing, facts.holds, corner.patron_id, facts.copy.id)
