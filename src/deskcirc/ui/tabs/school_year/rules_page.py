"""The circulation rules on the screen: the list, which rule goes before which, and the what-if box below."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout

from deskcirc import paths
from deskcirc.domain.rule_book import EFFECT_WORDS, LENDING_WORDS, rule_title
from deskcirc.domain.rules import Lending, OverdueEffect, goes_before, why_it_wins
from deskcirc.store.lookups.rules import RuleLine
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.rule_files import SUFFIX
from deskcirc.ui.rule_names import PRESETS
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.school_year.rules_dialogs import RulesDialogs
from deskcirc.ui.tabs.school_year.rules_state import RulesPart
from deskcirc.ui.tabs.school_year.rules_what_if import WhatIfView
from deskcirc.ui.theme import Theme


class RulesPage(TabPage):
    """Paints a RulesPart; of two rules that fit, the one that says more wins."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = RulesPart()
        self.lines = LinesView[RuleLine](theme, _columns(), _cells)
        self.lines.setAccessibleName(_("Circulation rules"))
        self.lines.set_empty_words(_("No rules yet: nothing can be lent. Take over a preset to begin with."))
        self.lines.selectionModel().selectionChanged.connect(self._weigh)
        self.lines.chosen.connect(lambda line: self.act(f"change:{line.rule.id}"))
        self.precedence = label("quiet")
        self.precedence.setWordWrap(True)
        self.what_if = WhatIfView(theme)
        self.what_if.acted.connect(self.acted)
        self.dialogs = RulesDialogs(theme, self)
        self.dialogs.acted.connect(self.acted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self.lines, 1)
        layout.addWidget(self.precedence)
        layout.addLayout(self._buttons())
        layout.addWidget(self.what_if)
        self._weigh()

    def show_state(self, state: object) -> None:
        """Paint the rules, what stands in the box, and the form or the plan that is open."""
        if not isinstance(state, RulesPart):
            raise TypeError(state)
        self._part = state
        self.lines.show_lines(state.rules)
        self.what_if.show_box(state.box, state.today)
        self.dialogs.show_part(state)
        self._weigh()

    def _buttons(self) -> QHBoxLayout:
        self.new = self.button(_("New rule"), "new", main=True)
        self.change = self._of_line(_("Change"), "change")
        self.copy = self._of_line(_("Duplicate"), "copy")
        self.end = self._of_line(_("End"), "end")
        self.presets = self.plain_button(_("Presets"))
        menu = QMenu(self.presets)
        for name, (words, _outcome) in PRESETS.items():
            menu.addAction(_(words)).triggered.connect(partial(self._preset, name))
        self.presets.setMenu(menu)
        self.take_in = self.plain_button(_("From a file …"), "import")
        self.take_in.clicked.connect(self._ask_import)
        self.write = self.plain_button(_("To a file …"))
        self.write.clicked.connect(self._ask_export)
        row = QHBoxLayout()
        for button in (self.new, self.change, self.copy, self.end):
            row.addWidget(button)
        row.addStretch()
        for button in (self.presets, self.take_in, self.write):
            row.addWidget(button)
        return row

    def _preset(self, name: str, _checked: bool = False) -> None:
        self.act(f"preset:{name}")

    def _of_line(self, words: str, verb: str) -> QPushButton:
        """A button about the line under the cursor."""

        def ask() -> None:
            line = self.lines.selected_line()
            if line is not None:
                self.act(f"{verb}:{line.rule.id}")

        made = self.plain_button(words)
        made.clicked.connect(ask)
        return made

    def _weigh(self) -> None:
        line, may = self.lines.selected_line(), self._part.may_change
        for button in (self.change, self.copy, self.end):
            button.setEnabled(may and line is not None)
        for button in (self.new, self.presets, self.take_in):
            button.setEnabled(may)
        self.precedence.setText(
            _("Choose a rule to see which others it goes before.")
            if line is None
            else precedence_words(line, self._part.rules)
        )

    def _ask_export(self) -> None:
        from deskcirc.ui.dialogs.file_choice import ask_file_to_save

        proposed = paths.documents_folder() / (_("Circulation rules") + SUFFIX)
        ask_file_to_save(self, _("Write the rules to a file"), proposed, _kind(), self._emit("export"))

    def _ask_import(self) -> None:
        from deskcirc.ui.dialogs.file_choice import ask_file_to_open

        folder = paths.documents_folder()
        ask_file_to_open(self, _("Take over rules from a file"), folder, [_kind()], self._emit("import"))

    def _emit(self, act: str) -> Callable[[Path], None]:
        def emit(file: Path) -> None:
            self.acted.emit(act, {"file": str(file)})

        return emit


def _kind() -> str:
    return _("Rules files") + f" (*{SUFFIX})"


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("Patrons and item type")),
        Column(_("Copies"), 92),
        Column(_("Days"), 64),
        Column(_("Renewals"), 124, yields=True),
        Column(_("Holds"), 64, yields=True),
        Column(_("Lending"), 180, yields=True),
        Column(_("When late"), 210),
    )


def _cells(line: RuleLine) -> Sequence[Cell]:
    rule = line.rule
    renewals = _("{count} × {days} days").format(count=rule.renewals, days=rule.renewal_days) if rule.renewals else "—"
    limit = "—" if rule.lending is Lending.IN_HOUSE else str(rule.loan_limit)
    if rule.type_limit is not None and rule.lending is not Lending.IN_HOUSE:
        limit = _("{limit}, {of_type} a type").format(limit=rule.loan_limit, of_type=rule.type_limit)
    return (
        Cell(rule_title(line.category, line.item_type, rule)),
        Cell(limit),
        Cell(str(rule.loan_days) if rule.lending is Lending.HOME else "—"),
        Cell(renewals),
        Cell(str(rule.holds)),
        Cell(_(LENDING_WORDS[rule.lending])),
        Cell(_late(line)),
    )


def _late(line: RuleLine) -> str:
    rule = line.rule
    if rule.overdue_effect is OverdueEffect.SUSPEND:
        return _("suspended {days} days a day late").format(days=rule.suspension_days)
    if rule.overdue_effect is OverdueEffect.FINE:
        return _("{yuan} yuan a day").format(yuan=f"{rule.fine // 100}.{rule.fine % 100:02}")
    return _(EFFECT_WORDS[rule.overdue_effect])


def precedence_words(line: RuleLine, lines: Sequence[RuleLine]) -> str:
    """Which rules this one goes before and which it gives way to, wherever both speak of the same, and why."""
    met = [other for other in lines if other.rule.id != line.rule.id and line.rule.meets(other.rule)]
    groups: dict[tuple[str, str], list[str]] = {}
    for other in met:
        first = goes_before(line.rule, other.rule)
        winner, loser = (line, other) if first else (other, line)
        words = _("It goes before {rules}: {why}.") if first else _("It gives way to {rules}: {why}.")
        groups.setdefault((words, why_it_wins(winner.rule, loser.rule)), []).append(f"“{other.title}”")
    if not groups:
        return _("It meets no other rule.")
    return in_a_row(*(words.format(rules=_(", ").join(titles), why=why) for (words, why), titles in groups.items()))
