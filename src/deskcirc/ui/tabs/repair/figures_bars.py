"""A simple picture of a table of figures: the largest of its lines as bars."""

from __future__ import annotations

from deskcirc.domain.figures import FigureTable
from deskcirc.domain.report import written
from deskcirc.ui.bars import Bar, Bars


class FigureBars(Bars):
    """The largest lines of a table; `chosen` carries the code of the line whose bar was clicked."""

    def show_table(self, table: FigureTable | None) -> None:
        """Show the table's bars, nothing for one that has no picture or a single line."""
        if table is None or table.bar is None:
            self.show_bars((), "")
            return
        self.show_bars(_bars_of(table, table.bar), table.columns[table.bar].heading)


def _bars_of(table: FigureTable, column: int) -> tuple[Bar, ...]:
    kind = table.columns[column].kind
    values = [(line.name, line.words, line.figures[column].value) for line in table.lines]
    known = [Bar(name, words, value, written(value, kind)) for name, words, value in values if value]
    return tuple(sorted(known, key=lambda bar: -bar.value))
