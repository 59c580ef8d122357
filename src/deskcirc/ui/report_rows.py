"""A report as the rows of a table on a screen: as wide as on paper, its widest words taking what is left."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTableView

from deskcirc.domain.report import NUMBERS, Report, ReportColumn, written
from deskcirc.ui.lines_model import Cell, Column, dress_table
from deskcirc.ui.paged_model import PagedTable
from deskcirc.ui.theme import Theme

_PIXELS_A_MILLIMETRE: Final = 3.9
_ROW: Final = 29  # pixels


def show_report(table: QTableView, report: Report, theme: Theme) -> None:
    """Show the rows of a report in place of what the table showed before."""
    model = _model(report, table)
    model.wanted.connect(lambda keys: model.fill({key: report.rows[key] for key in keys}))
    model.set_keys(range(len(report.rows)))
    before = table.model()
    table.setModel(model)
    table.setAccessibleName(report.title)
    dress_table(table, theme, _columns(report.columns))
    table.verticalHeader().setMinimumSectionSize(theme.px(_ROW))
    table.verticalHeader().setDefaultSectionSize(theme.px(_ROW))
    if before is not None:
        before.deleteLater()


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
