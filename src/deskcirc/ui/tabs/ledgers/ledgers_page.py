"""The ledgers on the screen: what the library holds."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from deskcirc.domain.prices import format_fen
from deskcirc.text import gettext as _
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.ledgers.ledgers_state import LedgersPart
from deskcirc.ui.theme import Theme


class LedgersPage(TabPage):
    """Paints a LedgersPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.held = label("title")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self.held)
        layout.addStretch()

    def show_state(self, state: object) -> None:
        """Write the figures."""
        if not isinstance(state, LedgersPart):
            raise TypeError(state)
        held = state.held
        words = _("{titles} titles, {copies} copies, {amount} yuan")
        self.held.setText(words.format(titles=held.titles, copies=held.copies, amount=format_fen(held.fen)))
