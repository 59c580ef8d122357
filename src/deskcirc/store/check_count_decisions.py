"""The promises of decisions in counts: one that stands agrees with its copy or code, unless touched since."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from sqlalchemy import Connection, bindparam, select

from deskcirc.domain.copies import COPY_STATE_WORDS, CopyState
from deskcirc.domain.stocktake import DECISION_WORDS, DecisionKind
from deskcirc.store.breach import Breach, Question, Rule
from deskcirc.store.journal import Change
from deskcirc.store.tables import stocktake_decisions, stocktake_files, stocktake_scans, stocktakes
from deskcirc.text import gettext as _
from deskcirc.text import marked

_STANDING: Final = """FROM stocktake_decisions AS decided
    JOIN stocktakes ON stocktakes.id = decided.stocktake_id JOIN copies ON copies.id = decided.copy_id
    WHERE decided.reversed_at IS NULL"""
# The act that decided is the one that made the row; a number that was undone is given again, so the last one counts.
_UNTOUCHED: Final = """NOT EXISTS (
    SELECT 1 FROM journal_changes AS later WHERE later.table_name = 'copies' AND later.row_id = decided.copy_id
    AND later.entry_id > (SELECT max(made.entry_id) FROM journal_changes AS made
        WHERE made.table_name = 'stocktake_decisions' AND made.row_id = decided.id AND made.before IS NULL))"""
_WITHOUT: Final = "SELECT decided.id, number, accession_number AS code, decided.kind AS kind"

_IN_REPORTS: Final = frozenset({stocktake_decisions.name, stocktake_files.name, stocktake_scans.name})
_CLOSED: Final = select(stocktakes.c.number).where(
    stocktakes.c.id.in_(bindparam("ids", expanding=True)), stocktakes.c.state == "closed"
)

COUNT_DECISION_QUESTIONS: Final = (
    Question(
        Rule.COUNT_DECISIONS,
        "stocktake_decisions",
        marked("Count {number}: {code} was decided “{kind}” and is registered as {state}."),
        f"""{_WITHOUT}, copies.state AS state {_STANDING} AND {_UNTOUCHED}
            AND ((decided.kind IN ('missing', 'lost') AND copies.state <> decided.kind)
                OR (decided.kind IN ('found', 'returned') AND copies.state NOT IN ('in_stock', 'in_repair')))""",
    ),
    Question(
        Rule.COUNT_DECISIONS,
        "stocktake_decisions",
        marked("Count {number}: {code} was decided “{kind}”, and nothing of it is kept."),
        f"""{_WITHOUT} {_STANDING} AND (
            (decided.kind = 'lost' AND NOT EXISTS (SELECT 1 FROM losses WHERE copy_id = decided.copy_id))
            OR (decided.kind = 'damaged' AND NOT EXISTS (SELECT 1 FROM repairs WHERE copy_id = decided.copy_id))
            OR (decided.kind = 'withdrawal'
                AND NOT EXISTS (SELECT 1 FROM withdrawal_copies WHERE copy_id = decided.copy_id)))""",  # noqa: S608  ours
    ),
    Question(
        Rule.COUNT_DECISIONS,
        "stocktake_decisions",
        marked("Count {number}: {code} was decided “{kind}” and is on loan since before it was seen."),
        f"""{_WITHOUT} {_STANDING} AND decided.kind = 'returned' AND EXISTS (
            SELECT 1 FROM loans JOIN stocktake_scans AS seen ON seen.id = decided.scan_id
            WHERE loans.copy_id = decided.copy_id AND returned_at IS NULL AND lent_at < seen.at)""",  # noqa: S608  ours
    ),
    Question(
        Rule.COUNT_DECISIONS,
        "stocktake_decisions",
        marked("Count {number}: the code {code} was decided “{kind}”, and its line says something else."),
        """SELECT decided.id, number, code, decided.kind AS kind FROM stocktake_decisions AS decided
           JOIN stocktakes ON stocktakes.id = decided.stocktake_id
           JOIN stocktake_scans AS line ON line.id = decided.scan_id
           WHERE decided.reversed_at IS NULL AND NOT line.ended AND (
               (decided.kind IN ('matched', 'accessioned')
                   AND (line.copy_id IS NOT decided.copy_id OR line.kind = 'unknown'))
               OR (decided.kind = 'set_aside' AND (line.copy_id IS NOT NULL OR line.kind <> 'unknown')))""",
    ),
    Question(
        Rule.COUNT_DECISIONS,
        "stocktake_decisions",
        marked("Count {number}: a decision is about a line of another count."),
        """SELECT decided.id, number FROM stocktake_decisions AS decided
           JOIN stocktakes ON stocktakes.id = decided.stocktake_id
           JOIN stocktake_scans AS line ON line.id = decided.scan_id
           WHERE line.stocktake_id <> decided.stocktake_id""",
    ),
    Question(
        Rule.COUNT_DECISIONS,
        "stocktake_decisions",
        marked("Count {number}: the code {code} was solved {count} times."),
        """SELECT max(decided.id) AS id, number, max(code) AS code, count(*) AS count
           FROM stocktake_decisions AS decided JOIN stocktakes ON stocktakes.id = decided.stocktake_id
           JOIN stocktake_scans AS line ON line.id = decided.scan_id
           WHERE decided.reversed_at IS NULL AND decided.kind IN ('matched', 'accessioned', 'set_aside')
           GROUP BY decided.scan_id HAVING count(*) > 1""",
    ),
)


def count_decision_breaches(connection: Connection) -> Iterator[Breach]:
    """Every decision that stands and does not agree with what it is about."""
    for question in COUNT_DECISION_QUESTIONS:
        for row in connection.exec_driver_sql(question.query).mappings():
            facts = dict(row)
            if "kind" in facts:
                facts["kind"] = _(DECISION_WORDS[DecisionKind(facts["kind"])])
            if "state" in facts:
                facts["state"] = _(COPY_STATE_WORDS[CopyState(facts["state"])])
            yield Breach(question.rule, _(question.sentence).format(**facts), question.table, row["id"])


def changes_beneath_a_seal(connection: Connection, changes: Iterable[Change]) -> Iterator[Breach]:
    """A breach where these are lines or decisions of a count that is closed: what its report says was signed.

    An act that changes the count itself, as its closing and its opening again do, is no such change.
    """
    listed = list(changes)
    itself = {change.row_id for change in listed if change.table_name == stocktakes.name}
    of_counts = {
        int(json.loads(change.after or change.before or "{}")["stocktake_id"])
        for change in listed
        if change.table_name in _IN_REPORTS
    }
    asked = {"ids": sorted(of_counts - itself)}
    for number in connection.execute(_CLOSED, asked).scalars() if asked["ids"] else ():
        words = _("the count {number} is closed and its report is signed: open it again first.")
        yield Breach(Rule.COUNT_DECISIONS, words.format(number=number), stocktakes.name)
