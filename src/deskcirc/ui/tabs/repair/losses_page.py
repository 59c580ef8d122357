"""Losses on the screen: what is looked for, long overdue, missing, lost and found again, a side each."""

from __future__ import annotations

from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.loss_dialog import LossDialog, show_loss_dialog
from deskcirc.ui.sided_page import SidedPage
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.repair.losses_claimed import ClaimedSheet
from deskcirc.ui.tabs.repair.losses_lost import LostSheet
from deskcirc.ui.tabs.repair.losses_others import FoundSheet, MissingSheet
from deskcirc.ui.tabs.repair.losses_part import LossesPart, View
from deskcirc.ui.tabs.repair.losses_proposed import ProposedSheet
from deskcirc.ui.theme import Theme


class LossesPage(SidedPage[View]):
    """Paints a LossesPart; the question about a loss stands over it while it is asked."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.dialog: LossDialog | None = None
        self.claimed, self.proposed, self.lost = ClaimedSheet(theme), ProposedSheet(theme), LostSheet(theme)
        self.missing, self.found = MissingSheet(theme), FoundSheet(theme)
        self._pages: dict[View, TabPage] = {
            View.CLAIMED: self.claimed,
            View.PROPOSED: self.proposed,
            View.MISSING: self.missing,
            View.LOST: self.lost,
            View.FOUND: self.found,
        }
        self.lay_sides({view: (_name(view), page) for view, page in self._pages.items()})

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
            button.setVisible(state.may_change or view in (View.CLAIMED, View.MISSING))
        self._pages[state.view].show_state(state)
        self.show_side(state.view)
        self.dialog = show_loss_dialog(self.dialog, state.asked, self._theme, self)


def _name(view: View) -> str:
    return {
        View.CLAIMED: _("Looked for"),
        View.PROPOSED: _("Long overdue"),
        View.MISSING: _("Missing"),
        View.LOST: _("Lost"),
        View.FOUND: _("Found again"),
    }[view]
