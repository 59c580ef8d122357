"""On which sheet cards are printed, and from which cell on: chosen on a picture of the sheet as it will come out."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from deskcirc import paths
from deskcirc.errors import DeskcircError
from deskcirc.labels.cards import Order
from deskcirc.labels.paper import Paper
from deskcirc.labels.sheets import Sheet, add_own_sheet, usual_sheets
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row, ngettext
from deskcirc.ui.dialogs.file_choice import ask_file_to_open
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.dialogs.sheet_picture import SheetPicture

_EMPTY: Final = Paper("", ((),))


class SheetDialog(QDialog):
    """`chosen` carries the finished paper; a sheet that takes the cards not says why in the dialog."""

    chosen = Signal(object)

    def __init__(self, order: Order, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._order = order
        self._sheets: tuple[Sheet, ...] = usual_sheets()
        self._paper = _EMPTY
        self.setWindowTitle(order.name)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Sheet"))
        self.picture = SheetPicture(self._sheets[0])
        self.first = QSpinBox(minimum=1)
        self.first.setAccessibleName(_("First cell"))
        self._said = QLabel()
        self._said.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self._head())
        layout.addLayout(self._middle(), 1)
        layout.addWidget(self._said)
        layout.addLayout(self._foot())
        self._fill(0)
        self.list.currentRowChanged.connect(self._choose_sheet)
        self.first.valueChanged.connect(self.picture.begin_at)
        self.picture.changed.connect(self._show)
        resize_within_screen(self, 1060, 900)
        self._choose_sheet(0)

    @property
    def sheet(self) -> Sheet:
        """The sheet that is chosen now."""
        return self._sheets[max(0, self.list.currentRow())]

    def accept(self) -> None:
        """Hand the paper on, if the sheet takes the cards."""
        if self._go.isEnabled():
            super().accept()
            self.chosen.emit(self._paper)

    def add_definition(self, file: Path) -> None:
        """Take in the school's own sheet from a file and choose it; what is wrong with it is said."""
        try:
            added = add_own_sheet(file)
        except DeskcircError as trouble:
            self._say(in_a_row(trouble.sentence, trouble.remedy), "stop")
            return
        self._sheets = usual_sheets()
        self._fill(next(place for place, sheet in enumerate(self._sheets) if sheet == added))
        self._choose_sheet(self.list.currentRow())

    def _head(self) -> QLabel:
        title = QLabel(self._order.question)
        title.setProperty("part", "title")
        return title

    def _middle(self) -> QHBoxLayout:
        own = QPushButton(_("Own sheet from a file …"), autoDefault=False)
        own.clicked.connect(self._ask_definition)
        left = QVBoxLayout()
        left.addWidget(self.list, 1)
        left.addWidget(own)
        hint = QLabel(_("Click the first free cell. A right click marks a single cell as used, or as free again."))
        hint.setProperty("part", "quiet")
        hint.setWordWrap(True)
        begin = QHBoxLayout()
        begin.addWidget(hint, 1)
        begin.addWidget(QLabel(_("First cell")))
        begin.addWidget(self.first)
        right = QVBoxLayout()
        right.addWidget(self.picture, 1)
        right.addLayout(begin)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        return row

    def _foot(self) -> QHBoxLayout:
        self._go = QPushButton(_("Go on to printing"), default=True)
        self._go.setProperty("part", "main")
        self._go.clicked.connect(self.accept)
        cancel = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self._go)
        return row

    def _fill(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([sheet.name for sheet in self._sheets])
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _choose_sheet(self, _row: int) -> None:
        self.first.blockSignals(True)
        self.first.setMaximum(self.sheet.cells)
        self.first.setValue(1)
        self.first.blockSignals(False)
        self.picture.show_sheet(self.sheet)
        self._show()

    def _show(self) -> None:
        self.first.blockSignals(True)
        self.first.setValue(self.picture.first)
        self.first.blockSignals(False)
        try:
            self._paper = self._order.paper(self.sheet, self.picture.used)
        except DeskcircError as trouble:
            self._paper = _EMPTY
            self._say(in_a_row(trouble.sentence, trouble.remedy), "stop")
        else:
            count = len(self._paper.pages)
            self._say(ngettext("{count} page", "{count} pages", count).format(count=count), "quiet")
        self._go.setEnabled(self._paper is not _EMPTY)
        self.picture.show_paper(self._paper)

    def _ask_definition(self) -> None:
        kind = _("Sheet definition (*.toml)")
        ask_file_to_open(self, _("Own sheet from a file"), paths.documents_folder(), [kind], self.add_definition)

    def _say(self, sentence: str, part: str) -> None:
        self._said.setText(sentence)
        self._said.setProperty("part", part)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)
