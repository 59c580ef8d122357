"""After printing labels: did they come out right, all of them, none, or up to which one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.spin_room import with_room


class CameOutDialog(QDialog):
    """`answered` carries how many came out right, counted from the first, and whether the others are printed again now.

    Closed without an answer, nothing is said.
    """

    answered = Signal(int, bool)

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        """`names` are what stands on the labels, in the order they were printed."""
        super().__init__(parent)
        self._names = tuple(names)
        count = len(self._names)
        self.setWindowTitle(_("Printed labels"))
        self.number = with_room(QSpinBox(minimum=1))
        self.number.setAccessibleName(_("Print again from number"))
        self.number.valueChanged.connect(lambda _number: self._name())
        self._shown = QLabel()
        self._shown.setProperty("part", "quiet")
        words = ngettext(
            "Did the label of {count} copy come out right?",
            "Did the labels of all {count} copies come out right?",
            count,
        )
        title = QLabel(words.format(count=count))
        title.setProperty("part", "title")
        told = QLabel(_("Copies whose labels came out leave the list of labels to print. Undo brings them back."))
        told.setProperty("part", "quiet")
        told.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 14, 20, 14)
        layout.setSpacing(10)
        layout.addWidget(title)
        layout.addWidget(told)
        if count > 1:
            layout.addLayout(self._from_one_on(count))
        layout.addLayout(self._foot())
        self._name()

    def _from_one_on(self, count: int) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(QLabel(_("Print again from number")))
        row.addWidget(self.number)
        row.addWidget(self._shown, 1)
        again = QPushButton(_("Print again from there"), autoDefault=False)
        again.clicked.connect(lambda: self._answer(self.number.value() - 1, again=True))
        row.addWidget(again)
        self.number.setMaximum(count)
        return row

    def _foot(self) -> QHBoxLayout:
        none = QPushButton(_("No, none of them"), autoDefault=False)
        none.clicked.connect(lambda: self._answer(0))
        right = QPushButton(_("Yes, all of them"), default=True)
        right.setProperty("part", "main")
        right.clicked.connect(lambda: self._answer(len(self._names)))
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(none)
        row.addWidget(right)
        return row

    def _name(self) -> None:
        self._shown.setText(self._names[self.number.value() - 1] if self._names else "")

    def _answer(self, count: int, *, again: bool = False) -> None:
        super().accept()
        self.answered.emit(count, again)
