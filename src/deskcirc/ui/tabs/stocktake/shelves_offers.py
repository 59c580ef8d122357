"""What is shown before it is taken: the ranges proposed for the shelves of a location, the rows of a list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout

from deskcirc.domain.shelf_lists import FATE_WORDS, RowFate, RowOutcome
from deskcirc.domain.shelves import ShelfRange
from deskcirc.domain.stock_words import copies_words
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column
from deskcirc.ui.long_lines import LongLines
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.shelves_part import ShelvesPart
from deskcirc.ui.theme import Theme

_TONES = {RowFate.NEW: Tone.DONE, RowFate.CHANGED: Tone.LOOK, RowFate.REFUSED: Tone.STOP}


class ProposalPanel(TabPage):
    """Paints the ranges that are proposed."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.title = label("title")
        self.lines = LongLines[ShelfRange](theme, _range_columns(), _range_cells)
        self.lines.setAccessibleName(_("Proposed ranges"))
        self.take = self.button(_("Take these ranges"), "take", main=True)
        self.leave = self.button(_("Leave them as they are") + "  Esc", "leave")
        _arrange(self, (self.take, self.leave))

    def show_state(self, state: object) -> None:
        """Paint the proposal, if there is one."""
        if not isinstance(state, ShelvesPart):
            raise TypeError(state)
        proposal = state.proposal
        self.setVisible(proposal is not None)
        if proposal is None:
            return
        where = proposal.location or _("no location")
        how = _("evenly")
        if proposal.capacity:
            how = _("at most {copies} on a shelf").format(copies=copies_words(proposal.capacity))
        self.title.setText(_("Ranges for {location}, {how}").format(location=where, how=how))
        self.lines.show_lines(proposal.ranges)
        self.take.setEnabled(state.may_change)


class TrialPanel(TabPage):
    """Paints the rows of a list that was read, and what becomes of each."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.title = label("title")
        self.lines = LongLines[RowOutcome](theme, _row_columns(), _row_cells)
        self.lines.setAccessibleName(_("Rows of the list"))
        self.take = self.button(_("Take the list in"), "import_yes", main=True)
        self.keep = self.plain_button(_("Save the refused rows …"))
        self.leave = self.button(_("Leave it") + "  Esc", "leave")
        _arrange(self, (self.take, self.keep, self.leave))

    def show_state(self, state: object) -> None:
        """Paint the list, if one was read."""
        if not isinstance(state, ShelvesPart):
            raise TypeError(state)
        trial = state.trial
        self.setVisible(trial is not None)
        if trial is None:
            return
        self.title.setText(_("{name}: {sums}").format(name=trial.file.name, sums=trial.sums.sentence()))
        self.lines.show_lines(trial.outcomes)
        self.take.setVisible(trial.does_something and not trial.why_not)
        self.take.setEnabled(state.may_change)
        self.keep.setVisible(trial.sums.refused > 0)


def _arrange(panel: ProposalPanel | TrialPanel, buttons: Sequence[QPushButton]) -> None:
    foot = QHBoxLayout()
    for button in buttons:
        foot.addWidget(button)
    foot.addStretch()
    layout = QVBoxLayout(panel)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(panel.title)
    layout.addWidget(panel.lines, 1)
    layout.addLayout(foot)


def _range_columns() -> Sequence[Column]:
    return (
        Column(_("Shelf name"), 150),
        Column(_("Begins now with"), 180, yields=True),
        Column(_("Would hold")),
        Column(_("Copies"), 110),
    )


def _range_cells(line: ShelfRange) -> Sequence[Cell]:
    if line.stands is None:
        would = Cell(_("nothing is left for it"), Tone.LOOK)
    else:
        first, last = line.stands.call_number, line.last_call_number
        would = Cell(first if last == first else f"{first} – {last}")
    copies = Cell(f"{line.copies:,}")
    if line.over:
        copies = Cell(_("{copies} ({over} too many)").format(copies=f"{line.copies:,}", over=line.over), Tone.LOOK)
    return (Cell(line.shelf.label), Cell(line.shelf.first_call_number or "–"), would, copies)


def _row_columns() -> Sequence[Column]:
    return (
        Column(_("Row"), 64),
        Column(_("Label code"), 110),
        Column(_("Shelf name"), 150),
        Column(_("First call number"), 150, yields=True),
        Column(_("What becomes of it"), 110),
        Column(_("Why")),
    )


def _row_cells(line: RowOutcome) -> Sequence[Cell]:
    row = line.row
    return (
        Cell(str(row.number)),
        Cell(row.code or "–"),
        Cell(row.name or "–"),
        Cell(row.call_number or "–"),
        Cell(_(FATE_WORDS[line.fate]), _TONES.get(line.fate)),
        Cell(line.sentence),
    )
