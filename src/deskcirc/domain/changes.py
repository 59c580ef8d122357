"""The acts of staff as the journal names them and as the history tells them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from deskcirc.domain.counted_acts import COUNTED_ACTS
from deskcirc.text import day_words, marked, ngettext
from deskcirc.text import gettext as _


class ActName(StrEnum):
    """One name a thing staff do; stored in the journal for ever, so a name is never changed."""

    CHECK_OUT = "check_out"
    RENEW = "renew"
    CHECK_IN = "check_in"
    IN_HOUSE_USE = "in_house_use"
    MARK_DAMAGED = "mark_damaged"
    SHELVE = "shelve"
    PLACE_HOLD = "place_hold"
    CANCEL_HOLD = "cancel_hold"
    IMPORT = "import"
    CHANGE_SETTING = "change_setting"
    CHANGE_OPERATOR = "change_operator"
    CHANGE_RULE = "change_rule"
    SET_UP = "set_up"
    IMPORT_RULES = "import_rules"
    CHANGE_CATEGORY = "change_category"
    CHANGE_ITEM_TYPE = "change_item_type"
    CHANGE_CALENDAR = "change_calendar"
    MOVE_DUE_DATES = "move_due_dates"
    CHANGE_ROTA = "change_rota"
    ENROL = "enrol"
    CHANGE_PATRON = "change_patron"
    REPLACE_CARD = "replace_card"
    SUSPEND = "suspend"
    LIFT_SUSPENSION = "lift_suspension"
    RAISE_CHARGE = "raise_charge"
    SETTLE_CHARGE = "settle_charge"
    CHANGE_CLASS = "change_class"
    ROLL_OVER = "roll_over"
    CLEAR_LEAVER = "clear_leaver"
    MOVE_HOLD = "move_hold"
    CHANGE_HOLD = "change_hold"
    KEEP_COPY = "keep_copy"
    EXPIRE_HOLDS = "expire_holds"
    VISIT = "visit"
    LEND_ON_SITE = "lend_on_site"
    SWITCH_TO_HOME = "switch_to_home"
    OPEN_CORNER = "open_corner"
    CHANGE_CORNER = "change_corner"
    FILL_CORNER = "fill_corner"
    EMPTY_CORNER = "empty_corner"
    LEND_IN_CORNER = "lend_in_corner"
    RETURN_IN_CORNER = "return_in_corner"
    AMNESTY = "amnesty"
    PUT_INTO_STOCK = "put_into_stock"
    SET_PRICE = "set_price"
    OPEN_BATCH = "open_batch"
    CHANGE_BATCH = "change_batch"
    CHECK_BATCH = "check_batch"
    CLOSE_BATCH = "close_batch"
    REOPEN_BATCH = "reopen_batch"
    LOAD_DELIVERY = "load_delivery"
    CHECK_DELIVERY = "check_delivery"
    CHANGE_DELIVERY = "change_delivery"
    CATALOGUE = "catalogue"
    CHANGE_TITLE = "change_title"
    SET_COVER = "set_cover"
    ADD_COPIES = "add_copies"
    CHANGE_COPY = "change_copy"
    REPLACE_LABEL = "replace_label"
    CLAIM_BOOK_NUMBER = "claim_book_number"
    RELEASE_BOOK_NUMBER = "release_book_number"
    REMAKE_SHELF_KEYS = "remake_shelf_keys"
    CHANGE_NUMBER_SERIES = "change_number_series"
    EXPLAIN_GAP = "explain_gap"
    PRINT_LABELS = "print_labels"
    WANT_LABELS = "want_labels"
    DROP_LABELS = "drop_labels"
    HAND_OVER = "hand_over"
    PROPOSE_WITHDRAWAL = "propose_withdrawal"
    CHANGE_WITHDRAWAL = "change_withdrawal"
    APPROVE_WITHDRAWAL = "approve_withdrawal"
    CANCEL_WITHDRAWAL = "cancel_withdrawal"
    SEAL_MONTH = "seal_month"
    CHANGE_REPAIR = "change_repair"
    START_REPAIR = "start_repair"
    FINISH_REPAIR = "finish_repair"
    END_REPAIR = "end_repair"
    GIVE_UP_REPAIR = "give_up_repair"
    CANCEL_REPAIR = "cancel_repair"
    REOPEN_REPAIR = "reopen_repair"
    SET_REPAIR_PHOTO = "set_repair_photo"
    QUEUE_DAMAGED = "queue_damaged"
    OPEN_LESSON = "open_lesson"
    CHANGE_LESSON = "change_lesson"
    CLOSE_LESSON = "close_lesson"
    CANCEL_LESSON = "cancel_lesson"
    CLAIM_RETURNED = "claim_returned"
    END_CLAIM = "end_claim"
    SEARCH_COPIES = "search_copies"
    DECLARE_LOST = "declare_lost"
    CHANGE_LOSS = "change_loss"
    CANCEL_LOSS = "cancel_loss"
    FIND_COPY = "find_copy"
    REPLACE_COPY = "replace_copy"
    REPORT_MISSING = "report_missing"
    PAY_CHARGE = "pay_charge"
    REFUND_CHARGE = "refund_charge"
    BIND_ISSUES = "bind_issues"
    CHANGE_SHELVES = "change_shelves"
    OPEN_STOCKTAKE = "open_stocktake"
    CHANGE_STOCKTAKE = "change_stocktake"
    COUNT_COPY = "count_copy"
    LOAD_COUNT = "load_count"
    TAKE_BACK_COUNT = "take_back_count"
    SET_COUNT_PHOTO = "set_count_photo"
    DECIDE_COUNT = "decide_count"
    RETURN_IN_COUNT = "return_in_count"
    REVERSE_DECISION = "reverse_decision"
    CLOSE_STOCKTAKE = "close_stocktake"
    REOPEN_STOCKTAKE = "reopen_stocktake"
    VOID_STOCKTAKE = "void_stocktake"
    UNDO = "undo"


_SENTENCES = {
    ActName.CHECK_OUT: marked("Lent {title} to {patron}, due {due}"),
    ActName.RENEW: marked("Renewed {title} for {patron}, due {due}"),
    ActName.CHECK_IN: marked("Returned {title} from {patron}"),
    ActName.IN_HOUSE_USE: marked("Counted {title} as in-house use"),
    ActName.MARK_DAMAGED: marked("Marked {title} as damaged: {note}"),
    ActName.PLACE_HOLD: marked("Reserved {title} for {patron}"),
    ActName.CANCEL_HOLD: marked("Cancelled the hold on {title} for {patron}"),
    ActName.IMPORT: marked("Imported {file}: {added} added, {matched} known, {refused} refused"),
    ActName.CHANGE_SETTING: marked("Changed a setting: {setting}"),
    ActName.CHANGE_OPERATOR: marked("Changed the operator {name}"),
    ActName.CHANGE_RULE: marked("Changed the circulation rule {rule}: {how}"),
    ActName.SET_UP: marked("Created this library"),
    ActName.CHANGE_CATEGORY: marked("Changed the patron category {name}: {how}"),
    ActName.CHANGE_ITEM_TYPE: marked("Changed the item type {name}: {how}"),
    ActName.CHANGE_CALENDAR: marked("Changed the calendar: {what}"),
    ActName.CHANGE_ROTA: marked("Changed the rota: {what}"),
    ActName.ENROL: marked("Enrolled {patron}"),
    ActName.CHANGE_PATRON: marked("Changed {patron}: {what}"),
    ActName.REPLACE_CARD: marked("Gave {patron} another card: {code}"),
    ActName.SUSPEND: marked("Suspended lending to {patron} until {until}: {note}"),
    ActName.LIFT_SUSPENSION: marked("Lifted the suspension of {patron}"),
    ActName.RAISE_CHARGE: marked("Charged {patron} {amount} yuan: {note}"),
    ActName.SETTLE_CHARGE: marked("Settled the charge of {amount} yuan of {patron}: {how}"),
    ActName.CHANGE_CLASS: marked("Changed the class {name}"),
    ActName.ROLL_OVER: marked("Took over the new roster: {moved} moved, {added} new, {gone} gone"),
    ActName.CLEAR_LEAVER: marked("Cleared {patron}, who leaves the school: certificate {number}"),
    ActName.MOVE_HOLD: marked("Moved the hold on {title} for {patron} to place {number} of its queue"),
    ActName.CHANGE_HOLD: marked("Kept {title} for {patron} until {due}"),
    ActName.KEEP_COPY: marked("Put {title} on hold shelf {number} for {patron}"),
    ActName.VISIT: marked("Counted a visit: {who}"),
    ActName.LEND_ON_SITE: marked("Gave {title} to {patron} for reading here"),
    ActName.SWITCH_TO_HOME: marked("Lent {title} to {patron} after reading here, due {due}"),
    ActName.OPEN_CORNER: marked("Opened the class corner of {name}"),
    ActName.CHANGE_CORNER: marked("Changed the class corner of {name}"),
    ActName.LEND_IN_CORNER: marked("Lent {title} to {patron} in the class corner of {name}"),
    ActName.RETURN_IN_CORNER: marked("Returned {title} from {patron} to the class corner of {name}"),
    ActName.AMNESTY: marked("Declared an amnesty from {starts} to {ends}"),
    ActName.OPEN_BATCH: marked("Opened batch {number}: {source}"),
    ActName.CHANGE_BATCH: marked("Changed batch {number}: {what}"),
    ActName.REOPEN_BATCH: marked("Opened batch {number} again: {note}"),
    ActName.CHECK_DELIVERY: marked("Batch {number}: {count} × {title} arrived"),
    ActName.CHANGE_DELIVERY: marked("Changed a line of the delivery of batch {number}: {title}"),
    ActName.CATALOGUE: marked("Catalogued {title}"),
    ActName.CHANGE_TITLE: marked("Changed the description of {title}: {what}"),
    ActName.SET_COVER: marked("Set the cover of {title}"),
    ActName.CHANGE_COPY: marked("Changed copy {number} of {title}: {what}"),
    ActName.REPLACE_LABEL: marked("Gave copy {number} of {title} another label: {code}"),
    ActName.CLAIM_BOOK_NUMBER: marked("Reserved the call number {number}"),
    ActName.RELEASE_BOOK_NUMBER: marked("Released the call number {number}"),
    ActName.CHANGE_NUMBER_SERIES: marked("Changed the number series {name}: {what}"),
    ActName.EXPLAIN_GAP: marked("Explained the gap {numbers}: {note}"),
    ActName.PROPOSE_WITHDRAWAL: marked("Proposed withdrawal {number}: {reason}"),
    ActName.CHANGE_WITHDRAWAL: marked("Changed withdrawal {number}: {what}"),
    ActName.APPROVE_WITHDRAWAL: marked("Carried out withdrawal {number}: copies {count}, {amount} yuan"),
    ActName.CANCEL_WITHDRAWAL: marked("Cancelled withdrawal {number}"),
    ActName.SEAL_MONTH: marked("Sealed the ledgers of {month}"),
    ActName.CHANGE_REPAIR: marked("Changed the repair of {title}: {what}"),
    ActName.START_REPAIR: marked("Took {title} to the mending table"),
    ActName.FINISH_REPAIR: marked("Mended {title}"),
    ActName.END_REPAIR: marked("Put {title} back after its repair"),
    ActName.GIVE_UP_REPAIR: marked("Gave up the repair of {title}: {note}"),
    ActName.CANCEL_REPAIR: marked("Took {title} out of the repair queue: {note}"),
    ActName.REOPEN_REPAIR: marked("Put {title} into the repair queue again: {note}"),
    ActName.SET_REPAIR_PHOTO: marked("Changed the photo of the damage to {title}"),
    ActName.CHANGE_LESSON: marked("Changed mending lesson {number}: {what}"),
    ActName.CANCEL_LESSON: marked("Cancelled mending lesson {number}"),
    ActName.CLAIM_RETURNED: marked("{patron} says that {title} was returned"),
    ActName.END_CLAIM: marked("{title} is on loan to {patron} after all: {note}"),
    ActName.CHANGE_LOSS: marked("Changed the loss of {title}: {what}"),
    ActName.CANCEL_LOSS: marked("{title} was not lost: {note}"),
    ActName.FIND_COPY: marked("Found {title} again"),
    ActName.REPLACE_COPY: marked("{patron} replaced {title} by {number}"),
    ActName.REPORT_MISSING: marked("Reported {title} missing from its shelf"),
    ActName.PAY_CHARGE: marked("Received {amount} yuan from {patron}: receipt {number}"),
    ActName.REFUND_CHARGE: marked("Gave {amount} yuan back to {patron}: receipt {number}"),
    ActName.CHANGE_SHELVES: marked("Changed the shelves: {what}"),
    ActName.CHANGE_STOCKTAKE: marked("Changed the count {number}: {what}"),
    ActName.COUNT_COPY: marked("Counted {title} at {place}: {what}"),
    ActName.TAKE_BACK_COUNT: marked("Took {file} out of the count {number} again"),
    ActName.SET_COUNT_PHOTO: marked("Changed the photo of the unknown code {code} in the count {number}"),
    ActName.CLOSE_STOCKTAKE: marked("Closed the count {number}: {found} found, {missing} not seen"),
    ActName.REOPEN_STOCKTAKE: marked("Opened the count {number} again: {note}"),
    ActName.VOID_STOCKTAKE: marked("Declared the count {number} void: {note}"),
    ActName.UNDO: marked("Undone: {what}"),
}

NOT_UNDOABLE = frozenset(
    {
        ActName.SET_UP,
        ActName.SEAL_MONTH,
        ActName.CLAIM_BOOK_NUMBER,
        ActName.RELEASE_BOOK_NUMBER,
        ActName.REMAKE_SHELF_KEYS,
        ActName.QUEUE_DAMAGED,
        ActName.UNDO,
    }
)
PATRON_ACTS = frozenset(
    {
        ActName.ENROL,
        ActName.CHANGE_PATRON,
        ActName.REPLACE_CARD,
        ActName.SUSPEND,
        ActName.LIFT_SUSPENSION,
        ActName.RAISE_CHARGE,
        ActName.SETTLE_CHARGE,
        ActName.PAY_CHARGE,
        ActName.REFUND_CHARGE,
    }
)
"""What only whoever may change patrons takes back."""
COUNTER_ACTS = PATRON_ACTS | frozenset(
    {
        ActName.CHECK_OUT,
        ActName.RENEW,
        ActName.CHECK_IN,
        ActName.IN_HOUSE_USE,
        ActName.MARK_DAMAGED,
        ActName.SHELVE,
        ActName.PLACE_HOLD,
        ActName.CANCEL_HOLD,
        ActName.MOVE_HOLD,
        ActName.CHANGE_HOLD,
        ActName.KEEP_COPY,
        ActName.VISIT,
        ActName.LEND_ON_SITE,
        ActName.SWITCH_TO_HOME,
        ActName.LEND_IN_CORNER,
        ActName.RETURN_IN_CORNER,
        ActName.FILL_CORNER,
        ActName.EMPTY_CORNER,
        ActName.CLEAR_LEAVER,
        ActName.CLAIM_RETURNED,
        ActName.FIND_COPY,
        ActName.REPORT_MISSING,
        ActName.START_REPAIR,
        ActName.FINISH_REPAIR,
        ActName.END_REPAIR,
        ActName.REOPEN_REPAIR,
        ActName.SET_REPAIR_PHOTO,
        ActName.SEARCH_COPIES,
    }
)
"""What Ctrl+Z and the undo barcode take back, step by step."""
_OF_COPIES = frozenset({ActName.CHANGE_COPY, ActName.REPLACE_LABEL})
SECTION_ACTS = {
    "rules": frozenset({ActName.CHANGE_RULE, ActName.IMPORT_RULES}),
    "kinds": frozenset({ActName.CHANGE_CATEGORY, ActName.CHANGE_ITEM_TYPE}),
    "calendar": frozenset({ActName.CHANGE_CALENDAR, ActName.MOVE_DUE_DATES, ActName.AMNESTY}),
    "rota": frozenset({ActName.CHANGE_ROTA}),
    "preflight": frozenset({ActName.PUT_INTO_STOCK, ActName.SET_PRICE}),
    "overview": frozenset({ActName.CHANGE_CLASS}),
    "corners": frozenset({ActName.OPEN_CORNER, ActName.CHANGE_CORNER}),
    "roll_over": frozenset({ActName.ROLL_OVER}),
    "end_of_term": frozenset({ActName.AMNESTY}),
    "batches": frozenset(
        {
            ActName.OPEN_BATCH,
            ActName.CHANGE_BATCH,
            ActName.CHECK_BATCH,
            ActName.CLOSE_BATCH,
            ActName.REOPEN_BATCH,
            ActName.LOAD_DELIVERY,
        }
    ),
    "delivery": frozenset(
        {ActName.LOAD_DELIVERY, ActName.CHECK_DELIVERY, ActName.CHANGE_DELIVERY, ActName.CHECK_BATCH}
    ),
    "cataloguing": frozenset(
        {ActName.CATALOGUE, ActName.CHANGE_TITLE, ActName.SET_COVER, ActName.ADD_COPIES, ActName.BIND_ISSUES}
    )
    | _OF_COPIES,
    "numbers": frozenset({ActName.CHANGE_NUMBER_SERIES, ActName.EXPLAIN_GAP}) | _OF_COPIES,
    "labels": frozenset({ActName.PRINT_LABELS, ActName.WANT_LABELS, ActName.DROP_LABELS, ActName.REPLACE_LABEL}),
    "hand_over": frozenset({ActName.HAND_OVER}),
    "queue": frozenset(
        {
            ActName.CHANGE_REPAIR,
            ActName.GIVE_UP_REPAIR,
            ActName.CANCEL_REPAIR,
            ActName.PROPOSE_WITHDRAWAL,
            ActName.CHANGE_WITHDRAWAL,
        }
    ),
    "lessons": frozenset(
        {ActName.OPEN_LESSON, ActName.CHANGE_LESSON, ActName.CLOSE_LESSON, ActName.CANCEL_LESSON, ActName.CHANGE_REPAIR}
    ),
    "losses": frozenset(
        {
            ActName.END_CLAIM,
            ActName.DECLARE_LOST,
            ActName.CHANGE_LOSS,
            ActName.CANCEL_LOSS,
            ActName.REPLACE_COPY,
        }
    ),
    "shelves": frozenset({ActName.CHANGE_SHELVES}),
    "counts": frozenset(
        {ActName.OPEN_STOCKTAKE, ActName.CHANGE_STOCKTAKE, ActName.REOPEN_STOCKTAKE, ActName.VOID_STOCKTAKE}
    ),
    "scanning": frozenset(
        {ActName.COUNT_COPY, ActName.CHANGE_STOCKTAKE, ActName.DECIDE_COUNT, ActName.RETURN_IN_COUNT}
    ),
    "files": frozenset({ActName.LOAD_COUNT, ActName.TAKE_BACK_COUNT}),
    "resolving": frozenset(
        {
            ActName.DECIDE_COUNT,
            ActName.RETURN_IN_COUNT,
            ActName.REVERSE_DECISION,
            ActName.COUNT_COPY,
            ActName.SET_COUNT_PHOTO,
        }
    ),
    "report": frozenset({ActName.CLOSE_STOCKTAKE, ActName.REOPEN_STOCKTAKE, ActName.VOID_STOCKTAKE}),
    "withdrawal": frozenset(
        {ActName.PROPOSE_WITHDRAWAL, ActName.CHANGE_WITHDRAWAL, ActName.APPROVE_WITHDRAWAL, ActName.CANCEL_WITHDRAWAL}
    ),
}
"""What they take back besides, by the section that is looked at: nobody undoes rules beside a rota."""
CORNER_ACTS = frozenset({ActName.LEND_IN_CORNER, ActName.RETURN_IN_CORNER})
"""What a helper who is kept to a class corner does, and so may take back."""


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def _words(name: ActName, facts: Mapping[str, Any]) -> str:
    """The sentence of an act before its facts are filled in; an old entry may lack the number."""
    if name not in COUNTED_ACTS:
        return _(_SENTENCES[name])
    count = facts.get("count", facts.get("expected"))
    return ngettext(*COUNTED_ACTS[name], count if isinstance(count, int) else 2)


def act_sentence(act: str, subject: Mapping[str, Any]) -> str:
    """The act as one line of the history; facts that an old entry lacks show as a dash."""
    if act not in ActName.__members__.values():
        return act
    name = ActName(act)
    facts = _Known(subject)
    if facts.get("note") == "":
        facts["note"] = _("no note")
    for day in ("due", "until"):
        if day in facts:
            facts[day] = day_words(date.fromisoformat(facts[day]))
    if name is ActName.UNDO and "act" in subject:
        facts["what"] = act_sentence(str(subject["act"]), subject)
    sentence = _words(name, facts).format_map(facts)
    if subject.get("override") and name is not ActName.UNDO:
        return _("{act} (override: {reason})").format(act=sentence, reason=subject["override"])
    return sentence
