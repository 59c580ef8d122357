"""Withdrawals on the screen: all of them, the candidates, and the one that is open."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from deskcirc.domain.prices import format_fen
from deskcirc.domain.withdrawal import WITHDRAWAL_REASON_WORDS, WITHDRAWAL_STATE_WORDS, Withdrawal, WithdrawalState
from deskcirc.text import day_words, full_date
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.ledgers.withdrawal_batch import BatchSheet
from deskcirc.ui.tabs.ledgers.withdrawal_candidates import CandidatesSheet
from deskcirc.ui.tabs.ledgers.withdrawal_part import View, WithdrawalPart
from deskcirc.ui.tabs.ledgers.withdrawal_questions import ask_proposal
from deskcirc.ui.theme import Theme

_TONES = {WithdrawalState.PROPOSED: Tone.LOOK, WithdrawalState.APPROVED: Tone.DONE}


class WithdrawalPage(TabPage):
    """Paints a WithdrawalPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = WithdrawalPart()
        self.all = LinesView[Withdrawal](theme, _columns(), _cells)
        self.all.setAccessibleName(_("Withdrawals"))
        self.all.set_empty_words(
            _(
                "No withdrawal yet. Find candidates by evidence, or propose one and scan the copies that shall go.\n"
                "The form is printed and signed; only its approval takes the copies out of the books."
            )
        )
        self.all.chosen.connect(lambda line: self.act(f"open:{line.id}"))
        self.candidates, self.batch = CandidatesSheet(theme), BatchSheet(theme)
        for sheet in (self.candidates, self.batch):
            sheet.acted.connect(self.acted)
        self.views = {view: self._view(view, words) for view, words in _view_words().items()}
        self.propose = self.plain_button(_("New withdrawal …"))
        self.propose.clicked.connect(self._ask)
        self._stack = QStackedWidget()
        self._sheets = {View.ALL: self.all, View.CANDIDATES: self.candidates, View.BATCH: self.batch}
        for widget in self._sheets.values():
            self._stack.addWidget(widget)
        row = QHBoxLayout()
        for button in self.views.values():
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self.propose)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)

    def show_state(self, state: object) -> None:
        """Paint the side that is on top."""
        if not isinstance(state, WithdrawalPart):
            raise TypeError(state)
        self._part = state
        for view, button in self.views.items():
            button.setChecked(view is state.view)
        words = _("Withdrawal {number}").format(number=state.batch.number) if state.batch else ""
        self.views[View.BATCH].setText(words)
        self.views[View.BATCH].setVisible(state.batch is not None)
        self.propose.setEnabled(state.may_change)
        self.all.show_lines(state.withdrawals)
        if state.view is View.CANDIDATES:
            self.candidates.show_state(state)
        if state.batch is not None:
            self.batch.show_state(state)
        self._stack.setCurrentWidget(self._sheets[state.view])

    def _view(self, view: View, words: str) -> QPushButton:
        button = self.button(words, f"view:{view.value}")
        button.setCheckable(True)
        return button

    def _ask(self) -> None:
        nothing_ticked = WithdrawalPart()
        ask_proposal(nothing_ticked, self.window(), lambda values: self.acted.emit("propose_empty", dict(values)))


def _view_words() -> dict[View, str]:
    return {View.ALL: _("All withdrawals"), View.CANDIDATES: _("Find candidates"), View.BATCH: ""}


def _columns() -> Sequence[Column]:
    return (
        Column(_("Withdrawal batch"), 120),
        Column(_("Reason"), 150),
        Column(_("State"), 120),
        Column(_("Copies"), 80),
        Column(_("Value (yuan)"), 110),
        Column(_("Drawn up"), 130, yields=True),
        Column(_("Approval")),
    )


def _cells(line: Withdrawal) -> Sequence[Cell]:
    approval = ""
    if line.approved_on is not None:
        approval = " · ".join((full_date(line.approved_on), line.document, line.approved_by))
    return (
        Cell(line.number),
        Cell(_(WITHDRAWAL_REASON_WORDS[line.reason])),
        Cell(_(WITHDRAWAL_STATE_WORDS[line.state]), _TONES.get(line.state)),
        Cell(str(line.copies)),
        Cell(format_fen(line.value)),
        Cell(day_words(line.opened_on)),
        Cell(approval),
    )
