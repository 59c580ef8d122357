"""Files of handheld collectors (盘点机), read tolerantly: a code a line with quantity, time and shelf as far as given.

A line whose code is the label of a shelf says where the lines after it were scanned. Every other line that holds
anything becomes one line of the count, readable or not: nothing is dropped, and nothing is guessed from half a code.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from deskcirc.domain.collector_files import (
    CollectorColumn,
    CollectorFile,
    CollectorLine,
    CollectorWish,
    LineFault,
    SampleRow,
)
from deskcirc.domain.drafts import Mark
from deskcirc.domain.scanning import Flaw, ScanKind, read_scan
from deskcirc.exchange.collector_columns import SAMPLE, header_place, recognised
from deskcirc.exchange.collector_source import Source, SourceRow, read_source
from deskcirc.exchange.collector_times import DateOrder, clock_in, day_in, moment_in, order_of
from deskcirc.text import gettext as _

_SHOWN_ROWS: Final = 12
_LONGEST_TEXT: Final = 200
_LARGEST_QUANTITY: Final = 999_999
_SURELY_WHOLE: Final = re.compile(r"[A-Z0-9]{1,9}|[A-Z0-9]{11,12}")  # no command, no ISBN, nothing to be cleaned
_ROUNDED: Final = re.compile(r"\d(?:\.\d+)?E\+\d+", re.IGNORECASE)
_QUANTITY: Final = re.compile(r"[+]?(\d{1,12})(?:[.,]0+)?\s*(?:册|本|个|PCS|EA)?", re.IGNORECASE)
_WHEN: Final = (CollectorColumn.MOMENT, CollectorColumn.DAY, CollectorColumn.CLOCK)


def read_collector(octets: bytes, name: str, wish: CollectorWish) -> CollectorFile:
    """Read a whole file. Raises ImportFileError for one that holds no lines: empty, a picture, a program, damaged."""
    source = read_source(octets, name, wish)
    header = header_place(source.rows, wish)
    headers = source.rows[header].cells if header >= 0 else ()
    rows = source.rows[header + 1 :]
    columns = _with_one_code(wish.columns) if wish.columns else recognised(headers, rows, wish)
    reading = _Reading(columns, _order(rows, columns, wish), wish)
    lines = [line for line in map(reading.line, rows) if line is not None]
    flaws = [*source.problems, *_titles_left_out(source.rows, header)]
    if _is_cut(source, columns, lines):
        lines[-1] = _cut(lines[-1])
        flaws.append(_("The last line (line {number}) is cut off.").format(number=lines[-1].number))
    return CollectorFile(
        name,
        hashlib.sha256(octets).hexdigest(),
        source.encoding,
        source.delimiter,
        source.widths,
        columns,
        headers,
        tuple(lines),
        reading.shelf_labels,
        _first_rows(source),
        tuple(flaws),
    )


@dataclass(slots=True)
class _Reading:
    """Takes row after row; what it keeps between them is the shelf whose label was scanned."""

    columns: tuple[CollectorColumn, ...]
    order: DateOrder
    wish: CollectorWish
    shelf_code: str = ""
    shelf_labels: int = 0

    def line(self, row: SourceRow) -> CollectorLine | None:
        """The line of a row; None for the label of a shelf."""
        cells = dict(zip(self.columns, row.cells, strict=False))
        cell = cells.get(CollectorColumn.CODE, "")
        code, fault = self._code(cell)
        if code in self.wish.shelf_codes:
            self.shelf_code = code
            self.shelf_labels += 1
            return None
        fault = self._marked(row) or fault
        day, clock = self._when(cells)
        shelf, _fault = self._code(cells.get(CollectorColumn.SHELF, ""))
        return CollectorLine(
            row.number,
            code,
            day,
            clock,
            _quantity(cells.get(CollectorColumn.QUANTITY, "")),
            shelf or self.shelf_code,
            "\t".join(row.cells)[:_LONGEST_TEXT],
            cells.get(CollectorColumn.PERSON, ""),
            fault,
        )

    def _code(self, cell: str) -> tuple[str, LineFault | None]:
        if _SURELY_WHOLE.fullmatch(cell):
            return cell, None
        scan = read_scan(cell)
        if scan.code and (scan.code in self.wish.shelf_codes or self.wish.is_known(scan.code)):
            return scan.code, None
        return scan.code, _fault(cell, scan.kind, scan.flaw)

    def _marked(self, row: SourceRow) -> LineFault | None:
        """What the workbook itself says about the cell of the code."""
        for at, mark in row.marks:
            if at < len(self.columns) and self.columns[at] is CollectorColumn.CODE:
                return LineFault.ROUNDED if mark is Mark.NUMBER_ROUNDED else LineFault.FORMULA
        return None

    def _when(self, cells: dict[CollectorColumn, str]) -> tuple[date | None, time | None]:
        moment = cells.get(CollectorColumn.MOMENT, "")
        if moment and (found := moment_in(moment, self.order)) is not None:
            return found
        day = cells.get(CollectorColumn.DAY, "") or moment
        clock = cells.get(CollectorColumn.CLOCK, "")
        both = moment_in(day, self.order)
        if both is not None and not clock:
            return both
        return (both[0] if both else day_in(day, self.order)), clock_in(clock)


def _fault(cell: str, kind: ScanKind, flaw: Flaw | None) -> LineFault | None:
    if kind is ScanKind.EMPTY or not any(sign.isalnum() for sign in cell):
        return LineFault.LOST if "\ufffd" in cell else LineFault.NO_CODE
    if kind is ScanKind.COMMAND:
        return LineFault.COMMAND
    if "\ufffd" in cell:
        return LineFault.LOST
    if _ROUNDED.fullmatch(cell):
        return LineFault.ROUNDED
    if cell.startswith("="):
        return LineFault.FORMULA
    if flaw is not None:
        return LineFault.UNFIT
    words = not cell.isascii() and not any(sign.isdecimal() for sign in cell)
    return LineFault.NO_CODE if words else None


def _quantity(cell: str) -> int:
    """How many; 1 where the line does not say, 0 where it says none or cannot be read."""
    if not cell:
        return 1
    if cell.isdecimal() and len(cell) <= len(str(_LARGEST_QUANTITY)):
        return int(cell)
    found = _QUANTITY.fullmatch(cell)
    return min(int(found.group(1)), _LARGEST_QUANTITY) if found else 0


def _with_one_code(columns: tuple[CollectorColumn, ...]) -> tuple[CollectorColumn, ...]:
    """What a person chose; each meaning is taken once, and the first column bears the code where none was named."""
    chosen = tuple(
        column if column not in columns[:at] else CollectorColumn.NOTHING for at, column in enumerate(columns)
    )
    return chosen if CollectorColumn.CODE in chosen else (CollectorColumn.CODE, *chosen[1:])


def _order(rows: Sequence[SourceRow], columns: Sequence[CollectorColumn], wish: CollectorWish) -> DateOrder:
    """The order of day and month, told from cells over the whole file: the thirteenth comes late in a month."""
    places = [at for at, column in enumerate(columns) if column in _WHEN[:2]]
    step = max(len(rows) // SAMPLE, 1)
    return order_of(
        (row.cells[at] for row in rows[::step] for at in places if at < len(row.cells) and row.cells[at]), wish.today
    )


def _titles_left_out(rows: Sequence[SourceRow], header: int) -> list[str]:
    if header <= 0:
        return []
    return [_("What stands above the header (line {number}) was left out.").format(number=rows[header].number)]


def _is_cut(source: Source, columns: Sequence[CollectorColumn], lines: Sequence[CollectorLine]) -> bool:
    """Whether half a code may stand in the last line, which has no end: nothing follows it, as it does in the others,
    or it is shorter than all of them."""
    before, rows = lines[:-1], source.rows
    if not source.ends_open or len(before) < 2 or not lines[-1].readable:
        return False
    if lines[-1].number != rows[-1].number:  # the label of a shelf comes last
        return False
    code = columns.index(CollectorColumn.CODE)
    usual = Counter(len(row.cells) for row in rows[:-1]).most_common(1)[0][0]
    last = rows[-1].cells
    nothing_follows = not any(last[code + 1 :]) if source.widths else len(last) <= code + 1
    if usual > code + 1 and nothing_follows:
        return True
    return 0 < len(lines[-1].code) < min(len(line.code) for line in before)


def _cut(line: CollectorLine) -> CollectorLine:
    return CollectorLine(line.number, line.code, shelf_code=line.shelf_code, text=line.text, fault=LineFault.CUT)


def _first_rows(source: Source) -> tuple[SampleRow, ...]:
    return tuple(SampleRow(row.number, row.cells) for row in source.rows[:_SHOWN_ROWS])
