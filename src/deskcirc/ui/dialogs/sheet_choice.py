"""On which sheet cards or labels are printed, and from which cell on: chosen on a picture of the sheet as it comes out.

The sheet used last for the same kind of labels on this computer is proposed, with the cells that are gone from it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QLayout,
    QListWidget,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from deskcirc import paths
from deskcirc.errors import DeskcircError
from deskcirc.labels.cards import CardOrder, Order
from deskcirc.labels.copy_labels import LabelOrder, Problem
from deskcirc.labels.paper import Paper, shifted
from deskcirc.labels.sheets import Sheet, add_own_sheet, usual_sheets
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row, ngettext
from deskcirc.ui.dialogs.file_choice import ask_file_to_open
from deskcirc.ui.dialogs.label_options import LabelOptions
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.dialogs.sheet_offset import OffsetDialog
from deskcirc.ui.dialogs.sheet_picture import SheetPicture
from deskcirc.ui.sheet_memory import SheetMemory

_EMPTY: Final = Paper("", ((),))
_USUAL_FOR_LABELS: Final = "labels_5x13"
_MOST_NAMED: Final = 3  # copies whose labels can't be printed; the others are counted


class SheetDialog(QDialog):
    """`chosen` carries the finished paper, `at_once` one that is to be printed without a second look.

    What a sheet is too small for is said in the dialog. `page_wanted` carries a calibration page.
    """

    chosen = Signal(object)
    at_once = Signal(object)
    page_wanted = Signal(object)

    def __init__(self, order: Order, parent: QWidget | None = None, memory: SheetMemory | None = None) -> None:
        super().__init__(parent)
        self._ordered = order
        self.memory = memory or SheetMemory()
        self._sheets: tuple[Sheet, ...] = usual_sheets()
        self._paper = _EMPTY
        self.printed = order  # what the paper is of: the chosen kind, without what is left out
        self.setWindowTitle(order.name)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Sheet"))
        self.picture = SheetPicture(self._sheets[0])
        self.first = QSpinBox(minimum=1)
        self.first.setAccessibleName(_("First cell"))
        labels = order if isinstance(order, LabelOrder) and order.of_copies else None
        self._options = None if labels is None else LabelOptions(labels, self.memory)
        self._title, self._said, self._offset = QLabel(order.question), QLabel(), QLabel()
        self._leave_out = QCheckBox()
        self._build()
        self.list.currentRowChanged.connect(self._choose_sheet)
        self.first.valueChanged.connect(self.picture.begin_at)
        self.picture.changed.connect(self._show)
        self._leave_out.toggled.connect(lambda _on: self._show())
        if self._options is not None:
            self._options.changed.connect(self._propose)
        resize_within_screen(self, 1060, 900)
        self._propose()

    @property
    def sheet(self) -> Sheet:
        """The sheet that is chosen now."""
        return self._sheets[max(0, self.list.currentRow())]

    @property
    def order(self) -> Order:
        """What is to be printed, of the kind that is chosen now."""
        chosen = self._ordered
        return self._options.chosen(chosen) if self._options is not None and isinstance(chosen, LabelOrder) else chosen

    def accept(self) -> None:
        """Hand the paper on, if the sheet takes what is ordered."""
        if self._go.isEnabled():
            super().accept()
            (self.at_once if self._is_straight() else self.chosen).emit(self._paper)

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

    def start_new_sheet(self) -> None:
        """All cells are free: another sheet is in the printer."""
        self.picture.show_sheet(self.sheet)
        self._show()

    def _is_straight(self) -> bool:
        return isinstance(self._ordered, LabelOrder) and self._ordered.straight

    def _build(self) -> None:
        self._title.setProperty("part", "title")
        self._offset.setProperty("part", "quiet")
        self._said.setWordWrap(True)
        self._leave_out.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addLayout(self._middle(), 1)
        layout.addWidget(self._said)
        layout.addWidget(self._leave_out)
        layout.addLayout(self._foot())

    def _middle(self) -> QHBoxLayout:
        own = _button(_("Own sheet from a file …"), self._ask_definition)
        left = QVBoxLayout()
        if self._options is not None:
            left.addWidget(self._options)
        left.addWidget(self.list, 1)
        left.addWidget(own)
        left.addWidget(self._offset)
        left.addWidget(_button(_("Offset of the printer …"), self._ask_offset))
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addLayout(left, 2)
        row.addLayout(self._picture_with_words(), 3)
        return row

    def _picture_with_words(self) -> QLayout:
        hint = QLabel(_("Click the first free cell. A right click marks a single cell as used, or as free again."))
        hint.setProperty("part", "quiet")
        hint.setWordWrap(True)
        begin = QHBoxLayout()
        begin.addWidget(hint, 1)
        begin.addWidget(_button(_("New sheet"), self.start_new_sheet))
        begin.addWidget(QLabel(_("First cell")))
        begin.addWidget(self.first)
        right = QVBoxLayout()
        right.addWidget(self.picture, 1)
        right.addLayout(begin)
        return right

    def _foot(self) -> QHBoxLayout:
        straight = self._is_straight()
        self._go = QPushButton(_("Print") if straight else _("Go on to printing"), default=True)
        self._go.setProperty("part", "main")
        self._go.clicked.connect(self.accept)
        self._look = _button(_("Look at the page first"), self._look_first)
        self._look.setVisible(straight)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(_button(_("Cancel") + "  Esc", self.reject))
        row.addWidget(self._look)
        row.addWidget(self._go)
        return row

    def _look_first(self) -> None:
        super().accept()
        self.chosen.emit(self._paper)

    def _fill(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([sheet.name for sheet in self._sheets])
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _propose(self) -> None:
        """Choose the sheet used last for this kind, from its first free cell on."""
        last = self.memory.last_use(self.order.memory)
        usual = self._sheets[0].code if isinstance(self._ordered, CardOrder) else _USUAL_FOR_LABELS
        wanted = usual if last is None else last.sheet
        codes = [sheet.code for sheet in self._sheets]
        self._fill(codes.index(wanted) if wanted in codes else 0)
        self._show_sheet(frozenset() if last is None or last.sheet != self.sheet.code else last.used)

    def _choose_sheet(self, _row: int) -> None:
        last = self.memory.last_use(self.order.memory)
        self._show_sheet(last.used if last is not None and last.sheet == self.sheet.code else frozenset())

    def _show_sheet(self, used: frozenset[int]) -> None:
        self.first.blockSignals(True)
        self.first.setMaximum(self.sheet.cells)
        self.first.setValue(1)
        self.first.blockSignals(False)
        self.picture.show_sheet(self.sheet, used)
        self._show()

    def _show(self) -> None:
        self.first.blockSignals(True)
        self.first.setValue(self.picture.first)
        self.first.blockSignals(False)
        right, down = self.memory.offset(self.sheet.code)
        self._offset.setText(_("Moved by {right} mm to the right, {down} mm down.").format(right=right, down=down))
        self._offset.setVisible(bool(right or down))
        self._title.setText(self.order.question)
        try:
            problems = self._problems()
            self._paper = self._made(problems)
        except DeskcircError as trouble:
            self._paper = _EMPTY
            self._say(in_a_row(trouble.sentence, trouble.remedy), "stop")
        else:
            self._tell(problems)
        for button in (self._go, self._look):
            button.setEnabled(self._paper is not _EMPTY)
        self.picture.show_paper(self._paper)

    def _problems(self) -> tuple[Problem, ...]:
        order = self.order
        self._leave_out.setVisible(False)
        return order.problems(self.sheet) if isinstance(order, LabelOrder) else ()

    def _made(self, problems: tuple[Problem, ...]) -> Paper:
        """The pages, moved by the sheet's offset; _EMPTY where something can't be printed and nobody said to go on."""
        order = self.order
        if problems and isinstance(order, LabelOrder):
            order = order.without({problem.copy_id for problem in problems})
            self._leave_out.setVisible(bool(order.faces))
            words = ngettext(
                "Print the others without this one", "Print the others without these {count}", len(problems)
            )
            self._leave_out.setText(words.format(count=len(problems)))
            if not (order.faces and self._leave_out.isChecked()):
                return _EMPTY
        self.printed = order
        return shifted(order.paper(self.sheet, self.picture.used), *self.memory.offset(self.sheet.code))

    def _tell(self, problems: tuple[Problem, ...]) -> None:
        count = len(self._paper.pages)
        pages = "" if self._paper is _EMPTY else ngettext("{count} page", "{count} pages", count).format(count=count)
        told = [problem.sentence for problem in problems[:_MOST_NAMED]]
        if len(problems) > _MOST_NAMED:
            more = len(problems) - _MOST_NAMED
            told.append(ngettext("{count} more like this.", "{count} more like these.", more).format(count=more))
        self._say("\n".join((*told, pages)).strip(), "stop" if self._paper is _EMPTY else "look" if told else "quiet")

    def _ask_definition(self) -> None:
        kind = _("Sheet definition (*.toml)")
        ask_file_to_open(self, _("Own sheet from a file"), paths.documents_folder(), [kind], self.add_definition)

    def _ask_offset(self) -> None:
        dialog = OffsetDialog(self.sheet, self.memory, self)
        dialog.page_wanted.connect(self.page_wanted)
        dialog.kept.connect(self._show)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _say(self, sentence: str, part: str) -> None:
        self._said.setText(sentence)
        self._said.setProperty("part", part)
        self._said.style().unpolish(self._said)
        self._said.style().polish(self._said)


def _button(words: str, call: Callable[[], None]) -> QPushButton:
    button = QPushButton(words, autoDefault=False)
    button.clicked.connect(lambda _checked: call())
    return button
