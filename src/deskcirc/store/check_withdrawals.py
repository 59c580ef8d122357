"""The promises of withdrawals: a copy leaves the books once, under a number of its own, by an approved batch."""

from __future__ import annotations

from typing import Final

from deskcirc.store.breach import Question, Rule
from deskcirc.text import marked

WITHDRAWAL_QUESTIONS: Final = (
    Question(
        Rule.WITHDRAWAL,
        "withdrawal_copies",
        marked("{code} was withdrawn with batch {batch} and is registered as {state}."),
        """SELECT withdrawal_copies.id, accession_number AS code, withdrawals.number AS batch, copies.state AS state
           FROM withdrawal_copies JOIN withdrawals ON withdrawals.id = withdrawal_id
           JOIN copies ON copies.id = copy_id
           WHERE NOT withdrawal_copies.ended AND withdrawals.state = 'approved' AND copies.state <> 'withdrawn'""",
    ),
    Question(
        Rule.WITHDRAWAL,
        "withdrawal_copies",
        marked("{code} is withdrawn, and batch {batch} still proposes to withdraw it."),
        """SELECT withdrawal_copies.id, accession_number AS code, withdrawals.number AS batch
           FROM withdrawal_copies JOIN withdrawals ON withdrawals.id = withdrawal_id
           JOIN copies ON copies.id = copy_id
           WHERE NOT withdrawal_copies.ended AND withdrawals.state = 'proposed' AND copies.state = 'withdrawn'""",
    ),
    # A copy that came in by import as withdrawn was written off on paper, long before.
    Question(
        Rule.WITHDRAWAL,
        "copies",
        marked("{code} is withdrawn, and no approved batch says so."),
        """SELECT copies.id, accession_number AS code FROM copies
           WHERE state = 'withdrawn'
             AND NOT EXISTS (SELECT 1 FROM withdrawal_copies JOIN withdrawals ON withdrawals.id = withdrawal_id
                             WHERE copy_id = copies.id AND NOT withdrawal_copies.ended
                               AND withdrawals.state = 'approved')
             AND (SELECT json_extract(after, '$.state') FROM journal_changes
                  WHERE table_name = 'copies' AND row_id = copies.id AND before IS NULL) <> 'withdrawn'""",
    ),
    Question(
        Rule.WITHDRAWAL,
        "withdrawal_copies",
        marked("{code} is in {count} withdrawals at once."),
        """SELECT max(withdrawal_copies.id) AS id, accession_number AS code, count(*) AS count
           FROM withdrawal_copies JOIN copies ON copies.id = copy_id
           WHERE NOT ended GROUP BY copy_id HAVING count(*) > 1""",
    ),
    Question(
        Rule.WITHDRAWAL,
        "withdrawal_copies",
        marked("{code} was withdrawn and has no number in the withdrawal ledger, or has one and was not."),
        """SELECT withdrawal_copies.id, accession_number AS code
           FROM withdrawal_copies JOIN withdrawals ON withdrawals.id = withdrawal_id
           JOIN copies ON copies.id = copy_id
           WHERE (withdrawals.state = 'approved' AND NOT withdrawal_copies.ended)
              <> (withdrawal_copies.number IS NOT NULL)""",
    ),
    Question(
        Rule.WITHDRAWAL,
        "withdrawal_copies",
        marked("Number {number} was given to {count} withdrawn copies."),
        """SELECT max(id) AS id, number, count(*) AS count FROM withdrawal_copies
           WHERE number IS NOT NULL GROUP BY number HAVING count(*) > 1""",
    ),
    Question(
        Rule.WITHDRAWAL,
        "withdrawal_copies",
        marked("{code} was withdrawn under number {number}, and the next would bear it again."),
        """SELECT withdrawal_copies.id, accession_number AS code, withdrawal_copies.number AS number
           FROM withdrawal_copies JOIN copies ON copies.id = copy_id
           WHERE CAST(withdrawal_copies.number AS INTEGER)
              >= coalesce((SELECT next FROM number_series WHERE code = 'withdrawn'), 0)""",
    ),
    Question(
        Rule.WITHDRAWAL,
        "withdrawals",
        marked("Withdrawal {number} is approved and withdraws no copy."),
        """SELECT withdrawals.id, number FROM withdrawals
           WHERE state = 'approved' AND NOT EXISTS (SELECT 1 FROM withdrawal_copies
                                                    WHERE withdrawal_id = withdrawals.id AND NOT ended)""",
    ),
    Question(
        Rule.WITHDRAWAL,
        "holds",
        marked("{code} is withdrawn and {patron} still waits for this very copy."),
        """SELECT holds.id, accession_number AS code, patrons.name AS patron
           FROM holds JOIN copies ON copies.id = wanted_copy_id JOIN patrons ON patrons.id = patron_id
           WHERE holds.state IN ('waiting', 'ready') AND copies.state = 'withdrawn'""",
    ),
)
