"""Any school at all: rules, calendar, rota and patrons by dice, to compare what the program says with what it does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import strategies as st
from tests.builders import NOON, TODAY, a_copy, a_desk, a_patron, change_setting, set_up_act, the_patron

from deskcirc.desk.circulation import Override, check_out
from deskcirc.desk.desk import Desk
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.rule_book import GENERAL, PUPIL, REFERENCE, TEACHER
from deskcirc.store.database import Library, open_library
from deskcirc.store.journal import Writing
from deskcirc.store.tables import (
    amnesties,
    circulation_rules,
    closed_days,
    loans,
    patrons,
    rota_slots,
    rota_turns,
    terms,
)

TYPES = (GENERAL, "picture", REFERENCE, "loose_magazine")
SLOTS = ((480, 500), (720, 740), (900, 930))
"""From when to when classes come, in minutes after midnight; the second is at noon, when the tests try."""

_LENT = timedelta(days=30)
"""How long before the day of the builders what is on loan was lent."""
_NEAR = st.integers(-3, 45)
_PASSED = Override(frozenset(BlockCode), "特批")


@dataclass(frozen=True, slots=True)
class AnyPatron:
    """Days count from the day of the builders; `held` are item types of copies on loan, by place, and days to go."""

    category: str
    grade: int
    state: str
    expires: int | None
    suspended: int | None
    loan_limit: int | None
    held: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class AnySchool:
    """What a school has set and who is there; `day` is the day that is tried, counted like all days."""

    patrons: tuple[AnyPatron, ...]
    rules: tuple[dict[str, Any], ...]  # changes to the usual rules, in their order
    settings: dict[str, str]
    term: dict[str, int] | None
    next_term: int | None  # its first day
    closed: tuple[int, ...]
    amnesty: int | None
    turns: tuple[tuple[int, int, int, str], ...]  # grade, weekday, slot by place, week
    day: int


_PATRONS = st.builds(
    AnyPatron,
    category=st.sampled_from([PUPIL, PUPIL, TEACHER]),
    grade=st.sampled_from([0, 2, 6]),
    state=st.sampled_from(["active", "active", "active", "stopped"]),
    expires=st.none() | _NEAR,
    suspended=st.none() | st.none() | _NEAR,
    loan_limit=st.none() | st.integers(0, 3),
    held=st.lists(st.tuples(st.integers(0, 3), _NEAR), max_size=3).map(tuple),
)
_RULES = st.fixed_dictionaries(
    {},
    optional={
        "loan_limit": st.integers(0, 3),
        "type_limit": st.none() | st.integers(0, 2),
        "loan_days": st.integers(0, 40),
        "lending": st.sampled_from(["home", "home", "same_day", "in_house"]),
        "overdue_effect": st.sampled_from(["none", "block", "suspend", "fine"]),
        "ended": st.booleans(),
    },
)
_SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "outside_turn": st.sampled_from(['"ignore"', '"warn"', '"block"', '"block"']),
        "closed_due": st.sampled_from(['"keep"', '"next"', '"previous"']),
        "closed_weekdays": st.sampled_from(['""', '"67"', '"367"']),
        "cap_by_term": st.sampled_from(["true", "false"]),
        "vacation_due_days": st.integers(0, 9).map(str),
        "leaver_stop_days": st.integers(0, 40).map(str),
    },
)
_TERM = st.fixed_dictionaries(
    {"starts": st.integers(-40, 10), "ends": st.integers(11, 60)},
    optional={"return_by": st.integers(11, 60), "vacation_loans_from": st.integers(11, 60), "finals": _NEAR},
)
SCHOOLS = st.builds(
    AnySchool,
    patrons=st.lists(_PATRONS, min_size=1, max_size=3).map(tuple),
    rules=st.lists(_RULES, max_size=10).map(tuple),
    settings=_SETTINGS,
    term=st.none() | _TERM,
    next_term=st.none() | st.integers(61, 120),
    closed=st.lists(_NEAR, max_size=5, unique=True).map(tuple),
    amnesty=st.none() | _NEAR,
    turns=st.lists(
        st.tuples(st.sampled_from([2, 6]), st.integers(1, 7), st.integers(0, 2), st.sampled_from(["", "A", "B"])),
        max_size=3,
    ).map(tuple),
    day=st.integers(0, 45),
)


@contextmanager
def open_school(template: Path, school: AnySchool) -> Iterator[tuple[Desk, list[int]]]:
    """The school's library on the day that is tried, at noon, and the ids of its patrons in their order."""
    with TemporaryDirectory() as folder:
        path = Path(shutil.copyfile(template, Path(folder) / "school.deskcirc"))
        with open_library(path) as library:
            ids = _fill(library, school)
            yield Desk(library, a_desk(library).operator, "counter 1", NOON + timedelta(days=school.day)), ids


def _fill(library: Library, school: AnySchool) -> list[int]:
    ids = [a_patron(library, f"读者{place}", category=one.category, grade=one.grade).id
           for place, one in enumerate(school.patrons)]  # fmt: skip
    for place, patron in zip(ids, school.patrons, strict=True):
        _lend_what_is_held(library, place, patron)
    with library.writing(set_up_act(library)) as writing:
        for patron_id, patron in zip(ids, school.patrons, strict=True):
            writing.update(patrons, patron_id, **_columns(patron))
        _set_rules(writing, school)
        _set_year(writing, school)
    for name, text in school.settings.items():
        change_setting(library, name, text)
    return ids


def _columns(patron: AnyPatron) -> dict[str, Any]:
    days = {"expires": patron.expires, "suspended_until": patron.suspended}
    dates = {name: None if day is None else TODAY + timedelta(days=day) for name, day in days.items()}
    return {"state": patron.state, "loan_limit": patron.loan_limit, **dates}


def _lend_what_is_held(library: Library, patron_id: int, patron: AnyPatron) -> None:
    before = Desk(library, a_desk(library).operator, "counter 1", NOON - _LENT)
    for item_type, _due in patron.held:
        copy = a_copy(library, f"在手{patron_id}", item_type=TYPES[item_type], price=2500)
        check_out(before, the_patron(library, patron_id, before.today), copy.id, override=_PASSED)
    with library.writing(set_up_act(library)) as writing:
        lent = writing.connection.exec_driver_sql(
            "SELECT id FROM loans WHERE patron_id = ? AND lending = 'home' ORDER BY id", (patron_id,)
        ).scalars()
        for loan_id, (_item_type, due) in zip(lent.all(), patron.held, strict=False):
            writing.update(loans, loan_id, due=TODAY + timedelta(days=due))


def _set_rules(writing: Writing, school: AnySchool) -> None:
    known = writing.connection.exec_driver_sql("SELECT id FROM circulation_rules ORDER BY id").scalars().all()
    for rule_id, changed in zip(known, school.rules, strict=False):
        if changed:
            writing.update(circulation_rules, rule_id, **changed)


def _set_year(writing: Writing, school: AnySchool) -> None:
    if school.term is not None:
        term = {name: min(max(day, school.term["starts"]), school.term["ends"]) for name, day in school.term.items()}
        writing.insert(terms, name="春", **{name: TODAY + timedelta(days=day) for name, day in term.items()})
    if school.term is not None and school.next_term is not None:
        begins = TODAY + timedelta(days=school.next_term)
        writing.insert(terms, name="秋", starts=begins, ends=begins + timedelta(days=120))
    for day in school.closed:
        writing.insert(closed_days, day=TODAY + timedelta(days=day), name="放假")
    if school.amnesty is not None:
        first = TODAY + timedelta(days=school.amnesty)
        writing.insert(amnesties, starts=first, ends=first + timedelta(days=2))
    slots = [writing.insert(rota_slots, opens=opens, closes=closes) for opens, closes in SLOTS]
    for grade, weekday, slot, week in school.turns:
        writing.insert(rota_turns, grade=grade, weekday=weekday, slot_id=slots[slot], week=week)
