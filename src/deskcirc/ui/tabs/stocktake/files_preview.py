"""The first lines of a collector file under what each column means; a person may change any column."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from deskcirc.domain.collector_files import COLLECTOR_COLUMN_WORDS, CollectorColumn, CollectorFile
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import ROW_PIXELS
from deskcirc.ui.theme import Theme

_WIDTH: Final = 170  # pixels of a column at 96 dots an inch
_MOST_COLUMNS: Final = 24
_LEAST: Final = 96  # pixels: what the columns mean, and two lines


class FilePreview(QTableWidget):
    """The file's own cells under a row of combos; `changed` carries the meanings, parted by commas."""

    changed = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: CollectorFile | None = None
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAccessibleName(_("First lines of the file"))
        self.horizontalHeader().hide()
        self.setMinimumHeight(theme.px(_LEAST))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PIXELS - 8))

    def show_file(self, file: CollectorFile) -> None:
        """Show the first rows with the number each has in the file; the same file again costs nothing."""
        if file is self._shown:
            return
        self._shown = file
        width = min(len(file.columns), _MOST_COLUMNS)
        self.clear()
        self.setRowCount(len(file.first_rows) + 1)
        self.setColumnCount(width)
        self.setVerticalHeaderLabels(["", *(str(row.number) for row in file.first_rows)])
        self.setRowHeight(0, self._theme.px(ROW_PIXELS + 6))
        for place in range(width):
            self.setColumnWidth(place, self._theme.px(_WIDTH))
            self.setCellWidget(0, place, self._combo(place, file.columns[place]))
        for row, sample in enumerate(file.first_rows, 1):
            for place, text in enumerate(sample.cells[:width]):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, place, item)

    def combo(self, place: int) -> QComboBox:
        """The combo above the column at `place`, from 0."""
        combo = self.cellWidget(0, place)
        if not isinstance(combo, QComboBox):
            raise TypeError(f"no combo above column {place}")
        return combo

    def _combo(self, place: int, column: CollectorColumn) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(_("What column {place} means").format(place=place + 1))
        for meaning, words in COLLECTOR_COLUMN_WORDS.items():
            combo.addItem(_(words), meaning.value)
        combo.setCurrentIndex(combo.findData(column.value))
        combo.activated.connect(partial(self._choose, place))
        return combo

    def _choose(self, place: int, _row: int) -> None:
        """Another column of the same meaning lets it go."""
        meant = [str(self.combo(at).currentData()) for at in range(self.columnCount())]
        chosen = [word if at == place or word != meant[place] else "" for at, word in enumerate(meant)]
        self.changed.emit(",".join(chosen))
