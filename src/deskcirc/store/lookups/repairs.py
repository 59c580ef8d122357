"""The repair queue, sorted by how much each copy is wanted, and the repairs of a copy, of a patron, of the library."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, bindparam, func, select, text

from deskcirc.domain.copies import CopyState
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.domain.repair import Duty, Repair, RepairOrigin, RepairState, Severity, read_kinds
from deskcirc.domain.repair_steps import in_order_of_want
from deskcirc.store.lookups.copies import COPY_COLUMNS, copy_of_row
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import (
    classes,
    copies,
    holds,
    item_types,
    loans,
    locations,
    patrons,
    repair_photos,
    repairs,
    titles,
)

_HELPERS: Final = patrons.alias("helpers")
_HELPERS_CLASSES: Final = classes.alias("classes_of_helpers")
# The words of the partial indices themselves, for SQLite to take them.
_OPEN: Final = text("repairs.state IN ('queued', 'in_repair', 'mended')")
_WAITING: Final = (
    select(func.count(holds.c.id))
    .where(holds.c.title_id == copies.c.title_id, text("holds.state IN ('waiting', 'ready')"))
    .correlate(copies)
    .scalar_subquery()
)
_LENT: Final = select(func.count()).where(loans.c.copy_id == copies.c.id).correlate(copies).scalar_subquery()
_LENT_LATELY: Final = (
    select(func.count())
    .where(loans.c.copy_id == copies.c.id, loans.c.lent_at >= bindparam("since"))
    .correlate(copies)
    .scalar_subquery()
)
_PHOTOS: Final = (
    select(func.count(repair_photos.c.id))
    .where(repair_photos.c.repair_id == repairs.c.id, text("NOT repair_photos.ended"))
    .correlate(repairs)
    .scalar_subquery()
)
_COLUMNS: Final = (
    *COPY_COLUMNS,
    repairs.c.id.label("repair_id"),
    repairs.c.state.label("repair_state"),
    repairs.c.origin,
    repairs.c.kinds,
    repairs.c.severity,
    repairs.c.note,
    repairs.c.patron_id,
    repairs.c.loan_id,
    repairs.c.duty,
    repairs.c.reported_at,
    repairs.c.helper_id,
    repairs.c.lesson_id,
    repairs.c.due_back,
    repairs.c.materials,
    repairs.c.minutes,
    repairs.c.started_at,
    repairs.c.mended_at,
    repairs.c.ended_at,
    repairs.c.ended_note,
    repairs.c.in_process,
    patrons.c.name,
    classes.c.entry_year,
    classes.c.number.label("class_number"),
    classes.c.name.label("own_class_name"),
    _HELPERS.c.name.label("helper_name"),
    _HELPERS_CLASSES.c.entry_year.label("helper_entry_year"),
    _HELPERS_CLASSES.c.number.label("helper_class_number"),
    _HELPERS_CLASSES.c.name.label("helper_class_name"),
    _WAITING.label("waiting"),
    _LENT.label("lent"),
    _LENT_LATELY.label("lent_lately"),
    _PHOTOS.label("photos"),
)
_OWN_COLUMNS: Final = len(COPY_COLUMNS)
_STATES: Final = {state.value: state for state in RepairState}
_ORIGINS: Final = {origin.value: origin for origin in RepairOrigin}
_SEVERITIES: Final = {severity.value: severity for severity in Severity}
_DUTIES: Final = {duty.value: duty for duty in Duty}
_kinds: Final = cache(read_kinds)
_JOIN: Final = (
    repairs.join(copies, repairs.c.copy_id == copies.c.id)
    .join(titles, copies.c.title_id == titles.c.id)
    .join(item_types, copies.c.item_type_id == item_types.c.id)
    .outerjoin(locations, copies.c.location_id == locations.c.id)
    .outerjoin(patrons, repairs.c.patron_id == patrons.c.id)
    .outerjoin(classes, patrons.c.class_id == classes.c.id)
    .outerjoin(_HELPERS, repairs.c.helper_id == _HELPERS.c.id)
    .outerjoin(_HELPERS_CLASSES, _HELPERS.c.class_id == _HELPERS_CLASSES.c.id)
)
_ALL: Final = select(*_COLUMNS).select_from(_JOIN)
_BY_ID: Final = _ALL.where(repairs.c.id == bindparam("repair_id"))
_QUEUE: Final = _ALL.where(_OPEN)
_OPEN_OF_COPY: Final = _QUEUE.where(repairs.c.copy_id == bindparam("copy_id"))
_OF_COPY: Final = _ALL.where(repairs.c.copy_id == bindparam("copy_id")).order_by(repairs.c.id.desc())
_OF_PATRON: Final = _ALL.where(repairs.c.patron_id == bindparam("patron_id")).order_by(repairs.c.id.desc())
_OF_HELPER: Final = _ALL.where(repairs.c.helper_id == bindparam("helper_id")).order_by(repairs.c.id.desc())
_later: Final = repairs.alias("later")
_away: Final = copies.alias("away")
_BEYOND: Final = _ALL.where(
    repairs.c.copy_id.in_(select(_away.c.id).where(text("(away.damaged OR away.state = 'in_repair')"))),
    repairs.c.state == RepairState.BEYOND.value,
    copies.c.state != CopyState.WITHDRAWN.value,
    repairs.c.id == select(func.max(_later.c.id)).where(_later.c.copy_id == repairs.c.copy_id).scalar_subquery(),
).order_by(repairs.c.ended_at.desc(), repairs.c.id.desc())
_LAST_STATE: Final = (
    select(repairs.c.id, repairs.c.state)
    .where(repairs.c.copy_id == bindparam("copy_id"))
    .order_by(repairs.c.id.desc())
    .limit(1)
)
_PHOTO: Final = (
    select(repair_photos)
    .where(repair_photos.c.repair_id == bindparam("repair_id"), text("NOT repair_photos.ended"))
    .order_by(repair_photos.c.id.desc())
    .limit(1)
)
# Copies that were damaged or in repair before there was a queue, or that a list says so of.
_NOT_IN_QUEUE: Final = (
    select(
        copies.c.id,
        copies.c.title_id,
        copies.c.state,
        copies.c.damage_note,
        copies.c.damaged_at,
        copies.c.damaged_by,
        copies.c.added_at,
    )
    .select_from(
        copies.outerjoin(
            repairs, and_(repairs.c.copy_id == copies.c.id, text("repairs.state NOT IN ('back', 'cancelled')"))
        )
    )
    .where(
        text("(copies.damaged OR copies.state = 'in_repair')"),
        text("repairs.id IS NULL"),
        copies.c.state != CopyState.WITHDRAWN.value,
    )
)


@dataclass(frozen=True, slots=True)
class RepairPhoto:
    """A picture of the damage, `width` × `height` dots, JPEG or PNG."""

    octets: bytes
    width: int
    height: int


def repair_by_id(connection: Connection, repair_id: int, policy: Policy, today: date) -> Repair | None:
    """One repair; None where there is none of that id."""
    row = connection.execute(_BY_ID, {"repair_id": repair_id, "since": _year_ago(today)}).one_or_none()
    return None if row is None else _Reader(policy, today).repair(row)


def open_repair_of_copy(connection: Connection, copy_id: int, policy: Policy, today: date) -> Repair | None:
    """The repair the copy waits for or is in; there is at most one."""
    row = connection.execute(_OPEN_OF_COPY, {"copy_id": copy_id, "since": _year_ago(today)}).one_or_none()
    return None if row is None else _Reader(policy, today).repair(row)


def repair_queue(connection: Connection, policy: Policy, today: date) -> tuple[Repair, ...]:
    """Every open repair, what is wanted most first: holds of the title, loans of the last year, ease, day reported."""
    rows = connection.execute(_QUEUE, {"since": _year_ago(today)})
    return in_order_of_want(map(_Reader(policy, today).repair, rows))


def repairs_of_copy(connection: Connection, copy_id: int, policy: Policy, today: date) -> tuple[Repair, ...]:
    """Every repair of the copy, the last first."""
    rows = connection.execute(_OF_COPY, {"copy_id": copy_id, "since": _year_ago(today)})
    return tuple(map(_Reader(policy, today).repair, rows))


def repairs_of_patron(connection: Connection, patron_id: int, policy: Policy, today: date) -> tuple[Repair, ...]:
    """Every damage to a copy that the patron had last, the last first."""
    rows = connection.execute(_OF_PATRON, {"patron_id": patron_id, "since": _year_ago(today)})
    return tuple(map(_Reader(policy, today).repair, rows))


def repairs_of_helper(connection: Connection, helper_id: int, policy: Policy, today: date) -> tuple[Repair, ...]:
    """Every repair that somebody mends or mended, the last first."""
    rows = connection.execute(_OF_HELPER, {"helper_id": helper_id, "since": _year_ago(today)})
    return tuple(map(_Reader(policy, today).repair, rows))


def beyond_repair(connection: Connection, policy: Policy, today: date) -> tuple[Repair, ...]:
    """Copies given up as beyond repair and not withdrawn yet: candidates for withdrawal, the last first."""
    rows = connection.execute(_BEYOND, {"since": _year_ago(today)})
    return tuple(map(_Reader(policy, today).repair, rows))


def is_beyond_repair(connection: Connection, copy_id: int) -> bool:
    """Whether the last that was decided about the copy's damage is that it cannot be mended."""
    row = connection.execute(_LAST_STATE, {"copy_id": copy_id}).one_or_none()
    return row is not None and row.state == RepairState.BEYOND.value


def photo_of_repair(connection: Connection, repair_id: int) -> RepairPhoto | None:
    """The picture of the damage; None where there is none."""
    row = connection.execute(_PHOTO, {"repair_id": repair_id}).one_or_none()
    return None if row is None else RepairPhoto(row.octets, row.width, row.height)


def photo_id_of_repair(connection: Connection, repair_id: int) -> int | None:
    """The row of the picture that is shown; None where there is none."""
    row = connection.execute(_PHOTO, {"repair_id": repair_id}).one_or_none()
    return None if row is None else int(row.id)


def damaged_not_in_queue(connection: Connection) -> list[Row[Any]]:
    """Copies flagged as damaged or in repair of which the queue knows nothing: marked before there was one."""
    # Put in order here: SQLite would walk through all copies to save itself the sorting of a few.
    return sorted(connection.execute(_NOT_IN_QUEUE), key=lambda row: row.id)


def _year_ago(today: date) -> datetime:
    return datetime.combine(today - timedelta(days=365), time(), UTC)


class _Reader:
    """Reads rows of one answer: a queue of thousands names the same classes, kinds and days over and over."""

    def __init__(self, policy: Policy, today: date) -> None:
        self._policy = policy
        self._today = today
        self._labels: dict[tuple[Any, ...], str] = {}

    def repair(self, row: Any) -> Repair:
        """The repair of a row of these columns."""
        told = row[_OWN_COLUMNS:]  # by place: a name is looked up for every value of every row
        (repair_id, state, origin, kinds, severity, note, patron_id, loan_id, duty, reported_at, helper_id) = told[:11]
        (lesson_id, due_back, materials, minutes, started_at, mended_at, ended_at, ended_note) = told[11:19]
        waiting, lent, lent_lately, photos = told[28:]
        return Repair(
            id=repair_id,
            copy=copy_of_row(row),
            state=_STATES[state],
            origin=_ORIGINS[origin],
            kinds=_kinds(kinds),
            severity=_SEVERITIES[severity],
            note=note,
            reported_on=self._policy.day_of(reported_at),
            patron_id=patron_id,
            patron=self._label(*told[20:24]),
            loan_id=loan_id,
            duty=_DUTIES[duty],
            helper_id=helper_id,
            helper=self._label(*told[24:28]),
            lesson_id=lesson_id,
            due_back=due_back,
            materials=materials,
            minutes=minutes,
            started_on=self._day(started_at),
            mended_on=self._day(mended_at),
            ended_on=self._day(ended_at),
            ended_note=ended_note,
            photos=photos,
            waiting=waiting,
            lent=lent,
            lent_lately=lent_lately,
            in_process=told[19],
        )

    def _day(self, instant: datetime | None) -> date | None:
        return None if instant is None else self._policy.day_of(instant)

    def _label(self, name: str | None, *of_class: Any) -> str:
        if name is None:
            return ""
        if (name, of_class) not in self._labels:
            entry_year, number, own_name = of_class
            called = class_label(entry_year, number, own_name, self._policy, self._today)
            self._labels[name, of_class] = patron_label(name, called)
        return self._labels[name, of_class]
