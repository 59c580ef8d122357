"""The buttons in the banner: what may be done about the outcome that stands there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QWidget

from deskcirc.ui.outcome import Offer
from deskcirc.ui.theme import Theme

IN_A_COLUMN: Final = 2
"""Buttons one under the other where there is room for it; a third begins a second column."""


class OfferBox(QWidget):
    """One button an offer; `acted` carries the act of the one pressed."""

    acted = Signal(str)

    def __init__(self, theme: Theme, offers: Sequence[Offer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: list[QPushButton] = []
        self._grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, theme.px(10), theme.px(16), theme.px(10))
        grid.setSpacing(theme.px(8))
        for offer in (offer for offer in offers if offer.label):
            button = QPushButton(offer.label)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            if offer.barcode:
                button.setToolTip(offer.barcode)
            button.clicked.connect(partial(self._ask, offer.act))
            self._buttons.append(button)
        self.arrange(IN_A_COLUMN)

    def arrange(self, in_a_column: int) -> None:
        """Put so many buttons one under the other: one in a banner that is too low for two."""
        for place, button in enumerate(self._buttons):
            self._grid.addWidget(button, place % in_a_column, place // in_a_column)

    def _ask(self, act: str, _checked: bool = False) -> None:
        self.acted.emit(act)
