"""What the section of the counts shows: every count with how far it has come, and what a scope would ask for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, count
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.stocktake_reports import sealed_report
from deskcirc.domain.count_progress import CountProgress
from deskcirc.domain.operators import Right
from deskcirc.domain.scope_words import scope_words
from deskcirc.domain.stocktake import Group, Scope, Shelf, Stocktake
from deskcirc.store.database import Connection
from deskcirc.store.journal import last_entry_id
from deskcirc.store.lookups.count_progress_since import progress_since
from deskcirc.store.lookups.numbering import Named, all_locations, open_item_types
from deskcirc.store.lookups.place_names import item_type_names, location_names
from deskcirc.store.lookups.shelves import all_shelves, shelves_by_ids
from deskcirc.store.lookups.stocktakes import all_stocktakes
from deskcirc.text import gettext as _
from deskcirc.ui.tabs.stocktake.progress_beside import Following, has_arrived, whole_progress

_SEAL: Final = 12  # characters of a seal by which people tell two reports apart


@dataclass(frozen=True, slots=True)
class CountLine:
    """One count: what it asks for in words, and how many of its copies are found, None where nobody can say now."""

    stocktake: Stocktake
    scope: str
    found: int | None
    opened: str  # by the school's own clock
    closed: str = ""
    progress: CountProgress | None = None  # of one that runs
    following: Following | None = None  # that is being read beside the desk
    hidden: bool = False  # a blind count that goes on, for whoever only counts

    @property
    def told(self) -> str:
        """Found of expected; what a blind count hides is a dash."""
        if self.hidden:
            return "–"
        if self.found is None:
            return f"{'…' if self.following is not None else '–'} / {self.stocktake.expected}"
        found = str(self.found)
        return f"{found} / {self.stocktake.expected}"

    @property
    def runs(self) -> bool:
        """Whether it is open or paused."""
        return self.stocktake.runs

    @property
    def seal(self) -> str:
        """The beginning of its report's seal."""
        return self.stocktake.seal[:_SEAL]


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a count of this scope would ask for if it were opened now, or why it would not be opened."""

    scope: Scope
    groups: Mapping[Group, int] = field(default_factory=dict)
    why_not: str = ""

    @property
    def expected(self) -> int:
        """Copies to be found on their shelves."""
        return self.groups.get(Group.SHELF, 0)


@dataclass(frozen=True, slots=True)
class CountsPart:
    """Everything the section shows; `chosen` is the count somebody looks at."""

    lines: tuple[CountLine, ...] = ()
    chosen: int | None = None
    weighed: Weighed | None = None
    locations: tuple[Named, ...] = ()
    item_types: tuple[Named, ...] = ()
    shelves: tuple[Shelf, ...] = ()
    may_change: bool = False
    entry: int = -1  # of the journal, when all this was read
    month: str = ""  # this one, as counts are named after it
    utc_offset: timedelta = timedelta()

    @property
    def suggested(self) -> str:
        """A name for the next count that no other one has."""
        name = _("Stocktake {month}").format(month=self.month)
        taken = {line.stocktake.name for line in self.lines}
        others = (_("{name} ({number})").format(name=name, number=number) for number in count(2))
        return next(each for each in chain((name,), others) if each not in taken)


def read_part(desk: Desk, part: CountsPart) -> CountsPart:
    """Read the counts again, the latest first; where nobody wrote, nothing is read."""
    may_change = desk.operator.may(Right.STOCKTAKE)
    same = may_change is part.may_change
    part = replace(part, may_change=may_change, month=f"{desk.today:%Y-%m}", utc_offset=desk.policy.utc_offset)
    with desk.library.reading() as connection:
        entry = last_entry_id(connection)
        if entry == part.entry and same and not any(has_arrived(line.following) for line in part.lines):
            return part
        return replace(
            part,
            entry=entry,
            lines=_lines(desk, connection, part),
            locations=all_locations(connection),
            item_types=open_item_types(connection),
            shelves=all_shelves(connection),
        )


def _lines(desk: Desk, connection: Connection, part: CountsPart) -> tuple[CountLine, ...]:
    """A closed count is as its report says, which never changes: it is read once."""
    known = {line.stocktake: line for line in part.lines if not line.runs}
    counting = {line.stocktake.id: line for line in part.lines if line.runs}
    places, types = location_names(connection), item_type_names(connection)
    lines = []
    for each in all_stocktakes(connection):
        if each in known:
            lines.append(known[each])
            continue
        shelves = [shelf.label for shelf in shelves_by_ids(connection, each.scope.shelves)]
        line = CountLine(
            each,
            scope_words(each.scope, places, types, shelves),
            None,
            _day(desk, each.opened_at),
            "" if each.closed_at is None else _day(desk, each.closed_at),
        )
        lines.append(_with_found(desk, connection, line, counting.get(each.id), part.entry))
    return tuple(lines)


def _with_found(desk: Desk, connection: Connection, line: CountLine, before: CountLine | None, entry: int) -> CountLine:
    """The line with how many are found; `before` is how it was shown at this entry of the journal."""
    if not line.runs:
        sealed = sealed_report(connection, line.stocktake.id)
        return line if sealed is None else replace(line, found=sealed.report.total.found.copies)
    known, following = (None, None) if before is None else (before.progress, before.following)
    progress = None
    if known is not None and following is None:
        progress = progress_since(connection, line.stocktake, known, entry)
    if progress is None:
        progress, following = whole_progress(desk, connection, line.stocktake, following)
    shown = progress or known
    found = None if shown is None else shown.found
    hidden = line.stocktake.blind and not desk.operator.may(Right.STOCKTAKE)
    return replace(line, found=found, progress=shown, following=following, hidden=hidden)


def _day(desk: Desk, at: datetime) -> str:
    return f"{desk.policy.clock_of(at):%Y-%m-%d}"
