"""What a person decides about a file before it is imported; every part has a sensible silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from deskcirc.domain.classes import SIX_THREE_THREE, Schooling
from deskcirc.exchange.columns import ColumnPlan


@dataclass(frozen=True, slots=True)
class Choices:
    """`encoding` and `syntax` (of MARC) are None where the file may decide; `plans` are kept by the sheet's name.

    `on` is the day for which the roster's grades hold (three in "三（2）班"): without it only labels with a year give
    a year of entry. `copies_if_silent` is the number of copies of a row that names neither a number nor a count.
    """

    encoding: str | None = None
    syntax: str | None = None
    plans: Mapping[str, ColumnPlan] = field(default_factory=dict)
    on: date | None = None
    schooling: Schooling = SIX_THREE_THREE
    copies_if_silent: int = 1
