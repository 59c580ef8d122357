"""A dialog to pick one of a few numbered lines: by key 1 to 9, by arrow and Return, by mouse."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QVBoxLayout, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.room import resize_within_screen
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Choice
from deskcirc.ui.theme import Theme
from deskcirc.ui.wedge import TAKES_KEYS_AT_ONCE


class PickDialog(QDialog):
    """Shows the choices; `picked` carries the act of the one taken."""

    picked = Signal(str)

    def __init__(self, theme: Theme, title: str, choices: Sequence[Choice], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        heading = QLabel(title)
        heading.setProperty("part", "title")
        heading.setWordWrap(True)
        columns = (Column(_("Key"), 56), Column(_("Which")), Column(_("Details"), 360))
        self._numbered = tuple(enumerate(choices))
        self.lines = LinesView(theme, columns, _cells)
        self.lines.setAccessibleName(title)
        self.lines.show_lines(self._numbered)
        self.lines.select(0)
        self.lines.setProperty(TAKES_KEYS_AT_ONCE, True)
        self.lines.activated.connect(self._activated)
        foot = QLabel(_("Press the number, or scan the one you mean. Esc leaves everything as it is."))
        foot.setProperty("part", "quiet")
        cancel = QPushButton(_("Cancel") + "  Esc", autoDefault=False)
        cancel.clicked.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 22, 24, 20)
        layout.setSpacing(12)
        for widget in (heading, self.lines, foot):
            layout.addWidget(widget)
        layout.addWidget(cancel, 0, Qt.AlignmentFlag.AlignRight)
        resize_within_screen(self, theme.px(760), theme.px(min(560, 230 + 36 * len(choices))))
        self.lines.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802  Qt's name
        """A digit picks; everything else is the dialog's own."""
        number = event.text()
        if len(number) == 1 and number in "123456789" and int(number) <= len(self._numbered):
            self._pick(int(number) - 1)
        else:
            super().keyPressEvent(event)

    def _activated(self, index: QModelIndex) -> None:
        self._pick(index.row())

    def _pick(self, place: int) -> None:
        self.picked.emit(self._numbered[place][1].act)
        self.accept()


def _cells(line: tuple[int, Choice]) -> Sequence[Cell]:
    number, choice = line[0] + 1, line[1]
    return Cell(str(number) if number < 10 else ""), Cell(choice.label), Cell(choice.detail)
