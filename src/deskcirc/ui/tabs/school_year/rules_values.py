"""A rule as the words of its form, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from deskcirc.domain.rules import BOUNDS, CirculationRule, Lending, OverdueEffect
from deskcirc.ui.outcome import UnknownActError

_MAY_BE_NONE: Final = ("category_id", "grade_from", "grade_to", "item_type_id", "type_limit", "suspension_cap")
_LONGEST: Final = 9  # digits


def words_of(rule: CirculationRule) -> dict[str, str]:
    """The rule by the names of its fields; "" for any or no limit."""
    numbers = {name: getattr(rule, name) for name in (*_MAY_BE_NONE, *BOUNDS)}
    words = {name: "" if number is None else str(number) for name, number in numbers.items()}
    return {**words, "lending": rule.lending.value, "overdue_effect": rule.overdue_effect.value}


def rule_from(values: Mapping[str, str], rule_id: int) -> CirculationRule:
    """The rule that these words say; raises UnknownActError for what no form of ours says."""
    numbers = {name: _number(values, name) for name in (*_MAY_BE_NONE, *BOUNDS)}
    try:
        lending, effect = Lending(values.get("lending", "")), OverdueEffect(values.get("overdue_effect", ""))
    except ValueError as error:
        raise UnknownActError("save") from error
    whole: dict[str, int] = {}
    for name, number in numbers.items():
        if name in _MAY_BE_NONE:
            continue
        if number is None:
            raise UnknownActError(f"save {name}")
        whole[name] = number
    return CirculationRule(
        id=rule_id,
        category_id=numbers["category_id"],
        grade_from=numbers["grade_from"],
        grade_to=numbers["grade_to"],
        item_type_id=numbers["item_type_id"],
        type_limit=numbers["type_limit"],
        suspension_cap=numbers["suspension_cap"],
        lending=lending,
        overdue_effect=effect,
        **whole,
    )


def _number(values: Mapping[str, str], name: str) -> int | None:
    words = values.get(name, "").strip()
    if not words:
        return None
    if not (words.isascii() and words.removeprefix("-").isdecimal() and len(words) <= _LONGEST):
        raise UnknownActError(f"save {name}={words}")
    return int(words)
