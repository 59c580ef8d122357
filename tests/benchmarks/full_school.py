"""A checkout at a school that uses everything, rules, calendar and rota, beside one at a school that has set nothing.

Both lend the same pairs in turn, on copies of the same library, so that disk and noise are the same for both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Final

from tests.benchmarks.codes import NOW
from tests.benchmarks.counter import Counter, copy_of, counter_at, in_turn
from tests.benchmarks.figures import Figure, Goal, percentiles, warm

from deskcirc.desk.calendar import declare_amnesty, take_over_calendar
from deskcirc.desk.desk import Desk
from deskcirc.desk.rota import take_over
from deskcirc.desk.rules import add_rule
from deskcirc.domain.changes import ActName
from deskcirc.domain.rota import BOTH_WEEKS, RotaDraft, Slot, Turn
from deskcirc.domain.rule_book import USUAL_RULE, KindOf
from deskcirc.domain.year_drafts import CalendarDraft, DaysDraft, HoursDraft, TermDraft
from deskcirc.store.lookups.rules import kinds
from deskcirc.store.tables import circulation_rules

_GRADES: Final = range(1, 10)
_SLOTS: Final = (Slot(1, 730, 745), Slot(2, 745, 760), Slot(3, 760, 775))
_GOAL: Final = 1.2


def measure(library: Path, folder: Path, acts: int) -> list[Figure]:
    """Checkouts in turn, with everything set and with nothing but one rule for everybody."""
    with (
        copy_of(library, folder, "full") as full_path,
        copy_of(library, folder, "bare") as bare_path,
        counter_at(full_path) as full,
        counter_at(bare_path) as bare,
    ):
        pairs = list(zip(full.pairs(acts), bare.pairs(acts), strict=False))
        _set_calendar(full.desk())
        _set_rota(full.desk())
        _set_rules(full.desk())
        _leave_one_rule(bare.desk())
        with_all, with_none = in_turn(full, bare, Counter.lend, pairs)
        rules, turns = len(full.library.policy.rules), len(full.library.policy.rota.turns)
    ours, limit = percentiles(warm(with_all)), percentiles(warm(with_none))
    goals = (Goal("ratio", ours["p50"] / limit["p50"], _GOAL),)
    operation = f"checkout, calendar, {rules} rules, {turns} turns"
    return [Figure(operation, "ms", ours, limit, "one rule, no calendar, no rota", goals)]


def _set_calendar(desk: Desk) -> None:
    today, day = NOW.date(), timedelta(days=1)
    terms = (
        TermDraft("last", today - 200 * day, today - 90 * day),
        TermDraft("this", today - 60 * day, today + 80 * day, today + 70 * day, today + 75 * day),
        TermDraft("next", today + 120 * day, today + 240 * day),
    )
    marked = tuple(DaysDraft(today + at * day, today + (at + 2) * day, "holiday") for at in range(20, 380, 9))
    hours = (HoursDraft((1, 2, 3, 4, 5), 730, 780), HoursDraft((1, 5), 730, 780, 5, 6), HoursDraft((3,), 960, 1020))
    _must(take_over_calendar(desk, CalendarDraft(terms, marked, hours), "benchmark"))
    _must(filter(None, (declare_amnesty(desk, today, today + day, "", lift_suspensions=False),)))


def _set_rota(desk: Desk) -> None:
    """Each grade on some weekday of both weeks, so that pupils are told of another turn than the present one."""
    turns = tuple(
        Turn(number, week, 1 + grade % 5, _SLOTS[grade % len(_SLOTS)], grade=grade)
        for number, (week, grade) in enumerate(product(BOTH_WEEKS, _GRADES), start=1)
    )
    take_over(desk, RotaDraft(_SLOTS, (), turns), "benchmark")


def _set_rules(desk: Desk) -> None:
    """A rule for every grade and item type that has none of its own."""
    with desk.library.reading() as connection:
        (pupil,) = (kind.id for kind in kinds(connection, KindOf.CATEGORY) if kind.code == "pupil")
        types = [kind.id for kind in kinds(connection, KindOf.ITEM_TYPE) if kind.code in ("general", "picture")]
    for grade, item_type in product(_GRADES, types):
        rule = replace(USUAL_RULE, category_id=pupil, grade_from=grade, grade_to=grade, item_type_id=item_type)
        _must(add_rule(desk, replace(rule, type_limit=3)))


def _leave_one_rule(desk: Desk) -> None:
    with desk.library.writing(desk.act(ActName.CHANGE_RULE)) as writing:
        for rule in desk.policy.rules[1:]:
            writing.update(circulation_rules, rule.id, ended=True)
        writing.update(circulation_rules, desk.policy.rules[0].id, category_id=None)


def _must(refusals: Iterable[str]) -> None:
    said = tuple(refusals)
    if said:
        raise ValueError(said)
