"""Mending lessons with their copies, what in the queue a lesson may have, and what each helper has mended."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, bindparam, case, exists, func, literal_column, select, text

from deskcirc.domain.mending_lessons import Candidate, HelperCredit, LessonLine, LessonState, MendingLesson
from deskcirc.domain.patrons import patron_label
from deskcirc.domain.policy import Policy
from deskcirc.domain.repair import RepairState, Severity, read_kinds
from deskcirc.store.lookups.copies import copies_by_ids
from deskcirc.store.lookups.patrons import class_label
from deskcirc.store.tables import classes, copies, holds, loans, mending_lessons, patrons, repairs

_MENDED: Final = text("repairs.state IN ('mended', 'back')")
_IS_DONE: Final[ColumnElement[bool]] = literal_column("repairs.state IN ('mended', 'back')")
_IS_BEGUN: Final[ColumnElement[bool]] = literal_column("repairs.state IN ('in_repair', 'mended', 'back')")
_CLASS: Final = (
    classes.c.entry_year,
    classes.c.number.label("class_number"),
    classes.c.name.label("own_class_name"),
)
_LESSONS: Final = (
    select(
        mending_lessons,
        *_CLASS,
        func.count(repairs.c.id).label("copies"),
        func.coalesce(func.sum(case((_IS_DONE, 1), else_=0)), 0).label("mended"),
        func.coalesce(func.sum(case((_IS_BEGUN, 1), else_=0)), 0).label("begun"),
        func.coalesce(func.sum(case((_IS_DONE, repairs.c.minutes), else_=0)), 0).label("spent"),
    )
    .select_from(
        mending_lessons.outerjoin(classes, mending_lessons.c.class_id == classes.c.id).outerjoin(
            repairs, repairs.c.lesson_id == mending_lessons.c.id
        )
    )
    .group_by(mending_lessons.c.id)
    .order_by(mending_lessons.c.id.desc())
)
_LESSON: Final = _LESSONS.where(mending_lessons.c.id == bindparam("lesson_id"))
_OPEN_LESSON: Final = text("mending_lessons.state IN ('planned', 'under_way')")
_IS_OPEN: Final = select(mending_lessons.c.id).where(mending_lessons.c.id == bindparam("lesson_id"), _OPEN_LESSON)
_LINES: Final = (
    select(repairs, patrons.c.name, *_CLASS)
    .select_from(
        repairs.outerjoin(patrons, repairs.c.helper_id == patrons.c.id).outerjoin(
            classes, patrons.c.class_id == classes.c.id
        )
    )
    .where(repairs.c.lesson_id == bindparam("lesson_id"))
)
_ON_LOAN: Final = exists().where(loans.c.copy_id == copies.c.id, loans.c.returned_at.is_(None))
_WAITING: Final = (
    select(func.count(holds.c.id))
    .where(holds.c.title_id == copies.c.title_id, text("holds.state IN ('waiting', 'ready')"))
    .correlate(copies)
    .scalar_subquery()
)
_LENT: Final = select(func.count()).where(loans.c.copy_id == copies.c.id).correlate(copies).scalar_subquery()
_CANDIDATES: Final = (
    select(
        repairs.c.id,
        repairs.c.kinds,
        repairs.c.severity,
        _WAITING.label("waiting"),
        _LENT.label("lent"),
    )
    .select_from(repairs.join(copies, repairs.c.copy_id == copies.c.id))
    .where(
        # The words of the partial index first, for SQLite to take it.
        text("repairs.state IN ('queued', 'in_repair', 'mended') AND repairs.state = 'queued'"),
        repairs.c.lesson_id.is_(None),
        copies.c.state.in_(("in_stock", "in_process")),
        ~_ON_LOAN,
    )
)
_WAITING_COUNT: Final = select(func.count()).where(
    text("repairs.state IN ('queued', 'in_repair', 'mended') AND repairs.state = 'queued'"),
    repairs.c.lesson_id.is_(None),
)
_SINCE: Final = repairs.c.mended_at >= bindparam("start")
_CREDITS: Final = (
    select(
        repairs.c.helper_id,
        patrons.c.name,
        *_CLASS,
        func.count().label("copies"),
        func.coalesce(func.sum(repairs.c.minutes), 0).label("minutes"),
        func.max(repairs.c.mended_at).label("last_at"),
    )
    .select_from(
        repairs.join(patrons, repairs.c.helper_id == patrons.c.id).outerjoin(
            classes, patrons.c.class_id == classes.c.id
        )
    )
    .where(_MENDED, repairs.c.helper_id.is_not(None), _SINCE, repairs.c.mended_at < bindparam("end"))
    .group_by(repairs.c.helper_id)
    .order_by(func.count().desc(), func.sum(repairs.c.minutes).desc(), patrons.c.search_words, repairs.c.helper_id)
)


def all_lessons(connection: Connection, policy: Policy, today: date) -> tuple[MendingLesson, ...]:
    """Every lesson, the newest first."""
    return tuple(_lesson(row, policy, today) for row in connection.execute(_LESSONS))


def lesson_by_id(connection: Connection, lesson_id: int, policy: Policy, today: date) -> MendingLesson | None:
    """One lesson; None where there is none of that id."""
    row = connection.execute(_LESSON, {"lesson_id": lesson_id}).one_or_none()
    return None if row is None else _lesson(row, policy, today)


def lesson_is_open(connection: Connection, lesson_id: int | None) -> bool:
    """Whether there is such a lesson and it goes on; False for None."""
    return lesson_id is not None and connection.execute(_IS_OPEN, {"lesson_id": lesson_id}).first() is not None


def lines_of_lesson(connection: Connection, lesson_id: int, policy: Policy, today: date) -> tuple[LessonLine, ...]:
    """The copies of a lesson in shelf order; what went back to the queue when it was closed is its no more."""
    rows: dict[int, list[Any]] = {}
    for row in connection.execute(_LINES, {"lesson_id": lesson_id}):
        rows.setdefault(row.copy_id, []).append(row)
    return tuple(
        LessonLine(
            repair_id=row.id,
            copy=copy,
            state=RepairState(row.state),
            kinds=read_kinds(row.kinds),
            severity=Severity(row.severity),
            note=row.note,
            helper_id=row.helper_id,
            helper=_label(row, policy, today),
            helper_name=row.name or "",
            started_at=row.started_at,
            mended_at=row.mended_at,
            minutes=row.minutes,
        )
        for copy in copies_by_ids(connection, list(rows))
        for row in rows[copy.id]
    )


def lesson_candidates(connection: Connection) -> tuple[Candidate, ...]:
    """What waits for repair, is in the library and in no lesson yet; fit for pupils or not."""
    return tuple(
        Candidate(row.id, read_kinds(row.kinds), Severity(row.severity), row.waiting, row.lent)
        for row in connection.execute(_CANDIDATES)
    )


def copies_without_lesson(connection: Connection) -> int:
    """How many copies wait for repair and are in no lesson, wherever they are."""
    return int(connection.execute(_WAITING_COUNT).scalar_one())


def helper_credits(
    connection: Connection, first: date, last: date, policy: Policy, today: date
) -> tuple[HelperCredit, ...]:
    """What each helper mended from the first day to the last, both included: who mended most stands first."""
    span = {"start": _begin(first, policy), "end": _begin(last + timedelta(days=1), policy)}
    return tuple(
        HelperCredit(row.helper_id, _label(row, policy, today), row.copies, row.minutes, policy.day_of(row.last_at))
        for row in connection.execute(_CREDITS, span)
    )


def open_lessons_of(connection: Connection, repair_ids: Collection[int]) -> dict[int, str]:
    """Numbers of the open lessons that these repairs are in already, by the repairs' ids."""
    query = (
        select(repairs.c.id, mending_lessons.c.number)
        .select_from(repairs.join(mending_lessons, repairs.c.lesson_id == mending_lessons.c.id))
        .where(repairs.c.id.in_(list(repair_ids)), _OPEN_LESSON)
    )
    return {row.id: row.number for row in connection.execute(query)}


def _begin(day: date, policy: Policy) -> datetime:
    return datetime.combine(day, time(), UTC) - policy.utc_offset


def _label(row: Any, policy: Policy, today: date) -> str:
    if row.name is None:
        return ""
    return patron_label(row.name, class_label(row.entry_year, row.class_number, row.own_class_name, policy, today))


def _lesson(row: Any, policy: Policy, today: date) -> MendingLesson:
    return MendingLesson(
        id=row.id,
        number=row.number,
        name=row.name,
        on=row.on,
        minutes=row.minutes,
        # An undo may have taken back what began it: what lies at the table says so too.
        state=LessonState.UNDER_WAY if row.state == LessonState.PLANNED.value and row.begun else LessonState(row.state),
        class_id=row.class_id,
        class_name=class_label(row.entry_year, row.class_number, row.own_class_name, policy, today),
        note=row.note,
        copies=row.copies + row.unfinished,
        mended=row.mended,
        unfinished=row.unfinished,
        spent=row.spent,
        closed_on=None if row.closed_at is None else policy.day_of(row.closed_at),
    )
