"""The buttons in the banner: what may be done about the outcome that stands there; what has no room is in a menu."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QMenu, QPushButton, QWidget

from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Offer
from deskcirc.ui.theme import Theme

IN_A_COLUMN: Final = 2
"""Buttons one under the other where there is room for it; a third begins a second column."""


class OfferBox(QWidget):
    """One button an offer, the last ones in the menu of a button where they don't fit; `acted` carries the act."""

    acted = Signal(str)

    def __init__(self, theme: Theme, offers: Sequence[Offer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._spacing, self._margin = theme.px(8), theme.px(16)
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(10), self._margin, theme.px(10))
        grid.setSpacing(self._spacing)
        self._offers = tuple(offer for offer in offers if offer.label)
        self._buttons = [self._button(offer) for offer in self._offers]
        self.more = QPushButton(_("More") + " ▾", self)
        self.more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.more.setMenu(QMenu(self.more))
        self.arrange(IN_A_COLUMN)

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(_words(offer), self)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if offer.barcode:
            button.setToolTip(offer.barcode)
        button.clicked.connect(partial(self._ask, offer.act))
        return button

    def arrange(self, in_a_column: int, room: int | None = None) -> None:
        """Put so many buttons one under the other: one in a banner that is too low for two.

        `room` is the width there is in pixels; the first offer is a button however little that is.
        """
        count = len(self._buttons)
        shown = count
        while room is not None and shown > 1 and self._width_of(shown, in_a_column) > room:
            shown -= 1
        self._fill_menu(self._offers[shown:])
        standing = [*self._buttons[:shown], *([self.more] if shown < count else [])]
        for button in (*self._buttons, self.more):
            self._grid.removeWidget(button)
            button.setVisible(button in standing)
        for place, button in enumerate(standing):
            self._grid.addWidget(button, place % in_a_column, place // in_a_column)

    def _width_of(self, shown: int, in_a_column: int) -> int:
        """How wide the box is with so many offers as buttons."""
        buttons = [*self._buttons[:shown], *([self.more] if shown < len(self._buttons) else [])]
        widths = [button.sizeHint().width() for button in buttons]
        columns = [max(widths[place : place + in_a_column]) for place in range(0, len(widths), in_a_column)]
        return sum(columns) + self._spacing * (len(columns) - 1) + self._margin

    def _fill_menu(self, offers: Sequence[Offer]) -> None:
        menu = self.more.menu()
        menu.clear()
        for offer in offers:
            menu.addAction(_words(offer)).triggered.connect(partial(self._ask, offer.act))

    def _ask(self, act: str, _checked: bool = False) -> None:
        self.acted.emit(act)


def _words(offer: Offer) -> str:
    """What stands on its button, after the number that is typed or scanned for it."""
    return f"{offer.number}  {offer.label}" if offer.number else offer.label
