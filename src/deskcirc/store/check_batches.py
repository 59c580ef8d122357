"""The promises of batches: a closed one says when, a cancelled one holds nothing, what came stays on its list."""

from __future__ import annotations

from typing import Final

from deskcirc.store.breach import Question, Rule
from deskcirc.text import marked

BATCH_QUESTIONS: Final = (
    Question(
        Rule.BATCH,
        "batches",
        marked("Batch {number} is closed or open, and its times say otherwise."),
        """SELECT id, number FROM batches
           WHERE (state = 'closed') <> (closed_at IS NOT NULL) OR (state = 'checked' AND checked_at IS NULL)""",
    ),
    Question(
        Rule.BATCH,
        "copies",
        marked("{code} is registered in batch {number}, which was cancelled."),
        """SELECT copies.id, accession_number AS code, batches.number AS number
           FROM copies JOIN batches ON batches.id = batch_id WHERE batches.state = 'cancelled'""",
    ),
    Question(
        Rule.BATCH,
        "delivery_lines",
        marked("{title} is off the list of batch {number}, and {count} copies of it came."),
        """SELECT delivery_lines.id, title, batches.number AS number, arrived AS count
           FROM delivery_lines JOIN batches ON batches.id = batch_id WHERE ended AND arrived > 0""",
    ),
)
