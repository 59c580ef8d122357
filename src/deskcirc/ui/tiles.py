"""Big numbers in a row, each a button that brings its list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from deskcirc.ui.theme import Theme


class Tiles(QWidget):
    """`chosen` carries the name of the tile that was pressed."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, names: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        """`names` are pairs of a tile's name and its words on the screen."""
        super().__init__(parent)
        self._words = dict(names)
        self.buttons = {name: self._button(name) for name in self._words}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(8))
        for button in self.buttons.values():
            row.addWidget(button, 1)

    def show_counts(self, counts: Mapping[str, int], chosen: str, looks: Sequence[str] = ()) -> None:
        """Write the numbers; those of `looks` want a look while they are not nought."""
        for name, button in self.buttons.items():
            count = counts.get(name, 0)
            button.setText(f"{count}\n{self._words[name]}")
            button.setAccessibleName(f"{self._words[name]}: {count}")
            button.setChecked(name == chosen)
            button.setProperty("look", name in looks and count > 0)
            button.style().unpolish(button)
            button.style().polish(button)

    def _button(self, name: str) -> QPushButton:
        button = QPushButton()
        button.setCheckable(True)
        button.setProperty("part", "tile")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.chosen.emit(name))
        return button
