"""On which sheet cards or labels are printed, and from which cell on: chosen on a picture of the sheet as it comes out.

The sheet used last for the same kind of labels on this computer is proposed, with the cells that are gone from it.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from deskcirc.labels.cards import Order
from deskcirc.labels.copy_labels import LabelOrder
from deskcirc.labels.paper import Paper
from deskcirc.labels.sheets import Sheet
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.dialogs.sheet_list import SheetList
from deskcirc.ui.dialogs.sheet_pages import SheetPages, leave_out_words, sheet_pages
from deskcirc.ui.dialogs.sheet_picture import SheetPicture
from deskcirc.ui.sheet_memory import SheetMemory
from deskcirc.ui.spin_room import with_room


class SheetDialog(QDialog):
    """`chosen` carries the finished paper, `at_once` one that is to be printed without a second look.

    What a sheet is too small for is said in the dialog. `page_wanted` carries a calibration page.
    """

    chosen = Signal(object)
    at_once = Signal(object)
    page_wanted = Signal(object)

    def __init__(self, order: Order, parent: QWidget | None = None, memory: SheetMemory | None = None) -> None:
        super().__init__(parent)
        self.memory = memory or SheetMemory()
        self._straight = isinstance(order, LabelOrder) and order.straight
        self.sheets = SheetList(order, self.memory)
        self.picture = SheetPicture(self.sheets.sheets[0])
        self.first = with_room(QSpinBox(minimum=1))
        self.first.setAccessibleName(_("First cell"))
        self._title, self.said, self.leave_out = QLabel(order.question), QLabel(), QCheckBox()
        self.pages = SheetPages(order, None, "")
        self.setWindowTitle(order.name)
        self._build()
        self.sheets.changed.connect(self._show_sheet)
        self.sheets.moved.connect(self._show)
        self.sheets.refused.connect(lambda sentence: self._say(sentence, "stop"))
        self.sheets.page_wanted.connect(self.page_wanted)
        self.first.valueChanged.connect(self.picture.begin_at)
        self.picture.changed.connect(self._show)
        self.leave_out.toggled.connect(lambda _on: self._show())
        resize_within_screen(self, 1060, 900)
        self.sheets.propose()
        self.picture.setFocus()  # arrows move the first cell, Return goes on

    @property
    def sheet(self) -> Sheet:
        """The sheet that is chosen now."""
        return self.sheets.sheet

    @property
    def paper(self) -> Paper | None:
        """The pages as they would come out now, None where none can."""
        return self.pages.paper

    def accept(self) -> None:
        """Hand the paper on, if the sheet takes what is ordered."""
        if self.pages.paper is not None:
            super().accept()
            (self.at_once if self._straight else self.chosen).emit(self.pages.paper)

    def start_new_sheet(self) -> None:
        """All cells are free: another sheet is in the printer."""
        self.picture.show_sheet(self.sheet)
        self._show()

    def _build(self) -> None:
        self._title.setProperty("part", "title")
        self.said.setWordWrap(True)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.sheets, 2)
        middle.addLayout(self._picture_with_words(), 3)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addLayout(middle, 1)
        layout.addWidget(self.said)
        layout.addWidget(self.leave_out)
        layout.addLayout(self._foot())

    def _picture_with_words(self) -> QLayout:
        hint = QLabel(_("Click the first free cell. A right click marks a single cell as used, or as free again."))
        hint.setProperty("part", "quiet")
        hint.setWordWrap(True)
        new = QPushButton(_("New sheet"), autoDefault=False)
        new.clicked.connect(self.start_new_sheet)
        begin = QHBoxLayout()
        begin.addStretch()
        for widget in (new, QLabel(_("First cell")), self.first):
            begin.addWidget(widget)
        right = QVBoxLayout()
        right.addWidget(self.picture, 1)
        right.addWidget(hint)
        right.addLayout(begin)
        return right

    def _foot(self) -> QHBoxLayout:
        self._go = QPushButton(_("Print") if self._straight else _("Go on to printing"), default=True)
        self._go.setProperty("part", "main")
        self._go.clicked.connect(self.accept)
        self._look = QPushButton(_("Look at the page first"), autoDefault=False)
        self._look.clicked.connect(self._look_first)
        self._look.setVisible(self._straight)
        cancel = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        for button in (cancel, self._look, self._go):
            row.addWidget(button)
        return row

    def _look_first(self) -> None:
        super().accept()
        self.chosen.emit(self.pages.paper)

    def _show_sheet(self) -> None:
        self.first.blockSignals(True)
        self.first.setMaximum(self.sheet.cells)
        self.first.blockSignals(False)
        self.picture.show_sheet(self.sheet, self.sheets.used)
        self._show()

    def _show(self) -> None:
        self.first.blockSignals(True)
        self.first.setValue(self.picture.first)
        self.first.blockSignals(False)
        self.sheets.show_offset()
        order, offset = self.sheets.order, self.memory.offset(self.sheet.code)
        self._title.setText(order.question)
        leave_out = self.leave_out.isChecked()
        self.pages = sheet_pages(order, self.sheet, self.picture.used, offset, leave_out=leave_out)
        self.leave_out.setVisible(bool(self.pages.left_out))
        self.leave_out.setText(leave_out_words(self.pages.left_out))
        self._say(self.pages.told, self.pages.tone)
        for button in (self._go, self._look):
            button.setEnabled(self.pages.paper is not None)
        self.picture.show_paper(self.pages.paper or Paper("", ((),)))

    def _say(self, sentence: str, part: str) -> None:
        self.said.setText(sentence)
        self.said.setProperty("part", part)
        self.said.style().unpolish(self.said)
        self.said.style().polish(self.said)
