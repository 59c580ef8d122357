"""Who may read here: patrons, their category, class and card, as the counter sees them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from deskcirc.text import gettext as _
from deskcirc.text import marked


class PatronState(StrEnum):
    """Whether the patron belongs to the school's readers."""

    ACTIVE = "active"
    STOPPED = "stopped"
    LEFT = "left"


class CardState(StrEnum):
    """Whether a card may be used; a lost one is still recognised, so that its finder can be told."""

    VALID = "valid"
    LOST = "lost"
    REPLACED = "replaced"
    STOPPED = "stopped"


_CARD_SENTENCES: Final = {
    CardState.VALID: "",
    CardState.LOST: marked("This card was reported lost."),
    CardState.REPLACED: marked("This card was replaced by a new one."),
    CardState.STOPPED: marked("This card has been stopped."),
}
_CARD_WORDS: Final = {
    CardState.VALID: marked("valid"),
    CardState.LOST: marked("reported lost"),
    CardState.REPLACED: marked("replaced"),
    CardState.STOPPED: marked("stopped"),
}


def card_sentence(state: CardState) -> str:
    """Why a card may not be used; "" for one that may."""
    return _(_CARD_SENTENCES[state]) if state is not CardState.VALID else ""


def card_words(state: CardState) -> str:
    """The state of a card in a word or two, for lists."""
    return _(_CARD_WORDS[state])


@dataclass(frozen=True, slots=True)
class Card:
    """One card a patron has or had; of all their cards one at most is valid."""

    id: int
    code: str
    state: CardState
    issued_at: datetime
    stopped_at: datetime | None  # when it was reported lost, replaced or stopped


@dataclass(frozen=True, slots=True)
class SchoolClass:
    """A class: year of entry and number (0 for none); the grade follows from the day (domain.classes)."""

    id: int
    entry_year: int
    number: int
    name: str  # as it is called today
    patrons: int  # who are in it


@dataclass(frozen=True, slots=True)
class Patron:
    """A patron with what the counter needs to decide; `class_name` and `grade` hold on the day of reading."""

    id: int
    number: str
    name: str
    category_id: int
    category: str
    class_id: int | None
    class_name: str
    grade: int | None
    state: PatronState
    expires: date | None
    suspended_until: date | None
    suspension_reason: str
    loan_limit: int | None  # the patron's own limit, above the rule's
    note: str
    card: CardState = CardState.VALID  # of the card that was scanned
    category_code: str = ""  # "teacher", "pupil", or the school's own

    @property
    def label(self) -> str:
        """Name and class, see `patron_label`."""
        return patron_label(self.name, self.class_name)


CLASS_CATEGORY: Final = "class"
"""The code of the category of patrons that are whole classes: to them a class corner is lent."""


def patron_label(name: str, class_name: str) -> str:
    """Name and class, as in "陈子墨（五年级（1）班）"; the name alone of who is in no class, and of a class itself."""
    if name == class_name:
        return name
    return _("{name} ({class_name})").format(name=name, class_name=class_name) if class_name else name
