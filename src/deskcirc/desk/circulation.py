"""Lending, renewing, taking back: one function a command, one transaction each."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from deskcirc.desk import holds as desk_holds
from deskcirc.desk.desk import Desk
from deskcirc.desk.finding import FoundOutcome, as_found, found_in, is_missed
from deskcirc.desk.returning import return_to_lend_on
from deskcirc.domain.calendar import DueDate
from deskcirc.domain.changes import ActName
from deskcirc.domain.checkout import decide_checkout
from deskcirc.domain.checkout_facts import Block, BlockCode, CheckoutFacts, facts_of
from deskcirc.domain.copies import Copy, CopyState
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.on_site import decide_taking_out, leaves_the_room, lending_out
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import Patron
from deskcirc.domain.renewal import decide_renewal
from deskcirc.domain.turns import comes_outside_turn
from deskcirc.errors import GoneError
from deskcirc.store.database import Connection
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.copies import copy_by_id
from deskcirc.store.lookups.holds import holds_of_title
from deskcirc.store.lookups.loans import loan_of_copy, loans_of_patron
from deskcirc.store.lookups.operators import all_operators
from deskcirc.store.lookups.patrons import patron_by_id
from deskcirc.store.tables import copies, loans
from deskcirc.text import gettext as _


class CheckoutKind(StrEnum):
    """What a scan in Checkout came to."""

    LENT = "lent"
    RENEWED = "renewed"
    ALREADY = "already-lent"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Override:
    """An operator with the right has passed these blocks for this patron, and says why."""

    codes: frozenset[BlockCode] = frozenset()
    reason: str = ""
    allowed_by: int | None = None  # the operator who gave a PIN for it, where that is not who stands at the counter


@dataclass(frozen=True, slots=True)
class CheckoutOutcome:
    """What was done, with everything the screen says about it."""

    kind: CheckoutKind
    copy: Copy
    patron: Patron
    due: DueDate | None = None
    blocks: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()
    returned_from: OpenLoan | None = None  # the loan of another patron that was closed first
    found: FoundOutcome | None = None  # it was lost or looked for, and is found and lent in one scan


NO_OVERRIDE = Override()


def check_out(
    desk: Desk, patron: Patron, copy_id: int, *, override: Override = NO_OVERRIDE, return_first: bool = False
) -> CheckoutOutcome:
    """Lend the copy, or renew the patron's own loan of it. `return_first` closes another patron's loan before.

    `patron` carries the state of the scanned card; everything else about them is read again in the transaction.
    Raises GoneError for a patron or copy that does not exist.
    """
    with desk.library.writing(desk.act(ActName.CHECK_OUT)) as writing:
        facts = read_facts(desk, writing.connection, patron, copy_id)
        override = granted(desk, writing.connection, override)
        if is_missed(facts.copy, facts.loan_of_copy):
            return _find_and_lend(desk, writing, facts, override)
        own = facts.loan_of_copy is not None and facts.loan_of_copy.patron_id == patron.id
        if own and leaves_the_room(facts):
            return _take_out(desk, writing, facts, override)
        if own:
            return _renew(desk, writing, facts, override)
        returned = facts.loan_of_copy if return_first else None
        trial = replace(facts, loan_of_copy=None, returned_first=True) if returned else facts
        decision = decide_checkout(trial, override.codes)
        if not decision.lend or decision.due is None:
            return CheckoutOutcome(
                CheckoutKind.REFUSED, facts.copy, facts.patron, blocks=decision.blocks, warnings=decision.warnings
            )
        if returned is not None:
            return_to_lend_on(desk, writing, copy_id)
        _lend(desk, writing, trial, decision.due.date, override)
        return CheckoutOutcome(
            CheckoutKind.LENT,
            facts.copy,
            facts.patron,
            due=decision.due,
            warnings=decision.warnings,
            returned_from=returned,
        )


def _find_and_lend(desk: Desk, writing: Writing, facts: CheckoutFacts, override: Override) -> CheckoutOutcome:
    """A copy in hand that was lost or looked for is found and lent in one scan; or nothing is done and it is said.

    Where it may not be lent it stays missed by the register: Returns is the scan that leads out.
    """
    decision = decide_checkout(as_found(facts), override.codes)
    if not decision.lend or decision.due is None:
        missed = _("{title} is missed by the register: scan it in Returns, it is found again then.")
        warnings = (missed.format(title=facts.copy.name), *decision.warnings)
        refused = CheckoutKind.REFUSED
        return CheckoutOutcome(refused, facts.copy, facts.patron, blocks=decision.blocks, warnings=warnings)
    found = found_in(desk, writing, facts.copy, send_on=False)
    _lend(desk, writing, as_found(facts), decision.due.date, override)
    said = (*found.said, *decision.warnings)
    return CheckoutOutcome(CheckoutKind.LENT, found.copy, facts.patron, due=decision.due, warnings=said, found=found)


def granted(desk: Desk, connection: Connection, override: Override) -> Override:
    """The override, if who stands at the counter or who gave a PIN for it may pass blocks; else none at all."""
    if not override.codes or desk.operator.may(Right.OVERRIDE):
        return override
    known = (operator for operator in all_operators(connection) if operator.id == override.allowed_by)
    return override if any(operator.may(Right.OVERRIDE) for operator in known) else NO_OVERRIDE


def read_facts(desk: Desk, connection: Connection, patron: Patron, copy_id: int) -> CheckoutFacts:
    """Everything a checkout decides on; who will write reads it inside that transaction. Raises GoneError."""
    today = desk.today
    copy = copy_by_id(connection, copy_id)
    fresh = patron_by_id(connection, patron.id, desk.policy, today)
    if copy is None or fresh is None:
        raise GoneError
    return facts_of(
        desk.policy,
        today,
        replace(fresh, card=patron.card),
        copy,
        loans=loans_of_patron(connection, patron.id, desk.policy, today),
        loan_of_copy=loan_of_copy(connection, copy_id, desk.policy, today),
        holds=holds_of_title(connection, copy.title_id, desk.policy, today),
        outside_turn=comes_outside_turn(desk.policy, fresh, desk.policy.clock_of(desk.now)),
    )


def _lend(desk: Desk, writing: Writing, facts: CheckoutFacts, due: date, override: Override) -> None:
    writing.insert(
        loans,
        copy_id=facts.copy.id,
        patron_id=facts.patron.id,
        rule_id=facts.rule.id if facts.rule else None,
        lent_at=desk.now,
        lent_by=desk.operator.id,
        due=due,
        lending=lending_out(facts.rule).value,
        override_reason=override.reason,
    )
    leave_place(desk, writing, facts.copy)
    desk_holds.fulfil(desk, writing, facts.holds, facts.patron.id, facts.copy.id)
    writing.tell(title=facts.copy.name, code=facts.copy.code, patron=facts.patron.label, due=due.isoformat())
    if override.reason:
        writing.tell(override=override.reason)


def leave_place(desk: Desk, writing: Writing, copy: Copy) -> None:
    """The copy leaves trolley or table: found, or passed by an operator, it is in stock and out."""
    if copy.damaged or copy.state is CopyState.IN_REPAIR:
        from deskcirc.desk.repair_parts import lent_all_the_same  # a counter that lends need not wait for it

        lent_all_the_same(desk, writing, copy)
    if copy.awaits_shelving or copy.state is not CopyState.IN_STOCK:
        writing.update(copies, copy.id, awaits_shelving=False, state=CopyState.IN_STOCK.value)


def _take_out(desk: Desk, writing: Writing, facts: CheckoutFacts, override: Override) -> CheckoutOutcome:
    """The copy that this patron reads here leaves the room with them."""
    decision = decide_taking_out(facts, override.codes)
    if decision.blocks or decision.due is None:
        return CheckoutOutcome(
            CheckoutKind.REFUSED, facts.copy, facts.patron, blocks=decision.blocks, warnings=decision.warnings
        )
    take_out(desk, writing, facts, decision.due.date, override)
    return CheckoutOutcome(CheckoutKind.LENT, facts.copy, facts.patron, due=decision.due, warnings=decision.warnings)


def take_out(desk: Desk, writing: Writing, facts: CheckoutFacts, due: date, override: Override = NO_OVERRIDE) -> None:
    """Turn the loan of a copy that is read here into one that leaves the room; it stays the same loan."""
    if facts.loan_of_copy is None:
        raise GoneError
    writing.name_act(str(ActName.SWITCH_TO_HOME))
    writing.update(
        loans,
        facts.loan_of_copy.id,
        lending=lending_out(facts.rule).value,
        due=due,
        renewed_at=desk.now if facts.loan_of_copy.lent_on < desk.today else None,  # given out anew on another day
        rule_id=facts.rule.id if facts.rule else None,
        override_reason=override.reason,
    )
    desk_holds.fulfil(desk, writing, facts.holds, facts.patron.id, facts.copy.id)
    writing.tell(title=facts.copy.name, code=facts.copy.code, patron=facts.patron.label, due=due.isoformat())
    if override.reason:
        writing.tell(override=override.reason)


def _renew(desk: Desk, writing: Writing, facts: CheckoutFacts, override: Override) -> CheckoutOutcome:
    loan = facts.loan_of_copy
    decision = decide_renewal(facts, override.codes)
    if loan is None or decision.blocks:
        return CheckoutOutcome(CheckoutKind.REFUSED, facts.copy, facts.patron, blocks=decision.blocks)
    if decision.due is None:
        due = DueDate(loan.due, None, capped=False)
        return CheckoutOutcome(CheckoutKind.ALREADY, facts.copy, facts.patron, due=due)
    writing.name_act(str(ActName.RENEW))
    writing.update(
        loans,
        loan.id,
        due=decision.due.date,
        renewals=loan.renewals + 1,
        renewed_at=desk.now,
        rule_id=facts.rule.id if facts.rule else None,
    )
    writing.tell(
        title=facts.copy.name, code=facts.copy.code, patron=facts.patron.label, due=decision.due.date.isoformat()
    )
    if override.reason:
        writing.tell(override=override.reason)
    return CheckoutOutcome(CheckoutKind.RENEWED, facts.copy, facts.patron, due=decision.due, warnings=decision.warnings)
