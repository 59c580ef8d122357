"""What the section of the report shows: the figures of one count, live before its closing and sealed after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_closing import ClosingQuestion, question_of
from deskcirc.desk.stocktake_reports import report_now, sealed_report
from deskcirc.domain.operators import Right
from deskcirc.domain.stocktake import Stocktake, StocktakeState
from deskcirc.domain.stocktake_report import StocktakeReport
from deskcirc.labels.stocktake_report import ReportSeal
from deskcirc.store.database import Connection
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.stocktakes import all_stocktakes

UNSEALED: Final = ReportSeal()
"""What stands where there is no seal yet."""


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The report on the screen, `table` being what of it is looked at; `seal` is empty while the count is not closed.

    `hidden` where whoever is at the counter counts blind. `entry` is the last act in the journal when it was read:
    while there is none since, nothing is read again.
    """

    counts: tuple[Stocktake, ...] = ()
    chosen: int | None = None
    table: str = "totals"
    report: StocktakeReport | None = None
    seal: ReportSeal = UNSEALED
    question: ClosingQuestion | None = None
    may_change: bool = False
    hidden: bool = False
    entry: int = -1
    edition: int = 0

    @property
    def count(self) -> Stocktake | None:
        """The count that is looked at."""
        return next((each for each in self.counts if each.id == self.chosen), None)


def read_part(desk: Desk, part: ReportPart) -> ReportPart:
    """Everything anew, if anything was done since it was read."""
    may = desk.operator.may(Right.STOCKTAKE)
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        if entry == part.entry and may == part.may_change:
            return part
        counts = all_stocktakes(connection)
        chosen = next((each for each in counts if each.id == part.chosen), None) or _first(counts)
        shown = replace(
            part,
            counts=counts,
            chosen=None if chosen is None else chosen.id,
            report=None,
            seal=UNSEALED,
            question=None,
            may_change=may,
            hidden=False,
            entry=entry,
            edition=part.edition + 1,
        )
        return shown if chosen is None else _with_report(desk, connection, shown, chosen)


def _first(counts: tuple[Stocktake, ...]) -> Stocktake | None:
    """The count that is going on; where there is none, the last."""
    running = [each for each in counts if each.state in (StocktakeState.OPEN, StocktakeState.PAUSED)]
    return next(iter((*running, *counts)), None)


def _with_report(desk: Desk, connection: Connection, part: ReportPart, count: Stocktake) -> ReportPart:
    void = count.state is StocktakeState.VOID
    sealed = sealed_report(connection, count.id)
    if sealed is not None:
        return replace(part, report=sealed.report, seal=ReportSeal(sealed.seal, sealed.whole, void))
    if count.state is StocktakeState.CLOSED:
        return replace(part, seal=ReportSeal(count.seal, whole=False))
    if count.blind and not part.may_change:
        return replace(part, hidden=True)
    report = report_now(desk, connection, count)
    return replace(part, report=report, seal=ReportSeal(void=void), question=question_of(count, report))
