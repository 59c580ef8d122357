"""Patron categories at the left, item types at the right, each with how many patrons or copies and rules are of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from deskcirc.domain.rule_book import KindOf
from deskcirc.store.lookups.rules import KindLine
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.school_year.rules_kinds_state import KindsPart
from deskcirc.ui.theme import Theme


class KindsPage(TabPage):
    """Paints a KindsPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = KindsPart()
        self.lists: dict[KindOf, LinesView[KindLine]] = {}
        self.buttons: dict[tuple[str, KindOf], QPushButton] = {}
        layout = QHBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.setSpacing(theme.px(16))
        layout.addLayout(self._side(KindOf.CATEGORY, _("Patron categories"), _("Patrons")))
        layout.addLayout(self._side(KindOf.ITEM_TYPE, _("Item types"), _("Copies")))
        self._weigh()

    def show_state(self, state: object) -> None:
        """Paint both lists."""
        if not isinstance(state, KindsPart):
            raise TypeError(state)
        self._part = state
        self.lists[KindOf.CATEGORY].show_lines(state.categories)
        self.lists[KindOf.ITEM_TYPE].show_lines(state.item_types)
        self._weigh()

    def _side(self, which: KindOf, title: str, of_it: str) -> QVBoxLayout:
        columns = (Column(_("What it is called")), Column(of_it, 90), Column(_("Rules"), 70))
        lines = LinesView[KindLine](self._theme, columns, _cells)
        lines.setAccessibleName(title)
        lines.set_empty_words(_("None yet. Add one, or take over a preset of rules."))
        lines.selectionModel().selectionChanged.connect(self._weigh)
        lines.chosen.connect(lambda line: self._rename(which))
        self.lists[which] = lines
        row = QHBoxLayout()
        for verb, words, ask in (
            ("add", _("Add"), self._add),
            ("rename", _("Rename"), self._rename),
            ("end", _("End"), self._end),
        ):
            button = self.plain_button(words)
            button.clicked.connect(partial(_asked, ask, which))
            self.buttons[verb, which] = button
            row.addWidget(button)
        row.addStretch()
        side = QVBoxLayout()
        side.addWidget(label("title", title))
        side.addWidget(lines, 1)
        side.addLayout(row)
        return side

    def _weigh(self) -> None:
        for (verb, which), button in self.buttons.items():
            line = self.lists[which].selected_line()
            button.setEnabled(self._part.may_change and (verb == "add" or line is not None))

    def _add(self, which: KindOf) -> None:
        title = _("New patron category") if which is KindOf.CATEGORY else _("New item type")
        self._ask_name(title, "", f"add_{which}")

    def _rename(self, which: KindOf) -> None:
        line = self.lists[which].selected_line()
        if line is not None and self._part.may_change:
            self._ask_name(_("Rename {name}").format(name=line.name), line.name, f"rename_{which}:{line.id}")

    def _end(self, which: KindOf) -> None:
        line = self.lists[which].selected_line()
        if line is not None:
            self.act(f"end_{which}:{line.id}")

    def _ask_name(self, title: str, name: str, act: str) -> None:
        dialog = QuestionDialog(title, [], [Field("name", _("What it is called"), value=name)], _("Save"), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.answered.connect(lambda values: self.acted.emit(act, values))
        dialog.open()


def _asked(ask: Callable[[KindOf], None], which: KindOf, _checked: bool = False) -> None:
    ask(which)


def _cells(line: KindLine) -> Sequence[Cell]:
    return Cell(line.name), Cell(f"{line.uses:,}"), Cell(str(line.rules))
