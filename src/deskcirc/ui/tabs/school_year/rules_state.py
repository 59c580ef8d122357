"""The circulation rules in plain Python: the list, the form of one rule, files and presets, and the what-if box."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.rules import add_rule, change_rule, end_rule
from deskcirc.domain.operators import Right
from deskcirc.domain.rule_book import USUAL_RULE, KindOf
from deskcirc.domain.rules import CirculationRule
from deskcirc.domain.scanning import Scan
from deskcirc.errors import GoneError
from deskcirc.store.lookups.rules import KindLine, RuleLine, kinds, rule_lines
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, number_in, take_back
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.school_year import rules_box, rules_exchange
from deskcirc.ui.tabs.school_year.rules_box import WhatIfBox
from deskcirc.ui.tabs.school_year.rules_exchange import PlanShown
from deskcirc.ui.tabs.school_year.rules_values import rule_from

_BOX_ACTS: Final = frozenset({"ask", "who", "which", "clear"})
_FILE_ACTS: Final = frozenset({"export", "import", "preset", "take_over", "drop_plan"})


@dataclass(frozen=True, slots=True)
class RuleForm:
    """One rule being written: id 0 for a new one; `flaws` say why it could not be kept as it was."""

    rule: CirculationRule
    flaws: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RulesPart:
    """Everything the section shows; the categories and types are those that have not ended."""

    rules: tuple[RuleLine, ...] = ()
    may_change: bool = False
    categories: tuple[KindLine, ...] = ()
    item_types: tuple[KindLine, ...] = ()
    form: RuleForm | None = None
    plan: PlanShown | None = None
    box: WhatIfBox = field(default_factory=WhatIfBox)
    today: date = date.min  # the school's own day


def first() -> RulesPart:
    """The section before anything is read."""
    return RulesPart()


def refresh(desk: Desk, part: RulesPart) -> RulesPart:
    """Read the rules again, and answer what stands in the what-if box by them."""
    with desk.library.reading() as connection:
        rules = rule_lines(connection)
        categories, types = (
            tuple(kind for kind in kinds(connection, which) if not kind.ended)
            for which in (KindOf.CATEGORY, KindOf.ITEM_TYPE)
        )
    may_change = desk.operator.may(Right.SCHOOL_YEAR)
    box = rules_box.answered(desk, part.box)
    part = replace(part, rules=rules, may_change=may_change, categories=categories, item_types=types)
    return replace(part, box=box, today=desk.today)


def on_scan(desk: Desk, part: RulesPart, scan: Scan, found: Identified) -> Answer:
    """A card or a copy fills the what-if box."""
    asked = rules_box.on_scan(desk, part.box, scan, found)
    return replace(asked, part=replace(part, box=asked.part))


def on_act(desk: Desk, part: RulesPart, act: str, values: Mapping[str, str]) -> Answer:
    """ "new", "change:ID", "copy:ID", "end:ID", "save", "close_form"; acts of files and of the what-if box."""
    verb = act.partition(":")[0]
    if verb in _BOX_ACTS:
        asked = rules_box.on_act(desk, part.box, act, values)
        return replace(asked, part=replace(part, box=asked.part))
    if verb in _FILE_ACTS:
        told = rules_exchange.on_act(desk, part.plan, act, values)
        return replace(told, part=replace(part, plan=told.part))
    if verb == "close_form":
        return Answer(replace(part, form=None))
    if verb == "save" and part.form is not None:
        return _save(desk, part, part.form, values)
    if not part.may_change:
        return Answer(part, Message(Tone.STOP, _("Only a librarian may change the school's rules.")), Told("refused"))
    if verb == "new":
        return Answer(replace(part, form=RuleForm(_new_rule(act))))
    if verb == "change":
        return Answer(replace(part, form=RuleForm(_line(part, number_in(act)).rule)))
    if verb == "copy":
        return Answer(replace(part, form=RuleForm(replace(_line(part, number_in(act)).rule, id=0))))
    if verb == "end":
        return _end(desk, part, number_in(act))
    raise UnknownActError(act)


def _new_rule(act: str) -> CirculationRule:
    """`new`, or `new:CATEGORY,ITEM_TYPE` with the ids of what the counter found no rule for."""
    subject = act.partition(":")[2]
    if not subject:
        return USUAL_RULE
    category, _comma, item_type = subject.partition(",")
    return replace(USUAL_RULE, category_id=number_in(f":{category}"), item_type_id=number_in(f":{item_type}"))


def _line(part: RulesPart, rule_id: int) -> RuleLine:
    found = next((line for line in part.rules if line.rule.id == rule_id), None)
    if found is None:
        raise GoneError
    return found


def _save(desk: Desk, part: RulesPart, form: RuleForm, values: Mapping[str, str]) -> Answer:
    rule = rule_from(values, form.rule.id)
    flaws = change_rule(desk, rule) if rule.id else add_rule(desk, rule)
    if flaws:
        message = Message(Tone.STOP, _("The rule cannot be kept like this"), flaws)
        return Answer(replace(part, form=RuleForm(rule, flaws)), message, Told("refused"))
    headline = _("The rule is changed") if rule.id else _("The rule is added")
    message = Message(Tone.DONE, headline, (_("It holds from now on; loans already made keep their dates."),))
    return Answer(replace(part, form=None), message, Told("changed"), take_back(desk.library.last_entry))


def _end(desk: Desk, part: RulesPart, rule_id: int) -> Answer:
    title = _line(part, rule_id).title
    flaws = end_rule(desk, rule_id)
    if flaws:
        return Answer(part, Message(Tone.STOP, flaws[0], flaws[1:]), Told("refused"))
    return Answer(
        part,
        Message(Tone.DONE, _("Ended: {rule}").format(rule=title)),
        Told("changed"),
        take_back(desk.library.last_entry),
    )
