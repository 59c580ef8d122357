"""The circulation rules as a list to read: who, what, how many, how long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtWidgets import QVBoxLayout

from deskcirc.domain.rules import Lending
from deskcirc.store.lookups.rules import RuleLine
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.school_year.rules_state import RulesPart
from deskcirc.ui.theme import Theme

_LENDING: Final = {
    Lending.HOME: marked("may be taken home"),
    Lending.SAME_DAY: marked("back the same day"),
    Lending.IN_HOUSE: marked("for use in the library"),
}


class RulesPage(TabPage):
    """The list; of two rules that fit, the one that says more wins."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        columns = (
            Column(_("Patrons")),
            Column(_("Item type"), 140),
            Column(_("Copies"), 80),
            Column(_("Days"), 80),
            Column(_("Renewals"), 150, yields=True),
            Column(_("Holds"), 80, yields=True),
            Column(_("Lending"), 170),
        )
        self.lines = LinesView[RuleLine](theme, columns, _cells)
        self.lines.setAccessibleName(_("Circulation rules"))
        self.lines.set_empty_words(_("No rules yet: nothing can be lent."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self.lines)

    def show_state(self, state: object) -> None:
        """Paint the rules."""
        if not isinstance(state, RulesPart):
            raise TypeError(state)
        self.lines.show_lines(state.rules)


def _cells(line: RuleLine) -> Sequence[Cell]:
    rule = line.rule
    renewals = _("{count} × {days} days").format(count=rule.renewals, days=rule.renewal_days) if rule.renewals else "—"
    return (
        Cell(_readers(line)),
        Cell(line.item_type or _("any")),
        Cell(str(rule.loan_limit)),
        Cell(str(rule.loan_days)),
        Cell(renewals),
        Cell(str(rule.holds)),
        Cell(_(_LENDING[rule.lending])),
    )


def _readers(line: RuleLine) -> str:
    who = line.category or _("any patron")
    first, last = line.rule.grade_from, line.rule.grade_to
    if first is None and last is None:
        return who
    return _("{who}, grades {first} to {last}").format(who=who, first=first or "…", last=last or "…")
