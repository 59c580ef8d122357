"""The row of buttons under the steps of an import: each step has its own, and one that Return presses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.theme import Theme

_AT_THE_LEFT = ("folder", "undo")


class StepBar(QWidget):
    """`steps` names the buttons of each step, the last one being what Return presses."""

    def __init__(self, theme: Theme, steps: Mapping[str, Sequence[str]], close: Callable[[], None]) -> None:
        super().__init__()
        self._steps = steps
        self._buttons: dict[str, QPushButton] = {}
        self.close_button = QPushButton(autoDefault=False)
        self.close_button.clicked.connect(close)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(10))
        self._row.addStretch()
        self._row.addWidget(self.close_button)

    def __getitem__(self, name: str) -> QPushButton:
        """A button by the name of what it does."""
        return self._buttons[name]

    def add(self, name: str, words: str, call: Callable[[], None]) -> None:
        """One more button, right of those there, but for the two that belong to a finished import."""
        made = QPushButton(words, autoDefault=False)
        made.clicked.connect(call)
        if any(buttons and buttons[-1] == name for buttons in self._steps.values()):
            made.setProperty("part", "main")
        self._buttons[name] = made
        if name in _AT_THE_LEFT:
            self._row.insertWidget(_AT_THE_LEFT.index(name), made)
        else:
            self._row.addWidget(made)

    def show_step(self, step: str) -> QPushButton | None:
        """Show the buttons of a step; gives the one that Return presses, if there is one."""
        wanted = self._steps[step]
        for name, button in self._buttons.items():
            button.setVisible(name in wanted)
            button.setDefault(bool(wanted) and name == wanted[-1])
        self.close_button.setEnabled(True)
        self.close_button.setText((_("Close") if step != "progress" else _("Cancel")) + "  Esc")
        return self._buttons[wanted[-1]] if wanted else None
