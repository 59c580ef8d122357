"""What the figures of repairs are reckoned from: every case that touches some days, read in one pass.

Twenty thousand cases are read in a quarter of a second, for instants are turned into days once each, not once a row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, String, bindparam, func, or_, select, type_coerce

from deskcirc.domain.ledgers import Span
from deskcirc.domain.policy import Policy
from deskcirc.domain.repair import RepairState, Severity, read_kinds
from deskcirc.domain.repair_figures import NOBODY, RepairFact
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, copies, patrons, repairs, titles

_FACTS = (
    select(
        repairs.c.copy_id,
        repairs.c.state,
        repairs.c.kinds,
        repairs.c.severity,
        repairs.c.patron_id,
        patrons.c.class_id,
        titles.c.publisher,
        repairs.c.materials,
        repairs.c.minutes,
        *(
            type_coerce(column, String)
            for column in (
                repairs.c.reported_at,
                repairs.c.started_at,
                repairs.c.mended_at,
                repairs.c.ended_at,
                repairs.c.due_back,
            )
        ),
    )
    .select_from(
        repairs.join(copies, copies.c.id == repairs.c.copy_id)
        .join(titles, titles.c.id == copies.c.title_id)
        .outerjoin(patrons, patrons.c.id == repairs.c.patron_id)
    )
    .where(
        repairs.c.reported_at < bindparam("end"),
        or_(repairs.c.ended_at.is_(None), repairs.c.ended_at >= bindparam("start")),
    )
    .order_by(repairs.c.reported_at, repairs.c.id)
)
_CLASSES = select(classes).order_by(classes.c.entry_year.desc(), classes.c.number, classes.c.id)
_HELD = (
    select(titles.c.publisher, func.count())
    .select_from(copies.join(titles, titles.c.id == copies.c.title_id))
    .where(titles.c.publisher.in_(bindparam("publishers", expanding=True)), copies.c.state != "withdrawn")
    .group_by(titles.c.publisher)
)
_OF_PUBLISHER = (
    select(copies.c.id)
    .select_from(copies.join(titles, titles.c.id == copies.c.title_id))
    .where(titles.c.publisher == bindparam("publisher"), copies.c.state != "withdrawn")
)
_FIRST: Final = date(1900, 1, 1)  # no library file is older
_STATES: Final = {state.value: state for state in RepairState}
_SEVERITIES: Final = {severity.value: severity for severity in Severity}
_kinds = lru_cache(maxsize=512)(read_kinds)


def instants_of(policy: Policy, span: Span) -> dict[str, datetime]:
    """When the days begin and when they are over, in UTC, as `start` and `end`."""
    first = max(span.first or _FIRST, _FIRST)
    after = max(span.last, _FIRST) + timedelta(days=1)
    start, end = (datetime.combine(day, time(), UTC) - policy.utc_offset for day in (first, after))
    return {"start": start, "end": end}


def day_reader(policy: Policy) -> Callable[[str | None], date | None]:
    """What turns a stored instant into the school's day; each hour is reckoned once, or minute, as the zone needs."""
    known: dict[str, date] = {}
    signs = 16 if policy.utc_offset % timedelta(hours=1) else 13

    def read(instant: str | None) -> date | None:
        if instant is None:
            return None
        moment = instant[:signs]
        if moment not in known:
            known[moment] = policy.day_of(datetime.fromisoformat(instant))
        return known[moment]

    return read


def repair_facts(connection: Connection, policy: Policy, span: Span) -> tuple[RepairFact, ...]:
    """Every case that was open on one of these days, by the day it was seen."""
    rows = connection.execute(_FACTS, instants_of(policy, span))
    day = day_reader(policy)
    return tuple(_fact(row, day) for row in rows)


def class_names(connection: Connection, policy: Policy, on: date) -> dict[int, str]:
    """Every class there ever was, as it was called on that day, the youngest first."""
    return {
        row.id: class_label(row.entry_year, row.number, row.name, policy, on) for row in connection.execute(_CLASSES)
    }


def copies_held(connection: Connection, publishers: Iterable[str]) -> dict[str, int]:
    """How many copies of each of these publishers are held now, withdrawn ones left out."""
    wanted = sorted(set(publishers))
    if not wanted:
        return {}
    return {row[0]: row[1] for row in connection.execute(_HELD, {"publishers": wanted})}


def copies_of_publisher(connection: Connection, publisher: str) -> tuple[int, ...]:
    """The copies of a publisher that are held now."""
    return tuple(connection.execute(_OF_PUBLISHER, {"publisher": publisher}).scalars())


def _fact(row: Any, day: Callable[[str | None], date | None]) -> RepairFact:
    """Places of the row are those of the query; twenty thousand of them are gone through."""
    return RepairFact(
        row[0],
        _STATES[row[1]],
        _kinds(row[2]),
        _SEVERITIES[row[3]],
        day(row[9]) or date.min,
        NOBODY if row[4] is None else row[5] or 0,
        row[6],
        row[7],
        row[8],
        day(row[10]),
        day(row[11]),
        day(row[12]),
        None if row[13] is None else date.fromisoformat(row[13]),
    )
