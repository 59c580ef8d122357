"""What the lessons section shows: all lessons, the one that is open with who is at what, and the helpers' credits."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from deskcirc.desk.desk import Desk
from deskcirc.domain.mending_lessons import HelperCredit, LessonLine, MendingLesson
from deskcirc.domain.operators import Right
from deskcirc.domain.patrons import Patron, SchoolClass
from deskcirc.domain.periods import Period, periods, this_term
from deskcirc.store.lookups.mending_lessons import (
    all_lessons,
    copies_without_lesson,
    helper_credits,
    lesson_by_id,
    lines_of_lesson,
)
from deskcirc.store.lookups.patrons import patrons_of_class, school_classes


class View(StrEnum):
    """Which side of the section is on top."""

    ALL = "all"
    LESSON = "lesson"
    CREDITS = "credits"


@dataclass(frozen=True, slots=True)
class LessonsPart:
    """Everything the section shows.

    `pupil` is who gets the next copy that is scanned, `wanted` the repair of a copy that was scanned before its pupil,
    `last` that of the copy handled last, `refused` those that were swapped out.
    """

    view: View = View.ALL
    lessons: tuple[MendingLesson, ...] = ()
    lesson_id: int | None = None
    lesson: MendingLesson | None = None
    lines: tuple[LessonLine, ...] = ()
    pupil: Patron | None = None
    pupils: tuple[Patron, ...] = ()  # the class list of the lesson
    classes: tuple[SchoolClass, ...] = ()
    wanted: int = 0
    last: int = 0
    refused: frozenset[int] = frozenset()
    waiting: int = 0  # copies in the queue that are in no lesson
    period: Period | None = None
    periods: tuple[Period, ...] = ()
    credits: tuple[HelperCredit, ...] = ()
    lesson_minutes: int = 40  # the school's own
    may_change: bool = False
    today: date = date.min
    now: datetime | None = None

    @property
    def open_lesson(self) -> MendingLesson | None:
        """The lesson on top, while it goes on."""
        return self.lesson if self.lesson is not None and self.lesson.state.is_open else None

    def line_of(self, repair_id: int) -> LessonLine | None:
        """The copy of the lesson that this repair is of."""
        return next((line for line in self.lines if line.repair_id == repair_id), None)


def read_part(desk: Desk, part: LessonsPart) -> LessonsPart:
    """Read everything again; a lesson that was taken back is shown no more."""
    policy, today = desk.policy, desk.today
    with desk.library.reading() as connection:
        lesson = None if part.lesson_id is None else lesson_by_id(connection, part.lesson_id, policy, today)
        lines = () if lesson is None else lines_of_lesson(connection, lesson.id, policy, today)
        pupils: tuple[Patron, ...] = ()
        if lesson is not None and lesson.class_id is not None and lesson.state.is_open:
            pupils = patrons_of_class(connection, lesson.class_id, policy, today)
        period = part.period or this_term(policy, today)
        span = period.until(today)
        credited: tuple[HelperCredit, ...] = ()
        if part.view is View.CREDITS and span.first is not None:
            credited = helper_credits(connection, span.first, span.last, policy, today)
        read = replace(
            part,
            view=View.ALL if part.view is View.LESSON and lesson is None else part.view,
            lessons=all_lessons(connection, policy, today),
            lesson_id=None if lesson is None else lesson.id,
            lesson=lesson,
            lines=lines,
            pupils=pupils,
            classes=school_classes(connection, policy, today),
            waiting=copies_without_lesson(connection),
            period=period,
            periods=periods(policy, today),
            credits=credited,
        )
    return replace(
        read,
        pupil=read.pupil if read.open_lesson is not None else None,
        lesson_minutes=policy.lesson_minutes,
        may_change=desk.operator.may(Right.REPAIR),
        today=today,
        now=desk.now,
    )
