"""A report as the rows of a table on a screen: as wide as on paper, its widest words taking what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHeaderView, QTableView

from deskcirc.domain.report import NUMBERS, Report, ReportColumn, written
from deskcirc.ui.lines_model import Cell, Column, column_width, dress_table, share_height
from deskcirc.ui.paged_model import PagedTable
from deskcirc.ui.theme import Theme

_PIXELS_A_MILLIMETRE: Final = 3.9
_ROW: Final = 29  # pixels
_BESIDE, _BESIDE_NUMBER = 28, 20  # pixels beside the words of a cell, and beside a number
_MOST: Final = 240  # pixels of the longest words that are never cut
_LOOKED_AT: Final = 60


class ReportTable(QTableView):
    """The widest column of words takes what is left, and no less than its words need; else the table scrolls."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._columns: tuple[Column, ...] = ()
        self._needs: tuple[int, ...] = ()

    def show_report(self, report: Report) -> None:
        """Show the rows of a report in place of what was shown before."""
        model = _model(report, self)
        model.wanted.connect(lambda keys: model.fill({key: report.rows[key] for key in keys}))
        model.set_keys(range(len(report.rows)))
        before, self._columns = self.model(), ()  # what is resized meanwhile has no columns to fit
        self.setModel(model)
        self.setAccessibleName(report.title)
        columns = _columns(report.columns)
        dress_table(self, self._theme, columns)
        self._needs = tuple(self._needed(place, report) for place in range(len(columns)))
        self._columns = columns
        self._fit()
        if before is not None:
            before.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802  Qt's name
        """A narrow table gives its columns no more than they need, before it scrolls."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if not self._columns:
            return
        share_height(self, self.viewport().height(), self._theme.px(_ROW), self._theme.px(_ROW))
        header, room = self.horizontalHeader(), self.viewport().width()
        widths = [column_width(self, self._theme, place, column) for place, column in enumerate(self._columns)]
        rest = widths.index(0)
        if room - sum(widths) < self._needs[rest]:
            widths = [min(width, need) for width, need in zip(widths, self._needs, strict=True)]
        for place, width in enumerate(widths):
            if place != rest:
                header.resizeSection(place, width)
        scrolls = room - sum(widths) < self._needs[rest]
        header.setSectionResizeMode(rest, QHeaderView.ResizeMode.Fixed if scrolls else QHeaderView.ResizeMode.Stretch)
        if scrolls:
            header.resizeSection(rest, self._needs[rest])
        bar = Qt.ScrollBarPolicy.ScrollBarAsNeeded if scrolls else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(bar)

    def _needed(self, place: int, report: Report) -> int:
        """The pixels of the heading, or of the longest words of the first rows where those are longer."""
        column, letters = report.columns[place], self.fontMetrics()
        words = (letters.horizontalAdvance(written(row[place], column.kind)) for row in report.rows[:_LOOKED_AT])
        beside = self._theme.px(_BESIDE_NUMBER if column.kind in NUMBERS else _BESIDE)
        longest = min(max(words, default=0) + beside, self._theme.px(_MOST))
        return max(longest, self.horizontalHeader().sectionSizeHint(place))


def _model(report: Report, parent: QObject) -> PagedTable:
    """Rows of a report; a number of a column of numbers that says words stays what it is."""

    def cells(line: object) -> Sequence[Cell]:
        row = line if isinstance(line, tuple) else ()
        return tuple(Cell(written(value, kind)) for value, kind in zip(row, kinds, strict=True))

    kinds = [column.kind for column in report.columns]
    return PagedTable(_columns(report.columns), kinds, cells, parent)


def _columns(columns: Sequence[ReportColumn]) -> tuple[Column, ...]:
    """The widest column of words takes what is left."""
    widest = max(columns, key=lambda column: (column.kind not in NUMBERS, column.width))
    return tuple(
        Column(column.heading, 0 if column is widest else int(column.width * _PIXELS_A_MILLIMETRE))
        for column in columns
    )
