"""The repair queue on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from deskcirc.domain.repair import REPAIR_STATE_WORDS, Repair
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.repair.queue_part import QueuePart
from deskcirc.ui.theme import Theme


class QueuePage(TabPage):
    """Paints a QueuePart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        columns = (Column(_("Title")), Column(_("Damage"), 220), Column(_("State"), 130))
        self.lines = LinesView[Repair](theme, columns, _cells)
        self.lines.setAccessibleName(_("Repair queue"))
        self.lines.set_empty_words(_("No damaged copies. Scan one: it enters the queue at once."))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self.lines, 1)

    def show_state(self, state: object) -> None:
        """Paint the queue."""
        if not isinstance(state, QueuePart):
            raise TypeError(state)
        self.lines.show_lines(state.repairs)


def _cells(line: Repair) -> Sequence[Cell]:
    return Cell(line.copy.name), Cell(line.damage_words), Cell(_(REPAIR_STATE_WORDS[line.state]))
