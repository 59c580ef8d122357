"""Which kind of matter and which count are looked at: a list with numbers, in a narrow window a box."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QListWidget

from deskcirc.text import gettext as _
from deskcirc.ui.tabs.stocktake.resolving_part import Matter, ResolvingPart
from deskcirc.ui.tabs.stocktake.resolving_words import MATTER_WORDS
from deskcirc.ui.theme import Theme

_WIDTH: Final = 168
_ROOM: Final = 26


class ResolvingKinds(QObject):
    """Three widgets that a page lays where it likes; `chosen` carries the act of a choice."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.list, self.box, self.count = QListWidget(), QComboBox(), QComboBox()
        for widget in (self.list, self.box):
            widget.setAccessibleName(_("Kinds of open matters"))
        self.count.setAccessibleName(_("Count"))
        self.count.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for matter in Matter:
            self.list.addItem(_(MATTER_WORDS[matter]))
            self.box.addItem(_(MATTER_WORDS[matter]), matter.value)
        self.list.currentRowChanged.connect(self._choose_kind)
        self.box.activated.connect(self._choose_kind)
        self.count.activated.connect(lambda _row: self.chosen.emit(f"count:{self.count.currentData()}"))
        letters = self.list.fontMetrics()
        longest = max(letters.horizontalAdvance(f"{_(words)}  9999") for words in MATTER_WORDS.values())
        self.list.setFixedWidth(max(theme.px(_WIDTH), longest + theme.px(_ROOM)))

    def show_part(self, part: ResolvingPart) -> None:
        """Paint the numbers, and what is looked at."""
        for widget in (self.list, self.box, self.count):
            widget.blockSignals(True)
        for row, matter in enumerate(Matter):
            words, number = _(MATTER_WORDS[matter]), "…" if part.awaits_reading(matter) else part.number_of(matter)
            item = self.list.item(row)
            item.setText(f"{words}  {number}" if number else words)
            item.setHidden(not part.sees_all and matter is not Matter.UNKNOWN)
            self.box.setItemText(row, f"{words}  {number}")
        self.list.setCurrentRow(list(Matter).index(part.matter))
        self.box.setCurrentIndex(list(Matter).index(part.matter))
        self.box.setEnabled(part.sees_all)
        self._show_counts(part)
        for widget in (self.list, self.box, self.count):
            widget.blockSignals(False)

    def show_narrow(self, *, narrow: bool) -> None:
        """Bring the list to the screen, or the box where there is no room for it."""
        self.list.setVisible(not narrow)
        self.box.setVisible(narrow)

    def _show_counts(self, part: ResolvingPart) -> None:
        self.count.clear()
        for each in part.counts:
            self.count.addItem(each.named, each.id)
        if part.stocktake is not None:
            self.count.setCurrentIndex(self.count.findData(part.stocktake.id))
        self.count.setVisible(len(part.counts) > 1)

    def _choose_kind(self, row: int) -> None:
        if row >= 0:
            self.chosen.emit(f"matter:{list(Matter)[row].value}")
