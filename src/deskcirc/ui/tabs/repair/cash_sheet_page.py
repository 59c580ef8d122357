"""The cash sheet on the screen: of a day, a term or any days, with what lies in the box before and after."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskcirc.domain.cash_sheet import CashLine, CashSheet
from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.money_part import MoneyPart
from deskcirc.ui.theme import Theme


class CashSheetPage(TabPage):
    """Paints the CashSheet of a MoneyPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = MoneyPart()
        self.lines = LinesView[CashLine](theme, payment_columns(), payment_cells)
        self.lines.take_what_is_left()
        self.lines.setAccessibleName(_("Cash sheet"))
        self.days = label("title")
        self.sums = label("quiet")
        self.sums.setWordWrap(True)
        self.after = self.button(_("Day after") + " ›", "day:after")
        self.print = self.button(_("Print this cash sheet"), "print_sheet", "print", main=True)
        self.save = self.plain_button(_("Save as a table …"))
        self.save.clicked.connect(self._ask_file)
        others = self.plain_button(_("Other days …"))
        others.clicked.connect(self._ask_days)
        head = QHBoxLayout()
        head.addWidget(self.button("‹ " + _("Day before"), "day:before"))
        head.addWidget(self.button(_("Today"), "day:today"))
        head.addWidget(self.after)
        head.addWidget(self.button(_("This term"), "day:term"))
        head.addWidget(others)
        head.addStretch()
        head.addWidget(self.days)
        foot = QHBoxLayout()
        foot.addWidget(self.sums, 1)
        foot.addWidget(self.save)
        foot.addWidget(self.print)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.lines, 1)
        layout.addLayout(foot)

    def show_state(self, state: object) -> None:
        """Paint the sheet."""
        if not isinstance(state, MoneyPart):
            raise TypeError(state)
        self._part = state
        sheet = state.sheet
        hidden = _("Only the librarian sees what is owed and paid.")
        empty = _("No money was taken or given back on these days.\nThe days before are behind “Day before”.")
        self.lines.set_empty_words(empty if state.may_change else hidden)
        self.lines.show_lines(sheet.lines if sheet else ())
        self.days.setText(sheet.days if sheet else "")
        self.sums.setText(_sums(sheet) if sheet else "")
        self.after.setEnabled(sheet is not None and sheet.last < state.today)
        for button in (self.print, self.save):
            button.setEnabled(sheet is not None)

    def _ask_days(self) -> None:
        sheet = self._part.sheet
        first, last = (sheet.first, sheet.last) if sheet else (self._part.today, self._part.today)
        fields = (
            Field("first", _("First day"), "date", first.isoformat()),
            Field("last", _("Last day"), "date", last.isoformat()),
        )
        dialog = QuestionDialog(_("Cash sheet of other days"), [], fields, _("Show"), self.window())
        dialog.answered.connect(lambda values: self.acted.emit("sheet", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_file(self) -> None:
        sheet = self._part.sheet
        if sheet is None:
            return
        days = f"{sheet.first}" if sheet.first == sheet.last else f"{sheet.first} {sheet.last}"
        ask_table_to_save(self.window(), f"{sheet.title} {days}", self._save)

    def _save(self, path: Path) -> None:
        self.acted.emit("save", {"file": str(path)})


def _sums(sheet: CashSheet) -> str:
    said = _("In the box before {opening} · taken {came} · given back {went} · now {closing} yuan").format(
        opening=format_fen(sheet.opening),
        came=format_fen(sheet.came_in),
        went=format_fen(sheet.went_out),
        closing=format_fen(sheet.closing),
    )
    if not sheet.taken_back:
        return said
    numbers = _("Receipts that were undone, never given again: {numbers}").format(
        numbers=_(", ").join(sheet.taken_back[:6]) + (" …" if len(sheet.taken_back) > 6 else "")
    )
    return f"{said}\n{numbers}"


def payment_columns() -> Sequence[Column]:
    """The columns of a list of payments."""
    return (
        Column(_("Receipt No."), 110),
        Column(_("When"), 156, yields=True),
        Column(_("From or to"), 180),
        Column(_("For")),
        Column(_("In (yuan)"), 90),
        Column(_("Out (yuan)"), 90),
        Column(_("Done by"), 110, yields=True),
    )


def payment_cells(line: CashLine) -> Sequence[Cell]:
    """One payment in those columns."""
    payment = line.payment
    return (
        Cell(payment.receipt),
        Cell(f"{line.at:%Y-%m-%d %H:%M}"),
        Cell(payment.patron),
        Cell(" · ".join(part for part in (payment.about, payment.note) if part)),
        Cell("" if line.came_in is None else format_fen(line.came_in)),
        Cell("" if line.went_out is None else format_fen(line.went_out)),
        Cell(payment.taken_by),
    )
