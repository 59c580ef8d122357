"""The school's settings as one value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, TypeAlias

from sqlalchemy import Connection, bindparam, select

from deskcirc import settings as known
from deskcirc.domain.calendar import ClosedDueRule, OpenDays
from deskcirc.domain.classes import FIVE_FOUR_THREE, SIX_THREE_THREE
from deskcirc.domain.due_dates import DueRules
from deskcirc.domain.holds import Waiting
from deskcirc.domain.opening import OpeningPeriod
from deskcirc.domain.policy import Policy
from deskcirc.domain.rota import OutsideTurn, Week
from deskcirc.domain.rules import CirculationRule, Lending, OverdueEffect
from deskcirc.domain.terms import Amnesty, Term
from deskcirc.store.lookups.rota import read_rota
from deskcirc.store.tables import (
    amnesties,
    circulation_rules,
    closed_days,
    opening_periods,
    settings,
    terms,
)

_RULES = select(circulation_rules).where(~circulation_rules.c.ended).order_by(circulation_rules.c.id)
_SETTINGS = select(settings.c.name, settings.c.value)
_SETTING_ID = select(settings.c.id).where(settings.c.name == bindparam("name"))
_CLOSED_DAYS = select(closed_days).where(~closed_days.c.ended)
_TERMS = select(terms).where(~terms.c.ended).order_by(terms.c.starts)
_OPENING = select(opening_periods).where(~opening_periods.c.ended).order_by(opening_periods.c.id)
_AMNESTIES = select(amnesties).where(~amnesties.c.ended).order_by(amnesties.c.starts)
_Rows: TypeAlias = Iterable[Mapping[Any, Any]]
_SCHOOLINGS = {"633": SIX_THREE_THREE, "543": FIVE_FOUR_THREE}

_CLOSED_DUE = {
    "keep": ClosedDueRule.KEEP,
    "next": ClosedDueRule.NEXT_OPEN,
    "previous": ClosedDueRule.PREVIOUS_OPEN,
}


def stored_settings(connection: Connection) -> dict[str, str]:
    """The library's settings as stored texts."""
    return {row.name: row.value for row in connection.execute(_SETTINGS)}


def stored_setting_id(connection: Connection, name: str) -> int | None:
    """The row that holds the setting, None where its default holds."""
    return connection.execute(_SETTING_ID, {"name": name}).scalar()


def read_policy(connection: Connection) -> Policy:
    """Everything the school has set."""
    stored = stored_settings(connection)
    calendar = open_days_of(
        stored, *(connection.execute(query).mappings().all() for query in (_TERMS, _CLOSED_DAYS, _OPENING))
    )
    due_rules = due_rules_of(stored)
    return Policy(
        library_name=known.LIBRARY_NAME.read(stored),
        rules=tuple(rule_of(dict(row)) for row in connection.execute(_RULES).mappings()),
        open_days=calendar,
        closed_due=due_rules.closed_due,
        utc_offset=timedelta(minutes=known.UTC_OFFSET.read(stored)),
        count_in_house=known.COUNT_IN_HOUSE.read(stored),
        hold_days=known.HOLD_DAYS.read(stored),
        copy_prefix=known.COPY_PREFIX.read(stored),
        card_prefix=known.CARD_PREFIX.read(stored),
        idle_seconds=known.IDLE_SECONDS.read(stored),
        repeat_milliseconds=known.REPEAT_SECONDS.read(stored),
        schooling=replace(_SCHOOLINGS[known.SCHOOLING.read(stored)], first_grade=known.FIRST_GRADE.read(stored)),
        last_grade=known.LAST_GRADE.read(stored),
        cap_by_term=due_rules.cap_by_term,
        vacation_due_days=due_rules.vacation_due_days,
        leaver_stop_days=known.LEAVER_STOP_DAYS.read(stored),
        waiting_renewal=Waiting(known.WAITING_RENEWAL.read(stored)),
        waiting_checkout=Waiting(known.WAITING_CHECKOUT.read(stored)),
        terms=calendar.terms,
        opening=calendar.opening,
        amnesties=tuple(Amnesty(**_without_end(row)) for row in connection.execute(_AMNESTIES).mappings()),
        rota=read_rota(connection),
        rota_first_week=Week(known.ROTA_FIRST_WEEK.read(stored)),
        outside_turn=OutsideTurn(known.OUTSIDE_TURN.read(stored)),
        running_book_numbers=known.BOOK_NUMBERS.read(stored) == "running",
        fill_book_numbers=known.FILL_BOOK_NUMBERS.read(stored),
        barcode_is_number=known.BARCODE_IS_NUMBER.read(stored),
        entry_checks=known.ENTRY_CHECKS.read(stored),
        repair_days=known.REPAIR_DAYS.read(stored),
        lesson_minutes=known.LESSON_MINUTES.read(stored),
        lost_after_days=known.LOST_AFTER_DAYS.read(stored),
        refund_days=known.REFUND_DAYS.read(stored),
        set_costs_whole=known.SET_COSTS_WHOLE.read(stored),
        practice_codes=tuple(known.PRACTICE_CODES.read(stored).split()),
    )


def due_rules_of(stored: Mapping[str, str]) -> DueRules:
    """What the stored settings say of due dates."""
    return DueRules(
        _CLOSED_DUE[known.CLOSED_DUE.read(stored)],
        known.CAP_BY_TERM.read(stored),
        known.VACATION_DUE_DAYS.read(stored),
    )


def open_days_of(stored: Mapping[str, str], set_terms: _Rows, set_days: _Rows, periods: _Rows) -> OpenDays:
    """The calendar of these settings and rows; rows that have ended must not be among them."""
    days: dict[bool, set[date]] = {True: set(), False: set()}
    follows, names = {}, {}
    for row in set_days:
        days[row["open"]].add(row["day"])
        if row["open"] and row.get("as_weekday") is not None:
            follows[row["day"]] = row["as_weekday"]
        if row["name"]:
            names[row["day"]] = row["name"]
    weekdays = frozenset(int(digit) - 1 for digit in known.CLOSED_WEEKDAYS.read(stored) if digit in "1234567")
    if len(weekdays) == 7:
        weekdays = frozenset()  # a library closed all week would never have a due date
    known_terms = sorted((Term(**_without_end(row)) for row in set_terms), key=lambda term: term.starts)
    opening = sorted((OpeningPeriod(**_without_end(row)) for row in periods), key=lambda period: period.id)
    return OpenDays(
        weekdays, frozenset(days[False]), frozenset(days[True]), follows, names, tuple(known_terms), tuple(opening)
    )


def _without_end(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != "ended"}


def rule_of(row: dict[str, Any]) -> CirculationRule:
    """A row of the rule table as the domain knows it."""
    del row["ended"]
    row["lending"] = Lending(row["lending"])
    row["overdue_effect"] = OverdueEffect(row["overdue_effect"])
    return CirculationRule(**row)
