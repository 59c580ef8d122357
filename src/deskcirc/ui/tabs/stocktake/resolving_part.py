"""What the section "resolving" shows: the open matters of one count by their kind, and what was decided about them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, TypeAlias

from deskcirc.desk.reading import Reading
from deskcirc.domain.copies import Copy
from deskcirc.domain.count_findings import (
    DecisionLine,
    Double,
    FoundOtherwise,
    Misplaced,
    Move,
    NotSeen,
    OnLoanHere,
    ShelfMoves,
    UnknownCode,
)
from deskcirc.domain.packed_lines import PackedLines
from deskcirc.domain.stocktake import DecisionKind, Shelf, Stocktake
from deskcirc.store.lookups.count_photos import CountPhoto
from deskcirc.ui.loss_question import LossQuestion


class Matter(StrEnum):
    """A kind of open matter, in the order in which a count is put right."""

    NOT_SEEN = "not_seen"
    ON_LOAN = "on_loan"  # stands on a shelf though it is on loan
    FOUND = "found"  # was lost or missing
    MISPLACED = "misplaced"
    ORDER = "order"
    UNKNOWN = "unknown"
    ALIKE = "alike"
    KEPT = "kept"  # damaged, in repair, kept for somebody, in process
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class OutOfOrder:
    """One move that puts a shelf in order, with the shelf."""

    shelf: ShelfMoves
    move: Move


Line: TypeAlias = NotSeen | OnLoanHere | FoundOtherwise | Misplaced | OutOfOrder | UnknownCode | Double | DecisionLine

FITTING: Final[Mapping[Matter, tuple[DecisionKind, ...]]] = {
    Matter.NOT_SEEN: (DecisionKind.SEARCHED, DecisionKind.MISSING, DecisionKind.LOST, DecisionKind.WITHDRAWAL),
    Matter.ON_LOAN: (DecisionKind.RETURNED,),
    Matter.FOUND: (DecisionKind.FOUND, DecisionKind.DAMAGED, DecisionKind.WITHDRAWAL),
    Matter.MISPLACED: (DecisionKind.MOVED, DecisionKind.RELOCATED, DecisionKind.DAMAGED, DecisionKind.WITHDRAWAL),
    Matter.ORDER: (DecisionKind.MOVED,),
    Matter.UNKNOWN: (DecisionKind.MATCHED, DecisionKind.ACCESSIONED, DecisionKind.SET_ASIDE),
    Matter.ALIKE: (DecisionKind.MOVED, DecisionKind.DAMAGED),
    Matter.KEPT: (DecisionKind.MOVED, DecisionKind.DAMAGED, DecisionKind.WITHDRAWAL),
    Matter.DECIDED: (DecisionKind.LOST, DecisionKind.WITHDRAWAL),  # the next step after missing, and after lost
}
"""The decisions that a kind of matter has a button for; the first one is the usual one."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was read of a count: the lines of some kinds, and the journal's last entry then."""

    entry: int
    lines: Mapping[Matter, Sequence[Line]]


@dataclass(frozen=True, slots=True)
class ResolvingPart:
    """Everything the section shows; `ticked` and `chosen` are keys of lines of the kind on top, see `key_of`."""

    counts: tuple[Stocktake, ...] = ()  # that are open or paused, the latest first
    stocktake: Stocktake | None = None
    matter: Matter = Matter.NOT_SEEN
    lines: Mapping[Matter, Sequence[Line]] = field(default_factory=dict)
    listed: tuple[int, bool] | None = None  # of which count the lines are, and whether of one who sees all
    reading: Reading[Found] | None = None  # beside the desk; the lines are those from before it
    counted: frozenset[int] = frozenset()  # copies that were scanned here meanwhile
    ticked: frozenset[int] = frozenset()
    by_chance: bool = False
    chosen: int | None = None  # the unknown code whose photo is shown
    photo: CountPhoto | None = None
    placed: NotSeen | None = None  # the copy not seen that is looked at, with where to look
    registered: Copy | None = None  # the copy that bears the chosen unknown code by now
    matching: UnknownCode | None = None  # the next copy scanned is this one
    shelf: Shelf | None = None  # where what is scanned stands
    asked: LossQuestion | None = None
    asked_about: tuple[int, ...] = ()  # the copies the question is about
    may_decide: bool = False
    sees_patrons: bool = False
    sees_all: bool = True  # False for whoever may count in a blind count and no more
    entry: int = -1  # of the journal, when all this was read
    read_at: datetime | None = None
    is_behind: bool = False  # somebody wrote since, or a decision changed another list: read before the next kind
    today: date = date.min
    utc_offset: timedelta = timedelta(0)  # of the school's own clock

    @property
    def shown(self) -> Sequence[Line]:
        """The lines of the kind on top."""
        return self.lines.get(self.matter, ())

    def number_of(self, matter: Matter) -> int:
        """How many lines of a kind there are; 0 also for one that nobody read yet."""
        return len(self.lines.get(matter, ()))

    def awaits_reading(self, matter: Matter) -> bool:
        """Whether a kind of this count is being read, or is when somebody looks at it."""
        return self.stocktake is not None and self.sees_all and matter not in self.lines

    def day_of(self, instant: datetime) -> date:
        """The school's own day at an instant."""
        return (instant + self.utc_offset).date()

    @property
    def open_matters(self) -> int:
        """How many there are in all, of the kinds that are read."""
        return sum(len(lines) for matter, lines in self.lines.items() if matter is not Matter.DECIDED)


def key_of(line: Line) -> int:
    """What names a line: the number of its decision, of the scan of an unknown code, or of its copy."""
    if isinstance(line, DecisionLine):
        return line.decision.id
    if isinstance(line, UnknownCode):
        return line.line.id
    return line.move.copy_id if isinstance(line, OutOfOrder) else line.copy.id


def copy_of(line: Line) -> Copy | None:
    """The copy a line is about; None for an unknown code, and for a move, which names it in words."""
    if isinstance(line, UnknownCode | OutOfOrder):
        return None
    return line.copy


def name_of(line: Line) -> str:
    """What people call it: the title, or the code."""
    if isinstance(line, OutOfOrder):
        return line.move.name
    if isinstance(line, UnknownCode):
        return line.line.code
    copy = copy_of(line)
    return copy.name if copy is not None else line.code if isinstance(line, DecisionLine) else ""


def rank_of(line: Line) -> int:
    """The likeliest to be found comes first, where that is wished."""
    return -line.chance if isinstance(line, NotSeen) else 0


def keys_in(lines: Sequence[Line]) -> Collection[int]:
    """The keys of a list; of a pressed one without unfolding it."""
    return lines.keys if isinstance(lines, PackedLines) else [key_of(line) for line in lines]


def lines_of(lines: Sequence[Line], keys: Collection[int]) -> tuple[Line, ...]:
    """The lines of a list that have these keys."""
    return lines.of(keys) if isinstance(lines, PackedLines) else tuple(line for line in lines if key_of(line) in keys)


def without_keys(lines: Sequence[Line], keys: Collection[int]) -> Sequence[Line]:
    """A list without the lines of these keys."""
    if isinstance(lines, PackedLines):
        return lines.without(keys)
    return tuple(line for line in lines if key_of(line) not in keys)


def lines_meant(part: ResolvingPart, key: int | None) -> tuple[Line, ...]:
    """The lines an act is about: all that are ticked, else the one of that key; none where neither is listed."""
    return lines_of(part.shown, part.ticked or ({key} if key is not None else set()))
