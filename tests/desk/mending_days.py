"""A library with a repair queue for the tests of mending lessons."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.builders import TODAY, a_copy

from deskcirc.desk.damage import DamageReport
from deskcirc.desk.desk import Desk
from deskcirc.desk.mending_lessons import open_lesson
from deskcirc.desk.repair import report_damage
from deskcirc.domain.mending_lessons import LessonDraft, MendingLesson
from deskcirc.domain.repair import DamageKind, Repair, Severity
from deskcirc.store.lookups.mending_lessons import lesson_by_id

DRAFT = LessonDraft("Friday club", TODAY, 40)


def later(desk: Desk, minutes: int) -> Desk:
    """The same counter, some minutes later."""
    return replace(desk, now=desk.now + timedelta(minutes=minutes))


def a_damaged(desk: Desk, title: str = "草房子", *kinds: DamageKind, severity: Severity = Severity.LIGHT) -> Repair:
    """A copy that lies on the repair pile: torn, unless other kinds are given."""
    copy = a_copy(desk.library, title)
    outcome = report_damage(desk, copy.id, DamageReport(kinds or (DamageKind.TORN,), severity))
    assert outcome.repair is not None, outcome.why_not
    return outcome.repair


def a_lesson(desk: Desk, *repairs: Repair, draft: LessonDraft = DRAFT) -> MendingLesson:
    """A lesson with these copies."""
    outcome = open_lesson(desk, draft, [repair.id for repair in repairs])
    assert outcome.lesson is not None, outcome.why_not
    return outcome.lesson


def the_lesson(desk: Desk, lesson_id: int) -> MendingLesson:
    """The lesson as the library knows it."""
    with desk.library.reading() as connection:
        found = lesson_by_id(connection, lesson_id, desk.policy, desk.today)
    assert found is not None
    return found
