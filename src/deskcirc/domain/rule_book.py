"""A school's whole set of rules as it is written down: categories, item types and rules, named by codes, not by ids.

What a rules file holds, what a preset is, and what a new library begins with.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, TypeAlias

from deskcirc.domain.rules import NUMBER_WORDS, CirculationRule, Lending, OverdueEffect
from deskcirc.domain.titles import TitleKind
from deskcirc.text import gettext as _
from deskcirc.text import marked

PUPIL: Final = "pupil"
TEACHER: Final = "teacher"
GENERAL: Final = "general"
REFERENCE: Final = "reference"

CATEGORIES: Final = {
    PUPIL: marked("Pupil"),
    TEACHER: marked("Teacher"),
    "staff": marked("Staff"),
    "class": marked("Class"),
    "helper": marked("Helper"),
}
"""The patron categories every library begins with: code and name."""

ITEM_TYPES: Final = {
    GENERAL: marked("General"),
    "picture": marked("Picture book and pinyin reader"),
    REFERENCE: marked("Reference work"),
    "teaching": marked("Teaching reference"),
    "bound_magazine": marked("Bound magazines"),
    "loose_magazine": marked("Loose magazine"),
}
"""The item types every library begins with: code and name."""

ITEM_TYPE_OF_KIND: Final[Mapping[str, str]] = {
    TitleKind.MAGAZINE: "loose_magazine",
    TitleKind.BOUND_YEAR: "bound_magazine",
}
"""The code of the item type that copies of such a title are unless somebody says otherwise; a book may be any."""

LENDING_WORDS: Final = {
    Lending.HOME: marked("may be taken home"),
    Lending.SAME_DAY: marked("back the same day"),
    Lending.IN_HOUSE: marked("for use in the library"),
}
EFFECT_WORDS: Final = {
    OverdueEffect.NONE: marked("nothing"),
    OverdueEffect.BLOCK: marked("no lending while late"),
    OverdueEffect.SUSPEND: marked("suspended afterwards"),
    OverdueEffect.FINE: marked("money for each day late"),
}


class KindOf(StrEnum):
    """What a rule may name beside grades."""

    CATEGORY = "category"
    ITEM_TYPE = "item_type"


USUAL_RULE: Final = CirculationRule(
    id=0,
    category_id=None,
    grade_from=None,
    grade_to=None,
    item_type_id=None,
    loan_limit=3,
    type_limit=None,
    loan_days=14,
    renewals=1,
    renewal_days=14,
    holds=2,
    lending=Lending.HOME,
    overdue_effect=OverdueEffect.BLOCK,
    suspension_days=1,
    grace_days=0,
    suspension_cap=None,
    fine=0,
    loss_percent=100,
)
"""What a new rule begins with: what primary schools allow their pupils most often (domain facts, chapter 7)."""

Subject: TypeAlias = tuple[str, int | None, int | None, str]
"""What a written rule is about: code of the category, grades from and to, code of the item type; "" for any."""

_TERMS: Final = tuple(
    field.name
    for field in fields(CirculationRule)
    if field.name not in ("id", "category_id", "item_type_id", "grade_from", "grade_to")
)
"""What a rule allows, in the order of the rule table."""


@dataclass(frozen=True, slots=True)
class WrittenKind:
    """A patron category or an item type: the code that files name it by, and what it is called at this school."""

    code: str
    name: str


@dataclass(frozen=True, slots=True)
class WrittenRule:
    """A rule with the codes it speaks of, "" for any; of `rule` itself the three ids mean nothing."""

    category: str
    item_type: str
    rule: CirculationRule

    @property
    def subject(self) -> Subject:
        """What the rule is about: no two rules of a book are about the same."""
        return (self.category, self.rule.grade_from, self.rule.grade_to, self.item_type)

    @property
    def terms(self) -> dict[str, Any]:
        """What the rule allows, by the names of its fields."""
        return {name: getattr(self.rule, name) for name in _TERMS}


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Everything a rules file says."""

    categories: tuple[WrittenKind, ...]
    item_types: tuple[WrittenKind, ...]
    rules: tuple[WrittenRule, ...]

    def kinds(self, which: KindOf) -> tuple[WrittenKind, ...]:
        """Its categories, or its item types."""
        return self.categories if which is KindOf.CATEGORY else self.item_types

    def name_of(self, which: KindOf, code: str) -> str:
        """What the category or type is called; "" for any."""
        return next((kind.name for kind in self.kinds(which) if kind.code == code), code)

    def title_of(self, written: WrittenRule) -> str:
        """What the rule is about, in words."""
        category = self.name_of(KindOf.CATEGORY, written.category)
        return rule_title(category, self.name_of(KindOf.ITEM_TYPE, written.item_type), written.rule)


def in_words_of_the_screen(book: RuleBook) -> RuleBook:
    """The usual categories and types called as the language of the screen calls them; for presets."""
    return RuleBook(
        tuple(WrittenKind(kind.code, _(CATEGORIES.get(kind.code, kind.name))) for kind in book.categories),
        tuple(WrittenKind(kind.code, _(ITEM_TYPES.get(kind.code, kind.name))) for kind in book.item_types),
        book.rules,
    )


def rule_title(category: str, item_type: str, rule: CirculationRule) -> str:
    """What a rule is about, in words: “Pupil, grades 1 to 2 – Picture book”; "" for any."""
    who = category or _("any patron")
    first, last = rule.grade_from, rule.grade_to
    if first is not None and first == last:
        who = _("{who}, grade {grade}").format(who=who, grade=first)
    elif rule.is_banded:
        who = _("{who}, grades {first} to {last}").format(who=who, first=first or "…", last=last or "…")
    return _("{who} – {what}").format(who=who, what=item_type or _("any item type"))


def differences(before: CirculationRule, after: CirculationRule) -> Iterator[str]:
    """What would change in a rule, in words: “loan days 14 → 21”."""
    for name in _TERMS:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield _("{what} {old} → {new}").format(
                what=term_words(name), old=value_words(name, old), new=value_words(name, new)
            )


def term_words(name: str) -> str:
    """What a field of a rule is called."""
    others = {"lending": _("lending"), "overdue_effect": _("when late")}
    return others.get(name) or _(NUMBER_WORDS[name])


def value_words(name: str, value: Any) -> str:
    """A field's value as the screen shows it; money in yuan."""
    if isinstance(value, Lending):
        return _(LENDING_WORDS[value])
    if isinstance(value, OverdueEffect):
        return _(EFFECT_WORDS[value])
    if value is None:
        return _("no limit")
    return f"{value // 100}.{value % 100:02}" if name == "fine" else str(value)


def said_twice(book: RuleBook) -> tuple[Subject, ...]:
    """Subjects that more than one rule of the book is about."""
    counted = Counter(written.subject for written in book.rules)
    return tuple(subject for subject, count in counted.items() if count > 1)
