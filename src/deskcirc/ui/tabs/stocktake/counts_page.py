"""The counts on the screen: the list of them, and what may be done with each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from deskcirc.domain.stocktake import STOCKTAKE_STATE_WORDS, StocktakeState
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.tabs.stocktake.counts_part import CountLine, CountsPart
from deskcirc.ui.theme import Theme


class CountsPage(TabPage):
    """Paints a CountsPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self.counts = LinesView[CountLine](theme, _columns(), _cells)
        self.counts.setAccessibleName(_("Counts"))
        self.counts.set_empty_words(
            _(
                "No count yet. A count asks for every copy of its scope once: scan a shelf, then its books,"
                " for an hour or for two weeks, while lending goes on.\n"
                "Opening it keeps the library as it is in a backup first."
            )
        )
        self.counts.selectionModel().selectionChanged.connect(self._weigh)
        self.open = self.plain_button(_("Open a count …"), "stocktake", main=True)
        self.open.clicked.connect(self._ask_open)
        self.pause, self.go_on = self.plain_button(_("Pause")), self.plain_button(_("Continue"))
        self.pause.clicked.connect(lambda: self._do("pause"))
        self.go_on.clicked.connect(lambda: self._do("continue"))
        self.rename = self.plain_button(_("Rename …"))
        self.rename.clicked.connect(self._ask_name)
        foot = QHBoxLayout()
        for button in (self.open, self.pause, self.go_on, self.rename):
            foot.addWidget(button)
        foot.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self.counts, 1)
        layout.addLayout(foot)

    def show_state(self, state: object) -> None:
        """Paint the list; the count that was chosen stays under the cursor."""
        if not isinstance(state, CountsPart):
            raise TypeError(state)
        self.counts.show_lines(state.lines)
        places = [place for place, line in enumerate(state.lines) if line.stocktake.id == state.chosen]
        if places:
            self.counts.select(places[0])
        self.open.setEnabled(state.may_change)
        self.rename.setEnabled(state.may_change)
        self._weigh()

    def _weigh(self, *_selected: object) -> None:
        line = self.counts.selected_line()
        state = None if line is None else line.stocktake.state
        self.pause.setVisible(state is StocktakeState.OPEN)
        self.go_on.setVisible(state is StocktakeState.PAUSED)
        self.rename.setVisible(line is not None)

    def _do(self, verb: str) -> None:
        line = self.counts.selected_line()
        if line is not None:
            self.act(f"{verb}:{line.stocktake.id}")

    def _ask_open(self) -> None:
        fields = (
            Field("name", _("Name"), required=False),
            Field("note", _("Note"), required=False),
        )
        said = _("The whole stock is counted. The library is backed up first.")
        self._ask(QuestionDialog(_("Open a count"), [said], fields, _("Open the count"), self.window()), "open")

    def _ask_name(self) -> None:
        line = self.counts.selected_line()
        if line is None:
            return
        count = line.stocktake
        fields = (
            Field("name", _("Name"), value=count.name, required=False),
            Field("note", _("Note"), value=count.note, required=False),
        )
        title = _("Rename {count}").format(count=count.label)
        self._ask(QuestionDialog(title, [], fields, _("Save"), self.window()), f"rename:{count.id}")

    def _ask(self, dialog: QuestionDialog, act: str) -> None:
        dialog.answered.connect(lambda values: self.acted.emit(act, values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _columns() -> Sequence[Column]:
    return (
        Column(_("Number"), 110),
        Column(_("Name")),
        Column(_("State"), 110),
        Column(_("Opened on"), 120, yields=True),
        Column(_("Opened by"), 120, yields=True),
        Column(_("Read"), 90),
        Column(_("Found"), 90),
        Column(_("To be found"), 110),
    )


def _cells(line: CountLine) -> Sequence[Cell]:
    count = line.stocktake
    tone = Tone.DONE if count.state is StocktakeState.OPEN else None
    return (
        Cell(count.number),
        Cell(count.name or "–"),
        Cell(_(STOCKTAKE_STATE_WORDS[count.state]), tone),
        Cell(f"{count.opened_at:%Y-%m-%d}"),
        Cell(count.opened_by or "–"),
        Cell(str(line.sums.read)),
        Cell(str(line.sums.found)),
        Cell(str(count.expected)),
    )
