"""One withdrawal on the screen: its copies with their evidence, the way to its approval, and its papers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout

from deskcirc.domain.prices import format_fen
from deskcirc.domain.withdrawal import (
    WITHDRAWAL_REASON_WORDS,
    WITHDRAWAL_STATE_WORDS,
    Withdrawal,
    WithdrawalLine,
    WithdrawalState,
    last_copies_words,
)
from deskcirc.labels.withdrawal_papers import total_words
from deskcirc.text import full_date
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.flow import FlowRow
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.ledgers import withdrawal_questions as questions
from deskcirc.ui.tabs.ledgers.withdrawal_part import WithdrawalPart
from deskcirc.ui.theme import Theme


class BatchSheet(TabPage):
    """Paints the batch of a WithdrawalPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = WithdrawalPart()
        self.head, self.facts, self.last = label("title"), label("quiet"), label("look")
        for words in (self.facts, self.last):
            words.setWordWrap(True)
        self.lines = LinesView[WithdrawalLine](theme, _columns(), _cells)
        self.lines.setAccessibleName(_("Copies of the withdrawal"))
        self.lines.selectionModel().selectionChanged.connect(self._weigh)
        self.remove = self.plain_button(_("Take it out again"))
        self.remove.clicked.connect(self._remove)
        self.pay = self.plain_button(_("Paid …"))
        self.pay.clicked.connect(self._ask_payment)
        self.change = self._asking(_("Change …"), questions.ask_change, "change")
        self.cancel = self._asking(_("Cancel it …"), questions.ask_cancel, "cancel")
        self.approve = self._asking(_("Approved …"), questions.ask_approval, "approve", main=True)
        self.papers = self.plain_button(_("Print"), "print")
        self.papers.setMenu(self._papers())
        self.save = self.plain_button(_("Save as a table …"))
        self.save.clicked.connect(self._ask_file)
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the batch; what may be done depends on how far it has come."""
        if not isinstance(state, WithdrawalPart) or state.batch is None:
            raise TypeError(state)
        self._part = state
        batch = state.batch
        words = _("Withdrawal {number}: {state}")
        self.head.setText(words.format(number=batch.number, state=_(WITHDRAWAL_STATE_WORDS[batch.state])))
        self.facts.setText(_facts(batch))
        self.last.setText("\n".join(last_copies_words(state.last)))
        self.last.setVisible(bool(state.last))
        self.lines.show_lines(state.lines)
        self.lines.set_empty_words(_("No copy yet: scan the copies that shall go, or find candidates."))
        is_open = state.may_change and batch.state is WithdrawalState.PROPOSED
        for button in (self.change, self.cancel, self.approve, self.remove, self.pay):
            button.setVisible(is_open)
        self.approve.setEnabled(bool(state.lines))
        self._after.setVisible(batch.state is WithdrawalState.APPROVED)
        self._weigh()

    def _arrange(self, theme: Theme) -> None:
        buttons = (self.papers, self.save, self.remove, self.pay, self.change, self.cancel, self.approve)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for widget in (self.head, self.facts, self.last):
            layout.addWidget(widget)
        layout.addWidget(self.lines, 1)
        layout.addWidget(FlowRow(theme.px(6), buttons))

    def _papers(self) -> QMenu:
        menu = QMenu(self)
        for words, act in (
            (_("Approval form"), "print:form"),
            (_("List to cross out labels by"), "print:strike"),
            (_("Transfer list for the receiver"), "print:transfer"),
        ):
            menu.addAction(words, partial(self.act, act))
        self._after = menu.addAction(_("Stickers for the labels"), lambda: self.act("print:stickers"))
        return menu

    def _asking(self, words: str, ask: questions.Asking, act: str, *, main: bool = False) -> QPushButton:
        button = self.plain_button(words, "check" if main else "", main=main)
        button.clicked.connect(
            lambda: ask(self._part, self.window(), lambda values: self.acted.emit(act, dict(values)))
        )
        return button

    def _weigh(self) -> None:
        chosen = self.lines.selected_line() is not None
        self.remove.setEnabled(chosen)
        self.pay.setEnabled(chosen)

    def _remove(self) -> None:
        line = self.lines.selected_line()
        if line is not None:
            self.act(f"remove:{line.copy.id}")

    def _ask_payment(self) -> None:
        line = self.lines.selected_line()
        if line is not None:
            act = f"pay:{line.copy.id}"
            questions.ask_payment(line, self.window(), lambda values: self.acted.emit(act, dict(values)))

    def _ask_file(self) -> None:
        batch = self._part.batch
        if batch is not None:
            ask_table_to_save(self.window(), _("Withdrawal {number}").format(number=batch.number), self._save)

    def _save(self, path: Path) -> None:
        self.acted.emit("save", {"file": str(path)})


def _facts(batch: Withdrawal) -> str:
    said = [_(WITHDRAWAL_REASON_WORDS[batch.reason]), total_words(batch)]
    if batch.receiver:
        said.append(_("Receiver: {name}").format(name=batch.receiver))
    if batch.approved_on is not None:
        words = _("approved by {name} on {day}, {document}")
        facts = {"name": batch.approved_by, "day": full_date(batch.approved_on), "document": batch.document}
        said.append(words.format(**facts))
    if batch.note:
        said.append(batch.note)
    return " · ".join(said)


def _columns() -> Sequence[Column]:
    return (
        Column(_("Withdrawal No."), 100, yields=True),
        Column(_("Call number"), 130),
        Column(_("Title"), 240),
        Column(_("Accession No."), 110, yields=True),
        Column(_("Price"), 70),
        Column(_("Paid (yuan)"), 90, yields=True),
        Column(_("Evidence")),
    )


def _cells(line: WithdrawalLine) -> Sequence[Cell]:
    return (
        Cell(line.number or "–"),
        Cell(line.copy.call_number or "–"),
        Cell(line.copy.name),
        Cell(line.copy.accession_number),
        Cell("–" if line.price is None else format_fen(line.price)),
        Cell("" if line.compensation is None else format_fen(line.compensation)),
        Cell(line.evidence),
    )
