"""What the section of the counts shows: every count with how far it has come."""

from __future__ import annotations

from dataclasses import dataclass, replace

from deskcirc.desk.desk import Desk
from deskcirc.domain.operators import Right
from deskcirc.domain.stocktake import CountSums, Stocktake
from deskcirc.store.lookups.counted import count_sums
from deskcirc.store.lookups.stocktakes import all_stocktakes


@dataclass(frozen=True, slots=True)
class CountLine:
    """One count with what was read in it so far."""

    stocktake: Stocktake
    sums: CountSums


@dataclass(frozen=True, slots=True)
class CountsPart:
    """Everything the section shows; `chosen` is the count somebody looks at."""

    lines: tuple[CountLine, ...] = ()
    chosen: int | None = None
    may_change: bool = False


def read_part(desk: Desk, part: CountsPart) -> CountsPart:
    """Read the counts again, the latest first."""
    with desk.library.reading() as connection:
        lines = tuple(CountLine(each, count_sums(connection, each.id)) for each in all_stocktakes(connection))
    return replace(part, lines=lines, may_change=desk.operator.may(Right.STOCKTAKE))
