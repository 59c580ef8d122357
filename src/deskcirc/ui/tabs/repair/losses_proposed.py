"""Loans that are long overdue, on the screen: tick, way and price a line, and all declared lost in one act."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout

from deskcirc.domain.losses import LOSS_WAY_WORDS, LossWay
from deskcirc.domain.prices import format_fen
from deskcirc.text import day_words, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.losses_part import LossesPart, ProposedLine, amount_words
from deskcirc.ui.tabs.repair.losses_selecting import select_again
from deskcirc.ui.theme import Theme


class ProposedSheet(TabPage):
    """Paints the loans of a LossesPart that are long overdue."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = LossesPart()
        self.lines = LinesView[ProposedLine](theme, _columns(), _cells)
        self.lines.take_what_is_left()
        self.lines.setAccessibleName(_("Loans that are long overdue"))
        self.lines.clicked.connect(self._click)
        for by_key in (self.lines.chosen, self.lines.ticked):
            by_key.connect(lambda line: self.act(f"tick:{line.loan_id}"))
        self.lines.selectionModel().selectionChanged.connect(self._weigh)
        self.told = label("quiet")
        self.told.setWordWrap(True)
        self.way = QComboBox()
        self.way.setAccessibleName(_("Made good by"))
        self.way.setMinimumWidth(theme.px(170))
        self.way.activated.connect(lambda _row: self._plan(with_amount=False))
        self.amount = QLineEdit()
        self.amount.setAccessibleName(_("Yuan"))
        self.amount.setPlaceholderText(_("Yuan"))
        self.amount.setMaximumWidth(theme.px(110))
        self.amount.returnPressed.connect(lambda: self._plan(with_amount=True))
        self.take = self.plain_button(_("Use this amount"))
        self.take.clicked.connect(lambda: self._plan(with_amount=True))
        self.claim = self.plain_button(_("Says it was returned"))
        self.claim.clicked.connect(self._claim)
        self.go = self.plain_button(_("Declare lost …"), "check", main=True)
        self.go.clicked.connect(self._ask)
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the lines and what those that are ticked come to."""
        if not isinstance(state, LossesPart):
            raise TypeError(state)
        self._part = state
        at = self.lines.selected_line()
        self.lines.show_lines(state.proposed)
        select_again(self.lines, None if at is None else at.loan_id, [line.loan_id for line in state.proposed])
        words = _(
            "Nothing is overdue for {days} days or more. What is comes here, to be looked for or\n"
            "declared lost by you; nothing is declared by itself."
        )
        self.lines.set_empty_words(words.format(days=state.lost_after))
        self.go.setEnabled(state.may_change and bool(state.chosen))
        self._weigh()

    def _arrange(self, theme: Theme) -> None:
        edit = QHBoxLayout()
        for widget in (label("", _("Made good by")), self.way, self.amount, self.take):
            edit.addWidget(widget)
        edit.addStretch()
        edit.addWidget(self.claim)
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Tick all"), "tick_all"))
        foot.addWidget(self.button(_("Tick none"), "tick_none"))
        foot.addWidget(self.told, 1)
        foot.addWidget(self.go)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addWidget(self.lines, 1)
        layout.addLayout(edit)
        layout.addLayout(foot)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.act(f"tick:{self.lines.lines[index.row()].loan_id}")

    def _weigh(self) -> None:
        """The way and the price of the line under the cursor, to be changed."""
        line = self.lines.selected_line()
        for widget in (self.way, self.take, self.claim):
            widget.setEnabled(line is not None)
        self.way.clear()
        self.amount.clear()
        self.told.setText(_told(self._part))
        self.amount.setEnabled(False)
        if line is None:
            return
        for way in _ways(line):
            self.way.addItem(_(LOSS_WAY_WORDS[way]), way.value)
        self.way.setCurrentIndex(self.way.findData(line.plan.way.value))
        in_money = line.plan.way.is_money
        self.amount.setEnabled(in_money)
        self.amount.setText("" if line.fen is None or not in_money else format_fen(line.fen))
        owed = line.proposed.owed(line.plan.way)
        if owed.words and line.plan.amount is None:
            self.told.setText(f"{_told(self._part)} · {owed.words}")

    def _plan(self, *, with_amount: bool) -> None:
        line = self.lines.selected_line()
        if line is None:
            return
        values = {"way": str(self.way.currentData())}
        if with_amount and self.amount.isEnabled():
            values["amount"] = self.amount.text()
        self.acted.emit(f"plan:{line.loan_id}", values)

    def _claim(self) -> None:
        line = self.lines.selected_line()
        if line is not None:
            self.act(f"claim:{line.loan_id}")

    def _ask(self) -> None:
        """The total is said before anything is declared; a price not known is asked for on its line."""
        chosen = self._part.chosen
        asking = next((place for place, line in enumerate(self.lines.lines) if line.ticked and line.asks), None)
        if asking is not None:
            self.lines.select(asking)
            self.amount.setFocus()
            self.act("declare_ticked")  # which says what is missing
            return
        count = len(chosen)
        title = ngettext("Declare {count} copy lost?", "Declare {count} copies lost?", count).format(count=count)
        patrons = len({line.proposed.loan.patron_id for line in chosen})
        words = ngettext(
            "{amount} yuan are charged to {count} patron.", "{amount} yuan are charged to {count} patrons.", patrons
        )
        sentences = [words.format(amount=format_fen(self._part.total), count=patrons)]
        sentences.append(_("The loans end with it. What turns up is found by one scan, and everything is taken back."))
        dialog = QuestionDialog(title, sentences, [], _("Declare lost"), self.window())
        dialog.answered.connect(lambda _values: self.act("declare_ticked"))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _ways(line: ProposedLine) -> Sequence[LossWay]:
    known = line.proposed.set_price is not None
    ways = (LossWay.PRICE, LossWay.SET_PRICE, LossWay.SAME_COPY, LossWay.NOTHING, LossWay.UNDECIDED)
    return [way for way in ways if known or way is not LossWay.SET_PRICE]


def _told(part: LossesPart) -> str:
    count = len(part.proposed)
    if not count:
        return ""
    said = ngettext("{count} loan long overdue", "{count} loans long overdue", count).format(count=count)
    if not part.chosen:
        return said
    words = _("{said}, {count} ticked, {amount} yuan")
    return words.format(said=said, count=len(part.chosen), amount=format_fen(part.total))


def _columns() -> Sequence[Column]:
    return (
        Column("✓", 46),
        Column(_("Title")),
        Column(_("Barcode"), 116, yields=True),
        Column(_("Patron"), 190),
        Column(_("Due"), 130, yields=True),
        Column(_("Late"), 110),
        Column(_("Made good by"), 150, yields=True),
        Column(_("Yuan"), 90),
    )


def _cells(line: ProposedLine) -> Sequence[Cell]:
    loan = line.proposed.loan
    days = line.proposed.days_late
    return (
        Cell("", Tone.DONE) if line.ticked else Cell("☐"),
        Cell(loan.name),
        Cell(loan.code),
        Cell(loan.patron),
        Cell(day_words(loan.due)),
        Cell(ngettext("{days} day", "{days} days", days).format(days=days)),
        Cell(_(LOSS_WAY_WORDS[line.plan.way])),
        Cell(amount_words(line), Tone.LOOK if line.asks else None),
    )
