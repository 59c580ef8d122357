"""The circulation rules as the screen lists them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from deskcirc.domain.rules import CirculationRule
from deskcirc.store.lookups.policy import rule_of
from deskcirc.store.tables import circulation_rules, item_types, patron_categories

_RULES = (
    select(circulation_rules, patron_categories.c.name.label("category"), item_types.c.name.label("item_type"))
    .select_from(circulation_rules.outerjoin(patron_categories).outerjoin(item_types))
    .where(~circulation_rules.c.ended)
    .order_by(circulation_rules.c.id)
)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule with the names it speaks of, "" for any."""

    category: str
    item_type: str
    rule: CirculationRule


def rule_lines(connection: Connection) -> tuple[RuleLine, ...]:
    """All rules, in the order they were made."""
    lines = []
    for row in connection.execute(_RULES).mappings():
        values = dict(row)
        category, item_type = values.pop("category"), values.pop("item_type")
        lines.append(RuleLine(category or "", item_type or "", rule_of(values)))
    return tuple(lines)
