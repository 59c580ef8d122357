"""Proving the promises of a library file (DESIGN.md, chapter 4), each breach named.

Every row is looked at, none is sampled: what the database's own constraints hold is asked again as a question, for a
file may have been changed by another program with the constraints switched off.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from deskcirc.domain.copies import COPY_STATE_WORDS, CopyState
from deskcirc.errors import LibraryFileError
from deskcirc.store.breach import Breach, Rule
from deskcirc.store.breach import Question as _Question
from deskcirc.store.check_batches import BATCH_QUESTIONS
from deskcirc.store.check_binding import BINDING_QUESTIONS
from deskcirc.store.check_clearance import CLEARANCE_QUESTIONS
from deskcirc.store.check_corners import CORNER_QUESTIONS
from deskcirc.store.check_count_decisions import count_decision_breaches
from deskcirc.store.check_count_lines import COUNT_LINE_QUESTIONS
from deskcirc.store.check_journal import journal_breaches
from deskcirc.store.check_ledgers import ledger_breaches
from deskcirc.store.check_lessons import LESSON_QUESTIONS
from deskcirc.store.check_losses import LOSS_QUESTIONS
from deskcirc.store.check_money import MONEY_QUESTIONS
from deskcirc.store.check_numbers import NUMBER_QUESTIONS
from deskcirc.store.check_repairs import REPAIR_QUESTIONS
from deskcirc.store.check_school import SCHOOL_QUESTIONS
from deskcirc.store.check_search import search_breaches
from deskcirc.store.check_shelves import SHELF_QUESTIONS
from deskcirc.store.check_stocktakes import STOCKTAKE_QUESTIONS, stocktake_breaches
from deskcirc.store.check_withdrawals import WITHDRAWAL_QUESTIONS
from deskcirc.store.database import Library, trouble_of
from deskcirc.store.tables import metadata
from deskcirc.text import gettext as _
from deskcirc.text import marked

_MOST_OF_THE_FILE = 100  # lines of SQLite's own check; a damaged file has thousands
_TRIGGERS = frozenset(
    f"{table}_refuses_{verb}" for table in ("journal", "journal_changes") for verb in ("update", "delete")
)


_QUESTIONS = (
    _Question(
        Rule.ONE_OPEN_LOAN,
        "loans",
        marked("{code} is on loan {count} times at once."),
        """SELECT max(loans.id) AS id, accession_number AS code, count(*) AS count
           FROM loans JOIN copies ON copies.id = copy_id
           WHERE returned_at IS NULL GROUP BY copy_id HAVING count(*) > 1""",
    ),
    _Question(
        Rule.LOAN_AND_STATE,
        "loans",
        marked("{code} is on loan and registered as {state}."),
        """SELECT loans.id, accession_number AS code, state FROM loans JOIN copies ON copies.id = copy_id
           WHERE returned_at IS NULL AND state <> 'in_stock'""",
    ),
    _Question(
        Rule.LOAN_AND_TROLLEY,
        "loans",
        marked("{code} is on loan and awaits shelving."),
        """SELECT loans.id, accession_number AS code FROM loans JOIN copies ON copies.id = copy_id
           WHERE returned_at IS NULL AND awaits_shelving""",
    ),
    _Question(
        Rule.LOAN_TIMES,
        "loans",
        marked("{code} was returned on {returned}, before it was lent on {lent}."),
        """SELECT loans.id, accession_number AS code, lent_at AS lent, returned_at AS returned
           FROM loans JOIN copies ON copies.id = copy_id WHERE returned_at < lent_at""",
    ),
    _Question(
        Rule.LOAN_HERE,
        "loans",
        marked("{code} was given out for the day and is due on {due} only."),
        # The stored instant is in UTC: a school's own day is at most one later.
        """SELECT loans.id, accession_number AS code, due FROM loans JOIN copies ON copies.id = copy_id
           WHERE lending <> 'home' AND due > date(coalesce(renewed_at, lent_at), '+1 day')""",
    ),
    _Question(
        Rule.HOLD_AND_COPY,
        "holds",
        marked("{code} is on the hold shelf and on loan."),
        """SELECT holds.id, accession_number AS code FROM holds JOIN copies ON copies.id = holds.copy_id
           JOIN loans ON loans.copy_id = copies.id AND returned_at IS NULL WHERE holds.state = 'ready'""",
    ),
    _Question(
        Rule.HOLD_AND_COPY,
        "holds",
        marked("{code} is on the hold shelf and registered as {state}."),
        """SELECT holds.id, accession_number AS code, copies.state AS state
           FROM holds JOIN copies ON copies.id = holds.copy_id
           WHERE holds.state = 'ready' AND copies.state <> 'in_stock'""",
    ),
    _Question(
        Rule.HOLD_AND_COPY,
        "holds",
        marked("{code} is on the hold shelf and awaits shelving."),
        """SELECT holds.id, accession_number AS code FROM holds JOIN copies ON copies.id = holds.copy_id
           WHERE holds.state = 'ready' AND awaits_shelving""",
    ),
    _Question(
        Rule.HOLD_AND_COPY,
        "holds",
        marked("{code} is kept for a hold on another title."),
        """SELECT holds.id, accession_number AS code FROM holds JOIN copies ON copies.id = holds.copy_id
           WHERE holds.state = 'ready' AND copies.title_id <> holds.title_id""",
    ),
    _Question(
        Rule.HOLD_AND_COPY,
        "holds",
        marked("{code} is kept for {count} holds at once."),
        """SELECT max(holds.id) AS id, accession_number AS code, count(*) AS count
           FROM holds JOIN copies ON copies.id = holds.copy_id
           WHERE holds.state = 'ready' GROUP BY holds.copy_id HAVING count(*) > 1""",
    ),
    _Question(
        Rule.HOLD_SHELF,
        "holds",
        marked("A hold is ready but has no copy or no place on the hold shelf."),
        "SELECT id FROM holds WHERE state = 'ready' AND (copy_id IS NULL OR shelf_number IS NULL)",
    ),
    _Question(
        Rule.HOLD_SHELF,
        "holds",
        marked("Place {number} on the hold shelf is taken {count} times."),
        """SELECT max(id) AS id, shelf_number AS number, count(*) AS count FROM holds
           WHERE state = 'ready' AND shelf_number IS NOT NULL GROUP BY shelf_number HAVING count(*) > 1""",
    ),
    _Question(
        Rule.HOLD_SHELF,
        "holds",
        marked("A hold that is not ready has place {number} on the hold shelf."),
        """SELECT id, shelf_number AS number FROM holds
           WHERE state IN ('waiting', 'cancelled', 'expired') AND shelf_number IS NOT NULL""",
    ),
    _Question(
        Rule.HOLD_AND_COPY,
        "holds",
        marked("{code} is kept for a hold on another copy."),
        """SELECT holds.id, accession_number AS code FROM holds JOIN copies ON copies.id = holds.copy_id
           WHERE holds.state = 'ready' AND wanted_copy_id <> holds.copy_id""",
    ),
    _Question(
        Rule.ONE_HOLD,
        "holds",
        marked("A patron waits {count} times for the same title."),
        """SELECT max(id) AS id, count(*) AS count FROM holds
           WHERE state IN ('waiting', 'ready') GROUP BY title_id, patron_id HAVING count(*) > 1""",
    ),
    *(
        _Question(
            Rule.MONEY,
            table,
            marked("{amount} is not an amount in whole fen."),
            f"SELECT id, {column} AS amount FROM {table} "  # noqa: S608  names of this file
            f"WHERE {column} < 0 OR typeof({column}) NOT IN ('integer', 'null')",
        )
        for table, column in (
            ("titles", "price"),
            ("copies", "price"),
            ("circulation_rules", "fine"),
            ("charges", "amount"),
        )
    ),
    _Question(
        Rule.ONE_VALID_CARD,
        "cards",
        marked("{patron} has {count} valid cards at once."),
        """SELECT max(cards.id) AS id, patrons.name AS patron, count(*) AS count
           FROM cards JOIN patrons ON patrons.id = patron_id
           WHERE cards.state = 'valid' GROUP BY patron_id HAVING count(*) > 1""",
    ),
    _Question(
        Rule.CHARGE_STATE,
        "charges",
        marked("A charge of {patron} is open and settled at once, or neither."),
        """SELECT charges.id, patrons.name AS patron FROM charges JOIN patrons ON patrons.id = patron_id
           WHERE (charges.state = 'open') <> (settled_at IS NULL)""",
    ),
    _Question(
        Rule.CHARGE_STATE,
        "charges",
        marked("A charge of {patron} was waived and nobody said why."),
        """SELECT charges.id, patrons.name AS patron FROM charges JOIN patrons ON patrons.id = patron_id
           WHERE charges.state = 'waived' AND settled_note = ''""",
    ),
    _Question(
        Rule.ONE_CODE,
        "cards",
        marked("{code} is the code of a card and of a copy."),
        """SELECT cards.id, cards.code AS code FROM cards
           WHERE EXISTS (SELECT 1 FROM copies WHERE barcode = cards.code)
              OR EXISTS (SELECT 1 FROM copies WHERE accession_number = cards.code)""",
    ),
    _Question(
        Rule.ONE_CODE,
        "operators",
        marked("{code} is the code of an operator's card and of something else."),
        """SELECT id, card AS code FROM operators
           WHERE EXISTS (SELECT 1 FROM cards WHERE cards.code = card)
              OR EXISTS (SELECT 1 FROM copies WHERE barcode = card)
              OR EXISTS (SELECT 1 FROM copies WHERE accession_number = card)""",
    ),
    _Question(
        Rule.ONE_CODE,
        "copies",
        marked("{code} is the barcode of one copy and the accession number of another."),
        """SELECT copies.id, copies.barcode AS code FROM copies
           JOIN copies AS other ON other.accession_number = copies.barcode AND other.id <> copies.id""",
    ),
    _Question(
        Rule.IMPORT_ADDS_UP,
        "imports",
        marked("The import of {file} read {read} rows and accounts for {accounted}."),
        """SELECT id, file_name AS file, rows_read AS read,
                  rows_added + rows_matched + rows_refused AS accounted FROM imports
           WHERE rows_read <> rows_added + rows_matched + rows_refused""",
    ),
)

_EVERY_QUESTION = (
    *_QUESTIONS,
    *SCHOOL_QUESTIONS,
    *CLEARANCE_QUESTIONS,
    *CORNER_QUESTIONS,
    *BATCH_QUESTIONS,
    *WITHDRAWAL_QUESTIONS,
    *REPAIR_QUESTIONS,
    *NUMBER_QUESTIONS,
    *LOSS_QUESTIONS,
    *COUNT_LINE_QUESTIONS,
    *BINDING_QUESTIONS,
    *MONEY_QUESTIONS,
    *LESSON_QUESTIONS,
    *STOCKTAKE_QUESTIONS,
    *SHELF_QUESTIONS,
)


def check_library(library: Library) -> Iterator[Breach]:
    """Every breach of a promise, the file's own damage first; nothing where the library is whole.

    Where the file is too damaged to be read on, that is the last breach: what lies behind it cannot be known.
    """
    with library.reading() as connection:
        try:
            yield from _every_breach(connection)
        except (DBAPIError, sqlite3.DatabaseError) as error:
            if not isinstance(trouble_of(error), LibraryFileError):
                raise
            yield Breach(Rule.FILE, _("The library file is damaged and cannot be read any further."))


def _every_breach(connection: Connection) -> Iterator[Breach]:
    yield from _file(connection)
    yield from _tables(connection)
    for question in _EVERY_QUESTION:
        yield from _asked(connection, question)
    yield from stocktake_breaches(connection)
    yield from count_decision_breaches(connection)
    yield from search_breaches(connection)
    yield from ledger_breaches(connection)
    yield from journal_breaches(connection)


def _file(connection: Connection) -> Iterator[Breach]:
    for (line,) in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_OF_THE_FILE})"):
        if line != "ok":
            yield Breach(Rule.FILE, _("The library file is damaged: {line}").format(line=line))
    for table, row_id, parent, _number in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        sentence = _("It refers to a row of {parent} that is not there.").format(parent=parent)
        yield Breach(Rule.REFERENCE, sentence, table, row_id or 0)


def _tables(connection: Connection) -> Iterator[Breach]:
    there = set(connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars())
    indices = {str(index.name) for table in metadata.tables.values() for index in table.indexes}
    for name in sorted((indices | _TRIGGERS | set(metadata.tables)) - there):
        yield Breach(Rule.TABLES, _("{name} is missing from the library file.").format(name=name))


def _asked(connection: Connection, question: _Question) -> Iterator[Breach]:
    for row in connection.exec_driver_sql(question.query).mappings():
        facts = {name: _in_words(value) for name, value in row.items()}
        yield Breach(question.rule, _(question.sentence).format(**facts), question.table, row["id"])


def _in_words(value: Any) -> Any:
    return _(COPY_STATE_WORDS[CopyState(value)]) if value in set(CopyState) else value
