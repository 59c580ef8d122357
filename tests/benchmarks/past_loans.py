"""Eight years of loans for the big library, and the part of them that stands in its journal."""

from __future__ import annotations

import bisect
import json
import random
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, Final

from deskcirc.domain.changes import ActName
from deskcirc.store import tables
from deskcirc.store.columns import instant_text
from deskcirc.store.journal import Change, chained_hash

YEARS: Final = 8
LOAN_DAYS: Final = 14
_OPERATOR: Final = "图书管理员"
_STATION: Final = "1"
_RULE_ID: Final = 1
_OPERATOR_ID: Final = 1


@dataclass(frozen=True, slots=True)
class PastLoan:
    """One loan of the invented past; returned_at is None for what is still out. Times are UTC instants."""

    id: int
    copy_id: int
    patron_id: int
    lent_at: datetime
    due: str
    returned_at: datetime | None
    days_late: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """How many loans of how many copies to how many patrons, the last of them just before `now`."""

    loans: int
    copies: int
    patrons: int
    now: datetime


def throw(plan: Plan, dice: random.Random) -> Iterator[PastLoan]:
    """Loans in order of time: school days only, favourites more often, a copy in one pair of hands at a time."""
    days = _school_days(plan.now)
    weights = list(accumulate(1 / (place + 500) for place in range(plan.copies)))
    free_from = [days[0]] * (plan.copies + 1)
    in_hand = [0] * (plan.patrons + 1)
    back: dict[datetime, list[int]] = {}
    number = 0
    for at, day in enumerate(days):
        for patron in back.pop(day.replace(hour=0), ()):
            in_hand[patron] -= 1
        wanted = (at + 1) * plan.loans // len(days) - number
        for minute in sorted(dice.randrange(540) for _loan in range(wanted)):
            number += 1
            lent_at = day + timedelta(minutes=minute, milliseconds=dice.randrange(60_000))
            copy = _free_copy(weights, free_from, lent_at, dice)
            patron = _patron_with_room(in_hand, dice)
            loan = _loan(number, copy, patron, lent_at, plan.now, dice)
            in_hand[patron] += 1
            if loan.returned_at is None:
                free_from[copy] = datetime.max.replace(tzinfo=UTC)
            else:
                free_from[copy] = loan.returned_at
                back.setdefault(_next_school_day(days, loan.returned_at).replace(hour=0), []).append(patron)
            yield loan


def _school_days(now: datetime) -> list[datetime]:
    """Half past seven in the morning (UTC+8) of every school day in the years before `now`, the oldest first."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(minutes=30)
    all_days = (today - timedelta(days=back) for back in range(YEARS * 365, 0, -1))
    return [day for day in all_days if (day + timedelta(days=1)).weekday() < 5 and day.month not in (2, 7, 8)]


def _next_school_day(days: Sequence[datetime], moment: datetime) -> datetime:
    return days[min(bisect.bisect_right(days, moment), len(days) - 1)]


def _free_copy(weights: list[float], free_from: list[datetime], at: datetime, dice: random.Random) -> int:
    while True:
        copy = 1 + bisect.bisect_left(weights, dice.random() * weights[-1])
        if free_from[copy] <= at:
            return copy


def _patron_with_room(in_hand: list[int], dice: random.Random) -> int:
    """One of two patrons, the one with fewer copies at home: few stand at the counter with their hands full."""
    one, other = dice.randrange(1, len(in_hand)), dice.randrange(1, len(in_hand))
    return one if in_hand[one] <= in_hand[other] else other


def _loan(number: int, copy: int, patron: int, lent_at: datetime, now: datetime, dice: random.Random) -> PastLoan:
    kept = dice.randrange(1, LOAN_DAYS) if dice.random() < 11 / 12 else dice.randrange(LOAN_DAYS + 1, LOAN_DAYS + 20)
    returned_at = lent_at + timedelta(days=kept, minutes=dice.randrange(60))
    due = (lent_at + timedelta(days=LOAN_DAYS)).date().isoformat()
    if returned_at >= now:
        return PastLoan(number, copy, patron, lent_at, due, None, None)
    return PastLoan(number, copy, patron, lent_at, due, returned_at, max(0, kept - LOAN_DAYS))


def row_of_loan(loan: PastLoan) -> dict[str, Any]:
    """The loan as a row of plain SQLite values."""
    returned = loan.returned_at is not None
    return {
        **_row_when_lent(loan),
        "returned_at": instant_text(loan.returned_at) if loan.returned_at else None,
        "returned_by": _OPERATOR_ID if returned else None,
        "days_late": loan.days_late,
    }


def _row_when_lent(loan: PastLoan) -> dict[str, Any]:
    return {
        "id": loan.id,
        "copy_id": loan.copy_id,
        "patron_id": loan.patron_id,
        "rule_id": _RULE_ID,
        "lent_at": instant_text(loan.lent_at),
        "lent_by": _OPERATOR_ID,
        "due": loan.due,
        "renewals": 0,
        "renewed_at": None,
        "returned_at": None,
        "returned_by": None,
        "days_late": None,
        "override_reason": "",
    }


class PastJournal:
    """Journal entries of the last acts, chained to the entry that the set-up made."""

    def __init__(self, raw: sqlite3.Connection, acts: int) -> None:
        self._raw = raw
        self._acts = acts
        self.changes: list[dict[str, Any]] = []

    def entries(self, loans: Sequence[PastLoan]) -> Iterator[dict[str, Any]]:
        """One row an act, oldest first; `changes` holds their images when all have been taken."""
        acts = [(loan.lent_at, loan, True) for loan in loans[-self._acts :]]
        acts += [(loan.returned_at, loan, False) for loan in loans[-self._acts :] if loan.returned_at]
        acts.sort(key=lambda act: (act[0], act[1].id))
        last_id, previous = self._raw.execute("SELECT id, hash FROM journal ORDER BY id DESC LIMIT 1").fetchone()
        for entry_id, (at, loan, out) in enumerate(acts[-self._acts :], start=last_id + 1):
            change = _change(loan, lent=out)
            subject = {"title": "《海底两万里》", "code": f"TSG{loan.copy_id:07d}", "patron": "王子轩（三（2）班）"}
            entry: dict[str, Any] = {
                "at": instant_text(at),
                "act": str(ActName.CHECK_OUT if out else ActName.CHECK_IN),
                "operator": _OPERATOR,
                "station": _STATION,
                "subject": json.dumps(subject, ensure_ascii=False, sort_keys=True),
                "undoes": None,
            }
            previous = chained_hash(previous, entry, [change])
            self.changes.append(
                {
                    "entry_id": entry_id,
                    "table_name": change.table_name,
                    "row_id": change.row_id,
                    "before": change.before,
                    "after": change.after,
                }
            )
            yield {**entry, "id": entry_id, "hash": previous}


def _change(loan: PastLoan, *, lent: bool) -> Change:
    as_lent = _image(_row_when_lent(loan))
    if lent:
        return Change(tables.loans.name, loan.id, None, as_lent)
    return Change(tables.loans.name, loan.id, as_lent, _image(row_of_loan(loan)))


def _image(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
