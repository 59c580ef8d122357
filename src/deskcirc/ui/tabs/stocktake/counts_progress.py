"""How far the chosen count is, shelf by shelf and person by person: where to go next, and who is at it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskcirc.domain.count_findings import place_words
from deskcirc.domain.count_progress import CountProgress, PersonProgress, ShelfProgress
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.stocktake.scanning_progress import how_far
from deskcirc.ui.theme import Theme


class CountProgressPanel(TabPage):
    """Paints the progress of a count; `shelf_chosen` carries the shelf that somebody goes to."""

    shelf_chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._progress: CountProgress | None = None
        self._offset = timedelta()
        self.words = label("")
        self.left_only = self.plain_button(_("Unfinished shelves only"))
        self.left_only.setCheckable(True)
        self.left_only.toggled.connect(lambda _on: self._paint())
        self.shelves = LinesView[ShelfProgress](theme, _shelf_columns(), self._shelf_cells)
        self.shelves.setAccessibleName(_("Shelves of this count"))
        self.shelves.set_empty_words(_("Every copy of every shelf is found."))
        self.shelves.chosen.connect(self._go)
        self.people = LinesView[PersonProgress](theme, _person_columns(), self._person_cells)
        self.people.setAccessibleName(_("People of this count"))
        self.people.set_empty_words(_("Nobody has scanned yet."))
        for table in (self.shelves, self.people):
            table.take_what_is_left()
            table.fit_rows()
        above, lists = QHBoxLayout(), QHBoxLayout()
        above.addWidget(self.words, 1)
        above.addWidget(self.left_only)
        lists.setSpacing(theme.px(16))
        lists.addWidget(self.shelves, 2)
        lists.addWidget(self.people, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(above)
        layout.addLayout(lists, 1)

    def show_progress(self, progress: CountProgress, offset: timedelta) -> None:
        """Paint this; `offset` is how far the school's clock is ahead of UTC."""
        self._progress, self._offset = progress, offset
        self._paint()

    def _paint(self) -> None:
        if self._progress is None:
            return
        rows = [row for row in self._progress.shelves if row.expected or row.scanned]
        shown = [row for row in rows if not row.done] if self.left_only.isChecked() else rows
        self.words.setText(how_far(self._progress))
        self.shelves.show_lines(shown)
        self.people.show_lines(self._progress.people)

    def _go(self, row: ShelfProgress) -> None:
        if row.shelf is not None and not row.shelf.ended:
            self.shelf_chosen.emit(row.shelf)

    def _shelf_cells(self, row: ShelfProgress) -> Sequence[Cell]:
        return (
            Cell(place_words(row.shelf, row.location), Tone.DONE if row.done else None),
            Cell(f"{row.expected:,}"),
            Cell(f"{row.found:,}"),
            Cell(f"{row.missed:,}" if row.missed else "–"),
            Cell(f"{row.wrong:,}", Tone.LOOK, "shelf") if row.wrong else Cell("–"),
            Cell(self._clock(row.last_at)),
        )

    def _person_cells(self, each: PersonProgress) -> Sequence[Cell]:
        return (
            Cell(each.person or "–"),
            Cell(f"{each.lines:,}"),
            Cell(f"{each.found:,}"),
            Cell(self._clock(each.last_at)),
        )

    def _clock(self, at: datetime | None) -> str:
        return "–" if at is None else f"{at + self._offset:%m-%d %H:%M}"


def _shelf_columns() -> Sequence[Column]:
    return (
        Column(_("On shelf")),
        Column(_("To be found"), 84),
        Column(_("Found"), 84),
        Column(_("Not seen"), 84),
        Column(_("Strayed here"), 96, yields=True),
        Column(_("Last scan"), 112, yields=True),
    )


def _person_columns() -> Sequence[Column]:
    return (
        Column(_("Person")),
        Column(_("Lines read"), 76),
        Column(_("Found"), 76, yields=True),
        Column(_("Last scan"), 112, yields=True),
    )
