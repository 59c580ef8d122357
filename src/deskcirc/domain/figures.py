"""A figure: one number that says what it counts and opens to the copies behind it; tables of them, with formulas.

A table becomes a `domain.report.Report`, so that it is printed and saved as every list is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deskcirc.domain.report import Kind, Report, ReportColumn, Value
from deskcirc.text import gettext as _


@dataclass(frozen=True, slots=True)
class Figure:
    """One number; None where there is nothing to reckon it from. `copies` are those it counts, once each."""

    value: int | None
    copies: tuple[int, ...] = ()


def counted(copies: Iterable[int]) -> Figure:
    """How many they are; a copy that is counted twice is opened once."""
    listed = tuple(copies)
    return Figure(len(listed), tuple(dict.fromkeys(listed)))


@dataclass(frozen=True, slots=True)
class FigureLine:
    """One line: its code, what it counts in words, its figures, and how they are reckoned, "" where that is plain."""

    name: str
    words: str
    figures: tuple[Figure, ...]
    how: str = ""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """Lines of figures under the same columns; `bar` is the column that a picture shows, None for none.

    `columns` are those of the figures alone; `of` heads the words before them. `notes` are the formulas under it.
    """

    name: str
    title: str
    of: str
    columns: tuple[ReportColumn, ...]
    lines: tuple[FigureLine, ...]
    bar: int | None = None
    notes: tuple[str, ...] = ()
    empty: str = ""

    @property
    def has_formulas(self) -> bool:
        """Whether its lines say how they are reckoned, in a column of its own."""
        return any(line.how for line in self.lines)

    @property
    def all_columns(self) -> tuple[ReportColumn, ...]:
        """The columns of its report: the words, the figures, how they are reckoned."""
        how = (ReportColumn(_("How it is reckoned"), 80),) if self.has_formulas else ()
        return (ReportColumn(self.of, 60), *self.columns, *how)

    def line(self, name: str) -> FigureLine | None:
        """The line of that code; None for none."""
        return next((line for line in self.lines if line.name == name), None)

    def report(self, told: str) -> Report:
        """The table as a list to print and to save; `told` is the line under its title."""
        rows = tuple(self._row(line) for line in self.lines)
        as_it_stands = _("By the register as it stands now: what is undone or put right later changes past days too.")
        notes = (*self.notes, as_it_stands)
        return Report(self.name, self.title, told, self.all_columns, rows, False, self.empty, notes)

    def _row(self, line: FigureLine) -> tuple[Value, ...]:
        how = (line.how,) if self.has_formulas else ()
        return (line.words, *(figure.value for figure in line.figures), *how)


def number_columns(headings: Sequence[str], width: float = 22) -> tuple[ReportColumn, ...]:
    """Columns of plain numbers under these headings."""
    return tuple(ReportColumn(heading, width, Kind.NUMBER) for heading in headings)
