"""What was ever mended about the copy in hand, and who had it each time."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout

from deskcirc.domain.repair import REPAIR_STATE_WORDS, Repair
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.repair.queue_part import QueuePart
from deskcirc.ui.theme import Theme


class HistoryPage(TabPage):
    """Paints the earlier repairs of the copy in hand of a QueuePart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        columns = (
            Column(_("Reported"), 100),
            Column(_("Damage")),
            Column(_("State"), 110),
            Column(_("Who had it"), 100, yields=True),
        )
        self.lines = LinesView[Repair](theme, columns, _cells)
        self.lines.setAccessibleName(_("Earlier repairs"))
        self.lines.set_empty_words(_("This is the first damage known of this copy."))
        self.told = label("quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.told)
        layout.addWidget(self.lines, 1)

    def show_state(self, state: object) -> None:
        """Paint every repair but the one in hand."""
        if not isinstance(state, QueuePart) or state.chosen is None:
            raise TypeError(state)
        earlier = [each for each in state.history if each.id != state.chosen.id]
        self.lines.show_lines(earlier)
        loans = ngettext("Lent {count} time", "Lent {count} times", state.chosen.lent)
        self.told.setText(loans.format(count=state.chosen.lent))


def _cells(line: Repair) -> Sequence[Cell]:
    return (
        Cell(full_date(line.reported_on)),
        Cell(line.damage_words or "–"),
        Cell(_(REPAIR_STATE_WORDS[line.state])),
        Cell(line.patron or "–"),
    )
