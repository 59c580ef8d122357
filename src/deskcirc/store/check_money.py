"""The promises of money: payments add up to what their charge says, and no receipt's number is doubled or missing."""

from __future__ import annotations

from typing import Final

from deskcirc.store.breach import Question, Rule
from deskcirc.text import marked

_SUM: Final = (
    "coalesce((SELECT sum(payments.amount) FROM payments WHERE charge_id = charges.id AND kind = '{kind}'), 0)"
)
_PAID, _REFUNDED = _SUM.format(kind="paid"), _SUM.format(kind="refunded")
# Settled before payments were kept: all of it counts as received, and no receipt says so.
_OLD: Final = f"({_PAID} = 0 AND charges.state IN ('paid', 'refunded') AND charges.paid IN (0, charges.amount))"
_YEAR_AND_NUMBER: Final = "receipt GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]*'"

MONEY_QUESTIONS: Final = (
    *(
        Question(
            Rule.MONEY,
            table,
            marked("{amount} is not an amount in whole fen."),
            f"SELECT id, {column} AS amount FROM {table} "  # noqa: S608  names of this file
            f"WHERE {column} < 0 OR typeof({column}) <> 'integer'",
        )
        for table, column in (("charges", "paid"), ("charges", "refunded"), ("payments", "amount"))
    ),
    Question(
        Rule.PAYMENTS,
        "charges",
        marked("A charge of {patron} says that {said} fen were received, its receipts say {found}."),
        f"""SELECT charges.id, patrons.name AS patron, charges.paid AS said, {_PAID} AS found
            FROM charges JOIN patrons ON patrons.id = charges.patron_id
            WHERE charges.paid <> {_PAID} AND NOT {_OLD}""",  # noqa: S608  words of this file
    ),
    Question(
        Rule.PAYMENTS,
        "charges",
        marked("A charge of {patron} says that {said} fen were given back, its receipts say {found}."),
        f"""SELECT charges.id, patrons.name AS patron, charges.refunded AS said, {_REFUNDED} AS found
            FROM charges JOIN patrons ON patrons.id = charges.patron_id
            WHERE charges.refunded <> {_REFUNDED}""",  # noqa: S608  words of this file
    ),
    Question(
        Rule.CHARGE_STATE,
        "charges",
        marked("A charge of {patron} over {amount} fen is settled otherwise than its payments say: {paid} received."),
        f"""SELECT charges.id, patrons.name AS patron, charges.amount AS amount, charges.paid AS paid
            FROM charges JOIN patrons ON patrons.id = charges.patron_id
            WHERE (charges.state <> 'paid' AND charges.state <> 'refunded' AND charges.paid = charges.amount
                   AND charges.refunded = 0)
               OR (charges.state = 'paid' AND charges.paid <> charges.amount AND NOT {_OLD})
               OR (charges.state = 'open' AND charges.refunded > 0)
               OR ((charges.state = 'refunded') <> (charges.paid > 0 AND charges.refunded = charges.paid))""",  # noqa: S608  as above
    ),
    Question(
        Rule.PAYMENTS,
        "payments",
        marked("Receipt {receipt} is about a charge of somebody else."),
        """SELECT payments.id, receipt FROM payments JOIN charges ON charges.id = charge_id
           WHERE payments.patron_id <> charges.patron_id""",
    ),
    Question(
        Rule.PAYMENTS,
        "payments",
        marked("Receipt {receipt} has been given {count} times."),
        "SELECT max(id) AS id, receipt, count(*) AS count FROM payments GROUP BY receipt HAVING count(*) > 1",
    ),
    Question(
        Rule.PAYMENTS,
        "payments",
        marked("Receipt {receipt} was given, and a later one would bear its number again."),
        f"""SELECT id, receipt FROM payments
            WHERE NOT {_YEAR_AND_NUMBER} OR CAST(substr(receipt, 6) AS INTEGER)
               >= coalesce((SELECT next FROM number_series WHERE code = 'receipts:' || substr(receipt, 1, 4)), 0)""",  # noqa: S608  as above
    ),
    # A receipt that was undone stays a number of its own; the journal knows it.
    Question(
        Rule.PAYMENTS,
        "number_series",
        marked("Receipt {receipt} is missing, and no payment that was undone explains it."),
        """WITH RECURSIVE runs(id, year, number, next) AS (
               SELECT id, substr(code, 10), 1, next FROM number_series WHERE code LIKE 'receipts:%' AND next > 1
               UNION ALL SELECT id, year, number + 1, next FROM runs WHERE number + 1 < next),
           known(receipt) AS MATERIALIZED (
               SELECT receipt FROM payments UNION
               SELECT json_extract(after, '$.receipt') FROM journal_changes
               WHERE table_name = 'payments' AND after IS NOT NULL)
           SELECT id, printf('%s-%04d', year, number) AS receipt FROM runs
           WHERE printf('%s-%04d', year, number) NOT IN (SELECT receipt FROM known)""",
    ),
)
