"""One row of a table under its plan: cells by their meaning, and the rows that are no entries at all."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from deskcirc.domain.drafts import Draft, Mark, Note, ReadRow, Refusal, RefusalReason
from deskcirc.exchange.columns import ColumnPlan
from deskcirc.exchange.grid import GridRow, one_line
from deskcirc.exchange.header_words import Column

_SUM: Final = re.compile(
    r"(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|总数|本页合计|sub ?total|grand total|total|sum)[:：]?", re.IGNORECASE
)
_REMARK: Final = re.compile(
    r"(?:制\s*表|填\s*表|审\s*核|经\s*手|打印|日期|备\s*注|注|说\s*明|第\s*\d+\s*页|共\s*\d+).*"
)
_NUMBER: Final = re.compile(r"[\d.,\s￥¥元册种本=SUM()A-Z:]*")


class PlannedRow:
    """A row with its plan: gives each cell by its meaning and collects the notes made on the way."""

    def __init__(self, row: GridRow, plan: ColumnPlan, places: Mapping[Column, int], sheet: str) -> None:
        self._row = row
        self._marks = dict(row.marks)
        self._plan = plan
        self._places = places
        self._sheet = sheet
        self.notes: list[Note] = []

    def raw(self, column: Column) -> str:
        """The cell of that meaning, "" if the table has none; a formula without a value is noted and counts as ""."""
        place = self._places.get(column)
        if place is None or place >= len(self._row.cells):
            return ""
        text = self._row.cells[place]
        mark = self._marks.get(place)
        if mark is not None and not (mark is Mark.NUMBER_ROUNDED and column not in _LONG_NUMBERS):
            self.note(mark, text)
        return "" if mark is Mark.FORMULA else text

    def text(self, column: Column) -> str:
        """The cell on one line."""
        text = self.raw(column) if column in self._places else ""
        return one_line(text) if text else ""

    def headed(self, column: Column) -> str:
        """The cell behind its header ("借书权限: 暂停"), for a note; "" if it is blank."""
        value = self.text(column)
        return f"{one_line(self._plan.headers[self._places[column]])}: {value}" if value else ""

    def note(self, mark: Mark, value: str) -> None:
        """Remember something doubtful about the row, once."""
        made = Note(mark, value)
        if made not in self.notes:
            self.notes.append(made)

    def taken(self, draft: Draft) -> ReadRow:
        """The row as an entry."""
        return ReadRow(self._row.number, self._sheet, self._row.original(), draft=draft, notes=tuple(self.notes))

    def refused(self, reason: RefusalReason, value: str = "") -> ReadRow:
        """The row with the reason why it is none."""
        return ReadRow(self._row.number, self._sheet, self._row.original(), refusal=Refusal(reason, value))

    def no_entry(self) -> ReadRow | None:
        """The refusal of a row that is broken, a sum, a remark below the table or the header once more; else None."""
        cells = [one_line(cell) for cell in self._row.cells]
        width = len(self._plan.headers)
        if any(cells[width:]) and all(self._plan.headers):
            return self.refused(RefusalReason.ROW_BROKEN, str(len(cells)))
        if tuple(self._row.cells[:width]) == self._plan.headers:
            return self.refused(RefusalReason.NOT_A_RECORD, cells[0])
        filled = [cell for cell in cells if cell]
        sums = [cell for cell in filled if _SUM.fullmatch(cell)]
        if sums and all(cell in sums or _NUMBER.fullmatch(cell) for cell in filled):
            return self.refused(RefusalReason.NOT_A_RECORD, " ".join(filled))
        if len(set(filled)) == 1 and width > 2 and _REMARK.fullmatch(filled[0]):
            return self.refused(RefusalReason.NOT_A_RECORD, filled[0])
        return None


_LONG_NUMBERS: Final = frozenset(
    {Column.ISBN, Column.ACCESSION_NUMBER, Column.BARCODE, Column.CARD, Column.STUDENT_NUMBER, Column.REGISTER_NUMBER}
)
