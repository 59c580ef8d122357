"""The promises of the lines of a count: each copy is counted once, every repeat has what it repeats, files add up."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select, text

from deskcirc.store.breach import Breach, Question, Rule
from deskcirc.store.journal import Change
from deskcirc.store.tables import stocktake_scans
from deskcirc.text import gettext as _
from deskcirc.text import marked

COUNT_LINE_QUESTIONS: Final = (
    Question(
        Rule.COUNT_LINES,
        "stocktake_scans",
        marked("Count {number}: {code} is said to be counted twice, and was never counted."),
        """SELECT scans.id, stocktakes.number, scans.code
            FROM stocktake_scans AS scans JOIN stocktakes ON stocktakes.id = scans.stocktake_id
            WHERE scans.kind = 'repeat' AND NOT scans.ended AND scans.copy_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM stocktake_scans AS first WHERE first.copy_id IS NOT NULL
                AND first.copy_id = scans.copy_id AND first.stocktake_id = scans.stocktake_id
                AND first.kind NOT IN ('repeat', 'refused') AND NOT first.ended)""",
    ),
    Question(
        Rule.COUNT_LINES,
        "stocktake_scans",
        marked("Count {number}: the unknown code {code} is said to be noted twice, and was never noted."),
        """SELECT scans.id, stocktakes.number, scans.code
            FROM stocktake_scans AS scans JOIN stocktakes ON stocktakes.id = scans.stocktake_id
            WHERE scans.kind = 'repeat' AND NOT scans.ended AND scans.copy_id IS NULL AND NOT EXISTS (
                SELECT 1 FROM stocktake_scans AS first WHERE first.copy_id IS NULL
                AND first.stocktake_id = scans.stocktake_id AND first.code = scans.code
                AND first.kind NOT IN ('repeat', 'refused') AND NOT first.ended)""",
    ),
    Question(
        Rule.COUNT_LINES,
        "stocktake_scans",
        marked("Count {number}: {code} was counted {count} times."),
        """SELECT max(scans.id) AS id, number, max(code) AS code, count(*) AS count
           FROM stocktake_scans AS scans JOIN stocktakes ON stocktakes.id = stocktake_id
           WHERE copy_id IS NOT NULL AND kind IN ('found', 'on_loan', 'elsewhere') AND NOT ended
           GROUP BY stocktake_id, copy_id HAVING count(*) > 1""",
    ),
    Question(
        Rule.COUNT_LINES,
        "stocktake_scans",
        marked("Count {number}: {code} was counted, and no copy is named."),
        """SELECT scans.id, number, code FROM stocktake_scans AS scans JOIN stocktakes ON stocktakes.id = stocktake_id
           WHERE copy_id IS NULL AND kind IN ('found', 'on_loan', 'elsewhere')""",
    ),
    Question(
        Rule.COUNT_LINES,
        "stocktake_files",
        marked("The collector file {name} says {lines} lines and has {count}."),
        """SELECT files.id, name, lines, count(scans.id) AS count
           FROM stocktake_files AS files LEFT JOIN stocktake_scans AS scans
           ON file_id = files.id AND scans.stocktake_id = files.stocktake_id
           GROUP BY files.id HAVING count(scans.id) <> lines""",
    ),
    Question(
        Rule.COUNT_LINES,
        "stocktake_scans",
        marked("Line {line} of the collector file {name} was taken back without its file, or the file without it."),
        """SELECT scans.id, name, line FROM stocktake_scans AS scans
           JOIN stocktake_files AS files ON files.id = file_id WHERE scans.ended <> files.ended""",
    ),
)

_OF_COPY: Final = select(stocktake_scans.c.kind).where(
    stocktake_scans.c.copy_id == bindparam("copy_id"),
    stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
    stocktake_scans.c.kind != "refused",
    text("NOT stocktake_scans.ended AND stocktake_scans.copy_id IS NOT NULL"),
)
_OF_CODE: Final = select(stocktake_scans.c.kind).where(
    stocktake_scans.c.code == bindparam("code"),
    stocktake_scans.c.stocktake_id == bindparam("stocktake_id"),
    stocktake_scans.c.kind != "refused",
    text("NOT stocktake_scans.ended AND stocktake_scans.copy_id IS NULL"),
)


def repeats_of_nothing(connection: Connection, changes: Iterable[Change]) -> Iterator[Breach]:
    """A breach where lines that repeat one of these have nothing left that they repeat: an undo must not do that."""
    for stocktake_id, copy_id, code in sorted(set(_counted(changes)), key=str):
        asked = {"stocktake_id": stocktake_id, "copy_id": copy_id, "code": code}
        kinds = set(connection.execute(_OF_COPY if copy_id is not None else _OF_CODE, asked).scalars())
        if kinds == {"repeat"}:
            words = _("it was scanned again later: take the later scans back first, or the whole file.")
            yield Breach(Rule.COUNT_LINES, words, stocktake_scans.name)
            return


def _counted(changes: Iterable[Change]) -> Iterator[tuple[int, int | None, str]]:
    """Count, copy and code of every line among the changes; a copy is known by its number alone."""
    for change in changes:
        if change.table_name == stocktake_scans.name:
            row: dict[str, Any] = json.loads(change.after or change.before or "{}")
            yield row["stocktake_id"], row["copy_id"], "" if row["copy_id"] is not None else row["code"]
