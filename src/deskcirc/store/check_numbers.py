"""The promises of numbers and labels: an old barcode means its copy alone, series do not cross or stay behind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from deskcirc.store.breach import Breach, Question, Rule
from deskcirc.text import gettext as _
from deskcirc.text import marked

_OPEN = "code LIKE 'accession%' AND NOT ended"
_LATER = "substr({later}.prefix, length({former}.prefix) + 1) NOT GLOB '*[^0-9]*'"
_BEGINS = "substr({later}.prefix, 1, length({former}.prefix)) = {former}.prefix"


def _within(former: str, later: str) -> str:
    names = {"former": former, "later": later}
    return f"({_BEGINS.format(**names)} AND {_LATER.format(**names)})"


NUMBER_QUESTIONS: Final = (
    Question(
        Rule.ONE_CODE,
        "copy_codes",
        marked("{code} is an old label of a copy and a code of something else."),
        """SELECT copy_codes.id, copy_codes.code AS code FROM copy_codes
           WHERE EXISTS (SELECT 1 FROM cards WHERE cards.code = copy_codes.code)
              OR EXISTS (SELECT 1 FROM patrons WHERE patrons.number = copy_codes.code)
              OR EXISTS (SELECT 1 FROM operators WHERE operators.card = copy_codes.code)
              OR EXISTS (SELECT 1 FROM copies WHERE barcode = copy_codes.code AND copies.id <> copy_id)
              OR EXISTS (SELECT 1 FROM copies WHERE accession_number = copy_codes.code AND copies.id <> copy_id)""",
    ),
    Question(
        Rule.ACCESSION_NUMBER,
        "number_series",
        marked("The number series {code} has come to {next}, but {number} was given already."),
        f"""SELECT series.id, series.code AS code, series.first AS next, max(accession_number) AS number
            FROM (SELECT number_series.id, code, prefix, width, prefix || printf('%0*d', width, next) AS first
                  FROM number_series WHERE {_OPEN} AND length(next) <= width) AS series
            JOIN copies ON accession_number BETWEEN series.first AND prefix || '999999999999'
            JOIN journal_changes ON table_name = 'copies' AND row_id = copies.id AND before IS NULL
            JOIN journal ON journal.id = entry_id AND act = 'add_copies'
            WHERE length(accession_number) = length(series.first)
              AND substr(accession_number, length(prefix) + 1) NOT GLOB '*[^0-9]*'
            GROUP BY series.id""",  # noqa: S608  words of this file
    ),
    Question(
        Rule.ACCESSION_NUMBER,
        "number_series",
        marked("The number series {one} and {other} have numbers in common."),
        f"""SELECT other.id, one.code AS one, other.code AS other
            FROM (SELECT * FROM number_series WHERE {_OPEN}) AS one
            JOIN (SELECT * FROM number_series WHERE {_OPEN}) AS other ON other.id > one.id
             AND length(one.prefix) + one.width = length(other.prefix) + other.width
            WHERE {_within("one", "other")} OR {_within("other", "one")}""",  # noqa: S608  words of this file
    ),
)


def number_breaches(connection: Connection) -> Iterator[Breach]:
    """What is broken now among these promises; asked before an act taken back is written."""
    for question in NUMBER_QUESTIONS:
        for row in connection.exec_driver_sql(question.query).mappings():
            yield Breach(question.rule, _(question.sentence).format(**row), question.table, row["id"])
