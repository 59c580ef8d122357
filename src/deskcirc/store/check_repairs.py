"""The promises of the repair queue: what is in it is damaged, what is at its table is nowhere else."""

from __future__ import annotations

from typing import Final

from deskcirc.store.breach import Question, Rule
from deskcirc.text import marked

REPAIR_QUESTIONS: Final = (
    Question(
        Rule.REPAIR_AND_COPY,
        "repairs",
        marked("{code} is in the repair queue {count} times at once."),
        """SELECT max(repairs.id) AS id, accession_number AS code, count(*) AS count
           FROM repairs JOIN copies ON copies.id = copy_id
           WHERE repairs.state IN ('queued', 'in_repair', 'mended') GROUP BY copy_id HAVING count(*) > 1""",
    ),
    Question(
        Rule.REPAIR_AND_COPY,
        "repairs",
        marked("{code} is in the repair queue and not marked as damaged."),
        """SELECT repairs.id, accession_number AS code FROM repairs JOIN copies ON copies.id = copy_id
           WHERE repairs.state IN ('queued', 'in_repair', 'mended') AND NOT damaged""",
    ),
    Question(
        Rule.REPAIR_AND_COPY,
        "repairs",
        marked("{code} is being mended and registered as {state}."),
        """SELECT repairs.id, accession_number AS code, copies.state AS state
           FROM repairs JOIN copies ON copies.id = copy_id
           WHERE repairs.state IN ('in_repair', 'mended') AND copies.state <> 'in_repair'""",
    ),
    Question(
        Rule.REPAIR_AND_COPY,
        "repairs",
        marked("{code} waits for repair and is registered as {state}."),
        """SELECT repairs.id, accession_number AS code, copies.state AS state
           FROM repairs JOIN copies ON copies.id = copy_id
           WHERE repairs.state = 'queued' AND copies.state IN ('in_repair', 'withdrawn')""",
    ),
    Question(
        Rule.REPAIR_AND_COPY,
        "repairs",
        marked("{code} is in the repair queue and awaits shelving."),
        """SELECT repairs.id, accession_number AS code FROM repairs JOIN copies ON copies.id = copy_id
           WHERE repairs.state IN ('queued', 'in_repair', 'mended') AND awaits_shelving""",
    ),
    Question(
        Rule.REPAIR_AND_COPY,
        "repairs",
        marked("{code} is in the repair queue and on the hold shelf."),
        """SELECT repairs.id, accession_number AS code FROM repairs JOIN copies ON copies.id = repairs.copy_id
           JOIN holds ON holds.copy_id = copies.id AND holds.state = 'ready'
           WHERE repairs.state IN ('queued', 'in_repair', 'mended')""",
    ),
    Question(
        Rule.REPAIR_AND_COPY,
        "repairs",
        marked("{code} was given up as beyond repair and may be lent."),
        """SELECT repairs.id, accession_number AS code FROM repairs JOIN copies ON copies.id = copy_id
           WHERE repairs.state = 'beyond' AND copies.state IN ('in_stock', 'in_process')
             AND repairs.id = (SELECT max(later.id) FROM repairs AS later WHERE later.copy_id = copies.id)""",
    ),
    # A file from before there was a queue is asked nothing until the program has made the queue.
    Question(
        Rule.REPAIR_AND_COPY,
        "copies",
        marked("{code} is damaged and not in the repair queue."),
        """SELECT copies.id, accession_number AS code FROM copies
           WHERE (damaged OR state = 'in_repair') AND state <> 'withdrawn' AND EXISTS (SELECT 1 FROM repairs)
             AND NOT EXISTS (SELECT 1 FROM repairs WHERE repairs.copy_id = copies.id
                             AND repairs.state IN ('queued', 'in_repair', 'mended', 'beyond'))""",
    ),
    Question(
        Rule.REPAIR_TIMES,
        "repairs",
        marked("How far the repair of {code} has come does not go together with its days."),
        """SELECT repairs.id, accession_number AS code FROM repairs JOIN copies ON copies.id = copy_id
           WHERE (repairs.state = 'queued' AND (started_at IS NOT NULL OR mended_at IS NOT NULL))
              OR (repairs.state IN ('in_repair', 'mended', 'back') AND started_at IS NULL)
              OR (repairs.state = 'in_repair' AND mended_at IS NOT NULL)
              OR (repairs.state IN ('mended', 'back') AND mended_at IS NULL)""",
    ),
    Question(
        Rule.REPAIR_TIMES,
        "repairs",
        marked("The repair of {code} was mended or ended before it began."),
        """SELECT repairs.id, accession_number AS code FROM repairs JOIN copies ON copies.id = copy_id
           WHERE started_at < reported_at OR mended_at < started_at OR ended_at < reported_at
              OR ended_at < mended_at""",
    ),
    Question(
        Rule.REPAIR_AND_COPY,
        "repairs",
        marked("The repair of {code} names a loan of another copy or of another patron."),
        """SELECT repairs.id, accession_number AS code FROM repairs JOIN copies ON copies.id = repairs.copy_id
           JOIN loans ON loans.id = repairs.loan_id
           WHERE loans.copy_id <> repairs.copy_id
              OR (loans.corner_id IS NULL AND loans.patron_id <> repairs.patron_id)""",
    ),
)
