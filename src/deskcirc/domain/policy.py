"""What the school has set and every decision needs: rules, open days, and a handful of settings, in one value."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from deskcirc.domain.calendar import ClosedDueRule, OpenDays, days_late
from deskcirc.domain.classes import SIX_THREE_THREE, Schooling
from deskcirc.domain.due_dates import DueRules
from deskcirc.domain.holds import Waiting
from deskcirc.domain.loans import OpenLoan
from deskcirc.domain.opening import OpeningPeriod
from deskcirc.domain.rota import NO_ROTA, OutsideTurn, Rota, Week
from deskcirc.domain.rules import CirculationRule, winning_rule
from deskcirc.domain.terms import Amnesty, Term, amnesty_on


@dataclass(frozen=True, slots=True)
class Policy:
    """The school's own settings, read once and kept until somebody changes them."""

    library_name: str
    rules: tuple[CirculationRule, ...]
    open_days: OpenDays
    closed_due: ClosedDueRule
    utc_offset: timedelta
    count_in_house: bool
    hold_days: int
    copy_prefix: str
    card_prefix: str
    idle_seconds: int
    repeat_milliseconds: int
    schooling: Schooling = SIX_THREE_THREE
    last_grade: int = 6
    cap_by_term: bool = True
    vacation_due_days: int = 4
    leaver_stop_days: int = 14
    waiting_renewal: Waiting = Waiting.BLOCK
    waiting_checkout: Waiting = Waiting.WARN
    terms: tuple[Term, ...] = ()  # by their first day
    opening: tuple[OpeningPeriod, ...] = ()
    amnesties: tuple[Amnesty, ...] = ()
    rota: Rota = NO_ROTA
    rota_first_week: Week = Week.A
    outside_turn: OutsideTurn = OutsideTurn.WARN
    running_book_numbers: bool = True  # 种次号; else author numbers, typed
    fill_book_numbers: bool = False
    barcode_is_number: bool = True
    entry_checks: bool = True
    repair_days: int = 14
    lesson_minutes: int = 40
    lost_after_days: int = 60
    refund_days: int = 30
    set_costs_whole: bool = False
    practice_codes: tuple[str, ...] = ()  # of a practice library: a pupil, two copies to lend, one to return

    def day_of(self, instant: datetime) -> date:
        """The school's own calendar day at an instant."""
        return (instant + self.utc_offset).date()

    def clock_of(self, instant: datetime) -> datetime:
        """The school's wall clock at an instant, without a time zone; for showing only."""
        return (instant + self.utc_offset).replace(tzinfo=None)

    def days_late(self, due: date, today: date) -> int:
        """How many days a loan due on `due` is late today, closed days forgiven where the school forgives them."""
        return days_late(due, today, self.open_days, forgive=self.closed_due is ClosedDueRule.KEEP)

    def loan_late(self, loan: OpenLoan, today: date) -> int:
        """How many days a loan is late today; none while it is looked for, for the patron says it was returned."""
        return 0 if loan.is_claimed else self.days_late(loan.due, today)

    @property
    def due_rules(self) -> DueRules:
        """What the school has set about due dates."""
        return DueRules(self.closed_due, self.cap_by_term, self.vacation_due_days)

    def amnesty_on(self, day: date) -> Amnesty | None:
        """The amnesty that the day lies in; None on any other day."""
        return amnesty_on(self.amnesties, day)

    def minute_of(self, instant: datetime) -> int:
        """The school's time of day at an instant, in minutes after midnight."""
        clock = self.clock_of(instant)
        return clock.hour * 60 + clock.minute

    def rule_for(self, category_id: int, grade: int | None, item_type_id: int | None) -> CirculationRule | None:
        """The rule that wins for a patron and an item type."""
        return winning_rule(self.rules, category_id, grade, item_type_id)
