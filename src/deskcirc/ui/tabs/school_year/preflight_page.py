"""The preflight's page: kinds of findings at the left, who and what at the right, the fixes below."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from deskcirc.domain.preflight import Finding
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.school_year.preflight_state import KindLine, PreflightPart, title_of
from deskcirc.ui.tabs.school_year.preflight_words import Fix, kind_of
from deskcirc.ui.theme import Theme


class PreflightPage(TabPage):
    """Paints a PreflightPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = PreflightPart()
        self.summary = label("title")
        again = self.button(_("Try again"), "run", "repeat")
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(again)
        self.kinds = LinesView[KindLine](theme, (Column(_("What"), 0), Column(_("How many"), 90)), _kind_cells)
        self.kinds.setAccessibleName(_("What would be refused"))
        self.kinds.setFixedWidth(theme.px(330))
        self.kinds.set_empty_words(_("Nothing. Everybody may borrow, and every copy may go out."))
        self.kinds.selectionModel().selectionChanged.connect(self._choose_kind)
        self.meaning = label("quiet")
        self.meaning.setWordWrap(True)
        self.findings = LinesView[Finding](theme, (Column(_("Who or what"), 270), Column(_("Why"), 0)), _finding_cells)
        self.findings.setAccessibleName(_("Who or what"))
        self.findings.set_empty_words(_("Choose at the left what you want to look at."))
        self.findings.selectionModel().selectionChanged.connect(self._weigh)
        self._fixes = QHBoxLayout()
        self._buttons: list[tuple[Fix, QPushButton]] = []
        right = QVBoxLayout()
        right.addWidget(self.meaning)
        right.addWidget(self.findings, 1)
        right.addLayout(self._fixes)
        both = QHBoxLayout()
        both.addWidget(self.kinds)
        both.addLayout(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addLayout(head)
        layout.addLayout(both, 1)

    def show_state(self, state: object) -> None:
        """Paint what was found."""
        if not isinstance(state, PreflightPart):
            raise TypeError(state)
        before, self._part = self._part, state
        self.summary.setText(_summary(state))
        self.kinds.selectionModel().blockSignals(True)
        self.kinds.show_lines(state.kinds)
        row = next((place for place, line in enumerate(state.kinds) if line.code == state.code), -1)
        if row >= 0:
            self.kinds.selectRow(row)
        self.kinds.selectionModel().blockSignals(False)
        self.kinds.viewport().update()
        kind = kind_of(state.code)
        self.meaning.setText(_(kind.meaning) if state.code and kind.meaning else "")
        self.findings.show_lines(state.findings)
        if before.code != state.code or before.may_change != state.may_change:
            self._show_fixes(kind.fixes if state.code else ())
        self._weigh()

    def _show_fixes(self, fixes: Sequence[Fix]) -> None:
        while (item := self._fixes.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._buttons = []
        for fix in fixes:
            button = self.plain_button(_(fix.label))
            button.clicked.connect(partial(self._mend, fix))
            self._fixes.addWidget(button)
            self._buttons.append((fix, button))
        self._fixes.addStretch()

    def _weigh(self) -> None:
        """A fix of one line wants a line; a fix of all wants lines at all."""
        chosen = self.findings.selected_line() is not None
        for fix, button in self._buttons:
            needs_line = "{" in fix.act
            button.setEnabled(chosen or not needs_line)

    def _choose_kind(self) -> None:
        line = self.kinds.selected_line()
        if line is not None and line.code != self._part.code:
            self.act(f"kind:{line.code}")

    def _mend(self, fix: Fix) -> None:
        finding = self.findings.selected_line()
        act = fix.act
        if finding is not None:
            act = act.format(subject=finding.subject_id, other=finding.other_id)
        if not fix.asks:
            self.act(act)
            return
        field = (
            Field("day", _("Last day"), "date") if fix.asks == "day" else Field("price", _("Price in yuan"), "words")
        )
        dialog = QuestionDialog(_(fix.label), [title_of(self._part.code)], [field], _("Save"), self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.answered.connect(lambda values: self.acted.emit(act, values))
        dialog.open()


def _summary(part: PreflightPart) -> str:
    if part.report is None:
        return ""
    words = _("Tried at {at}: {patrons} patrons, {copies} copies, {rules} rules")
    return words.format(
        at=part.at, patrons=f"{part.report.patrons:,}", copies=f"{part.report.copies:,}", rules=part.report.rules
    )


def _kind_cells(line: KindLine) -> Sequence[Cell]:
    return Cell(title_of(line.code), kind_of(line.code).tone), Cell(f"{line.count:,}")


def _finding_cells(finding: Finding) -> Sequence[Cell]:
    return Cell(finding.label), Cell(finding.sentence)
