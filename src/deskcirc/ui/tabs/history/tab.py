"""The History tab: everything done here, newest first, each act with the way back."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import Card, TabPage
from deskcirc.ui.tabs.history.state import ActLine, HistoryState
from deskcirc.ui.theme import Theme


class HistoryPage(TabPage):
    """Paints a HistoryState."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        card = Card(theme, _("What was done"))
        columns = (
            Column(_("When"), 190),
            Column(_("What")),
            Column(_("Operator"), 150, yields=True),
            Column(_("Counter"), 130, yields=True),
            Column(_("State"), 150),
        )
        self.lines = LinesView[ActLine](theme, columns, _cells)
        self.lines.setAccessibleName(_("What was done"))
        self.lines.set_empty_words(_("Nothing has been done yet."))
        self.lines.selectionModel().selectionChanged.connect(self._weigh)
        self.take_back = self.plain_button(_("Undo this"), "undo")
        self.take_back.clicked.connect(self._take_back)
        self.take_back.setEnabled(False)
        self.more = self.button(_("Show earlier"), "more", "history")
        foot = QHBoxLayout()
        foot.addWidget(self.take_back)
        foot.addStretch()
        foot.addWidget(self.more)
        card.body.addWidget(self.lines, 1)
        card.body.addLayout(foot)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(card)
        self._aside = card.aside

    def show_state(self, state: object) -> None:
        """Paint the acts."""
        if not isinstance(state, HistoryState):
            raise TypeError(state)
        self.lines.show_lines(state.lines)
        self.more.setEnabled(state.has_more)
        self._aside.setText(state.words)
        self._weigh()

    def _weigh(self) -> None:
        line = self.lines.selected_line()
        self.take_back.setEnabled(line is not None and line.can_be_undone and not line.is_undone)

    def _take_back(self) -> None:
        line = self.lines.selected_line()
        if line is not None:
            self.act(f"undo_entry:{line.entry_id}")


def _cells(line: ActLine) -> Sequence[Cell]:
    state = Cell(_("undone"), Tone.REPEAT) if line.is_undone else Cell("")
    return Cell(line.when), Cell(line.sentence), Cell(line.operator), Cell(line.station), state
