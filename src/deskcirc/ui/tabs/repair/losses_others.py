"""Missing copies, and copies that were found again, on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskcirc.domain.losses import LOSS_STATE_WORDS, Loss, MissingCopy
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.repair.losses_part import LossesPart
from deskcirc.ui.theme import Theme


class MissingSheet(TabPage):
    """Paints the copies of a LossesPart that are not in their place."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.lines = LinesView[MissingCopy](theme, _missing_columns(), _missing_cells)
        self.lines.setAccessibleName(_("Missing copies"))
        self.lines.set_empty_words(
            _(
                "No copy is missing. One that is not in its place is reported here by typing its number: it stays in\n"
                "this list until it is found by a scan, or somebody declares it lost."
            )
        )
        self.lines.selectionModel().selectionChanged.connect(self._weigh)
        self.found, self.lost = self.plain_button(_("It is here")), self.plain_button(_("Declare it lost …"))
        self.found.clicked.connect(lambda: self._of_line("found"))
        self.lost.clicked.connect(lambda: self._of_line("ask_lost"))
        self._may_change = False
        foot = QHBoxLayout()
        foot.addWidget(self.found)
        foot.addWidget(self.lost)
        foot.addStretch()
        foot.addWidget(self.button(_("Print the search list"), "print_missing", "print"))
        _arrange(self, theme, self.lines, foot)

    def show_state(self, state: object) -> None:
        """Paint the list."""
        if not isinstance(state, LossesPart):
            raise TypeError(state)
        self._may_change = state.may_change
        self.lines.show_lines(state.missing)
        self._weigh()

    def _weigh(self) -> None:
        chosen = self.lines.selected_line() is not None
        self.found.setEnabled(chosen)
        self.lost.setEnabled(chosen and self._may_change)

    def _of_line(self, verb: str) -> None:
        line = self.lines.selected_line()
        if line is not None:
            self.act(f"{verb}:{line.copy.id}")


class FoundSheet(TabPage):
    """Paints the copies of a LossesPart that were found again, the latest on top."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.lines = LinesView[Loss](theme, _found_columns(), _found_cells)
        self.lines.setAccessibleName(_("Found again"))
        self.lines.set_empty_words(
            _("Nothing was found again yet. Scan a lost copy anywhere: it is found, and everything is taken back.")
        )
        self.patron = self.plain_button(_("Show the patron"))
        self.patron.clicked.connect(self._show_patron)
        foot = QHBoxLayout()
        foot.addWidget(self.patron)
        foot.addStretch()
        _arrange(self, theme, self.lines, foot)

    def show_state(self, state: object) -> None:
        """Paint the list."""
        if not isinstance(state, LossesPart):
            raise TypeError(state)
        self.lines.show_lines(state.found)

    def _show_patron(self) -> None:
        line = self.lines.selected_line()
        if line is not None and line.patron_id is not None:
            self.act(f"in:patrons:patron:{line.patron_id}")


def _arrange(page: QWidget, theme: Theme, lines: QWidget, foot: QHBoxLayout) -> None:
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(6))
    layout.addWidget(lines, 1)
    layout.addLayout(foot)


def _missing_columns() -> Sequence[Column]:
    return (
        Column(_("Location"), 110, yields=True),
        Column(_("Call number"), 140),
        Column(_("Title")),
        Column(_("Barcode"), 116, yields=True),
        Column(_("Last patron"), 200, yields=True),
        Column(_("Returned on"), 130, yields=True),
    )


def _missing_cells(line: MissingCopy) -> Sequence[Cell]:
    return (
        Cell(line.copy.location or "–"),
        Cell(line.copy.call_number or "–"),
        Cell(line.copy.name),
        Cell(line.copy.code),
        Cell(line.last_patron or "–"),
        Cell("–" if line.last_returned_on is None else day_words(line.last_returned_on)),
    )


def _found_columns() -> Sequence[Column]:
    return (
        Column(_("Found on"), 130),
        Column(_("Title")),
        Column(_("Accession No."), 116, yields=True),
        Column(_("Patron"), 190),
        Column(_("What became of it"), 190),
        Column(_("Note"), 160, yields=True),
    )


def _found_cells(line: Loss) -> Sequence[Cell]:
    return (
        Cell("–" if line.ended_on is None else day_words(line.ended_on)),
        Cell(line.copy.name),
        Cell(line.copy.accession_number),
        Cell(line.patron or "–"),
        Cell(_(LOSS_STATE_WORDS[line.state]), Tone.DONE),
        Cell(line.ended_note or line.note),
    )
