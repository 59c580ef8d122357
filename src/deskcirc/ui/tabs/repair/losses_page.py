"""Losses on the screen: what is looked for, long overdue, missing, lost and found again, a side each."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout

from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.loss_dialog import LossDialog, show_loss_dialog
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.repair.losses_claimed import ClaimedSheet
from deskcirc.ui.tabs.repair.losses_lost import LostSheet
from deskcirc.ui.tabs.repair.losses_others import FoundSheet, MissingSheet
from deskcirc.ui.tabs.repair.losses_part import LossesPart, View
from deskcirc.ui.tabs.repair.losses_proposed import ProposedSheet
from deskcirc.ui.theme import Theme


class LossesPage(TabPage):
    """Paints a LossesPart; the question about a loss stands over it while it is asked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.dialog: LossDialog | None = None
        self.claimed, self.proposed, self.lost = ClaimedSheet(theme), ProposedSheet(theme), LostSheet(theme)
        self.missing, self.found = MissingSheet(theme), FoundSheet(theme)
        self._sheets: dict[View, TabPage] = {
            View.CLAIMED: self.claimed,
            View.PROPOSED: self.proposed,
            View.MISSING: self.missing,
            View.LOST: self.lost,
            View.FOUND: self.found,
        }
        self.views = {view: self._view(view) for view in self._sheets}
        row = QHBoxLayout()
        for button in self.views.values():
            row.addWidget(button)
        row.addStretch()
        self._stack = QStackedWidget()
        for sheet in self._sheets.values():
            sheet.acted.connect(self.acted)
            self._stack.addWidget(sheet)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self._stack, 1)

    def show_state(self, state: object) -> None:
        """Paint the side that is on top, and the question while it is open."""
        if not isinstance(state, LossesPart):
            raise TypeError(state)
        counts = {
            View.CLAIMED: len(state.claimed),
            View.PROPOSED: len(state.proposed),
            View.MISSING: len(state.missing),
            View.LOST: len(state.lost),
        }
        for view, button in self.views.items():
            name, count = _name(view), counts.get(view, 0)
            button.setText(f"{name} {count}" if count else name)
            button.setChecked(view is state.view)
            button.setVisible(state.may_change or view in (View.CLAIMED, View.MISSING))
        self._sheets[state.view].show_state(state)
        self._stack.setCurrentWidget(self._sheets[state.view])
        self.dialog = show_loss_dialog(self.dialog, state.asked, self._theme, self)

    def _view(self, view: View) -> QPushButton:
        button = self.button(_name(view), f"view:{view.value}")
        button.setCheckable(True)
        return button


def _name(view: View) -> str:
    return {
        View.CLAIMED: _("Looked for"),
        View.PROPOSED: _("Long overdue"),
        View.MISSING: _("Missing"),
        View.LOST: _("Lost"),
        View.FOUND: _("Found again"),
    }[view]
