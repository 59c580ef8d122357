"""What stands on the labels that are printed: spine, barcode or both, and the words beside."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QVBoxLayout, QWidget

from deskcirc.labels.copy_labels import KIND_WORDS, LabelKind, LabelOrder
from deskcirc.labels.label_faces import LabelLook
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.sheet_memory import SheetMemory

_WORDS: Final = {
    "library_on_spine": marked("Library's name on spine labels"),
    "title_by_bars": marked("Title on barcode labels"),
    "call_number_by_bars": marked("Call number on barcode labels"),
    "copy_mark": marked("Mark further copies on spine labels (c.2)"),
    "code39": marked("Bars in Code 39, for old scanners"),
}
_YES, _NO = "yes", "no"


class LabelOptions(QWidget):
    """`changed` says that other labels are wanted; what was chosen last on this computer is proposed."""

    changed = Signal()

    def __init__(self, order: LabelOrder, memory: SheetMemory) -> None:
        super().__init__()
        self._memory = memory
        self.kind = QComboBox()
        self.kind.setAccessibleName(_("Which labels"))
        for kind in LabelKind:
            self.kind.addItem(_(KIND_WORDS[kind]), kind.value)
        proposed = order.kind.value if order.kind is not LabelKind.BOTH else memory.choice("kind", order.kind.value)
        self.kind.setCurrentIndex(max(0, self.kind.findData(proposed)))
        self.kind.activated.connect(lambda _row: self._change())
        self.boxes = {field.name: self._box(field.name, order.look) for field in fields(LabelLook)}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.kind)
        for box in self.boxes.values():
            layout.addWidget(box)

    def chosen(self, order: LabelOrder) -> LabelOrder:
        """The order with what is chosen here."""
        look = LabelLook(**{name: box.isChecked() for name, box in self.boxes.items()})
        return replace(order, kind=LabelKind(str(self.kind.currentData())), look=look)

    def _box(self, name: str, look: LabelLook) -> QCheckBox:
        box = QCheckBox(_(_WORDS[name]))
        box.setChecked(self._memory.choice(name, _YES if getattr(look, name) else _NO) == _YES)
        box.toggled.connect(lambda _on: self._change())
        return box

    def _change(self) -> None:
        self._memory.keep_choice("kind", str(self.kind.currentData()))
        for name, box in self.boxes.items():
            self._memory.keep_choice(name, _YES if box.isChecked() else _NO)
        self.changed.emit()
