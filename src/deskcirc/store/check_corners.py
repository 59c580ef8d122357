"""The promises of class corners: what is lent inside one is lent to it, and to pupils of its class."""

from __future__ import annotations

from typing import Final

from deskcirc.store.breach import Question, Rule
from deskcirc.text import marked

CORNER_QUESTIONS: Final = (
    Question(
        Rule.CORNER_AND_LOAN,
        "loans",
        marked("{code} stands in a class corner and is on loan to somebody else than the class."),
        """SELECT loans.id, accession_number AS code FROM loans JOIN corners ON corners.id = loans.corner_id
           JOIN copies ON copies.id = copy_id WHERE loans.patron_id <> corners.patron_id""",
    ),
    Question(
        Rule.CORNER_AND_LOAN,
        "corner_loans",
        marked("{code} is lent on in a class corner to which it is not lent."),
        """SELECT corner_loans.id, accession_number AS code
           FROM corner_loans JOIN copies ON copies.id = corner_loans.copy_id
           LEFT JOIN loans ON loans.id = corner_loans.loan_id AND loans.copy_id = corner_loans.copy_id
                AND loans.corner_id = corner_loans.corner_id
           WHERE loans.id IS NULL OR (corner_loans.returned_at IS NULL AND loans.returned_at IS NOT NULL)""",
    ),
    Question(
        Rule.CORNER_AND_LOAN,
        "corner_loans",
        marked("{code} is lent on to {count} pupils at once."),
        """SELECT max(corner_loans.id) AS id, accession_number AS code, count(*) AS count
           FROM corner_loans JOIN copies ON copies.id = copy_id
           WHERE returned_at IS NULL GROUP BY copy_id HAVING count(*) > 1""",
    ),
    Question(
        Rule.LOAN_TIMES,
        "corner_loans",
        marked("{code} came back into its corner on {returned}, before it was lent from it on {lent}."),
        """SELECT corner_loans.id, accession_number AS code, lent_at AS lent, returned_at AS returned
           FROM corner_loans JOIN copies ON copies.id = copy_id WHERE returned_at < lent_at""",
    ),
    Question(
        Rule.CORNER_AND_CLASS,
        "corners",
        marked("A class has {count} open corners at once."),
        """SELECT max(id) AS id, count(*) AS count FROM corners
           WHERE closed_at IS NULL GROUP BY class_id HAVING count(*) > 1""",
    ),
    # The class at lending is asked of the journal: a pupil may have changed to another class since.
    Question(
        Rule.CORNER_AND_CLASS,
        "corner_loans",
        marked("{code} was lent on in a class corner to a pupil of another class."),
        """SELECT corner_loans.id, accession_number AS code
           FROM corner_loans JOIN copies ON copies.id = copy_id JOIN corners ON corners.id = corner_id
           WHERE (SELECT json_extract(after, '$.class_id') FROM journal_changes
                  WHERE table_name = 'patrons' AND row_id = corner_loans.patron_id
                    AND entry_id <= (SELECT max(entry_id) FROM journal_changes
                                     WHERE table_name = 'corner_loans' AND row_id = corner_loans.id
                                       AND before IS NULL)
                  ORDER BY id DESC LIMIT 1) IS NOT corners.class_id""",
    ),
)
