"""Amounts in Chinese capitals say what the figures say, read by another reader than the writer."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.money import MOST_IN_CAPITALS, capital_amount, change_back

_FIGURES = {name: value for value, name in enumerate("零壹贰叁肆伍陆柒捌玖")}


@pytest.mark.parametrize(
    ("fen", "said"),
    [  # the examples of the bank's own rule, and the smallest there are
        (140950, "壹仟肆佰零玖元伍角整"),
        (600714, "陆仟零柒元壹角肆分"),
        (168032, "壹仟陆佰捌拾元叁角贰分"),
        (10700053, "壹拾万零柒仟元伍角叁分"),
        (1640902, "壹万陆仟肆佰零玖元零贰分"),
        (32504, "叁佰贰拾伍元零肆分"),
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (1000, "壹拾元整"),
        (11_0500_00, "壹拾壹万零伍佰元整"),
        (11_1500_00, "壹拾壹万壹仟伍佰元整"),
        (10001000100, "壹亿零壹万零壹元整"),
    ],
)
def test_capitals_follow_the_rule_for_bills(fen: int, said: str) -> None:
    assert capital_amount(fen) == said


@given(st.integers(0, MOST_IN_CAPITALS) | st.integers(0, 1_000_000))
def test_capitals_are_read_back_as_the_same_amount(fen: int) -> None:
    said = capital_amount(fen)
    assert _read(said) == fen
    assert "零零" not in said
    assert said.endswith("整") is (fen % 10 == 0)


@pytest.mark.parametrize("fen", [-1, MOST_IN_CAPITALS + 1])
def test_what_has_no_capitals_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match=str(fen)):
        capital_amount(fen)


def test_change_is_what_was_given_too_much() -> None:
    assert change_back(1650, 2000) == 350
    assert change_back(1650, 1650) == 0
    assert change_back(1650, 1000) is None


def _read(said: str) -> int:
    """The amount in fen as a cashier adds it up: each figure times its place, each group times ten thousand."""
    yuan, _mark, rest = said.rpartition("元") if "元" in said else ("", "", said)
    total = sum(
        _FIGURES[figure] * {"角": 10, "分": 1}[unit]
        for figure, unit in re.findall("([零壹贰叁肆伍陆柒捌玖])([角分])", rest)
    )
    for group, name in re.findall("([^亿万]+)([亿万]?)", yuan):
        worth = sum(
            _FIGURES[figure] * {"仟": 1000, "佰": 100, "拾": 10, "": 1}[place]
            for figure, place in re.findall("([零壹贰叁肆伍陆柒捌玖])([仟佰拾]?)", group)
        )
        total += worth * {"亿": 10**8, "万": 10**4, "": 1}[name] * 100
    return total
