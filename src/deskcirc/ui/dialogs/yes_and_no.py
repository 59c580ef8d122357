"""The two buttons at the foot of a dialog: Cancel, and the one that does what it asks about."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from deskcirc.text import gettext as _


def yes_and_no(dialog: QDialog, words: str) -> tuple[QPushButton, QHBoxLayout]:
    """The button of these words, which Return presses, and the row in which it stands beside Cancel."""
    yes = QPushButton(words, default=True)
    yes.setProperty("part", "main")
    yes.clicked.connect(dialog.accept)
    no = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
    no.clicked.connect(dialog.reject)
    row = QHBoxLayout()
    row.addStretch()
    row.addWidget(no)
    row.addWidget(yes)
    return yes, row
