"""Changing the circulation rules, and the patron categories and item types they speak of.

Each command answers with every reason why not, none where it is done. Nothing is deleted: a rule, a category or a
type that is no longer wanted is ended, and loans made by an ended rule stay as they are.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.changes import ActName
from deskcirc.domain.operators import Right
from deskcirc.domain.rule_book import CATEGORIES, ITEM_TYPES, KindOf, differences, rule_title
from deskcirc.domain.rules import CirculationRule, flaws_of_rule
from deskcirc.errors import GoneError
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.rules import KIND_TABLES, KindLine, RuleLine, kinds, kinds_in_use, rule_lines
from deskcirc.store.tables import circulation_rules
from deskcirc.text import gettext as _

LONGEST_NAME: Final = 40
KIND_ACTS: Final = {KindOf.CATEGORY: ActName.CHANGE_CATEGORY, KindOf.ITEM_TYPE: ActName.CHANGE_ITEM_TYPE}


def not_allowed(desk: Desk) -> tuple[str, ...]:
    """Why the operator may not change what the school has planned; empty where they may."""
    if desk.operator.may(Right.SCHOOL_YEAR):
        return ()
    return (_("Only a librarian may change the school's rules."),)


def add_rule(desk: Desk, rule: CirculationRule) -> tuple[str, ...]:
    """Make a new rule (its id means nothing). Raises GoneError where it names a category or type that is not there."""
    if refused := not_allowed(desk):
        return refused
    with desk.library.writing(desk.act(ActName.CHANGE_RULE)) as writing:
        lines = rule_lines(writing.connection)
        if flaws := flaws_of_rule(rule, [line.rule for line in lines]):
            return flaws
        writing.insert(circulation_rules, **row_of(rule))
        writing.tell(rule=_title(writing, rule), how=_("added"))
    return ()


def change_rule(desk: Desk, rule: CirculationRule) -> tuple[str, ...]:
    """Put the rule of this id in another way. Raises GoneError where it has ended."""
    if refused := not_allowed(desk):
        return refused
    with desk.library.writing(desk.act(ActName.CHANGE_RULE)) as writing:
        lines = rule_lines(writing.connection)
        before = _line(lines, rule.id)
        if flaws := flaws_of_rule(rule, [line.rule for line in lines]):
            return flaws
        title = _title(writing, rule)
        how = [*([] if before.title == title else [before.title]), *differences(before.rule, rule)]
        writing.update(circulation_rules, rule.id, **row_of(rule))
        writing.tell(rule=title, how=_(", ").join(how))
    return ()


def end_rule(desk: Desk, rule_id: int) -> tuple[str, ...]:
    """The rule holds no longer. Raises GoneError where it has ended already."""
    if refused := not_allowed(desk):
        return refused
    with desk.library.writing(desk.act(ActName.CHANGE_RULE)) as writing:
        line = _line(rule_lines(writing.connection), rule_id)
        writing.update(circulation_rules, rule_id, ended=True)
        writing.tell(rule=line.title, how=_("ended"))
    return ()


def row_of(rule: CirculationRule) -> dict[str, Any]:
    """The rule as a row of the rule table, without its id."""
    values = {field.name: getattr(rule, field.name) for field in fields(rule) if field.name != "id"}
    return {**values, "lending": rule.lending.value, "overdue_effect": rule.overdue_effect.value}


def _line(lines: tuple[RuleLine, ...], rule_id: int) -> RuleLine:
    found = next((line for line in lines if line.rule.id == rule_id), None)
    if found is None:
        raise GoneError
    return found


def _title(writing: Writing, rule: CirculationRule) -> str:
    category, item_type = (
        "" if kind_id is None else kind_of_id(writing, which, kind_id).name
        for which, kind_id in ((KindOf.CATEGORY, rule.category_id), (KindOf.ITEM_TYPE, rule.item_type_id))
    )
    return rule_title(category, item_type, rule)


def kind_of_id(writing: Writing, which: KindOf, kind_id: int) -> KindLine:
    """The category or type of that id that has not ended; raises GoneError for none."""
    found = next((kind for kind in kinds(writing.connection, which) if kind.id == kind_id and not kind.ended), None)
    if found is None:
        raise GoneError
    return found


def kind_to_use(writing: Writing, which: KindOf, code: str, name: str) -> int:
    """The id of the category or type of that code: made where there is none yet, brought back where it had ended."""
    found = next((kind for kind in kinds(writing.connection, which) if kind.code == code), None)
    if found is None:
        usual = CATEGORIES if which is KindOf.CATEGORY else ITEM_TYPES
        return writing.insert(KIND_TABLES[which], code=code, name=_(usual[code]) if code in usual else name)
    if found.ended:
        writing.update(KIND_TABLES[which], found.id, ended=False)
    return found.id


def add_kind(desk: Desk, which: KindOf, name: str) -> tuple[str, ...]:
    """A patron category or an item type of the school's own; one that had ended comes back with its name."""
    if refused := not_allowed(desk):
        return refused
    wanted = " ".join(name.split())
    with desk.library.writing(desk.act(KIND_ACTS[which], name=wanted, how=_("added"))) as writing:
        known = kinds(writing.connection, which)
        if flaws := _flaws_of_name(wanted, known):
            return flaws
        ended = next((kind for kind in known if kind.ended and wanted in (kind.name, kind.code)), None)
        if ended is None:
            writing.insert(KIND_TABLES[which], code=free_code(wanted, known), name=wanted)
        else:
            writing.update(KIND_TABLES[which], ended.id, name=wanted, ended=False)
    return ()


def rename_kind(desk: Desk, which: KindOf, kind_id: int, name: str) -> tuple[str, ...]:
    """Call a category or a type otherwise; its code stays. Raises GoneError where it is not there."""
    if refused := not_allowed(desk):
        return refused
    wanted = " ".join(name.split())
    with desk.library.writing(desk.act(KIND_ACTS[which])) as writing:
        kind = kind_of_id(writing, which, kind_id)
        others = [each for each in kinds(writing.connection, which) if each.id != kind_id]
        if flaws := _flaws_of_name(wanted, others):
            return flaws
        writing.update(KIND_TABLES[which], kind_id, name=wanted)
        writing.tell(name=kind.name, how=_("now called {name}").format(name=wanted))
    return ()


def end_kind(desk: Desk, which: KindOf, kind_id: int) -> tuple[str, ...]:
    """Offer a category or a type no longer; refused while patrons, copies or rules are of it. Raises GoneError."""
    if refused := not_allowed(desk):
        return refused
    with desk.library.writing(desk.act(KIND_ACTS[which])) as writing:
        kind_of_id(writing, which, kind_id)
        kind = next(each for each in kinds_in_use(writing.connection, which) if each.id == kind_id)
        if flaws := _why_needed(which, kind):
            return flaws
        writing.update(KIND_TABLES[which], kind_id, ended=True)
        writing.tell(name=kind.name, how=_("ended"))
    return ()


def _why_needed(which: KindOf, kind: KindLine) -> tuple[str, ...]:
    said = []
    if kind.uses and which is KindOf.CATEGORY:
        said.append(
            _("{count} patrons are of the category {name}; give them another one first.").format(
                count=kind.uses, name=kind.name
            )
        )
    elif kind.uses:
        said.append(
            _("{count} copies are of the type {name}; give them another one first.").format(
                count=kind.uses, name=kind.name
            )
        )
    if kind.rules:
        said.append(
            _("{count} circulation rules name {name}; end or change them first.").format(
                count=kind.rules, name=kind.name
            )
        )
    return tuple(said)


def _flaws_of_name(name: str, others: tuple[KindLine, ...] | list[KindLine]) -> tuple[str, ...]:
    if not name:
        return (_("The name is missing."),)
    if len(name) > LONGEST_NAME:
        return (_("The name is longer than {count} characters.").format(count=LONGEST_NAME),)
    if any(other.name == name and not other.ended for other in others):
        return (_("There is one called {name} already.").format(name=name),)
    return ()


def free_code(name: str, known: tuple[KindLine, ...]) -> str:
    """The code of a kind of the school's own: its name, as files name it, or that with a number where it is taken."""
    taken = {kind.code for kind in known}
    codes = [name, *(f"{name} {number}" for number in range(2, len(taken) + 3))]
    return next(code for code in codes if code not in taken)
