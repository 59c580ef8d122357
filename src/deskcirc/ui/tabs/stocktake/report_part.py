"""What the section of the report shows: the figures of one count, live before its closing and sealed after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
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
from deskcirc.store.lookups.count_changes import tells_on_a_report
from deskcirc.store.lookups.stocktakes import all_stocktakes
from deskcirc.ui.tabs.stocktake.large_counts import may_wait

UNSEALED: Final = ReportSeal()
"""What stands where there is no seal yet."""
_READ_EVERY: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The report on the screen, `table` being what of it is looked at; `seal` is empty while the count is not closed.

    `hidden` where whoever is at the counter counts blind. `entry` is the last act in the journal up to which nothing
    tells on the report, `missed` the copies of its list "not seen", for which the next act at the counter may.
    """

    counts: tuple[Stocktake, ...] = ()
    chosen: int | None = None
    table: str = "totals"
    report: StocktakeReport | None = None
    seal: ReportSeal = UNSEALED
    question: ClosingQuestion | None = None
    may_change: bool = False
    hidden: bool = False
    missed: frozenset[int] = frozenset()
    read_at: datetime | None = None
    entry: int = -1
    edition: int = 0

    @property
    def count(self) -> Stocktake | None:
        """The count that is looked at."""
        return next((each for each in self.counts if each.id == self.chosen), None)


def read_part(desk: Desk, part: ReportPart) -> ReportPart:
    """What was written since, where it may tell on the report.

    The report of a hundred thousand copies takes a second or two: what tells on that of a large count, such as the
    scans of others, is read once in ten seconds. Another state of a count, or another person, is read at once.
    """
    return _read(desk, part, now=False)


def read_whole(desk: Desk, part: ReportPart) -> ReportPart:
    """The same without waiting: for a paper, a file, a question, an answer about one copy."""
    return _read(desk, part, now=True)


def _read(desk: Desk, part: ReportPart, *, now: bool) -> ReportPart:
    may = desk.operator.may(Right.STOCKTAKE)
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        if entry == part.entry and may == part.may_change:
            return part
        counts = all_stocktakes(connection)
        if part.entry >= 0 and may == part.may_change and counts == part.counts:
            if not tells_on_a_report(connection, part.entry, part.missed):
                return replace(part, entry=entry)
            if not now and part.count is not None and may_wait(desk.now, part.read_at, part.count.copies, _READ_EVERY):
                return part
        shown = replace(part, counts=counts, may_change=may, entry=entry, read_at=desk.now)
        return _read_anew(desk, connection, shown)


def _read_anew(desk: Desk, connection: Connection, part: ReportPart) -> ReportPart:
    chosen = part.count or _first(part.counts)
    edition = part.edition + 1
    shown = replace(part, report=None, seal=UNSEALED, question=None, hidden=False, edition=edition, missed=frozenset())
    return shown if chosen is None else _with_report(desk, connection, replace(shown, chosen=chosen.id), chosen)


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
    missed = frozenset(line.copy_id for line in report.missing)
    return replace(part, report=report, seal=ReportSeal(void=void), question=question_of(count, report), missed=missed)
