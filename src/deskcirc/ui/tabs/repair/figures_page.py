"""The figures on the screen: which ones, of which days, a picture, the table, and the copies behind a number."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QVBoxLayout

from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.report_rows import ReportTable
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.figures_bars import FigureBars
from deskcirc.ui.tabs.repair.figures_part import TABLES, FiguresPart
from deskcirc.ui.theme import Theme

_LEAST: Final = 110  # pixels of the table however low the window is
_LISTED_APART: Final = ("loss_flow", "late_and_lost_by_class")  # a line is drawn above these in the choice


class FiguresPage(TabPage):
    """Paints a FiguresPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = FiguresPart()
        self._edition = -1
        self.dialog: QuestionDialog | None = None
        self.tables, self.periods = QComboBox(), QComboBox()
        self.tables.setAccessibleName(_("Figures"))
        self.periods.setAccessibleName(_("Period"))
        for name, words in TABLES.items():
            if name in _LISTED_APART:
                self.tables.insertSeparator(self.tables.count())
            self.tables.addItem(_(words), name)
        self.tables.activated.connect(lambda _row: self.act(f"choose:{self.tables.currentData()}"))
        self.periods.activated.connect(lambda _row: self.act(f"period:{self.periods.currentData()}"))
        self.title, self.told, self.empty, self.notes = (label(part) for part in ("title", "quiet", "quiet", "quiet"))
        for words_label in (self.empty, self.notes):
            words_label.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.bars = FigureBars(theme)
        self.bars.chosen.connect(self._open_bar)
        self.table = ReportTable(theme)
        self.table.setMinimumHeight(theme.px(_LEAST))
        # Beside words that are wrapped, a page that scrolls gives a table the height it would like, not what is left.
        self.table.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.table.activated.connect(self._open_cell)
        self._lay_out()

    def show_state(self, state: object) -> None:
        """Paint the figures, if they are others than before."""
        if not isinstance(state, FiguresPart):
            raise TypeError(state)
        self._part = state
        if state.edition == self._edition or state.report is None:
            return
        self._edition = state.edition
        self._show_choice(state)
        report = state.report
        opens = state.table is not None and state.behind is None
        self.title.setText(report.title)
        self.told.setText(report.told)
        self.empty.setText(_empty_words(state))
        self.empty.setVisible(not report.rows)
        self.table.setVisible(bool(report.rows))
        self.notes.setText("\n".join(report.notes))
        self.notes.setVisible(bool(report.notes and report.rows))
        self.bars.show_table(state.table if opens else None)
        self.back.setVisible(state.behind is not None)
        self.hint.setVisible(opens and bool(report.rows))
        self.table.show_report(report)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        days = self.plain_button(_("From – to …"))
        days.clicked.connect(self._ask_days)
        for widget in (self.tables, self.periods, days):
            head.addWidget(widget)
        head.addStretch()
        titles = QHBoxLayout()
        self.back = self.button(_("Back to the figures"), "back")
        titles.addWidget(self.title)
        titles.addWidget(self.told, 1)
        titles.addWidget(self.back)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(self._theme.px(12), 0, 0, 0)
        layout.setSpacing(self._theme.px(4))
        layout.addLayout(head)
        layout.addLayout(titles)
        layout.addWidget(self.bars)
        layout.addWidget(self.empty, 1)
        layout.addWidget(self.table, 1)
        layout.addWidget(self.notes)
        layout.addLayout(self._buttons())

    def _buttons(self) -> QHBoxLayout:
        save = self.plain_button(_("Save as a table …"))
        save.clicked.connect(self._ask_file)
        self.hint = label("quiet", _("Return or a double click on a number shows its copies."))
        row = QHBoxLayout()
        row.addWidget(self.button(_("Print"), "print", "print", main=True))
        row.addWidget(save)
        row.addStretch()
        row.addWidget(self.hint)
        return row

    def _show_choice(self, part: FiguresPart) -> None:
        self.tables.setCurrentIndex(self.tables.findData(part.chosen))
        self.periods.clear()
        offered = list(part.periods)
        if part.period is not None and all(period.code != part.period.code for period in offered):
            offered.insert(0, part.period)
        for period in offered:
            self.periods.addItem(period.name, period.code)
        if part.period is not None:
            self.periods.setCurrentIndex(self.periods.findData(part.period.code))

    def _open_cell(self, index: QModelIndex) -> None:
        """Words open the first number beside them."""
        table = self._part.table
        if table is None or self._part.behind is not None:
            return
        line = table.lines[index.row()]
        column = index.column() - 1 if 1 <= index.column() <= len(line.figures) else 0
        self._open(line.name, column)

    def _open_bar(self, name: str) -> None:
        if self._part.table is not None and self._part.table.bar is not None:
            self._open(name, self._part.table.bar)

    def _open(self, line: str, column: int) -> None:
        self.acted.emit("open", {"line": line, "column": str(column)})

    def _ask_days(self) -> None:
        if self._part.period is None:
            return
        span = self._part.period.span
        last, first = span.last.isoformat(), (span.first or span.last).isoformat()
        fields = (Field("from", _("First day"), "date", first), Field("to", _("Last day"), "date", last))
        dialog = QuestionDialog(_("Figures of which days?"), (), fields, _("Show"), self.window())
        dialog.answered.connect(lambda values: self.acted.emit("period:days", values))
        dialog.finished.connect(dialog.deleteLater)
        self.dialog = dialog
        dialog.open()

    def _ask_file(self) -> None:
        part = self._part
        period = "" if part.period is None else f" {part.period.name}"
        title = self.title.text() + period
        ask_table_to_save(self.window(), title, self._save)

    def _save(self, path: Path) -> None:
        self.acted.emit("save", {"file": str(path)})


def _empty_words(part: FiguresPart) -> str:
    """What stands where there is no row, and how rows come to be."""
    said = "" if part.report is None else part.report.empty
    way = _(
        "The figures fill by themselves: damage reported in Returns or in the repair queue, copies mended, losses"
        " declared and money taken are counted here, by term and by school year."
    )
    return f"{said}\n\n{way}" if part.behind is None else said
