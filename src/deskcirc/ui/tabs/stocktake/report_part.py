"""What the section of the report shows: the figures of one count, live before its closing and sealed after it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.reading import OnProgress, Reading, silent
from deskcirc.desk.stocktake_closing import ClosingQuestion, question_of
from deskcirc.desk.stocktake_reports import report_now, sealed_report
from deskcirc.desk.stocktakes import the_stocktake
from deskcirc.domain.operators import Right
from deskcirc.domain.stocktake import Stocktake, StocktakeState
from deskcirc.domain.stocktake_report import StocktakeReport
from deskcirc.errors import DeskcircError
from deskcirc.labels.stocktake_report import ReportSeal
from deskcirc.store.database import Connection
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.count_changes import tells_on_a_report
from deskcirc.store.lookups.stocktakes import all_stocktakes
from deskcirc.ui.tabs.stocktake.large_counts import is_large, may_wait

UNSEALED: Final = ReportSeal()
"""What stands where there is no seal yet."""
_READ_EVERY: Final = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Figures:
    """What was read of one count: its report, the seal it has, and the question before its closing while it runs."""

    count: tuple[int, StocktakeState] | None
    entry: int
    report: StocktakeReport | None = None
    seal: ReportSeal = UNSEALED
    question: ClosingQuestion | None = None
    missed: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class ReportPart:
    """The report on the screen, `table` being what of it is looked at; `seal` is empty while the count is not closed.

    `hidden` where whoever is at the counter counts blind. `reading` is under way beside the desk, while the report from
    before it stays on the screen. `entry` is the last act in the journal up to which nothing
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
    of_count: tuple[int, StocktakeState] | None = None  # whose the report is, and what state it was in
    reading: Reading[Figures] | None = None
    read_at: datetime | None = None
    entry: int = -1
    edition: int = 0

    @property
    def count(self) -> Stocktake | None:
        """The count that is looked at."""
        return next((each for each in self.counts if each.id == self.chosen), None)


def read_part(desk: Desk, part: ReportPart) -> ReportPart:
    """What was written since, where it may tell on the report.

    The report of a hundred thousand copies takes a second or two: it is read beside the desk, while scans go on, and
    what tells on that of a large count, such as the scans of others, is read once in ten seconds. Another state of a
    count, or another person, is looked after at once.
    """
    return _read(desk, _arrived(desk, part), now=False)


def read_whole(desk: Desk, part: ReportPart) -> ReportPart:
    """The same without waiting, and here: for a paper, a file, a question."""
    if part.reading is not None:
        part.reading.stop()
        part = replace(part, reading=None, entry=-1)
    return _read(replace(desk, beside=None), part, now=True)


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
            if not now and _may_wait(desk, part):
                return part
        shown = replace(part, counts=counts, may_change=may, entry=entry, read_at=desk.now)
        return _read_anew(desk, connection, shown)


def _may_wait(desk: Desk, part: ReportPart) -> bool:
    count = part.count
    return count is not None and (
        part.reading is not None or may_wait(desk.now, part.read_at, count.copies, _READ_EVERY)
    )


def _read_anew(desk: Desk, connection: Connection, part: ReportPart) -> ReportPart:
    if part.reading is not None:
        part.reading.stop()
        part = replace(part, reading=None)
    chosen = part.count or _first(part.counts)
    if chosen is None:
        return _painted(part, Figures(None, part.entry))
    part = replace(part, chosen=chosen.id)
    if _is_hidden(connection, chosen, part):
        return replace(_painted(part, Figures(_named(chosen), part.entry)), hidden=True)
    if desk.beside is None or not is_large(chosen.copies):
        at_once = replace(desk, progress=silent)  # too soon over for anybody to follow
        return _painted(part, figures_of(at_once, connection, chosen))
    kept = part if part.of_count == _named(chosen) else _painted(part, Figures(_named(chosen), part.entry))
    return replace(kept, reading=desk.beside(desk, partial(read_figures, chosen.id)), edition=part.edition + 1)


def is_read_beside(desk: Desk, count: Stocktake) -> bool:
    """Whether whatever tells of the whole count is read beside the desk."""
    return desk.beside is not None and is_large(count.copies)


def _is_hidden(connection: Connection, count: Stocktake, part: ReportPart) -> bool:
    """Whether the count is blind for whoever is here: until its report was signed once."""
    if part.may_change or not count.blind or count.state is StocktakeState.CLOSED:
        return False
    return sealed_report(connection, count.id) is None


def read_figures(stocktake_id: int, desk: Desk, progress: OnProgress) -> Figures:
    """The figures of a count as they are now; it may take seconds. Raises GoneError for no count, CancelledError."""
    with desk.library.reading() as connection:
        return figures_of(replace(desk, progress=progress), connection, the_stocktake(connection, stocktake_id))


def figures_of(desk: Desk, connection: Connection, count: Stocktake) -> Figures:
    """The figures of a count as the connection sees them."""
    void = count.state is StocktakeState.VOID
    entry = last_entry_id(connection)
    sealed = sealed_report(connection, count.id)
    if sealed is not None:
        return Figures(_named(count), entry, sealed.report, ReportSeal(sealed.seal, sealed.whole, void))
    if count.state is StocktakeState.CLOSED:
        return Figures(_named(count), entry, None, ReportSeal(count.seal, whole=False))
    report = report_now(desk, connection, count)
    missed = frozenset(line.copy_id for line in report.missing)
    return Figures(_named(count), entry, report, ReportSeal(void=void), question_of(report), missed)


def _arrived(desk: Desk, part: ReportPart) -> ReportPart:
    """The part with what was read beside the desk, once that has ended; trouble is met again, here, and said."""
    if part.reading is None or not part.reading.has_ended:
        return part
    ended = replace(part, reading=None)
    try:
        figures = part.reading.result()
    except DeskcircError:
        return _read(replace(desk, beside=None), replace(ended, entry=-1), now=True)
    return _painted(replace(ended, entry=figures.entry), figures)


def _painted(part: ReportPart, figures: Figures) -> ReportPart:
    """The part with these figures in place of others."""
    found = replace(part, report=figures.report, seal=figures.seal, question=figures.question, missed=figures.missed)
    return replace(found, of_count=figures.count, hidden=False, edition=part.edition + 1)


def _named(count: Stocktake) -> tuple[int, StocktakeState]:
    return count.id, count.state


def _first(counts: tuple[Stocktake, ...]) -> Stocktake | None:
    """The count that is going on; where there is none, the last."""
    running = [each for each in counts if each.runs]
    return next(iter((*running, *counts)), None)
