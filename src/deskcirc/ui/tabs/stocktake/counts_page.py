"""The counts on the screen: the list of them, what is known of the one chosen, and what may be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from deskcirc.domain.stocktake import STOCKTAKE_STATE_WORDS, Shelf, StocktakeState
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.folding import FoldingRow
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.counts_dialog import OpenCountDialog
from deskcirc.ui.tabs.stocktake.counts_part import CountLine, CountsPart
from deskcirc.ui.tabs.stocktake.counts_progress import CountProgressPanel
from deskcirc.ui.theme import Theme

_TONES = {StocktakeState.OPEN: Tone.DONE, StocktakeState.PAUSED: Tone.LOOK, StocktakeState.VOID: Tone.STOP}

_HIGH: Final = 330  # pixels of the page that have room for its shelves too
_LOW: Final = 200  # pixels of the page that leave no room for what else is known of a count


class CountsPage(TabPage):
    """Paints a CountsPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._part = CountsPart()
        self._is_painting = False
        self.dialog: OpenCountDialog | None = None
        self.counts = LinesView[CountLine](theme, _columns(), _cells)
        self.counts.setAccessibleName(_("Counts"))
        self.counts.take_what_is_left()
        self.counts.fit_rows()
        self.counts.set_empty_words(
            _(
                "No count yet. A count asks for every copy of its scope once: scan a shelf, then its books,"
                " for an hour or for two weeks, while lending goes on.\n"
                "Opening it keeps the library as it is in a backup first. Nothing changes until the librarian decides."
            )
        )
        self.counts.selectionModel().selectionChanged.connect(self._look)
        self.counts.chosen.connect(self._open_line)
        self.about = label("quiet")
        self.about.setWordWrap(True)
        self.open = self.plain_button(_("Open a count …"), "stocktake", main=True)
        self.open.clicked.connect(self._ask_open)
        self.scan = self.plain_button(_("Start scanning"), "scan", main=True)
        self.scan.clicked.connect(self._scan)
        self.pause, self.go_on = self.plain_button(_("Pause")), self.plain_button(_("Continue"))
        self.pause.clicked.connect(lambda: self._do("pause"))
        self.go_on.clicked.connect(lambda: self._do("continue"))
        self.rename = self.plain_button(_("Rename …"))
        self.rename.clicked.connect(self._ask_name)
        self.progress = CountProgressPanel(theme)
        self.progress.shelf_chosen.connect(self._go_to)
        self.foot = FoldingRow(theme.px(6), (self.open,), (self.rename, self.pause, self.go_on), (self.scan,))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(12), 0, 0, 0)
        layout.addWidget(self.counts, 2)
        layout.addWidget(self.about)
        layout.addWidget(self.progress, 3)
        layout.addWidget(self.foot)

    def show_state(self, state: object) -> None:
        """Paint the list; the count that was chosen stays under the cursor."""
        if not isinstance(state, CountsPart):
            raise TypeError(state)
        self._part = state
        before = self.counts.selected_line()
        chosen = state.chosen if state.chosen is not None else (before.stocktake.id if before else None)
        self._is_painting = True
        self.counts.show_lines(state.lines)
        places = [place for place, line in enumerate(state.lines) if line.stocktake.id == chosen]
        if state.lines:
            self.counts.select(places[0] if places else 0)
        self._is_painting = False
        if self.dialog is not None:
            self.dialog.show_weighed(state.weighed)
        self._weigh()

    def _look(self, *_selected: object) -> None:
        """Somebody goes to another count: the other sections go there too."""
        self._weigh()
        line = self.counts.selected_line()
        if line is not None and not self._is_painting and line.stocktake.id != self._part.chosen:
            self.act(f"look:{line.stocktake.id}")

    def _weigh(self) -> None:
        line = self.counts.selected_line()
        state = None if line is None else line.stocktake.state
        self.pause.setVisible(state is StocktakeState.OPEN)
        self.go_on.setVisible(state is StocktakeState.PAUSED)
        self.scan.setVisible(state is StocktakeState.OPEN)
        self.rename.setVisible(line is not None)
        self.rename.setEnabled(self._part.may_change)
        self.about.setText("" if line is None else _about(line))
        self.about.setVisible(line is not None and self.height() >= self._theme.px(_LOW))
        self._show_progress(line)
        self.foot.fit()

    def _show_progress(self, line: CountLine | None) -> None:
        """Shelf by shelf for a count that runs, where there is room, and not for whoever counts blind."""
        progress = None if line is None or line.hidden else line.progress
        self.progress.setVisible(progress is not None and self.height() >= self._theme.px(_HIGH))
        if progress is not None:
            self.progress.show_progress(progress, self._part.utc_offset)

    def _go_to(self, shelf: Shelf) -> None:
        """Somebody goes to this shelf to scan it in the count that is looked at."""
        line = self.counts.selected_line()
        if line is not None:
            self._work_in(line)
            self.act(f"in:stocktake:scanning.shelf:{shelf.id}")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """A page of next to no height is for the list."""
        super().resizeEvent(event)
        self._weigh()

    def _do(self, verb: str) -> None:
        line = self.counts.selected_line()
        if line is not None:
            self.act(f"{verb}:{line.stocktake.id}")

    def _scan(self) -> None:
        line = self.counts.selected_line()
        if line is not None:
            self._work_in(line)

    def _open_line(self, line: CountLine) -> None:
        """One that runs is scanned in; of one that runs no more the report is looked at."""
        if line.runs:
            self._work_in(line)
        else:
            self.act(f"in:stocktake:report.count:{line.stocktake.id}")

    def _work_in(self, line: CountLine) -> None:
        self.act(f"in:stocktake:scanning.choose:{line.stocktake.id}")

    def _ask_open(self) -> None:
        if not self._part.may_change:  # the desk says who may, in place of a button that says nothing
            self.act("open")
            return
        dialog = OpenCountDialog(self._theme, self._part, self.window())
        dialog.weigh.connect(lambda values: self.acted.emit("weigh", values))
        dialog.answered.connect(lambda values: self.acted.emit("open", values))
        dialog.finished.connect(self._close)
        self.dialog = dialog
        dialog.open()

    def _close(self, *_result: object) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _ask_name(self) -> None:
        line = self.counts.selected_line()
        if line is None:
            return
        count = line.stocktake
        fields = (
            Field("name", _("Name of the count"), value=count.name, required=False),
            Field("note", _("Note"), value=count.note, required=False),
        )
        title = _("Rename {count}").format(count=count.label)
        dialog = QuestionDialog(title, [], fields, _("Save"), self.window())
        dialog.answered.connect(lambda values: self.acted.emit(f"rename:{count.id}", values))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


def _about(line: CountLine) -> str:
    """What else is known of a count, in one line."""
    count = line.stocktake
    parts = [
        line.scope,
        _("blind count") if count.blind else "",
        _("opened by {name}").format(name=count.opened_by) if count.opened_by else "",
        _("backup “{file}”").format(file=count.backup) if count.backup else "",
        _("seal {seal}").format(seal=line.seal) if line.seal else "",
        count.note,
    ]
    return " · ".join(part for part in parts if part)


def _columns() -> Sequence[Column]:
    return (
        Column(_("Count No."), 118, yields=True),
        Column(_("Name of the count")),
        Column(_("Scope"), 170, yields=True),
        Column(_("State"), 158),
        Column(_("Opened on"), 108, yields=True),
        Column(_("Closed on"), 108, yields=True),
        Column(_("Found / to be found"), 150),
    )


def _cells(line: CountLine) -> Sequence[Cell]:
    count = line.stocktake
    return (
        Cell(count.number),
        Cell(count.name or "–"),
        Cell(line.scope),
        Cell(_(STOCKTAKE_STATE_WORDS[count.state]), _TONES.get(count.state)),
        Cell(line.opened),
        Cell(line.closed or "–"),
        Cell(line.told),
    )
