"""The circulation rules in plain Python: who may borrow what, for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.domain.operators import Right
from deskcirc.domain.scanning import Scan
from deskcirc.store.lookups.rules import RuleLine, rule_lines
from deskcirc.ui.outcome import UnknownActError
from deskcirc.ui.sections import Answer


@dataclass(frozen=True, slots=True)
class RulesPart:
    """Everything the section shows."""

    rules: tuple[RuleLine, ...] = ()
    may_change: bool = False


def first() -> RulesPart:
    """The section before anything is read."""
    return RulesPart()


def refresh(desk: Desk, part: RulesPart) -> RulesPart:
    """Read the rules again."""
    with desk.library.reading() as connection:
        rules = rule_lines(connection)
    return replace(part, rules=rules, may_change=desk.operator.may(Right.SCHOOL_YEAR))


def on_scan(_desk: Desk, part: RulesPart, _scan: Scan, _found: Identified) -> Answer:
    """A scan says nothing about a rule."""
    return Answer(part)


def on_act(_desk: Desk, _part: RulesPart, act: str, _values: Mapping[str, str]) -> Answer:
    """Acts of the page."""
    raise UnknownActError(act)
