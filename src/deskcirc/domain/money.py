"""Amounts of money in Chinese capitals (大写金额), as a receipt says them beside the figures, and change given back.

The rules are those of the People's Bank for bills (支付结算办法, 附一): 元 and 角 end with 整, 分 does not; one
零 stands for any run of noughts between two figures, and before 分 where there is no 角.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

_FIGURES: Final = "零壹贰叁肆伍陆柒捌玖"
_PLACES: Final = ("", "拾", "佰", "仟")
_GROUPS: Final = ("", "万", "亿")
MOST_IN_CAPITALS: Final = 10**14 - 1
"""The highest amount in fen that has its capitals: just under a billion yuan (万亿)."""


def capital_amount(fen: int) -> str:
    """The amount in Chinese capitals: 10050 is "壹佰元伍角整"; raises ValueError below 0 and above MOST_IN_CAPITALS."""
    if not 0 <= fen <= MOST_IN_CAPITALS:
        raise ValueError(fen)
    yuan, rest = divmod(fen, 100)
    jiao, ones = divmod(rest, 10)
    said = f"{_whole(yuan)}元" if yuan or not rest else ""
    if not rest:
        return f"{said}整"
    if jiao:
        said += f"{_FIGURES[jiao]}角"
    elif said:
        said += "零"
    return f"{said}{_FIGURES[ones]}分" if ones else f"{said}整"


def change_back(owed: int, given: int) -> int | None:
    """What is given back of a note that is larger than what is owed, in fen; None where too little was given."""
    return given - owed if given >= owed else None


def _whole(yuan: int) -> str:
    """The whole yuan, group by group of four figures."""
    if not yuan:
        return _FIGURES[0]
    said = ""
    for number, (group, name) in enumerate(_groups(yuan)):
        if not group:
            continue
        # A nought is said where the group before it ended in noughts or this one begins with them.
        if said and (group < 1000 or _ends_in_nought(yuan, number)):
            said += _FIGURES[0]
        said += _group(group) + name
    return said


def _groups(yuan: int) -> Iterator[tuple[int, str]]:
    """The groups of four figures, the highest first, each with its name."""
    for place in range(len(_GROUPS) - 1, -1, -1):
        yield yuan // 10_000**place % 10_000, _GROUPS[place]


def _ends_in_nought(yuan: int, number: int) -> bool:
    """Whether the figure just before this group is a nought."""
    before: int = yuan // 10_000 ** (len(_GROUPS) - number)
    return before % 10 == 0


def _group(group: int) -> str:
    said, skipped = "", False
    for place in range(3, -1, -1):
        figure = group // 10**place % 10
        if not figure:
            skipped = bool(said)
            continue
        if skipped:
            said += _FIGURES[0]
            skipped = False
        said += _FIGURES[figure] + _PLACES[place]
    return said
