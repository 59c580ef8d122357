"""The promises of shelves: a label means one thing only, and where a shelf begins has its place in the order."""

from __future__ import annotations

from typing import Final

from deskcirc.store.breach import Question, Rule
from deskcirc.text import marked

SHELF_QUESTIONS: Final = (
    Question(
        Rule.ONE_CODE,
        "shelves",
        marked("{code} is the label of a shelf and the code of something else."),
        """SELECT id, code FROM shelves
           WHERE EXISTS (SELECT 1 FROM copies WHERE barcode = shelves.code)
              OR EXISTS (SELECT 1 FROM copies WHERE accession_number = shelves.code)
              OR EXISTS (SELECT 1 FROM copy_codes WHERE copy_codes.code = shelves.code)
              OR EXISTS (SELECT 1 FROM cards WHERE cards.code = shelves.code)
              OR EXISTS (SELECT 1 FROM operators WHERE card = shelves.code)""",
    ),
    Question(
        Rule.SHELF,
        "shelves",
        marked("The label of a shelf bears {code}, which is a command of the counter."),
        "SELECT id, code FROM shelves WHERE code LIKE 'DC-%'",
    ),
    Question(
        Rule.SHELF,
        "shelves",
        marked(
            "The shelf {code} begins with a call number, but has no place in the shelf order, or the other way round."
        ),
        "SELECT id, code FROM shelves WHERE (first_call_number = '') <> (first_key = '')",
    ),
)
