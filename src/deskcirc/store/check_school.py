"""The promises of the school's year: terms that do not overlap, opening hours set as a whole, a rota in its slots.

These tables are small, so an act taken back asks them too: see `school_breaches`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import Connection

from deskcirc.store.breach import Breach, Question, Rule
from deskcirc.text import gettext as _
from deskcirc.text import marked

SCHOOL_QUESTIONS: Final = (
    Question(
        Rule.TERMS,
        "terms",
        marked("{one} and {other} overlap: a day can lie in one term only."),
        """SELECT one.id, one.name AS one, other.name AS other FROM terms AS one
           JOIN terms AS other ON other.id > one.id AND other.starts <= one.ends AND one.starts <= other.ends
           WHERE NOT one.ended AND NOT other.ended""",
    ),
    Question(
        Rule.TERMS,
        "terms",
        marked("{name} has a day that does not lie in it."),
        """SELECT id, name FROM terms WHERE NOT ended AND (
           return_by NOT BETWEEN starts AND ends OR vacation_loans_from NOT BETWEEN starts AND ends
           OR finals NOT BETWEEN starts AND ends)""",
    ),
    Question(
        Rule.ROTA,
        "rota_turns",
        marked("A turn of the rota stands in the slot of {opens}, which has been taken out."),
        """SELECT rota_turns.id, printf('%d:%02d', opens / 60, opens % 60) AS opens
           FROM rota_turns JOIN rota_slots ON rota_slots.id = slot_id
           WHERE NOT rota_turns.ended AND rota_slots.ended""",
    ),
    Question(
        Rule.ROTA,
        "rota_slots",
        marked("Two slots of the rota begin at {opens}."),
        """SELECT max(id) AS id, printf('%d:%02d', opens / 60, opens % 60) AS opens FROM rota_slots
           WHERE NOT ended GROUP BY rota_slots.opens HAVING count(*) > 1""",
    ),
)


def school_breaches(connection: Connection, touched: Iterable[str]) -> Iterator[Breach]:
    """What is broken now among these promises of the tables named; asked before an act taken back is written."""
    tables = set(touched)
    if "rota_slots" in tables:
        tables.add("rota_turns")
    for question in SCHOOL_QUESTIONS:
        if question.table in tables:
            for row in connection.exec_driver_sql(question.query).mappings():
                yield Breach(question.rule, _(question.sentence).format(**row), question.table, row["id"])
