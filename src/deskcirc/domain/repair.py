"""Repair (修补): what is damaged about a copy, how far its mending has come, and what follows for who had it.

A repair is open from the moment the damage is seen until the copy stands on its shelf again or is given up:
queued → in repair → mended → back, or beyond repair, which makes it a candidate for withdrawal.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.domain.copies import Copy
from deskcirc.text import gettext as _
from deskcirc.text import marked


class DamageKind(StrEnum):
    """What is damaged; a copy may have several kinds at once. Stored, so a word is never changed."""

    TORN = "torn"
    LOOSE_PAGES = "loose_pages"
    SPINE = "spine"
    COVER = "cover"
    STAINED = "stained"
    LABEL_GONE = "label_gone"
    PIECE_MISSING = "piece_missing"
    PAGES_MISSING = "pages_missing"
    MOULD = "mould"
    WRITTEN_IN = "written_in"
    OTHER = "other"


DAMAGE_KIND_WORDS: Final = {
    DamageKind.TORN: marked("torn pages"),
    DamageKind.LOOSE_PAGES: marked("loose pages"),
    DamageKind.SPINE: marked("spine broken"),
    DamageKind.COVER: marked("cover damaged"),
    DamageKind.STAINED: marked("stained or wet"),
    DamageKind.LABEL_GONE: marked("label gone"),
    DamageKind.PIECE_MISSING: marked("disc or piece missing"),
    DamageKind.PAGES_MISSING: marked("pages missing"),
    DamageKind.MOULD: marked("mould or insects"),
    DamageKind.WRITTEN_IN: marked("written or drawn in"),
    DamageKind.OTHER: marked("other damage"),
}


class Severity(StrEnum):
    """How bad it is, as a helper of eleven can tell."""

    LIGHT = "light"
    MEDIUM = "medium"
    HEAVY = "heavy"


SEVERITY_WORDS: Final = {
    Severity.LIGHT: marked("light damage"),
    Severity.MEDIUM: marked("medium damage"),
    Severity.HEAVY: marked("heavy damage"),
}


class RepairState(StrEnum):
    """How far the mending of a copy has come; the last three end it."""

    QUEUED = "queued"
    IN_REPAIR = "in_repair"
    MENDED = "mended"  # drying or waiting to be put back
    BACK = "back"
    BEYOND = "beyond"
    CANCELLED = "cancelled"  # it was not damaged after all

    @property
    def is_open(self) -> bool:
        """Whether the copy is in the queue or at the table."""
        return self in OPEN_REPAIRS


OPEN_REPAIRS: Final = (RepairState.QUEUED, RepairState.IN_REPAIR, RepairState.MENDED)
REPAIR_STATE_WORDS: Final = {
    RepairState.QUEUED: marked("waits for repair"),
    RepairState.IN_REPAIR: marked("being mended"),
    RepairState.MENDED: marked("mended"),
    RepairState.BACK: marked("back on its shelf"),
    RepairState.BEYOND: marked("beyond repair"),
    RepairState.CANCELLED: marked("not damaged after all"),
}


class RepairOrigin(StrEnum):
    """Where the damage was seen."""

    RETURNS = "returns"
    SHELF = "shelf"
    STOCKTAKE = "stocktake"
    ACCESSION = "accession"
    CORNER = "corner"
    REGISTER = "register"  # marked before there was a queue


class Duty(StrEnum):
    """What follows for who had the copy last (schools' plans: 损坏要修补好); UNDECIDED until somebody says."""

    UNDECIDED = ""
    MENDS = "mends"
    PAYS = "pays"
    NOTHING = "nothing"


DUTY_WORDS: Final = {
    Duty.UNDECIDED: marked("not decided yet"),
    Duty.MENDS: marked("mends it"),
    Duty.PAYS: marked("pays for it"),
    Duty.NOTHING: marked("nothing follows"),
}


@dataclass(frozen=True, slots=True)
class Repair:
    """One case of damage; `helper` and `patron` are labels (name and class), "" for none; days are the school's own."""

    id: int
    copy: Copy
    state: RepairState
    origin: RepairOrigin
    kinds: tuple[DamageKind, ...]
    severity: Severity
    note: str
    reported_on: date
    patron_id: int | None = None  # who had it last
    patron: str = ""
    loan_id: int | None = None
    duty: Duty = Duty.UNDECIDED
    helper_id: int | None = None
    helper: str = ""
    lesson_id: int | None = None
    due_back: date | None = None
    materials: str = ""
    minutes: int | None = None
    started_on: date | None = None
    mended_on: date | None = None
    ended_on: date | None = None
    ended_note: str = ""
    photos: int = 0
    waiting: int = 0  # open holds of the title
    lent: int = 0  # times the copy was ever lent
    lent_lately: int = 0  # times within the last year
    in_process: bool = False  # the copy was not in stock yet when it was taken to the table

    @property
    def damage_words(self) -> str:
        """The kinds and the note, as one line."""
        return damage_words(self.kinds, self.note)


def damage_words(kinds: tuple[DamageKind, ...], note: str) -> str:
    """The kinds and the note of a damage, as one line."""
    said = [_(DAMAGE_KIND_WORDS[kind]) for kind in kinds]
    return _(", ").join([*said, note] if note else said)


def read_kinds(stored: str) -> tuple[DamageKind, ...]:
    """The kinds of a stored list of codes; a code of a newer program counts as other damage."""
    known = set(DamageKind)
    return tuple(dict.fromkeys(DamageKind(code) if code in known else DamageKind.OTHER for code in stored.split()))


def stored_kinds(kinds: tuple[DamageKind, ...]) -> str:
    """The kinds as they are stored: their codes in the order of the class, once each."""
    return " ".join(kind.value for kind in DamageKind if kind in kinds)
