"""Candidates for withdrawal are narrowed in the library file: no copy is lost by it that the criteria name."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.builders import NOON, a_copy, a_patron, set_up_act

from deskcirc.domain.policy import Policy
from deskcirc.domain.weeding import Candidate, Criteria, candidates
from deskcirc.store.database import Connection, Library, open_library
from deskcirc.store.lookups import weeding
from deskcirc.store.tables import in_house_uses, loans, repairs, titles

DAYS = (0, 1, 364, 365, 366, 367, 729, 730, 731, 732, 3000)
"""Days before today, on which a year ends or has just not."""
BEFORE = st.sampled_from(DAYS)

CRITERIA = st.builds(
    Criteria,
    older_than=st.sampled_from([None, 5]),
    unused_for=st.sampled_from([None, 1, 2]),
    damaged=st.booleans(),
    beyond=st.booleans(),
    mended_times=st.sampled_from([None, None, 0, 1, 2]),
    held_more_than=st.sampled_from([None, 1]),
    noted=st.sampled_from(["", "旧"]),
    lost=st.booleans(),
    every=st.booleans(),
    location=st.just(""),
)
COPY = st.fixed_dictionaries(
    {
        "added": BEFORE,
        "registered": st.none() | BEFORE,
        "acquired": st.none() | BEFORE,
        "lent": st.none() | BEFORE,
        "read": st.none() | BEFORE,
        "year": st.sampled_from([None, 2000, 2025]),
        "damaged": st.booleans(),
        "lost": st.booleans(),
        "note": st.sampled_from(["", "太旧"]),
        "further": st.booleans(),
        "repairs": st.lists(st.sampled_from(["back", "beyond", "cancelled"]), max_size=3),
    }
)


def at(days: int, hour: int) -> datetime:
    return NOON.replace(hour=hour) - timedelta(days=days)


def a_stock(library: Library, drawn: list[dict[str, Any]], hour: int) -> None:
    """Copies as drawn, those that are `further` of the title before; some were lent or read here once."""
    reader, before = a_patron(library), None
    for each in drawn:
        days: dict[str, Any] = {
            name: None if each[name] is None else at(each[name], hour).date() for name in ("registered", "acquired")
        }
        state = {"state": "lost"} if each["lost"] else {}
        plain = {"damaged": each["damaged"], "note": each["note"], "added_at": at(each["added"], hour)}
        before = a_copy(library, of=before if each["further"] else None, **days, **state, **plain)
        with library.writing(set_up_act(library)) as writing:
            writing.update(titles, before.title_id, year=each["year"])
            for state in each["repairs"]:
                mended = {"mended_at": NOON, "minutes": 5} if state == "back" else {}
                seen = {"reported_at": NOON, "ended_at": NOON, "ended_note": "缺页"}
                writing.insert(repairs, copy_id=before.id, state=state, **seen, **mended)
            if each["lent"] is not None:
                given_out = {"lent_at": at(each["lent"], hour), "returned_at": NOON, "due": date(2026, 3, 2)}
                writing.insert(loans, copy_id=before.id, patron_id=reader.id, **given_out)
            if each["read"] is not None:
                writing.insert(in_house_uses, copy_id=before.id, at=at(each["read"], hour))


def of_all(connection: Connection, criteria: Criteria, policy: Policy, today: date) -> tuple[Candidate, ...]:
    """The same by looking at every copy there is."""
    wide = Criteria(older_than=-9999, every=False, held_more_than=criteria.held_more_than)
    used = weeding._pairs(connection, weeding._ALL_USES)
    held, most_out = weeding._holdings(connection, wide) if criteria.held_more_than is not None else ({}, {})
    rows = connection.execute(weeding._STANDING)
    mending = weeding._mending(connection)
    facts = [
        replace(
            weeding._facts(row, policy, used, {}, mending),
            held=held.get(row.title_id, 0),
            most_out=most_out.get(row.title_id, 0),
        )
        for row in rows
    ]
    return candidates(facts, criteria, today)


@settings(max_examples=60, deadline=None)
@given(drawn=st.lists(COPY, min_size=1, max_size=6), criteria=CRITERIA, hour=st.sampled_from([0, 4, 15, 16, 23]))
def test_narrowing_finds_what_looking_at_every_copy_finds(
    template_file: Path, drawn: list[dict[str, Any]], criteria: Criteria, hour: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(shutil.copyfile(template_file, Path(folder) / "any.deskcirc"))
        with open_library(file) as library:
            a_stock(library, drawn, hour)
            today = NOON.date()
            with library.reading() as connection:
                quick = weeding.weeding_candidates(connection, criteria, library.policy, today)
                assert quick == of_all(connection, criteria, library.policy, today)
