"""The report of a count: what was expected, found and missed, in copies and fen, by class, place, type and person.

It is reckoned by `domain.stocktake_reckoning`, frozen as JSON when the count is closed, and sealed by a hash over that
text. It names no patron: it is signed, posted and kept for ever.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from deskcirc.domain.stocktake import CountSums

UNDECIDED: Final = ""
"""What is decided about a line where nobody has decided yet."""


@dataclass(frozen=True, slots=True)
class Worth:
    """How many copies, and what those with a price are worth in fen; `unpriced` of the copies have none."""

    copies: int = 0
    fen: int = 0
    unpriced: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Copies that had to stand on a shelf: expected = found + missing + gone, in copies and in fen.

    `gone` left the stock since the opening, withdrawn by a decision that was none of this count.
    """

    expected: Worth = Worth()
    found: Worth = Worth()
    missing: Worth = Worth()
    gone: Worth = Worth()

    @property
    def rate(self) -> int | None:
        """How many of the expected copies were found, in hundredths of a percent; None where none was expected."""
        return self.found.copies * 10_000 // self.expected.copies if self.expected.copies else None


@dataclass(frozen=True, slots=True)
class ReportHead:
    """What was counted, when and by whom. `opened_at` and `closed_at` are instants as ISO 8601 in UTC; the second is
    "" while the count is not closed. `offset` is how many minutes the school's clock is ahead of UTC."""

    library: str
    number: str
    name: str
    scope: str  # in words
    blind: bool
    opened_at: str
    opened_by: str
    closed_at: str = ""
    closed_by: str = ""
    note: str = ""  # what was said at the closing
    offset: int = 0

    @property
    def label(self) -> str:
        """The name of the count, or its number."""
        return self.name or self.number

    def local(self, instant: str) -> datetime | None:
        """An instant of the report by the school's own clock; None for ""."""
        return datetime.fromisoformat(instant) + timedelta(minutes=self.offset) if instant else None


@dataclass(frozen=True, slots=True)
class TableLine:
    """One line of a table: its code (a class letter, a number), its name, its copies. `words` is "" where the code
    says all, as a main class does in whatever language, and where nothing is known."""

    code: str
    words: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class GroupLine:
    """Copies that were accounted for from the opening on: on loan, in repair …; `group` is the number of the group."""

    group: int
    worth: Worth


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Who counted: lines read, copies found by them first with their worth in fen, minutes at work without pauses."""

    person: str
    lines: int
    found: int
    minutes: int
    fen: int = 0


@dataclass(frozen=True, slots=True)
class FileLine:
    """A handheld's file that was loaded and not taken back."""

    name: str
    device: str
    person: str
    lines: int
    sha256: str


@dataclass(frozen=True, slots=True)
class MissingLine:
    """A copy that had to stand on a shelf and of which nothing was known; `decided` is a DecisionKind or UNDECIDED,
    `state` how the copy is registered when the report is made."""

    copy_id: int
    number: str
    title: str
    call_number: str
    location: str
    shelf: str
    price: int | None  # fen
    state: str
    decided: str = UNDECIDED
    at_closing: bool = False


@dataclass(frozen=True, slots=True)
class SeenLine:
    """A copy that stood where it was not looked for: found again, on loan and yet here, or misplaced."""

    copy_id: int
    number: str
    title: str
    call_number: str
    place: str  # where it stood
    belongs: str
    remark: str  # a Remark
    decided: str = UNDECIDED


@dataclass(frozen=True, slots=True)
class UnknownLine:
    """A code that no copy has; `copy` is the accession number of the copy it was decided to be."""

    code: str
    place: str
    at: str  # ISO 8601, UTC
    person: str
    decided: str = UNDECIDED
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of what the last closed count missed: `missing_then` is the sum of the three behind it.

    `found_now` stood on a shelf, went over the counter or is accounted for; `missing_again` is missed again, or still;
    `left` is not of the stock, or not of this count. `missing_anew` was not missed then. Rates as `Tally.rate`.
    """

    number: str
    name: str
    closed_at: str
    expected_then: int
    missing_then: int
    found_now: int
    missing_again: int
    left: int
    missing_anew: int
    rate_then: int | None
    rate_now: int | None


@dataclass(frozen=True, slots=True)
class StocktakeReport:
    """The whole report. Of the copies found `seen` stood on a shelf; the others are known by lending and returning."""

    head: ReportHead
    copies: int  # in the scope at the opening, whatever their group
    total: Tally
    seen: int
    groups: tuple[GroupLine, ...]
    sums: CountSums
    by_class: tuple[TableLine, ...] = ()
    by_location: tuple[TableLine, ...] = ()
    by_shelf: tuple[TableLine, ...] = ()
    by_item_type: tuple[TableLine, ...] = ()
    people: tuple[PersonLine, ...] = ()
    files: tuple[FileLine, ...] = ()
    missing: tuple[MissingLine, ...] = ()
    found_again: tuple[SeenLine, ...] = ()
    on_loan_here: tuple[SeenLine, ...] = ()
    misplaced: tuple[SeenLine, ...] = ()
    unknown: tuple[UnknownLine, ...] = ()
    comparison: Comparison | None = None
    version: int = 1

    @property
    def accounted(self) -> int:
        """The copies that were accounted for from the start."""
        return sum(line.worth.copies for line in self.groups)

    def stored(self) -> str:
        """The report as the library file keeps it and the seal is made over: one text for one report."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal_of(stored: str) -> str:
    """The SHA-256 of a stored report, in hexadecimal digits."""
    return hashlib.sha256(stored.encode()).hexdigest()


def stored_report(stored: str) -> StocktakeReport:
    """The report from what the library file keeps. Raises ValueError for a text that is none."""
    try:
        kept = json.loads(stored)
        parts: dict[str, Any] = {name: kept[name] for name in ("copies", "seen", "version")}
        parts |= {name: tuple(_line(each) for each in kept[name]) for name in _TABLES}
        parts |= {name: tuple(line(**each) for each in kept[name]) for name, line in _LISTS.items()}
        return StocktakeReport(
            head=ReportHead(**kept["head"]),
            total=_tally(kept["total"]),
            groups=tuple(GroupLine(each["group"], Worth(**each["worth"])) for each in kept["groups"]),
            sums=CountSums(**kept["sums"]),
            comparison=None if kept["comparison"] is None else Comparison(**kept["comparison"]),
            **parts,
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("no report of a count") from error


_TABLES: Final = ("by_class", "by_location", "by_shelf", "by_item_type")
_LISTS: Final[Mapping[str, type[Any]]] = {
    "people": PersonLine,
    "files": FileLine,
    "missing": MissingLine,
    "found_again": SeenLine,
    "on_loan_here": SeenLine,
    "misplaced": SeenLine,
    "unknown": UnknownLine,
}


def _tally(kept: Mapping[str, Any]) -> Tally:
    return Tally(**{name: Worth(**worth) for name, worth in kept.items()})


def _line(kept: Mapping[str, Any]) -> TableLine:
    return TableLine(kept["code"], kept["words"], _tally(kept["tally"]))
