"""The dialog of a form: it stays open with what was typed until the desk has taken it, or Esc."""

from __future__ import annotations

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskcirc.text import gettext as _
from deskcirc.ui.day_edit import DayEdit
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.scan_box import ScanLine
from deskcirc.ui.scrolling import scrolled
from deskcirc.ui.tab_page import label
from deskcirc.ui.tabs.patrons.forms import Form, FormField
from deskcirc.ui.theme import Theme

_ROW = 54  # pixels a field takes


class FormDialog(QDialog):
    """Shows a Form; `acted` carries its act and the values of its fields, or "form_close"."""

    acted = Signal(str, object)

    def __init__(self, theme: Theme, form: Form, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._form = form
        self.setWindowTitle(form.title)
        self.edits: dict[str, QWidget] = {field.name: _edit(field) for field in form.fields}
        rows = QFormLayout()
        rows.setSpacing(theme.px(10))
        rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        for field in form.fields:
            rows.addRow(field.label, self.edits[field.name])
        self.refusals = label("stop")
        self.refusals.setWordWrap(True)
        inner = QWidget()
        said = QVBoxLayout(inner)
        said.setContentsMargins(0, 0, theme.px(8), 0)
        for sentence in form.sentences:
            words = label("quiet", sentence)
            words.setWordWrap(True)
            said.addWidget(words)
        said.addLayout(rows)
        said.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        layout.setSpacing(theme.px(10))
        layout.addWidget(label("title", form.title))
        layout.addWidget(self.refusals)
        layout.addWidget(scrolled(inner), 1)
        layout.addLayout(self._foot(form.yes))
        height = 190 + _ROW * len(form.fields) + 40 * len(form.sentences)
        resize_within_screen(self, theme.px(640), theme.px(height))
        self.show_form(form)
        self._focus_first_empty()

    @property
    def act(self) -> str:
        """What saving this form asks for."""
        return self._form.act

    def show_form(self, form: Form) -> None:
        """Show why the form was not taken; what the desk filled in, such as a scanned code, goes into its field."""
        before, self._form = self._form, form
        self.refusals.setText("\n".join(form.refusals))
        self.refusals.setVisible(bool(form.refusals))
        if form.edition == before.edition:
            return
        known = {field.name: field.value for field in before.fields}
        for field in form.fields:
            if field.value != known.get(field.name):
                _fill(self.edits[field.name], field.value)

    def values(self) -> dict[str, str]:
        """What is filled in now, by the fields' names; a day as `2026-11-20`, a choice by its value."""
        return {name: _value(edit) for name, edit in self.edits.items()}

    def accept(self) -> None:
        """Ask the desk to take it; the dialog is closed by whoever shows it, once it was taken."""
        self.acted.emit(self._form.act, self.values())

    def reject(self) -> None:
        """Leave everything as it is."""
        super().reject()
        self.acted.emit("form_close", {})

    def _foot(self, yes: str) -> QHBoxLayout:
        self.yes = QPushButton(yes, default=True)
        self.yes.setProperty("part", "main")
        self.yes.clicked.connect(self.accept)
        cancel = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        cancel.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(self.yes)
        return row

    def _focus_first_empty(self) -> None:
        empty = [name for name, value in self.values().items() if not value]
        self.edits[empty[0] if empty else self._form.fields[0].name].setFocus()


def _edit(field: FormField) -> QWidget:
    edit: QWidget
    if field.kind == "choice":
        box = QComboBox()
        for value, words in field.choices:
            box.addItem(words, value)
        edit = box
    elif field.kind == "day":
        day = DayEdit()
        day.setCalendarPopup(True)
        day.setDisplayFormat("yyyy-MM-dd")
        edit = day
    else:
        line = ScanLine() if field.kind == "code" else QLineEdit()
        line.setPlaceholderText(field.hint)
        edit = line
    edit.setToolTip(field.hint)
    edit.setAccessibleName(field.label)
    _fill(edit, field.value)
    return edit


def _fill(edit: QWidget, value: str) -> None:
    if isinstance(edit, QComboBox):
        edit.setCurrentIndex(max(0, edit.findData(value)))
    elif isinstance(edit, QDateEdit):
        edit.setDate(QDate.fromString(value, Qt.DateFormat.ISODate))
    elif isinstance(edit, QLineEdit):
        edit.setText(value)


def _value(edit: QWidget) -> str:
    if isinstance(edit, QComboBox):
        return str(edit.currentData() or "")
    if isinstance(edit, QDateEdit):
        return edit.date().toString(Qt.DateFormat.ISODate)
    return edit.text() if isinstance(edit, QLineEdit) else ""
