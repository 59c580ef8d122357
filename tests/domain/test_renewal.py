"""When a loan may be renewed, until when, and when a scan changes nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.domain.facts import A_PATRON, A_RULE, NEXT_WEEK, TODAY, YESTERDAY, a_hold, a_loan, checkout_facts

from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.checkout_facts import BlockCode, CheckoutFacts
from deskcirc.domain.patrons import CardState, PatronState
from deskcirc.domain.renewal import decide_renewal, renewals_are_used, somebody_waits
from deskcirc.domain.rules import Lending


def own_loan(**changed: object) -> CheckoutFacts:
    loan = a_loan()
    return checkout_facts(**{"loans": (loan,), "loan_of_copy": loan, **changed})


def test_a_renewal_counts_from_today() -> None:
    decision = decide_renewal(own_loan())
    assert decision.renew
    assert decision.due is not None
    assert decision.due.date == TODAY + timedelta(days=14)


def test_a_loan_renewed_as_often_as_the_rule_allows_is_not_renewed_again() -> None:
    block = renewals_are_used(own_loan(loan_of_copy=a_loan(renewals=1)))
    assert block is not None
    assert "草房子" in block.sentence
    assert renewals_are_used(own_loan()) is None
    assert renewals_are_used(own_loan(rule=replace(A_RULE, renewals=2), loan_of_copy=a_loan(renewals=1))) is None


def test_a_loan_is_not_renewed_while_another_patron_waits() -> None:
    assert somebody_waits(own_loan(holds=(a_hold(patron_id=77),))) is not None


def test_who_waits_and_has_a_copy_kept_already_stops_no_renewal() -> None:
    assert somebody_waits(own_loan(holds=(a_hold(patron_id=77, copy_id=9, shelf_number=1),))) is None
    assert somebody_waits(own_loan(holds=(a_hold(patron_id=A_PATRON.id),))) is None


def test_all_reasons_come_at_once() -> None:
    loan, late = a_loan(renewals=1), a_loan(copy_id=9, due=YESTERDAY)
    facts = own_loan(
        patron=replace(
            A_PATRON, state=PatronState.STOPPED, card=CardState.LOST, expires=YESTERDAY, suspended_until=NEXT_WEEK
        ),
        loans=(loan, late),
        loan_of_copy=loan,
        holds=(a_hold(patron_id=77),),
    )
    assert [block.code for block in decide_renewal(facts).blocks] == [
        BlockCode.PATRON_STOPPED,
        BlockCode.CARD_NOT_VALID,
        BlockCode.CARD_EXPIRED,
        BlockCode.SUSPENDED,
        BlockCode.OVERDUE,
        BlockCode.RENEWALS_USED,
        BlockCode.SOMEBODY_WAITS,
    ]
    assert decide_renewal(facts, frozenset(BlockCode)).renew


def test_who_has_left_renews_nothing() -> None:
    facts = own_loan(patron=replace(A_PATRON, state=PatronState.LEFT))
    assert [block.code for block in decide_renewal(facts).blocks] == [BlockCode.PATRON_LEFT]


def test_an_overdue_copy_itself_may_be_renewed() -> None:
    loan = a_loan(due=YESTERDAY)
    assert decide_renewal(own_loan(loans=(loan,), loan_of_copy=loan)).renew


def test_a_missing_rule_cannot_be_passed() -> None:
    decision = decide_renewal(own_loan(rule=None), frozenset(BlockCode))
    assert [block.code for block in decision.blocks] == [BlockCode.NO_RULE]


def test_a_copy_lent_today_and_scanned_again_is_out_already() -> None:
    decision = decide_renewal(own_loan(loan_of_copy=a_loan(lent_on=TODAY)))
    assert (decision.already_today, decision.renew, decision.due) == (True, False, None)


def test_a_copy_renewed_today_and_scanned_again_is_not_refused() -> None:
    renewed = a_loan(renewals=1, due=TODAY + timedelta(days=14))
    decision = decide_renewal(own_loan(loan_of_copy=renewed))
    assert (decision.already_today, decision.blocks) == (True, ())


@pytest.mark.parametrize("lending", [Lending.SAME_DAY, Lending.IN_HOUSE])
def test_a_type_that_stays_here_by_a_new_rule_does_not_shorten_a_loan_made_before(lending: Lending) -> None:
    decision = decide_renewal(own_loan(rule=replace(A_RULE, lending=lending)))
    assert decision.already_today


@given(
    due=st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    days=st.integers(0, 120),
    expires=st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    lending=st.sampled_from(Lending),
    closed=st.frozensets(st.integers(0, 6), max_size=6),
    rule=st.sampled_from(ClosedDueRule),
    renewals=st.integers(0, 3),
)
def test_a_renewal_never_shortens_a_loan(
    due: date,
    days: int,
    expires: date | None,
    lending: Lending,
    closed: frozenset[int],
    rule: ClosedDueRule,
    renewals: int,
) -> None:
    loan = a_loan(due=due, renewals=renewals)
    facts = own_loan(
        patron=replace(A_PATRON, expires=expires),
        rule=replace(A_RULE, renewal_days=days, lending=lending),
        loans=(loan,),
        loan_of_copy=loan,
        open_days=OpenDays(closed),
        closed_due=rule,
    )
    for overridden in (frozenset[BlockCode](), frozenset(BlockCode)):
        decision = decide_renewal(facts, overridden)
        assert decision.renew == (decision.due is not None)
        if decision.due is not None:
            assert decision.due.date > due
            assert decision.due.date >= TODAY
