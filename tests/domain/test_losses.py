"""What a lost copy costs: a multiple of its price, or of its set's; asked for where nobody knows it, never nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.losses import LossWay, what_is_owed


@pytest.mark.parametrize(("percent", "fen"), [(100, 2550), (150, 3825), (200, 5100), (300, 7650), (0, 0)])
def test_the_rule_says_how_many_times_the_price(percent: int, fen: int) -> None:
    assert what_is_owed(2550, percent, LossWay.PRICE).amount == fen


@pytest.mark.parametrize("price", [None, 0])
def test_a_price_nobody_knows_is_asked_for(price: int | None) -> None:
    assert what_is_owed(price, 100, LossWay.PRICE).asks
    assert what_is_owed(2000, 100, LossWay.SET_PRICE, price).asks


def test_a_volume_costs_its_set_where_somebody_chooses_it_or_the_school_says_so() -> None:
    assert what_is_owed(2000, 100, LossWay.SET_PRICE, 9000).amount == 9000
    assert what_is_owed(2000, 100, LossWay.PRICE, 9000).amount == 2000
    assert what_is_owed(2000, 150, LossWay.PRICE, 9000, set_costs_whole=True).amount == 13500
    assert what_is_owed(2000, 100, LossWay.PRICE, None, set_costs_whole=True).amount == 2000


@pytest.mark.parametrize("way", [LossWay.SAME_COPY, LossWay.NOTHING, LossWay.UNDECIDED])
def test_other_ways_cost_no_money(way: LossWay) -> None:
    owed = what_is_owed(None, 100, way)
    assert (owed.amount, owed.asks, owed.words) == (0, False, "")


def test_how_the_amount_comes_about_is_said() -> None:
    assert "25.50" in what_is_owed(2550, 150, LossWay.PRICE).words
    assert "38.25" in what_is_owed(2550, 150, LossWay.PRICE).words


@given(st.integers(1, 1_000_000), st.integers(1, 10_000))
def test_half_a_fen_is_rounded_up_and_no_more(price: int, percent: int) -> None:
    amount = what_is_owed(price, percent, LossWay.PRICE).amount
    assert amount is not None
    assert abs(amount * 100 - price * percent) <= 50
