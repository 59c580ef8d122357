"""Candidates on the screen: what to look for, the copies found with their evidence, and the ones that are ticked."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout

from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.ledgers.withdrawal_criteria import CriteriaBar
from deskcirc.ui.tabs.ledgers.withdrawal_part import ORDER_WORDS, Found, WithdrawalPart
from deskcirc.ui.tabs.ledgers.withdrawal_questions import ask_proposal
from deskcirc.ui.theme import Theme


class CandidatesSheet(TabPage):
    """Paints the candidates of a WithdrawalPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.criteria = CriteriaBar(theme)
        self.look = self.plain_button(_("Look for them"), "search")
        self.look.clicked.connect(self._find)
        for line in (self.criteria.noted, self.criteria.class_number):
            line.returnPressed.connect(self._find)
        self.found = LinesView[Found](theme, _columns(), _cells)
        self.found.setAccessibleName(_("Copies found"))
        self.found.chosen.connect(lambda line: self.act(f"mark:{line.copy.id}"))
        self.found.clicked.connect(self._click)
        self.told = label("quiet")
        self.sort = QComboBox()
        self.sort.setAccessibleName(_("Order"))
        for order, words in ORDER_WORDS.items():
            self.sort.addItem(_(words), order.value)
        self.sort.activated.connect(lambda _row: self.act(f"sort:{self.sort.currentData()}"))
        self.propose = self.plain_button("", "check", main=True)
        self.propose.clicked.connect(self._put)
        self._part = WithdrawalPart()
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint what was looked for and what was found."""
        if not isinstance(state, WithdrawalPart):
            raise TypeError(state)
        self._part = state
        self.criteria.show_criteria(state.criteria, state.places)
        self.found.show_lines(state.found)
        self.found.set_empty_words(_empty_words(state))
        self.sort.setCurrentIndex(self.sort.findData(state.order.value))
        self.told.setText(_told(state))
        batch = state.open_batch
        into = _("Put into {number}").format(number=batch.number) if batch else _("Propose a withdrawal …")
        self.propose.setText(into)
        self.told.setToolTip(self.told.text())
        self.propose.setEnabled(state.may_change and bool(state.marked))

    def _arrange(self, theme: Theme) -> None:
        top = QHBoxLayout()
        top.addWidget(self.criteria, 1)
        top.addWidget(self.look)
        foot = QHBoxLayout()
        for words, act in ((_("Tick all"), "mark_all"), (_("Tick none"), "mark_none")):
            foot.addWidget(self.button(words, act))
        foot.addWidget(self.sort)
        foot.addWidget(self.told, 1)
        foot.addWidget(self.propose)
        self.told.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)  # never widens the page
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(top)
        layout.addWidget(self.found, 1)
        layout.addLayout(foot)

    def _click(self, index: QModelIndex) -> None:
        """A click on the tick itself; anywhere else it only puts the cursor there."""
        if index.column() == 0:
            self.act(f"mark:{self.found.lines[index.row()].copy.id}")

    def _find(self) -> None:
        self.acted.emit("find", dict(self.criteria.values()))

    def _put(self) -> None:
        if self._part.open_batch is not None:
            self.act("add")
        else:
            ask_proposal(self._part, self.window(), lambda values: self.acted.emit("propose", dict(values)))


def _told(part: WithdrawalPart) -> str:
    if not part.found:
        return ""
    found = ngettext("{count} copy found", "{count} copies found", part.named).format(count=part.named)
    ticked = part.marked
    if not ticked:
        return found
    value = format_fen(sum(each.copy.price or 0 for each in ticked))
    words = _("{found}, {count} ticked, {amount} yuan")
    return words.format(found=found, count=len(ticked), amount=value)


def _empty_words(part: WithdrawalPart) -> str:
    if part.searched:
        return _("Nothing of the kind is in the library, or all of it is in a withdrawal already.")
    return _(
        "Tick what speaks for letting a copy go and press “Look for them”: each copy found comes with its evidence.\n"
        "A copy in hand is scanned: its evidence is said, and it goes into the withdrawal that is open."
    )


def _columns() -> Sequence[Column]:
    return (
        Column("✓", 46),
        Column(_("Call number"), 130),
        Column(_("Title"), 240),
        Column(_("Accession No."), 110, yields=True),
        Column(_("Price"), 70, yields=True),
        Column(_("Evidence")),
    )


def _cells(line: Found) -> Sequence[Cell]:
    copy = line.copy
    return (
        Cell("", Tone.DONE) if line.marked else Cell("☐"),
        Cell(copy.call_number or "–"),
        Cell(copy.name),
        Cell(copy.accession_number),
        Cell("–" if copy.price is None else format_fen(copy.price)),
        Cell(line.candidate.evidence),
    )
