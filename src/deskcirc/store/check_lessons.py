"""The promises of mending lessons: an open one holds what it mends, an ended one holds nothing that still waits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from deskcirc.store.breach import Breach, Question, Rule
from deskcirc.text import gettext as _
from deskcirc.text import marked

LESSON_QUESTIONS: Final = (
    Question(
        Rule.LESSON,
        "repairs",
        marked("Mending lesson {number} has ended, and {code} still waits or is being mended in it."),
        """SELECT repairs.id, mending_lessons.number, accession_number AS code
           FROM repairs JOIN mending_lessons ON mending_lessons.id = lesson_id JOIN copies ON copies.id = copy_id
           WHERE mending_lessons.state IN ('closed', 'cancelled') AND repairs.state IN ('queued', 'in_repair')""",
    ),
    Question(
        Rule.LESSON,
        "repairs",
        marked("Mending lesson {number} was cancelled, and {code} is said to be mended in it."),
        """SELECT repairs.id, mending_lessons.number, accession_number AS code
           FROM repairs JOIN mending_lessons ON mending_lessons.id = lesson_id JOIN copies ON copies.id = copy_id
           WHERE mending_lessons.state = 'cancelled' AND repairs.state NOT IN ('queued', 'in_repair')""",
    ),
    Question(
        Rule.LESSON,
        "mending_lessons",
        marked("Mending lesson {number} has ended and does not say when, or is open and does."),
        """SELECT id, number FROM mending_lessons
           WHERE (state IN ('closed', 'cancelled')) <> (closed_at IS NOT NULL)""",
    ),
    Question(
        Rule.LESSON,
        "mending_lessons",
        marked("Mending lesson {number} is not closed and counts {count} copies that were not finished."),
        """SELECT id, number, unfinished AS count FROM mending_lessons
           WHERE state <> 'closed' AND unfinished <> 0""",
    ),
)


def lesson_breaches(connection: Connection) -> Iterator[Breach]:
    """The same, asked within a transaction: what an undo must not bring about."""
    for question in LESSON_QUESTIONS:
        for row in connection.exec_driver_sql(question.query).mappings():
            yield Breach(question.rule, _(question.sentence).format(**row), question.table, row["id"])
