"""A new roster beside who is here: the rows, the pupils, the classes, and what a plan says about each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from deskcirc.domain.classes import SIX_THREE_THREE, Schooling, class_name, grade_on, school_year
from deskcirc.domain.drafts import PatronDraft, ReadRow
from deskcirc.domain.patrons import PatronState
from deskcirc.domain.scanning import normal_code
from deskcirc.text import gettext as _
from deskcirc.text import marked

ClassKey = tuple[int, int]
"""Year of entry and number, 0 for a class without one."""


class LineKind(StrEnum):
    """What happens to one pupil when the plan is done; nothing happens to one who is doubtful or left out."""

    UNCHANGED = "unchanged"
    MOVED = "moved"
    REPEATS = "repeats"
    NEW = "new"
    BACK = "back"
    GONE = "gone"
    DOUBTFUL = "doubtful"
    LEFT_OUT = "left-out"


class Doubt(StrEnum):
    """Why only a person can say what a row means."""

    NUMBER_TWICE = "number-twice"
    NUMBER_CHANGED = "number-changed"
    NUMBER_TAKEN = "number-taken"
    NAME_CHANGED = "name-changed"
    SAME_NAME = "same-name"
    PUPIL_TWICE = "pupil-twice"
    NO_CLASS = "no-class"
    NO_SUCH_CLASS = "no-such-class"
    ODD_GRADE = "odd-grade"


DOUBT_WORDS: Final = {
    Doubt.NUMBER_TWICE: marked("The number {number} stands in the roster more than once."),
    Doubt.NUMBER_CHANGED: marked("{name} had the number {before}; the roster says {number}."),
    Doubt.NUMBER_TAKEN: marked("The number {number} already belongs to somebody else, or to a copy."),
    Doubt.NAME_CHANGED: marked("The number {number} belonged to {before}; the roster says {name}."),
    Doubt.SAME_NAME: marked("There is more than one {name}, and the number decides for none of them."),
    Doubt.PUPIL_TWICE: marked("Another line of the roster is already taken for this pupil."),
    Doubt.NO_CLASS: marked("The class “{label}” cannot be read."),
    Doubt.NO_SUCH_CLASS: marked("There is no class “{label}” at this school, and hardly anybody is in it."),
    Doubt.ODD_GRADE: marked("Was in {before}; the roster says “{label}”."),
}


class Verdict(StrEnum):
    """What a person says about a line: the first three about a row, the others about somebody who is not in it."""

    SAME = "same"
    NEW = "new"
    OUT = "out"
    LEFT = "left"
    STAYS = "stays"


@dataclass(frozen=True, slots=True)
class Decision:
    """One verdict; `patron_id` belongs to SAME, and `class_key` puts the pupil into another class than is written."""

    verdict: Verdict
    patron_id: int | None = None
    class_key: ClassKey | None = None


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One row of the roster as it was read; `line` is the row's number as a person sees it."""

    line: int
    place: str
    draft: PatronDraft
    number: str  # in the form in which codes are compared
    card: str

    @property
    def code(self) -> str:
        """By what the pupil is known first."""
        return self.number or self.card

    @property
    def class_key(self) -> ClassKey | None:
        """The class that is written, where it can be read."""
        draft = self.draft
        return None if draft.entry_year is None else (draft.entry_year, draft.class_number or 0)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that could not be read, with the sentence why not."""

    line: int
    place: str
    original: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Roster:
    """A roster file as it was read; its grades hold on `on`."""

    file_name: str
    on: date
    rows: tuple[RosterRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()


@dataclass(frozen=True, slots=True)
class KnownPupil:
    """Somebody the library knows; staff are known too, but only pupils of a class can be gone."""

    id: int
    number: str
    name: str
    class_key: ClassKey | None
    state: PatronState = PatronState.ACTIVE
    is_pupil: bool = True
    open_loans: int = 0
    open_charges: int = 0
    cards: tuple[str, ...] = ()  # valid or not

    @property
    def codes(self) -> tuple[str, ...]:
        """Everything a scan may find them by."""
        return (self.number, *self.cards) if self.number else self.cards

    @property
    def holds_nothing(self) -> bool:
        """Whether nothing stands in the way of leaving."""
        return not self.open_loans and not self.open_charges


@dataclass(frozen=True, slots=True)
class KnownClass:
    """A class the library knows."""

    id: int
    own_name: str = ""
    ended: bool = False


@dataclass(frozen=True, slots=True)
class SchoolNow:
    """Everybody and every class the library knows, and the codes of the roster that copies or operators bear."""

    patrons: tuple[KnownPupil, ...]
    classes: Mapping[ClassKey, KnownClass]
    schooling: Schooling = SIX_THREE_THREE
    last_grade: int = 6
    other_codes: frozenset[str] = frozenset()

    def class_name(self, key: ClassKey | None, on: date) -> str:
        """What a class is called on a day, whether it exists or not; "" for none."""
        if key is None:
            return ""
        known = self.classes.get(key)
        return (known.own_name if known else "") or class_name(key[0], key[1] or None, on, self.schooling)

    def grade(self, key: ClassKey, on: date) -> int:
        """The grade of a class on a day."""
        return grade_on(key[0], on, self.schooling)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """What the plan says about one row, or about one pupil whom no row names.

    `key` is `row:` and the row's place from 0, or `gone:` and the pupil's id. `candidates` are the pupils the row may
    mean; `proposal` is what is likely right. `doubt` stays when a person has decided.
    """

    key: str
    kind: LineKind
    row: RosterRow | None = None
    pupil: KnownPupil | None = None
    target: ClassKey | None = None
    candidates: tuple[KnownPupil, ...] = ()
    doubt: Doubt | None = None
    proposal: Decision | None = None
    leaves: bool = False  # of a GONE line: the pupil's state becomes "left"
    is_leaver: bool = False  # of a GONE line: past the last grade

    @property
    def name(self) -> str:
        """The pupil's name, as the roster writes it where it names them."""
        return self.row.draft.name if self.row else self.pupil.name if self.pupil else ""

    @property
    def number(self) -> str:
        """The number, the roster's first."""
        return self.row.code if self.row else self.pupil.number if self.pupil else ""


@dataclass(frozen=True, slots=True)
class RosterPlan:
    """Everything that would happen; nothing has."""

    on: date
    lines: tuple[PlanLine, ...]
    new_classes: tuple[ClassKey, ...] = ()
    warnings: tuple[str, ...] = ()
    counts: Counter[LineKind] = field(default_factory=Counter)

    @property
    def leaving(self) -> int:
        """How many become leavers."""
        return sum(line.leaves for line in self.lines)


def roster_of(rows: Iterable[ReadRow], file_name: str, on: date) -> Roster:
    """The roster as it was read; rows about anything but patrons are among the refused."""
    taken: list[RosterRow] = []
    refused: list[RefusedRow] = []
    for row in rows:
        if isinstance(row.draft, PatronDraft):
            draft = row.draft
            taken.append(RosterRow(row.number, row.place, draft, normal_code(draft.number), normal_code(draft.card)))
        else:
            sentence = row.refusal.sentence() if row.refusal else _("The row is about a title, not a pupil.")
            refused.append(RefusedRow(row.number, row.place, row.original, sentence))
    return Roster(file_name, on, tuple(taken), tuple(refused))


def roster_year(today: date) -> int:
    """The school year a roster is likely for: from July on that which begins in September, else the one under way."""
    return today.year if today.month >= 7 else school_year(today)


def doubt_sentence(line: PlanLine, school: SchoolNow, on: date) -> str:
    """Why the line is doubtful, with its facts; "" for one that is not."""
    if line.doubt is None or line.row is None:
        return ""
    other = line.pupil or (line.candidates[0] if line.candidates else None)
    before = ""
    if other is not None:
        befores = {Doubt.NUMBER_CHANGED: other.number, Doubt.NAME_CHANGED: other.name}
        before = befores.get(line.doubt, school.class_name(other.class_key, on))
    label = line.row.draft.class_label or school.class_name(line.row.class_key, on)
    facts = {"number": line.row.code, "name": line.row.draft.name, "before": before or "–", "label": label}
    return _(DOUBT_WORDS[line.doubt]).format(**facts)
