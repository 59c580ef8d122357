"""When leavers stop borrowing, and what stands in the way of a clearance."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.domain.facts import A_PATRON, TODAY, a_loan, checkout_facts

from deskcirc.domain.checkout import decide_checkout
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.leaver_days import leavers_stop_day
from deskcirc.domain.leavers import OpenCharge, why_not_cleared
from deskcirc.domain.renewal import decide_renewal
from deskcirc.domain.terms import Term

AUTUMN = Term(1, "autumn", date(2025, 9, 1), date(2026, 1, 23), finals=date(2026, 1, 15))
SPRING = Term(2, "spring", date(2026, 2, 23), date(2026, 7, 3), finals=date(2026, 6, 25))


@pytest.mark.parametrize(
    ("terms", "today", "days", "stops"),
    [
        ((AUTUMN, SPRING), date(2026, 5, 4), 14, date(2026, 6, 11)),
        ((AUTUMN, SPRING), date(2025, 10, 1), 0, date(2026, 6, 25)),
        ((AUTUMN, SPRING), date(2026, 8, 31), 14, date(2026, 6, 11)),
        ((AUTUMN, SPRING), date(2026, 9, 1), 14, None),  # the next school year
        ((AUTUMN,), date(2026, 1, 10), 14, None),  # the finals in January end no school
        ((replace(SPRING, finals=None),), date(2026, 6, 20), 14, None),
        ((), date(2026, 6, 20), 14, None),
        ((replace(SPRING, starts=date(2028, 2, 21), ends=date(2028, 6, 30), finals=date(2028, 3, 14)),),
         date(2028, 2, 29), 14, date(2028, 2, 29)),
    ],
)  # fmt: skip
def test_leavers_stop_some_days_before_the_finals_that_end_the_school_year(
    terms: tuple[Term, ...], today: date, days: int, stops: date | None
) -> None:
    assert leavers_stop_day(terms, today, days) == stops


@pytest.mark.parametrize(("stops", "blocked"), [(None, False), (date(2026, 3, 3), False), (TODAY, True)])
def test_from_that_day_on_a_leaver_neither_borrows_nor_renews(stops: date | None, blocked: bool) -> None:
    facts = checkout_facts(leavers_stop=stops)
    expected = [BlockCode.LEAVER_STOPPED] if blocked else []
    assert [block.code for block in decide_checkout(facts).blocks] == expected
    renewal = checkout_facts(leavers_stop=stops, loan_of_copy=a_loan(), loans=(a_loan(),))
    assert [block.code for block in decide_renewal(renewal).blocks] == expected
    assert decide_checkout(facts, frozenset({BlockCode.LEAVER_STOPPED})).lend


def test_a_leavers_refusal_names_the_day_and_the_way_out() -> None:
    (block,) = decide_checkout(checkout_facts(leavers_stop=date(2026, 2, 20), patron=A_PATRON)).blocks
    assert "20" in block.sentence
    assert block.remedy


def test_nothing_stands_in_the_way_of_who_holds_and_owes_nothing() -> None:
    assert why_not_cleared((), (), (), TODAY) == ()


def test_every_copy_and_every_charge_is_named_and_a_pile_is_counted() -> None:
    loans = [replace(a_loan(), id=number, copy_id=number) for number in range(7)]
    said = why_not_cleared(loans, ["西游记"], [OpenCharge("lost", 2550, "草房子")], TODAY)
    assert len(said) == 5 + 1 + 1 + 1
    assert "25.50" in said[-1]
    assert "2" in said[-2]
