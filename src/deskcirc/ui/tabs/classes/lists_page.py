"""Lists and figures on the screen: which report, its rows however many, and the ways to paper and to a file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from deskcirc.domain.report import Report, ReportColumn, written
from deskcirc.reports import REPORTS
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.file_choice import ask_table_to_save
from deskcirc.ui.lines_model import Cell, Column, dress_table
from deskcirc.ui.paged_model import PagedModel
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.classes.lists_state import RESERVED, ListsPart
from deskcirc.ui.theme import Theme

_PIXELS_A_MILLIMETRE: Final = 5.4


class ListsPage(TabPage):
    """Paints a ListsPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._report: Report | None = None
        self.kinds = QComboBox()
        self.kinds.setAccessibleName(_("List"))
        for kind in REPORTS:
            self.kinds.addItem(_(kind.title), kind.name)
        self.kinds.activated.connect(lambda _row: self.act(f"choose:{self.kinds.currentData()}"))
        self.question, self.told = label("quiet"), label("quiet")
        self.table = QTableView()
        self.empty = QLabel()
        self.empty.setProperty("part", "quiet")
        head = QHBoxLayout()
        head.addWidget(self.kinds)
        head.addWidget(self.question, 1)
        head.addWidget(self._made_span())
        save = self.plain_button(_("Save as a table …"))
        save.clicked.connect(self._ask_file)
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Print"), "print", "print", main=True))
        foot.addWidget(save)
        self.release = self.button(_("Release all of them"), "release")
        self.release.setToolTip(_("For titles that nobody is describing any more, as after a station broke down."))
        foot.addWidget(self.release)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addLayout(head)
        layout.addWidget(self.told)
        layout.addWidget(self.empty)
        layout.addWidget(self.table, 1)
        layout.addLayout(foot)

    def show_state(self, state: object) -> None:
        """Paint the report, if it is another one than before."""
        if not isinstance(state, ListsPart):
            raise TypeError(state)
        self.kinds.setCurrentIndex(self.kinds.findData(state.chosen))
        self.question.setText(_(next(kind.question for kind in REPORTS if kind.name == state.chosen)))
        self.span.setVisible(_is_of_shelves(state.chosen))
        for box, written_there in ((self.first, state.first), (self.last, state.last)):
            if not box.hasFocus():
                box.setText(written_there)
        report = state.report
        self.release.setVisible(state.chosen == RESERVED and report is not None and bool(report.rows))
        if report is None or report is self._report:
            return
        self._report = report
        self.told.setText(report.told)
        self.empty.setText(report.empty or _("Nothing to list."))
        self.empty.setVisible(not report.rows)
        self._show_rows(report)

    def _made_span(self) -> QWidget:
        """From which call number to which, for a list of the shelves; Return makes the list again."""
        self.span = QWidget()
        row = QHBoxLayout(self.span)
        row.setContentsMargins(0, 0, 0, 0)
        self.first, self.last = QLineEdit(), QLineEdit()
        for box, name in ((self.first, _("From call number")), (self.last, _("to"))):
            box.setAccessibleName(name)
            box.setPlaceholderText("I2" if box is self.first else "I287")
            box.setFixedWidth(self._theme.px(120))
            box.setMaxLength(60)
            box.returnPressed.connect(self._ask_between)
            row.addWidget(QLabel(name))
            row.addWidget(box)
        show = self.plain_button(_("Show"))
        show.clicked.connect(self._ask_between)
        row.addWidget(show)
        return self.span

    def _ask_between(self) -> None:
        self.acted.emit("between", {"first": self.first.text(), "last": self.last.text()})

    def _show_rows(self, report: Report) -> None:
        columns = _columns(report.columns)
        model = PagedModel(columns, lambda line: _cells(report, line), self.table)
        model.wanted.connect(lambda keys: model.fill({key: key for key in keys}))
        model.set_keys(range(len(report.rows)))
        before = self.table.model()
        self.table.setModel(model)
        self.table.setAccessibleName(report.title)
        dress_table(self.table, self._theme, columns)
        if before is not None:
            before.deleteLater()

    def _ask_file(self) -> None:
        ask_table_to_save(self.window(), self.kinds.currentText(), self._save)

    def _save(self, path: Path) -> None:
        self.acted.emit("save", {"file": str(path)})


def _is_of_shelves(name: str) -> bool:
    return any(kind.name == name and kind.make_between is not None for kind in REPORTS)


def _columns(columns: Sequence[ReportColumn]) -> Sequence[Column]:
    """The widest column takes what is left."""
    widest = max(column.width for column in columns)
    return tuple(
        Column(column.heading, 0 if column.width == widest else int(column.width * _PIXELS_A_MILLIMETRE))
        for column in columns
    )


def _cells(report: Report, line: object) -> Sequence[Cell]:
    row = report.rows[line] if isinstance(line, int) else ()
    return tuple(Cell(written(value, column.kind)) for value, column in zip(row, report.columns, strict=True))
