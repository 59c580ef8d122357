"""A list that answers a question: its title, columns and rows; how it is shown, printed or saved is not its affair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from deskcirc.domain.prices import format_fen
from deskcirc.text import full_date

Value = str | int | date | None


class Kind(StrEnum):
    """What a column holds, which says how it is written and aligned; MONEY is in fen, SHARE in hundredths."""

    WORDS = "words"
    NUMBER = "number"
    DAY = "day"
    MONEY = "money"
    SHARE = "share"


HUNDREDTHS: Final = (Kind.MONEY, Kind.SHARE)
"""Kept as whole numbers of hundredths and written with two decimals."""
NUMBERS: Final = (Kind.NUMBER, *HUNDREDTHS)
"""What stands at the right of its column."""


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """One column; `width` is its share of a printed line, in millimetres of a page 180 wide."""

    heading: str
    width: float
    kind: Kind = Kind.WORDS


@dataclass(frozen=True, slots=True)
class Report:
    """A finished list. Rows of a `grouped` one stand together by their first column, which becomes their heading."""

    name: str  # for files and the command line
    title: str
    told: str  # one line under the title: of which library, which days, how many
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Value, ...], ...]
    grouped: bool = False
    empty: str = ""  # what is said where there is no row
    notes: tuple[str, ...] = ()  # said under the last row: how its figures are reckoned


@dataclass(frozen=True, slots=True)
class ReportFile:
    """A long list on its way into a file: many thousand rows are read and written beside the desk, with progress.

    `make` reads it on the thread that calls it; what it is given hears how many lines are read of how many.
    """

    make: Callable[[Callable[[int, int], None]], Report]
    path: Path


def written(value: Value, kind: Kind) -> str:
    """A value as it is read on the screen and on paper; "" for None."""
    if value is None:
        return ""
    if isinstance(value, date):
        return full_date(value)
    return format_fen(value) if kind in HUNDREDTHS and isinstance(value, int) else str(value)
