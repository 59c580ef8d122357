"""The promises of clearance certificates: numbered once, and given only to who had and owed nothing."""

from __future__ import annotations

from collections.abc import Iterator, Set
from typing import Final

from sqlalchemy import Connection

from deskcirc.store.breach import Breach, Question, Rule
from deskcirc.text import gettext as _
from deskcirc.text import marked

CLEARANCE_QUESTIONS: Final = (
    Question(
        Rule.CERTIFICATE,
        "clearances",
        marked("Certificate {number} was given, and the next would bear its number again."),
        """SELECT clearances.id, number FROM clearances
           WHERE number >= coalesce((SELECT next FROM number_series WHERE code = 'clearance'), 0)""",
    ),
    Question(
        Rule.CERTIFICATE,
        "loans",
        marked("{patron} was given certificate {number} while {code} was on loan to them."),
        """SELECT loans.id, patrons.name AS patron, clearances.number AS number, accession_number AS code
           FROM clearances JOIN patrons ON patrons.id = clearances.patron_id
           JOIN loans ON loans.patron_id = clearances.patron_id JOIN copies ON copies.id = copy_id
           WHERE lent_at < at AND (returned_at IS NULL OR returned_at > at)""",
    ),
    Question(
        Rule.CERTIFICATE,
        "charges",
        marked("{patron} was given certificate {number} while a charge was open."),
        """SELECT charges.id, patrons.name AS patron, clearances.number AS number
           FROM clearances JOIN patrons ON patrons.id = clearances.patron_id
           JOIN charges ON charges.patron_id = clearances.patron_id
           WHERE raised_at < at AND (settled_at IS NULL OR settled_at > at)""",
    ),
)


def clearance_breaches(connection: Connection, rows: Set[tuple[str, int]]) -> Iterator[Breach]:
    """What is broken now about these rows, by table and id; asked before an act taken back is written."""
    tables = {table for table, _row_id in rows}
    for question in CLEARANCE_QUESTIONS:
        if question.table in tables:
            for row in connection.exec_driver_sql(question.query).mappings():
                if (question.table, row["id"]) in rows:
                    yield Breach(question.rule, _(question.sentence).format(**row), question.table, row["id"])
