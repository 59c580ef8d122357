"""A page of sides: a button for each in a row on top, below it the side that is chosen."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme

Side = TypeVar("Side", bound=StrEnum)


class SidedPage(TabPage, Generic[Side]):
    """A page whose buttons ask for `view:SIDE`; `views` holds the button of each side, `head` the row of them."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.views: dict[Side, QPushButton] = {}
        self.head = QHBoxLayout()
        self._sheets: dict[Side, QWidget] = {}
        self._stack = QStackedWidget()

    def lay_sides(self, sides: Mapping[Side, tuple[str, QWidget]], *beside: QWidget) -> None:
        """Lay out the words and the sheet of every side, and what stands at the right of the buttons.

        Once, at the end of the page's making: the Tab key goes through the widgets in the order they are laid out.
        """
        for side, (words, sheet) in sides.items():
            self.views[side] = self.toggle(words, f"view:{side.value}")
            self.head.addWidget(self.views[side])
            if isinstance(sheet, TabPage):
                sheet.acted.connect(self.acted)
            self._sheets[side] = sheet
            self._stack.addWidget(sheet)
        self.head.addStretch()
        for widget in beside:
            self.head.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(self._theme.px(12), 0, 0, 0)
        layout.addLayout(self.head)
        layout.addWidget(self._stack, 1)

    def show_side(self, side: Side) -> None:
        """Bring a side to the top; its button is down."""
        for each, button in self.views.items():
            button.setChecked(each is side)
        self._stack.setCurrentWidget(self._sheets[side])


def list_over(lines: QWidget, foot: QHBoxLayout) -> QWidget:
    """A side that is a list with a row below it."""
    body = QWidget()
    rows = QVBoxLayout(body)
    rows.setContentsMargins(0, 0, 0, 0)
    rows.addWidget(lines, 1)
    rows.addLayout(foot)
    return body
