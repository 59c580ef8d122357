"""Withdrawals on the screen: all of them, the candidates, and the one that is open."""

from __future__ import annotations

from collections.abc import Sequence

from deskcirc.domain.prices import format_fen
from deskcirc.domain.withdrawal import WITHDRAWAL_REASON_WORDS, WITHDRAWAL_STATE_WORDS, Withdrawal, WithdrawalState
from deskcirc.text import day_words, full_date
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.sided_page import SidedPage
from deskcirc.ui.tabs.ledgers.withdrawal_batch import BatchSheet
from deskcirc.ui.tabs.ledgers.withdrawal_candidates import CandidatesSheet
from deskcirc.ui.tabs.ledgers.withdrawal_part import View, WithdrawalPart
from deskcirc.ui.tabs.ledgers.withdrawal_questions import ask_proposal
from deskcirc.ui.theme import Theme

_TONES = {WithdrawalState.PROPOSED: Tone.LOOK, WithdrawalState.APPROVED: Tone.DONE}


class WithdrawalPage(SidedPage[View]):
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
        self.propose = self.plain_button(_("New withdrawal …"))
        self.propose.clicked.connect(self._ask)
        sides = {
            View.ALL: (_("All withdrawals"), self.all),
            View.CANDIDATES: (_("Find candidates"), self.candidates),
            View.BATCH: ("", self.batch),
        }
        self.lay_sides(sides, self.propose)

    def show_state(self, state: object) -> None:
        """Paint the side that is on top."""
        if not isinstance(state, WithdrawalPart):
            raise TypeError(state)
        self._part = state
        words = _("Withdrawal {number}").format(number=state.batch.number) if state.batch else ""
        self.views[View.BATCH].setText(words)
        self.views[View.BATCH].setVisible(state.batch is not None)
        self.propose.setEnabled(state.may_change)
        self.all.show_lines(state.withdrawals)
        if state.view is View.CANDIDATES:
            self.candidates.show_state(state)
        if state.batch is not None:
            self.batch.show_state(state)
        self.show_side(state.view)

    def _ask(self) -> None:
        nothing_ticked = WithdrawalPart()
        ask_proposal(nothing_ticked, self.window(), lambda values: self.acted.emit("propose_empty", dict(values)))


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
