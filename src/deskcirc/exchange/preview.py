"""What a person sees of a file before it is imported: its kind, its sheets, the guessed columns, the first rows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from deskcirc.domain.classes import SIX_THREE_THREE, Schooling
from deskcirc.domain.drafts import ReadRow
from deskcirc.errors import ImportFileError
from deskcirc.exchange.choices import Choices
from deskcirc.exchange.columns import ColumnPlan, TableKind, guess_plan
from deskcirc.exchange.delimited import read_delimited
from deskcirc.exchange.grid import Grid, Grids
from deskcirc.exchange.header_words import Column
from deskcirc.exchange.markup import read_markup
from deskcirc.exchange.roster import read_roster_row
from deskcirc.exchange.rows import PlannedRow
from deskcirc.exchange.source import FileKind, read_whole
from deskcirc.exchange.stock import read_stock_row
from deskcirc.exchange.workbook import read_workbook
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

SHOWN_ROWS: Final = 20
_SHOWN_HEADERS: Final = 12
_READERS: Final = {TableKind.STOCK: read_stock_row, TableKind.ROSTER: read_roster_row}


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """One table: its plan, its first rows below the header, how many there are, and what keeps it from being read.

    `row_count` is None where counting would mean reading a very large file.
    """

    name: str
    plan: ColumnPlan
    first_rows: tuple[tuple[str, ...], ...]
    row_count: int | None
    problem: str = ""

    def with_plan(self, plan: ColumnPlan) -> SheetPreview:
        """The sheet under a plan the person has changed."""
        return replace(self, plan=plan, problem=_problem(plan, self.row_count))


@dataclass(frozen=True, slots=True)
class Preview:
    """A file before it is imported: `format` says in a sentence what it is, `problems` what was left out.

    `chosen` holds the encoding and the MARC dialect if a person named them. The columns of a MARC file are fixed.
    """

    path: Path
    kind: FileKind
    format: str
    encoding: str
    sheets: tuple[SheetPreview, ...]
    problems: tuple[str, ...] = ()
    chosen: Choices = field(default_factory=Choices)

    @property
    def row_count(self) -> int | None:
        """How many rows an import will read; None where nobody has counted them."""
        counts = [sheet.row_count for sheet in self.sheets if not sheet.problem]
        return None if None in counts else sum(count for count in counts if count is not None)

    def choices(self, on: date | None = None, schooling: Schooling = SIX_THREE_THREE) -> Choices:
        """The choices this preview shows; `on` is the day for which the grades of a roster hold at this school."""
        plans = {} if self.kind is FileKind.MARC else {sheet.name: sheet.plan for sheet in self.sheets}
        return replace(self.chosen, plans=plans, on=on, schooling=schooling)


def load_tables(path: Path, kind: FileKind, encoding: str | None) -> Grids:
    """All tables of the file that hold anything; raises ImportFileError if none does."""
    if kind is FileKind.WORKBOOK:
        loaded = read_workbook(path)
    else:
        read = read_markup if kind is FileKind.MARKUP else read_delimited
        loaded = read(read_whole(path), encoding)
    filled = tuple(grid for grid in loaded.grids if any(not row.is_blank() for row in grid.rows))
    if not filled:
        raise ImportFileError(
            _("{name} contains no table with any data.").format(name=path.name),
            _("Export the list again and check that it has rows."),
        )
    return replace(loaded, grids=filled)


def preview_tables(path: Path, kind: FileKind, chosen: Choices) -> Preview:
    """The preview of a workbook, a text table or a page with tables."""
    loaded = load_tables(path, kind, chosen.encoding)
    sheets = tuple(_sheet(grid) for grid in loaded.grids)
    return Preview(path, kind, _format(kind, loaded), loaded.encoding, sheets, loaded.problems, chosen)


def read_tables(path: Path, kind: FileKind, choices: Choices) -> Iterator[ReadRow]:
    """Every row of every table that has a plan; raises ImportFileError at once if no table has one."""
    loaded = load_tables(path, kind, choices.encoding)
    planned = [(grid, choices.plans.get(grid.name) or guess_plan(grid)) for grid in loaded.grids]
    if not any(plan.is_ready() for _grid, plan in planned):
        grid, plan = planned[0]
        raise ImportFileError(_problem(plan, len(_below(grid, plan))), _needed())
    return _read([pair for pair in planned if pair[1].is_ready()], choices)


def _read(planned: list[tuple[Grid, ColumnPlan]], choices: Choices) -> Iterator[ReadRow]:
    """The rows in order; each is let go of once it is read, so that an import's memory grows while the file's falls."""
    planned.reverse()
    while planned:
        grid, plan = planned.pop()
        name, rows = grid.name, list(reversed(grid.rows))
        del grid
        read, places = _READERS[plan.kind], plan.places()
        while rows:
            row = rows.pop()
            if row.number > plan.header_row and not row.is_blank():
                yield read(PlannedRow(row, plan, places, name), choices)


def _below(grid: Grid, plan: ColumnPlan) -> list[tuple[str, ...]]:
    return [row.cells for row in grid.rows if row.number > plan.header_row and not row.is_blank()]


def _sheet(grid: Grid) -> SheetPreview:
    plan = guess_plan(grid)
    rows = _below(grid, plan)
    return SheetPreview(grid.name, plan, tuple(rows[:SHOWN_ROWS]), len(rows), _problem(plan, len(rows)))


def _problem(plan: ColumnPlan, row_count: int | None) -> str:
    """Why the table can't be read under the plan; "" if it can."""
    if plan.kind is TableKind.LOANS:
        return _("This is a list of loans; only titles and patrons can be imported.")
    if not plan.is_ready():
        return _("No known header was found; the first row reads: {found}.").format(found=_shown(plan.headers))
    if row_count == 0:
        return _("There is nothing below the header.")
    if plan.kind is TableKind.ROSTER and not {Column.CARD, Column.STUDENT_NUMBER, Column.REGISTER_NUMBER} & set(
        plan.columns
    ):
        return _("The roster has no column of card numbers or student numbers: {found}.").format(
            found=_shown(plan.headers)
        )
    return ""


def _needed() -> str:
    return _(
        "A list of books needs a column named 书名 (or 题名, title); a roster needs 姓名 (name) and 学号 or 借书号 "
        "(student or card number). Name the columns in the file, or choose them in the preview."
    )


def _shown(headers: tuple[str, ...]) -> str:
    shown = [header[:20] for header in headers if header]
    return ", ".join(shown[:_SHOWN_HEADERS]) + ("…" if len(shown) > _SHOWN_HEADERS else "")


def _format(kind: FileKind, loaded: Grids) -> str:
    count = len(loaded.grids)
    if kind is FileKind.WORKBOOK:
        return ngettext("Workbook with {count} sheet", "Workbook with {count} sheets", count).format(count=count)
    if kind is FileKind.MARKUP:
        return _("Web page or XML table, encoding {encoding}").format(encoding=loaded.encoding)
    return _("Text table, encoding {encoding}").format(encoding=loaded.encoding)
