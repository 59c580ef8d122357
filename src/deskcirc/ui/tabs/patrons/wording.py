"""The sentences about a patron: how they stand, what they may borrow and by which rule, what became of a form."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from deskcirc.domain.patrons import Patron, PatronState
from deskcirc.domain.rules import CirculationRule, Lending
from deskcirc.store.lookups.patron_list import PatronLine
from deskcirc.store.lookups.rules import RuleLine
from deskcirc.text import day_words, marked, ngettext
from deskcirc.text import gettext as _

LENDING_WORDS: Final = {
    Lending.HOME: marked("lent home"),
    Lending.SAME_DAY: marked("back the same day"),
    Lending.IN_HOUSE: marked("read here only"),
}


def standing_words(patron: Patron, today: date) -> tuple[str, ...]:
    """What keeps the patron from borrowing; nothing for most."""
    said = []
    if patron.state is PatronState.LEFT:
        said.append(_("Has left the school"))
    if patron.state is PatronState.STOPPED:
        said.append(_("Lending stopped"))
    if patron.suspended_until is not None and today <= patron.suspended_until:
        until = day_words(patron.suspended_until, today)
        said.append(_("Suspended until {day}: {reason}").format(day=until, reason=patron.suspension_reason))
    if patron.expires is not None and today > patron.expires:
        said.append(_("Card expired on {day}").format(day=day_words(patron.expires, today)))
    return tuple(said)


def line_words(line: PatronLine, today: date) -> str:
    """The same in a list's column, what is late first."""
    late = ngettext("{days} day late", "{days} days late", line.days_late).format(days=line.days_late)
    return " · ".join((*([late] if line.days_late else ()), *standing_words(line.patron, today)))


def limit_words(patron: Patron, rule: CirculationRule | None) -> tuple[str, ...]:
    """How many copies, how long, by which rule; the patron's own limit beside the rule's."""
    if rule is None:
        sentence = _("No circulation rule speaks of {category}: nothing can be lent.").format(category=patron.category)
        return (sentence, _("Rules are set in School year (F8)."))
    by_rule = ngettext("{count} copy at a time", "{count} copies at a time", rule.loan_limit)
    said = []
    if patron.loan_limit is not None:
        own = ngettext("{count} copy at a time", "{count} copies at a time", patron.loan_limit)
        words = _("{copies} by an own limit; the rule says {limit}.")
        said.append(words.format(copies=own.format(count=patron.loan_limit), limit=rule.loan_limit))
    else:
        said.append(_("{copies}.").format(copies=by_rule.format(count=rule.loan_limit)))
    days = ngettext("{count} day each", "{count} days each", rule.loan_days).format(count=rule.loan_days)
    renewals = ngettext("renewable once", "renewable {count} times", rule.renewals).format(count=rule.renewals)
    said.append(_("{days}, {renewals}.").format(days=days, renewals=renewals if rule.renewals else _("not renewable")))
    said.append(_("The rule for {who} applies.").format(who=rule_words(patron, rule)))
    return tuple(said)


def rule_words(patron: Patron, rule: CirculationRule) -> str:
    """Of whom the rule speaks: a category, grades, or anybody."""
    who = patron.category if rule.category_id is not None else _("any patron")
    first, last = rule.grade_from, rule.grade_to
    if first is None and last is None:
        return who
    return _("{who}, grades {first} to {last}").format(who=who, first=first or "…", last=last or "…")


def special_rules(patron: Patron, rules: Sequence[RuleLine]) -> tuple[str, ...]:
    """What holds for single item types, the closest rule of each."""
    best: dict[str, CirculationRule] = {}
    for line in rules:
        rule = line.rule
        if rule.item_type_id is None or not rule.applies(patron.category_id, patron.grade, rule.item_type_id):
            continue
        known = best.get(line.item_type)
        if known is None or rule.exactness > known.exactness:
            best[line.item_type] = rule
    return tuple(
        _("{item_type}: {lending}").format(item_type=name, lending=_(LENDING_WORDS[rule.lending]))
        for name, rule in best.items()
    )
