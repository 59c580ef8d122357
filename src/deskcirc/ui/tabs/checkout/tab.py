"""The Checkout tab: the patron at the left, what they take with them at the right."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout

from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import Card, TabPage
from deskcirc.ui.tabs.checkout.finder_dialog import FinderDialog
from deskcirc.ui.tabs.checkout.patron_card import PatronCard
from deskcirc.ui.tabs.checkout.state import CheckoutState, SessionLine
from deskcirc.ui.theme import Theme


class CheckoutPage(TabPage):
    """Paints a CheckoutState."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.finder: FinderDialog | None = None
        renew = self.button(_("Renew all") + "  Ctrl+R", "renew_all")
        find = self.button(_("Find") + "  Ctrl+F", "finder")
        self.patron = PatronCard(theme, (renew, find))
        self._session = self._made_session()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px(10))
        row.addWidget(self.patron)
        row.addWidget(self._session, 1)
        self.key("Ctrl+R", "renew_all")
        self.key("Ctrl+F", "finder")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """Give the patron two fifths of the width, and no more than they need."""
        self.patron.setFixedWidth(min(self._theme.px(390), event.size().width() * 2 // 5))
        super().resizeEvent(event)

    def show_state(self, state: object) -> None:
        """Paint the patron, their session, and the finder while it is wanted."""
        if not isinstance(state, CheckoutState):
            raise TypeError(state)
        self.patron.show_panel(state.panel)
        self.lines.show_lines(state.session)
        taken = sum(not line.undone for line in state.session)
        words = ngettext("{count} copy", "{count} copies", taken).format(count=taken)
        self._session.aside.setText(words if state.session else "")
        self._show_finder(state)

    def _show_finder(self, state: CheckoutState) -> None:
        if state.finder is None:
            if self.finder is not None:
                self.finder.close()
            return
        if self.finder is None:
            self.finder = FinderDialog(self._theme, self.window())
            self.finder.acted.connect(self.acted)
            self.finder.finished.connect(self._forget_finder)
            self.finder.open()
        self.finder.show_finder(state.finder)

    def _forget_finder(self) -> None:
        if self.finder is not None:
            self.finder.deleteLater()
        self.finder = None

    def _made_session(self) -> Card:
        card = Card(self._theme, _("Lent now"))
        columns = (
            Column(_("Time"), 92, yields=True),
            Column(_("Title")),
            Column(_("Call number"), 130, yields=True),
            Column(_("Barcode"), 116, yields=True),
            Column(_("Due"), 240),
        )
        self.lines = LinesView[SessionLine](self._theme, columns, _session_cells)
        self.lines.setAccessibleName(_("Lent now"))
        self.lines.set_empty_words(_("Each copy scanned is lent at once; there is nothing to confirm."))
        foot = QHBoxLayout()
        foot.addWidget(self.button(_("Undo") + "  Ctrl+Z", "undo", "undo"))
        foot.addStretch()
        foot.addWidget(self.button(_("Done, next patron") + "  Esc", "next", "next", main=True))
        card.body.addWidget(self.lines, 1)
        card.body.addLayout(foot)
        return card


def _session_cells(line: SessionLine) -> Sequence[Cell]:
    due = Cell(line.due_words)
    if line.undone:
        due = Cell(_("undone"), Tone.REPEAT)
    elif line.renewed:
        due = Cell(_("{due}, renewed").format(due=line.due_words), Tone.DONE)
    return Cell(line.clock), Cell(line.title), Cell(line.call_number), Cell(line.code), due
