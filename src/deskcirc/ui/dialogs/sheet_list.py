"""The sheets to choose from, what stands on the labels, and how far the printer is off: the left side of the choice."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton, QVBoxLayout, QWidget

from deskcirc import paths
from deskcirc.errors import DeskcircError
from deskcirc.labels.cards import CardOrder, Order
from deskcirc.labels.copy_labels import LabelOrder
from deskcirc.labels.sheets import Sheet, add_own_sheet, usual_sheets
from deskcirc.labels.shelf_labels import USUAL_SHEET, ShelfLabelOrder
from deskcirc.text import gettext as _
from deskcirc.text import in_a_row
from deskcirc.ui.dialogs.file_choice import ask_file_to_open
from deskcirc.ui.dialogs.label_options import LabelOptions
from deskcirc.ui.dialogs.sheet_offset import OffsetDialog
from deskcirc.ui.sheet_memory import SheetMemory

_USUAL_FOR_LABELS: Final = "labels_5x13"


class SheetList(QWidget):
    """`changed` says that another sheet or kind is chosen, `moved` that the sheet has another offset.

    `refused` carries the sentence why a definition can't be taken in, `page_wanted` a calibration page.
    """

    changed = Signal()
    moved = Signal()
    refused = Signal(str)
    page_wanted = Signal(object)

    def __init__(self, order: Order, memory: SheetMemory) -> None:
        super().__init__()
        self._ordered, self._memory = order, memory
        self.sheets: tuple[Sheet, ...] = usual_sheets()
        labels = order if isinstance(order, LabelOrder) and order.of_copies else None
        self.options = None if labels is None else LabelOptions(labels, memory)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Label sheet"))
        self._offset = QLabel()
        self._offset.setProperty("part", "quiet")
        own = QPushButton(_("Own sheet from a file …"), autoDefault=False)
        own.clicked.connect(self._ask_definition)
        offset = QPushButton(_("Offset of the printer …"), autoDefault=False)
        offset.clicked.connect(self._ask_offset)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        if self.options is not None:
            layout.addWidget(self.options)
            self.options.changed.connect(self.propose)
        layout.addWidget(self.list, 1)
        for widget in (own, self._offset, offset):
            layout.addWidget(widget)
        self.list.currentRowChanged.connect(lambda _row: self.changed.emit())

    @property
    def sheet(self) -> Sheet:
        """The sheet that is chosen now."""
        return self.sheets[max(0, self.list.currentRow())]

    @property
    def order(self) -> Order:
        """What is to be printed, of the kind that is chosen now."""
        chosen = self._ordered
        return self.options.chosen(chosen) if self.options is not None and isinstance(chosen, LabelOrder) else chosen

    @property
    def used(self) -> frozenset[int]:
        """The cells that are gone from the sheet, where it is the one used last for this kind."""
        last = self._memory.last_use(self.order.memory)
        return last.used if last is not None and last.sheet == self.sheet.code else frozenset()

    def propose(self) -> None:
        """Choose the sheet used last for this kind."""
        last = self._memory.last_use(self.order.memory)
        usual = _usual_sheet(self._ordered) or self.sheets[0].code
        wanted = usual if last is None else last.sheet
        codes = [sheet.code for sheet in self.sheets]
        self._fill(codes.index(wanted) if wanted in codes else 0)
        self.changed.emit()

    def add_definition(self, file: Path) -> None:
        """Take in the school's own sheet from a file and choose it; what is wrong with it is said."""
        try:
            added = add_own_sheet(file)
        except DeskcircError as trouble:
            self.refused.emit(in_a_row(trouble.sentence, trouble.remedy))
            return
        self.sheets = usual_sheets()
        self._fill(next(place for place, sheet in enumerate(self.sheets) if sheet == added))
        self.changed.emit()

    def show_offset(self) -> None:
        """Say by how much everything on the chosen sheet is moved."""
        right, down = self._memory.offset(self.sheet.code)
        self._offset.setText(_("Moved by {right} mm to the right, {down} mm down.").format(right=right, down=down))
        self._offset.setVisible(bool(right or down))

    def _fill(self, row: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        self.list.addItems([sheet.name for sheet in self.sheets])
        self.list.setCurrentRow(row)
        self.list.blockSignals(False)

    def _ask_definition(self) -> None:
        kind = _("Sheet definition (*.toml)")
        ask_file_to_open(self, _("Own sheet from a file"), paths.documents_folder(), [kind], self.add_definition)

    def _ask_offset(self) -> None:
        dialog = OffsetDialog(self.sheet, self._memory, self)
        dialog.page_wanted.connect(self.page_wanted)
        dialog.kept.connect(self.moved)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _usual_sheet(order: Order) -> str:
    """The sheet proposed where nobody printed such labels yet; "" for the first of all."""
    if isinstance(order, CardOrder):
        return ""
    return USUAL_SHEET if isinstance(order, ShelfLabelOrder) else _USUAL_FOR_LABELS
