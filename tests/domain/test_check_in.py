"""What a return means: lateness, suspension, fines, and where the copy goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.domain.facts import A_COPY, A_RULE, TODAY, a_hold, a_loan

from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.check_in import CheckInFacts, Destination, decide_check_in
from deskcirc.domain.copies import CopyState
from deskcirc.domain.rules import CirculationRule, OverdueEffect
from deskcirc.domain.terms import Amnesty

SUSPENDS = replace(A_RULE, overdue_effect=OverdueEffect.SUSPEND, suspension_days=2)
FINES = replace(A_RULE, overdue_effect=OverdueEffect.FINE, fine=10)


def facts(days_late: int = 0, **changed: Any) -> CheckInFacts:
    usual = CheckInFacts(
        copy=A_COPY,
        loan=a_loan(due=TODAY - timedelta(days=days_late)),
        rule=A_RULE,
        holds=(),
        returned_on=TODAY,
        today=TODAY,
        suspended_until=None,
        open_days=OpenDays(),
        closed_due=ClosedDueRule.NEXT_OPEN,
    )
    return replace(usual, **changed)


def test_a_copy_back_on_its_last_day_is_in_time() -> None:
    decision = decide_check_in(facts())
    assert (decision.days_late, decision.suspend_until, decision.fine) == (0, None, 0)
    assert decision.destination is Destination.SHELF


def test_days_late_are_counted_to_the_day_it_was_dropped_and_not_to_today() -> None:
    assert decide_check_in(facts(5)).days_late == 5
    assert decide_check_in(facts(5, returned_on=TODAY - timedelta(days=3))).days_late == 2


def test_a_due_date_on_a_sunday_is_forgiven_on_monday_where_the_school_forgives_it() -> None:
    weekend = OpenDays(frozenset({5, 6}))
    assert decide_check_in(facts(1, open_days=weekend, closed_due=ClosedDueRule.KEEP)).days_late == 0
    assert decide_check_in(facts(1, open_days=weekend)).days_late == 1


def test_a_copy_that_was_not_lent_is_never_late() -> None:
    assert decide_check_in(facts(loan=None, rule=None)).days_late == 0


@pytest.mark.parametrize(
    ("late", "rule", "days"),
    [
        (3, SUSPENDS, 6),
        (2, replace(SUSPENDS, grace_days=2), None),
        (3, replace(SUSPENDS, grace_days=2), 6),
        (30, replace(SUSPENDS, suspension_cap=30), 30),
        (3, A_RULE, None),
        (3, FINES, None),
        (3, None, None),
    ],
)
def test_a_late_return_suspends_for_as_long_as_the_rule_says(late: int, rule: Any, days: int | None) -> None:
    until = decide_check_in(facts(late, rule=rule)).suspend_until
    assert until == (None if days is None else TODAY + timedelta(days=days))


def test_suspensions_do_not_add_up_and_are_never_shortened() -> None:
    longer, shorter = TODAY + timedelta(days=60), TODAY + timedelta(days=1)
    assert decide_check_in(facts(3, rule=SUSPENDS, suspended_until=longer)).suspend_until is None
    assert decide_check_in(facts(3, rule=SUSPENDS, suspended_until=shorter)).suspend_until == TODAY + timedelta(days=6)


def test_a_suspension_that_would_be_over_already_is_not_begun() -> None:
    dropped = TODAY - timedelta(days=20)
    assert decide_check_in(facts(23, rule=SUSPENDS, returned_on=dropped)).suspend_until is None


@pytest.mark.parametrize(("late", "grace", "fen"), [(0, 0, 0), (3, 0, 30), (3, 3, 0), (4, 3, 40)])
def test_a_fine_is_so_many_fen_a_day_after_the_days_of_grace(late: int, grace: int, fen: int) -> None:
    assert decide_check_in(facts(late, rule=replace(FINES, grace_days=grace))).fine == fen


@pytest.mark.parametrize(
    ("state", "damaged", "destination"),
    [
        (CopyState.IN_STOCK, False, Destination.HOLD_SHELF),
        (CopyState.MISSING, False, Destination.HOLD_SHELF),
        (CopyState.IN_STOCK, True, Destination.REPAIR),
        (CopyState.IN_REPAIR, False, Destination.REPAIR),
        (CopyState.WITHDRAWN, False, Destination.ASIDE),
        (CopyState.LOST, False, Destination.ASIDE),
        (CopyState.IN_PROCESS, False, Destination.ASIDE),
    ],
)
def test_a_copy_goes_to_who_waits_unless_it_is_not_fit_for_it(
    state: CopyState, damaged: bool, destination: Destination
) -> None:
    decision = decide_check_in(facts(copy=replace(A_COPY, state=state, damaged=damaged), holds=(a_hold(),)))
    assert decision.destination is destination
    assert (decision.hold is not None) is (destination is Destination.HOLD_SHELF)


def test_the_hold_that_has_its_copy_is_passed_over_for_the_next() -> None:
    served = a_hold(id=1, patron_id=77, copy_id=99, shelf_number=1)
    waiting = a_hold(id=2, patron_id=78)
    decision = decide_check_in(facts(holds=(served, waiting)))
    assert decision.hold is waiting


def test_a_copy_kept_already_stays_with_who_it_is_kept_for() -> None:
    waiting_longer = a_hold(id=1, patron_id=77)
    kept = a_hold(id=2, patron_id=78, copy_id=A_COPY.id, shelf_number=4)
    assert decide_check_in(facts(loan=None, holds=(waiting_longer, kept))).hold is kept


@pytest.mark.parametrize("state", CopyState)
def test_a_copy_that_the_register_had_given_up_is_found(state: CopyState) -> None:
    given_up = {CopyState.MISSING, CopyState.LOST, CopyState.WITHDRAWN}
    assert decide_check_in(facts(copy=replace(A_COPY, state=state))).found is (state in given_up)


def test_the_day_of_return_may_be_before_the_due_date() -> None:
    assert decide_check_in(facts(returned_on=date(2020, 1, 1))).days_late == 0


@pytest.mark.parametrize("rule", [SUSPENDS, FINES])
def test_in_an_amnesty_a_late_return_is_counted_and_nothing_follows(rule: CirculationRule) -> None:
    amnesty = Amnesty(1, TODAY, TODAY, "期末")
    decision = decide_check_in(facts(9, rule=rule, amnesty=amnesty))
    assert (decision.days_late, decision.suspend_until, decision.fine) == (9, None, 0)
    assert decision.amnesty == amnesty
    assert decide_check_in(facts(0, rule=rule, amnesty=amnesty)).amnesty is None
