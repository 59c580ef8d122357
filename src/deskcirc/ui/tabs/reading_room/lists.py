"""What the reading room shows: who came today, what is being read here, and the sums of the day and of the weeks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.patrons import SchoolClass
from deskcirc.domain.visits import VisitSums, WeekSums, monday_of
from deskcirc.store.lookups.patrons import school_classes
from deskcirc.store.lookups.visits import VisitLine, on_site_loans, sums_by_day, sums_by_week, visit_lines
from deskcirc.text import day_words
from deskcirc.text import gettext as _

WEEKS: Final = 20
"""How many weeks are listed, a term."""
_SOON_MINUTES: Final = 10


NOBODY: Final = VisitSums()


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit of today."""

    visit_id: int
    clock: str
    who: str
    persons: int
    is_class: bool


@dataclass(frozen=True, slots=True)
class HereRow:
    """One copy that is read here, or out for the day."""

    copy_id: int
    title: str
    code: str
    patron: str
    since: str
    late: bool  # not given back on an earlier day


@dataclass(frozen=True, slots=True)
class SumRow:
    """The sums of a day or of a week."""

    when: str
    sums: VisitSums


@dataclass(frozen=True, slots=True)
class RoomLists:
    """All of it as it is now; `past` are the weeks before this one, read again only when the week is another."""

    visits: tuple[VisitRow, ...] = ()
    here: tuple[HereRow, ...] = ()
    today: VisitSums = NOBODY
    week: VisitSums = NOBODY
    past: tuple[WeekSums, ...] = ()
    classes: tuple[SchoolClass, ...] = ()
    monday: date = date.min
    closing: bool = False  # it is time to ask for what has not been given back

    @property
    def late(self) -> tuple[HereRow, ...]:
        """What should have been given back on an earlier day."""
        return tuple(row for row in self.here if row.late)


NO_LISTS: Final = RoomLists()
"""Before anything is read."""


def read_lists(desk: Desk, before: RoomLists) -> RoomLists:
    """Everything as it is now."""
    policy, today, monday = desk.policy, desk.today, monday_of(desk.today)
    with desk.library.reading() as connection:
        by_day = sums_by_day(connection, monday, today, policy)
        past = before.past if before.monday == monday else sums_by_week(connection, today, WEEKS, policy)[1:]
        visits = visit_lines(connection, desk.midnight, desk.midnight + timedelta(days=1), policy, today)
        here = on_site_loans(connection, policy, today)
        classes = school_classes(connection, policy, today)
    return RoomLists(
        visits=tuple(_visit_row(desk, line) for line in visits),
        here=tuple(_here_row(desk, loan) for loan in here),
        today=by_day.get(today, NOBODY),
        week=sum(by_day.values(), NOBODY),
        past=past,
        classes=classes,
        monday=monday,
        closing=_is_closing(desk),
    )


def sum_rows(lists: RoomLists) -> tuple[SumRow, ...]:
    """Today, this week, and the weeks before it back to the first in which anybody came."""
    past = list(lists.past)
    while past and past[-1].sums == NOBODY:
        past.pop()
    return (
        SumRow(_("Today"), lists.today),
        SumRow(_("This week"), lists.week),
        *(SumRow(_("Week of {day}").format(day=day_words(week.monday)), week.sums) for week in past),
    )


def _visit_row(desk: Desk, line: VisitLine) -> VisitRow:
    clock = desk.policy.clock_of(line.at).strftime("%H:%M")
    return VisitRow(line.id, clock, line.who, line.persons, line.is_class)


def _here_row(desk: Desk, loan: OpenLoan) -> HereRow:
    clock = desk.policy.clock_of(loan.lent_at).strftime("%H:%M")
    late = loan.due < desk.today
    since = day_words(loan.lent_on, desk.today) if late else clock
    return HereRow(loan.copy_id, loan.name, loan.code, loan.patron, since, late)


def _is_closing(desk: Desk) -> bool:
    hours = desk.policy.open_days.periods_on(desk.today)
    return bool(hours) and desk.policy.minute_of(desk.now) >= hours[-1][1] - _SOON_MINUTES
