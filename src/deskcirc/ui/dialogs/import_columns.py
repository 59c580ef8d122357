"""The columns of the file with what each one means; a person may change any of them, by mouse or by keys."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from deskcirc.exchange import COLUMN_NAMES, Column, ColumnPlan, SheetPreview, TableKind, columns_for
from deskcirc.text import gettext as _
from deskcirc.ui.lines_model import ROW_PIXELS
from deskcirc.ui.theme import Theme

_WIDTH: Final = 176  # pixels of a column at 96 dots an inch
_KINDS: Final = (TableKind.STOCK, TableKind.ROSTER)


class ColumnsTable(QTableWidget):
    """The file's own headers and cells under a row of combos; `changed` carries the new ColumnPlan."""

    changed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plan: ColumnPlan | None = None
        self.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QTableWidget.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.setAccessibleName(_("Columns of the file"))
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(theme.px(ROW_PIXELS - 4))
        self.setHorizontalScrollMode(QTableWidget.ScrollMode.ScrollPerPixel)

    def show_sheet(self, sheet: SheetPreview) -> None:
        """Show the sheet's columns; the combos stay as they are where only their meanings changed."""
        same = (
            self._plan is not None and self._plan.headers == sheet.plan.headers and self._plan.kind == sheet.plan.kind
        )
        self._plan = sheet.plan
        if not same:
            self._fill(sheet)
        for place, column in enumerate(sheet.plan.columns):
            combo = self.combo(place)
            combo.blockSignals(True)
            combo.setCurrentIndex(max(0, combo.findData(column.value if column else "")))
            combo.blockSignals(False)
            combo.setProperty("taken", column is not None)

    def combo(self, place: int) -> QComboBox:
        """The combo above the column at `place`, from 0."""
        combo = self.cellWidget(0, place)
        if not isinstance(combo, QComboBox):
            raise TypeError(f"no combo above column {place}")
        return combo

    def _fill(self, sheet: SheetPreview) -> None:
        rows = sheet.first_rows
        width = len(sheet.plan.headers)
        self.clear()
        self.setRowCount(len(rows) + 1)
        self.setColumnCount(width)
        self.setHorizontalHeaderLabels([header or f"({place})" for place, header in enumerate(sheet.plan.headers, 1)])
        self.setRowHeight(0, self._theme.px(ROW_PIXELS + 8))
        for place in range(width):
            self.setColumnWidth(place, self._theme.px(_WIDTH))
            self.setCellWidget(0, place, self._combo(place, sheet.plan))
        for row, cells in enumerate(rows, 1):
            for place, text in enumerate(cells[:width]):
                item = QTableWidgetItem(text)
                item.setToolTip(text)
                self.setItem(row, place, item)

    def _combo(self, place: int, plan: ColumnPlan) -> QComboBox:
        combo = QComboBox()
        combo.setAccessibleName(_("Meaning of column {name}").format(name=plan.headers[place] or place + 1))
        combo.addItem(_("(leave out)"), "")
        kinds = (plan.kind,) if plan.kind in _KINDS else _KINDS
        for column in dict.fromkeys(column for kind in kinds for column in columns_for(kind)):
            combo.addItem(_(COLUMN_NAMES[column]), column.value)
        combo.currentIndexChanged.connect(partial(self._changed, place))
        return combo

    def _changed(self, place: int, index: int) -> None:
        if self._plan is not None:
            chosen = self.combo(place).itemData(index)
            self.changed.emit(self._plan.with_column(place, Column(chosen) if chosen else None))
