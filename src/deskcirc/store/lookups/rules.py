"""The circulation rules as the screen lists them, and the patron categories and item types they speak of."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, Table, func, select

from deskcirc.domain.patrons import PatronState
from deskcirc.domain.rule_book import KindOf, RuleBook, WrittenKind, WrittenRule, rule_title
from deskcirc.domain.rules import CirculationRule
from deskcirc.store.lookups.policy import rule_of
from deskcirc.store.tables import circulation_rules, copies, item_types, patron_categories, patrons

_RULES = (
    select(
        circulation_rules,
        patron_categories.c.name.label("category"),
        patron_categories.c.code.label("category_code"),
        item_types.c.name.label("item_type"),
        item_types.c.code.label("item_type_code"),
    )
    .select_from(circulation_rules.outerjoin(patron_categories).outerjoin(item_types))
    .where(~circulation_rules.c.ended)
    .order_by(circulation_rules.c.id)
)
KIND_TABLES: dict[KindOf, Table] = {KindOf.CATEGORY: patron_categories, KindOf.ITEM_TYPE: item_types}
_KINDS = {which: select(table).order_by(table.c.id) for which, table in KIND_TABLES.items()}
_USES = {
    KindOf.CATEGORY: select(patrons.c.category_id, func.count())
    .where(patrons.c.state != PatronState.LEFT.value)
    .group_by(patrons.c.category_id),
    KindOf.ITEM_TYPE: select(copies.c.item_type_id, func.count())
    .where(copies.c.state != "withdrawn")
    .group_by(copies.c.item_type_id),
}


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule with the names and codes it speaks of, "" for any."""

    category: str
    item_type: str
    rule: CirculationRule
    category_code: str = ""
    item_type_code: str = ""

    @property
    def title(self) -> str:
        """What the rule is about, in words."""
        return rule_title(self.category, self.item_type, self.rule)


@dataclass(frozen=True, slots=True)
class KindLine:
    """A patron category or an item type; `uses` counts the patrons still at school, or the copies not withdrawn."""

    id: int
    code: str
    name: str
    ended: bool
    uses: int = 0
    rules: int = 0


def rule_lines(connection: Connection) -> tuple[RuleLine, ...]:
    """All rules, in the order they were made."""
    lines = []
    for row in connection.execute(_RULES).mappings():
        values = dict(row)
        names = [values.pop(key) or "" for key in ("category", "item_type", "category_code", "item_type_code")]
        lines.append(RuleLine(names[0], names[1], rule_of(values), names[2], names[3]))
    return tuple(lines)


def kinds(connection: Connection, which: KindOf) -> tuple[KindLine, ...]:
    """All categories or all item types, the ended ones too, in the order they were made; uses are not counted."""
    return tuple(KindLine(row.id, row.code, row.name, row.ended) for row in connection.execute(_KINDS[which]))


def kinds_in_use(connection: Connection, which: KindOf) -> tuple[KindLine, ...]:
    """Those that have not ended, with how often each is used."""
    uses: dict[int, int] = {row[0]: row[1] for row in connection.execute(_USES[which])}
    rules = [line.rule for line in rule_lines(connection)]
    named = [rule.category_id if which is KindOf.CATEGORY else rule.item_type_id for rule in rules]
    return tuple(
        KindLine(kind.id, kind.code, kind.name, kind.ended, uses.get(kind.id, 0), named.count(kind.id))
        for kind in kinds(connection, which)
        if not kind.ended
    )


def stored_book(connection: Connection) -> RuleBook:
    """The library's whole set of rules, as it is written down."""
    lines = rule_lines(connection)
    named = {line.category_code for line in lines}, {line.item_type_code for line in lines}
    categories, types = (
        tuple(
            WrittenKind(kind.code, kind.name) for kind in kinds(connection, which) if not kind.ended or kind.code in of
        )
        for which, of in zip((KindOf.CATEGORY, KindOf.ITEM_TYPE), named, strict=True)
    )
    rules = tuple(WrittenRule(line.category_code, line.item_type_code, line.rule) for line in lines)
    return RuleBook(categories, types, rules)
