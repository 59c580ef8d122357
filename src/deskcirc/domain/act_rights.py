"""Which right an act of staff needs: whoever may not do a thing may not take it back either, here or in the history."""

from __future__ import annotations

from typing import Final

from deskcirc.domain.changes import PATRON_ACTS, ActName
from deskcirc.domain.operators import Right

_ACTS: Final = {
    Right.IMPORT: frozenset({ActName.IMPORT}),
    Right.SETTINGS: frozenset({ActName.CHANGE_SETTING, ActName.CHANGE_OPERATOR, ActName.SET_UP}),
    Right.PATRONS: PATRON_ACTS
    | {
        ActName.MOVE_HOLD,
        ActName.CHANGE_HOLD,
        ActName.END_CLAIM,
        ActName.DECLARE_LOST,
        ActName.CHANGE_LOSS,
        ActName.CANCEL_LOSS,
        ActName.REPLACE_COPY,
    },
    Right.SCHOOL_YEAR: frozenset(
        {
            ActName.CHANGE_RULE,
            ActName.IMPORT_RULES,
            ActName.CHANGE_CATEGORY,
            ActName.CHANGE_ITEM_TYPE,
            ActName.CHANGE_CALENDAR,
            ActName.MOVE_DUE_DATES,
            ActName.AMNESTY,
            ActName.CHANGE_ROTA,
            ActName.CHANGE_CLASS,
            ActName.ROLL_OVER,
            ActName.CLEAR_LEAVER,
            ActName.OPEN_CORNER,
            ActName.CHANGE_CORNER,
            ActName.PUT_INTO_STOCK,
            ActName.SET_PRICE,
        }
    ),
    Right.ACCESSION: frozenset(
        {
            ActName.OPEN_BATCH,
            ActName.CHANGE_BATCH,
            ActName.CHECK_BATCH,
            ActName.CLOSE_BATCH,
            ActName.REOPEN_BATCH,
            ActName.LOAD_DELIVERY,
            ActName.CHECK_DELIVERY,
            ActName.CHANGE_DELIVERY,
            ActName.CATALOGUE,
            ActName.CHANGE_TITLE,
            ActName.SET_COVER,
            ActName.ADD_COPIES,
            ActName.CHANGE_COPY,
            ActName.REPLACE_LABEL,
            ActName.CLAIM_BOOK_NUMBER,
            ActName.RELEASE_BOOK_NUMBER,
            ActName.CHANGE_NUMBER_SERIES,
            ActName.EXPLAIN_GAP,
            ActName.DROP_LABELS,
            ActName.HAND_OVER,
            ActName.BIND_ISSUES,
        }
    ),
    Right.REPAIR: frozenset(
        {
            ActName.GIVE_UP_REPAIR,
            ActName.CANCEL_REPAIR,
            ActName.OPEN_LESSON,
            ActName.CHANGE_LESSON,
            ActName.CLOSE_LESSON,
            ActName.CANCEL_LESSON,
            ActName.CHANGE_REPAIR,
        }
    ),
    Right.STOCKTAKE: frozenset(
        {
            ActName.CHANGE_SHELVES,
            ActName.OPEN_STOCKTAKE,
            ActName.DECIDE_COUNT,
            ActName.REVERSE_DECISION,
            ActName.CLOSE_STOCKTAKE,
            ActName.REOPEN_STOCKTAKE,
            ActName.VOID_STOCKTAKE,
        }
    ),
    Right.LEDGERS: frozenset(
        {
            ActName.PROPOSE_WITHDRAWAL,
            ActName.CHANGE_WITHDRAWAL,
            ActName.APPROVE_WITHDRAWAL,
            ActName.CANCEL_WITHDRAWAL,
            ActName.SEAL_MONTH,
        }
    ),
}
RIGHT_OF_ACT: Final = {act: right for right, acts in _ACTS.items() for act in acts}
"""The right an act needs; what stands at every counter, as lending and printing a label, has none here."""
EVERYBODYS: Final = frozenset(
    {
        ActName.CHECK_OUT,
        ActName.RENEW,
        ActName.CHECK_IN,
        ActName.RETURN_IN_COUNT,
        ActName.IN_HOUSE_USE,
        ActName.MARK_DAMAGED,
        ActName.SHELVE,
        ActName.PLACE_HOLD,
        ActName.CANCEL_HOLD,
        ActName.KEEP_COPY,
        ActName.EXPIRE_HOLDS,
        ActName.VISIT,
        ActName.LEND_ON_SITE,
        ActName.SWITCH_TO_HOME,
        ActName.FILL_CORNER,
        ActName.EMPTY_CORNER,
        ActName.LEND_IN_CORNER,
        ActName.RETURN_IN_CORNER,
        ActName.PRINT_LABELS,
        ActName.WANT_LABELS,
        ActName.REMAKE_SHELF_KEYS,
        ActName.START_REPAIR,
        ActName.FINISH_REPAIR,
        ActName.END_REPAIR,
        ActName.REOPEN_REPAIR,
        ActName.SET_REPAIR_PHOTO,
        ActName.QUEUE_DAMAGED,
        ActName.CLAIM_RETURNED,
        ActName.SEARCH_COPIES,
        ActName.FIND_COPY,
        ActName.REPORT_MISSING,
        ActName.CHANGE_STOCKTAKE,
        ActName.COUNT_COPY,
        ActName.SET_COUNT_PHOTO,
        ActName.LOAD_COUNT,
        ActName.TAKE_BACK_COUNT,
        ActName.UNDO,
    }
)
"""What whoever stands at the counter does, and so may take back."""


def right_to(act: str) -> Right | None:
    """The right that doing the act, and taking it back, needs; None where everybody may.

    An act this version does not know is kept for whoever may change settings.
    """
    if act not in ActName.__members__.values():
        return Right.SETTINGS
    return RIGHT_OF_ACT.get(ActName(act))
