"""The promises of losses: copy state, loan, loss and charges never contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from sqlalchemy import Connection

from deskcirc.domain.copies import COPY_STATE_WORDS, CopyState
from deskcirc.store.breach import Breach, Question, Rule
from deskcirc.text import gettext as _
from deskcirc.text import marked

LOSS_QUESTIONS: Final = (
    Question(
        Rule.LOSS,
        "losses",
        marked("{code} has {count} open losses at once."),
        """SELECT max(losses.id) AS id, accession_number AS code, count(*) AS count
           FROM losses JOIN copies ON copies.id = copy_id
           WHERE losses.state IN ('claimed', 'lost', 'replaced') GROUP BY copy_id HAVING count(*) > 1""",
    ),
    Question(
        Rule.LOSS,
        "losses",
        marked("{code} is said to be returned and looked for, and its loan does not say so."),
        """SELECT losses.id, accession_number AS code FROM losses JOIN copies ON copies.id = losses.copy_id
           LEFT JOIN loans ON loans.id = loan_id
           WHERE losses.state = 'claimed'
             AND (loans.id IS NULL OR returned_at IS NOT NULL OR loans.copy_id <> losses.copy_id
                  OR loans.claimed_at IS NOT losses.claimed_at OR losses.claimed_at IS NULL)""",
    ),
    Question(
        Rule.LOSS,
        "loans",
        marked("The loan of {code} says that it is looked for, and no list looks for it."),
        """SELECT loans.id, accession_number AS code FROM loans JOIN copies ON copies.id = loans.copy_id
           WHERE returned_at IS NULL AND claimed_at IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM losses WHERE loan_id = loans.id AND losses.state = 'claimed')""",
    ),
    # A copy that was lost and then withdrawn as lost keeps its loss: it may still be found.
    Question(
        Rule.LOSS,
        "losses",
        marked("{code} was declared lost and is registered as {state}."),
        """SELECT losses.id, accession_number AS code, copies.state AS state
           FROM losses JOIN copies ON copies.id = copy_id
           WHERE losses.state IN ('lost', 'replaced') AND copies.state NOT IN ('lost', 'withdrawn')""",
    ),
    Question(
        Rule.LOSS,
        "losses",
        marked("{code} was declared lost and nobody wrote down when."),
        """SELECT losses.id, accession_number AS code FROM losses JOIN copies ON copies.id = copy_id
           WHERE losses.state IN ('lost', 'replaced') AND lost_at IS NULL""",
    ),
    Question(
        Rule.LOSS,
        "losses",
        marked("{code} was declared lost before its loan began."),
        """SELECT losses.id, accession_number AS code FROM losses JOIN copies ON copies.id = losses.copy_id
           JOIN loans ON loans.id = loan_id WHERE lost_at < lent_at OR losses.claimed_at < lent_at""",
    ),
    Question(
        Rule.LOSS,
        "losses",
        marked("The loss of {code} names a loan of another copy."),
        """SELECT losses.id, accession_number AS code FROM losses JOIN copies ON copies.id = losses.copy_id
           JOIN loans ON loans.id = loan_id WHERE loans.copy_id <> losses.copy_id""",
    ),
    Question(
        Rule.LOSS,
        "losses",
        marked("{code} was replaced, and no other copy took its place."),
        """SELECT losses.id, accession_number AS code FROM losses JOIN copies ON copies.id = copy_id
           WHERE (losses.state = 'replaced' AND replaced_by IS NULL) OR replaced_by = copy_id""",
    ),
    Question(
        Rule.LOSS,
        "losses",
        marked("{code} took the place of {count} lost copies at once."),
        """SELECT max(losses.id) AS id, accession_number AS code, count(*) AS count
           FROM losses JOIN copies ON copies.id = replaced_by GROUP BY replaced_by HAVING count(*) > 1""",
    ),
    Question(
        Rule.LOSS,
        "charges",
        marked("{patron} owes money for {code}, which is not lost any more."),
        """SELECT charges.id, patrons.name AS patron, accession_number AS code
           FROM charges JOIN losses ON losses.id = loss_id JOIN copies ON copies.id = losses.copy_id
           JOIN patrons ON patrons.id = charges.patron_id
           WHERE charges.state = 'open' AND losses.state <> 'lost'""",
    ),
    Question(
        Rule.LOSS,
        "charges",
        marked("A charge for the loss of {code} names another copy."),
        """SELECT charges.id, accession_number AS code FROM charges JOIN losses ON losses.id = loss_id
           JOIN copies ON copies.id = losses.copy_id WHERE charges.copy_id IS NOT losses.copy_id""",
    ),
    Question(
        Rule.LOSS,
        "charges",
        marked("{code} is paid for twice: {count} charges for one loss are open."),
        """SELECT max(charges.id) AS id, accession_number AS code, count(*) AS count
           FROM charges JOIN losses ON losses.id = loss_id JOIN copies ON copies.id = losses.copy_id
           WHERE charges.state = 'open' GROUP BY loss_id HAVING count(*) > 1""",
    ),
)


def loss_breaches(connection: Connection) -> Iterator[Breach]:
    """The same, asked within a transaction: what an undo must not bring about."""
    for question in LOSS_QUESTIONS:
        for row in connection.exec_driver_sql(question.query).mappings():
            facts = dict(row)
            if "state" in facts:
                facts["state"] = _(COPY_STATE_WORDS[CopyState(facts["state"])])
            yield Breach(question.rule, _(question.sentence).format(**facts), question.table, row["id"])
