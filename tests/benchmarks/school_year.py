"""The preflight of a whole school, the what-if box and the plan of a new roster for it, and a crowded rota."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from tests.benchmarks.codes import NOW
from tests.benchmarks.figures import Figure, Goal, percentiles

from deskcirc.desk.access import first_operator
from deskcirc.desk.desk import Desk
from deskcirc.desk.preflight import preflight
from deskcirc.desk.roll_over import plan_year
from deskcirc.desk.what_if import what_if
from deskcirc.domain.drafts import PatronDraft
from deskcirc.domain.patrons import Patron
from deskcirc.domain.roster import Roster, RosterRow
from deskcirc.domain.rota import Activity, Every, Slot, Wish
from deskcirc.domain.rota_facts import ClassHere, RotaFacts
from deskcirc.domain.rota_plan import plan_rota
from deskcirc.store.database import open_library
from deskcirc.store.lookups.patrons import patrons_here, school_classes

_MOVED_EVERY: Final = 30  # one pupil in so many is in another class than last year
_PREFLIGHT_SECONDS: Final = 1.0
_WHAT_IF_SECONDS: Final = 1.0
_PLAN_SECONDS: Final = 2.0
_ROTA_SECONDS: Final = 0.5


def measure(library: Path, times: int) -> list[Figure]:
    """Each, so many times; the library is read and never written."""
    with open_library(library, read_only=True) as opened:
        desk = Desk(opened, first_operator(opened), "", NOW)
        roster = _roster(desk)
        pupil, copy_id = _asked_about(desk)
        tried = _seconds(times, lambda: preflight(desk))
        asked = _seconds(10 * times, lambda: what_if(desk, pupil, copy_id, desk.today + timedelta(days=200)))
        planned = _seconds(times, lambda: plan_year(desk, roster))
    facts = _crowded_school()
    made = _seconds(times, lambda: plan_rota(facts))
    return [
        _figure(f"preflight of {len(roster.rows):,} pupils × all rules".replace(",", " "), tried, _PREFLIGHT_SECONDS),
        _figure("what-if, another day", asked, _WHAT_IF_SECONDS),
        _figure(f"plan of a roster of {len(roster.rows):,} pupils".replace(",", " "), planned, _PLAN_SECONDS),
        _figure(f"rota of {len(facts.classes)} classes × {len(facts.slots)} slots", made, _ROTA_SECONDS),
    ]


def _crowded_school() -> RotaFacts:
    """Sixty classes that all want more than there is room for, which costs the most."""
    slots = tuple(Slot(number, 480 + 20 * number, 500 + 20 * number) for number in range(1, 16))
    classes = tuple(ClassHere(number, f"class {number}", number % 6 + 1) for number in range(1, 61))
    places = frozenset((weekday, slot.id) for weekday in range(1, 6) for slot in slots)
    reading = Wish(2, 1, 2, Activity.READ, frozenset({1, 3}))
    return RotaFacts(classes, slots, places, (Wish(1), reading, Wish(3, 3, 6, every=Every.SECOND_WEEK)), ())


def _asked_about(desk: Desk) -> tuple[Patron, int]:
    """The first pupil of the school, and any copy."""
    with desk.library.reading() as connection:
        pupil = next(each for each in patrons_here(connection, desk.policy, desk.today) if each.class_id is not None)
        copy_id: int = connection.exec_driver_sql("SELECT min(id) FROM copies").scalar_one()
    return pupil, copy_id


def _figure(operation: str, seconds: list[float], bound: float) -> Figure:
    ours = {name: value for name, value in percentiles(seconds).items() if name in ("p50", "p95")}
    return Figure(operation, "s", ours, {}, "–", (Goal("p95", ours["p95"], bound),))


def _seconds(times: int, work: Callable[[], object]) -> list[float]:
    found = []
    for _time in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found


def _roster(desk: Desk) -> Roster:
    """The pupils as they are, some of them in the next class, each row with number, name and class."""
    with desk.library.reading() as connection:
        classes = school_classes(connection, desk.policy, desk.today)
        pupils = [each for each in patrons_here(connection, desk.policy, desk.today) if each.class_id is not None]
    place_of = {school_class.id: place for place, school_class in enumerate(classes)}
    rows = []
    for line, pupil in enumerate(pupils, start=2):
        place = place_of[pupil.class_id or 0] + (1 if line % _MOVED_EVERY == 0 else 0)
        there = classes[place % len(classes)]
        draft = PatronDraft(pupil.name, number=pupil.number, entry_year=there.entry_year, class_number=there.number)
        rows.append(RosterRow(line, "", draft, pupil.number, ""))
    return Roster("roster.xlsx", desk.today, tuple(rows))
