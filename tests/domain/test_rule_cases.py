"""A table of cases for every reason to refuse a checkout or a renewal: what is changed, and what comes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from tests.domain.facts import A_COPY, A_PATRON, A_RULE, NEXT_WEEK, TODAY, YESTERDAY, a_hold, a_loan, checkout_facts

from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.checkout import decide_checkout
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import CopyState
from deskcirc.domain.holds import Waiting
from deskcirc.domain.patrons import CardState, PatronState
from deskcirc.domain.renewal import decide_renewal
from deskcirc.domain.rota import OutsideTurn
from deskcirc.domain.rules import Lending, OverdueEffect
from deskcirc.domain.terms import Term
from deskcirc.domain.turns import OutsideFacts

OTHER = a_loan(id=2, copy_id=2, title_id=2, title="夏洛的网", due=NEXT_WEEK)
LATE = replace(OTHER, due=YESTERDAY)
THREE = tuple(replace(OTHER, id=number, copy_id=number, title_id=number) for number in (2, 3, 4))
OF_ANOTHER_TYPE = replace(OTHER, item_type_id=9)
READ_HERE = replace(OTHER, lending=Lending.IN_HOUSE)
ELSEWHERE = a_loan(patron_id=2, patron="林小雨")
SUMMER = OpenDays(terms=(Term(1, "下学期", date(2026, 2, 2), date(2026, 7, 3), vacation_loans_from=date(2026, 3, 1)),))
WEEKEND_OFF = OpenDays(frozenset({5, 6}))
SUNDAY = date(2026, 3, 1)
OUTSIDE = OutsideFacts(OutsideTurn.BLOCK, "五年级1班", TODAY, None)


def patron(**changed: Any) -> Any:
    return replace(A_PATRON, **changed)


def rule(**changed: Any) -> Any:
    return replace(A_RULE, **changed)


CHECKOUTS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("a pupil in good standing", {}, ""),
    ("left the school", {"patron": patron(state=PatronState.LEFT)}, "patron-left"),
    ("stopped by the librarian", {"patron": patron(state=PatronState.STOPPED)}, "patron-stopped"),
    ("a card reported lost", {"patron": patron(card=CardState.LOST)}, "card-not-valid"),
    ("a card that was replaced", {"patron": patron(card=CardState.REPLACED)}, "card-not-valid"),
    ("a card that was stopped", {"patron": patron(card=CardState.STOPPED)}, "card-not-valid"),
    ("a card that ended yesterday", {"patron": patron(expires=YESTERDAY)}, "card-expired"),
    ("a card that ends today", {"patron": patron(expires=TODAY)}, ""),
    ("suspended to today", {"patron": patron(suspended_until=TODAY)}, "suspended"),
    ("suspended to yesterday", {"patron": patron(suspended_until=YESTERDAY)}, ""),
    ("a leaver from the day on which leavers stop", {"leavers_stop": TODAY}, "leaver-stopped"),
    ("a leaver the day before", {"leavers_stop": TODAY + timedelta(days=1)}, ""),
    ("something late, blocked for it", {"loans": (LATE,)}, "overdue"),
    (
        "something late, suspended later",
        {"loans": (LATE,), "rule": rule(overdue_effect=OverdueEffect.SUSPEND)},
        "overdue",
    ),
    ("something late, nothing comes of it", {"loans": (LATE,), "rule": rule(overdue_effect=OverdueEffect.NONE)}, ""),
    ("something late, money comes of it", {"loans": (LATE,), "rule": rule(overdue_effect=OverdueEffect.FINE)}, ""),
    ("something due today", {"loans": (replace(OTHER, due=TODAY),)}, ""),
    (
        "due on a closed Sunday, forgiven",
        {
            "loans": (replace(OTHER, due=SUNDAY),),
            "open_days": WEEKEND_OFF,
            "closed_due": ClosedDueRule.KEEP,
        },
        "",
    ),
    ("due on a closed Sunday, moved", {"loans": (replace(OTHER, due=SUNDAY),), "open_days": WEEKEND_OFF}, "overdue"),
    ("no rule", {"rule": None}, "no-rule"),
    ("no rule and something late", {"rule": None, "loans": (LATE,)}, "no-rule overdue"),
    ("one copy below the limit", {"loans": THREE[:2]}, ""),
    ("the limit reached", {"loans": THREE}, "loan-limit"),
    ("read in the room counts for no limit", {"loans": (*THREE[:2], READ_HERE)}, ""),
    ("a limit of their own above the rule's", {"loans": THREE, "patron": patron(loan_limit=4)}, ""),
    ("a limit of their own below the rule's", {"loans": THREE[:1], "patron": patron(loan_limit=1)}, "loan-limit"),
    ("the limit of the type reached", {"loans": (OTHER,), "rule": rule(type_limit=1)}, "type-limit"),
    ("another type counts for no limit of this one", {"loans": (OF_ANOTHER_TYPE,), "rule": rule(type_limit=1)}, ""),
    ("both limits at once", {"loans": THREE, "rule": rule(type_limit=2)}, "loan-limit type-limit"),
    ("reference works stay here", {"rule": rule(lending=Lending.IN_HOUSE)}, "in-house-only"),
    ("a copy for the same day", {"rule": rule(lending=Lending.SAME_DAY)}, ""),
    ("a copy in the workroom", {"copy": replace(A_COPY, state=CopyState.IN_PROCESS)}, "copy-in-process"),
    ("a copy in repair", {"copy": replace(A_COPY, state=CopyState.IN_REPAIR)}, "copy-in-repair"),
    ("a lost copy", {"copy": replace(A_COPY, state=CopyState.LOST)}, "copy-lost"),
    ("a withdrawn copy", {"copy": replace(A_COPY, state=CopyState.WITHDRAWN)}, "copy-withdrawn"),
    ("a missing copy is found", {"copy": replace(A_COPY, state=CopyState.MISSING)}, ""),
    ("somebody else has it", {"loan_of_copy": ELSEWHERE}, "on-loan"),
    ("kept for somebody else", {"holds": (a_hold(copy_id=1, shelf_number=3),)}, "held-for-another"),
    ("kept for this very patron", {"holds": (a_hold(copy_id=1, shelf_number=3, patron_id=1),)}, ""),
    ("somebody waits, the school warns", {"holds": (a_hold(),)}, ""),
    ("somebody waits, the school blocks", {"holds": (a_hold(),), "waiting_checkout": Waiting.BLOCK}, "somebody-waits"),
    ("taken from who has it, somebody waits", {"holds": (a_hold(),), "returned_first": True}, "somebody-waits"),
    ("outside the turn of the class", {"outside_turn": OUTSIDE}, "outside-turn"),
    ("outside it, only warned", {"outside_turn": replace(OUTSIDE, effect=OutsideTurn.WARN)}, ""),
    ("a vacation loan, the next term not set", {"open_days": SUMMER}, "next-term-not-set"),
    (
        "a vacation loan that stays here",
        {"open_days": SUMMER, "rule": rule(lending=Lending.IN_HOUSE)},
        "in-house-only",
    ),
    (
        "everything at once",
        {
            "patron": patron(state=PatronState.STOPPED, expires=YESTERDAY, suspended_until=TODAY),
            "loans": (*THREE, LATE),
        },
        "patron-stopped card-expired suspended overdue loan-limit",
    ),
)
OWN = a_loan(lent_on=date(2026, 2, 20))
RENEWALS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("a loan of last week", {}, ""),
    ("as often as the rule allows", {"loan_of_copy": replace(OWN, renewals=1)}, "renewals-used"),
    ("somebody waits", {"holds": (a_hold(),)}, "somebody-waits"),
    ("somebody waits, the school only warns", {"holds": (a_hold(),), "waiting_renewal": Waiting.WARN}, ""),
    ("damage was reported of it", {"copy": replace(A_COPY, damaged=True)}, "copy-in-repair"),
    ("something else is late", {"loans": (OWN, LATE)}, "overdue"),
    ("the copy itself is late", {"loan_of_copy": replace(OWN, due=YESTERDAY)}, ""),
    ("left the school", {"patron": patron(state=PatronState.LEFT)}, "patron-left"),
    ("stopped", {"patron": patron(state=PatronState.STOPPED)}, "patron-stopped"),
    ("a lost card", {"patron": patron(card=CardState.LOST)}, "card-not-valid"),
    ("a card that has ended", {"patron": patron(expires=YESTERDAY)}, "card-expired"),
    ("suspended", {"patron": patron(suspended_until=NEXT_WEEK)}, "suspended"),
    ("a leaver after the stop", {"leavers_stop": YESTERDAY}, "leaver-stopped"),
    ("no rule any more", {"rule": None}, "no-rule"),
    ("the limit counts for no renewal", {"loans": (OWN, *THREE)}, ""),
    ("a vacation loan, the next term not set", {"open_days": SUMMER}, "next-term-not-set"),
)


@pytest.mark.parametrize(("changed", "codes"), [case[1:] for case in CHECKOUTS], ids=[case[0] for case in CHECKOUTS])
def test_a_checkout_is_refused_for_exactly_these_reasons(changed: dict[str, Any], codes: str) -> None:
    decision = decide_checkout(checkout_facts(**changed))
    assert {str(block.code) for block in decision.blocks} == set(codes.split())
    assert (decision.due is not None) == (codes == "") == decision.lend
    assert all(block.sentence for block in decision.blocks)


@pytest.mark.parametrize(("changed", "codes"), [case[1:] for case in RENEWALS], ids=[case[0] for case in RENEWALS])
def test_a_renewal_is_refused_for_exactly_these_reasons(changed: dict[str, Any], codes: str) -> None:
    facts = checkout_facts(**{"loan_of_copy": OWN, "loans": (OWN,), **changed})
    decision = decide_renewal(facts)
    assert {str(block.code) for block in decision.blocks} == set(codes.split())
    assert (decision.due is not None) == (codes == "")


def test_the_tables_know_every_reason_there_is() -> None:
    told = {code for case in (*CHECKOUTS, *RENEWALS) for code in case[2].split()}
    assert told == {str(code) for code in BlockCode}


@pytest.mark.parametrize(("changed", "codes"), [case[1:] for case in CHECKOUTS], ids=[case[0] for case in CHECKOUTS])
def test_an_override_passes_what_may_be_passed_and_nothing_else(changed: dict[str, Any], codes: str) -> None:
    blocks = decide_checkout(checkout_facts(**changed)).blocks
    left = decide_checkout(checkout_facts(**changed), frozenset(BlockCode)).blocks
    assert left == tuple(block for block in blocks if not block.overridable)


def test_a_refusal_for_a_limit_of_ones_own_says_what_the_rule_would_allow() -> None:
    facts = checkout_facts(loans=THREE[:1], patron=patron(loan_limit=1))
    (block,) = decide_checkout(facts).blocks
    assert "own limit" in block.sentence
    assert "allows 3" in block.sentence


def test_the_due_date_counts_from_today() -> None:
    decision = decide_checkout(checkout_facts(rule=rule(loan_days=21)))
    assert decision.due is not None
    assert decision.due.date == TODAY + timedelta(days=21)
