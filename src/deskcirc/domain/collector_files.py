"""A handheld collector's file as values: its lines, its columns, what is wrong with it, and what a person chose.

The reader (`exchange.collector`) fills these from bytes, the desk (`desk.count_files`) counts them; times are those of
the handheld's own clock, without a time zone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext


class CollectorColumn(StrEnum):
    """What a column of a handheld's file can mean."""

    NOTHING = ""
    CODE = "code"
    QUANTITY = "quantity"
    MOMENT = "moment"  # day and time in one
    DAY = "day"
    CLOCK = "clock"
    SHELF = "shelf"
    PERSON = "person"


COLLECTOR_COLUMN_WORDS: Final = {
    CollectorColumn.NOTHING: marked("not used"),
    CollectorColumn.CODE: marked("code"),
    CollectorColumn.QUANTITY: marked("quantity"),
    CollectorColumn.MOMENT: marked("day and time"),
    CollectorColumn.DAY: marked("day"),
    CollectorColumn.CLOCK: marked("time of day"),
    CollectorColumn.SHELF: marked("shelf code"),
    CollectorColumn.PERSON: marked("person"),
}


class LineFault(StrEnum):
    """Why a line holds no code that can be looked for; it is kept and told all the same."""

    CUT = "cut"
    NO_CODE = "no_code"
    LOST = "lost"
    ROUNDED = "rounded"
    FORMULA = "formula"
    COMMAND = "command"
    UNFIT = "unfit"


LINE_FAULT_SENTENCES: Final = {
    LineFault.CUT: marked("the file was cut off in this line: scan this copy again"),
    LineFault.NO_CODE: marked("there is no code in it"),
    LineFault.LOST: marked("characters of its code were lost: choose another encoding"),
    LineFault.ROUNDED: marked("a spreadsheet has rounded its code: take the handheld's own file"),
    LineFault.FORMULA: marked("a formula stands in place of its code"),
    LineFault.COMMAND: marked("it is a command barcode of the counter"),
    LineFault.UNFIT: marked("it is too long or holds characters that no label has"),
}


@dataclass(frozen=True, slots=True)
class CollectorLine:
    """One line that holds anything: its number in the file from 1, and its code in its normal spelling.

    `day` and `clock` are what the handheld's clock showed, None where the line does not say; `quantity` is 0 where it
    is none or cannot be read. `shelf_code` is that of its column, or of the shelf label scanned before it.
    """

    number: int
    code: str
    day: date | None = None
    clock: time | None = None
    quantity: int = 1
    shelf_code: str = ""
    text: str = ""  # as it stands in the file, its cells parted by tabs
    person: str = ""
    fault: LineFault | None = None

    @property
    def at(self) -> datetime | None:
        """When the handheld's clock says it was scanned; None where it names no day or no time of day."""
        return datetime.combine(self.day, self.clock) if self.day is not None and self.clock is not None else None

    @property
    def readable(self) -> bool:
        """Whether its code can be looked for."""
        return self.fault is None


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One row as it stands in the file, for a preview: its number and its cells."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CollectorFile:
    """A handheld's file, read. `delimiter` is "" for a workbook, for one code a line and for columns of fixed width,
    whose `widths` are given in characters; `flaws` are sentences about the file as a whole."""

    name: str
    sha256: str  # in hex
    encoding: str = ""
    delimiter: str = ""
    widths: tuple[int, ...] = ()
    columns: tuple[CollectorColumn, ...] = ()
    headers: tuple[str, ...] = ()  # the words of its header row; empty where it has none
    lines: tuple[CollectorLine, ...] = ()
    shelf_labels: int = 0  # lines that are the label of a shelf
    first_rows: tuple[SampleRow, ...] = ()
    flaws: tuple[str, ...] = ()

    @property
    def timed(self) -> int:
        """How many lines say when they were scanned."""
        return sum(line.at is not None for line in self.lines)

    def sentence(self) -> str:
        """What the file is: "120 lines, encoding gb18030, with times, 3 shelf labels"."""
        words = [ngettext("{count} line", "{count} lines", len(self.lines)).format(count=f"{len(self.lines):,}")]
        if self.encoding:
            words.append(_("encoding {encoding}").format(encoding=self.encoding))
        words.append(_("with times") if self.timed else _("without times"))
        if self.shelf_labels:
            label = ngettext("{count} shelf label", "{count} shelf labels", self.shelf_labels)
            words.append(label.format(count=self.shelf_labels))
        return _(", ").join(words)


def nothing_known(_code: str) -> bool:
    """What a reader without a library knows."""
    return False


@dataclass(frozen=True, slots=True)
class CollectorWish:
    """What is known before the file is read, and what a person chose; every part has a sensible silence.

    `is_known` says whether a code, in its normal spelling, is a copy's; `shelf_codes` are those on the labels of
    shelves, in their normal spelling; `today` is the school's own day, by which 03/04 is told from 04/03.
    """

    encoding: str = ""
    delimiter: str = ""
    widths: tuple[int, ...] = ()
    columns: tuple[CollectorColumn, ...] = ()
    is_known: Callable[[str], bool] = nothing_known
    shelf_codes: frozenset[str] = frozenset()
    today: date | None = None
