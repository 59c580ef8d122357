"""The ledgers' values: amounts in titles, copies and fen, the balance, and which columns each ledger has.

The columns are those of the trade (the project's facts on ledgers): 总括登记账 in its three parts, 个别登记账, 分类账,
注销账. Sources and reasons stand in a line as codes, so that a sealed line says the same in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.domain.batches import BATCH_SOURCE_WORDS
from deskcirc.domain.classification import MAIN_CLASS_NAMES, main_class_name
from deskcirc.domain.report import Kind, Value, written
from deskcirc.domain.withdrawal import WITHDRAWAL_REASON_WORDS
from deskcirc.text import gettext as _
from deskcirc.text import marked, month_words

LETTERS: Final = (*MAIN_CLASS_NAMES, "")
"""The 22 main classes, T with all that begins with T, and "" for titles without a class that is one."""
DIVISIONS: Final = ("A", "B", "C-K", "N-X", "Z", "")


class LedgerName(StrEnum):
    """The six ledgers; the first three are the parts of the general one."""

    CAME = "in"
    GONE = "out"
    BALANCE = "balance"
    COPIES = "copies"
    CLASSES = "classes"
    WITHDRAWN = "withdrawn"


LEDGER_WORDS: Final = {
    LedgerName.CAME: marked("General ledger, part 1: came in"),
    LedgerName.GONE: marked("General ledger, part 2: went out"),
    LedgerName.BALANCE: marked("General ledger, part 3: balance"),
    LedgerName.COPIES: marked("Accession ledger"),
    LedgerName.CLASSES: marked("Ledger by class"),
    LedgerName.WITHDRAWN: marked("Withdrawal ledger"),
}


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of the stock: titles and copies counted, their worth in fen.

    A title comes with the first of its copies and goes with the last; a further copy counts among copies alone.
    """

    titles: int = 0
    copies: int = 0
    fen: int = 0

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.titles + other.titles, self.copies + other.copies, self.fen + other.fen)

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.titles - other.titles, self.copies - other.copies, self.fen - other.fen)

    @property
    def values(self) -> tuple[int, int, int]:
        """Titles, copies, fen."""
        return (self.titles, self.copies, self.fen)


NOTHING: Final = Amount()


@dataclass(frozen=True, slots=True)
class Balance:
    """What was there before, came, went (all from the movements) and is there (counted from the holdings)."""

    opening: Amount = NOTHING
    came: Amount = NOTHING
    gone: Amount = NOTHING
    held: Amount = NOTHING

    @property
    def reckoned(self) -> Amount:
        """What must be there: opening + in − out."""
        return self.opening + self.came - self.gone

    @property
    def difference(self) -> Amount:
        """What was counted less what must be there; nothing where the ledgers are right."""
        return self.held - self.reckoned

    @property
    def values(self) -> tuple[int, ...]:
        """Titles, copies, fen of the four."""
        return (*self.opening.values, *self.came.values, *self.gone.values, *self.held.values)


def _class_words(code: str) -> str:
    if "-" in code:
        return _("The whole division")
    return main_class_name(code) or _("No class")


def _span_words(code: str) -> str:
    return month_words(date.fromisoformat(f"{code}-01")) if "-" in code else code


_SPECIAL: Final[Mapping[str, Callable[[str], str]]] = {
    "letter": lambda code: code.replace("-", "–"),
    "name": _class_words,
    "span": _span_words,
}


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column; `width` in millimetres of a printed line, `adds` for what pages sum up and carry forward.

    `part` says which side of the balance its number is of, for opening its copies; `codes` turns codes into words.
    """

    name: str
    heading: str
    width: float
    kind: Kind = Kind.WORDS
    adds: bool = False
    part: str = ""
    codes: Mapping[str, str] | None = None
    group: str = ""  # the heading above several columns

    def text(self, value: Value) -> str:
        """The value as it is read; nought in a column of sums is left blank, as in the books."""
        if isinstance(value, date):
            return value.isoformat()  # short, and the same in every language
        if self.codes is not None and isinstance(value, str):
            code, _colon, words = value.partition(":")
            if self.name == "withdrawal" and words:
                return f"{words} {_(self.codes.get(code, code))}"
            return ": ".join(part for part in (_(self.codes[code]) if code in self.codes else code, words) if part)
        if self.name in _SPECIAL:
            return _SPECIAL[self.name](str(value))
        return "" if value == 0 and self.adds else written(value, self.kind)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One line; `key` names what stands behind it: "batch:7", "day:2026-03-02", "withdrawal:3", "class:I", "copy:9"."""

    key: str
    values: tuple[Value, ...]


def division_columns(part: str) -> tuple[LedgerColumn, ...]:
    """Copies by division; those without a class have a column of their own, so that the sums add up."""
    names = (*DIVISIONS[:-1], marked("No class"))
    headings = marked("Copies by division")
    return tuple(
        LedgerColumn(
            f"division_{division or 'none'}", name.replace("-", "–"), 11, Kind.NUMBER, True, part, None, headings
        )
        for division, name in zip(DIVISIONS, names, strict=True)
    )


def _sides() -> tuple[LedgerColumn, ...]:
    sides = (
        ("opening", marked("Opening")),
        ("came", marked("Came in")),
        ("gone", marked("Went out")),
        ("held", marked("Closing")),
    )
    found: list[LedgerColumn] = []
    for part, group in sides:
        found += (
            LedgerColumn(f"{part}_titles", marked("Titles"), 15, Kind.NUMBER, True, part, None, group),
            LedgerColumn(f"{part}_copies", marked("Copies"), 15, Kind.NUMBER, True, part, None, group),
            LedgerColumn(f"{part}_fen", marked("Yuan"), 23, Kind.MONEY, True, part, None, group),
        )
    return tuple(found)


_SOURCES: Final = {str(source): words for source, words in BATCH_SOURCE_WORDS.items()}
_REASONS: Final = {str(reason): words for reason, words in WITHDRAWAL_REASON_WORDS.items()}
_DAY: Final = Kind.DAY

COLUMNS: Final[Mapping[LedgerName, Sequence[LedgerColumn]]] = {
    LedgerName.CAME: (
        LedgerColumn("day", marked("Day"), 19, _DAY),
        LedgerColumn("number", marked("General no."), 19),
        LedgerColumn("invoice", marked("Voucher or invoice"), 24),
        LedgerColumn("source", marked("Source"), 38, codes=_SOURCES),
        LedgerColumn("titles", marked("Titles"), 13, Kind.NUMBER, True, "came"),
        LedgerColumn("copies", marked("Copies"), 14, Kind.NUMBER, True, "came"),
        LedgerColumn("fen", marked("Yuan"), 23, Kind.MONEY, True, "came"),
        *division_columns("came"),
        LedgerColumn("numbers", marked("Accession nos. from – to"), 40),
        LedgerColumn("note", marked("Remarks"), 24),
    ),
    LedgerName.GONE: (
        LedgerColumn("day", marked("Day"), 22, _DAY),
        LedgerColumn("document", marked("Approval document"), 44),
        LedgerColumn("number", marked("Withdrawal no."), 28),
        LedgerColumn("copies", marked("Copies"), 16, Kind.NUMBER, True, "gone"),
        LedgerColumn("fen", marked("Yuan"), 26, Kind.MONEY, True, "gone"),
        *division_columns("gone"),
        LedgerColumn("reason", marked("Reason"), 40, codes=_REASONS),
        LedgerColumn("note", marked("Remarks"), 36),
    ),
    LedgerName.BALANCE: (LedgerColumn("span", marked("Period"), 40), *_sides()),
    LedgerName.COPIES: (
        LedgerColumn("day", marked("Day registered"), 19, _DAY),
        LedgerColumn("accession_number", marked("Accession no."), 20),
        LedgerColumn("title", marked("Title"), 52),
        LedgerColumn("author", marked("Responsibility"), 29),
        LedgerColumn("publisher", marked("Publisher"), 27),
        LedgerColumn("year", marked("Publication year"), 10, Kind.NUMBER),
        LedgerColumn("fen", marked("Unit price"), 17, Kind.MONEY, True, "came"),
        LedgerColumn("source", marked("Source"), 21, codes=_SOURCES),
        LedgerColumn("batch", marked("General no."), 17),
        LedgerColumn("call_number", marked("Call number"), 23),
        LedgerColumn("withdrawal", marked("Withdrawn: day, no., reason"), 35, codes=_REASONS),
        LedgerColumn("note", marked("Remarks"), 13),
    ),
    LedgerName.CLASSES: (
        LedgerColumn("letter", marked("CLC class"), 12),
        LedgerColumn("name", marked("Name of the class"), 53),
        *_sides(),
    ),
    LedgerName.WITHDRAWN: (
        LedgerColumn("day", marked("Day withdrawn"), 21, _DAY),
        LedgerColumn("number", marked("Withdrawal no."), 22),
        LedgerColumn("approved_by", marked("Approved by"), 22),
        LedgerColumn("accession_number", marked("Accession no."), 22),
        LedgerColumn("title", marked("Title"), 72),
        LedgerColumn("fen", marked("Unit price"), 19, Kind.MONEY, True, "gone"),
        LedgerColumn("reason", marked("Reason"), 42, codes=_REASONS),
        LedgerColumn("compensation", marked("Compensation"), 20, Kind.MONEY, True, "gone"),
        LedgerColumn("note", marked("Remarks"), 31),
    ),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Days of a ledger, both included; no first day is from the beginning."""

    first: date | None
    last: date

    def holds(self, day: date) -> bool:
        """Whether the day lies in it."""
        return (self.first is None or self.first <= day) and day <= self.last
