"""The acts of staff as the journal names them and as the history tells them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from deskcirc.text import day_words, marked
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
    UNDO = "undo"


_SENTENCES = {
    ActName.CHECK_OUT: marked("Lent {title} to {patron}, due {due}"),
    ActName.RENEW: marked("Renewed {title} for {patron}, due {due}"),
    ActName.CHECK_IN: marked("Returned {title} from {patron}"),
    ActName.IN_HOUSE_USE: marked("Counted {title} as in-house use"),
    ActName.MARK_DAMAGED: marked("Marked {title} as damaged: {note}"),
    ActName.SHELVE: marked("Put {count} copies back on their shelves"),
    ActName.PLACE_HOLD: marked("Reserved {title} for {patron}"),
    ActName.CANCEL_HOLD: marked("Cancelled the hold on {title} for {patron}"),
    ActName.IMPORT: marked("Imported {file}: {added} added, {matched} known, {refused} refused"),
    ActName.CHANGE_SETTING: marked("Changed a setting: {setting}"),
    ActName.CHANGE_OPERATOR: marked("Changed the operator {name}"),
    ActName.CHANGE_RULE: marked("Changed a circulation rule"),
    ActName.SET_UP: marked("Created this library"),
    ActName.UNDO: marked("Undone: {what}"),
}

NOT_UNDOABLE = frozenset({ActName.SET_UP, ActName.UNDO})
COUNTER_ACTS = frozenset(
    {
        ActName.CHECK_OUT,
        ActName.RENEW,
        ActName.CHECK_IN,
        ActName.IN_HOUSE_USE,
        ActName.MARK_DAMAGED,
        ActName.SHELVE,
        ActName.PLACE_HOLD,
        ActName.CANCEL_HOLD,
    }
)
"""What Ctrl+Z and the undo barcode take back, step by step."""


class _Known(dict[str, Any]):
    def __missing__(self, key: str) -> str:
        return "–"


def act_sentence(act: str, subject: Mapping[str, Any]) -> str:
    """The act as one line of the history; facts that an old entry lacks show as a dash."""
    if act not in ActName.__members__.values():
        return act
    name = ActName(act)
    facts = _Known(subject)
    if facts.get("note") == "":
        facts["note"] = _("no note")
    if "due" in facts:
        facts["due"] = day_words(date.fromisoformat(facts["due"]))
    if name is ActName.UNDO and "act" in subject:
        facts["what"] = act_sentence(str(subject["act"]), subject)
    sentence = _(_SENTENCES[name]).format_map(facts)
    if subject.get("override") and name is not ActName.UNDO:
        return _("{act} (override: {reason})").format(act=sentence, reason=subject["override"])
    return sentence
