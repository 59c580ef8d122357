"""A question the desk asks before it goes on: a reason, a PIN, a note, a date, or one of a few answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskcirc.text import gettext as _
from deskcirc.ui.day_edit import DayEdit
from deskcirc.ui.dialogs.whole import grow
from deskcirc.ui.scan_box import ScanLine

_MANY: Final = 4
"""Sentences that stand nearer together, for a screen of little height."""
_ISO: Final = Qt.DateFormat.ISODate


@dataclass(frozen=True, slots=True)
class Field:
    """One thing asked for; `choices` are offered under a `words` or a `choice`, `value` is there from the start."""

    name: str
    label: str
    kind: Literal["words", "pin", "choice", "date"] = "words"
    value: str = ""
    choices: Sequence[str] = ()
    required: bool = True


class QuestionDialog(QDialog):
    """Asks for a few fields; `answered` carries their values by name once each required one is filled in."""

    answered = Signal(object)

    def __init__(
        self, title: str, sentences: Sequence[str], fields: Sequence[Field], yes: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(560)
        self._fields = tuple(fields)
        self._edits = {field.name: _edit(field) for field in fields}
        layout = QVBoxLayout(self)
        layout.setSpacing(14 if len(sentences) < _MANY else 6)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.addWidget(_label(title, "title"))
        for sentence in sentences:
            layout.addWidget(_label(sentence, "quiet"))
        form = QFormLayout()
        form.setSpacing(12)
        for field in fields:
            form.addRow(field.label, self._edits[field.name])
        layout.addLayout(form)
        layout.addLayout(self._buttons(yes))
        self._check()
        self._focus_first_empty()

    def values(self) -> Mapping[str, str]:
        """What is filled in now, by the fields' names; a date as `2026-11-20`."""
        return {name: _value(edit) for name, edit in self._edits.items()}

    def edit(self, name: str) -> QLineEdit:
        """The line of a field of words."""
        edit = self._edits[name]
        assert isinstance(edit, QLineEdit)  # noqa: S101  asked for of words only
        return edit

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802  Qt's name
        """Show every sentence whole."""
        super().showEvent(event)
        grow(self)

    def accept(self) -> None:
        """Answer, if every required field is filled in."""
        if self._yes.isEnabled():
            self.answered.emit(dict(self.values()))
            super().accept()

    def _buttons(self, yes: str) -> QHBoxLayout:
        self._yes = QPushButton(yes, default=True)
        self._yes.setProperty("part", "main")
        self._yes.clicked.connect(self.accept)
        no = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        no.clicked.connect(self.reject)
        for edit in self._edits.values():
            if isinstance(edit, QLineEdit):
                edit.textChanged.connect(self._check)
            elif isinstance(edit, QComboBox):
                edit.currentTextChanged.connect(self._check)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(no)
        row.addWidget(self._yes)
        return row

    def _focus_first_empty(self) -> None:
        """Begin where something is still wanted, such as the PIN under a reason that stands ready."""
        values = self.values()
        wanted = [field for field in self._fields if field.required and not values[field.name].strip()]
        if wanted:
            self._edits[wanted[0].name].setFocus()

    def _check(self) -> None:
        values = self.values()
        self._yes.setEnabled(all(values[field.name].strip() for field in self._fields if field.required))


def _edit(field: Field) -> QWidget:
    edit: QWidget
    if field.kind == "date":
        date_edit = DayEdit(QDate.fromString(field.value, _ISO))
        date_edit.setCalendarPopup(True)
        date_edit.setDisplayFormat("yyyy-MM-dd")
        edit = date_edit
    elif field.kind == "choice" or field.choices:
        box = QComboBox(editable=field.kind == "words")
        box.addItems(list(field.choices))
        box.setCurrentText(field.value)
        edit = box
    elif field.kind == "pin":
        line = ScanLine(field.value)
        line.setEchoMode(QLineEdit.EchoMode.Password)
        edit = line
    else:
        edit = QLineEdit(field.value)
    edit.setAccessibleName(field.label)
    return edit


def _value(edit: QWidget) -> str:
    if isinstance(edit, QDateEdit):
        return edit.date().toString(_ISO)
    if isinstance(edit, QComboBox):
        return edit.currentText()
    return edit.text() if isinstance(edit, QLineEdit) else ""


def _label(sentence: str, part: str) -> QLabel:
    label = QLabel(sentence)
    label.setWordWrap(True)
    label.setProperty("part", part)
    return label
