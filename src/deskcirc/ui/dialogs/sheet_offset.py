"""How far a printer puts things beside the labels of a sheet: read off a calibration page, typed in, kept."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskcirc.labels.calibration import FARTHEST, calibration_paper
from deskcirc.labels.paper import shifted
from deskcirc.labels.sheets import Sheet
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.sheet_memory import SheetMemory
from deskcirc.ui.spin_room import with_room


class OffsetDialog(QDialog):
    """`kept` says that the sheet has another offset; `page_wanted` carries the calibration page to print."""

    kept = Signal()
    page_wanted = Signal(object)

    def __init__(self, sheet: Sheet, memory: SheetMemory, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sheet, self._memory = sheet, memory
        right, down = memory.offset(sheet.code)
        self.setWindowTitle(_("Offset of the printer"))
        self.right, self.down = _length(_("To the right"), right), _length(_("Down"), down)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(self._words())
        form = QFormLayout()
        form.addRow(_("To the right"), self.right)
        form.addRow(_("Down"), self.down)
        layout.addLayout(form)
        layout.addLayout(self._foot())
        resize_within_screen(self, 620, 420)

    def accept(self) -> None:
        """Keep the numbers for this sheet on this computer."""
        self._memory.keep_offset(self._sheet.code, self.right.value(), self.down.value())
        super().accept()
        self.kept.emit()

    def _words(self) -> QLabel:
        steps = (
            _("1. Print the calibration page on plain paper, at 100 %, not fitted to the page."),
            _("2. Lay it over a sheet of labels and hold both against the light."),
            _("3. Where the edge of a label crosses the two rulers, read the millimetres and enter them here."),
            _("The line in the middle tells its length: if a ruler says otherwise, the printer scales."),
        )
        words = QLabel(f"{self._sheet.name}\n\n" + "\n".join(steps))
        words.setWordWrap(True)
        return words

    def _foot(self) -> QHBoxLayout:
        page = QPushButton(_("Calibration page …"), autoDefault=False)
        page.clicked.connect(lambda: self.page_wanted.emit(calibration_paper(self._sheet)))
        proof = QPushButton(_("With these numbers …"), autoDefault=False)
        proof.clicked.connect(lambda: self.page_wanted.emit(self._moved()))
        cancel = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        cancel.clicked.connect(self.reject)
        keep = QPushButton(_("Save"), default=True)
        keep.setProperty("part", "main")
        keep.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(page)
        row.addWidget(proof)
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(keep)
        return row

    def _moved(self) -> object:
        return shifted(calibration_paper(self._sheet), self.right.value(), self.down.value())


def _length(name: str, value: float) -> QDoubleSpinBox:
    box = with_room(QDoubleSpinBox(minimum=-FARTHEST, maximum=FARTHEST, decimals=1, singleStep=0.1, value=value))
    box.setSuffix(_(" mm"))
    box.setAccessibleName(name)
    return box
