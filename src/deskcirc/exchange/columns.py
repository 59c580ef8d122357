"""Which column of a table means what: guessed from the header's words and the values below, mended by a person.

The header may stand below title rows, and each sheet of a workbook may be a table of its own kind.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from deskcirc.domain.classes import read_class
from deskcirc.domain.isbn import read_isbn
from deskcirc.exchange.grid import Grid, GridRow
from deskcirc.exchange.header_words import FOREIGN_ENDINGS, LOAN_WORDS, ROSTER_WORDS, STOCK_WORDS, Column

_HEADER_WITHIN: Final = 40  # filled rows in which a header is looked for
_LONGEST_HEADER: Final = 14  # characters; longer cells are matched only as a whole
_SAMPLE: Final = 200
_LOANS_SURELY: Final = 1000  # stronger than any match of words
_ASIDE: Final = re.compile(r"\(.*?\)|\[.*?\]|<.*?>")
_SIGNS: Final = re.compile(r"[\s*:_\-.,#/、'\"]+")


class TableKind(StrEnum):
    """What a table lists."""

    STOCK = "stock"
    ROSTER = "roster"
    LOANS = "loans"  # recognised, so that it can be refused by its name
    UNKNOWN = "unknown"
    EMPTY = "empty"


WORDS: Final = {TableKind.STOCK: STOCK_WORDS, TableKind.ROSTER: ROSTER_WORDS}
_NEEDED: Final = {TableKind.STOCK: Column.TITLE, TableKind.ROSTER: Column.NAME}


@dataclass(frozen=True, slots=True)
class ColumnPlan:
    """How one table is read; a person may change any part of it before the import.

    `header_row` is the number of the header's row as the person sees it (rows above are not read), 0 for none;
    `columns` has one entry for each header, None for a column that is not taken.
    """

    kind: TableKind
    header_row: int
    headers: tuple[str, ...]
    columns: tuple[Column | None, ...]

    def with_column(self, place: int, column: Column | None) -> ColumnPlan:
        """The plan with the column at `place` (from 0) meaning `column`; another one of that meaning is let go."""
        changed = [None if old is column else old for old in self.columns]
        changed[place] = column
        return replace(self, columns=tuple(changed))

    def as_kind(self, kind: TableKind) -> ColumnPlan:
        """The plan for a table of another kind, its columns guessed anew from the headers."""
        matches = _match(self.headers, WORDS[kind])
        return replace(self, kind=kind, columns=_columns(len(self.headers), matches))

    def places(self) -> dict[Column, int]:
        """The place (from 0) of each column that is taken."""
        return {column: place for place, column in enumerate(self.columns) if column is not None}

    def is_ready(self) -> bool:
        """Whether the table can be read: a stock list needs titles, a roster names."""
        return self.kind in _NEEDED and _NEEDED[self.kind] in self.columns


def columns_for(kind: TableKind) -> tuple[Column, ...]:
    """The columns a person can choose from for a table of this kind."""
    return tuple(WORDS.get(kind, ()))


def plain_header(text: str) -> str:
    """A header's words as they are compared: half-width, lower case, without blanks, signs and brackets."""
    half_width = unicodedata.normalize("NFKC", text).lower()
    return _SIGNS.sub("", _ASIDE.sub("", half_width)) or _SIGNS.sub("", half_width)


def guess_plan(grid: Grid) -> ColumnPlan:
    """The plan that fits the table best; kind UNKNOWN where no row is a header we know."""
    rows = grid.filled_rows()
    if not rows:
        return ColumnPlan(TableKind.EMPTY, 0, (), ())
    candidates = [_plan_from(row) for row in rows[:_HEADER_WITHIN]]
    best = max(candidates, key=lambda candidate: candidate[0])
    if best[0] == 0:
        first = next((row for row in rows[:_HEADER_WITHIN] if sum(map(bool, row.cells)) > 1), rows[0])
        return ColumnPlan(TableKind.UNKNOWN, first.number, first.cells, (None,) * len(first.cells))
    plan = best[1]
    if plan.kind not in WORDS:
        return plan
    below = [row for row in rows if row.number > plan.header_row]
    return _mended_by_values(plan, below[:_SAMPLE])


_Matches = dict[Column, tuple[int, int]]  # the strength of the match (2 exact, 1 contained) and the place


def _plan_from(row: GridRow) -> tuple[int, ColumnPlan]:
    """How much `row` looks like a header (0 not at all), and the plan if it is one."""
    if len(set(filter(None, row.cells))) < 2:
        return 0, ColumnPlan(TableKind.UNKNOWN, row.number, row.cells, ())
    matches = {kind: _match(row.cells, words) for kind, words in WORDS.items()}
    loan_words = len(LOAN_WORDS.intersection(map(plain_header, row.cells)))
    if loan_words > 1 or (loan_words and all(_NEEDED[kind] in matches[kind] for kind in WORDS)):
        nothing = (None,) * len(row.cells)
        return _LOANS_SURELY, ColumnPlan(TableKind.LOANS, row.number, row.cells, nothing)
    kind = max(WORDS, key=lambda kind: _strength(kind, matches[kind]))
    plan = ColumnPlan(kind, row.number, row.cells, _columns(len(row.cells), matches[kind]))
    return _strength(kind, matches[kind]), plan


def _strength(kind: TableKind, matches: _Matches) -> int:
    """How well a header fits a kind of table: 0 without the column it needs, or with nothing beside it."""
    if len(matches) < 2 or _NEEDED[kind] not in matches:
        return 0
    return sum(strength for strength, _place in matches.values())


def _match(headers: Sequence[str], words: Mapping[Column, str]) -> _Matches:
    """The first column of each meaning, whole words before parts of words."""
    plain = [plain_header(header) for header in headers]
    exact = {word: column for column, line in words.items() for word in line.split()}
    found: _Matches = {}
    taken: set[int] = set()
    for place, header in enumerate(plain):
        column = exact.get(header)
        if column is not None and column not in found:
            found[column] = (2, place)
            taken.add(place)
    for place, header in enumerate(plain):
        column = None if place in taken else _contained(header, exact)
        if column is not None and column not in found:
            found[column] = (1, place)
    return found


def _contained(header: str, exact: Mapping[str, Column]) -> Column | None:
    """The meaning of the longest Chinese word inside the header."""
    if len(header) > _LONGEST_HEADER or header.endswith(FOREIGN_ENDINGS) or header in exact:
        return None
    inside = [word for word in exact if len(word) > 1 and not word.isascii() and word in header]
    return exact[max(inside, key=len)] if inside else None


def _columns(width: int, matches: _Matches) -> tuple[Column | None, ...]:
    by_place = {place: column for column, (_strength, place) in matches.items()}
    return tuple(by_place.get(place) for place in range(width))


def _mended_by_values(plan: ColumnPlan, rows: Sequence[GridRow]) -> ColumnPlan:
    """Columns without a known header take their meaning from their values; a "barcode" full of ISBNs is the ISBN."""
    if plan.kind is TableKind.STOCK:
        usual = {None, Column.BARCODE, Column.ACCESSION_NUMBER}
        open_places = [place for place, column in enumerate(plan.columns) if column in usual]
        return _with_values(plan, rows, Column.ISBN, open_places, _is_isbn)
    open_places = [place for place, header in enumerate(plan.headers) if not header]
    plan = _with_values(plan, rows, Column.CLASS, open_places, _is_class)
    return _with_values(plan, rows, Column.GENDER, open_places, _is_gender)


def _with_values(
    plan: ColumnPlan, rows: Sequence[GridRow], column: Column, places: Sequence[int], looks: Callable[[str], bool]
) -> ColumnPlan:
    """The plan with `column` at the first of `places` where most values look like it, if it has none yet."""
    if column in plan.columns:
        return plan
    place = next((place for place in places if _share(rows, place, looks) > 0.6), None)
    return plan if place is None else plan.with_column(place, column)


def _share(rows: Sequence[GridRow], place: int, looks: Callable[[str], bool]) -> float:
    values = [row.cells[place] for row in rows if place < len(row.cells) and row.cells[place]]
    return sum(map(looks, values)) / len(values) if values else 0.0


def _is_isbn(value: str) -> bool:
    isbn = read_isbn(value)
    return isbn.ruined or (isbn.valid and value.replace("-", "").startswith(("978", "979")))


def _is_class(value: str) -> bool:
    label = read_class(value)
    return label is not None and label.number is not None and (label.grade or label.entry_year) is not None


def _is_gender(value: str) -> bool:
    return value in {"男", "女"}
