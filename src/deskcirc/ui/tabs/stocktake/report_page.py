"""The report on the screen: which count, what was found of it, its tables, the count before; closing and signing it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from deskcirc.domain.stocktake import STOCKTAKE_STATE_WORDS, StocktakeState
from deskcirc.domain.stocktake_report import StocktakeReport
from deskcirc.domain.stocktake_tables import LISTS, TABLES, bar_values, rate_words, report_table
from deskcirc.text import gettext as _
from deskcirc.ui.bars import Bar, Bars
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.elided import ElidedLabel
from deskcirc.ui.folding import FoldingRow
from deskcirc.ui.reading_sign import ReadingSign
from deskcirc.ui.report_rows import ReportTable
from deskcirc.ui.scrolling import scrolled
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.report_beside import BesideCard, SealCard
from deskcirc.ui.tabs.stocktake.report_part import ReportPart
from deskcirc.ui.tabs.stocktake.report_strip import CountStrip
from deskcirc.ui.theme import Theme

_LEAST: Final = 130  # pixels of the table however low the window is
_CARDS: Final = 310  # pixels of what stands beside the table
_NARROW: Final = 800
_LOW: Final = 400
"""Pixels of the page under which the cards do not stand beside the table, and the bars not above it."""
_CHOICE: Final = 240  # pixels of the choice of a count in a narrow window
_ANY: Final = 16_777_215  # as wide as Qt lets a widget be


class ReportPage(TabPage):
    """Paints a ReportPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = ReportPart()
        self._edition = -1
        self.dialog: QuestionDialog | None = None
        self.counts, self.tables = QComboBox(), QComboBox()
        self.counts.setAccessibleName(_("Count"))
        self.tables.setAccessibleName(_("Part of the report"))
        for name, words in TABLES.items():
            if name == LISTS[0]:
                self.tables.insertSeparator(self.tables.count())
            self.tables.addItem(_(words), name)
        self.counts.activated.connect(lambda _row: self.act(f"count:{self.counts.currentData()}"))
        self.tables.activated.connect(lambda _row: self.act(f"table:{self.tables.currentData()}"))
        self.found, self.empty, self.notes = ElidedLabel("title"), label("quiet"), label("quiet")
        self.empty.setWordWrap(True)
        self.notes.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.strip, self.bars, self.reading = CountStrip(theme), Bars(theme), ReadingSign(theme)
        self.beside, self.sealed = BesideCard(theme), SealCard(theme)
        self.table = ReportTable(theme)
        self.table.setMinimumHeight(theme.px(_LEAST))
        # Beside words that are wrapped, a page that scrolls gives a table the height it would like, not what is left.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self._lay_out()

    def show_state(self, state: object) -> None:
        """Paint the report, if it is another than before."""
        if not isinstance(state, ReportPart):
            raise TypeError(state)
        self._part = state
        self.reading.follow(state.reading)
        if state.edition == self._edition:
            return
        self._edition = state.edition
        self._show_choice(state)
        self._show_buttons(state)
        report = state.report
        for widget in (self.table, self.strip, self.found, self.tables):
            widget.setVisible(report is not None)
        self.empty.setText(_empty_words(state))
        self.empty.setVisible(report is None)
        self.notes.setVisible(False)
        self.turn.setChecked(report is not None and bool(state.seal.hash) and not state.seal.whole)
        if report is not None:
            self._show_report(state, report)
        self._make_room()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.counts)
        head.addWidget(self.tables)
        head.addSpacing(self._theme.px(12))
        head.addWidget(self.found, 1)
        head.addWidget(self.reading)
        cards = QWidget()
        side = QVBoxLayout(cards)
        side.setContentsMargins(0, 0, 0, 0)
        side.addWidget(self.sealed)
        side.addWidget(self.beside)
        side.addStretch()
        self.side = scrolled(cards)
        self.figures = QWidget()
        figures = QVBoxLayout(self.figures)
        figures.setContentsMargins(0, 0, 0, 0)
        figures.addWidget(self.bars)
        figures.addWidget(self.table, 1)
        figures.addWidget(self.notes)
        middle = QHBoxLayout()
        middle.addWidget(self.figures, 1)
        middle.addWidget(self.side, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(self._theme.px(12), 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.strip)
        layout.addWidget(self.empty, 1)
        layout.addLayout(middle, 1)
        layout.addWidget(self._buttons())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Give the table the room there is."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window the cards take the table's place when they are asked for; a low one has no bars."""
        px, report = self._theme.px, self._part.report
        narrow, low = self.width() < px(_NARROW), self.height() < px(_LOW)
        self.counts.setMaximumWidth(px(_CHOICE) if narrow else _ANY)
        self.side.setMaximumWidth(_ANY if narrow else px(_CARDS))
        self.turn.setVisible(narrow and report is not None)
        turned = narrow and self.turn.isChecked()
        self.side.setVisible(report is not None and (turned or not narrow))
        self.figures.setVisible(report is not None and not turned)
        self.bars.setVisible(not low and len(self.bars.bars) > 1)
        self.foot.fit()

    def _buttons(self) -> FoldingRow:
        self.close_count = self.plain_button(_("Close and sign …"), "stocktake", main=True)
        self.close_count.clicked.connect(self._ask_close)
        self.print = self.button(_("Print"), "print", "print")
        self.save = self.plain_button(_("Save as a table …"))
        self.save.clicked.connect(self._ask_file)
        self.reopen, self.void = self.plain_button(_("Open again …")), self.plain_button(_("Declare void …"))
        self.reopen.clicked.connect(self._ask_reopen)
        self.void.clicked.connect(self._ask_void)
        self.turn = self.plain_button(_("Seal and last count"))
        self.turn.setCheckable(True)
        self.turn.toggled.connect(self._make_room)
        left = (self.close_count, self.print, self.save)
        self.foot = FoldingRow(self._theme.px(6), left, (self.turn, self.reopen, self.void))
        return self.foot

    def _show_choice(self, part: ReportPart) -> None:
        self.counts.clear()
        for count in part.counts:
            self.counts.addItem(f"{count.named} · {_(STOCKTAKE_STATE_WORDS[count.state])}", count.id)
        self.counts.setCurrentIndex(self.counts.findData(part.chosen))
        self.counts.setVisible(bool(part.counts))
        self.tables.setCurrentIndex(self.tables.findData(part.table))

    def _show_buttons(self, part: ReportPart) -> None:
        state = None if part.count is None else part.count.state
        self.close_count.setVisible(part.may_change and part.count is not None and part.count.runs)
        self.close_count.setEnabled(part.question is not None)
        self.reopen.setVisible(part.may_change and state is StocktakeState.CLOSED)
        self.void.setVisible(part.may_change and state not in (None, StocktakeState.VOID))
        for button in (self.print, self.save):
            button.setVisible(part.report is not None)
        self.foot.fit()

    def _show_report(self, part: ReportPart, report: StocktakeReport) -> None:
        total = report.total
        words = _("{found} of {expected} found, {rate}")
        self.found.setText(
            words.format(found=total.found.copies, expected=total.expected.copies, rate=rate_words(total.rate))
        )
        self.strip.show_tally(total, counting=part.question is not None)
        self.beside.show_comparison(report)
        self.sealed.show_seal(part)
        shown = report_table(report, part.table)
        bars = [Bar(name, name, value, str(value)) for name, value in bar_values(report, part.table)]
        self.bars.show_bars(bars, _("Lines read") if part.table == "people" else _("Not seen"))
        self.empty.setText(shown.empty)
        self.empty.setVisible(not shown.rows)
        self.table.setVisible(bool(shown.rows))
        self.notes.setText("\n".join(shown.notes))
        self.notes.setVisible(bool(shown.notes and shown.rows))
        self.table.show_report(shown)

    def _ask_close(self) -> None:
        count, question = self._part.count, self._part.question
        if count is None or question is None:
            return
        title = _("Close {count}?").format(count=count.label)
        fields = (Field("note", _("Note"), required=False),)
        dialog = QuestionDialog(title, question.sentences, fields, _("Close and sign"), self.window())
        self._open(dialog, "close", {"asked": str(question.to_mark)})

    def _ask_reopen(self) -> None:
        said = _(
            "What the closing marked missing is on its shelf again, and scans count. The report stays in the history."
        )
        self._ask_reason(_("Open {count} again?"), said, _("Open again"), "reopen")

    def _ask_void(self) -> None:
        said = _(
            "Every decision of this count is taken back, as far as nobody touched the copy since. What was scanned can"
            " still be read. A void count cannot be opened again, but the step can be undone today."
        )
        self._ask_reason(_("Declare {count} void?"), said, _("Declare void"), "void")

    def _ask_reason(self, title: str, said: str, yes: str, act: str) -> None:
        count = self._part.count
        if count is not None:
            fields = (Field("note", _("Reason")),)
            self._open(QuestionDialog(title.format(count=count.label), (said,), fields, yes, self.window()), act, {})

    def _open(self, dialog: QuestionDialog, act: str, more: dict[str, str]) -> None:
        dialog.answered.connect(lambda values: self.acted.emit(act, {**values, **more}))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _ask_file(self) -> None:
        count = self._part.count
        title = f"{'' if count is None else count.named} {_(TABLES[self._part.table])}".strip()

        def save(path: Path) -> None:
            self.acted.emit("save", {"file": str(path)})

        ask_table_to_save(self.window(), title, save)


def _empty_words(part: ReportPart) -> str:
    """What stands where there is no report, and how one comes to be."""
    if part.hidden:
        return _("This count is blind: its figures are shown to the librarian, and to everybody once it is closed.")
    if part.reading is not None:
        return _("The report is being read. Scans go on meanwhile.")
    if part.count is not None:
        return _("The report of this count cannot be read any more. Its backup and the history still hold it.")
    return _(
        "No count yet. Open one in the section Counts: from its first scan on, this is its report.\n"
        "When all is counted, close it: what was not seen is marked missing, the report is sealed, printed and signed,"
        " and every step can be taken back."
    )
